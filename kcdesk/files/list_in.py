"""Reads a list out of a foreign workbook: every row is accepted whole or refused with its cells.

Called by work's import, by way of workbook_in.read_workbook. Nothing is written anywhere; what
becomes of the rows is the command's business. Rows read are rows accepted plus rows refused:
titles, blank rows and the lines under the list are told of in the notes and not counted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from typing import Any, Final

from kcdesk.files.grid import Cell, Sheet, Workbook, address, letters, shown
from kcdesk.files.list_header import Head, Header, best_header, fitting
from kcdesk.files.list_reading import (
    CellFinding,
    IgnoredHead,
    ListReading,
    MappedColumn,
    ReadRow,
    RefusedRow,
)
from kcdesk.files.list_rows import Kinds, rows_of
from kcdesk.files.list_values import Bad, Ways, is_blank, plain_word, reader_of
from kcdesk.kernel.errors import Cancelled, Refusal
from kcdesk.kernel.kinds import Within
from kcdesk.packs.sheet_heads import FOREIGN
from kcdesk.packs.sheets import ColumnSpec, SheetSpec

__all__ = [
    "CellFinding",
    "IgnoredHead",
    "ListReading",
    "MappedColumn",
    "ReadRow",
    "RefusedRow",
    "fitting_sheets",
    "read_list",
]

_LOOK_EVERY_ROWS: Final = 500


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
    reading = _Reading(
        header, spec, Ways(within, "", workbook.is_1904, frozenset(spec.blank), None)
    )
    reading.map_columns(words or {}, units or {})
    reading.read(cancelled)
    reading.note_sheets(workbook)
    return reading.outcome()


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
    unknown = [f"{h.cell}“{h.text}”" for h in best.heads if h.spec is None]
    told = f"没有认出的表头：{'、'.join(unknown[:8])}。" if unknown else ""
    return Refusal.of(
        f"{where}是表头，但缺少{missing}这一列。",
        cure=f"请补上这一列或改正表头。{told}",
        code="list.column_missing",
    )


class _Reading:
    """One sheet being read."""

    def __init__(self, header: Header, spec: SheetSpec, ways: Ways) -> None:
        self._header, self._spec, self._ways = header, spec, ways
        self._sheet: Sheet = header.sheet
        self._columns: list[tuple[Head, ColumnSpec, str, Callable[[Cell], Any]]] = []
        self._letters: dict[str, str] = {}
        self._ignored: list[IgnoredHead] = []
        self._findings: list[CellFinding] = []
        self._seen: dict[tuple[str, Any], str] = {}
        self._rows: list[ReadRow] = []
        self._refused: list[RefusedRow] = []
        self._notes: list[str] = []
        self._no_unit: dict[str, None] = {}

    # -- the heading ------------------------------------------------------------------------

    def map_columns(self, words: Mapping[str, Mapping[str, str]], units: Mapping[str, str]) -> None:
        """One column for each field; those that contradict each other are left out."""
        claims: dict[str, list[Head]] = {}
        for head in self._header.heads:
            if head.spec is not None:
                claims.setdefault(head.spec.key, []).append(head)
            elif not self._spec.is_row_number(head.text):
                self._ignored.append(IgnoredHead(head.cell, _one_line(head.text)))
        for key, heads in claims.items():
            column = self._spec.column(key)
            settled = self._settled(column, heads)
            if settled is None:
                continue
            unit = self._header.unit_of(settled) or units.get(key, "")
            if unit == FOREIGN and column.kind == "money":
                self._leave(
                    settled, column, "是外币，没有导入。", "请折算成人民币。", "unit.foreign"
                )
                continue
            known = words.get(key)
            ways = Ways(
                self._ways.within,
                unit,
                self._ways.is_1904,
                self._ways.blank,
                None if known is None else {plain_word(w): code for w, code in known.items()},
                tuple(known or ()),
            )
            self._columns.append((settled, column, unit, reader_of(column, ways)))
            self._letters[key] = letters(settled.column)

    def _settled(self, column: ColumnSpec, heads: list[Head]) -> Head | None:
        """The one column that is meant: an empty twin is no rival."""
        if len(heads) > 1:
            filled = [h for h in heads if self._has_content(h.column)]
            if len(filled) == 1:
                heads = filled
        if len(heads) == 1:
            return heads[0]
        places = "、".join(f"{h.cell}“{_one_line(h.text)}”" for h in heads)
        if column.required:
            raise Refusal.of(
                f"有{len(heads)}列都是“{column.label}”：{places}。",
                cure="请只保留一列后重新导入。",
                code="head.twice",
            )
        self._leave(
            heads[0],
            column,
            f"有{len(heads)}列都像“{column.label}”（{places}），没有导入。",
            "如要导入，请只保留一列。",
            "head.twice",
        )
        return None

    def _leave(self, head: Head, column: ColumnSpec, reason: str, cure: str, code: str) -> None:
        text = _one_line(head.text)
        self._findings.append(CellFinding(head.cell, column.label, text, reason, cure, code))

    def _has_content(self, column: int) -> bool:
        return any(
            not is_blank(self._sheet.cell(number, column), self._ways.blank)
            for number, _ in self._header.rows()
        )

    # -- the rows ---------------------------------------------------------------------------

    def read(self, cancelled: Callable[[], bool] | None) -> None:
        """Every row below the heading."""
        kinds = Kinds(self._header, self._spec, [(h.column, c) for h, c, _, _ in self._columns])
        for count, (number, cells) in enumerate(rows_of(kinds)):
            if cancelled is not None and count % _LOOK_EVERY_ROWS == 0 and cancelled():
                raise Cancelled
            values, findings = self._read_row(number, cells)
            findings += self._out_of_order(number, values)
            findings += self._seen_before(number, values)
            if findings:
                given = tuple(shown(cell) for cell in cells[: len(self._heads)])
                self._refused.append(RefusedRow(number, tuple(findings), given))
            else:
                self._rows.append(ReadRow(number, values, self._letters))
        self._notes += kinds.notes()

    def _read_row(
        self, number: int, cells: tuple[Cell, ...]
    ) -> tuple[dict[str, Any], list[CellFinding]]:
        values: dict[str, Any] = {}
        findings: list[CellFinding] = []
        for head, column, _, read in self._columns:
            at = head.column - 1
            cell = cells[at] if at < len(cells) else ""
            try:
                value = read(cell)
            except Bad as bad:
                problem = bad.problem
                if problem.code == "unit.missing":
                    self._no_unit[column.key] = None
                findings.append(
                    CellFinding(
                        address(number, head.column), column.label, shown(cell),
                        problem.message, problem.cure, problem.code,
                    )
                )  # fmt: skip
                continue
            if value is not None:
                values[column.key] = value
            elif column.required:
                findings.append(
                    CellFinding(
                        address(number, head.column), column.label, shown(cell),
                        f"“{column.label}”没有填写。", "请补填。", "required",
                    )
                )  # fmt: skip
        return values, findings

    def _out_of_order(self, number: int, values: Mapping[str, Any]) -> Iterator[CellFinding]:
        for order in self._spec.orders:
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
        for _, column, _, _ in self._columns:
            if not column.unique or column.key not in values:
                continue
            value = values[column.key]
            here = f"{self._letters[column.key]}{number}"
            first = self._seen.setdefault((column.key, value), here)
            if first != here:
                yield CellFinding(
                    here,
                    column.label,
                    str(value),
                    f"与{first}重复。",
                    "请核对是同一家企业写了两行，还是其中一个写错了。",
                    "duplicate",
                )

    # -- the outcome ------------------------------------------------------------------------

    @cached_property
    def _heads(self) -> tuple[str, ...]:
        texts = {head.column: _one_line(head.text) for head in self._header.heads}
        return tuple(texts.get(column, "") for column in range(1, max(texts) + 1))

    def note_sheets(self, workbook: Workbook) -> None:
        """What else is in the workbook and was not read."""
        for sheet in workbook.sheets:
            if sheet.hidden:
                self._notes.append(f"隐藏的工作表“{sheet.name}”没有读取。")
            elif sheet is not self._sheet and sheet.rows:
                self._notes.append(f"工作表“{sheet.name}”没有读取。")

    def outcome(self) -> ListReading:
        return ListReading(
            self._spec.title,
            self._sheet.name,
            self._header.bottom,
            tuple(
                MappedColumn(h.column, c.key, c.label, _one_line(h.text), h.cell, unit)
                for h, c, unit, _ in self._columns
            ),
            tuple(self._ignored),
            tuple(self._findings),
            tuple(self._rows),
            tuple(self._refused),
            tuple(self._notes),
            tuple(self._no_unit),
            self._heads,
        )


def _one_line(text: str) -> str:
    return "".join(text.split())
