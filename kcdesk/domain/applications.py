"""What a firm asks for: the checks before a bank is asked, and what becomes of it (C2)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from kcdesk.domain.enterprises import ENTERPRISE_FIELDS
from kcdesk.domain.partners import BANK_FIELDS
from kcdesk.domain.schemes.judging import Findings
from kcdesk.domain.schemes.moves import Labelled, Moves
from kcdesk.domain.schemes.operands import Facts
from kcdesk.domain.schemes.scheme import Scheme
from kcdesk.kernel.errors import Problem, Refusal
from kcdesk.kernel.kinds import Field, Option
from kcdesk.kernel.money import ZERO, Money


class Security(Labelled):
    """How a loan is secured; a loan with several securities is entered by its main one."""

    CREDIT = "credit", "信用"
    PLEDGE = "pledge", "质押"
    IP_PLEDGE = "ip_pledge", "知识产权质押"
    MORTGAGE = "mortgage", "抵押"
    GUARANTEE = "guarantee", "保证"


SECURITIES = tuple(Option(s.value, s.label) for s in Security)

LOAN_KINDS = (
    Option("new", "新增"),
    Option("renewal", "续贷"),
    Option("refinance", "借新还旧"),
)

BALANCE_KINDS = (
    Option("receivable", "应收账款"),
    Option("other_receivable", "其他应收款"),
    Option("payable", "应付账款"),
    Option("other_payable", "其他应付款"),
)
"""What the annex of an application lists, in its order."""

ASKED_FIELDS: Mapping[str, Field] = {
    "loan.kind": Field("choice", "贷款类型", options=LOAN_KINDS),
    "loan.products": Field("codes", "贷款产品", source="products"),
    "loan.is_discounting": Field("flag", "票据贴现"),
    "loan.rate": Field("percent", "年利率"),
    "loan.special_reason": Field("text", "特殊情况说明"),
}
"""What is asked of a loan both when it is applied for and when it is lent."""

EXPOSURE_FIELDS: Mapping[str, Field] = {
    "enterprise.outstanding": Field("money", "全部银行科创贷款余额", unit="万元"),
    "enterprise.bank_outstanding": Field("money", "该行科创贷款余额", unit="万元"),
    "enterprise.bank_line": Field("money", "该行授信额度", unit="万元"),
    "person.later_outstanding": Field(
        "money", "企业贷款后法定代表人、实际控制人经营贷款余额", unit="万元"
    ),
    "person.earlier_outstanding": Field(
        "money", "企业贷款前法定代表人、实际控制人经营贷款余额", unit="万元"
    ),
}
"""What is owed before this loan; discounting is left out."""

MILESTONE_FIELDS: Mapping[str, Field] = {
    "milestone.now": Field("choice", "本次登记的事项", source="milestones"),
    "milestone.on": Field("day", "办理日期"),
    "application.applied_on": Field("day", "申请日期"),
    "application.recommended_on": Field("day", "推荐日期"),
    "loan.disbursed_on": Field("day", "放款日期"),
}

EVENTS: Mapping[str, Mapping[str, Field]] = {
    "milestone": MILESTONE_FIELDS,
    "application": {
        **ENTERPRISE_FIELDS,
        **BANK_FIELDS,
        **ASKED_FIELDS,
        **EXPOSURE_FIELDS,
        "application.channel": Field("choice", "申请渠道", source="channels"),
        "application.materials": Field("codes", "已收到的材料", source="application_materials"),
        "application.applied_on": Field("day", "申请日期"),
        "loan.amount": Field("money", "申请金额", unit="万元"),
        "loan.term_months": Field("whole", "申请期限", unit="个月"),
        "loan.security": Field("choice", "担保方式", options=SECURITIES),
        "loan.has_guarantee_institution": Field("flag", "有担保机构保证"),
        "application.purpose": Field("text", "贷款用途"),
        "application.is_first_loan": Field("flag", "首贷户"),
        "application.is_renewal": Field("flag", "续贷"),
        "enterprise.is_listed": Field("flag", "在支持名单内"),
    },
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of a loan when it is applied for and again when it is lent.

    What an office did not enter is None, so that nothing is taken to be known.
    """

    kind: str | None = None
    products: frozenset[str] | None = None
    is_discounting: bool | None = False
    rate: Fraction | None = None
    special_reason: str | None = None

    def facts(self) -> Facts:
        """By the names of `ASKED_FIELDS`."""
        return {
            "loan.kind": self.kind,
            "loan.products": self.products,
            "loan.is_discounting": self.is_discounting,
            "loan.rate": self.rate,
            "loan.special_reason": self.special_reason or None,
        }


NOT_ASKED = Asked()


@dataclass(frozen=True, slots=True)
class Exposure:
    """What is owed before a loan, discounting left out: by the firm over all banks and at this
    bank, and by the people behind it at this bank; None is not known."""

    outstanding: Money
    bank_outstanding: Money | None = None
    bank_line: Money | None = None
    later_outstanding: Money | None = None
    earlier_outstanding: Money | None = None

    def facts(self) -> Facts:
        """By the names of `EXPOSURE_FIELDS`."""
        return {
            "enterprise.outstanding": self.outstanding,
            "enterprise.bank_outstanding": self.bank_outstanding,
            "enterprise.bank_line": self.bank_line,
            "person.later_outstanding": self.later_outstanding,
            "person.earlier_outstanding": self.earlier_outstanding,
        }


@dataclass(frozen=True, slots=True)
class ApplicationFacts:
    """An application. `exposure` is without this application; `enterprise` and `bank` are what
    those stages know of the two on the day it was handed in, as are `is_listed` and `is_partner`.
    """

    applied_on: date
    amount: Money
    term_months: int
    is_listed: bool
    is_partner: bool
    exposure: Exposure
    security: str
    has_guarantor: bool = False
    purpose: str = ""
    is_first_loan: bool = False
    is_renewal: bool = False
    asked: Asked = NOT_ASKED
    channel: str | None = None
    materials: frozenset[str] | None = None
    enterprise: Facts = field(default_factory=dict)
    bank: Facts = field(default_factory=dict)

    def facts(self) -> Facts:
        """For the scheme's conditions."""
        return {
            **self.enterprise,
            **self.bank,
            **self.asked.facts(),
            **self.exposure.facts(),
            "application.applied_on": self.applied_on,
            "application.purpose": self.purpose,
            "application.is_first_loan": self.is_first_loan,
            "application.is_renewal": self.is_renewal,
            "application.channel": self.channel,
            "application.materials": self.materials,
            "loan.amount": self.amount,
            "loan.term_months": self.term_months,
            "loan.security": self.security,
            "loan.has_guarantee_institution": self.has_guarantor,
            "enterprise.is_listed": self.is_listed,
            "bank.is_partner": self.is_partner,
        }


@dataclass(frozen=True, slots=True)
class MilestoneFacts:
    """A dated step about to be recorded, and the days of those that are there already."""

    code: str
    on: date
    reached: Mapping[str, date]
    applied_on: date | None = None
    recommended_on: date | None = None
    disbursed_on: date | None = None

    def facts(self) -> Facts:
        """For the scheme's conditions; the step counts as reached on the day given for it."""
        return {
            **reached_facts({**self.reached, self.code: self.on}),
            "milestone.now": self.code,
            "milestone.on": self.on,
            "application.applied_on": self.applied_on,
            "application.recommended_on": self.recommended_on,
            "loan.disbursed_on": self.disbursed_on,
        }


def reached_facts(reached: Mapping[str, date]) -> Facts:
    """``milestone.<code>`` for every step that is there."""
    return {f"milestone.{code}": on for code, on in reached.items()}


def check_milestone(scheme: Scheme, facts: MilestoneFacts) -> Findings:
    """The scheme's conditions for recording a dated step: its order among the others."""
    return scheme.check("milestone", facts.facts())


def check_application(scheme: Scheme, facts: ApplicationFacts) -> Findings:
    """The scheme's conditions for an application; they are checked again at disbursement.

    An application for nothing, or for no time, is refused before any policy is asked.
    """
    _refuse_impossible(facts.amount, facts.term_months)
    return scheme.check("application", facts.facts())


def _refuse_impossible(amount: Money, term_months: int) -> None:
    problems = []
    if amount <= ZERO:
        problems.append(
            Problem("申请金额须大于零。", "请核对金额。", "amount", code="application.amount")
        )
    if term_months <= 0:
        problems.append(
            Problem("期限须大于零。", "请核对期限。", "term_months", code="application.term")
        )
    if problems:
        raise Refusal(*problems)


class ApplicationState(Labelled):
    """Where an application stands."""

    DRAFT = "draft", "草稿"
    SUBMITTED = "submitted", "已提交"
    RETURNED = "returned", "退回补正"
    DECLINED = "declined", "不予推荐"
    RECOMMENDED = "recommended", "已推荐"
    ACCEPTED = "accepted", "银行已受理"
    APPROVED = "approved", "审批通过"
    REJECTED = "rejected", "银行否决"
    DISBURSED = "disbursed", "已放款"
    WITHDRAWN = "withdrawn", "已撤回"


class ApplicationEvent(Labelled):
    """What may happen to an application."""

    SUBMIT = "submit", "提交"
    RETURN = "return", "退回补正"
    RECOMMEND = "recommend", "推荐"
    DECLINE = "decline", "不予推荐"
    ACCEPT = "accept", "银行受理"
    APPROVE = "approve", "银行审批通过"
    REJECT = "reject", "银行否决"
    DISBURSE = "disburse", "放款"
    WITHDRAW = "withdraw", "撤回"


def _application_moves() -> dict[tuple[ApplicationState, ApplicationEvent], ApplicationState]:
    at, on = ApplicationState, ApplicationEvent
    table = {
        (at.DRAFT, on.SUBMIT): at.SUBMITTED,
        (at.SUBMITTED, on.RECOMMEND): at.RECOMMENDED,
        (at.SUBMITTED, on.RETURN): at.RETURNED,
        (at.SUBMITTED, on.DECLINE): at.DECLINED,
        (at.RETURNED, on.SUBMIT): at.SUBMITTED,
        (at.RECOMMENDED, on.ACCEPT): at.ACCEPTED,
        (at.RECOMMENDED, on.APPROVE): at.APPROVED,
        (at.RECOMMENDED, on.REJECT): at.REJECTED,
        (at.RECOMMENDED, on.DISBURSE): at.DISBURSED,
        (at.ACCEPTED, on.APPROVE): at.APPROVED,
        (at.ACCEPTED, on.REJECT): at.REJECTED,
        (at.ACCEPTED, on.DISBURSE): at.DISBURSED,
        (at.APPROVED, on.DISBURSE): at.DISBURSED,
    }
    before_money = (at.DRAFT, at.SUBMITTED, at.RETURNED, at.RECOMMENDED, at.ACCEPTED, at.APPROVED)
    return table | {(state, on.WITHDRAW): at.WITHDRAWN for state in before_money}


MOVES = Moves(
    "申请",
    _application_moves(),
    frozenset(
        {
            ApplicationEvent.RETURN,
            ApplicationEvent.DECLINE,
            ApplicationEvent.REJECT,
            ApplicationEvent.WITHDRAW,
        }
    ),
)


def move(state: str, event: str, reason: str | None = None) -> ApplicationState:
    """The next state. Raises Refusal naming the moves open now."""
    return MOVES.move(ApplicationState(state), ApplicationEvent(event), reason)
