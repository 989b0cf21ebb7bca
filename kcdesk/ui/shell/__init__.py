"""The frame around the screens: window, start page, navigation, status, undo, sign-in.

The app makes a `MainWindow(desk, screens, hooks)`, listens to the start page, opens an office on
the desk and calls `show_office(place)`. The shell knows no stage and no screen.
"""

from __future__ import annotations

from kcdesk.ui.shell.bench import Bench
from kcdesk.ui.shell.sign_in import SignInDialog
from kcdesk.ui.shell.spec import Facts, Hit, Hooks, ScreenSpec
from kcdesk.ui.shell.start import Recent, StartPage
from kcdesk.ui.shell.window import MainWindow

__all__ = [
    "Bench",
    "Facts",
    "Hit",
    "Hooks",
    "MainWindow",
    "Recent",
    "ScreenSpec",
    "SignInDialog",
    "StartPage",
]
