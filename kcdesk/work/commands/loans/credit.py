"""What caps at one bank count with: the line it grants a firm, loans of the people behind it."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from kcdesk.kernel.errors import Refusal
from kcdesk.kernel.kinds import Field, Option
from kcdesk.kernel.money import ZERO, Money
from kcdesk.store.tables.enterprises import EnterpriseRow
from kcdesk.store.tables.loans import CreditLineRow, PersonLoanRow, PersonRepaymentRow
from kcdesk.store.tables.partners import PartnerRow
from kcdesk.work.command import Command, handles
from kcdesk.work.commands.partners import refuse_wrong_partner
from kcdesk.work.context import Work
from kcdesk.work.exposure import person_repaid

PERSON_ROLES = (
    Option("legal_rep", "法定代表人"),
    Option("controller", "实际控制人"),
)


class RecordCreditLine(Command, label="登记授信额度", stage="loans"):
    """What a bank is ready to lend a firm, from a day on."""

    enterprise: Annotated[int, Field("record", "企业", of="enterprises")]
    bank: Annotated[int, Field("record", "授信银行", of="partners")]
    amount: Annotated[Money, Field("money", "授信额度")]
    from_on: Annotated[date, Field("day", "生效日期")]
    until_on: Annotated[date | None, Field("day", "到期日期", hint="没有到期日的不填")] = None
    document_no: Annotated[str, Field("text", "授信批复或合同号")] = ""


@handles(RecordCreditLine)
def record_credit_line(work: Work, command: RecordCreditLine) -> int:
    """The line granted last is the one that counts."""
    enterprise, bank = _firm_and_bank(work, command.enterprise, command.bank)
    _refuse_nothing(command.amount)
    if command.until_on is not None and command.until_on < command.from_on:
        raise Refusal.of(
            "到期日期早于生效日期。",
            cure="请核对两个日期。",
            field="until_on",
            code="credit.order",
        )
    work.say(f"登记授信额度：{enterprise.name} {command.amount.show()}元（{bank.name}）")
    return work.add(
        CreditLineRow(
            enterprise_id=enterprise.id,
            bank_id=bank.id,
            amount_fen=command.amount,
            from_on=command.from_on,
            until_on=command.until_on,
            document_no=command.document_no,
        )
    ).id


class RecordPersonLoan(Command, label="登记关联人经营贷款", stage="loans"):
    """A business loan that the legal representative or the controller took for the firm."""

    enterprise: Annotated[int, Field("record", "企业", of="enterprises")]
    bank: Annotated[int, Field("record", "贷款银行", of="partners")]
    name: Annotated[str, Field("text", "借款人姓名")]
    role: Annotated[str, Field("choice", "与企业的关系", options=PERSON_ROLES)] = "legal_rep"
    amount: Annotated[Money, Field("money", "贷款金额")]
    taken_on: Annotated[date, Field("day", "放款日")]
    contract_no: Annotated[str, Field("text", "合同号")] = ""
    note: Annotated[str, Field("text", "说明")] = ""


@handles(RecordPersonLoan)
def record_person_loan(work: Work, command: RecordPersonLoan) -> int:
    """Only recorded: it counts when the firm is lent money next."""
    enterprise, bank = _firm_and_bank(work, command.enterprise, command.bank)
    _refuse_nothing(command.amount)
    work.say(
        f"登记关联人经营贷款：{enterprise.name} {command.name} {command.amount.show()}元（{bank.name}）"
    )
    return work.add(
        PersonLoanRow(
            enterprise_id=enterprise.id,
            bank_id=bank.id,
            name=command.name,
            role=command.role,
            amount_fen=command.amount,
            taken_on=command.taken_on,
            contract_no=command.contract_no,
            note=command.note,
        )
    ).id


class RepayPersonLoan(Command, label="登记关联人还款", stage="loans"):
    """Principal of such a loan was paid back."""

    person_loan: Annotated[int, Field("record", "关联人贷款", of="loans")]
    repaid_on: Annotated[date, Field("day", "还款日")]
    principal: Annotated[Money, Field("money", "归还本金")]


@handles(RepayPersonLoan)
def repay_person_loan(work: Work, command: RepayPersonLoan) -> int:
    """Refuses more than is owed, and a day before the loan."""
    row = work.get(PersonLoanRow, command.person_loan, "关联人贷款", "person_loan")
    left = row.amount_fen - person_repaid(work, row.id)
    _refuse_nothing(command.principal, "principal")
    if command.principal > left:
        raise Refusal.of(
            f"归还本金 {command.principal.show()} 元超过未还本金 {left.show()} 元。",
            cure="请核对金额。",
            field="principal",
            code="repayment.more",
        )
    if command.repaid_on < row.taken_on:
        raise Refusal.of(
            "还款日早于放款日。", cure="请核对日期。", field="repaid_on", code="repayment.order"
        )
    work.say(f"登记关联人还款：{row.name} 本金 {command.principal.show()} 元")
    return work.add(
        PersonRepaymentRow(
            person_loan_id=row.id, repaid_on=command.repaid_on, principal_fen=command.principal
        )
    ).id


def _firm_and_bank(work: Work, enterprise: int, bank: int) -> tuple[EnterpriseRow, PartnerRow]:
    firm = work.get(EnterpriseRow, enterprise, "企业", "enterprise")
    lender = work.get(PartnerRow, bank, "银行", "bank")
    refuse_wrong_partner(work, lender, None)
    return firm, lender


def _refuse_nothing(amount: Money, field: str = "amount") -> None:
    if amount <= ZERO:
        raise Refusal.of("金额要大于零。", cure="请核对金额。", field=field, code="credit.amount")
