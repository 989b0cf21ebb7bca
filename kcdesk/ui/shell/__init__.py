"""The frame around the screens: window, start page, navigation, status, undo, sign-in.

The app makes a `MainWindow(desk, screens, hooks)`, listens to the start page, opens an office on
the desk and calls `show_office(place)`. The shell knows no stage and no screen. What only an
open office needs (`Bench`, `SignInDialog`) is imported when it is first wanted.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from kcdesk.ui.shell.spec import Facts, Hit, Hooks, ScreenSpec
from kcdesk.ui.shell.start import Recent, StartPage
from kcdesk.ui.shell.window import MainWindow

if TYPE_CHECKING:
    from kcdesk.ui.shell.bench import Bench
    from kcdesk.ui.shell.sign_in import SignInDialog

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

_LATER = {"Bench": "bench", "SignInDialog": "sign_in"}


def __getattr__(name: str) -> Any:
    if name not in _LATER:
        raise AttributeError(f"the shell has no {name}")
    return getattr(import_module(f"{__name__}.{_LATER[name]}"), name)
