"""How a firm's card is laid out: who it is, where it stands on the list, what to see to."""

from __future__ import annotations

from typing import Any

from kcdesk.ui.kit import CardLooks, Chip, Group, Remark
from kcdesk.work.queries.enterprises.card import EnterpriseCard
from kcdesk.work.queries.enterprises.lists import STATES

TONES: dict[str, Any] = {"listed": "ok", "unlisted": "plain", "removed": "warning"}

MOST_IN_PATH = 18
LISTED_IN_PANELS = ("contacts", "qualifications", "listings")


FIGURES = ("staff_count", "revenue", "total_assets")
"""Told once: where the programme asks for them year by year, on the tab 指标."""


def looks(*, by_year: bool = False) -> CardLooks:
    """The sections in the order of the county's list and the paper form."""
    return CardLooks(
        title=lambda c: c.name,
        chips=chips,
        remarks=remarks,
        sections=(
            Group(
                "企业",
                (
                    "name", "uscc", "former_names", "legal_rep", "legal_rep_id_masked", "controller",
                    "registered_on", "registered_capital", "region", "address", "industry",
                    "staff_count", "main_business",
                ),
            ),
            Group("名录库", ("listed_on", "listed_until", "listing_document", "officer")),
            Group("经营与贷款", ("revenue", "total_assets", "outstanding")),
            Group("备注", ("note",)),
        ),
        left_out=(
            "id", "state", "legal_rep_id", "proposed_removal_on", "is_provisional", "is_banned",
            *LISTED_IN_PANELS, *(FIGURES if by_year else ()),
        ),
    )  # fmt: skip


def chips(card: EnterpriseCard) -> tuple[Chip, ...]:
    """Where the firm stands on the list."""
    label = next(o.label for o in STATES if o.value == card.state)
    found = [Chip(label, TONES[card.state])]
    if card.is_provisional:
        found.append(Chip("暂准", "warning"))
    if card.is_banned:
        found.append(Chip("禁入", "stop"))
    return tuple(found)


def remarks(card: EnterpriseCard) -> list[Remark]:
    """What ought to be done next."""
    if card.is_banned:
        return [Remark("在禁入名单内，不能纳入名录库。见“不良与禁入”页。", "stop")]
    if any(q.review == "待审核" for q in card.qualifications) and card.state != "listed":
        return [
            Remark("有资质等待审核。请由复核人员在“资质”页审核，通过后才能据以纳入。", "warning")
        ]
    if card.is_provisional and card.listed_until is not None:
        text = f"暂准在库至{card.listed_until.isoformat()}。请在此之前补登入库编号，续办纳入。"
        return [Remark(text, "warning")]
    if card.proposed_removal_on is not None:
        text = (
            f"从{card.proposed_removal_on.isoformat()}起没有有效资质。请登记新的资质，"
            "或由复核人员调出名录库；已发放的贷款不受影响。"
        )
        return [Remark(text, "warning")]
    if card.state == "unlisted" and not card.qualifications:
        return [Remark("还没有登记资质。请先在“资质”页登记，再纳入名录库。")]
    if card.state == "unlisted":
        return [Remark("还不在名录库内。请按依据文件办理“纳入名录库”，之后才能登记科创贷款。")]
    return []


def is_listed(firm: Any) -> bool:
    """Whether a line or a card says the firm is on the list today."""
    return bool(firm.state == "listed")


def may_be_renewed(firm: Any) -> bool:
    """Whether its time on the list may be prolonged or made definite."""
    return is_listed(firm) and (firm.is_provisional or firm.listed_until is not None)


def may_be_listed(firm: Any) -> bool:
    """Whether it could come onto the list."""
    return not is_listed(firm)


def short(name: str) -> str:
    """A firm's name for the path above the page; the card itself says it in full."""
    return name if len(name) <= MOST_IN_PATH else f"{name[:MOST_IN_PATH]}…"
