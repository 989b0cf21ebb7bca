"""Banks, guarantors, re-guarantors and the government's own side that signed, and since when."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from fractions import Fraction

from kcdesk.domain.schemes.judging import Findings
from kcdesk.domain.schemes.operands import Facts
from kcdesk.domain.schemes.parts import Party, Sharing
from kcdesk.domain.schemes.scheme import Scheme
from kcdesk.kernel import ratio
from kcdesk.kernel.errors import Refusal
from kcdesk.kernel.kinds import Field, Option
from kcdesk.kernel.money import Money

_BETWEEN = re.compile(r"[\s,，、:：/]+")


class PartnerKind(StrEnum):
    """What an institution is."""

    BANK = "bank"
    GUARANTOR = "guarantor"
    REGUARANTOR = "reguarantor"
    GOVERNMENT = "government"

    @property
    def label(self) -> str:
        """For people."""
        return _LABELS[self]


_LABELS = {
    PartnerKind.BANK: "合作银行",
    PartnerKind.GUARANTOR: "担保机构",
    PartnerKind.REGUARANTOR: "再担保机构",
    PartnerKind.GOVERNMENT: "政府方",
}


class PartnerState(StrEnum):
    """How an institution stands on a day."""

    COMING = "coming"
    ACTIVE = "active"
    SUSPENDED = "suspended"
    DISQUALIFIED = "disqualified"
    LEFT = "left"

    @property
    def label(self) -> str:
        """For people."""
        return _STATES[self]


_STATES = {
    PartnerState.COMING: "未到起始日",
    PartnerState.ACTIVE: "正常合作",
    PartnerState.SUSPENDED: "已暂停",
    PartnerState.DISQUALIFIED: "取消资格",
    PartnerState.LEFT: "已终止",
}

PARTNER_STATES = tuple(Option(state.value, state.label) for state in PartnerState)

PARTNER_KINDS = tuple(Option(kind.value, kind.label) for kind in PartnerKind)

BANK_FIELDS: Mapping[str, Field] = {
    "bank.is_partner": Field("flag", "是合作机构"),
    "bank.is_suspended": Field("flag", "合作已暂停"),
    "bank.is_tech": Field("flag", "科技支行或授牌科技银行"),
    "bank.has_agreement": Field("flag", "有在期的合作协议"),
    "agreement.rate_ceiling": Field("percent", "协议利率上限"),
    "agreement.spread": Field("percent", "协议加点"),
    "loan.lpr": Field("percent", "贷款市场报价利率"),
}
"""What a programme may ask of the lending institution, as of the event's day."""

AGREEMENT_FIELDS: Mapping[str, Field] = {
    "partner.kind": Field("choice", "机构类型", options=PARTNER_KINDS),
    "partner.ticks": Field("codes", "已具备的合作条件", source="partner_requirements"),
    "agreement.on": Field("day", "协议签订日期"),
    "agreement.from_on": Field("day", "协议起始日"),
    "agreement.until_on": Field("day", "协议到期日"),
    "agreement.sharing": Field("weights", "协议分担比例"),
    "agreement.fund_share": Field("percent", "风险补偿金分担比例"),
    "agreement.rate_ceiling": Field("percent", "协议利率上限"),
    "agreement.spread": Field("percent", "协议加点"),
    "agreement.line": Field("money", "授信总额", unit="万元"),
    "agreement.deposit": Field("money", "存入的保证金", unit="万元"),
}

DEPOSIT_FIELDS: Mapping[str, Field] = {
    "deposit.on": Field("day", "划扣日期"),
    "deposit.amount": Field("money", "划扣金额"),
    "deposit.balance": Field("money", "划扣前保证金余额"),
    "deposit.left": Field("money", "划扣后保证金余额"),
    "deposit.required": Field("money", "应存保证金"),
    "deposit.science_notice_on": Field("day", "告知科技部门日期"),
    "deposit.guarantor_notice_on": Field("day", "告知担保机构日期"),
    "agreement.line": Field("money", "授信总额", unit="万元"),
}

EVENTS: Mapping[str, Mapping[str, Field]] = {
    "agreement": AGREEMENT_FIELDS,
    "deposit_draw": DEPOSIT_FIELDS,
}


@dataclass(frozen=True, slots=True)
class Partnership:
    """From the day it joined until the last day it still counts; None is still a partner."""

    joined_on: date
    left_on: date | None = None

    def __post_init__(self) -> None:
        if self.left_on is not None and self.left_on < self.joined_on:
            raise Refusal.of(
                "退出日期早于加入日期。",
                cure="请核对日期。",
                field="left_on",
                code="partner.order",
            )

    def counts_on(self, day: date) -> bool:
        """Whether the institution is a partner that day."""
        return self.joined_on <= day and (self.left_on is None or day <= self.left_on)


def is_partner_on(joined_on: date, left_on: date | None, day: date) -> bool:
    """Whether an institution is a partner on a day; loans lent before it left stay covered."""
    return Partnership(joined_on, left_on).counts_on(day)


def sharing_from(weights: str, parties: str) -> Sharing | None:
    """``6:4`` and ``fund,bank`` as they are kept, as a ratio; None for nothing laid down."""
    if not weights:
        return None
    return Sharing(ratio.weights(weights), tuple(Party(code) for code in parties.split(",")))


def parties_from(text: str, weights: tuple[int, ...], field: str) -> tuple[Party, ...]:
    """``风险补偿金、合作机构`` (or codes) in the order of the ratio; one for every weight.

    Raises Refusal for a name nobody bears, a party named twice, or more or fewer than weights.
    """
    known = {word: party for party in Party for word in (party.value, party.label)}
    names = [n for n in _BETWEEN.split(text.strip()) if n]
    labels = "、".join(party.label for party in Party)
    strange = [n for n in names if n not in known]
    if strange:
        raise Refusal.of(
            f"没有名为“{strange[0]}”的分担方。",
            cure=f"请从下列各方中填写：{labels}。",
            field=field,
            code="agreement.party",
        )
    parties = tuple(known[n] for n in names)
    if len(parties) != len(weights) or len(set(parties)) != len(parties):
        raise Refusal.of(
            f"分担比例{ratio.show_weights(weights)}有{len(weights)}方，"
            f"分担各方写了{len(set(parties))}方。",
            cure="请按比例的顺序逐一写明各方，用顿号隔开。",
            field=field,
            code="agreement.parties",
        )
    return parties


def sharing_to(weights: tuple[int, ...] | None, parties: str, field: str) -> tuple[str, str]:
    """A ratio and its parties as they are kept. Raises Refusal like `parties_from`."""
    if weights is None:
        return "", ""
    named = parties_from(parties, weights, field)
    return ratio.show_weights(weights), ",".join(party.value for party in named)


def fund_share(sharing: Sharing | None) -> Fraction | None:
    """The fund's weight over all weights; nothing where no ratio is laid down."""
    if sharing is None:
        return None
    borne = sum(
        weight
        for weight, party in zip(sharing.weights, sharing.parties, strict=True)
        if party is Party.FUND
    )
    return Fraction(borne, sum(sharing.weights))


@dataclass(frozen=True, slots=True)
class AgreementFacts:
    """An agreement about to be signed. `ticks` is None while nobody has checked the institution."""

    kind: str
    signed_on: date
    from_on: date
    until_on: date | None
    sharing: Sharing | None
    guaranteed: Sharing | None
    rate_ceiling: Fraction | None
    spread: Fraction | None
    line: Money | None
    deposit: Money | None
    ticks: frozenset[str] | None

    def __post_init__(self) -> None:
        if self.until_on is not None and self.until_on < self.from_on:
            raise Refusal.of(
                f"协议到期日早于起始日（{self.from_on.isoformat()}）。",
                cure="请核对日期。",
                field="until_on",
                code="agreement.order",
            )

    def facts(self) -> Facts:
        """For the scheme's conditions and sums; of two ratios the fund's larger share counts."""
        shares = [
            s for s in (fund_share(self.sharing), fund_share(self.guaranteed)) if s is not None
        ]
        return {
            "partner.kind": self.kind,
            "partner.ticks": self.ticks,
            "agreement.on": self.signed_on,
            "agreement.from_on": self.from_on,
            "agreement.until_on": self.until_on,
            "agreement.sharing": self.sharing or self.guaranteed,
            "agreement.fund_share": max(shares, default=None),
            "agreement.rate_ceiling": self.rate_ceiling,
            "agreement.spread": self.spread,
            "agreement.line": self.line,
            "agreement.deposit": self.deposit,
        }


UNTIL = "agreement_until"
"""The sum by which a programme says how long its agreements run, if it does."""


def agreed_until(scheme: Scheme, facts: AgreementFacts) -> date | None:
    """The last day: the contract's own, else what the programme lays down, else open."""
    spec = scheme.sums.get(UNTIL)
    if facts.until_on is not None or spec is None:
        return facts.until_on
    last = scheme.compute(UNTIL, facts.facts()).values[spec.steps[-1].name]
    assert isinstance(last, date), "the pack reader wants a day"
    return last


def check_agreement(scheme: Scheme, facts: AgreementFacts) -> Findings:
    """The scheme's conditions for signing, as of the last day that will stand in the agreement."""
    agreed = replace(facts, until_on=agreed_until(scheme, facts))
    return scheme.check("agreement", agreed.facts())
