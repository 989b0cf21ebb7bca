"""Letters: ``letter.md`` and values in, a PDF laid out by GB/T 9704-2012 out.

Called through the form engine's `paint` and `check_form` when a form's drawing is a letter. Puts
the parts together: reads the plan, fills the text, refuses characters no font has, sets the
lines, hands them out to pages and draws every page with its number and the print's foot. Which
values go in is the business of work.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from io import BytesIO
from typing import Final

from reportlab.pdfgen.canvas import Canvas

from kcdesk.files.fonts import Fonts, name_of
from kcdesk.files.letter_frame import (
    Head,
    imprint,
    letter_head,
    official_head,
    page_number,
    signature_rows,
    title_rows,
)
from kcdesk.files.letter_lines import Align, Span, set_lines
from kcdesk.files.letter_page import (
    CELL,
    LEFT,
    MM,
    PAGE,
    SIZE_3,
    Ink,
    Page,
    Row,
    body_shape,
    row_baseline,
    share_out,
)
from kcdesk.files.letter_plan import LetterPlan, read_plan
from kcdesk.files.letter_text import (
    Filled,
    FilledWords,
    Paragraph,
    fill_letter,
    fill_line,
    paragraph_blanks,
)
from kcdesk.files.paper import (
    Foot,
    Painted,
    PaperNumber,
    draw_draft,
    draw_qr,
    feet_of,
    qr_text,
)
from kcdesk.kernel.errors import Problem, Refusal
from kcdesk.packs.form_samples import SAMPLES, sample_of
from kcdesk.packs.forms import FormSpec

_HEADING_ROLES: Final = {0: "fangsong", 1: "hei", 2: "kai", 3: "fangsong", 4: "fangsong"}
_KEEP_ROWS: Final = 2
"""Rows of text that go along with the signature to a new page, never it alone."""
_WHOLE_ROSTER: Final = 10
"""A list of names up to so many rows at the end of minutes is not torn apart."""

_OPEN_DATE: Final = "\u3000\u3000年\u3000\u3000月\u3000\u3000日"

_QR_SIDE: Final = 10 * MM
_FOOT: Final = 7 * MM
_FOOT_SIZE: Final = 7.0
_FOOT_GREY: Final = 0.45


def paint_letter(
    spec: FormSpec,
    values: Mapping[str, object],
    fonts: Fonts,
    *,
    number: PaperNumber,
    draft: bool = False,
) -> Painted:
    """The letter as PDF with all the copies wanted: same values, same bytes.

    Raises a `Refusal` naming every character no font has, a value that is missing or of the
    wrong kind, and what cannot be read in the letter; a `Fault` when its file is gone.
    """
    return paint_letters(spec, ((values, number),), fonts, draft=draft)


def paint_letters(
    spec: FormSpec,
    papers: Iterable[tuple[Mapping[str, object], PaperNumber]],
    fonts: Fonts,
    *,
    draft: bool = False,
) -> Painted:
    """Many papers of one letter in one PDF, in order; raises as `paint_letter`."""
    plan = read_plan(spec)
    file = BytesIO()
    canvas = fonts.canvas(file, PAGE)
    count, title = 0, ""
    notes: dict[str, None] = {}
    for values, number in papers:
        letter = _Letter(plan, values)
        problems = _missing_glyphs(letter.all(), fonts)
        if problems:
            raise Refusal(*problems)
        title = title or _title(spec, letter)
        notes.update(dict.fromkeys(_notes(letter)))
        pages = _pages(letter, fonts)
        for foot in feet_of(spec, values, number):
            for at, page in enumerate(pages, 1):
                if draft:
                    draw_draft(canvas, fonts, PAGE)
                page.draw(canvas, fonts)
                if plan.kind != "信函" or at > 1:
                    Page([page_number(fonts, at)]).draw(canvas, fonts)
                _draw_foot(canvas, fonts, foot)
                canvas.showPage()
                count += 1
    canvas.setTitle(title or spec.title)
    canvas.save()
    return Painted(file.getvalue(), count, tuple(notes))


def check_letter(spec: FormSpec, fonts: Fonts) -> tuple[Problem, ...]:
    """What is wrong with a letter: marks, blanks nobody fills, glyphs, room; by its samples."""
    problems: list[Problem] = []
    for name, called in SAMPLES.items():
        try:
            read_plan(spec)
            values = sample_of(spec, name)
            if values is not None:
                paint_letter(spec, values, fonts, number=PaperNumber(1), draft=True)
            elif name == "sample":
                return (_no_sample(spec),)
        except Refusal as refusal:
            if name == "sample":
                # The other samples would only say the same again.
                return refusal.problems
            problems += [replace(p, message=f"{called}：{p.message}") for p in refusal.problems]
    return tuple(problems)


def _no_sample(spec: FormSpec) -> Problem:
    return Problem(
        f"文书“{spec.title}”没有样例，不能试印。",
        "请从同类文书复制 sample.toml，改好后再检查。",
        code="letter.sample",
    )


class _Letter:
    """The plan with its blanks filled."""

    def __init__(self, plan: LetterPlan, values: Mapping[str, object]) -> None:
        self.kind = plan.kind
        self.text = list(fill_letter(plan.nodes, values))

        def line(paragraph: Paragraph) -> Filled:
            return fill_line(paragraph, values)

        self.mark, self.number, self.title = line(plan.mark), line(plan.number), line(plan.title)
        self.issuer, self.issued_on = line(plan.issuer), _dated(plan.issued_on, values)
        self.to, self.note = line(plan.to), line(plan.note)
        self.signer, self.signed_on = line(plan.signer), _dated(plan.signed_on, values)
        self.imprint_by, self.imprint_on = line(plan.imprint_by), line(plan.imprint_on)
        self.attachments = [part for part in map(line, plan.attachments) if part.text]
        self.imprint = [part for part in map(line, plan.imprint) if part.text]

    def all(self) -> Iterator[Filled]:
        yield from (self.mark, self.number, self.issuer, self.issued_on, self.title, self.to)
        yield from self.text
        yield from (*self.attachments, self.signer, self.signed_on, self.note)
        yield from (*self.imprint, self.imprint_by, self.imprint_on)


def _dated(paragraph: Paragraph, values: Mapping[str, object]) -> Filled:
    """A date, or the place for one where it is asked for and not known yet."""
    filled = fill_line(paragraph, values)
    if filled.text or not paragraph.parts:
        return filled
    return Filled(words=(FilledWords(_OPEN_DATE),), left_open=paragraph_blanks(paragraph))


def _pages(letter: _Letter, fonts: Fonts) -> list[Page]:
    head = _head(letter, fonts)
    foot, reserve = imprint(
        fonts,
        [part.text for part in letter.imprint],
        letter.imprint_by.text,
        letter.imprint_on.text,
        ruled=letter.kind != "信函",
    )
    shared = share_out(_rows(letter, fonts), head.first_row, reserve)
    pages: list[Page] = []
    for number, rows in enumerate(shared):
        first = 0 if number else head.first_row
        page = Page() if number else Page(head.inks, head.rules)
        page.inks += [
            Ink(row.line, LEFT, row_baseline(first + at, row.line.size))
            for at, row in enumerate(rows)
            if row.line is not None
        ]
        pages.append(page)
    pages[-1].inks += foot.inks
    pages[-1].rules += foot.rules
    return pages


def _head(letter: _Letter, fonts: Fonts) -> Head:
    if letter.kind == "信函":
        return letter_head(fonts, letter.mark.text, letter.number.text)
    return official_head(
        fonts, letter.mark.text, letter.number.text, letter.issuer.text, letter.issued_on.text
    )


def _rows(letter: _Letter, fonts: Fonts) -> list[Row]:
    """Everything in the text area, from the title down to the note."""
    rows = title_rows(fonts, [words.text for words in letter.title.words])
    if letter.to.text:
        rows += _paragraph_rows(fonts, letter.to, first=0)
    rows += _text_rows(fonts, letter.text)
    if letter.attachments:
        rows += [Row(), *_attachment_rows(fonts, letter.attachments)]
    signature = signature_rows(fonts, letter.signer.text, letter.signed_on.text)
    if signature:
        rows = _with_company(rows) + signature
    if letter.note.text:
        rows += _paragraph_rows(fonts, letter.note, align="left")
    return rows


def _text_rows(fonts: Fonts, text: Sequence[Filled]) -> list[Row]:
    rows: list[Row] = []
    leads_on = False
    roster = len(rows)
    for paragraph in text:
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


def _with_company(rows: list[Row]) -> list[Row]:
    """The last rows of a text made to go along with what follows them."""
    kept = len(rows) - _KEEP_ROWS + 1
    return [_glued(row) if at >= max(kept, 1) else row for at, row in enumerate(rows)]


def _glued(row: Row) -> Row:
    return Row(row.line, glued=True)


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
    """``附件：1. …``: names hang after the number; a single one has none."""
    rows: list[Row] = []
    for number, part in enumerate(attachments, 1):
        mark = f"{number}. " if len(attachments) > 1 else ""
        begun = "附件：" if number == 1 else ""
        width = fonts.width(mark, "fangsong", SIZE_3)
        shape = body_shape(first=2 if begun else 5, rest=5)
        hanging = replace(shape, rest=shape.rest + width, align="left")
        lines = set_lines(fonts, [Span(begun + mark + part.text)], hanging)
        rows += [Row(line, glued=at > 0) for at, line in enumerate(lines)]
    return rows


def _missing_glyphs(parts: Iterable[Filled], fonts: Fonts) -> list[Problem]:
    """One problem for every blank or literal that holds characters no font can draw."""
    problems: dict[tuple[str, str], Problem] = {}
    for part in parts:
        for words in part.words:
            characters = fonts.missing(words.text)
            if not characters:
                continue
            named = "、".join(name_of(c) for c in characters)
            where = f"“{words.blank}”" if words.blank else "文书正文"
            problems[words.blank, named] = Problem(
                f"{where}（“{_around(words.text, characters[0])}”）里的{named}没有字体能印出来。",
                "请核对该字，或在电脑上安装含有该字的字体后再打印。",
                words.blank,
                code="fonts.missing",
            )
    return list(problems.values())


def _around(text: str, character: str) -> str:
    at = text.index(character)
    return text[max(0, at - 6) : at + 7]


def _title(spec: FormSpec, letter: _Letter) -> str:
    """The document's title for the reader's window: the paper and what it is about."""
    own = letter.title.text.replace("\n", "")
    return f"{spec.title}：{own}" if own and own != spec.title else spec.title


def _notes(letter: _Letter) -> Iterator[str]:
    for part in letter.all():
        if part.left_open:
            begun = part.text.strip()[:16]
            yield f"“{begun}”一段有{len(part.left_open)}处空着，已留出位置待手写。"


def _draw_foot(canvas: Canvas, fonts: Fonts, foot: Foot) -> None:
    """A small grey line and a QR under everything else: which print this is, and its seal."""
    canvas.saveState()
    canvas.setFillGray(_FOOT_GREY)
    draw_qr(canvas, qr_text(foot), LEFT, _FOOT, _QR_SIDE)
    seal = " ".join(foot.digest[at : at + 4].upper() for at in range(0, 16, 4))
    document = f"编号：{foot.document}" if foot.document else ""
    parts = (document, foot.copy, f"第{foot.print_no}次打印", f"校验码：{seal}")
    text = "　".join(part for part in parts if part)
    fonts.draw(canvas, LEFT + _QR_SIDE + 2 * MM, _FOOT + 1, text, "song", _FOOT_SIZE)
    canvas.restoreState()
