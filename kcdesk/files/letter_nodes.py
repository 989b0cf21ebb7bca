"""What a letter's text consists of once it is read: paragraphs, gaps, repeats, tables, attachments.

Made by the reader of letters, walked by the room that fills them. Nothing is read or set here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kcdesk.files.letter_table_text import Column
from kcdesk.packs.blanks import Blank, Piece


@dataclass(frozen=True, slots=True)
class Words:
    """A literal or a blank, plain or bold."""

    piece: Piece
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Run:
    """Words repeated inside a paragraph, `join` between them."""

    list_name: str
    scope: str
    join: str
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph; `level` 1 to 4 is a heading, 0 is not; `line` counts from 1."""

    level: int
    parts: tuple[Part, ...]
    line: int

    @property
    def is_labelled(self) -> bool:
        first, second = (*self.parts, None, None)[:2]
        return (
            isinstance(first, Words)
            and first.bold
            and isinstance(second, Words)
            and isinstance(second.piece, str)
            and second.piece.startswith("：")
        )


@dataclass(frozen=True, slots=True)
class Gap:
    """One empty line on paper."""


@dataclass(frozen=True, slots=True)
class Loop:
    """Paragraphs repeated for every entry of a list."""

    list_name: str
    scope: str
    nodes: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class TableLine:
    """One row of a table, cell by cell."""

    cells: tuple[tuple[Part, ...], ...]
    line: int


@dataclass(frozen=True, slots=True)
class TableRule:
    """The line of dashes under a table's head: how its columns are set."""

    columns: tuple[Column, ...]
    line: int


@dataclass(frozen=True, slots=True)
class Table:
    """A ruled table: head lines, and rows of which any may be repeated."""

    columns: tuple[Column, ...]
    heads: tuple[TableLine, ...]
    nodes: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Attached:
    """An attachment printed with the letter, on a page of its own."""

    title: Paragraph
    nodes: tuple[Node, ...]


Part = Words | Run
Node = Paragraph | Gap | Loop | TableLine | TableRule | Table | Attached


def paragraph_blanks(paragraph: Paragraph) -> tuple[str, ...]:
    """Names of the blanks and lists of one paragraph, in order."""
    names: list[str] = []
    for part in paragraph.parts:
        if isinstance(part, Run):
            names.append(part.list_name)
        elif isinstance(part.piece, Blank):
            names.append(part.piece.name)
    return tuple(names)


def is_rows(node: Node) -> bool:
    """Whether a node is a row of a table or a repeat of such rows."""
    if isinstance(node, Loop):
        return bool(node.nodes) and all(map(is_rows, node.nodes))
    return isinstance(node, TableLine)


def lines_of(node: Node) -> Iterator[TableLine]:
    if isinstance(node, TableLine):
        yield node
    elif isinstance(node, Loop):
        for inner in node.nodes:
            yield from lines_of(inner)
