"""Pictures of a drawn form, and what else floats over its cells.

Called by `form_reading`. PNG and JPEG pictures are read with their place and size; charts, shapes,
text boxes and pictures of other kinds are said with the cell where they sit. What a spreadsheet
program would not print either is passed over.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from typing import Any, Final

from openpyxl.utils import get_column_letter
from PIL import Image
from reportlab.lib.utils import ImageReader

from kcdesk.files.form_layout import Picture
from kcdesk.files.form_raw import RELATION, Element, RawSheet
from kcdesk.files.form_sheet import OpenSheet

_EMU: Final = 12700
_KINDS: Final = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")
"""How PNG and JPEG files begin."""
_FLOATING: Final = {
    "sp": "图形",
    "cxnSp": "线条",
    "grpSp": "组合图形",
    "graphicFrame": "图表",
    "contentPart": "墨迹",
    "AlternateContent": "图形或控件",
}
CURE_PICTURE: Final = "请改用 PNG 或 JPEG 图片。"
_CURE_TEXT: Final = "请把文字写进单元格，删去文本框。"
_CURE: Final = "请删去，或截图保存为 PNG 图片后插入。"


def pictures_of(
    opened: OpenSheet,
    raw: RawSheet,
    columns: Sequence[float],
    heights: Sequence[float],
    scale: float,
) -> Iterator[Picture]:
    """The pictures, in the order drawn; anything else that floats is told to the sheet.

    `columns` and `heights` are those of the page model, already scaled.
    """
    for anchor in raw.drawing if raw.drawing is not None else ():
        if not isinstance(anchor.tag, str) or _stays_on_screen(anchor):
            continue
        begin = anchor.find("{*}from")
        row, column = _cell(begin)
        name = f"{get_column_letter(column)}{row}"
        for item in anchor:
            kind = _local(item)
            if kind == "pic":
                picture = _picture(raw, anchor, item, name, (columns, heights), scale)
                if isinstance(picture, str):
                    opened.tell(name)(picture, CURE_PICTURE)
                else:
                    yield picture
            elif kind in _FLOATING:
                opened.tell(name)(*_floating(item, _FLOATING[kind]))


def embedded_of(
    opened: OpenSheet, columns: Sequence[float], heights: Sequence[float]
) -> Iterator[Picture]:
    """The pictures inside cells: as large as their cell lets them be, in its middle."""
    for (row, column), cell in sorted(opened.sheet._cells.items()):
        data = opened.embedded.get(embedded_name(cell) or "", b"")
        if row > len(heights) or column >= len(columns) or not is_drawable(data):
            continue
        last_row, last_column = opened.merged.get((row, column), (row, column))
        wide = columns[min(last_column, len(columns) - 1)] - columns[column - 1]
        tall = sum(heights[row - 1 : last_row])
        across, down = ImageReader(io.BytesIO(data)).getSize()
        share = min(wide / across, tall / down)
        width, height = across * share, down * share
        yield Picture(
            cell.coordinate,
            row,
            min(last_row, len(heights)),
            columns[column - 1] + (wide - width) / 2,
            (tall - height) / 2,
            width,
            height,
            data,
        )


def embedded_name(cell: Any) -> str | None:
    """The name of the picture inside a cell, which WPS writes as a formula."""
    written = str(getattr(cell.value, "text", cell.value)) if cell.data_type == "f" else ""
    match = re.search(r'DISPIMG\("([^"]+)"', written, re.IGNORECASE)
    return match.group(1) if match else None


def is_drawable(data: bytes) -> bool:
    """Whether it is a PNG or JPEG picture that can be read."""
    try:
        with Image.open(io.BytesIO(data), formats=("PNG", "JPEG")) as picture:
            picture.load()
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return False
    return True


def floating_over(raw: RawSheet) -> tuple[int, int]:
    """The last row and column over which anything floats."""
    corners = [
        _cell(corner)
        for anchor in (raw.drawing if raw.drawing is not None else ())
        if isinstance(anchor.tag, str) and not _stays_on_screen(anchor)
        for corner in (anchor.find("{*}from"), anchor.find("{*}to"))
    ]
    return max((row for row, _ in corners), default=1), max((c for _, c in corners), default=1)


def _picture(
    raw: RawSheet,
    anchor: Element,
    item: Element,
    name: str,
    grid: tuple[Sequence[float], Sequence[float]],
    scale: float,
) -> Picture | str:
    """One picture, or what is wrong with it."""
    blip = item.find(".//{*}blip")
    part = raw.drawing_related.get(blip.get(f"{RELATION}embed", ""), "") if blip is not None else ""
    data = raw.media.get(part, b"")
    if not data:
        return "有一张链接到别处的图片，打印时不画"
    if not data.startswith(_KINDS):
        ending = part.rsplit(".", 1)[-1].upper()
        return f"有一张{ending}格式的图片，打印时不画"
    if not is_drawable(data):
        return "有一张损坏的图片，打印时不画"
    shape = item.find(".//{*}spPr/{*}xfrm")
    if shape is not None and any(
        shape.get(key, "0") not in ("0", "false") for key in ("rot", "flipH", "flipV")
    ):
        return "图片旋转或翻转了，打印时不画"
    columns, heights = grid
    row, column = _cell(anchor.find("{*}from"))
    left, down = _offset(anchor.find("{*}from"), scale)
    x = columns[min(column, len(columns)) - 1] + left
    size = anchor.find("{*}ext")
    end = anchor.find("{*}to")
    if size is not None:
        width, height = (int(size.get(key, "0")) / _EMU * scale for key in ("cx", "cy"))
    elif end is not None:
        last_row, last_column = _cell(end)
        right, low = _offset(end, scale)
        width = columns[min(last_column, len(columns)) - 1] + right - x
        height = sum(heights[row - 1 : last_row - 1]) + low - down
    else:
        return "有一张不随单元格移动的图片，打印时不画"
    crop = item.find(".//{*}srcRect")
    sides = tuple(
        int(crop.get(side, "0")) / 100_000 if crop is not None else 0.0 for side in "ltrb"
    )
    last, covered = row, heights[row - 1] if row <= len(heights) else 0.0
    while covered < down + height and last < len(heights):
        covered += heights[last]
        last += 1
    return Picture(
        name, row, last, x, down, width, height, data, (sides[0], sides[1], sides[2], sides[3])
    )


def _floating(item: Element, what: str) -> tuple[str, str]:
    words = "".join(text.text or "" for text in item.iter("{*}t")).strip()
    if item.find(".//{*}prstTxWarp") is not None and words:
        what = "艺术字"
    elif words:
        what = "文本框"
    elif any(_local(e) == "relIds" for e in item.iter()):
        what = "智能图形"
    shown = f"“{words[:20]}{'…' if len(words) > 20 else ''}”" if words else ""
    return f"上面有{what}{shown}，打印时不画", _CURE_TEXT if words else _CURE


def _stays_on_screen(anchor: Element) -> bool:
    """Hidden, or set not to be printed."""
    data, named = anchor.find("{*}clientData"), anchor.find(".//{*}cNvPr")
    return (data is not None and data.get("fPrintsWithSheet") in ("0", "false")) or (
        named is not None and named.get("hidden") in ("1", "true")
    )


def _cell(corner: Element | None) -> tuple[int, int]:
    if corner is None:
        return 1, 1
    return int(corner.findtext("{*}row", "0")) + 1, int(corner.findtext("{*}col", "0")) + 1


def _offset(corner: Element | None, scale: float) -> tuple[float, float]:
    if corner is None:
        return 0.0, 0.0
    x, y = (int(corner.findtext(f"{{*}}{key}", "0")) for key in ("colOff", "rowOff"))
    return x / _EMU * scale, y / _EMU * scale


def _local(element: Element) -> str:
    return element.tag.rsplit("}", 1)[-1] if isinstance(element.tag, str) else ""
