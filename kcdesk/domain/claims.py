"""A bank's claim on the fund: what it is worth, and the moves it may make (C4).

Called by work's commands. Amounts come from the scheme's sum ``loss``; whether a claim may be
filed, pass its review or be approved is asked by `check_claim` and `check_review` here and at
the resolution in `meetings`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from kcdesk.domain.applications import LOAN_KINDS, SECURITIES, reached_facts
from kcdesk.domain.loans import GRADES, matured_on, overdue_days, security_party_key
from kcdesk.domain.schemes.judging import Findings
from kcdesk.domain.schemes.moves import Labelled, Moves
from kcdesk.domain.schemes.operands import Facts
from kcdesk.domain.schemes.parts import Party, Sharing
from kcdesk.domain.schemes.scheme import Scheme
from kcdesk.domain.schemes.trace import Trace
from kcdesk.kernel.errors import Problem
from kcdesk.kernel.kinds import Field, Option
from kcdesk.kernel.money import ZERO, Money

EXEMPTIONS = (
    Option("unrecorded", "未认定"),
    Option("exempt", "尽职，可以免责"),
    Option("not_exempt", "未尽职，不予免责"),
)

CLAIM_FIELDS: Mapping[str, Field] = {
    "claim.filed_on": Field("day", "申请日期"),
    "claim.base_on": Field("day", "认定基准日"),
    "claim.principal": Field("money", "基准日未还本金"),
    "claim.repaid_since": Field("money", "基准日后归还的本金"),
    "claim.interest_arrears": Field("money", "约定期限内欠息"),
    "claim.covered": Field("percent", "纳入风险补偿的比例"),
    "claim.overdue_days": Field("whole", "基准日逾期天数", unit="天"),
    "claim.reason": Field("choice", "未能偿还原因", source="reasons"),
    "claim.conditions_met": Field("codes", "已具备的不良认定条件", source="default_conditions"),
    "claim.materials": Field("codes", "已收到的材料", source="materials"),
    "claim.is_claimed_before": Field("flag", "本笔贷款已申请过补偿"),
    "loan.amount": Field("money", "贷款金额", unit="万元"),
    "loan.disbursed_on": Field("day", "放款日期"),
    "loan.final_due_on": Field("day", "最终到期日"),
    "loan.security": Field("choice", "担保方式", options=SECURITIES),
    "loan.party_key": Field("choice", "分担方式", options=SECURITIES),
    "loan.has_guarantee_institution": Field("flag", "有担保机构保证"),
    "loan.grade": Field("choice", "五级分类", options=GRADES),
    "loan.kind": Field("choice", "贷款类型", options=LOAN_KINDS),
    "loan.products": Field("codes", "贷款产品", source="products"),
    "claim.is_accelerated": Field("flag", "银行已宣布提前到期"),
    "claim.other_cover": Field("codes", "同时享受的其他政策", source="products"),
    "claim.exemption": Field("choice", "尽职免责认定", options=EXEMPTIONS),
    "agreement.sharing": Field("weights", "协议分担比例"),
    "enterprise.is_listed": Field("flag", "放款日在支持名单内"),
    "bank.is_partner": Field("flag", "放款日是合作机构"),
}

EVENTS: Mapping[str, Mapping[str, Field]] = {"claim": CLAIM_FIELDS, "review": CLAIM_FIELDS}


@dataclass(frozen=True, slots=True)
class ClaimFacts:
    """A claim as filed and reviewed. Amounts are of `base_on`, the 认定基准日.

    `covered` is the part of the loan the fund covers; `sharing` is what the bank's agreement of the
    day of disbursement says; `accelerated_on` is the day the bank called the loan in; `repaid_since` is principal the borrower
    repaid after `base_on` and before payment (money.md B5).
    """

    filed_on: date
    base_on: date
    amount: Money
    disbursed_on: date
    final_due_on: date
    principal_outstanding: Money
    security: str
    interest_in_term_arrears: Money = ZERO
    has_guarantee_institution: bool = False
    is_listed_at_disbursement: bool = True
    is_partner: bool = True
    grade: str = "normal"
    reason: str | None = None
    conditions_met: frozenset[str] = frozenset()
    materials_present: frozenset[str] = frozenset()
    covered: Fraction = Fraction(1)
    repaid_since: Money = ZERO
    is_claimed_before: bool = False
    kind: str | None = None
    products: frozenset[str] | None = None
    accelerated_on: date | None = None
    other_cover: frozenset[str] | None = None
    exemption: str = "unrecorded"
    sharing: Sharing | None = None
    reached: Mapping[str, date] = field(default_factory=dict)

    @property
    def is_accelerated(self) -> bool:
        """Whether the bank had called the loan in by the day the claim was filed."""
        return self.accelerated_on is not None and self.accelerated_on <= self.filed_on

    def facts(self) -> Facts:
        """For the scheme's conditions and sums."""
        return {
            **reached_facts(self.reached),
            "claim.filed_on": self.filed_on,
            "claim.base_on": self.base_on,
            "claim.principal": self.principal_outstanding,
            "claim.repaid_since": self.repaid_since,
            "claim.interest_arrears": self.interest_in_term_arrears,
            "claim.covered": self.covered,
            "claim.overdue_days": overdue_days(
                matured_on(self.final_due_on, self.accelerated_on),
                self.base_on,
                self.principal_outstanding,
            ),
            "claim.reason": self.reason,
            "claim.conditions_met": self.conditions_met,
            "claim.materials": self.materials_present,
            "claim.is_claimed_before": self.is_claimed_before,
            "claim.is_accelerated": self.is_accelerated,
            "claim.other_cover": self.other_cover,
            "claim.exemption": self.exemption,
            "agreement.sharing": self.sharing,
            "loan.kind": self.kind,
            "loan.products": self.products,
            "loan.amount": self.amount,
            "loan.disbursed_on": self.disbursed_on,
            "loan.final_due_on": self.final_due_on,
            "loan.security": self.security,
            "loan.party_key": security_party_key(self.security, self.has_guarantee_institution),
            "loan.has_guarantee_institution": self.has_guarantee_institution,
            "loan.grade": self.grade,
            "enterprise.is_listed": self.is_listed_at_disbursement,
            "bank.is_partner": self.is_partner,
        }


@dataclass(frozen=True)
class Assessment:
    """What a claim is worth: the loss, who bears how much of it, and how that came about."""

    loss: Money
    weights: tuple[int, ...]
    parties: tuple[str, ...]
    shares: tuple[Money, ...]
    trace: Trace
    warnings: tuple[Problem, ...] = ()

    def share(self, party: str) -> Money:
        """What a party bears; one that the ratio does not name bears nothing."""
        return dict(zip(self.parties, self.shares, strict=True)).get(party, ZERO)

    @property
    def ratio_words(self) -> str:
        """``风险补偿金6、合作机构4``: a ratio is never printed without its parties."""
        pairs = zip(self.parties, self.weights, strict=True)
        return "、".join(f"{Party(p).label}{w}" for p, w in pairs)


def check_claim(scheme: Scheme, facts: ClaimFacts) -> Findings:
    """The scheme's conditions for taking a claim in."""
    return scheme.check("claim", facts.facts())


def check_review(scheme: Scheme, facts: ClaimFacts) -> Findings:
    """The scheme's conditions for passing the first review."""
    return scheme.check("review", facts.facts())


def assess(scheme: Scheme, facts: ClaimFacts) -> Assessment:
    """The loss and its shares. Raises Refusal where the scheme cannot decide."""
    made = scheme.compute("loss", facts.facts())
    split = made.splits["shares"]
    return Assessment(
        loss=made.amounts["loss"],
        weights=split.weights,
        parties=tuple(p.value for p in split.parties),
        shares=split.shares,
        trace=made.trace,
        warnings=check_review(scheme, facts).warnings,
    )


class ClaimState(Labelled):
    """Where a claim stands."""

    DRAFT = "draft", "草稿"
    SUBMITTED = "submitted", "已提交"
    REVIEWING = "reviewing", "初审"
    RETURNED = "returned", "退回补正"
    AWAITING_MEETING = "awaiting_meeting", "待上会"
    DELIBERATING = "deliberating", "会审"
    APPROVED = "approved", "已批准"
    REFUSED = "refused", "不予补偿"
    AWAITING_PAYOUT = "awaiting_payout", "待兑付"
    PARTLY_PAID = "partly_paid", "部分兑付"
    PAID = "paid", "已兑付"
    RECOVERING = "recovering", "追偿中"
    CLOSED = "closed", "结案"
    WRITTEN_OFF = "written_off", "核销"
    REFUNDED = "refunded", "已追回"
    WITHDRAWN = "withdrawn", "已撤回"


UNREVIEWED = (
    ClaimState.DRAFT, ClaimState.SUBMITTED, ClaimState.REVIEWING, ClaimState.RETURNED,
)  # fmt: skip
"""States before a review has gone to the meeting: papers and figures may still change."""


class ClaimEvent(Labelled):
    """What may happen to a claim."""

    SUBMIT = "submit", "提交"
    ACCEPT = "accept", "受理"
    RETURN = "return", "退回补正"
    PASS_REVIEW = "pass_review", "初审通过"
    REVIEW_AGAINST = "review_against", "初审建议不予补偿"
    SCHEDULE = "schedule", "列入议题"
    UNSCHEDULE = "unschedule", "撤下议题"
    AGREE = "agree", "会议同意"
    AGREE_IN_PART = "agree_in_part", "会议部分同意"
    DISAGREE = "disagree", "会议不同意"
    DEFER = "defer", "会议缓议"
    REVOKE = "revoke", "撤销决议"
    NOTIFY = "notify", "通知兑付"
    PAY = "pay", "全额兑付"
    PAY_IN_PART = "pay_in_part", "部分兑付"
    UNPAY = "unpay", "冲销兑付"
    RECOVER = "recover", "登记追偿"
    CLOSE = "close", "结案"
    WRITE_OFF = "write_off", "核销"
    REFUND = "refund", "全额追回"
    WITHDRAW = "withdraw", "撤回"


def _claim_moves() -> dict[tuple[ClaimState, ClaimEvent], ClaimState]:
    at, on = ClaimState, ClaimEvent
    table = {
        (at.DRAFT, on.SUBMIT): at.SUBMITTED,
        (at.SUBMITTED, on.ACCEPT): at.REVIEWING,
        (at.SUBMITTED, on.RETURN): at.RETURNED,
        (at.REVIEWING, on.PASS_REVIEW): at.AWAITING_MEETING,
        (at.REVIEWING, on.RETURN): at.RETURNED,
        (at.REVIEWING, on.REVIEW_AGAINST): at.AWAITING_MEETING,
        (at.RETURNED, on.SUBMIT): at.SUBMITTED,
        (at.AWAITING_MEETING, on.SCHEDULE): at.DELIBERATING,
        (at.AWAITING_MEETING, on.RETURN): at.RETURNED,
        (at.DELIBERATING, on.UNSCHEDULE): at.AWAITING_MEETING,
        (at.DELIBERATING, on.AGREE): at.APPROVED,
        (at.DELIBERATING, on.AGREE_IN_PART): at.APPROVED,
        (at.DELIBERATING, on.DISAGREE): at.REFUSED,
        (at.DELIBERATING, on.DEFER): at.AWAITING_MEETING,
        (at.APPROVED, on.NOTIFY): at.AWAITING_PAYOUT,
        (at.APPROVED, on.REVOKE): at.AWAITING_MEETING,
        (at.REFUSED, on.REVOKE): at.AWAITING_MEETING,
        (at.AWAITING_PAYOUT, on.REVOKE): at.AWAITING_MEETING,
        (at.AWAITING_PAYOUT, on.PAY): at.PAID,
        (at.AWAITING_PAYOUT, on.PAY_IN_PART): at.PARTLY_PAID,
        (at.PARTLY_PAID, on.PAY): at.PAID,
        (at.PARTLY_PAID, on.PAY_IN_PART): at.PARTLY_PAID,
    }
    with_money = (at.PARTLY_PAID, at.PAID, at.RECOVERING)
    for state in with_money:
        table |= {
            (state, on.UNPAY): at.AWAITING_PAYOUT,
            (state, on.RECOVER): at.RECOVERING if state is not at.PARTLY_PAID else state,
            (state, on.REFUND): at.REFUNDED,
        }
    table |= {
        (at.PAID, on.CLOSE): at.CLOSED,
        (at.RECOVERING, on.CLOSE): at.CLOSED,
        (at.RECOVERING, on.WRITE_OFF): at.WRITTEN_OFF,
        (at.WRITTEN_OFF, on.RECOVER): at.WRITTEN_OFF,
    }
    before_money = (
        at.DRAFT,
        at.SUBMITTED,
        at.REVIEWING,
        at.RETURNED,
        at.AWAITING_MEETING,
        at.DELIBERATING,
        at.APPROVED,
        at.AWAITING_PAYOUT,
    )
    return table | {(state, on.WITHDRAW): at.WITHDRAWN for state in before_money}


MOVES = Moves(
    "代偿申请",
    _claim_moves(),
    frozenset(
        {
            ClaimEvent.RETURN,
            ClaimEvent.REVIEW_AGAINST,
            ClaimEvent.UNSCHEDULE,
            ClaimEvent.REVOKE,
            ClaimEvent.UNPAY,
            ClaimEvent.REFUND,
            ClaimEvent.WITHDRAW,
        }
    ),
)


def move(state: str, event: str, reason: str | None = None) -> ClaimState:
    """The next state. Raises Refusal naming the moves open now."""
    return MOVES.move(ClaimState(state), ClaimEvent(event), reason)
