"""The navigation: which screens there are, in which order. They do not know each other.

Each screen's room is imported when it is first shown, so that the window opens at once.
"""

from __future__ import annotations

from kcdesk.ui.shell import ScreenSpec


def screens() -> tuple[ScreenSpec, ...]:
    """Every screen, in the order of the navigation."""
    return ()
