"""Banks, guarantors and re-guarantors that signed with the office, and since when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kcdesk.domain.schemes.parts import Party, Sharing
from kcdesk.kernel import ratio
from kcdesk.kernel.errors import Refusal
from kcdesk.kernel.kinds import Field, Option


class PartnerKind(StrEnum):
    """What an institution is."""

    BANK = "bank"
    GUARANTOR = "guarantor"
    REGUARANTOR = "reguarantor"

    @property
    def label(self) -> str:
        """For people."""
        return _LABELS[self]


_LABELS = {
    PartnerKind.BANK: "合作银行",
    PartnerKind.GUARANTOR: "担保机构",
    PartnerKind.REGUARANTOR: "再担保机构",
}


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
