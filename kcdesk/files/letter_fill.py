"""Fills a letter's blanks: what will stand on paper, before it is set.

Called by the letter engine. A paragraph whose only blank is empty is not printed; amid other
words an empty blank leaves a place for the pen and is noted. What a value holds is never read as
Markdown; a line feed in it begins a new paragraph. An attachment with nothing in it is left out.
How the text is set is not decided here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from kcdesk.files.letter_nodes import (
    Attached,
    Gap,
    Loop,
    Node,
    Paragraph,
    Part,
    Table,
    TableLine,
    Words,
    paragraph_blanks,
)
from kcdesk.files.letter_plan import LetterPlan
from kcdesk.files.letter_table_text import Column
from kcdesk.kernel.errors import Refusal
from kcdesk.packs.blanks import Blank, fill, value_of

OPEN_PLACE: Final = "＿" * 4
"""What stands for an empty blank amid a sentence: room to write by hand."""
OPEN_DATE: Final = "\u3000\u3000年\u3000\u3000月\u3000\u3000日"

_ENDS: Final = ("。", "；", "，", "、")


@dataclass(frozen=True, slots=True)
class FilledWords:
    """Text as it will stand on paper; `blank` is the name it came from, if any."""

    text: str
    bold: bool = False
    blank: str = ""


@dataclass(frozen=True, slots=True)
class Filled:
    """A paragraph with its blanks filled. `is_gap` means an empty line and nothing else.

    `left_open` names the blanks that were empty amid other words and are left to the pen.
    """

    level: int = 0
    words: tuple[FilledWords, ...] = ()
    is_labelled: bool = False
    is_gap: bool = False
    left_open: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        return "".join(words.text for words in self.words)


@dataclass(frozen=True, slots=True)
class FilledTable:
    """A table with its blanks filled: the cells of its heads and of its rows."""

    columns: tuple[Column, ...]
    heads: tuple[tuple[FilledWords, ...], ...]
    rows: tuple[tuple[FilledWords, ...], ...]

    @property
    def words(self) -> tuple[FilledWords, ...]:
        return tuple(cell for row in (*self.heads, *self.rows) for cell in row)


FilledPart = Filled | FilledTable


@dataclass(frozen=True, slots=True)
class FilledAttached:
    """An attachment printed with the letter."""

    title: Filled
    text: tuple[FilledPart, ...]


class FilledLetter:
    """The plan with its blanks filled."""

    def __init__(self, plan: LetterPlan, values: Mapping[str, object]) -> None:
        self.kind = plan.kind
        self.is_sealed = plan.is_sealed
        self.text = list(fill_letter(plan.nodes, values))
        self.attached = list(_fill_attached(plan.nodes, values))

        def line(paragraph: Paragraph) -> Filled:
            return fill_line(paragraph, values)

        self.mark, self.number, self.title = line(plan.mark), line(plan.number), line(plan.title)
        self.approver = line(plan.approver)
        self.issuer, self.issued_on = line(plan.issuer), _dated(plan.issued_on, values)
        self.to, self.note = line(plan.to), line(plan.note)
        self.signer, self.signed_on = line(plan.signer), _dated(plan.signed_on, values)
        self.imprint_by, self.imprint_on = line(plan.imprint_by), line(plan.imprint_on)
        self.apart = [part for part in map(line, plan.attachments) if part.text]
        self.imprint = [part for part in map(line, plan.imprint) if part.text]

    @property
    def attachments(self) -> list[Filled]:
        """What the 附件说明 lists: papers sent along, then those printed with the letter."""
        return [*self.apart, *(one.title for one in self.attached)]

    def all(self) -> Iterator[FilledPart]:
        yield from (
            self.mark,
            self.number,
            self.approver,
            self.issuer,
            self.issued_on,
            self.title,
            self.to,
        )
        yield from self.text
        yield from (*self.attachments, self.signer, self.signed_on, self.note)
        yield from (*self.imprint, self.imprint_by, self.imprint_on)
        for one in self.attached:
            yield from one.text

    def notes(self) -> Iterator[str]:
        """A sentence for every paragraph that leaves something to the pen."""
        for part in self.all():
            if isinstance(part, Filled) and part.left_open:
                begun = part.text.strip()[:16]
                yield f"“{begun}”一段有{len(part.left_open)}处空着，已留出位置待手写。"


def _dated(paragraph: Paragraph, values: Mapping[str, object]) -> Filled:
    """A date, or the place for one where it is asked for and not known yet."""
    filled = fill_line(paragraph, values)
    if filled.text or not paragraph.parts:
        return filled
    return Filled(words=(FilledWords(OPEN_DATE),), left_open=paragraph_blanks(paragraph))


def fill_letter(nodes: Sequence[Node], values: Mapping[str, object]) -> Iterator[FilledPart]:
    """The paragraphs as they will stand on paper, line feeds inside values making new ones.

    A table without a single row is not printed; attachments are not among what is handed out.
    """
    for node in nodes:
        if isinstance(node, Gap):
            yield Filled(is_gap=True)
        elif isinstance(node, Loop):
            for entry in entries_of(values, node.list_name):
                yield from fill_letter(node.nodes, {**values, node.scope: entry})
        elif isinstance(node, Table):
            rows = tuple(_fill_rows(node.nodes, values))
            if rows:
                heads = tuple(_fill_rows(node.heads, values))
                yield FilledTable(node.columns, heads, rows)
        elif isinstance(node, Paragraph):
            yield from _fill_paragraph(node, values)


def _fill_attached(nodes: Sequence[Node], values: Mapping[str, object]) -> Iterator[FilledAttached]:
    for node in nodes:
        if isinstance(node, Attached):
            text = tuple(fill_letter(node.nodes, values))
            if any(part.words for part in text):
                yield FilledAttached(fill_line(node.title, values), text)


def _fill_rows(
    nodes: Sequence[Node], values: Mapping[str, object]
) -> Iterator[tuple[FilledWords, ...]]:
    """The rows of a table, cell by cell; an empty cell stays empty."""
    for node in nodes:
        if isinstance(node, Loop):
            for entry in entries_of(values, node.list_name):
                yield from _fill_rows(node.nodes, {**values, node.scope: entry})
        elif isinstance(node, TableLine):
            yield tuple(_fill_cell(parts, values) for parts in node.cells)


def _fill_cell(parts: Sequence[Part], values: Mapping[str, object]) -> FilledWords:
    words = list(_fill_parts(parts, values))
    return FilledWords(
        "".join(word.text for word in words),
        any(word.bold for word in words),
        next((word.blank for word in words if word.blank), ""),
    )


def fill_line(paragraph: Paragraph, values: Mapping[str, object]) -> Filled:
    """One paragraph filled; empty when its only blank is."""
    return next(_fill_paragraph(paragraph, values, cut=False), Filled())


def _fill_paragraph(
    paragraph: Paragraph, values: Mapping[str, object], *, cut: bool = True
) -> Iterator[Filled]:
    words = _without_doubled_marks(list(_fill_parts(paragraph.parts, values)))
    blanks = paragraph_blanks(paragraph)
    if len(blanks) == 1 and _is_empty(value_of(values, blanks[0])):
        return
    empty = [word.blank for word in words if word.blank and not word.text.strip()]
    open_words = tuple(
        replace(word, text=OPEN_PLACE) if word.blank and not word.text.strip() else word
        for word in words
    )
    if paragraph.is_labelled or not cut:
        yield Filled(paragraph.level, open_words, paragraph.is_labelled, left_open=tuple(empty))
        return
    for number, part in enumerate(_cut_at_feeds(open_words)):
        yield Filled(paragraph.level, part, left_open=() if number else tuple(empty))


def _is_empty(value: object) -> bool:
    """Nothing known, nothing written or nothing listed; 0 and 否 are something."""
    if isinstance(value, str):
        return not value.strip()
    return value is None or (isinstance(value, Sequence) and not value)


def _fill_parts(parts: Sequence[Part], values: Mapping[str, object]) -> Iterator[FilledWords]:
    for part in parts:
        if isinstance(part, Words):
            name = part.piece.name if isinstance(part.piece, Blank) else ""
            yield FilledWords(fill(part.piece, values), part.bold, name)
            continue
        entries = entries_of(values, part.list_name)
        if part.join and not entries:
            # A list in a sentence leaves its place open; a clause that is not needed leaves none.
            yield FilledWords("", blank=part.list_name)
        for number, entry in enumerate(entries):
            if number and part.join:
                yield FilledWords(part.join)
            yield from _fill_parts(part.parts, {**values, part.scope: entry})


def _without_doubled_marks(words: list[FilledWords]) -> list[FilledWords]:
    """A value that ends with the mark the text goes on with loses it: 。。 and ；。 are slips."""
    for place, (word, after) in enumerate(pairwise(words)):
        if word.blank and after.text.startswith(_ENDS):
            words[place] = replace(word, text=word.text.rstrip().rstrip("".join(_ENDS)))
    return words


def _cut_at_feeds(words: Sequence[FilledWords]) -> Iterator[tuple[FilledWords, ...]]:
    """Paragraphs out of one whose values hold line feeds; empty ones are dropped."""
    paragraphs: list[list[FilledWords]] = [[]]
    for word in words:
        first, *others = word.text.split("\n")
        paragraphs[-1].append(FilledWords(first, word.bold, word.blank))
        paragraphs.extend([FilledWords(other, word.bold, word.blank)] for other in others)
    for paragraph in paragraphs:
        if any(word.text.strip() for word in paragraph):
            yield tuple(paragraph)


def entries_of(values: Mapping[str, object], name: str) -> Sequence[object]:
    """The entries of a list. Raises a `Refusal` when there is no such list."""
    entries = value_of(values, name)
    if entries is None:
        return ()
    if isinstance(entries, str | Mapping) or not isinstance(entries, Sequence):
        raise Refusal.of(
            f"“{name}”不是一份清单，不能逐项列出。",
            cure="请在 letter.md 中改用清单的名称。",
            field=name,
            code="letter.not_a_list",
        )
    return entries
