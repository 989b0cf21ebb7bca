"""Banks, guarantors and re-guarantors that signed with the office, and since when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kcdesk.kernel.errors import Refusal


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
