"""Fees and subsidies of a time, loan by loan; the totals are those of the rows (money.md B3)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from sqlalchemy import func, select

from kcdesk.domain.loans import security_party_key
from kcdesk.domain.schemes.charging import Counted, Fee
from kcdesk.domain.schemes.operands import Facts
from kcdesk.domain.schemes.scheme import Scheme
from kcdesk.kernel.days import term_days
from kcdesk.kernel.errors import Refusal
from kcdesk.kernel.kinds import Field
from kcdesk.kernel.money import ZERO, Money, total
from kcdesk.store.tables.loans import LoanRow, RepaymentRow
from kcdesk.work.agreements import reference_rate
from kcdesk.work.context import Read
from kcdesk.work.exposure import reached
from kcdesk.work.measures import Period, rows_of
from kcdesk.work.query import OptionLine, query

_NEEDED = frozenset({"enterprise.name", "enterprise.classes", "bank.is_tech", "loan.products"})


@dataclass(frozen=True)
class FeeLine:
    """What one loan costs or is granted."""

    id: Annotated[int, Field("record", "贷款", of="loans")]
    enterprise: Annotated[str, Field("text", "企业名称")]
    bank: Annotated[str, Field("text", "贷款银行")]
    contract_no: Annotated[str, Field("text", "合同号")]
    disbursed_on: Annotated[date, Field("day", "放款日")]
    due_on: Annotated[date, Field("day", "到期日")]
    loan_amount: Annotated[Money, Field("money", "贷款金额")]
    interest_paid: Annotated[Money, Field("money", "实付利息")]
    amount: Annotated[Money | None, Field("money", "费用或补贴")]
    words: Annotated[str, Field("text", "承担方式")]
    payer: Annotated[str, Field("text", "付款方")]
    payee: Annotated[str, Field("text", "收款方")]
    clauses: Annotated[str, Field("text", "条款")]
    trouble: Annotated[str, Field("long_text", "不能计算的原因")]


@dataclass(frozen=True)
class FeeTotals:
    """The sums of the rows."""

    loans_count: Annotated[int, Field("whole", "笔数")]
    loan_amount: Annotated[Money, Field("money", "贷款金额合计")]
    amount: Annotated[Money, Field("money", "费用或补贴合计")]
    open_count: Annotated[int, Field("whole", "无法计算（笔）")]


@query("费用和补贴项目")
def fee_options(read: Read) -> tuple[OptionLine, ...]:
    """The programme's fees and subsidies."""
    return tuple(OptionLine(fee.id, fee.label) for fee in read.scheme().fees.values())


@query("费用和补贴")
def fee_lines(
    read: Read,
    fee: Annotated[str, Field("code", "项目", source="fee_options")],
    from_on: Annotated[date, Field("day", "起始日期")],
    until_on: Annotated[date, Field("day", "截止日期")],
) -> tuple[FeeLine, ...]:
    """Every loan that counts in the time; a loan it cannot be computed for says why."""
    scheme = read.scheme()
    if fee not in scheme.fees:
        raise Refusal.of(
            "方案没有这个费用或补贴项目。", cure="请从列表中选择。", field="fee", code="missing"
        )
    if until_on < from_on:
        raise Refusal.of(
            "截止日期早于起始日期。", cure="请核对两个日期。", field="until_on", code="fee.order"
        )
    chosen, period = scheme.fees[fee], Period(from_on, until_on)
    paid, last = _paid(read, until_on)
    lines = []
    for row in rows_of(read, "loans", period, _NEEDED):
        ident = int(str(row["loan.id"]))
        if period.holds(_day(chosen.counted, row, last.get(ident))):
            facts = _facts(read, ident, row, paid.get(ident, ZERO))
            lines.append(_line(scheme, chosen, ident, facts))
    return tuple(lines)


def fee_totals(lines: Iterable[FeeLine]) -> FeeTotals:
    """The rows summed."""
    every = tuple(lines)
    return FeeTotals(
        len(every),
        total(line.loan_amount for line in every),
        total(line.amount or ZERO for line in every),
        sum(bool(line.trouble) for line in every),
    )


def _paid(read: Read, until: date) -> tuple[dict[int, Money], dict[int, date]]:
    """Interest paid up to a day, and the day of the last repayment, by loan."""
    rows = read.session.execute(
        select(
            RepaymentRow.loan_id,
            func.sum(RepaymentRow.interest_fen),
            func.max(RepaymentRow.repaid_on),
        )
        .where(RepaymentRow.repaid_on <= until)
        .group_by(RepaymentRow.loan_id)
    ).all()
    return (
        {loan: amount or ZERO for loan, amount, _ in rows},
        {loan: day for loan, _, day in rows if day is not None},
    )


def _day(counted: Counted, row: Facts, last_repaid: date | None) -> date | None:
    """The day that puts a loan into a time; None while it is not due or not settled."""
    match counted:
        case Counted.LENT:
            day = row["loan.disbursed_on"]
        case Counted.DUE:
            day = row["loan.final_due_on"]
        case _:
            day = None if row["loan.is_open"] else last_repaid
    return day if isinstance(day, date) else None


def _facts(read: Read, ident: int, row: Facts, interest_paid: Money) -> dict[str, object]:
    """The facts of the subsidy event: those of the loan's row and what follows from them."""
    first, due = row["loan.disbursed_on"], row["loan.due_on"]
    assert isinstance(first, date)
    assert isinstance(due, date)
    has_institution = bool(row["loan.has_guarantee_institution"])
    loan = read.get(LoanRow, ident, "贷款")
    guaranteed = loan.amount_fen if loan.guaranteed_fen is None else loan.guaranteed_fen
    asked = loan.application_id
    return {
        **row,
        "loan.term_days": term_days(first, due),
        "loan.party_key": security_party_key(str(row["loan.security"]), has_institution),
        "loan.lpr": reference_rate(read, first),
        "loan.interest_paid": interest_paid,
        "loan.guaranteed": guaranteed if has_institution else ZERO,
        **{f"milestone.{code}": day for code, day in reached(read, asked, ident).items()},
    }


def _line(scheme: Scheme, fee: Fee, ident: int, facts: Facts) -> FeeLine:
    amount, words, trouble = None, "", ""
    try:
        made = scheme.compute(fee.sum_id, facts)
        value = made.values[scheme.sums[fee.sum_id].steps[-1].name]
        amount, words = (value, "") if isinstance(value, Money) else (None, str(value))
    except Refusal as refusal:
        trouble = "".join(f"{p.message}{p.cure}" for p in refusal.problems)
    loan_amount, paid = facts["loan.amount"], facts["loan.interest_paid"]
    first, due = facts["loan.disbursed_on"], facts["loan.due_on"]
    assert isinstance(loan_amount, Money)
    assert isinstance(paid, Money)
    assert isinstance(first, date)
    assert isinstance(due, date)
    return FeeLine(
        id=ident,
        enterprise=str(facts["enterprise.name"]),
        bank=str(facts["bank.name"]),
        contract_no=str(facts["loan.contract_no"]),
        disbursed_on=first,
        due_on=due,
        loan_amount=loan_amount,
        interest_paid=paid,
        amount=amount,
        words=words,
        payer=fee.payer,
        payee=fee.payee,
        clauses="、".join(fee.clauses),
        trouble=trouble,
    )
