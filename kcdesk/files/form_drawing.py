"""Draws the pages of a filled form: fills, borders, the form's own texts, then the values.

Called by `form_paint`. What is the same on several pages or papers of one PDF (lines and the
form's own texts) is drawn once and referred to. Where a row stands has been decided before.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from kcdesk.files.form_borders import Segment, borders_of
from kcdesk.files.form_fitting import ASCENT, LEADING, Fitted
from kcdesk.files.form_glue import is_beside_list
from kcdesk.files.form_layout import BLACK, Across, Cell, Line, Picture, RunningText
from kcdesk.files.form_pages import pages_of
from kcdesk.files.form_places import Spot
from kcdesk.files.form_strip import Page, Slot, Strip
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
    mark: Fitted | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page ready for its values: what is drawn beneath them, and where they go."""

    number: int
    """Of the page, from 0."""
    ground: str
    values: tuple[_Shown, ...]
    pictures: tuple[tuple[Picture, float, float], ...] = ()
    """Each with the x and y of its upper left corner."""


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
        for picture, x, y in sheet.pictures:
            draw_picture(self.canvas, picture, x, y)
        drawn = [self._text(strip, shown, sheet.number) for shown in sheet.values]
        self.canvas.addLiteral(" ".join(drawn))

    def _sheet(self, strip: Strip, page: Page, number: int) -> Sheet:
        shown = tuple(_shown(strip, page, number))
        ground = "\n".join(self._ground(strip, page, shown, number))
        values = tuple(s for s in shown if s.has_text and not s.spot.is_own)
        return Sheet(number, ground, values, tuple(_pictures(strip, page)))

    def draw_running(self, page: tuple[int, int]) -> None:
        """Header and footer of one page: (its number, of so many)."""
        number, count = page
        sides: dict[tuple[bool, Across], list[list[RunningText]]] = {}
        for running in self.template.layout.running:
            if not running.is_on(number):
                continue
            text = running.text.replace("&&", "\0").replace("&P", str(number))
            text = text.replace("&N", str(count)).replace("\0", "&")
            lines = sides.setdefault((running.is_header, running.across), [])
            lines.extend([] for _ in range(running.line + 1 - len(lines)))
            lines[running.line].append(replace(running, text=text))
        for (is_header, across), lines in sides.items():
            self._draw_side(lines, across, is_header=is_header)

    def _draw_side(
        self, lines: Sequence[Sequence[RunningText]], across: Across, *, is_header: bool
    ) -> None:
        """A header hangs from its margin, a footer stands on its own or on the strip."""
        layout = self.template.layout
        sizes = [max((r.size for r in line), default=10.0) for line in lines]
        height = sum(sizes) * LEADING
        top = layout.page[1] - layout.margins.head
        if not is_header:
            top = max(layout.margins.foot, STRIP_TOP) + 2 + height
        for line, size in zip(lines, sizes, strict=True):
            widths = [self.fonts.width(r.text, r.role, r.size, r.bold) for r in line]
            x = {
                "left": layout.margins.left,
                "center": (layout.page[0] - sum(widths)) / 2,
            }.get(across, layout.page[0] - layout.margins.right - sum(widths))
            y = top - size * ASCENT
            for running, width in zip(line, widths, strict=True):
                if running.underline:
                    self.canvas.setLineWidth(running.size / 22)
                    self.canvas.line(x, y - running.size * 0.13, x + width, y - running.size * 0.13)
                self.fonts.draw(
                    self.canvas, x, y, running.text, running.role, running.size, running.bold
                )
                x += width
            top -= size * LEADING

    def _text(self, strip: Strip, shown: _Shown, page: int) -> str:
        text = shown.mark or strip.text(page, shown.number)
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


def _pictures(strip: Strip, page: Page) -> Iterator[tuple[Picture, float, float]]:
    """A picture stands wherever the row it hangs on does."""
    layout = strip.skeleton.template.layout
    for picture in layout.pictures:
        for slot in page:
            if strip.skeleton.rows[slot.place].number == picture.row and _begins(slot):
                y = layout.page[1] - layout.margins.top - slot.top - picture.down
                yield picture, layout.left + picture.x, y


def _begins(slot: Slot) -> bool:
    """A row parted between pages begins where its texts do."""
    return all(first == 0 for first, _ in slot.cuts.values())


def draw_picture(canvas: Canvas, picture: Picture, x: float, y: float) -> None:
    """A picture with its upper left corner at (x, y), cut as it is cut in the drawing."""
    left, above, right, below = picture.crop
    wide = picture.width / max(0.01, 1 - left - right)
    tall = picture.height / max(0.01, 1 - above - below)
    canvas.saveState()
    if any(picture.crop):
        path = canvas.beginPath()
        path.rect(x, y - picture.height, picture.width, picture.height)
        canvas.clipPath(path, stroke=0, fill=0)
    canvas.drawImage(
        ImageReader(io.BytesIO(picture.data)),
        x - left * wide,
        y + above * tall - tall,
        wide,
        tall,
        mask="auto",
    )
    canvas.restoreState()


def _drawn_lines(line: Line, segments: Sequence[Segment]) -> Iterator[str]:
    dashes = " ".join(f"{dash:g}" for dash in line.dash)
    # Square ends, so that corners meet.
    shade = " ".join(f"{part:.3f}" for part in line.colour)
    colour = "" if line.colour == BLACK else f"{shade} RG "
    yield f"q {colour}{line.width:g} w [{dashes}] 0 d {0 if line.dash else 2} J"
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
        if spot.last > spot.first and lines is None:
            # A block beside a list shows its text on every page it stands on, others a value
            # on the first.
            fits = text is None or text.need <= upper - lower + _EPS
            is_beside = is_beside_list(spot, strip.skeleton.rows)
            has_text = fits if spot.is_own or is_beside else first.place == spot.first
        box = (left, lower, right - left, upper - lower)
        mark = next((m for s in page for n, m in s.marks.items() if n == number), None)
        if mark is not None:
            has_text, lines = True, None
        yield _Shown(number, spot, box, (here[0], here[-1]), has_text, lines, mark)


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
