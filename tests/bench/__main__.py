"""Runs the benches named (all of them without a name) and prints one table.

    python -m tests.bench                       everything, about eight minutes
    python -m tests.bench saves papers          some of it
    python -m tests.bench --rounds 9 window     more rounds, steadier medians

Floor and kcdesk are measured in turn in the same run: on a busy machine the times mean little
and the ratio still holds. Exit code 1 when something lies above its gate.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.bench import ledger, lists, papers, preview, programmes, saves, window
from tests.bench.figures import Figure, Said

BENCHES: dict[str, Callable[[Path, int], Iterator[Figure | Said]]] = {
    "window": window.figures,
    "lists": lists.figures,
    "saves": saves.figures,
    "programmes": programmes.figures,
    "papers": papers.figures,
    "preview": preview.figures,
    "ledger": ledger.figures,
}
WIDTHS = (58, 11, 11, 8, 10)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="bench", help="、".join(BENCHES))
    parser.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args()
    if unknown := set(given.names) - set(BENCHES):
        parser.error(f"no bench {', '.join(sorted(unknown))}")
    line(("work", "floor ms", "kcdesk ms", "ratio", "gate"))
    above = 0
    for name in given.names or BENCHES:
        with TemporaryDirectory(prefix="kcdesk-bench-") as folder:
            for figure in BENCHES[name](Path(folder), given.rounds):
                line(figure.cells)
                above += not figure.holds
    return int(above > 0)


def line(cells: tuple[str, ...]) -> None:
    told = [cells[0].ljust(WIDTHS[0])]
    told += [cell.rjust(width) for cell, width in zip(cells[1:], WIDTHS[1:], strict=False)]
    sys.stdout.write(" ".join([*told, *cells[len(WIDTHS) :]]).rstrip() + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    raise SystemExit(main())
