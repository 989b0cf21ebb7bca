"""Reading how a programme's papers differ: ``[[paper]]`` and ``[paper_words]``.

A form is the same in every county unless the programme says otherwise: its title, its copies,
the cells for opinions, a wording, or that there is no such paper. What a county calls a thing on
all its papers (the parties of a ratio, what a meeting grants) it says once. Which forms there are
is not known here: an office may have its own. Used by `schemes` only.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from kcdesk.domain.schemes.parts import OpinionCell, PaperKind
from kcdesk.packs.schemes_parts import Citations
from kcdesk.packs.schemes_tables import Table

_WORD = re.compile(r"[a-z][a-z0-9_]*")


def paper_reader(citations: Citations) -> Callable[[Table], PaperKind]:
    """``[[paper]]``: what a form is in this programme."""

    def read(table: Table) -> PaperKind:
        return PaperKind(
            form=table.text("form"),
            title=table.text("title", ""),
            number=table.text("number", ""),
            copies=_copies(table),
            clauses=citations.read(table, "paper", required=False),
            is_left_out=table.flag("is_left_out", default=False),
            words=words_in(table.table("words")) if table.has("words") else {},
            opinions=tuple(_opinion(cell) for cell in table.tables("opinion")),
        )

    return read


def _copies(table: Table) -> tuple[str, ...] | None:
    """Who gets one; None where the form itself says, none at all where the list is empty."""
    if not table.has("copies"):
        return None
    return () if table.data["copies"] == [] else table.texts("copies")


def words_in(words: Table) -> dict[str, str]:
    """Texts by name: ``[paper_words]``, or the words of one paper."""
    for name in words.data:
        if _WORD.fullmatch(name) is None:
            raise words.refusal(name, "名称只能用小写字母、数字和下划线")
    return {name: words.text(name) for name in words.data}


def _opinion(table: Table) -> OpinionCell:
    cell = OpinionCell(table.text("heading"), table.text("unit", ""), table.text("seal", "盖章"))
    table.done()
    return cell
