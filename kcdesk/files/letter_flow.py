"""Turns a filled letter into the rows of its text area, from the title down to the note.

Called by the letter engine. Decides which face a heading has, what hangs and what is indented,
and which rows may not be parted by a page's end. How a line is set, and how many rows a page
takes, is decided elsewhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from kcdesk.files.fonts import Fonts
from kcdesk.files.letter_fill import Filled, FilledAttached, FilledLetter, FilledPart, FilledTable
from kcdesk.files.letter_frame import signature_rows, title_rows
from kcdesk.files.letter_lines import Align, Span, set_lines
from kcdesk.files.letter_page import CELL, SIZE_3, Row, body_shape
from kcdesk.files.letter_table import table_rows

_HEADING_ROLES: Final = {0: "fangsong", 1: "hei", 2: "kai", 3: "fangsong", 4: "fangsong"}
_KEEP_ROWS: Final = 2
"""Rows of text that go along with the signature to a new page, never it alone."""
_WHOLE_ROSTER: Final = 10
"""A list of names up to so many rows at the end of minutes is not torn apart."""


def text_rows(letter: FilledLetter, fonts: Fonts) -> list[Row]:
    """Everything in the text area, from the title down to the note."""
    rows = title_rows(fonts, [words.text for words in letter.title.words])
    if letter.to.text:
        rows += _paragraph_rows(fonts, letter.to, first=0)
    rows += _text_rows(fonts, letter.text)
    attachments = _attachment_rows(fonts, letter.attachments)
    signature = signature_rows(
        fonts, letter.signer.text, letter.signed_on.text, sealed=letter.is_sealed
    )
    if signature:
        # 附件说明 is no text either: a page with it and the signature alone would be 此页无正文.
        rows = _with_company(rows) + [_glued(row) for row in attachments] + signature
    else:
        rows += attachments
    if letter.note.text:
        rows += map(_glued, _paragraph_rows(fonts, letter.note, align="left"))
    return rows


def attached_rows(letter: FilledLetter, fonts: Fonts) -> list[list[Row]]:
    """The attachments printed with the letter, each to begin on a page of its own."""
    several = len(letter.attachments) > 1
    return [
        _attached_rows(fonts, one, f"附件{number}" if several else "附件")
        for number, one in enumerate(letter.attached, len(letter.apart) + 1)
    ]


def _attached_rows(fonts: Fonts, one: FilledAttached, label: str) -> list[Row]:
    """The label in 黑体 in the first row, the title from the third."""
    begun = set_lines(fonts, [Span(label, "hei")], body_shape())
    title = title_rows(fonts, [words.text for words in one.title.words])
    return [Row(begun[0]), Row(glued=True), *map(_glued, title), *_text_rows(fonts, one.text)]


def _text_rows(fonts: Fonts, text: Sequence[FilledPart]) -> list[Row]:
    rows: list[Row] = []
    leads_on = False
    roster = len(rows)
    for paragraph in text:
        if isinstance(paragraph, FilledTable):
            lines = table_rows(fonts, paragraph)
            if leads_on:
                lines[0] = _glued(lines[0])
            leads_on = False
            rows += lines
            roster = len(rows)
            continue
        if paragraph.is_gap:
            roster = len(rows)
            rows.append(Row())
            continue
        lines = _paragraph_rows(fonts, paragraph)
        if not paragraph.is_labelled:
            roster = len(rows) + len(lines)
        if paragraph.level:
            lines = [lines[0], *map(_glued, lines[1:])]
        elif paragraph.is_labelled:
            # Names are not left alone: two lines at least on either side of a page's end.
            lines = [
                _glued(row) if at in (1, len(lines) - 1) else row for at, row in enumerate(lines)
            ]
        if leads_on:
            lines[0] = _glued(lines[0])
        leads_on = paragraph.level > 0 or paragraph.text.endswith("：")
        rows += lines
    if 0 < len(rows) - roster <= _WHOLE_ROSTER:
        return _with_company(rows[:roster]) + [_glued(row) for row in rows[roster:]]
    return rows


def _with_company(rows: Sequence[Row]) -> list[Row]:
    """The last lines of a text made to go along with what follows them."""
    written = [at for at, row in enumerate(rows) if not row.is_empty]
    first = written[-_KEEP_ROWS:][0] if written else 0
    return [_glued(row) if at > first else row for at, row in enumerate(rows)]


def _glued(row: Row) -> Row:
    return replace(row, glued=True)


def _paragraph_rows(
    fonts: Fonts, paragraph: Filled, *, first: float = 2, align: Align = "justify"
) -> list[Row]:
    role = _HEADING_ROLES[paragraph.level]
    spans = [Span(words.text, role, words.bold) for words in paragraph.words]
    shape = replace(body_shape(first=first), align=align)
    if paragraph.is_labelled:
        # A label is in 黑体, not in bold 仿宋, and the lines under it hang after its colon.
        label = spans[0].text
        spans[0] = Span(label, "hei")
        rest = (first + len(label) + 1) * CELL
        shape = replace(shape, rest=rest, align="left", is_list=True)
    return [Row(line) for line in set_lines(fonts, spans, shape)]


def _attachment_rows(fonts: Fonts, attachments: Sequence[Filled]) -> list[Row]:
    """``附件：1. …`` after an empty row: names hang after the number; a single one has none."""
    rows: list[Row] = [Row()] if attachments else []
    for number, part in enumerate(attachments, 1):
        mark = f"{number}. " if len(attachments) > 1 else ""
        begun = "附件：" if number == 1 else ""
        width = fonts.width(mark, "fangsong", SIZE_3)
        shape = body_shape(first=2 if begun else 5, rest=5)
        hanging = replace(shape, rest=shape.rest + width, align="left")
        lines = set_lines(fonts, [Span(begun + mark + part.text)], hanging)
        rows += [Row(line, glued=at > 0) for at, line in enumerate(lines)]
    return rows
