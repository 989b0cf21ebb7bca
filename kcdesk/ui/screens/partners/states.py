"""What an institution's state means for the screen: a word, a tone, what follows from it."""

from __future__ import annotations

from typing import Any

from kcdesk.domain.partners import PartnerState
from kcdesk.ui.kit import Chip, Remark
from kcdesk.work.queries.partners import PartnerCard, PartnerLine, SuspensionLine

TONES: dict[PartnerState, Any] = {
    PartnerState.COMING: "note",
    PartnerState.ACTIVE: "ok",
    PartnerState.SUSPENDED: "warning",
    PartnerState.DISQUALIFIED: "stop",
}


def chips(card: PartnerCard) -> tuple[Chip, ...]:
    """The state, and that it is a science branch."""
    state = PartnerState(card.state)
    made = [Chip(state.label, TONES.get(state, "plain"))]
    if card.tech_from_on is not None:
        made.append(Chip("科技支行或授牌银行", "note"))
    return tuple(made)


def remarks(card: PartnerCard) -> list[Remark]:
    """Why it is suspended or out, and what may still be done."""
    told = [_held(held) for held in card.suspensions if held.is_held]
    if not told and card.agreements and not is_agreed(card):
        told.append(Remark("合作协议都已到期。续签后在“合作协议”里登记。", "warning"))
    return told


def _held(held: SuspensionLine) -> Remark:
    shown = f"（{held.evidence}）" if held.evidence else ""
    head = f"自{held.from_on.isoformat()}起{held.state}：{held.reason}{shown}。"
    if held.is_disqualified:
        return Remark(f"{head}不再办理新业务；保证金应当收回。", "stop", held.clauses)
    return Remark(
        f"{head}暂停期间不登记新的申请和放款；已放的贷款、代偿和追偿照常办理。",
        "warning",
        held.clauses,
    )


def is_agreed(card: PartnerCard) -> bool:
    """Whether an agreement is in force today."""
    return any(a.state == "in_force" for a in card.agreements)


def may_lend(line: PartnerLine | PartnerCard) -> bool:
    """Whether it can still be suspended, or left."""
    return line.state in (PartnerState.ACTIVE, PartnerState.COMING)


def is_own_suspension(card: PartnerCard) -> bool:
    """Whether it is itself suspended, and not for good."""
    return any(s.is_held and not s.is_of_all and not s.is_disqualified for s in card.suspensions)
