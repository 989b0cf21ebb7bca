"""What the tabs of an import show: refused cells, headings and what they were taken for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from kcdesk.kernel.kinds import Field
from kcdesk.ui.kit import Remark
from kcdesk.work.intake import FirmList, ListReading
from kcdesk.work.queries.enterprises.preview import PreviewLine


@dataclass(frozen=True)
class RefusedLine:
    """One thing wrong with one cell; its row is not taken."""

    id: Annotated[int, Field("whole", "序号")]
    cell: Annotated[str, Field("code", "单元格")]
    name: Annotated[str, Field("text", "企业名称")]
    column: Annotated[str, Field("text", "项目")]
    given: Annotated[str, Field("text", "表中内容")]
    reason: Annotated[str, Field("long_text", "原因")]
    cure: Annotated[str, Field("long_text", "怎么办")]


@dataclass(frozen=True)
class HeadLine:
    """One heading of the sheet and what it was taken for, or a word on what was left out."""

    id: Annotated[int, Field("whole", "序号")]
    cell: Annotated[str, Field("code", "单元格")]
    head: Annotated[str, Field("text", "表头")]
    unit: Annotated[str, Field("code", "单位")]
    meaning: Annotated[str, Field("long_text", "读作")]


def refused_lines(reading: ListReading) -> tuple[RefusedLine, ...]:
    """Every finding, row by row."""
    at = next((c.column - 1 for c in reading.columns if c.key == "name"), -1)
    found = [
        (finding, row.given[at] if 0 <= at < len(row.given) else "")
        for row in reading.refused
        for finding in row.findings
    ]
    return tuple(
        RefusedLine(
            number, f.cell, " ".join(name.split()), f.column, " ".join(f.given.split()), f.reason,
            f.cure,
        )
        for number, (f, name) in enumerate(found, 1)
    )  # fmt: skip


def head_lines(reading: ListReading) -> tuple[HeadLine, ...]:
    """Where the list was found, what was understood, what was not, what was left out."""
    place = (
        f"工作表“{reading.sheet}”，表头在第{reading.header_row}行，认出{len(reading.columns)}列。"
    )
    rows = [
        ("", "", "", place),
        *((c.cell, c.head, c.unit, c.label) for c in reading.columns),
        *((h.cell, h.text, "", "没有认出，这一列不读取") for h in reading.ignored),
        *((f.cell, f.given, "", f"{f.reason}{f.cure}") for f in reading.header_findings),
        *(("", "", "", note) for note in reading.notes),
    ]
    return tuple(
        HeadLine(number, cell, " ".join(head.split()), unit, meaning)
        for number, (cell, head, unit, meaning) in enumerate(rows, 1)
    )


def sums(reading: ListReading, lines: Sequence[PreviewLine]) -> str:
    """``读到 1,351 行 ＝ 新增 … ＋ 变更 … ＋ 无变化 … ＋ 未接收 …``"""
    counts = Counter(line.status for line in lines)
    parts = (
        ("新增", counts["new"]),
        ("变更", counts["changed"]),
        ("无变化", counts["unchanged"]),
        ("未接收", len(reading.refused)),
    )
    told = " ＋ ".join(f"{label} {count:,}" for label, count in parts)
    return f"读到 {reading.read_count:,} 行 ＝ {told}"


def remarks(firms: FirmList, lines: Sequence[PreviewLine]) -> list[Remark]:
    """What must be known before confirming."""
    reading = firms.reading
    if reading is None:
        return [
            Remark(
                f"文件里有{len(firms.sheets)}张工作表都像企业名单，请在上面选定一张。", "warning"
            )
        ]
    found = [Remark(f"{f.cell}：{f.reason}{f.cure}", "warning") for f in reading.header_findings]
    if reading.units_missing:
        labels = "、".join(c.label for c in reading.columns if c.key in reading.units_missing)
        text = f"{labels}没有写明是元还是万元，有金额的行都没有接收。请在上面选定单位。"
        found.append(Remark(text, "stop"))
    if reading.refused:
        text = (
            f"{len(reading.refused):,}行没有接收，不影响导入其余各行。"
            "可另存为表格退回修改，改好后再导入一次，不会重复登记。"
        )
        found.append(Remark(text, "warning"))
    notes = Counter(line.note for line in lines if line.note)
    found += [Remark(f"{count:,}家{note}。", "warning") for note, count in notes.items()]
    return found
