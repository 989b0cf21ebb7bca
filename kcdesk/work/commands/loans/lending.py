"""A loan as the bank paid it out; the programme checks it as of that day."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Annotated

from sqlalchemy import select

from kcdesk.domain.applications import SECURITIES, move
from kcdesk.domain.enterprises import listed_on
from kcdesk.domain.loans import LoanFacts, check_disbursement, check_room
from kcdesk.domain.schemes.trace import trace_to_json
from kcdesk.kernel.errors import Problem, Refusal
from kcdesk.kernel.kinds import Field, date_in_words
from kcdesk.kernel.money import ZERO, Money
from kcdesk.store.tables.applications import ApplicationRow
from kcdesk.store.tables.enterprises import EnterpriseRow
from kcdesk.store.tables.loans import LoanRow
from kcdesk.store.tables.partners import PartnerRow
from kcdesk.work.command import Command, handles
from kcdesk.work.commands.enterprises.admissions import listings
from kcdesk.work.commands.partners import is_partner, refuse_wrong_partner
from kcdesk.work.context import Read, Work
from kcdesk.work.exposure import later_days, outstanding_of


class DisburseLoan(Command, label="登记放款", stage="loans"):
    """A loan as the bank paid it out; checked by the programme as of that day."""

    enterprise: Annotated[int, Field("record", "借款企业", of="enterprises")]
    bank: Annotated[int, Field("record", "贷款银行", of="partners")]
    amount: Annotated[Money, Field("money", "贷款金额")]
    disbursed_on: Annotated[date, Field("day", "放款日")]
    due_on: Annotated[date, Field("day", "到期日")]
    security: Annotated[str, Field("choice", "担保方式", options=SECURITIES)] = "credit"
    guarantor: Annotated[int | None, Field("record", "担保机构", of="partners")] = None
    contract_no: Annotated[str, Field("text", "合同号")]
    iou_no: Annotated[str, Field("text", "借据号")] = ""
    rate: Annotated[Fraction | None, Field("percent", "年利率")] = None
    purpose: Annotated[str, Field("text", "贷款用途")] = ""
    application: Annotated[int | None, Field("record", "对应申请", of="applications")] = None


@handles(DisburseLoan)
def disburse_loan(work: Work, command: DisburseLoan) -> int:
    """Refuses what the programme refuses, keeping the trace of the checks with the loan."""
    enterprise = work.get(EnterpriseRow, command.enterprise, "企业", "enterprise")
    bank = work.get(PartnerRow, command.bank, "贷款银行", "bank")
    refuse_wrong_partner(work, bank, command.guarantor)
    if command.application is not None:
        _use_application(work, command.application, command.enterprise)
    twice = work.one(
        select(LoanRow).where(
            LoanRow.bank_id == bank.id, LoanRow.contract_no == command.contract_no
        )
    )
    if twice is not None:
        raise Refusal.of(
            f"{bank.name}的合同号 {command.contract_no} 已登记过。",
            cure="请核对合同号；一个合同多次放款的，请在合同号后加序号。",
            field="contract_no",
            code="loan.twice",
        )
    facts = loan_facts(
        work,
        enterprise.id,
        bank,
        amount=command.amount,
        disbursed_on=command.disbursed_on,
        due_on=command.due_on,
        security=command.security,
        guarantor=command.guarantor,
    )
    findings = check_disbursement(work.scheme(), facts)
    findings.refuse()
    _refuse_later_overrun(work, enterprise.id, facts)
    work.say(f"登记放款：{enterprise.name} {command.amount.show()}元（{bank.name}）")
    return work.add(
        LoanRow(
            enterprise_id=enterprise.id,
            bank_id=bank.id,
            guarantor_id=command.guarantor,
            application_id=command.application,
            contract_no=command.contract_no,
            iou_no=command.iou_no,
            amount_fen=command.amount,
            disbursed_on=command.disbursed_on,
            due_on=command.due_on,
            security=command.security,
            rate=command.rate,
            purpose=command.purpose,
            interest_arrears_fen=ZERO,
            trace=trace_to_json(findings.trace),
            scheme_revision_id=work.revision().id,
            entered_by=work.by.id,
        )
    ).id


def _refuse_later_overrun(work: Work, enterprise_id: int, facts: LoanFacts) -> None:
    """A loan entered after one that was lent later counts on that one's day as well.

    Only while its own term runs: a loan that was due before is taken to have been repaid.
    """
    for day in later_days(work, enterprise_id, facts.disbursed_on, facts.due_on):
        owed = outstanding_of(work, enterprise_id, day)
        over = [
            Problem(
                f"{date_in_words(day)}另有放款，合并计算：{p.message}",
                p.cure,
                p.field,
                p.clauses,
                p.code,
            )
            for p in check_room(work.scheme(), facts, day, owed)
        ]
        if over:
            raise Refusal(*over)


def loan_facts(
    read: Read,
    enterprise_id: int,
    bank: PartnerRow,
    *,
    amount: Money,
    disbursed_on: date,
    due_on: date,
    security: str,
    guarantor: int | None,
) -> LoanFacts:
    """What the programme asks of a loan about to be lent."""
    return LoanFacts(
        amount=amount,
        disbursed_on=disbursed_on,
        due_on=due_on,
        is_listed=listed_on(listings(read, enterprise_id), disbursed_on),
        is_partner=is_partner(bank, disbursed_on),
        enterprise_outstanding=outstanding_of(read, enterprise_id, disbursed_on),
        security=security,
        has_guarantor=guarantor is not None,
    )


def _use_application(work: Work, application_id: int, enterprise_id: int) -> None:
    row = work.get(ApplicationRow, application_id, "贷款申请", "application")
    if row.enterprise_id != enterprise_id:
        raise Refusal.of(
            f"申请 {row.number} 不是这家企业的。",
            cure="请选择这家企业的申请。",
            field="application",
            code="loan.application",
        )
    row.state = move(row.state, "disburse").value
