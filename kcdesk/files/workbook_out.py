"""Writes lists as workbooks: what the screens show, and what goes back to whoever sent a list.

Called by work's exports. Every text is written as a text, so that no name can become a formula,
a link or a number; codes stay codes; amounts are numbers in the unit their heading names. What
is written here, list_in.py reads back unchanged.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Final

from kcdesk.files.atomic import replace_file
from kcdesk.files.disk_faults import said_plainly
from kcdesk.files.grid import address
from kcdesk.files.list_reading import ListReading
from kcdesk.kernel.errors import Cancelled, Refusal
from kcdesk.kernel.kinds import KINDS, Field, slots_of
from kcdesk.kernel.money import Money

if TYPE_CHECKING:
    import xlsxwriter
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

Progress = Callable[[int, int, str], None]

MOST_ROWS: Final = 1_048_576
LONGEST_CELL: Final = 32_767
"""Characters a cell can hold (in UTF-16 units); a longer text would be cut in silence."""

_UNIT_FEN: Final = {"元": 100, "万元": 1_000_000}
_WIDTHS: Final = {
    "text": 22, "long_text": 40, "money": 16, "day": 12, "whole": 10, "uscc": 22,
    "resident_id": 22, "phone": 16, "flag": 8, "percent": 10, "codes": 26,
}  # fmt: skip
_OPTIONS: Final = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "constant_memory": True,
}
RATE_FORMAT: Final = f"{0:.2f}%"
"""A measured rate as money.md B12 prints it: two decimals, half up."""
_LOOK_EVERY_ROWS: Final = 500
_NO_DATE: Final = datetime(2000, 1, 1)  # noqa: DTZ001  the same list gives the same bytes


@dataclass(frozen=True, slots=True)
class ColumnOut:
    """One column: heading, kind of value, unit of amounts (元 or 万元), width in characters."""

    label: str
    kind: str = "text"
    unit: str = ""
    width: int = 0
    options: Field | None = None

    @property
    def head(self) -> str:
        """The heading as written: an amount's names its unit."""
        if self.kind != "money":
            return self.label
        return f"{self.label}（{self.unit or '元'}）"

    @property
    def field(self) -> Field:
        return self.options or Field(self.kind, self.label, unit=self.unit)


@dataclass(frozen=True)
class SheetOut:
    """One worksheet: its name, columns, rows of typed values, and a title above if wanted."""

    name: str
    columns: Sequence[ColumnOut]
    rows: Iterable[Sequence[Any]]
    title: str = ""


def sheet_of(name: str, line_type: type, lines: Iterable[Any], *, title: str = "") -> SheetOut:
    """A sheet of a query's lines: their own labels and kinds; ids are left out."""
    slots = [s for s in slots_of(line_type) if s.field.kind not in {"record", "records", "rows"}]
    columns = [ColumnOut(s.field.label, s.field.kind, s.field.unit, options=s.field) for s in slots]
    names = [s.name for s in slots]
    return SheetOut(name, columns, ([getattr(line, n) for n in names] for line in lines), title)


def write_workbook(
    path: Path,
    sheets: Sequence[SheetOut],
    *,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> int:
    """Write a workbook and return the number of rows. The same values give the same bytes.

    Raises Refusal for a text or a list that no workbook can hold, Fault of the disk, Cancelled;
    then no file is left and an older one stands as it was.
    """
    content = io.BytesIO()
    # The library keeps rows in files of its own; they hold personal data and go in any case.
    with (
        said_plainly(path, writing=True),
        TemporaryDirectory(ignore_cleanup_errors=True) as scratch,
    ):
        book = _Book(content, Path(scratch), progress, cancelled)
        try:
            for sheet in sheets:
                book.write(sheet)
            book.close()
        finally:
            book.let_go()
    replace_file(path, content.getvalue())
    return book.rows


def save_refused(path: Path, reading: ListReading) -> int:
    """The refused rows for whoever sent the list: their own columns, why not, and which cells.

    Everything is text. Returns the number of rows. Raises Fault.
    """
    columns = [ColumnOut(head) for head in reading.heads]
    columns += [ColumnOut("原因", "long_text", width=60), ColumnOut("单元格", width=14)]
    width = len(reading.heads)
    rows = (
        (
            *row.given,
            *[""] * (width - len(row.given)),
            "\n".join(f"{f.column}：{f.reason}{f.cure}" for f in row.findings),
            "、".join(f.cell for f in row.findings),
        )
        for row in reading.refused
    )
    return write_workbook(path, [SheetOut("退回修改", columns, rows)])


class _Book:
    """One workbook being written."""

    def __init__(
        self,
        file: io.BytesIO,
        scratch: Path,
        progress: Progress | None,
        cancelled: Callable[[], bool] | None,
    ) -> None:
        import xlsxwriter

        self._book: xlsxwriter.Workbook = xlsxwriter.Workbook(
            file, {**_OPTIONS, "tmpdir": str(scratch)}
        )
        self._book.use_zip64()
        self._book.set_properties({"created": _NO_DATE})
        self._progress, self._cancelled = progress, cancelled
        self.rows = 0
        self._names: set[str] = set()
        plain = {"font_name": "宋体", "font_size": 11, "valign": "vcenter"}
        self._title = self._format(plain | {"bold": True, "font_size": 16, "align": "center"})
        self._head = self._format(
            plain | {"bold": True, "border": 1, "text_wrap": True, "align": "center", "bg_color": "#EEF2F7"}
        )  # fmt: skip
        self._text = self._format(plain | {"border": 1, "num_format": "@"})
        self._long = self._format(plain | {"border": 1, "num_format": "@", "text_wrap": True})
        self._whole = self._format(plain | {"border": 1, "num_format": "0"})
        self._rate = self._format(plain | {"border": 1, "num_format": RATE_FORMAT})
        self._day = self._format(plain | {"border": 1, "num_format": "yyyy-mm-dd"})
        self._yuan = self._format(plain | {"border": 1, "num_format": "#,##0.00"})
        self._wan = self._format(plain | {"border": 1, "num_format": "#,##0.00####"})

    def write(self, out: SheetOut) -> None:
        sheet: Worksheet = self._book.add_worksheet(self._name(out.name))
        widths = [c.width or max(_WIDTHS.get(c.kind, 16), 2 * len(c.head)) for c in out.columns]
        for column, width in enumerate(widths):
            sheet.set_column(column, column, min(width, 60))
        top = 0
        if out.title:
            if len(out.columns) > 1:
                sheet.merge_range(0, 0, 0, len(out.columns) - 1, "", self._title)
            self._write_text(sheet, 0, 0, out.title, self._title)
            top = 1
        for column, spec in enumerate(out.columns):
            self._write_text(sheet, top, column, spec.head, self._head)
        at = top
        for at, row in enumerate(out.rows, top + 1):
            self._look(at - top, out.name)
            if at >= MOST_ROWS:
                raise Refusal.of(
                    f"“{out.name}”的行数超过了一张工作表能放下的行数。",
                    cure="请缩小范围后分几次导出。",
                    code="export.rows",
                )
            for column, (spec, value) in enumerate(zip(out.columns, row, strict=True)):
                self._write_cell(sheet, at, column, spec, value)
        self.rows += at - top
        self._lay_out(sheet, top, at, len(out.columns))

    def close(self) -> None:
        """Put the file together."""
        from xlsxwriter.exceptions import FileCreateError

        try:
            self._book.close()
        except FileCreateError as error:
            # The library wraps what the disk said of its scratch files.
            raise error.args[0] from error

    def let_go(self) -> None:
        """Close the rows' files, whatever happened."""
        for sheet in self._book.worksheets():
            sheet.row_data_fh.close()

    def _look(self, done: int, name: str) -> None:
        if done % _LOOK_EVERY_ROWS == 0:
            if self._cancelled is not None and self._cancelled():
                raise Cancelled
            if self._progress is not None:
                self._progress(done, 0, f"导出“{name}”")

    def _write_cell(
        self, sheet: Worksheet, row: int, column: int, spec: ColumnOut, value: Any
    ) -> None:
        if value is None or value == "":
            sheet.write_blank(row, column, None, self._text)
        elif isinstance(value, Money):
            unit = _UNIT_FEN[spec.unit or "元"]
            # Dividing whole numbers gives the nearest float, which reads back exactly.
            style = self._wan if unit > 100 else self._yuan
            sheet.write_number(row, column, value.fen / unit, style)
        elif isinstance(value, date):
            sheet.write_datetime(row, column, value, self._day)
        elif spec.kind == "whole":
            sheet.write_number(row, column, value, self._whole)
        elif isinstance(value, Fraction) and spec.unit == "%":
            # A measured rate: a number to go on calculating with; the cell shows two decimals.
            sheet.write_number(row, column, value.numerator / value.denominator, self._rate)
        else:
            is_text = isinstance(value, str) and spec.kind != "choice"
            text = value if is_text else KINDS[spec.kind].show(value, spec.field)
            style = self._long if spec.kind == "long_text" else self._text
            self._write_text(sheet, row, column, text, style)

    def _write_text(
        self, sheet: Worksheet, row: int, column: int, text: str, style: Format
    ) -> None:
        if not text.isprintable() and any("\ud800" <= c <= "\udfff" for c in text):
            raise _cannot_hold(row, column, "含有残缺的字符")
        if text.startswith("<r>") and text.endswith("</r>"):
            # The library takes such a text for markup of its own; in two pieces it is text.
            sheet.write_rich_string(row, column, text[:2], style, text[2:], style)
            return
        if sheet.write_string(row, column, text, style) == -2:
            raise _cannot_hold(row, column, f"超过{LONGEST_CELL}个字")

    def _format(self, properties: dict[str, Any]) -> Format:
        return self._book.add_format(properties)

    def _name(self, wanted: str) -> str:
        """A name a worksheet may bear, once only."""
        clean = "".join("_" if c in "[]:*?/\\" else c for c in wanted).strip("' ")[:28] or "名单"
        name, count = clean, 1
        while name.casefold() in self._names:
            count += 1
            name = f"{clean}({count})"
        self._names.add(name.casefold())
        return name

    @staticmethod
    def _lay_out(sheet: Worksheet, top: int, last: int, columns: int) -> None:
        """The heading stays on screen and on every page; a page takes the whole width."""
        sheet.freeze_panes(top + 1, 0)
        if columns:
            sheet.autofilter(top, 0, max(last, top), columns - 1)
        sheet.repeat_rows(top)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)


def _cannot_hold(row: int, column: int, why: str) -> Refusal:
    return Refusal.of(
        f"导出的{address(row + 1, column + 1)}{why}，表格放不下。",
        cure="请修改这条记录后再导出。",
        code="export.cell",
    )
