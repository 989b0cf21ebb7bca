"""What the command line's exit codes mean, for its rooms and for the programs that call it."""

from __future__ import annotations

GOOD = 0
"""Done, and all is as it should be."""
BAD = 1
"""A refusal, a fault, or something that is not as it should be."""
UNCLEAR = 2
"""A wish or a file that can't be understood; nothing was done."""
STOPPED = 130
"""Ctrl+C, as shells count it."""
