"""A loan as lent, extended, repaid and graded; the checks on the day the money goes out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from kcdesk.domain.applications import (
    ASKED_FIELDS,
    EXPOSURE_FIELDS,
    NOT_ASKED,
    SECURITIES,
    Asked,
    Exposure,
    Security,
    reached_facts,
)
from kcdesk.domain.enterprises import ENTERPRISE_FIELDS
from kcdesk.domain.partners import BANK_FIELDS
from kcdesk.domain.schemes.asking import facts_named
from kcdesk.domain.schemes.conditions import Condition
from kcdesk.domain.schemes.judging import Findings, find_one
from kcdesk.domain.schemes.limits import Room, is_not_met, limits, rooms_under
from kcdesk.domain.schemes.moves import Labelled
from kcdesk.domain.schemes.operands import Facts
from kcdesk.domain.schemes.scheme import Scheme
from kcdesk.kernel.days import add_months, term_days
from kcdesk.kernel.errors import Problem, Refusal
from kcdesk.kernel.kinds import Field, Option, date_in_words
from kcdesk.kernel.money import ZERO, Money, total


class Grade(Labelled):
    """The five classes of loans; the last three are bad."""

    NORMAL = "normal", "正常"
    SPECIAL_MENTION = "special_mention", "关注"
    SUBSTANDARD = "substandard", "次级"
    DOUBTFUL = "doubtful", "可疑"
    LOSS = "loss", "损失"

    @property
    def is_bad(self) -> bool:
        """次级, 可疑 and 损失 together are 不良."""
        return self in (Grade.SUBSTANDARD, Grade.DOUBTFUL, Grade.LOSS)


GRADES = tuple(Option(g.value, g.label) for g in Grade)

LOAN_FIELDS: Mapping[str, Field] = {
    "loan.amount": Field("money", "贷款金额", unit="万元"),
    "loan.disbursed_on": Field("day", "放款日期"),
    "loan.due_on": Field("day", "到期日"),
    "loan.term_days": Field("whole", "贷款天数", unit="天"),
    "loan.term_months": Field("whole", "贷款期限", unit="个月"),
    "loan.security": Field("choice", "担保方式", options=SECURITIES),
    "loan.party_key": Field("choice", "分担方式", options=SECURITIES),
    "loan.has_guarantee_institution": Field("flag", "有担保机构保证"),
}

EVENTS: Mapping[str, Mapping[str, Field]] = {
    "disbursement": {
        **ENTERPRISE_FIELDS,
        **BANK_FIELDS,
        **ASKED_FIELDS,
        **EXPOSURE_FIELDS,
        **LOAN_FIELDS,
        "enterprise.is_listed": Field("flag", "放款日在支持名单内"),
        "bank.is_partner": Field("flag", "放款日是合作机构"),
    },
    "subsidy": {
        **LOAN_FIELDS,
        **ASKED_FIELDS,
        "loan.lpr": Field("percent", "贷款市场报价利率"),
        "loan.guaranteed": Field("money", "担保额"),
        "loan.interest_paid": Field("money", "实际支付利息"),
        "enterprise.classes": Field("codes", "企业类别", source="classes"),
        "bank.is_tech": Field("flag", "科技支行或授牌科技银行"),
    },
    "extension": {
        **LOAN_FIELDS,
        "loan.final_due_on": Field("day", "展期前到期日"),
        "loan.outstanding": Field("money", "未还本金", unit="万元"),
        "extension.agreed_on": Field("day", "银行同意展期日期"),
        "extension.due_on": Field("day", "展期到期日"),
        "extension.is_guarantor_agreed": Field("flag", "保证人同意展期"),
        "extension.document_no": Field("text", "展期文书号"),
    },
}


def security_party_key(security: str, has_guarantee_institution: bool) -> str:
    """Which share vector a loan takes: ``guarantee`` when an institution is bound by contract.

    A natural person's surety alone, or any other security, shares like a loan without one; a
    mortgage with a guarantee institution beside it shares like a guarantee.
    """
    if has_guarantee_institution:
        return Security.GUARANTEE.value
    return Security.CREDIT.value if security == Security.GUARANTEE else Security(security).value


def term_months(start: date, end: date) -> int:
    """The term in months, a begun month counted; a loan due on the day before or on the same
    day of the month twelve months later has twelve."""
    months = (end.year - start.year) * 12 + end.month - start.month
    return max(months + (add_months(start, months) < end), 1)


def _loan_facts(
    amount: Money, disbursed_on: date, due_on: date, security: str, has_institution: bool
) -> dict[str, object]:
    return {
        "loan.amount": amount,
        "loan.disbursed_on": disbursed_on,
        "loan.due_on": due_on,
        "loan.term_days": term_days(disbursed_on, due_on),
        "loan.term_months": term_months(disbursed_on, due_on),
        "loan.security": security,
        "loan.party_key": security_party_key(security, has_institution),
        "loan.has_guarantee_institution": has_institution,
    }


@dataclass(frozen=True, slots=True)
class LoanFacts:
    """A loan about to be lent. `exposure` is before this loan; `enterprise` and `bank` are what
    those stages know of the two on the day of disbursement, as are `is_listed` and `is_partner`;
    `reached` are the days of the dated steps that are there."""

    amount: Money
    disbursed_on: date
    due_on: date
    is_listed: bool
    is_partner: bool
    exposure: Exposure
    security: str
    has_guarantor: bool = False
    asked: Asked = NOT_ASKED
    enterprise: Facts = field(default_factory=dict)
    bank: Facts = field(default_factory=dict)
    reached: Mapping[str, date] = field(default_factory=dict)

    def facts(self) -> Facts:
        """For the scheme's conditions. Raises Refusal when the due day is before the first."""
        return {
            **self.enterprise,
            **self.bank,
            **self.asked.facts(),
            **self.exposure.facts(),
            **reached_facts(self.reached),
            **_loan_facts(
                self.amount, self.disbursed_on, self.due_on, self.security, self.has_guarantor
            ),
            "enterprise.is_listed": self.is_listed,
            "bank.is_partner": self.is_partner,
        }


@dataclass(frozen=True, slots=True)
class SubsidyFacts:
    """A loan as fees and subsidies are reckoned on it; `guaranteed` is what an institution bound
    itself for, `enterprise` and `bank` what is known of the two on the loan's first day."""

    amount: Money
    disbursed_on: date
    due_on: date
    security: str
    has_guarantor: bool
    guaranteed: Money
    interest_paid: Money
    asked: Asked = NOT_ASKED
    enterprise: Facts = field(default_factory=dict)
    bank: Facts = field(default_factory=dict)
    reached: Mapping[str, date] = field(default_factory=dict)

    def facts(self) -> Facts:
        """For the scheme's sums."""
        return {
            **self.asked.facts(),
            **reached_facts(self.reached),
            **_loan_facts(
                self.amount, self.disbursed_on, self.due_on, self.security, self.has_guarantor
            ),
            "loan.lpr": self.bank.get("loan.lpr"),
            "loan.guaranteed": self.guaranteed,
            "loan.interest_paid": self.interest_paid,
            "enterprise.classes": self.enterprise.get("enterprise.classes"),
            "bank.is_tech": self.bank.get("bank.is_tech"),
        }


@dataclass(frozen=True, slots=True)
class ExtensionFacts:
    """An extension: `due_on` is the original maturity, `final_due_on` the one before this
    extension, `extended_due_on` the new one."""

    amount: Money
    disbursed_on: date
    due_on: date
    final_due_on: date
    extended_due_on: date
    agreed_on: date
    outstanding: Money
    security: str
    has_guarantor: bool = False
    is_guarantor_agreed: bool = True
    document_no: str = ""

    def facts(self) -> Facts:
        """For the scheme's conditions. Raises Refusal when the due day is before the first."""
        return {
            **_loan_facts(
                self.amount, self.disbursed_on, self.due_on, self.security, self.has_guarantor
            ),
            "loan.final_due_on": self.final_due_on,
            "loan.outstanding": self.outstanding,
            "extension.agreed_on": self.agreed_on,
            "extension.due_on": self.extended_due_on,
            "extension.is_guarantor_agreed": self.is_guarantor_agreed,
            "extension.document_no": self.document_no,
        }


def check_disbursement(scheme: Scheme, facts: LoanFacts) -> Findings:
    """The scheme's conditions on the day the money goes out.

    A loan of nothing, or due before it is lent, is refused before any policy is asked.
    """
    _refuse_impossible(facts.amount, facts.disbursed_on, facts.due_on)
    return scheme.check("disbursement", facts.facts())


def check_room(
    scheme: Scheme, facts: LoanFacts, day: date, exposure: Exposure
) -> tuple[Problem, ...]:
    """What the caps say on another day, with what is owed by then.

    A condition is a cap when it sets the amount against something that is owed; a limit of the
    single loan only counts on the loan's own day.
    """
    then = {**facts.facts(), **exposure.facts(), "loan.disbursed_on": day}
    return tuple(
        problem
        for condition in caps(scheme)
        for problem in find_one(scheme, condition, then).refusals
        if is_not_met(condition, problem)
    )


def caps(scheme: Scheme) -> tuple[Condition, ...]:
    """The conditions that set the amount of a loan against what is owed."""
    return tuple(
        c for c in limits(scheme, "disbursement") if not facts_named(c).isdisjoint(EXPOSURE_FIELDS)
    )


def rooms(scheme: Scheme, facts: LoanFacts) -> tuple[Room, ...]:
    """What each limit on the amount leaves for this loan, in the programme's order."""
    return rooms_under(scheme, "disbursement", facts.facts())


def check_extension(scheme: Scheme, facts: ExtensionFacts) -> Findings:
    """The scheme's conditions for a new maturity, which must lie after the old one."""
    if facts.extended_due_on <= facts.final_due_on:
        raise Refusal.of(
            f"展期到期日{date_in_words(facts.extended_due_on)}"
            f"不晚于展期前的到期日{date_in_words(facts.final_due_on)}。",
            cure="请核对展期到期日。",
            field="due_on",
            code="extension.order",
        )
    return scheme.check("extension", facts.facts())


def _refuse_impossible(amount: Money, disbursed_on: date, due_on: date) -> None:
    problems = []
    if amount <= ZERO:
        problems.append(Problem("贷款金额须大于零。", "请核对金额。", "amount", code="loan.amount"))
    if due_on <= disbursed_on:
        problems.append(
            Problem("到期日须晚于放款日期。", "请核对两个日期。", "due_on", code="loan.order")
        )
    if problems:
        raise Refusal(*problems)


def outstanding(amount: Money, repayments: Iterable[Money]) -> Money:
    """Principal not yet repaid. Raises Refusal when more was repaid than lent."""
    left = amount - total(repayments)
    if left < ZERO:
        raise Refusal.of(
            f"归还的本金超过未还本金{(-left).show()}元。",
            cure="请核对还款金额。",
            field="principal",
            code="loan.overpaid",
        )
    return left


def overdue_days(due_on: date, today: date, outstanding: Money) -> int:
    """Days past the (extended) maturity, counted from the day after it; 0 when all is repaid."""
    return max((today - due_on).days, 0) if outstanding else 0


def matured_on(final_due_on: date, accelerated_on: date | None) -> date:
    """The day the money became due: the last maturity, or earlier when the bank called it in."""
    return final_due_on if accelerated_on is None else min(final_due_on, accelerated_on)


def suggest_grade(days: int, scheme: Scheme, on: date) -> Grade:
    """The class the scheme's reference table gives for days overdue; the bank's own rules."""
    return Grade(str(scheme.tier_value("overdue_grade", on, days)))


class LoanState(Labelled):
    """Where a loan stands; follows from its rows, never entered by hand (C3)."""

    NORMAL = "normal", "正常"
    EXTENDED = "extended", "已展期"
    OVERDUE = "overdue", "逾期"
    BAD = "bad", "不良"
    SETTLED = "settled", "结清"


def loan_state(
    outstanding: Money, final_due_on: date, today: date, grade: str, *, is_extended: bool
) -> LoanState:
    """The state of a loan today. A bad class counts before maturity too."""
    if not outstanding:
        return LoanState.SETTLED
    if Grade(grade).is_bad:
        return LoanState.BAD
    if today > final_due_on:
        return LoanState.OVERDUE
    return LoanState.EXTENDED if is_extended else LoanState.NORMAL
