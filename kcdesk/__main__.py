"""``python -m kcdesk``, and the frozen program's entry.

The children that read foreign workbooks and scans are this same program started with a switch of
their own; it is recognised before anything else is imported, so that they stay small and start in
a blink.
"""

from __future__ import annotations

import os
import sys


def start(arguments: list[str]) -> int:
    """Be a child that reads foreign files, the command line or the window; returns the exit code."""
    if sys.getfilesystemencoding() != "utf-8" and not getattr(sys, "frozen", False):
        # A bare C locale: names of Chinese folders could not even be said. Start over in UTF-8.
        os.execv(sys.executable, [sys.executable, "-X", "utf8", "-m", "kcdesk", *arguments])  # noqa: S606 - this very program
    if arguments[:1] == ["--child-workbook"]:
        from kcdesk.files.workbook_child import main as read_workbook

        return read_workbook(arguments[1:])
    if arguments[:1] == ["--child-scan"]:
        from kcdesk.files.scan_child import main as read_scan

        return read_scan(arguments[1:])
    if arguments:
        from kcdesk.app.cli import main as command_line

        return command_line(arguments)
    from kcdesk.app.main import main as window

    return window()


if __name__ == "__main__":
    raise SystemExit(start(sys.argv[1:]))
