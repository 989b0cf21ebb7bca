"""Reads ``letter.md``: a small Markdown for official letters.

Called by the letter engine's plan. Known are: ``#`` … ``####`` for the four levels of heading (their
numbers 一、（一）1.（1）are written in the text), paragraphs parted by empty lines, ``**bold**``,
``---`` for one empty line on paper, ``{{ blanks }}`` and one closed repeat::

    {{#each meeting.items as item}} … {{/each}}

on lines of its own for paragraphs, or inside a paragraph, there also ``| join 、``. A paragraph
that begins with ``**出席**：`` is a labelled list whose lines hang after the label. What the blanks
are filled with, how the text is set and where it stands is not decided here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from kcdesk.kernel.errors import Problem, Refusal
from kcdesk.packs.blanks import Blank, Piece, pieces_of

_EACH: Final = re.compile(
    r"\{\{#each\s+([a-z_][a-z0-9_.]*)(?:\s+as\s+([a-z_][a-z0-9_]*))?(?:\s*\|\s*join\s(.*?))?\s*\}\}"
)
_TOKEN: Final = re.compile(r"(\*\*|\{\{#each[^{}]*\}\}|\{\{/each\}\})")
_END: Final = "{{/each}}"
_HEADING: Final = re.compile(r"(#{1,4})\s+(.*)", re.DOTALL)
_COMMENT: Final = re.compile(r"<!--.*?-->", re.DOTALL)


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


Part = Words | Run
Node = Paragraph | Gap | Loop


def read_letter(text: str, where: str) -> tuple[Node, ...]:
    """Parse a letter. Raises one `Refusal` naming every line that cannot be read.

    `where` names the file to a clerk.
    """
    clean = _COMMENT.sub(lambda match: "\n" * match.group().count("\n"), text)
    reader = _Reader(where)
    nodes = reader.nodes(_blocks(clean.replace("\r\n", "\n")))
    if reader.problems:
        raise Refusal(*reader.problems)
    return nodes


def read_line(text: str, where: str) -> Paragraph:
    """Parse one paragraph that stands outside the letter's text: its title, its signature …"""
    return Paragraph(0, tuple(Words(piece) for piece in _pieces(text, where)), 0)


def paragraph_blanks(paragraph: Paragraph) -> tuple[str, ...]:
    """Names of the blanks and lists of one paragraph, in order."""
    names: list[str] = []
    for part in paragraph.parts:
        if isinstance(part, Run):
            names.append(part.list_name)
        elif isinstance(part.piece, Blank):
            names.append(part.piece.name)
    return tuple(names)


def _blocks(text: str) -> Iterator[tuple[int, str]]:
    """Paragraphs with the number of their first line; repeat marks alone on a line stand alone."""
    held: list[str] = []
    begun = 0
    for number, line in enumerate([*text.split("\n"), ""], 1):
        bare = line.strip()
        alone = bare in ("---", _END) or (_EACH.fullmatch(bare) is not None)
        if (not bare or alone or bare.startswith("#")) and held:
            yield begun, "".join(held)
            held = []
        if alone or bare.startswith("#"):
            yield number, bare
        elif bare:
            begun = begun if held else number
            # Lines of one paragraph join without a blank, as Chinese is written.
            held.append(bare)


class _Reader:
    """Collects what cannot be read, so that all of it is said at once."""

    def __init__(self, where: str) -> None:
        self._where = where
        self.problems: list[Problem] = []

    def nodes(self, blocks: Iterator[tuple[int, str]], opened: int = 0) -> tuple[Node, ...]:
        nodes: list[Node] = []
        for line, text in blocks:
            match = _EACH.fullmatch(text)
            if text == _END:
                if not opened:
                    self._bad(line, "{{/each}}没有对应的{{#each …}}。")
                    continue
                return tuple(nodes)
            if match is not None:
                inner = self.nodes(blocks, opened=line)
                nodes.append(Loop(match.group(1), match.group(2) or "item", inner))
            elif text == "---":
                nodes.append(Gap())
            else:
                nodes.append(self._paragraph(line, text))
        if opened:
            self._bad(opened, "{{#each …}}没有用{{/each}}结束。")
        return tuple(nodes)

    def _paragraph(self, line: int, text: str) -> Paragraph:
        heading = _HEADING.fullmatch(text)
        if text.startswith("#") and heading is None:
            self._bad(line, "标题应写成“# 一、……”，最多四级。")
        level, body = (len(heading.group(1)), heading.group(2)) if heading else (0, text)
        tokens = iter([token for token in _TOKEN.split(body) if token])
        return Paragraph(level, self._parts(line, tokens), line)

    def _parts(self, line: int, tokens: Iterator[str], *, inside: bool = False) -> tuple[Part, ...]:
        parts: list[Part] = []
        bold = closed = False
        for token in tokens:
            if token == "**":  # noqa: S105 — a mark of Markdown
                bold = not bold
            elif token == _END:
                closed = True
                if inside:
                    break
                self._bad(line, "{{/each}}没有对应的{{#each …}}。")
            elif token.startswith("{{#each"):
                parts.append(self._run(line, token, tokens))
            else:
                parts.extend(Words(piece, bold) for piece in self._pieces(line, token))
        if bold:
            self._bad(line, "加粗的“**”不成对。")
        if inside and not closed:
            self._bad(line, "{{#each …}}没有用{{/each}}结束。")
        return tuple(parts)

    def _run(self, line: int, token: str, tokens: Iterator[str]) -> Run:
        match = _EACH.fullmatch(token)
        if match is None:
            self._bad(line, f"“{token}”的写法不对。")
        name, scope, join = match.groups() if match else ("", None, None)
        return Run(name, scope or "item", join or "", self._parts(line, tokens, inside=True))

    def _pieces(self, line: int, text: str) -> tuple[Piece, ...]:
        try:
            return pieces_of(text)
        except Refusal as refusal:
            self.problems += [
                Problem(f"{self._where}第{line}行：{p.message}", p.cure, p.field, p.clauses, p.code)
                for p in refusal.problems
            ]
            return ()

    def _bad(self, line: int, message: str) -> None:
        self.problems.append(
            Problem(
                f"{self._where}第{line}行：{message}",
                "请改正后重新检查。",
                code="letter.text",
            )
        )


def _pieces(text: str, where: str) -> tuple[Piece, ...]:
    try:
        return pieces_of(text)
    except Refusal as refusal:
        raise Refusal(
            *(
                Problem(f"{where}：{p.message}", p.cure, p.field, p.clauses, p.code)
                for p in refusal.problems
            )
        ) from refusal
