"""What every printed paper carries besides its text: number, copy, pages, seal of its values.

Called by the form and letter painters. The strip at the foot names the form, the print (第N次打印),
the copy and the page, and holds a small QR with the document's number and a digest of the values,
so that a paper coming back from its round of signatures can be matched and a changed figure shows.
A draft is marked across the page, behind the text. What stands above the strip is not known here.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from kcdesk.files.fonts import Fonts
from kcdesk.files.paper_code import Seal, code_of, digest_of, qr_text, shown_code
from kcdesk.files.qr import qr_rectangles
from kcdesk.packs.blanks import fill
from kcdesk.packs.forms import FormSpec

STRIP_TOP: Final = 24 * mm
"""Nothing but the strip may stand below this height."""

_STRIP_BOTTOM: Final = 9 * mm
_QR: Final = 13.5 * mm
_SIZE: Final = 8.0


@dataclass(frozen=True, slots=True)
class PaperNumber:
    """Which print of the paper it is, and the copies wanted (none named: all the form has)."""

    print_no: int
    copy_labels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Painted:
    """A finished PDF. `pages` counts all copies; `notes` say what the painter had to adapt."""

    pdf: bytes
    pages: int
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Foot:
    """What the strip says on all pages of one copy."""

    form: str
    document: str
    print_no: int
    digest: str
    copy: str = ""
    form_id: str = ""

    @property
    def qr(self) -> str:
        """What the QR of this paper says: its 表号, or the form's id where it has none."""
        form = self.form or self.form_id
        return qr_text(Seal(form, self.document, self.print_no, code_of(self.digest)))


def feet_of(spec: FormSpec, values: Mapping[str, object], number: PaperNumber) -> tuple[Foot, ...]:
    """The strips of the copies wanted, in the form's order; one without a label if it has none."""
    document = "".join(fill(piece, values) for piece in spec.document)
    digest = digest_of(values)
    labels = number.copy_labels or spec.copies or ("",)
    return tuple(
        Foot(spec.number, document, number.print_no, digest, copy_name(spec, label), spec.id)
        for label in labels
    )


def copy_name(spec: FormSpec, label: str) -> str:
    """``第2联/共4联（担保公司）``; empty when the form has no copies."""
    if label not in spec.copies:
        return label
    return f"第{spec.copies.index(label) + 1}联/共{len(spec.copies)}联（{label}）"


def draw_foot(
    canvas: Canvas,
    fonts: Fonts,
    foot: Foot,
    sides: tuple[float, float],
    page: tuple[int, int],
) -> None:
    """The strip of one page: `sides` are the x of its left and right end, `page` is (x, of y)."""
    left, right = sides
    draw_qr(canvas, foot.qr, left, _STRIP_BOTTOM, _QR, is_shared=page[1] > 1)
    form = f"表号：{foot.form}　" if foot.form else ""
    document = f"编号：{foot.document}　" if foot.document else ""
    left += _QR + 2.5 * mm
    for y, begin, end in (
        (_STRIP_BOTTOM + _QR - 12, f"{form}{document}第{foot.print_no}次打印", foot.copy),
        (_STRIP_BOTTOM + 5, f"校验码：{shown_code(foot.digest)}", f"第{page[0]}页/共{page[1]}页"),
    ):
        wanted = fonts.width(f"{begin}　{end}", "song", _SIZE)
        size = _SIZE * min(1.0, (right - left) / wanted)
        fonts.draw(canvas, left, y, begin, "song", size)
        fonts.draw(canvas, right - fonts.width(end, "song", size), y, end, "song", size)


def draw_qr(
    canvas: Canvas, text: str, x: float, y: float, side: float, *, is_shared: bool = False
) -> None:
    """A QR code of `text`, its lower left corner at (x, y).

    One that stands on several pages is drawn once and referred to: its modules are most of what
    a page's values take.
    """
    count, drawing = qr_rectangles(text)
    unit = side / count
    place = f"q 0 g {unit:.5f} 0 0 {unit:.5f} {x:.2f} {y:.2f} cm"
    # Black whatever stands around it: a printer makes dots of grey, which no scan reads.
    if not is_shared:
        canvas.addLiteral(f"{place} {drawing} Q")
        return
    name = f"qr{hashlib.sha256(text.encode()).hexdigest()[:24]}"
    if not canvas.hasForm(name):
        canvas.beginForm(name, 0, 0, count, count)
        canvas.addLiteral(drawing)
        canvas.endForm()
    canvas.addLiteral(place)
    canvas.doForm(name)
    canvas.addLiteral("Q")


def author_of(values: Mapping[str, object]) -> str:
    """Whose paper it is, for the file's properties: the office by name."""
    office = values.get("office")
    name = office.get("name") if isinstance(office, Mapping) else None
    return str(name or "kcdesk")


def draw_draft(canvas: Canvas, fonts: Fonts, page: tuple[float, float]) -> None:
    """草稿 across the page, light grey; to be drawn before anything else."""
    size = min(page) / 3.2
    canvas.saveState()
    canvas.setFillGray(0.9)
    canvas.translate(page[0] / 2, page[1] / 2)
    canvas.rotate(45)
    width = fonts.width("草稿", "hei", size) + size / 2
    fonts.draw(canvas, -width / 2, -size * 0.38, "草稿", "hei", size, spacing=size / 2)
    canvas.restoreState()
