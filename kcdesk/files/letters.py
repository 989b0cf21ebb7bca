"""Letters: ``letter.md`` and values in, a PDF laid out by GB/T 9704-2012 out.

Called through the form engine's `paint` and `check_form` when a form's drawing is a letter. Puts
the parts together: reads the plan, fills the text, refuses characters no font has, sets the
lines, hands them out to pages and draws every page with its number and the print's foot. Which
values go in is the business of work.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from io import BytesIO
from typing import Final

from reportlab.pdfgen.canvas import Canvas

from kcdesk.files.fonts import Fonts, name_of
from kcdesk.files.letter_fill import FilledLetter, FilledPart
from kcdesk.files.letter_flow import attached_rows, text_rows
from kcdesk.files.letter_frame import (
    Head,
    imprint,
    letter_head,
    official_head,
    page_number,
)
from kcdesk.files.letter_page import LEFT, MM, PAGE, Page, place_rows, share_out
from kcdesk.files.letter_plan import read_plan
from kcdesk.files.paper import (
    Foot,
    Painted,
    PaperNumber,
    author_of,
    draw_draft,
    draw_qr,
    feet_of,
)
from kcdesk.files.paper_code import shown_code
from kcdesk.kernel.errors import Problem, Refusal
from kcdesk.packs.forms import FormSpec

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
        letter = FilledLetter(plan, values)
        problems = _missing_glyphs(letter.all(), fonts)
        if problems:
            raise Refusal(*problems)
        if not count:
            title = _title(spec, letter)
            canvas.setAuthor(author_of(values))
        notes.update(dict.fromkeys(letter.notes()))
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


def _pages(letter: FilledLetter, fonts: Fonts) -> list[Page]:
    head = _head(letter, fonts)
    foot, reserve = imprint(
        fonts,
        [part.text for part in letter.imprint],
        letter.imprint_by.text,
        letter.imprint_on.text,
        ruled=letter.kind != "信函",
    )
    parts = [text_rows(letter, fonts), *attached_rows(letter, fonts)]
    pages: list[Page] = []
    for number, part in enumerate(parts, 1):
        first = head.first_row if not pages else 0
        for rows in share_out(part, first, reserve if number == len(parts) else 0):
            pages.append(place_rows(rows, first))
            first = 0
    # What stands on top is drawn, and so read, first.
    pages[0].inks[:0] = head.inks
    pages[0].rules[:0] = head.rules
    pages[-1].inks += foot.inks
    pages[-1].rules += foot.rules
    return pages


def _head(letter: FilledLetter, fonts: Fonts) -> Head:
    if letter.kind == "信函":
        return letter_head(fonts, letter.mark.text, letter.number.text)
    return official_head(
        fonts, letter.mark.text, letter.number.text, letter.issuer.text, letter.issued_on.text,
        letter.approver.text,
    )  # fmt: skip


def _missing_glyphs(parts: Iterable[FilledPart], fonts: Fonts) -> list[Problem]:
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


def _title(spec: FormSpec, letter: FilledLetter) -> str:
    """The document's title for the reader's window: the paper and what it is about."""
    own = letter.title.text.replace("\n", "")
    return f"{spec.title}：{own}" if own and own != spec.title else spec.title


def _draw_foot(canvas: Canvas, fonts: Fonts, foot: Foot) -> None:
    """A small grey line and a QR under everything else: which print this is, and its seal."""
    canvas.saveState()
    canvas.setFillGray(_FOOT_GREY)
    draw_qr(canvas, foot.qr, LEFT, _FOOT, _QR_SIDE)
    document = f"编号：{foot.document}" if foot.document else ""
    parts = (document, foot.copy, f"第{foot.print_no}次打印", f"校验码：{shown_code(foot.digest)}")
    text = "　".join(part for part in parts if part)
    fonts.draw(canvas, LEFT + _QR_SIDE + 2 * MM, _FOOT + 1, text, "song", _FOOT_SIZE)
    canvas.restoreState()
