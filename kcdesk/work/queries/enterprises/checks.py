"""What the programme would say of an admission before it is saved, step by step."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from kcdesk.domain.enterprises import (
    ONLINE_RESULTS,
    PATHS,
    AdmissionFacts,
    check_admission,
)
from kcdesk.domain.schemes.trace import trace_to_json
from kcdesk.kernel.kinds import Field
from kcdesk.store.tables.enterprises import EnterpriseRow
from kcdesk.work.commands.enterprises.admissions import with_known
from kcdesk.work.commands.enterprises.facts import standing_of
from kcdesk.work.context import Read
from kcdesk.work.queries.tracing import ProblemLine, TraceLine, problem_lines, trace_lines
from kcdesk.work.query import query


@dataclass(frozen=True)
class AdmissionCheck:
    """What speaks against an admission, and every step of the check."""

    refusals: Annotated[tuple[ProblemLine, ...], Field("rows", "不能继续")]
    warnings: Annotated[tuple[ProblemLine, ...], Field("rows", "请注意")]
    trace: Annotated[tuple[TraceLine, ...], Field("rows", "逐项检查")]


@query("入库预检")
def admission_check(
    read: Read,
    enterprise: Annotated[int, Field("record", "企业", of="enterprises")],
    from_on: Annotated[date, Field("day", "纳入日期")],
    document_no: Annotated[str, Field("text", "依据文号")] = "",
    path: Annotated[str, Field("choice", "纳入方式", options=PATHS)] = "qualification",
    online_result: Annotated[
        str, Field("choice", "线上审核结果", options=ONLINE_RESULTS)
    ] = "unrecorded",
    submitted_on: Annotated[date | None, Field("day", "申请入库日期")] = None,
) -> AdmissionCheck:
    """The findings of an admission before it is saved."""
    row = read.get(EnterpriseRow, enterprise, "企业", "enterprise")
    scheme = read.scheme()
    facts = AdmissionFacts(
        from_on=from_on,
        document_no=document_no,
        path=path,
        online_result=online_result,
        submitted_on=submitted_on,
    )
    findings = check_admission(scheme, with_known(scheme, facts, standing_of(read, row.id)))
    return AdmissionCheck(
        problem_lines(findings.refusals),
        problem_lines(findings.warnings),
        trace_lines(scheme, trace_to_json(findings.trace)),
    )
