"""Member units asked online about a firm that has no recognition, or about an application.

What the answers come to is `kcdesk.work.rounds`'s; the admission reads it from there by itself.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated

from sqlalchemy import select

from kcdesk.domain.meetings import OPINIONS, Opinion, Result
from kcdesk.domain.people import Role
from kcdesk.domain.schemes.parts import ResultRule
from kcdesk.kernel.errors import Refusal
from kcdesk.kernel.kinds import Field
from kcdesk.store.tables.applications import ApplicationRow
from kcdesk.store.tables.enterprises import EnterpriseRow
from kcdesk.store.tables.meetings import MemberUnitRow, OpinionRoundRow, RoundOpinionRow
from kcdesk.work.command import Command, handles
from kcdesk.work.commands.meetings.units import active_units
from kcdesk.work.context import Work
from kcdesk.work.rounds import counted_round


class OpenOpinionRound(Command, label="发起线上征询", stage="meetings"):
    """Ask the member units about a firm, until a day."""

    enterprise: Annotated[int, Field("record", "企业", of="enterprises")]
    opened_on: Annotated[date, Field("day", "发起日期")]
    reply_by_on: Annotated[date, Field("day", "表态期限")]
    text: Annotated[str, Field("long_text", "征询事项", hint="如企业情况、纳入理由")] = ""
    application: Annotated[
        int | None,
        Field("record", "对应申请", of="applications", hint="征询入库的不填"),
    ] = None
    units: Annotated[
        tuple[int, ...],
        Field("records", "征询单位", of="meetings", hint="不选就是全体成员单位"),
    ] = ()


@handles(OpenOpinionRound)
def open_opinion_round(work: Work, command: OpenOpinionRound) -> int:
    """Refuses a second round on the same matter while one waits for answers."""
    firm = work.get(EnterpriseRow, command.enterprise, "企业", "enterprise")
    if command.reply_by_on < command.opened_on:
        raise Refusal.of(
            "表态期限早于发起日期。",
            cure="请核对两个日期。",
            field="reply_by_on",
            code="round.order",
        )
    _refuse_other_firm(work, firm, command.application)
    _refuse_waiting(work, firm, command.application)
    units = _asked_units(work, command.units)
    asked = work.add(
        OpinionRoundRow(
            enterprise_id=firm.id,
            application_id=command.application,
            opened_on=command.opened_on,
            reply_by_on=command.reply_by_on,
            text=command.text,
            chair_choice="",
            entered_by=work.by.id,
        )
    )
    for unit in units:
        work.add(
            RoundOpinionRow(
                round_id=asked.id, unit_id=unit.id, choice="", text="", name="", given_on=None
            )
        )
    work.say(f"发起线上征询：{firm.name}，{len(units)}家单位")
    return asked.id


def _refuse_other_firm(work: Work, firm: EnterpriseRow, application: int | None) -> None:
    if application is None:
        return
    row = work.get(ApplicationRow, application, "贷款申请", "application")
    if row.enterprise_id != firm.id:
        raise Refusal.of(
            f"贷款申请 {row.number} 不是“{firm.name}”的。",
            cure="请核对申请。",
            field="application",
            code="round.application",
        )


def _refuse_waiting(work: Work, firm: EnterpriseRow, application: int | None) -> None:
    last = work.one(
        select(OpinionRoundRow)
        .where(
            OpinionRoundRow.enterprise_id == firm.id,
            OpinionRoundRow.application_id.is_not_distinct_from(application),
        )
        .order_by(OpinionRoundRow.id.desc())
    )
    if last is not None and counted_round(work, last).tally.result is Result.PENDING:
        raise Refusal.of(
            f"“{firm.name}”{last.opened_on.isoformat()}发起的征询还没有结果。",
            cure="请先登记各单位的意见；发起有误的，撤销那次征询。",
            field="enterprise",
            code="round.waiting",
        )


def _asked_units(work: Work, chosen: tuple[int, ...]) -> tuple[MemberUnitRow, ...]:
    active = active_units(work)
    units = tuple(u for u in active if u.id in chosen) if chosen else active
    if not units or len(units) < len(set(chosen)):
        raise Refusal.of(
            "没有可以征询的成员单位。" if not units else "选中的单位有的已不是成员单位。",
            cure="请先登记成员单位，再发起征询。" if not units else "请重新选择征询单位。",
            field="units",
            code="round.units",
        )
    return units


class RecordRoundOpinion(Command, label="登记线上意见", stage="meetings"):
    """What one unit answered; entered again, it replaces the answer."""

    round: Annotated[int, Field("record", "意见征询", of="meetings")]
    unit: Annotated[int, Field("record", "成员单位", of="meetings")]
    choice: Annotated[str, Field("choice", "意见", options=OPINIONS)]
    given_on: Annotated[date, Field("day", "表态日期")]
    text: Annotated[str, Field("long_text", "意见说明")] = ""
    name: Annotated[str, Field("text", "表态人")] = ""


@handles(RecordRoundOpinion)
def record_round_opinion(work: Work, command: RecordRoundOpinion) -> int:
    """Refuses a unit that was not asked and a day before it was; a late answer still counts."""
    asked = work.get(OpinionRoundRow, command.round, "意见征询", "round")
    unit = work.get(MemberUnitRow, command.unit, "成员单位", "unit")
    row = work.one(
        select(RoundOpinionRow).where(
            RoundOpinionRow.round_id == asked.id, RoundOpinionRow.unit_id == unit.id
        )
    )
    if row is None:
        raise Refusal.of(
            f"这次没有征询“{unit.name}”。", cure="请核对单位。", field="unit", code="round.unit"
        )
    if command.given_on < asked.opened_on:
        raise Refusal.of(
            f"表态日期早于发起日期（{asked.opened_on.isoformat()}）。",
            cure="请核对日期。",
            field="given_on",
            code="round.given",
        )
    if command.choice == Opinion.DISAGREE and not command.text:
        raise Refusal.of(
            "不同意要写明意见。",
            cure="请填写意见说明，答复企业时用得上。",
            field="text",
            clauses=work.scheme().meeting.online_clauses,
            code="round.text",
        )
    row.choice, row.text, row.name = command.choice, command.text, command.name
    row.given_on = command.given_on
    counted = counted_round(work, asked)
    label = Opinion(command.choice).label
    work.say(f"登记线上意见：{unit.name} {label}，{counted.tally.result.label}（{counted.words}）")
    return row.id


class RecordChairOpinion(Command, label="登记召集人意见", stage="meetings", role=Role.APPROVER):
    """What the chair decides where the programme leaves the result of a round to the chair."""

    round: Annotated[int, Field("record", "意见征询", of="meetings")]
    choice: Annotated[str, Field("choice", "意见", options=OPINIONS)]


@handles(RecordChairOpinion)
def record_chair_opinion(work: Work, command: RecordChairOpinion) -> int:
    """Refuses it where the programme counts the units' answers instead."""
    asked = work.get(OpinionRoundRow, command.round, "意见征询", "round")
    meeting = work.scheme().meeting
    if meeting.online_rule is not ResultRule.CHAIR:
        raise Refusal.of(
            f"按方案，线上意见的结果按“{meeting.online_rule.label}”计票，不由召集人决定。",
            cure="请登记各单位的意见。",
            field="round",
            clauses=meeting.online_clauses,
            code="round.chair",
        )
    asked.chair_choice = command.choice
    work.say(f"登记召集人意见：{Opinion(command.choice).label}")
    return asked.id
