"""Applications: the list, and one with what may be done with it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from sqlalchemy import select
from sqlalchemy.orm import aliased

from kcdesk.domain.applications import SECURITIES, ApplicationState, check_application
from kcdesk.domain.schemes.judging import Findings
from kcdesk.domain.schemes.trace import trace_to_json
from kcdesk.kernel.errors import Refusal
from kcdesk.kernel.kinds import Field, Option
from kcdesk.kernel.money import Money
from kcdesk.store.tables.applications import ApplicationRow
from kcdesk.store.tables.enterprises import EnterpriseRow
from kcdesk.store.tables.loans import LoanRow
from kcdesk.store.tables.partners import PartnerRow
from kcdesk.work.commands.applications import application_facts
from kcdesk.work.context import Read
from kcdesk.work.queries.tracing import ProblemLine, TraceLine, problem_lines, trace_lines
from kcdesk.work.query import query
from kcdesk.work.search import like

STATES = tuple(Option(s.value, s.label) for s in ApplicationState)


@dataclass(frozen=True)
class ApplicationLine:
    """One application."""

    id: Annotated[int, Field("record", "编号", of="applications")]
    number: Annotated[str, Field("text", "申请编号")]
    enterprise: Annotated[str, Field("text", "企业名称")]
    bank: Annotated[str, Field("text", "意向银行")]
    applied_on: Annotated[date, Field("day", "申请日期")]
    amount: Annotated[Money, Field("money", "申请金额", unit="万元")]
    term_months: Annotated[int, Field("whole", "期限（月）")]
    security: Annotated[str, Field("choice", "担保方式", options=SECURITIES)]
    state: Annotated[str, Field("choice", "状态", options=STATES)]
    purpose: Annotated[str, Field("text", "用途")]
    guarantor: Annotated[str, Field("text", "担保机构")]
    is_first_loan: Annotated[bool, Field("flag", "首贷")]
    is_renewal: Annotated[bool, Field("flag", "续贷")]
    other_loans: Annotated[str, Field("text", "其他贷款")]
    opinion: Annotated[str, Field("long_text", "意见")]
    decided_on: Annotated[date | None, Field("day", "办理日期")]
    enterprise_id: Annotated[int, Field("record", "企业", of="enterprises")]
    bank_id: Annotated[int, Field("record", "银行", of="partners")]
    guarantor_id: Annotated[int | None, Field("record", "担保机构", of="partners")]


@query("贷款申请")
def applications(
    read: Read,
    find: Annotated[str, Field("text", "查找", hint="企业名称、拼音首字母或申请编号")] = "",
    state: Annotated[str, Field("choice", "状态", options=STATES)] = "",
    enterprise: Annotated[int, Field("record", "企业", of="enterprises")] = 0,
) -> tuple[ApplicationLine, ...]:
    """Applications, the newest first."""
    return _lines(read, find, state, enterprise, 0)


@dataclass(frozen=True)
class ApplicationCard(ApplicationLine):
    """One application with the office's recommendation and the loan it led to."""

    document_no: Annotated[str, Field("text", "推荐函文号")]
    recommended_on: Annotated[date | None, Field("day", "推荐日期")]
    suggested_amount: Annotated[Money | None, Field("money", "建议贷款金额", unit="万元")]
    valid_until_on: Annotated[date | None, Field("day", "推荐有效期至")]
    loan: Annotated[str, Field("text", "放款合同号")]
    loan_id: Annotated[int | None, Field("record", "贷款", of="loans")]


@query("贷款申请卡片")
def application_card(
    read: Read, application: Annotated[int, Field("record", "贷款申请", of="applications")]
) -> ApplicationCard:
    """One application."""
    row = read.get(ApplicationRow, application, "贷款申请")
    (line,) = _lines(read, "", "", 0, application)
    loan = read.one(select(LoanRow).where(LoanRow.application_id == row.id))
    return ApplicationCard(
        **vars(line),
        document_no=row.document_no,
        recommended_on=row.recommended_on,
        suggested_amount=row.suggested_amount_fen,
        valid_until_on=row.valid_until_on,
        loan="" if loan is None else loan.contract_no,
        loan_id=None if loan is None else loan.id,
    )


@dataclass(frozen=True)
class ApplicationCheck:
    """What the programme would say if this were saved now; nothing is saved."""

    refusals: Annotated[tuple[ProblemLine, ...], Field("rows", "不能继续")]
    warnings: Annotated[tuple[ProblemLine, ...], Field("rows", "请注意")]
    trace: Annotated[tuple[TraceLine, ...], Field("rows", "逐项检查")]


@query("贷款申请预检")
def check_application_entry(
    read: Read,
    enterprise: Annotated[int, Field("record", "申请企业", of="enterprises")],
    applied_on: Annotated[date, Field("day", "申请日期")],
    amount: Annotated[Money, Field("money", "申请金额")],
    term_months: Annotated[int, Field("whole", "期限（月）")],
    bank: Annotated[int, Field("record", "意向银行", of="partners")],
    security: Annotated[str, Field("choice", "担保方式", options=SECURITIES)],
    purpose: Annotated[str, Field("text", "贷款用途")] = "",
    guarantor: Annotated[int | None, Field("record", "担保机构", of="partners")] = None,
    is_first_loan: Annotated[bool, Field("flag", "是否首贷")] = False,
    is_renewal: Annotated[bool, Field("flag", "是否续贷")] = False,
) -> ApplicationCheck:
    """The findings of an application before it is saved."""
    facts = application_facts(
        read, enterprise, read.get(PartnerRow, bank, "意向银行"), applied_on=applied_on,
        amount=amount, term_months=term_months, purpose=purpose, security=security,
        guarantor=guarantor, is_first_loan=is_first_loan, is_renewal=is_renewal,
    )  # fmt: skip
    try:
        findings = check_application(read.scheme(), facts)
    except Refusal as refusal:
        findings = Findings((), refusal.problems)
    return ApplicationCheck(
        problem_lines(findings.refusals),
        problem_lines(findings.warnings),
        trace_lines(read.scheme(), trace_to_json(findings.trace)),
    )


def _lines(
    read: Read, find: str, state: str, enterprise: int, one: int
) -> tuple[ApplicationLine, ...]:
    guarantor = aliased(PartnerRow)
    statement = (
        select(ApplicationRow, EnterpriseRow, PartnerRow, guarantor)
        .join(EnterpriseRow, EnterpriseRow.id == ApplicationRow.enterprise_id)
        .join(PartnerRow, PartnerRow.id == ApplicationRow.bank_id)
        .outerjoin(guarantor, guarantor.id == ApplicationRow.guarantor_id)
        .order_by(ApplicationRow.applied_on.desc(), ApplicationRow.id.desc())
    )
    if find.strip():
        pattern = like(find)
        statement = statement.where(
            EnterpriseRow.search_keys.like(pattern, escape="\\")
            | ApplicationRow.number.like(pattern, escape="\\")
        )
    if state:
        statement = statement.where(ApplicationRow.state == state)
    if enterprise:
        statement = statement.where(ApplicationRow.enterprise_id == enterprise)
    if one:
        statement = statement.where(ApplicationRow.id == one)
    return tuple(
        ApplicationLine(
            a.id, a.number, e.name, b.name, a.applied_on, a.amount_fen, a.term_months, a.security,
            a.state, a.purpose, g.name if g else "", a.is_first_loan, a.is_renewal, a.other_loans,
            a.opinion, a.decided_on, e.id, b.id, a.guarantor_id,
        )
        for a, e, b, g in read.session.execute(statement)
    )  # fmt: skip
