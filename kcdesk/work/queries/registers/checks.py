"""What the programme would say of an entry if it were saved now; nothing is saved."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from kcdesk.domain.registers import check_entry, kind_of
from kcdesk.domain.schemes.judging import Findings
from kcdesk.domain.schemes.trace import trace_to_json
from kcdesk.kernel.errors import Refusal
from kcdesk.kernel.kinds import Field
from kcdesk.work.commands.registers import EntryValue, entry_of
from kcdesk.work.context import Read
from kcdesk.work.queries.tracing import ProblemLine, TraceLine, problem_lines, trace_lines
from kcdesk.work.query import query


@dataclass(frozen=True)
class EntryCheck:
    """The findings of an entry."""

    refusals: Annotated[tuple[ProblemLine, ...], Field("rows", "不能继续")]
    warnings: Annotated[tuple[ProblemLine, ...], Field("rows", "请注意")]
    trace: Annotated[tuple[TraceLine, ...], Field("rows", "逐项检查")]


@query("台账登记预检")
def register_entry_check(
    read: Read,
    register: Annotated[str, Field("code", "台账", source="register_options")],
    noted_on: Annotated[date, Field("day", "登记日期")],
    state: Annotated[str, Field("text", "状态")] = "",
    values: Annotated[tuple[EntryValue, ...], Field("rows", "登记内容")] = (),
) -> EntryCheck:
    """The findings of an entry before it is saved."""
    scheme = read.scheme()
    try:
        kind = kind_of(scheme, register)
        findings = check_entry(scheme, kind, entry_of(read, kind, noted_on, state, values))
    except Refusal as refusal:
        findings = Findings((), refusal.problems)
    return EntryCheck(
        problem_lines(findings.refusals),
        problem_lines(findings.warnings),
        trace_lines(scheme, trace_to_json(findings.trace)),
    )
