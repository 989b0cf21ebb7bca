"""Reads the cells and borders of a drawn form.

Called by `form_reading`. A formula cannot be printed, because its result is not in the form's
hands; everything that cannot be printed as drawn is told to the sheet.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from openpyxl.cell.rich_text import CellRichText, TextBlock

from kcdesk.files.form_layout import Cell, Edges, Line, stronger
from kcdesk.files.form_numbers import shown
from kcdesk.files.form_pictures import CURE_PICTURE, embedded_name, is_drawable
from kcdesk.files.form_sheet import OpenSheet
from kcdesk.files.form_styles import Tell, line_of, style_of
from kcdesk.kernel.errors import Problem, Refusal
from kcdesk.packs.blanks import Piece, pieces_of

_Place = tuple[int, int]


def cells_of(opened: OpenSheet, scale: float, edges: Mapping[int, Edges]) -> Iterator[Cell]:
    """Cells and merged blocks that draw anything, row by row.

    Text may run over empty neighbours, as on the screen, but not over a border.
    """
    texts = {
        place: _pieces(opened, cell)
        for place, cell in sorted(opened.sheet._cells.items())
        if place[0] <= opened.row_count
        and place[1] <= opened.column_count
        and not opened.is_hidden(*place)
    }
    covered = {
        (row, column)
        for (top, left), (bottom, right) in opened.merged.items()
        for row in range(top, bottom + 1)
        for column in range(left, right + 1)
    }
    for (row, column), pieces in texts.items():
        is_inside = (row, column) in covered and (row, column) not in opened.merged
        if is_inside or opened.is_hidden(row, column):
            continue
        cell = _cell(opened, (row, column), pieces, scale)
        reach = cell.last_column
        while (
            reach < opened.column_count
            and (row, reach + 1) not in covered
            and reach + 1 not in edges[row].upright
            and not texts.get((row, reach + 1))
        ):
            reach += 1
        if cell.pieces or cell.fill or cell.rising or cell.falling:
            yield replace(cell, reach=reach)


def edges_of(opened: OpenSheet) -> dict[int, Edges]:
    """The borders of every row."""
    inner_below, inner_right = _inner(opened)
    edges: dict[int, Edges] = {}
    for row in range(1, opened.row_count + 1):
        if row in opened.hidden_rows:
            edges[row] = Edges({}, {}, {})
            continue
        above: dict[int, Line] = {}
        below: dict[int, Line] = {}
        upright: dict[int, Line] = {}
        for column in range(1, opened.column_count + 1):
            cell = opened.sheet._cells.get((row, column))
            if cell is None or column in opened.hidden_columns:
                continue
            border, tell = cell.border, opened.tell(cell.coordinate)
            if (row - 1, column) not in inner_below:
                _put(above, column, line_of(border.top, opened.palette, tell))
            if (row, column) not in inner_below:
                _put(below, column, line_of(border.bottom, opened.palette, tell))
            if (row, column - 1) not in inner_right:
                _put(upright, column, line_of(border.left, opened.palette, tell))
            if (row, column) not in inner_right:
                _put(upright, column + 1, line_of(border.right, opened.palette, tell))
        edges[row] = Edges(above, below, upright)
    return edges


def _cell(opened: OpenSheet, place: _Place, pieces: tuple[Piece, ...], scale: float) -> Cell:
    drawn = opened.sheet._cells[place]
    tell = opened.tell(drawn.coordinate)
    border = drawn.border
    last_row, last_column = opened.merged.get(place, place)
    return Cell(
        name=drawn.coordinate,
        row=place[0],
        column=place[1],
        last_row=min(last_row, opened.row_count),
        last_column=min(last_column, opened.column_count),
        style=style_of(drawn, opened.palette, scale, tell),
        pieces=pieces,
        fill=opened.palette.fill(drawn.fill, tell),
        rising=line_of(border.diagonal, opened.palette, tell) if border.diagonalUp else None,
        falling=line_of(border.diagonal, opened.palette, tell) if border.diagonalDown else None,
    )


def _pieces(opened: OpenSheet, cell: Any) -> tuple[Piece, ...]:
    value = cell.value
    if value is None:
        return ()
    place = f"{opened.where}单元格{cell.coordinate}"
    if cell.data_type in ("f", "e"):
        name = embedded_name(cell)
        if name is not None and is_drawable(opened.embedded.get(name, b"")):
            return ()
        message = "是公式或错误值" if name is None else "嵌入单元格的图片不是 PNG 或 JPEG"
        cure = "请改为文字，或写成空格 {{ 名称 }}。" if name is None else CURE_PICTURE
        problem = Problem(
            f"{place}：{message}，不能打印。", cure, cell.coordinate, code="form.formula"
        )
        opened.faults.append(problem)
        return ()
    tell = opened.tell(cell.coordinate)
    if isinstance(value, CellRichText) and not _is_even(value):
        tell(
            "文字有不止一种格式，打印时按整格的格式",
            "请把这一格的文字设为同一种格式，或分写在几格里。",
        )
    if isinstance(value, bool):
        value = "TRUE" if value else "FALSE"
    elif not isinstance(value, str | CellRichText):
        value = _shown(value, cell.number_format, tell)
    elif isinstance(value, str) and _changes_text(cell.number_format):
        tell("数字格式会改变文字，打印时按原文字", "请把这一格的格式改为常规或文本。")
    try:
        return pieces_of(str(value).replace("\r\n", "\n").replace("_x000D_", ""))
    except Refusal as refusal:
        opened.faults.extend(
            replace(p, message=f"{place}：{p.message}", field=cell.coordinate)
            for p in refusal.problems
        )
        return ()


def _shown(value: object, number_format: str, tell: Tell) -> str:
    text = shown(value, number_format)
    if text is None:
        tell(
            f"格式“{number_format}”打印时不起作用，按原数打印",
            "请改为文本，照要打印的样子写。",
        )
        return str(value)
    return text


def _is_even(value: CellRichText) -> bool:
    """Rich text whose parts look alike is often left behind by a program."""
    looks = {
        (f.rFont, f.sz, f.b, f.i, f.u, f.strike, f.vertAlign, repr(f.color))
        for f in (part.font for part in value if isinstance(part, TextBlock))
    }
    return len(looks) <= 1 and all(isinstance(part, TextBlock) for part in value)


def _changes_text(number_format: str) -> bool:
    """Whether a number format shows a text otherwise than as it is: ``;;;`` hides it."""
    sections = number_format.split(";")
    shown = sections[3] if len(sections) > 3 else sections[-1] if "@" in sections[-1] else "@"
    return re.sub(r"[\\_*].|\[[^\]]*\]|\s", "", shown) != "@"


def _inner(opened: OpenSheet) -> tuple[set[_Place], set[_Place]]:
    """Cells whose lower, and whose right, edge lies inside a merged block."""
    below: set[_Place] = set()
    right: set[_Place] = set()
    for (top, left), (bottom, last) in opened.merged.items():
        for row in range(top, bottom + 1):
            for column in range(left, last + 1):
                if row < bottom:
                    below.add((row, column))
                if column < last:
                    right.add((row, column))
    return below, right


def _put(edges: dict[int, Line], column: int, line: Line | None) -> None:
    best = stronger(edges.get(column), line)
    if best is not None:
        edges[column] = best
