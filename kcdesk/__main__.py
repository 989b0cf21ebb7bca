"""``python -m kcdesk``, and the frozen program's entry.

The child that reads foreign workbooks is this same program started with a switch of its own; it
is recognised before anything else is imported, so that it stays small and starts in a blink.
"""

from __future__ import annotations

import sys


def start(arguments: list[str]) -> int:
    """Be the workbook child, the command line or the window; returns the exit code."""
    if arguments[:1] == ["--child-workbook"]:
        from kcdesk.files.workbook_child import main as read_workbook

        return read_workbook(arguments[1:])
    if arguments:
        from kcdesk.app.cli import main as command_line

        return command_line(arguments)
    from kcdesk.app.main import main as window

    return window()


if __name__ == "__main__":
    raise SystemExit(start(sys.argv[1:]))
