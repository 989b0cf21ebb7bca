"""How clause ids of the ledger are shown: ``PH-1、PH-6b``.

Called wherever a refusal, a trace or a paper names what it rests on. Whether an id exists is
the scheme pack's business, not decided here.
"""

from __future__ import annotations

from collections.abc import Iterable


def join(ids: Iterable[str]) -> str:
    """Each id once, in the order met, with 、 between; nothing gives an empty text."""
    return "、".join(dict.fromkeys(ids))


def resting_on(ids: Iterable[str]) -> str:
    """``（依据 PH-1、PH-6b）`` to hang behind a sentence, or nothing."""
    shown = join(ids)
    return f"（依据 {shown}）" if shown else ""
