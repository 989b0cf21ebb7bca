"""What the fund lacks: below its floor, or at the banks; what to ask the budget for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from sqlalchemy import select

from kcdesk.domain.fund import PURPOSES, Account
from kcdesk.kernel.errors import Refusal
from kcdesk.kernel.kinds import Field
from kcdesk.kernel.money import ZERO, Money, total
from kcdesk.store.tables.fund import FundOutflowRow
from kcdesk.store.tables.schemes import SchemeRevisionRow
from kcdesk.work.commands.fund import balances, year_base, year_net_compensated
from kcdesk.work.context import Read
from kcdesk.work.queries.fund.deposits import deposits
from kcdesk.work.queries.tracing import TraceLine, trace_lines
from kcdesk.work.query import query

FLOOR = "fund_floor"
"""The parameter a programme keeps the least the fund may hold under, if it has one."""


@dataclass(frozen=True)
class ProposedAppropriation:
    """What to ask the budget for; nothing where nothing is short."""

    held: Annotated[Money, Field("money", "资金余额（含银行保证金）")]
    floor: Annotated[Money | None, Field("money", "规定的最低余额")]
    below_floor: Annotated[Money, Field("money", "低于最低余额")]
    deposits_short: Annotated[Money, Field("money", "银行保证金不足")]
    banks: Annotated[str, Field("text", "保证金不足的银行")]
    proposed: Annotated[Money, Field("money", "建议申请补充")]
    clauses: Annotated[tuple[str, ...], Field("codes", "条款")]
    open_text: Annotated[str, Field("long_text", "不能判断的原因")]


@query("资金补充建议")
def proposed_appropriation(read: Read) -> ProposedAppropriation:
    """The larger of what is missing to the floor and what the banks' deposits lack.

    Money asked for a deposit raises the fund as well, so the two are not added.
    """
    account = balances(read)
    held = account[Account.POOL_CASH] + account[Account.DEPOSIT]
    floor, clauses, open_text = _floor(read)
    below = ZERO if floor is None else max(ZERO, floor - held)
    short = [d for d in deposits().run(read) if d.short]
    lacking = max(ZERO, total(d.short for d in short) - account[Account.POOL_CASH])
    return ProposedAppropriation(
        held=held,
        floor=floor,
        below_floor=below,
        deposits_short=total(d.short for d in short),
        banks="、".join(d.bank for d in short),
        proposed=max(below, lacking),
        clauses=clauses,
        open_text=open_text,
    )


def _floor(read: Read) -> tuple[Money | None, tuple[str, ...], str]:
    scheme = read.scheme()
    parameter = scheme.parameters.get(FLOOR)
    if parameter is None:
        return None, (), ""
    try:
        return scheme.value(FLOOR, read.today), parameter.clauses, ""
    except Refusal as refusal:
        return None, parameter.clauses, str(refusal.problems[0])


@dataclass(frozen=True)
class FundYear:
    """One calendar year of the fund, for limits that go by the year."""

    year: Annotated[int, Field("whole", "年度")]
    base: Annotated[Money, Field("money", "年初结转加本年拨入")]
    net_compensated: Annotated[Money, Field("money", "本年已补偿净额")]


@query("资金池年度")
def fund_year(read: Read, year: Annotated[int, Field("whole", "年度")] = 0) -> FundYear:
    """A year (this one): what it had, what it paid less what came back."""
    chosen = year or read.today.year
    return FundYear(chosen, year_base(read, chosen), year_net_compensated(read, chosen))


@dataclass(frozen=True)
class OutflowLine:
    """Money that went out for something else than a compensation."""

    id: Annotated[int, Field("record", "编号", of="fund")]
    posted_on: Annotated[date, Field("day", "支出日期")]
    purpose: Annotated[str, Field("choice", "用途", options=PURPOSES)]
    amount: Annotated[Money, Field("money", "金额")]
    reason: Annotated[str, Field("text", "理由")]
    document_no: Annotated[str, Field("text", "批准文号")]
    is_void: Annotated[bool, Field("flag", "已冲销")]


@query("资金池其他支出")
def fund_outflows(read: Read) -> tuple[OutflowLine, ...]:
    """Every one of them, the newest first."""
    return tuple(
        OutflowLine(o.id, o.posted_on, o.purpose, o.amount_fen, o.reason, o.document_no, o.is_void)
        for o in read.all(
            select(FundOutflowRow).order_by(
                FundOutflowRow.posted_on.desc(), FundOutflowRow.id.desc()
            )
        )
    )


@query("支出依据")
def outflow_trace(
    read: Read, outflow: Annotated[int, Field("record", "支出", of="fund")]
) -> tuple[TraceLine, ...]:
    """What the programme said of it."""
    o = read.get(FundOutflowRow, outflow, "支出", "outflow")
    scheme = read.scheme(read.get(SchemeRevisionRow, o.scheme_revision_id, "方案"))
    return trace_lines(scheme, o.trace)
