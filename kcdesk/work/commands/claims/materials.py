"""The papers of a claim: ticked off, and complete before it is accepted."""

from __future__ import annotations

from typing import Annotated

from sqlalchemy import select

from kcdesk.domain.claims import UNREVIEWED, ClaimState, move
from kcdesk.domain.schemes.picking import code_of
from kcdesk.kernel.errors import Refusal
from kcdesk.kernel.kinds import Field
from kcdesk.store.tables.claims import ClaimMaterialRow, ClaimRow
from kcdesk.work.command import Command, handles
from kcdesk.work.commands.claims.facts import missing_materials
from kcdesk.work.context import Work


class TickMaterial(Command, label="核对代偿材料", stage="claims"):
    """One paper of the checklist came in, or turned out to be missing."""

    claim: Annotated[int, Field("record", "代偿申请", of="claims")]
    material: Annotated[str, Field("code", "材料", source="claim_materials")]
    is_present: Annotated[bool, Field("flag", "已交")] = True
    note: Annotated[str, Field("text", "说明")] = ""


@handles(TickMaterial)
def tick_material(work: Work, command: TickMaterial) -> int:
    """Only before the review has passed."""
    claim = work.get(ClaimRow, command.claim, "代偿申请", "claim")
    _refuse_decided(claim)
    material = code_of(work.scheme().materials, command.material) or command.material
    row = work.one(
        select(ClaimMaterialRow).where(
            ClaimMaterialRow.claim_id == claim.id, ClaimMaterialRow.material == material
        )
    )
    if row is None:
        raise Refusal.of(
            f"材料清单里没有“{command.material}”。",
            cure="请从清单中选择。",
            field="material",
            code="claim.code",
        )
    row.is_present, row.note = command.is_present, command.note
    known = work.scheme().materials.get(row.material)
    label = row.material if known is None else known.label
    work.say(f"核对代偿材料 {claim.number}：{label}{'已交' if row.is_present else '未交'}")
    return row.id


class AcceptClaim(Command, label="受理代偿申请", stage="claims"):
    """The papers are complete; the first review begins."""

    claim: Annotated[int, Field("record", "代偿申请", of="claims")]


@handles(AcceptClaim)
def accept_claim(work: Work, command: AcceptClaim) -> int:
    """Refuses while required papers are missing, naming them."""
    claim = work.get(ClaimRow, command.claim, "代偿申请", "claim")
    if missing := missing_materials(work, claim.id):
        raise Refusal.of(
            f"必需材料还缺{len(missing)}项：{'、'.join(m.label for m in missing)}。",
            cure="请补齐并在材料清单上勾选后再受理，或退回补正。",
            field="claim",
            clauses=tuple(dict.fromkeys(c for m in missing for c in m.clauses)),
            code="claim.materials",
        )
    claim.state = move(claim.state, "accept").value
    work.say(f"受理代偿申请 {claim.number}")
    return claim.id


def _refuse_decided(claim: ClaimRow) -> None:
    """Papers and figures are fixed once the review has passed."""
    if ClaimState(claim.state) not in UNREVIEWED:
        raise Refusal.of(
            f"申请 {claim.number} 已是“{ClaimState(claim.state).label}”，材料不能再改。",
            cure="如确需更改，请先撤销初审。",
            field="claim",
            code="claim.fixed",
        )
