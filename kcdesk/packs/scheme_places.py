"""Where in a programme's text a table, a key or a slip stands: for editors that mend it.

The text stays text: lines, comments and order are the author's. Nothing is changed here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kcdesk.kernel.errors import Problem

_HEADER = re.compile(r"\s*\[\[?\s*([A-Za-z0-9_.\"' -]+?)\s*\]\]?\s*(#.*)?$")
_NAMED = re.compile(r"\[\[(\w+)\]\] 第(\d+)个")
_CALLED = re.compile(r"\[\[(\w+)\]\] “([^”]+)”")
_ONLY = re.compile(r"\[(\w+)\]")
_CASE = re.compile(r"算例“.*”（([^（）]+)）：")
_LINE = re.compile(r"第(\d+)行")
_FENCES = ('"""', "'''")


@dataclass(frozen=True, slots=True)
class Block:
    """One table of the text: its name and its lines, from its header to before the next."""

    name: str
    first: int
    end: int


@dataclass(frozen=True, slots=True)
class SlipLine:
    """A slip and the line of the text it is about, from 1; 0 when it is about no line."""

    line: int
    problem: Problem


def blocks_of(lines: Sequence[str]) -> tuple[Block, ...]:
    """Every table of the text, in order."""
    heads = list(_heads(lines))
    ends = [*(at for at, _ in heads), len(lines)][1:]
    return tuple(Block(name, at, end) for (at, name), end in zip(heads, ends, strict=True))


def key_line(lines: Sequence[str], block: Block, key: str) -> int | None:
    """The line (from 0) on which a table writes a key, or None."""
    wanted = re.compile(rf"\s*\"?{re.escape(key)}\"?\s*(=|\.)")
    return next((i for i in range(block.first + 1, block.end) if wanted.match(lines[i])), None)


def placed(text: str, problems: Sequence[Problem]) -> tuple[SlipLine, ...]:
    """The problems of a text with the lines they are about, in the order of the lines."""
    lines = text.split("\n")
    blocks = blocks_of(lines)
    found = [SlipLine(_line_of(p, lines, blocks), p) for p in problems]
    return tuple(sorted(found, key=lambda slip: slip.line))


def _heads(lines: Sequence[str]) -> Iterator[tuple[int, str]]:
    fence = ""
    for number, line in enumerate(lines):
        if fence:
            if fence in line:
                fence = ""
            continue
        opened = next((f for f in _FENCES if line.count(f) == 1), "")
        if opened:
            fence = opened
            continue
        head = _HEADER.match(line)
        if head is not None:
            yield number, head[1]


def _line_of(problem: Problem, lines: Sequence[str], blocks: Sequence[Block]) -> int:
    said = problem.message
    written = _LINE.search(said)
    if problem.code == "toml.syntax" and written is not None:
        return int(written[1])
    block = _block_of(said, lines, blocks)
    if block is None:
        return 0
    at = key_line(lines, block, problem.field) if problem.field else None
    return (block.first if at is None else at) + 1


def _block_of(said: str, lines: Sequence[str], blocks: Sequence[Block]) -> Block | None:
    numbered = _NAMED.search(said)
    if numbered is not None:
        alike = [b for b in blocks if b.name == numbered[1]]
        number = int(numbered[2])
        return alike[number - 1] if number <= len(alike) else None
    for pattern in (_CALLED, _CASE):
        called = pattern.search(said)
        if called is not None:
            name = called[1] if pattern is _CALLED else "case"
            ident = called[2] if pattern is _CALLED else called[1]
            return next((b for b in blocks if b.name == name and _is(lines, b, ident)), None)
    only = _ONLY.search(said)
    return None if only is None else next((b for b in blocks if b.name == only[1]), None)


def _is(lines: Sequence[str], block: Block, ident: str) -> bool:
    wanted = re.compile(rf"\s*(id|name|code)\s*=\s*[\"']{re.escape(ident)}[\"']")
    return any(wanted.match(lines[i]) for i in range(block.first + 1, block.end))
