"""Draws the pages of a filled form: fills, borders, the form's own texts, then the values.

Called by `form_paint`. What is the same on several pages or papers of one PDF (lines and the
form's own texts) is drawn once and referred to. Where a row stands has been decided before.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from reportlab.pdfgen.canvas import Canvas

from kcdesk.files.form_borders import Segment, borders_of
from kcdesk.files.form_fitting import ASCENT
from kcdesk.files.form_glue import is_beside_list
from kcdesk.files.form_layout import Cell, Line, RunningText
from kcdesk.files.form_pages import pages_of
from kcdesk.files.form_places import Spot
from kcdesk.files.form_strip import Page, Strip
from kcdesk.files.form_template import Template
from kcdesk.files.form_text import Box, TextPen
from kcdesk.files.paper import STRIP_TOP

_EPS: Final = 0.01
_KEPT: Final = 32
"""So many different page sequences of one form are kept ready."""
_DOUBLE: Final = 0.75
"""Half the distance between the two lines of a double border."""


@dataclass(frozen=True, slots=True)
class _Shown:
    """A spot on one page: its number, its rectangle, the page's rows it covers, first and last.

    `lines` are those of its text that stand here (None: all); no text may be drawn there at all.
    """

    number: int
    spot: Spot
    box: Box
    slots: tuple[int, int]
    has_text: bool
    lines: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page ready for its values: what is drawn beneath them, and where they go."""

    number: int
    """Of the page, from 0."""
    ground: str
    values: tuple[_Shown, ...]


class FormArtist:
    """Draws the papers of one form into one PDF."""

    def __init__(self, canvas: Canvas, template: Template) -> None:
        self.canvas = canvas
        self.template = template
        self.fonts = template.fonts
        self.pen = TextPen(canvas, template.fonts)
        self._forms: dict[str, str] = {}
        # Every document numbers the form's own characters first, so that what is drawn of the
        # form itself is the same in all of them and has to be made only once.
        self.fonts.prepare(canvas, template.own_characters)

    def sheets(self, strip: Strip) -> tuple[Sheet, ...]:
        """The pages of a strip. Strips with rows of the same heights share theirs."""
        key = (id(strip.skeleton), tuple(round(height, 2) for height in strip.heights))
        kept: dict[object, tuple[Sheet, ...]] = self.template.sheets
        known = kept.get(key) if strip.pages is None else None
        if known is None:
            pages = pages_of(strip) if strip.pages is None else strip.pages
            known = tuple(self._sheet(strip, page, number) for number, page in enumerate(pages))
            if strip.pages is None and all(_is_plain(sheet) for sheet in known):
                if len(kept) >= _KEPT:
                    kept.clear()
                kept[key] = known
        return known

    def draw(self, strip: Strip, sheet: Sheet) -> None:
        """One page of a strip, without header and foot."""
        name = self._forms.get(sheet.ground)
        if name is None:
            name = self._forms[sheet.ground] = f"ground{len(self._forms) + 1}"
            self.canvas.beginForm(name, 0, 0, *self.template.layout.page)
            self.canvas.addLiteral(sheet.ground)
            self.canvas.endForm()
        self.canvas.doForm(name)
        drawn = [self._text(strip, shown, sheet.number) for shown in sheet.values]
        self.canvas.addLiteral(" ".join(drawn))

    def _sheet(self, strip: Strip, page: Page, number: int) -> Sheet:
        shown = tuple(_shown(strip, page, number))
        ground = "\n".join(self._ground(strip, page, shown, number))
        return Sheet(number, ground, tuple(s for s in shown if s.has_text and not s.spot.is_own))

    def draw_running(self, running: RunningText, page: tuple[int, int]) -> None:
        """One third of the header or footer."""
        number, count = page
        layout = self.template.layout
        text = running.text.replace("&&", "\0")
        text = text.replace("&P", str(number)).replace("&N", str(count)).replace("\0", "&")
        margins, (wide, tall) = layout.margins, layout.page
        width = self.fonts.width(text, running.role, running.size)
        x = {
            "left": margins.left,
            "center": (wide - width) / 2,
            "right": wide - margins.right - width,
        }[running.across]
        if running.is_header:
            y = tall - margins.head - running.size * ASCENT
        else:
            y = max(margins.foot, STRIP_TOP) + 2
        self.fonts.draw(self.canvas, x, y, text, running.role, running.size)

    def _text(self, strip: Strip, shown: _Shown, page: int) -> str:
        text = strip.text(page, shown.number)
        if text is None:
            return ""
        return self.pen.drawn(text, shown.spot.cell.style, shown.box, shown.lines)

    def _ground(
        self, strip: Strip, page: Page, shown: Sequence[_Shown], number: int
    ) -> Iterator[str]:
        for item in shown:
            fill = item.spot.cell.fill
            if fill is not None:
                left, lower, width, height = (f"{side:.2f}" for side in item.box)
                shade = " ".join(f"{part:.3f}" for part in fill)
                yield f"q {shade} rg {left} {lower} {width} {height} re f Q"
        for item in shown:
            if item.has_text and item.spot.is_own:
                yield self._text(strip, item, number)
        by_line: dict[Line, list[Segment]] = {}
        for segment in borders_of(strip.skeleton, page, [(s.spot, s.slots) for s in shown]):
            by_line.setdefault(segment[0], []).append(segment)
        for item in shown:
            for segment in _diagonals(item):
                by_line.setdefault(segment[0], []).append(segment)
        for line in sorted(by_line, key=lambda line: line.rank):
            yield from _drawn_lines(line, by_line[line])


def _drawn_lines(line: Line, segments: Sequence[Segment]) -> Iterator[str]:
    dashes = " ".join(f"{dash:g}" for dash in line.dash)
    # Square ends, so that corners meet.
    yield f"q {line.width:g} w [{dashes}] 0 d {0 if line.dash else 2} J"
    for _, left, top, right, bottom in segments:
        for away in (-_DOUBLE, _DOUBLE) if line.double else (0.0,):
            across = away if left == right else 0.0
            along = away if left != right else 0.0
            yield (
                f"{left + across:.2f} {top + along:.2f} m "
                f"{right + across:.2f} {bottom + along:.2f} l"
            )
    yield "S Q"


def _shown(strip: Strip, page: Page, page_number: int) -> Iterator[_Shown]:
    """The spots of one page, in the drawing's order."""
    layout = strip.skeleton.template.layout
    top_of_table = layout.page[1] - layout.margins.top
    where = {slot.place: number for number, slot in enumerate(page)}
    for number, spot in enumerate(strip.skeleton.spots):
        here = [where[p] for p in range(spot.first, spot.last + 1) if p in where]
        if not here:
            continue
        first, last = page[here[0]], page[here[-1]]
        left = layout.left + layout.columns[spot.cell.column - 1]
        right = layout.left + layout.columns[_last_column(spot.cell)]
        upper, lower = top_of_table - first.top, top_of_table - last.top - last.height
        lines = first.cuts.get(number)
        text = strip.text(page_number, number)
        has_text = lines is None or lines[1] > lines[0]
        if spot.last > spot.first:
            # A block beside a list shows its text on every page it stands on, others a value
            # on the first.
            fits = text is None or text.need <= upper - lower + _EPS
            is_beside = is_beside_list(spot, strip.skeleton.rows)
            has_text = fits if spot.is_own or is_beside else first.place == spot.first
        box = (left, lower, right - left, upper - lower)
        yield _Shown(number, spot, box, (here[0], here[-1]), has_text, lines)


def _is_plain(sheet: Sheet) -> bool:
    """Nothing on it goes on from page to page, so other texts of these heights fit too."""
    return all(
        shown.lines is None
        and shown.slots[1] - shown.slots[0] == shown.spot.last - shown.spot.first
        for shown in sheet.values
    )


def _last_column(cell: Cell) -> int:
    runs_over = bool(cell.pieces) and not cell.style.wrap and cell.style.across == "left"
    return cell.reach if runs_over and cell.fill is None else cell.last_column


def _diagonals(item: _Shown) -> Iterator[Segment]:
    left, lower, width, height = item.box
    if item.spot.cell.rising is not None:
        yield item.spot.cell.rising, left, lower, left + width, lower + height
    if item.spot.cell.falling is not None:
        yield item.spot.cell.falling, left, lower + height, left + width, lower
