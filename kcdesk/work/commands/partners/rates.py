"""The published market rate that loans are compared with."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Annotated

from sqlalchemy import select

from kcdesk.kernel.errors import Refusal
from kcdesk.kernel.kinds import Field, Option
from kcdesk.store.tables.partners import ReferenceRateRow
from kcdesk.work.agreements import ONE_YEAR
from kcdesk.work.command import Command, handles
from kcdesk.work.context import Work

TERMS = (Option(ONE_YEAR, "一年期"), Option("5Y", "五年期以上"))


class RecordReferenceRate(Command, label="登记市场报价利率", stage="partners"):
    """In force from the day it was published until the next one."""

    published_on: Annotated[date, Field("day", "发布日期")]
    rate: Annotated[Fraction, Field("percent", "报价利率")]
    term: Annotated[str, Field("choice", "期限品种", options=TERMS)] = ONE_YEAR


@handles(RecordReferenceRate)
def record_reference_rate(work: Work, command: RecordReferenceRate) -> int:
    """Refuses a second rate of one day."""
    same = select(ReferenceRateRow).where(
        ReferenceRateRow.term == command.term,
        ReferenceRateRow.published_on == command.published_on,
    )
    if work.one(same) is not None:
        raise Refusal.of(
            f"{command.published_on.isoformat()}的报价利率已经登记。",
            cure="请核对发布日期；登记有误的，先撤销原来的登记。",
            field="published_on",
            code="rate.twice",
        )
    label = next(o.label for o in TERMS if o.value == command.term)
    work.say(f"登记市场报价利率：{command.published_on.isoformat()} {label}")
    return work.add(ReferenceRateRow(**vars(command))).id
