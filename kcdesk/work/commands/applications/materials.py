"""The papers of an application, ticked off as they come in."""

from __future__ import annotations

from typing import Annotated

from sqlalchemy import select

from kcdesk.domain.schemes.picking import pick
from kcdesk.kernel.kinds import Field
from kcdesk.store.tables.applications import ApplicationMaterialRow, ApplicationRow
from kcdesk.work.command import Command, handles
from kcdesk.work.context import Work


class TickApplicationMaterial(Command, label="核对申请材料", stage="applications"):
    """One paper of the checklist came in, or turned out to be missing."""

    application: Annotated[int, Field("record", "贷款申请", of="applications")]
    material: Annotated[str, Field("code", "材料", source="application_materials")]
    is_present: Annotated[bool, Field("flag", "已收")] = True
    note: Annotated[str, Field("text", "说明")] = ""


@handles(TickApplicationMaterial)
def tick_application_material(work: Work, command: TickApplicationMaterial) -> int:
    """A paper that the programme began to ask for later is put on the list."""
    application = work.get(ApplicationRow, command.application, "贷款申请", "application")
    listed = work.scheme().application_materials
    material = pick(listed, command.material, what="申请材料", field="material")
    row = work.one(
        select(ApplicationMaterialRow).where(
            ApplicationMaterialRow.application_id == application.id,
            ApplicationMaterialRow.material == material,
        )
    )
    if row is None:
        row = work.add(
            ApplicationMaterialRow(
                application_id=application.id, material=material, is_present=False, note=""
            )
        )
    row.is_present, row.note = command.is_present, command.note
    word = "已收" if row.is_present else "未收"
    work.say(f"核对申请材料 {application.number}：{listed[material].label}{word}")
    return row.id
