"""Bank by bank over a time: lent, due, repaid, extended, overdue, bad, compensated, recovered.

The last line is all of them together; it is summed from the loans, not from the rounded lines.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Annotated

from sqlalchemy import select

from kcdesk.kernel.errors import Refusal
from kcdesk.kernel.kinds import Field
from kcdesk.kernel.money import Money, total
from kcdesk.store.tables.partners import PartnerRow
from kcdesk.work.context import Read
from kcdesk.work.measures.period import Period
from kcdesk.work.measures.returns import (
    Flow,
    Flows,
    LoanStand,
    average_rate,
    bank_flows,
    loan_stands,
    year_to,
)
from kcdesk.work.query import query

EVERY_BANK = "合计"


@dataclass(frozen=True)
class BankReturnLine:
    """One bank, or all of them (id 0), over a time."""

    id: Annotated[int, Field("record", "合作机构编号", of="partners")]
    bank: Annotated[str, Field("text", "合作机构")]
    firms_count: Annotated[int, Field("whole", "期内投放（户）")]
    loans_count: Annotated[int, Field("whole", "期内投放（笔）")]
    lent: Annotated[Money, Field("money", "期内投放", unit="万元")]
    year_firms_count: Annotated[int, Field("whole", "本年投放（户）")]
    year_loans_count: Annotated[int, Field("whole", "本年投放（笔）")]
    year_lent: Annotated[Money, Field("money", "本年投放", unit="万元")]
    year_filed: Annotated[Money, Field("money", "本年计入备案", unit="万元")]
    first_count: Annotated[int, Field("whole", "本年首贷户")]
    rate: Annotated[Fraction | None, Field("percent", "本年平均利率", unit="%")]
    due: Annotated[Money, Field("money", "期内到期", unit="万元")]
    repaid: Annotated[Money, Field("money", "期内收回本金", unit="万元")]
    extended_count: Annotated[int, Field("whole", "期内展期（笔）")]
    extended: Annotated[Money, Field("money", "期内展期", unit="万元")]
    borrowers_count: Annotated[int, Field("whole", "有余额（户）")]
    live_count: Annotated[int, Field("whole", "有余额（笔）")]
    outstanding: Annotated[Money, Field("money", "贷款余额", unit="万元")]
    overdue_count: Annotated[int, Field("whole", "逾期（笔）")]
    overdue: Annotated[Money, Field("money", "逾期余额", unit="万元")]
    bad_count: Annotated[int, Field("whole", "不良（笔）")]
    bad: Annotated[Money, Field("money", "不良余额", unit="万元")]
    bad_rate: Annotated[Fraction | None, Field("percent", "不良率", unit="%")]
    paid_count: Annotated[int, Field("whole", "期内代偿（笔）")]
    paid: Annotated[Money, Field("money", "期内代偿", unit="万元")]
    year_paid_count: Annotated[int, Field("whole", "本年代偿（笔）")]
    year_paid: Annotated[Money, Field("money", "本年代偿", unit="万元")]
    recovered: Annotated[Money, Field("money", "期内追偿净额", unit="万元")]
    returned: Annotated[Money, Field("money", "期内返还资金池", unit="万元")]
    year_returned: Annotated[Money, Field("money", "本年返还资金池", unit="万元")]


@query("分机构统计")
def bank_returns(
    read: Read,
    from_on: Annotated[date, Field("day", "起始日期")],
    until_on: Annotated[date, Field("day", "截止日期")],
) -> tuple[BankReturnLine, ...]:
    """Every bank that was a partner or has lent by then, and the total; nothing where none is."""
    if until_on < from_on:
        raise Refusal.of(
            "截止日期早于起始日期。", cure="请核对两个日期。", field="until_on", code="return.order"
        )
    period = Period(from_on, until_on)
    stands, flows = loan_stands(read, period), bank_flows(read, period)
    lending = {stand.bank_id for stand in stands}
    banks = [
        row
        for row in read.all(select(PartnerRow).order_by(PartnerRow.id))
        if row.id in lending or _is_there(row, until_on)
    ]
    if not banks:
        return ()
    lines = [
        _line(row.id, row.name, period, [s for s in stands if s.bank_id == row.id], flows)
        for row in banks
    ]
    return (*lines, _line(0, EVERY_BANK, period, stands, flows))


def _is_there(row: PartnerRow, day: date) -> bool:
    return row.kind == "bank" and row.joined_on <= day and (row.left_on or day) >= day


def _line(
    bank: int,
    name: str,
    period: Period,
    stands: Sequence[LoanStand],
    flows: Mapping[int, Flows],
) -> BankReturnLine:
    mine = list(flows.values()) if not bank else [flows[bank]] if bank in flows else []
    lent = [s for s in stands if period.holds(s.disbursed_on)]
    year = [s for s in stands if year_to(period).holds(s.disbursed_on)]
    live = [s for s in stands if s.left]
    overdue, bad = [s for s in live if s.is_overdue], [s for s in live if s.is_bad]
    left = total(s.left for s in live)
    bad_left = total(s.left for s in bad)
    extended, paid = [f.extended for f in mine], [f.paid for f in mine]
    return BankReturnLine(
        id=bank,
        bank=name,
        firms_count=_firms(lent),
        loans_count=len(lent),
        lent=total(s.amount for s in lent),
        year_firms_count=_firms(year),
        year_loans_count=len(year),
        year_lent=total(s.amount for s in year),
        year_filed=total(s.amount for s in year if s.is_filed),
        first_count=_firms(s for s in year if s.is_first),
        rate=average_rate(year),
        due=total(s.due for s in stands if period.holds(s.due_on)),
        repaid=_sum(f.repaid for f in mine),
        extended_count=sum(f.count for f in extended),
        extended=_sum(extended),
        borrowers_count=_firms(live),
        live_count=len(live),
        outstanding=left,
        overdue_count=len(overdue),
        overdue=total(s.left for s in overdue),
        bad_count=len(bad),
        bad=bad_left,
        bad_rate=Fraction(bad_left.fen, left.fen) if left else None,
        paid_count=sum(f.count for f in paid),
        paid=_sum(paid),
        year_paid_count=sum(f.year_paid.count for f in mine),
        year_paid=_sum(f.year_paid for f in mine),
        recovered=_sum(f.recovered for f in mine),
        returned=_sum(f.returned for f in mine),
        year_returned=_sum(f.year_returned for f in mine),
    )


def _firms(stands: Iterable[LoanStand]) -> int:
    """A firm counts once, whatever it borrowed."""
    return len({stand.enterprise_id for stand in stands})


def _sum(flows: Iterable[Flow]) -> Money:
    return total(flow.amount for flow in flows)
