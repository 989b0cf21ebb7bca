"""The process that opens a foreign workbook, so that a hostile one takes nothing else with it.

Started by workbook_in.py as ``python -m kcdesk.files.workbook_child MEMORY SECONDS`` or, frozen,
as ``program --child-workbook MEMORY SECONDS``. The file comes on standard input, what was read
goes out on standard output (workbook_lines.py). It imports nothing else of kcdesk, may write no
file, and dies at its caps (caps.py).
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

from kcdesk.files.caps import cap
from kcdesk.files.workbook_lines import Lines
from kcdesk.files.workbook_sniff import Unreadable, sort_of

SWITCH = "--child-workbook"


def main(arguments: Sequence[str]) -> int:
    """Read the workbook on standard input under caps: bytes of memory, seconds of work."""
    memory, seconds = (int(argument) for argument in arguments)
    cap(memory, seconds)
    # By number: a frozen program without a console has no sys.stdout.
    with open(0, "rb", closefd=False) as given, open(1, "wb", closefd=False) as out:
        answer(given.read(), Lines(out))
    return 0


def answer(content: bytes, lines: Lines) -> None:
    """Say what the file holds, or why it is not read."""
    try:
        read(content, lines)
    except Unreadable as no:
        lines.say({"no": no.code, "detail": no.detail})
    except MemoryError:
        lines.say({"no": "memory", "detail": ""})
    else:
        lines.say({"end": True})


def read(content: bytes, lines: Lines) -> None:
    """By what the file really is. Raises Unreadable."""
    match sort_of(content):
        case "zip":
            from kcdesk.files.workbook_xlsx import read_xlsx

            read_xlsx(content, lines)
        case "ole":
            from kcdesk.files.workbook_xls import read_xls

            read_xls(content, lines)
        case "text":
            from kcdesk.files.workbook_csv import read_csv

            read_csv(content, lines)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
