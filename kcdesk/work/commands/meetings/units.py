"""Member units of the joint meeting, and who represents them."""

from __future__ import annotations

from typing import Annotated

from sqlalchemy import func, select

from kcdesk.domain.schemes.picking import pick_all
from kcdesk.kernel.errors import Refusal
from kcdesk.kernel.kinds import Field
from kcdesk.store.tables.meetings import MemberUnitRow
from kcdesk.work.command import Command, handles
from kcdesk.work.context import Read, Work


class RegisterMemberUnit(Command, label="登记成员单位", stage="meetings"):
    """A unit of the joint meeting, with the one who represents it."""

    name: Annotated[str, Field("text", "单位名称")]
    representative: Annotated[str, Field("text", "参会代表")] = ""
    post: Annotated[str, Field("text", "职务")] = ""
    phone: Annotated[str, Field("phone", "电话")] = ""


@handles(RegisterMemberUnit)
def register_member_unit(work: Work, command: RegisterMemberUnit) -> int:
    """Refuses a name that is already there."""
    if work.one(select(MemberUnitRow).where(MemberUnitRow.name == command.name)) is not None:
        raise Refusal.of(
            f"已登记过“{command.name}”。",
            cure="请直接修改原记录。",
            field="name",
            code="unit.twice",
        )
    work.say(f"登记成员单位：{command.name}")
    return work.add(
        MemberUnitRow(
            **vars(command),
            order_no=_last_order(work) + 1,
            is_active=True,
        )
    ).id


class AdoptMemberUnits(Command, label="按方案添加成员单位", stage="meetings"):
    """Units that the programme names, all at once; who represents them is filled in later."""

    units: Annotated[tuple[str, ...], Field("codes", "成员单位", source="proposed_member_units")]


@handles(AdoptMemberUnits)
def adopt_member_units(work: Work, command: AdoptMemberUnits) -> int:
    """Adds those not registered yet, in the programme's order; gives how many."""
    known = {u.name for u in work.all(select(MemberUnitRow))}
    named = work.scheme().member_units
    wanted = pick_all(named, command.units, what="成员单位", field="units")
    chosen = [named[c].label for c in named if c in wanted and named[c].label not in known]
    if not chosen:
        raise Refusal.of(
            "没有选中要添加的成员单位。",
            cure="请至少勾选一个单位。",
            field="units",
            code="unit.none",
        )
    for number, name in enumerate(chosen, _last_order(work) + 1):
        work.add(
            MemberUnitRow(
                name=name, representative="", post="", phone="", order_no=number, is_active=True
            )
        )
    work.say(f"按方案添加成员单位：{'、'.join(chosen)}")
    return len(chosen)


def _last_order(read: Read) -> int:
    return read.session.scalar(select(func.max(MemberUnitRow.order_no))) or 0


class ReviseMemberUnit(Command, label="修改成员单位", stage="meetings"):
    """Another representative, or no longer a member."""

    unit: Annotated[int, Field("record", "成员单位", of="meetings")]
    representative: Annotated[str, Field("text", "参会代表")] = ""
    post: Annotated[str, Field("text", "职务")] = ""
    phone: Annotated[str, Field("phone", "电话")] = ""
    is_active: Annotated[bool, Field("flag", "现任成员")] = True


@handles(ReviseMemberUnit)
def revise_member_unit(work: Work, command: ReviseMemberUnit) -> int:
    """Write what changed."""
    unit = work.get(MemberUnitRow, command.unit, "成员单位", "unit")
    unit.representative, unit.post = command.representative, command.post
    unit.phone, unit.is_active = command.phone, command.is_active
    work.say(f"修改成员单位：{unit.name}")
    return unit.id


def active_units(read: Read) -> tuple[MemberUnitRow, ...]:
    """Member units in office, in their order."""
    return tuple(
        read.all(
            select(MemberUnitRow).where(MemberUnitRow.is_active).order_by(MemberUnitRow.order_no)
        )
    )
