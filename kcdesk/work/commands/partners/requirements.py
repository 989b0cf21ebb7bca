"""What the programme asks of an institution before it is admitted, ticked off on a day."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from sqlalchemy import select

from kcdesk.domain.people import Role
from kcdesk.domain.schemes.scheme import Scheme
from kcdesk.kernel.errors import Refusal
from kcdesk.kernel.kinds import Field
from kcdesk.kernel.money import Money
from kcdesk.store.tables.partners import PartnerRequirementRow, PartnerRow
from kcdesk.work.command import Command, handles
from kcdesk.work.context import Read, Work


class TickPartnerRequirements(Command, label="核对合作条件", stage="partners", role=Role.CLERK):
    """What an institution has, and the credit line it offers, as found on a day."""

    partner: Annotated[int, Field("record", "合作机构", of="partners")]
    checked_on: Annotated[date, Field("day", "核对日期")]
    ticks: Annotated[
        tuple[str, ...], Field("codes", "已具备的条件", source="partner_requirements")
    ] = ()
    line: Annotated[Money | None, Field("money", "拟给授信总额")] = None
    note: Annotated[str, Field("long_text", "说明")] = ""


@handles(TickPartnerRequirements)
def tick_partner_requirements(work: Work, command: TickPartnerRequirements) -> int:
    """Refuses a code the programme does not ask for; a second check of one day replaces the first."""
    partner = work.get(PartnerRow, command.partner, "合作机构", "partner")
    known = work.scheme().partner_requirements
    strange = [c for c in command.ticks if c not in known]
    if strange:
        raise Refusal.of(
            f"方案没有名为“{strange[0]}”的合作条件。",
            cure="请从列表中勾选。",
            field="ticks",
            code="requirement.unknown",
        )
    row = work.one(
        select(PartnerRequirementRow).where(
            PartnerRequirementRow.partner_id == partner.id,
            PartnerRequirementRow.checked_on == command.checked_on,
        )
    )
    work.say(f"核对合作条件：{partner.name}，具备{len(command.ticks)}项")
    if row is None:
        return work.add(
            PartnerRequirementRow(
                partner_id=partner.id,
                checked_on=command.checked_on,
                ticks=list(command.ticks),
                line_fen=command.line,
                note=command.note,
                entered_by=work.by.id,
            )
        ).id
    row.ticks, row.line_fen, row.note = list(command.ticks), command.line, command.note
    row.entered_by = work.by.id
    return row.id


def ticks_on(read: Read, partner_id: int, day: date) -> frozenset[str] | None:
    """What the institution was last found to have, up to a day; None before the first check."""
    found = requirements_on(read, partner_id, day)
    return None if found is None else frozenset(found.ticks)


def requirements_on(read: Read, partner_id: int, day: date) -> PartnerRequirementRow | None:
    """The last check of an institution up to a day."""
    return read.one(
        select(PartnerRequirementRow)
        .where(
            PartnerRequirementRow.partner_id == partner_id,
            PartnerRequirementRow.checked_on <= day,
        )
        .order_by(PartnerRequirementRow.checked_on.desc())
    )


def asked_of(scheme: Scheme, kind: str = "") -> dict[str, str]:
    """Code and label of what the programme asks of a kind of institution (of all when empty)."""
    return {
        code: item.label
        for code, item in scheme.partner_requirements.items()
        if not kind or item.of in ("", kind)
    }
