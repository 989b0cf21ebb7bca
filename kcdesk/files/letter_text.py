"""Reads ``letter.md``: a small Markdown for official letters.

Called by the letter engine's plan. Known are: ``#`` … ``####`` for the four levels of heading (their
numbers 一、（一）1.（1）are written in the text), paragraphs parted by empty lines (an entry of a
list begins one without), ``**bold**``,
``---`` for one empty line on paper, ``{{ blanks }}`` and one closed repeat::

    {{#each meeting.items as item}} … {{/each}}

on lines of its own for paragraphs, or inside a paragraph, there also ``| join 、``. A paragraph
that begins with ``**出席**：`` is a labelled list whose lines hang after the label. Lines that begin
with ``|`` are a table; ``=== title`` begins an attachment, which goes on to the next one. What the
blanks are filled with, how the text is set and where it stands is not decided here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from kcdesk.files.letter_nodes import (
    Attached,
    Gap,
    Loop,
    Node,
    Paragraph,
    Part,
    Run,
    Table,
    TableLine,
    TableRule,
    Words,
    is_rows,
    lines_of,
)
from kcdesk.files.letter_table_text import cells_of, columns_of, is_rule
from kcdesk.kernel.errors import Problem, Refusal
from kcdesk.packs.blanks import Piece, pieces_of

_EACH: Final = re.compile(
    r"\{\{#each\s+([a-z_][a-z0-9_.]*)(?:\s+as\s+([a-z_][a-z0-9_]*))?(?:\s*\|\s*join\s(.*?))?\s*\}\}"
)
_TOKEN: Final = re.compile(r"(\*\*|\{\{#each[^{}]*\}\}|\{\{/each\}\})")
_END: Final = "{{/each}}"
_HEADING: Final = re.compile(r"(#{1,4})\s+(.*)", re.DOTALL)
_ITEM: Final = re.compile(
    r"[-*+]\s|\d{1,2}[.．、](?!\d)|[（(][一二三四五六七八九十\d]{1,3}[）)]|[一二三四五六七八九十]{1,3}、"
)
"""How the entries of a list begin: each is a paragraph, with or without an empty line before."""
_COMMENT: Final = re.compile(r"<!--.*?-->", re.DOTALL)
_ATTACHED: Final = "==="


def read_letter(text: str, where: str) -> tuple[Node, ...]:
    """Parse a letter. Raises one `Refusal` naming every line that cannot be read.

    `where` names the file to a clerk.
    """
    clean = _COMMENT.sub(lambda match: "\n" * match.group().count("\n"), text)
    reader = _Reader(where)
    nodes = reader.nodes(_blocks(clean.replace("\r\n", "\n")))
    reader.expect_whole_tables(nodes)
    if reader.problems:
        raise Refusal(*reader.problems)
    return _with_attachments(nodes)


def _with_attachments(nodes: tuple[Node, ...]) -> tuple[Node, ...]:
    """What follows an attachment's title put into it."""
    found: list[Node] = []
    for node in nodes:
        last = found[-1] if found else None
        if isinstance(last, Attached) and not isinstance(node, Attached):
            found[-1] = Attached(last.title, (*last.nodes, node))
        else:
            found.append(node)
    return tuple(found)


def read_line(text: str, where: str) -> Paragraph:
    """Parse one paragraph that stands outside the letter's text: its title, its signature …"""
    return Paragraph(0, tuple(Words(piece) for piece in _pieces(text, where)), 0)


def _blocks(text: str) -> Iterator[tuple[int, str]]:
    """Paragraphs with the number of their first line; repeat marks alone on a line stand alone."""
    held: list[str] = []
    begun = 0
    for number, line in enumerate([*text.split("\n"), ""], 1):
        bare = line.strip()
        alone = (
            bare in ("---", _END)
            or bare.startswith(("#", "|", _ATTACHED))
            or _EACH.fullmatch(bare) is not None
        )
        if (not bare or alone or _ITEM.match(bare)) and held:
            yield begun, "".join(held)
            held = []
        if alone:
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
                return self._tables(nodes)
            if match is not None:
                inner = self.nodes(blocks, opened=line)
                nodes.append(Loop(match.group(1), match.group(2) or "item", inner))
            elif text == "---":
                nodes.append(Gap())
            elif text.startswith("|"):
                nodes.append(self._table_line(line, text))
            elif text.startswith(_ATTACHED) and opened:
                self._bad(line, "附件不能写在{{#each …}}和{{/each}}之间。")
            elif text.startswith(_ATTACHED):
                nodes.append(Attached(self._paragraph(line, text.strip("= ")), ()))
            else:
                nodes.append(self._paragraph(line, text))
        if opened:
            self._bad(opened, "{{#each …}}没有用{{/each}}结束。")
        return self._tables(nodes)

    def _table_line(self, line: int, text: str) -> Node:
        cells = cells_of(text)
        if is_rule(cells):
            return TableRule(columns_of(cells), line)
        return TableLine(
            tuple(self._parts(line, iter([t for t in _TOKEN.split(c) if t])) for c in cells), line
        )

    def _tables(self, nodes: list[Node]) -> tuple[Node, ...]:
        """Heads, line of dashes and rows that follow one another put together as tables."""
        found: list[Node] = []
        for node in nodes:
            last = found[-1] if found else None
            if isinstance(node, TableRule):
                heads: list[TableLine] = []
                while found and isinstance(head := found[-1], TableLine):
                    heads.insert(0, head)
                    self._expect_cells(found.pop(), len(node.columns))
                if not heads:
                    self._bad(node.line, "表格的横线上面没有表头。")
                found.append(Table(node.columns, tuple(heads), ()))
            elif isinstance(last, Table) and is_rows(node):
                self._expect_cells(node, len(last.columns))
                found[-1] = Table(last.columns, last.heads, (*last.nodes, node))
            else:
                found.append(node)
        return tuple(found)

    def _expect_cells(self, node: Node, columns: int) -> None:
        """A row with too few or too many cells is named."""
        for row in lines_of(node):
            if len(row.cells) != columns:
                self._bad(row.line, f"表格这一行有{len(row.cells)}格，应有{columns}格。")

    def expect_whole_tables(self, nodes: tuple[Node, ...]) -> None:
        """Rows that belong to no table are named."""
        for node in nodes:
            if isinstance(node, TableLine):
                self._bad(node.line, "表格的表头下面没有“|---|---|”这样的横线。")
            elif isinstance(node, Loop):
                self.expect_whole_tables(node.nodes)

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
