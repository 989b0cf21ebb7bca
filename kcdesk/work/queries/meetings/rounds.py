"""Rounds of opinions online: how each stands, and who has answered what."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from sqlalchemy import select

from kcdesk.domain.meetings import OPINIONS, RESULTS, Result
from kcdesk.kernel.kinds import Field, Option
from kcdesk.store.tables.enterprises import EnterpriseRow
from kcdesk.store.tables.meetings import OpinionRoundRow
from kcdesk.work import rounds
from kcdesk.work.context import Read
from kcdesk.work.query import query

UNSAID = Option("", "未表态")


@dataclass(frozen=True)
class OpinionRoundLine:
    """One round."""

    id: Annotated[int, Field("record", "编号", of="meetings")]
    enterprise: Annotated[str, Field("text", "企业名称")]
    matter: Annotated[str, Field("text", "事项")]
    opened_on: Annotated[date, Field("day", "发起日期")]
    reply_by_on: Annotated[date, Field("day", "表态期限")]
    result: Annotated[str, Field("choice", "结果", options=RESULTS)]
    counted: Annotated[str, Field("text", "计票")]
    missing_count: Annotated[int, Field("whole", "缺几家")]
    is_overdue: Annotated[bool, Field("flag", "已过期限")]
    text: Annotated[str, Field("long_text", "征询事项")]


@query("线上意见征询")
def opinion_rounds(
    read: Read,
    enterprise: Annotated[int, Field("record", "企业", of="enterprises")] = 0,
    only_open: Annotated[bool, Field("flag", "只看没有结果的")] = False,
) -> tuple[OpinionRoundLine, ...]:
    """The rounds on a firm, or all of them; the newest first."""
    statement = (
        select(OpinionRoundRow, EnterpriseRow.name)
        .join(EnterpriseRow, EnterpriseRow.id == OpinionRoundRow.enterprise_id)
        .order_by(OpinionRoundRow.opened_on.desc(), OpinionRoundRow.id.desc())
    )
    if enterprise:
        statement = statement.where(OpinionRoundRow.enterprise_id == enterprise)
    lines = [_line(read, row, name) for row, name in read.session.execute(statement)]
    return tuple(x for x in lines if not only_open or x.result == Result.PENDING)


def _line(read: Read, row: OpinionRoundRow, name: str) -> OpinionRoundLine:
    counted = rounds.counted_round(read, row)
    result = counted.tally.result
    return OpinionRoundLine(
        id=row.id,
        enterprise=name,
        matter="纳入名录库" if row.application_id is None else "贷款申请",
        opened_on=row.opened_on,
        reply_by_on=row.reply_by_on,
        result=result.value,
        counted=counted.words,
        missing_count=len(counted.missing),
        is_overdue=result is Result.PENDING and read.today > row.reply_by_on,
        text=row.text,
    )


@dataclass(frozen=True)
class RoundOpinionLine:
    """One unit's answer; without one the opinion is empty."""

    id: Annotated[int, Field("record", "编号", of="meetings")]
    round: Annotated[int, Field("record", "意见征询", of="meetings")]
    unit: Annotated[int, Field("record", "成员单位", of="meetings")]
    unit_name: Annotated[str, Field("text", "成员单位")]
    choice: Annotated[str, Field("choice", "意见", options=(UNSAID, *OPINIONS))]
    given_on: Annotated[date | None, Field("day", "表态日期")]
    name: Annotated[str, Field("text", "表态人")]
    text: Annotated[str, Field("long_text", "意见说明")]


@query("线上意见")
def round_opinions(
    read: Read, asked: Annotated[int, Field("record", "意见征询", of="meetings")]
) -> tuple[RoundOpinionLine, ...]:
    """Every unit asked in a round, in the units' order."""
    row = read.get(OpinionRoundRow, asked, "意见征询", "asked")
    return tuple(
        RoundOpinionLine(
            said.id, row.id, unit.id, unit.name, said.choice, said.given_on, said.name, said.text
        )
        for said, unit in rounds.round_opinions(read, row.id)
    )
