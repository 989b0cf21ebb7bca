"""What an import would do, before anything is written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from kcdesk.kernel.kinds import Field, Option
from kcdesk.work.commands.enterprises.imports import ListedFirm, known_firms, sort_firm
from kcdesk.work.context import Read
from kcdesk.work.query import query

STATUSES = (
    Option("new", "新增"),
    Option("changed", "变更"),
    Option("unchanged", "无变化"),
)


@dataclass(frozen=True)
class PreviewLine:
    """One accepted row of the list, and what would become of it."""

    order_no: Annotated[int, Field("whole", "序号")]
    name: Annotated[str, Field("text", "企业名称")]
    uscc: Annotated[str, Field("uscc", "统一社会信用代码")]
    status: Annotated[str, Field("choice", "处理", options=STATUSES)]
    differences: Annotated[str, Field("long_text", "变化内容")]


@query("导入预览")
def preview_enterprises(
    read: Read, rows: Annotated[tuple[ListedFirm, ...], Field("rows", "名单")]
) -> tuple[PreviewLine, ...]:
    """Every row with new, changed (and how) or unchanged."""
    known = known_firms(read)
    lines = []
    for number, firm in enumerate(rows, 1):
        found = sort_firm(firm, known.firms.get(firm.uscc), known)
        told = "；".join(f"{label}：{old or '空'}→{new}" for label, old, new in found.differences)
        lines.append(PreviewLine(number, firm.name, firm.uscc, found.status, told))
    return tuple(lines)
