"""A loan as the bank paid it out; the programme checks it as of that day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Annotated

from sqlalchemy import select

from kcdesk.domain.applications import LOAN_KINDS, SECURITIES, move
from kcdesk.domain.loans import LoanFacts, check_disbursement, check_room
from kcdesk.domain.schemes.trace import trace_to_json
from kcdesk.kernel.errors import Problem, Refusal
from kcdesk.kernel.kinds import Field, date_in_words
from kcdesk.kernel.money import ZERO, Money
from kcdesk.store.tables.applications import ApplicationRow
from kcdesk.store.tables.enterprises import EnterpriseRow
from kcdesk.store.tables.loans import LoanProductRow, LoanRow, RepaymentRow
from kcdesk.store.tables.partners import PartnerRow
from kcdesk.work.command import Command, handles
from kcdesk.work.commands.applications import asked_of
from kcdesk.work.commands.enterprises.facts import enterprise_facts
from kcdesk.work.commands.loans.facts import loan_facts
from kcdesk.work.commands.partners import refuse_wrong_partner
from kcdesk.work.context import Work
from kcdesk.work.exposure import Settling, begun_on, exposure_of, later_days, settling


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
    kind: Annotated[str, Field("choice", "贷款类型", options=LOAN_KINDS)] = "new"
    renews: Annotated[
        int | None, Field("record", "归还的原贷款", of="loans", hint="续贷、借新还旧的填写")
    ] = None
    products: Annotated[tuple[str, ...], Field("codes", "贷款产品", source="products")] = ()
    is_discounting: Annotated[bool, Field("flag", "票据贴现")] = False
    special_reason: Annotated[str, Field("text", "特殊情况说明")] = ""
    guaranteed: Annotated[
        Money | None, Field("money", "担保额", hint="不填按全额；没有担保机构的不填")
    ] = None


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
    _refuse_guaranteed(command)
    scheme = work.scheme()
    repays = _repays(work, command)
    facts = loan_facts(
        work,
        enterprise.id,
        bank,
        amount=command.amount,
        disbursed_on=command.disbursed_on,
        due_on=command.due_on,
        security=command.security,
        guarantor=command.guarantor,
        application=command.application,
        repays=repays,
        asked=asked_of(
            scheme,
            kind=command.kind,
            products=command.products,
            is_discounting=command.is_discounting,
            rate=command.rate,
            special_reason=command.special_reason,
        ),
    )
    findings = check_disbursement(scheme, facts)
    findings.refuse()
    _refuse_later_overrun(work, enterprise.id, bank.id, facts, repays)
    work.say(f"登记放款：{enterprise.name} {command.amount.show()}元（{bank.name}）")
    row = work.add(
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
            kind=command.kind,
            is_discounting=command.is_discounting,
            special_reason=facts.asked.special_reason or None,
            old_loan_id=command.renews,
            guaranteed_fen=command.guaranteed,
        )
    )
    for product in sorted(facts.asked.products or ()):
        work.add(LoanProductRow(loan_id=row.id, product=product))
    if repays is not None:
        work.add(
            RepaymentRow(
                loan_id=repays.loan.id,
                repaid_on=command.disbursed_on,
                principal_fen=repays.principal,
                interest_fen=ZERO,
                note=f"由合同 {command.contract_no} 归还",
            )
        )
    return row.id


def _repays(work: Work, command: DisburseLoan) -> Settling | None:
    """The old loan that this one repays: only one lent before, and only by a loan of that kind."""
    repays = settling(work, command.renews, command.enterprise, command.amount)
    if repays is None:
        return None
    problems = []
    if command.kind == "new":
        problems.append(
            Problem(
                f"填写了归还的原贷款（合同 {repays.loan.contract_no}），贷款类型却是新增。",
                "请把贷款类型改为续贷或借新还旧，或去掉原贷款。",
                "kind",
                code="loan.renews_kind",
            )
        )
    if command.disbursed_on < repays.loan.disbursed_on:
        problems.append(
            Problem(
                f"放款日早于原贷款的放款日（{date_in_words(repays.loan.disbursed_on)}）。",
                "请核对日期和原贷款。",
                "disbursed_on",
                code="loan.renews_order",
            )
        )
    if problems:
        raise Refusal(*problems)
    return repays


def _refuse_guaranteed(command: DisburseLoan) -> None:
    if command.guaranteed is None:
        return
    if command.guarantor is None:
        raise Refusal.of(
            "填写了担保额，却没有担保机构。",
            cure="请选择担保机构，或去掉担保额。",
            field="guaranteed",
            code="loan.guaranteed_by",
        )
    if not ZERO < command.guaranteed <= command.amount:
        raise Refusal.of(
            "担保额要大于零，不能超过贷款金额。",
            cure="请核对担保额；全额担保的可以不填。",
            field="guaranteed",
            code="loan.guaranteed",
        )


def _refuse_later_overrun(
    work: Work, enterprise_id: int, bank_id: int, facts: LoanFacts, repays: Settling | None
) -> None:
    """A loan entered after one that was lent later counts on that one's day as well.

    Only while its own term runs: a loan that was due before is taken to have been repaid.
    """
    if facts.asked.is_discounting:
        return
    since = facts.disbursed_on
    if repays is not None and repays.loan.bank_id == bank_id:
        since = min(since, begun_on(work, repays.loan))
    for day in later_days(work, enterprise_id, facts.disbursed_on, facts.due_on):
        owed = exposure_of(work, enterprise_id, bank_id, day, since=since, repays=repays)
        then = replace(facts, enterprise=enterprise_facts(work, enterprise_id, day))
        over = [
            Problem(
                f"{date_in_words(day)}另有放款，合并计算：{p.message}",
                p.cure,
                p.field,
                p.clauses,
                p.code,
            )
            for p in check_room(work.scheme(), then, day, owed)
        ]
        if over:
            raise Refusal(*over)


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
