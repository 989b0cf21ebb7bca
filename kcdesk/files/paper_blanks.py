"""Which values a form shows, and what they are called on it.

Called by work when it says what has changed since a paper was printed. A value's name is dotted
as in the blanks, an entry's of a list as ``claim.checks[].label``. Its label is what a reader of
the paper would call it: the words before the blank, left of its cell or above it. Nothing is
filled in here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from kcdesk.files.form_layout import Cell, Layout
from kcdesk.files.letter_nodes import (
    Attached,
    Loop,
    Node,
    Paragraph,
    Part,
    Table,
    TableLine,
    Words,
)
from kcdesk.files.letter_plan import LetterPlan, read_plan
from kcdesk.packs.blanks import Blank, Piece
from kcdesk.packs.form_repeats import DERIVED, Repeat
from kcdesk.packs.form_tables import Rows
from kcdesk.packs.forms import FormSpec

_UNSAID: Final = re.compile(r"[\s　：:（）()_＿\[\]【】￥¥]+")
_ASIDE: Final = re.compile(r"（[^（）]*）|\([^()]*\)")
"""``（盖章）``, ``（万元）``: no part of a name."""
_LAST_WORDS: Final = re.compile(r"[^，。；、：:（）()\n　]*$")
_UNNAMING: Final = frozenset({"小写", "大写", "其中", "至", "自"})
"""Words before a blank that tell how it is written, not what it is."""
_LONGEST: Final = 16
"""A longer text beside a blank is an explanation, not its name."""


def shown_names(spec: FormSpec) -> Mapping[str, str]:
    """Every value the form shows, with its label; the label is empty where the form has none.

    Raises what reading the form raises.
    """
    found: dict[str, str] = {}
    for piece in spec.document:
        if isinstance(piece, Blank):
            found[piece.name] = "编号" if len(spec.document) == 1 else ""
    # openpyxl takes a tenth of a second to import: not before a drawing is read.
    from kcdesk.files.form_reading import layout_of

    pairs = _drawn(spec, layout_of(spec)) if spec.engine == "layout" else _written(read_plan(spec))
    for name, label in pairs:
        found[name] = found.get(name) or label
    return found


def _drawn(spec: FormSpec, layout: Layout) -> Iterator[tuple[str, str]]:
    words = {(cell.row, cell.column): _own_text(cell) for cell in layout.cells}
    for cell in layout.cells:
        running = _is_running(cell)
        for at, piece in enumerate(cell.pieces):
            if not isinstance(piece, Blank):
                continue
            scope = piece.name.split(".", maxsplit=1)[0]
            repeat = _repeat_of(spec, scope, cell.row)
            if repeat is None and scope in DERIVED:
                continue  # a sum the form works out itself from the entries
            label = _before(cell.pieces[:at], only_colon=running)
            if not label and not running:
                beside, above = _left_of(cell, words), _above(cell, words)
                head = _head_of(cell, words, _heads(spec, layout, repeat))
                label = (beside or above) if repeat is None else (head or above or beside)
            name = piece.name
            if repeat is not None:
                name = f"{_list_of(spec, repeat)}[]{name.removeprefix(repeat.scope)}"
            yield name, label


def _repeat_of(spec: FormSpec, scope: str, row: int) -> Repeat | None:
    """The repeat whose entry a scope means in a row; an inner list's rows are the outer's too."""
    return next((r for r in spec.repeats if r.scope == scope and row in r.rows), None)


def _list_of(spec: FormSpec, repeat: Repeat) -> str:
    outer = next((r for r in spec.repeats if repeat.inside and r.scope == repeat.inside), None)
    if outer is None:
        return repeat.list_name
    return f"{_list_of(spec, outer)}[]{repeat.list_name.removeprefix(outer.scope)}"


def _own_text(cell: Cell) -> str:
    """The words of a cell that is all the form's own and short enough to be a name."""
    if cell.blanks:
        return ""
    text = "".join(str(piece) for piece in cell.pieces)
    text = _UNSAID.sub("", _ASIDE.sub("", text))
    return text if len(text) <= _LONGEST and text not in _UNNAMING else ""


def _before(pieces: Iterable[Piece], *, only_colon: bool) -> str:
    """The last words before a blank in the same text: ``联系人`` of ``（联系人：{{ … }}``."""
    last = ""
    for piece in pieces:  # a bold name and its colon are two pieces
        last = last + piece if isinstance(piece, str) else ""
    if only_colon and not last.rstrip(" 　").endswith(("：", ":")):
        return ""
    match = _LAST_WORDS.search(last.rstrip(" 　：:（("))
    label = _UNSAID.sub("", match.group()) if match else ""
    return label if len(label) <= _LONGEST and label not in _UNNAMING else ""


def _is_running(cell: Cell) -> bool:
    """Running text with blanks in it, not a name with its value."""
    return sum(len(piece) for piece in cell.pieces if isinstance(piece, str)) > _LONGEST


def _left_of(cell: Cell, words: Mapping[tuple[int, int], str]) -> str:
    for column in range(cell.column - 1, 0, -1):
        if label := words.get((cell.row, column)):
            return label
    return ""


def _heads(spec: FormSpec, layout: Layout, repeat: Repeat | None) -> Iterator[Rows]:
    """Rows that head a list: its own, those of the list around it, and the sheet's."""
    while repeat is not None:
        if repeat.header is not None:
            yield repeat.header
        inside = repeat.inside
        repeat = next((r for r in spec.repeats if inside and r.scope == inside), None)
    if layout.titles is not None:
        yield layout.titles


def _head_of(cell: Cell, words: Mapping[tuple[int, int], str], heads: Iterable[Rows]) -> str:
    for rows in heads:
        for row in range(rows.last, rows.first - 1, -1):
            if label := words.get((row, cell.column)):
                return label
    return ""


def _above(cell: Cell, words: Mapping[tuple[int, int], str]) -> str:
    for row in range(cell.row - 1, 0, -1):
        if label := words.get((row, cell.column)):
            return label
    return ""


def _written(plan: LetterPlan) -> Iterator[tuple[str, str]]:
    for paragraph in (
        plan.mark, plan.number, plan.approver, plan.issuer, plan.issued_on, plan.title, plan.to, plan.signer,
        plan.signed_on, plan.imprint_by, plan.imprint_on, *plan.attachments, *plan.imprint,
    ):  # fmt: skip
        # 抄送 and 分送 say what is done with a name, not whose it is.
        for name, _ in _parts(paragraph.parts, {}):
            yield name, ""
    yield from _parts(plan.note.parts, {})
    for node in plan.nodes:
        yield from _node(node, {})


def _node(node: Node, scopes: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    match node:
        case Loop():
            inside = {**scopes, node.scope: f"{_full(node.list_name, scopes)}[]"}
            yield from _nodes(node.nodes, inside)
        case Table():
            heads = [_words(cell) for cell in node.heads[-1].cells]
            for inner in node.nodes:
                yield from _rows(inner, scopes, heads)
        case Attached():
            yield from _nodes((node.title, *node.nodes), scopes)
        case Paragraph():
            yield from _parts(node.parts, scopes)


def _nodes(nodes: Iterable[Node], scopes: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for node in nodes:
        yield from _node(node, scopes)


def _rows(node: Node, scopes: Mapping[str, str], heads: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The rows of a table: a value goes by the head of its column."""
    if isinstance(node, Loop):
        inside = {**scopes, node.scope: f"{_full(node.list_name, scopes)}[]"}
        for inner in node.nodes:
            yield from _rows(inner, inside, heads)
    elif isinstance(node, TableLine):
        for head, cell in zip(heads, node.cells, strict=False):
            for name, label in _parts(cell, scopes):
                yield name, label or head


def _words(parts: Iterable[Part]) -> str:
    return "".join(
        part.piece for part in parts if isinstance(part, Words) and isinstance(part.piece, str)
    )


def _parts(parts: Iterable[Part], scopes: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    before: list[Piece] = []
    for part in parts:
        if not isinstance(part, Words):
            inside = {**scopes, part.scope: f"{_full(part.list_name, scopes)}[]"}
            yield from _parts(part.parts, inside)
            continue
        if isinstance(part.piece, Blank):
            # In running text only a colon names what follows.
            yield _full(part.piece.name, scopes), _before(before, only_colon=True)
        before.append(part.piece)


def _full(name: str, scopes: Mapping[str, str]) -> str:
    scope, dot, rest = name.partition(".")
    return f"{scopes[scope]}{dot}{rest}" if scope in scopes else name
