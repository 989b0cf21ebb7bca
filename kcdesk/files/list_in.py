"""Reads a list out of a foreign workbook: every row is accepted whole or refused with its cells.

Called by work's import, after workbook_in.read_workbook. Nothing is written anywhere; what
becomes of the rows is the command's business. Rows read are rows accepted plus rows refused:
titles, blank rows and the lines under the list are told of in the notes and not counted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, Final

from kcdesk.files.grid import Cell, Workbook, shown
from kcdesk.files.list_cells import Ways
from kcdesk.files.list_columns import Columns, Settled, one_line
from kcdesk.files.list_header import Header, best_header, fitting
from kcdesk.files.list_reading import CellFinding, ListReading, ReadRow, RefusedRow
from kcdesk.files.list_rows import Kinds, rows_of
from kcdesk.kernel.errors import Cancelled, Problem, Refusal
from kcdesk.kernel.kinds import Within
from kcdesk.packs.sheets import SheetSpec

__all__ = ["CellFinding", "ListReading", "ReadRow", "RefusedRow", "fitting_sheets", "read_list"]

_AT_ONCE: Final = 1000
"""Rows read between two looks at `cancelled`; a column at a time is faster than a row."""

Numbered = tuple[int, tuple[Cell, ...]]


def fitting_sheets(workbook: Workbook, spec: SheetSpec) -> tuple[str, ...]:
    """Names of the sheets that could be meant, for the clerk to choose from."""
    return tuple(header.sheet.name for header in fitting(workbook, spec))


def read_list(
    workbook: Workbook,
    spec: SheetSpec,
    within: Within,
    *,
    words: Mapping[str, Mapping[str, str]] | None = None,
    units: Mapping[str, str] | None = None,
    sheet: str = "",
    cancelled: Callable[[], bool] | None = None,
) -> ListReading:
    """The rows of the one sheet whose heading fits.

    `words` gives for a column of kind ``code`` or ``codes`` the words the programme knows and
    their codes; a column without them takes any word. `units` is what the clerk said of amounts
    (key → 元 or 万元). `sheet` chooses where several fit.

    Raises Refusal when no heading fits (naming what is missing), several sheets fit, or a
    required column stands there twice; Cancelled.
    """
    header = _chosen(workbook, spec, sheet)
    ways = Ways(within, "", workbook.is_1904, frozenset(spec.blank), None)
    columns = Columns(header, spec, ways, words or {}, units or {})
    reading = _Reading(header, spec, columns)
    reading.read(cancelled)
    return reading.outcome(workbook)


def _chosen(workbook: Workbook, spec: SheetSpec, name: str) -> Header:
    found = [h for h in fitting(workbook, spec) if not name or h.sheet.name == name]
    if len(found) == 1:
        return found[0]
    if found:
        names = "、".join(f"“{h.sheet.name}”" for h in found)
        raise Refusal.of(
            f"有{len(found)}张工作表都像{spec.title}：{names}。",
            cure="请选定一张，或把其余的隐藏后重新导入。",
            code="list.several_sheets",
        )
    raise _no_list(workbook, spec)


def _no_list(workbook: Workbook, spec: SheetSpec) -> Refusal:
    """The nearest miss, said so that it can be mended."""
    needed = "、".join(f"“{c.label}”" for c in spec.required)
    visible = [s for s in workbook.sheets if not s.hidden]
    near = [h for s in visible if (h := best_header(s, spec)) is not None]
    if not near:
        return Refusal.of(
            f"没有找到{spec.title}的表头。",
            cure=f"请在名单上方写一行表头，至少要有{needed}。",
            code="list.no_header",
        )
    best = max(near, key=lambda h: len(h.keys))
    where = f"工作表“{best.sheet.name}”第{best.bottom}行"
    lacking = best.lacks(spec)
    if not lacking:
        return Refusal.of(
            f"{where}有表头，但下面没有内容。", cure="请核对是不是选错了文件。", code="list.no_rows"
        )
    missing = "、".join(f"“{c.label}”" for c in lacking)
    unknown = [f"{h.cell}“{one_line(h.text)}”" for h in best.heads if h.spec is None]
    told = f"没有认出的表头：{'、'.join(unknown[:8])}。" if unknown else ""
    return Refusal.of(
        f"{where}是表头，但缺少{missing}这一列。",
        cure=f"请补上这一列或改正表头。{told}",
        code="list.column_missing",
    )


class _Reading:
    """One sheet being read."""

    def __init__(self, header: Header, spec: SheetSpec, columns: Columns) -> None:
        self._header, self._spec, self._columns = header, spec, columns
        self._letters = {c.spec.key: c.letters for c in columns.settled}
        self._orders = [
            order
            for order in spec.orders
            if order.earlier in self._letters and order.later in self._letters
        ]
        self._unique = [c for c in columns.settled if c.spec.unique]
        texts = {head.column: one_line(head.text) for head in header.heads}
        self._heads = tuple(texts.get(column, "") for column in range(1, max(texts) + 1))
        self._seen: dict[tuple[str, Any], str] = {}
        self._rows: list[ReadRow] = []
        self._refused: list[RefusedRow] = []
        self._notes: list[str] = []
        self._no_unit: dict[str, None] = {}

    def read(self, cancelled: Callable[[], bool] | None) -> None:
        """Every row below the heading."""
        kinds = Kinds(self._header, self._spec, [(c.column, c.spec) for c in self._columns.settled])
        for chunk in _chunks(rows_of(kinds)):
            if cancelled is not None and cancelled():
                raise Cancelled
            self._read_chunk(chunk)
        self._notes += kinds.notes()

    def _read_chunk(self, chunk: Sequence[Numbered]) -> None:
        """Column by column, then put together row by row."""
        found: dict[int, list[CellFinding]] = {}
        values: list[dict[str, Any]] = [{} for _ in chunk]
        for column in self._columns.settled:
            at, key = column.column - 1, column.spec.key
            cells = [row[at] if at < len(row) else "" for _, row in chunk]
            taken, problems = column.reader.take(cells)
            for place, value in enumerate(taken):
                if value is not None:
                    values[place][key] = value
                elif place in problems:
                    finding = self._finding(column, chunk[place][0], cells[place], problems[place])
                    found.setdefault(place, []).append(finding)
                elif column.spec.required:
                    missing = Problem(
                        f"“{column.spec.label}”没有填写。", "请补填。", code="required"
                    )
                    finding = self._finding(column, chunk[place][0], cells[place], missing)
                    found.setdefault(place, []).append(finding)
        for place, (number, row) in enumerate(chunk):
            of_row = values[place]
            findings = found.get(place, [])
            findings += self._out_of_order(number, of_row)
            findings += self._seen_before(number, of_row)
            if findings:
                given = tuple(shown(cell) for cell in row[: len(self._heads)])
                self._refused.append(RefusedRow(number, tuple(findings), given))
            else:
                self._rows.append(ReadRow(number, of_row, self._letters))

    def _finding(self, column: Settled, number: int, cell: Cell, problem: Problem) -> CellFinding:
        if problem.code == "unit.missing":
            self._no_unit[column.spec.key] = None
        return CellFinding(
            f"{column.letters}{number}",
            column.spec.label,
            shown(cell),
            problem.message,
            problem.cure,
            problem.code,
        )

    def _out_of_order(self, number: int, values: Mapping[str, Any]) -> Iterator[CellFinding]:
        for order in self._orders:
            earlier, later = values.get(order.earlier), values.get(order.later)
            if earlier is not None and later is not None and later < earlier:
                first, second = self._spec.column(order.earlier), self._spec.column(order.later)
                yield CellFinding(
                    f"{self._letters[order.later]}{number}",
                    second.label,
                    later.isoformat(),
                    f"“{second.label}”早于“{first.label}”（{self._letters[order.earlier]}{number}，"
                    f"{earlier.isoformat()}）。",
                    "请核对两个日期。",
                    "order",
                )

    def _seen_before(self, number: int, values: Mapping[str, Any]) -> Iterator[CellFinding]:
        """The first row keeps its code; a later one with the same code is refused."""
        for column in self._unique:
            value = values.get(column.spec.key)
            if value is None:
                continue
            here = f"{self._letters[column.spec.key]}{number}"
            first = self._seen.setdefault((column.spec.key, value), here)
            if first != here:
                yield CellFinding(
                    here,
                    column.spec.label,
                    str(value),
                    f"与{first}重复。",
                    "请核对是同一家企业写了两行，还是其中一个写错了。",
                    "duplicate",
                )

    def outcome(self, workbook: Workbook) -> ListReading:
        """Everything read, and what else the workbook holds."""
        for sheet in workbook.sheets:
            if sheet.hidden:
                self._notes.append(f"隐藏的工作表“{sheet.name}”没有读取。")
            elif sheet is not self._header.sheet and sheet.rows:
                self._notes.append(f"工作表“{sheet.name}”没有读取。")
        return ListReading(
            self._spec.title,
            self._header.sheet.name,
            self._header.bottom,
            tuple(column.mapped for column in self._columns.settled),
            tuple(self._columns.ignored),
            tuple(self._columns.findings),
            tuple(self._rows),
            tuple(self._refused),
            tuple(self._notes),
            tuple(self._no_unit),
            self._heads,
        )


def _chunks(rows: Iterable[Numbered]) -> Iterator[Sequence[Numbered]]:
    rest = iter(rows)
    while chunk := list(islice(rest, _AT_ONCE)):
        yield chunk
