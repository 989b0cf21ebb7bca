"""Thousands of bytes of an office file turned, one at a time: none may be wrong in silence.

``python -m tests.soak.flips [HOW_MANY [SEED]]``; five thousand by default.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from tests.store.test_flips import turn_bytes, use


def main(arguments: list[str]) -> int:
    """Turn the bytes and say how it ended; a byte that is wrong in silence ends the run."""
    count = int(arguments[0]) if arguments else 5000
    seed = int(arguments[1]) if len(arguments) > 1 else 20230912
    with tempfile.TemporaryDirectory() as folder:
        outcomes = turn_bytes(use(Path(folder) / "office.kcdesk"), count, seed)
    counted = "、".join(f"{name} {number}" for name, number in outcomes.most_common())
    sys.stdout.write(counted + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
