"""The programme's dated steps for an application and its loan: done, or still missing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from sqlalchemy import select

from kcdesk.domain.schemes.parts import MilestoneKind, MilestoneOf
from kcdesk.kernel.kinds import Field, Option
from kcdesk.store.tables.enterprises import EnterpriseRow
from kcdesk.store.tables.loans import LoanRow, MilestoneRow
from kcdesk.store.tables.partners import PartnerRow
from kcdesk.work.commands.loans.milestones import findings_of, placed, whose
from kcdesk.work.context import Read
from kcdesk.work.queries.tracing import ProblemLine, problem_lines
from kcdesk.work.query import query

STATES = (
    Option("done", "已办"),
    Option("missing", "未办"),
    Option("if_needed", "需要时办理"),
)
STAGES = (
    Option(MilestoneOf.APPLICATION.value, "放款以前"),
    Option(MilestoneOf.LOAN.value, "放款以后"),
)


@dataclass(frozen=True)
class MilestoneLine:
    """One step; one that is missing has no record yet."""

    order_no: Annotated[int, Field("whole", "序号")]
    code: Annotated[str, Field("code", "代码")]
    label: Annotated[str, Field("text", "事项")]
    of: Annotated[str, Field("choice", "何时办理", options=STAGES)]
    state: Annotated[str, Field("choice", "状态", options=STATES)]
    reached_on: Annotated[date | None, Field("day", "办理日期")]
    document_no: Annotated[str, Field("text", "文号或合同号")]
    partner: Annotated[str, Field("text", "办理机构")]
    note: Annotated[str, Field("text", "说明")]
    clauses: Annotated[str, Field("text", "条款")]
    milestone_id: Annotated[int | None, Field("record", "办理事项", of="loans")]
    partner_id: Annotated[int | None, Field("record", "办理机构", of="partners")]

    @property
    def id(self) -> int:
        """A list tells its lines apart by it."""
        return self.order_no


@query("办理事项")
def milestones(
    read: Read,
    application: Annotated[int, Field("record", "贷款申请", of="applications")] = 0,
    loan: Annotated[int, Field("record", "贷款", of="loans")] = 0,
) -> tuple[MilestoneLine, ...]:
    """The steps of an application and of the loan it led to, in the programme's order."""
    if not loan and application:
        led_to = read.one(select(LoanRow).where(LoanRow.application_id == application))
        loan = 0 if led_to is None else led_to.id
    elif loan:
        application = read.get(LoanRow, loan, "贷款", "loan").application_id or 0
    rows = {
        row.code: row
        for row in read.all(
            select(MilestoneRow).where(
                (MilestoneRow.application_id == application) | (MilestoneRow.loan_id == loan)
            )
        )
    }
    names = {p.id: p.name for p in read.all(select(PartnerRow))} if rows else {}
    lines = []
    for number, kind in enumerate(read.scheme().milestones.values(), 1):
        row = rows.get(kind.code)
        lines.append(
            MilestoneLine(
                number, kind.code, kind.label, kind.of.value,
                _state(kind, row),
                None if row is None else row.reached_on,
                "" if row is None else row.document_no,
                "" if row is None or row.partner_id is None else names[row.partner_id],
                kind.note if row is None else row.note,
                "、".join(kind.clauses),
                None if row is None else row.id,
                None if row is None else row.partner_id,
            )
        )  # fmt: skip
    return tuple(lines)


def _state(kind: MilestoneKind, row: MilestoneRow | None) -> str:
    if row is not None:
        return "done"
    return "missing" if kind.is_required else "if_needed"


@dataclass(frozen=True)
class MilestoneCheck:
    """What the programme says of a step before it is saved."""

    refusals: Annotated[tuple[ProblemLine, ...], Field("rows", "不能继续")]
    warnings: Annotated[tuple[ProblemLine, ...], Field("rows", "请注意")]


@query("办理事项预检")
def milestone_check(
    read: Read,
    milestone: Annotated[str, Field("code", "事项", source="milestone_kinds")],
    reached_on: Annotated[date, Field("day", "办理日期")],
    application: Annotated[int, Field("record", "贷款申请", of="applications")] = 0,
    loan: Annotated[int, Field("record", "贷款", of="loans")] = 0,
) -> MilestoneCheck:
    """Out of its order, too late, or nothing at all."""
    of_application, of_loan = whose(read, application or None, loan or None)
    found = findings_of(read, milestone, reached_on, of_application, of_loan)
    return MilestoneCheck(
        problem_lines(placed(found.refusals)), problem_lines(placed(found.warnings))
    )


@dataclass(frozen=True)
class DueMilestoneLine:
    """A loan after whose disbursement something is still to be done."""

    id: Annotated[int, Field("record", "贷款", of="loans")]
    enterprise: Annotated[str, Field("text", "借款企业")]
    contract_no: Annotated[str, Field("text", "合同号")]
    missing: Annotated[str, Field("text", "待办理")]


@query("放款后待办理")
def due_milestones(read: Read) -> tuple[DueMilestoneLine, ...]:
    """Loans that lack a step the programme asks for after the money went out, the oldest first."""
    asked = {
        kind.code: kind.label
        for kind in read.scheme().milestones.values()
        if kind.of is MilestoneOf.LOAN and kind.is_required
    }
    if not asked:
        return ()
    done: dict[int, set[str]] = {}
    for row in read.all(select(MilestoneRow).where(MilestoneRow.code.in_(asked))):
        if row.loan_id is not None:
            done.setdefault(row.loan_id, set()).add(row.code)
    lines = []
    loans = read.session.execute(
        select(LoanRow.id, EnterpriseRow.name, LoanRow.contract_no)
        .join(EnterpriseRow, EnterpriseRow.id == LoanRow.enterprise_id)
        .order_by(LoanRow.disbursed_on, LoanRow.id)
    )
    for ident, name, contract_no in loans:
        missing = [label for code, label in asked.items() if code not in done.get(ident, ())]
        if missing:
            lines.append(DueMilestoneLine(ident, name, contract_no, "、".join(missing)))
    return tuple(lines)


def missing_in_words(lines: tuple[MilestoneLine, ...], of: MilestoneOf | None = None) -> str:
    """``缺1项：报财政局备案``, ``已齐``, or nothing where the programme asks for none."""
    asked = [line for line in lines if of is None or line.of == of]
    missing = [line.label for line in asked if line.state == "missing"]
    if missing:
        return f"缺{len(missing)}项：{'、'.join(missing)}"
    return "已齐" if asked else ""
