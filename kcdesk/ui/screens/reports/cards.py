"""A figure opened: how it stands, how it is defined, which clauses ask for it."""

from __future__ import annotations

from datetime import date
from typing import Any

from kcdesk.domain.schemes.breaking import Level
from kcdesk.ui.kit import Card, CardLooks, CardPage, Chip, Group, Remark, Screen
from kcdesk.work.queries.reports import (
    BreakerCard,
    IndicatorCard,
    TargetCard,
    breaker_card,
    indicator_card,
    target_card,
)

_TONES = {
    Level.TRIPPED.value: "stop",
    Level.WARNED.value: "warning",
    Level.CALM.value: "ok",
    Level.NONE.value: "plain",
}


def open_indicator(screen: Screen, ident: int, on: date) -> None:
    """An indicator with its groups."""
    looks = CardLooks(
        title=lambda c: c.label,
        remarks=_trouble,
        sections=(Group("结果", ("shown", "part_shown", "whole_shown", "span", "on")),),
        traces=("definition",),
        left_out=("id", "label", "clauses", "trouble"),
    )
    _push(screen, IndicatorCard, looks, lambda: indicator_card(indicator=ident, on=on))


def open_target(screen: Screen, ident: int, on: date) -> None:
    """A target with the definition of what it is held against."""
    looks = CardLooks(
        title=lambda c: c.label,
        chips=lambda c: (Chip("已达到", "ok") if c.is_reached else Chip("未达到", "warning"),),
        remarks=_trouble,
        sections=(
            Group("进度", ("actual", "goal", "done", "gap", "base", "base_on", "due_on", "on")),
        ),
        traces=("definition",),
        left_out=("id", "label", "is_reached", "clauses", "trouble"),
    )
    _push(screen, TargetCard, looks, lambda: target_card(target=ident, on=on))


def open_breaker(screen: Screen, ident: int, on: date) -> None:
    """A bank's rate against its limit, with the evidence."""
    looks = CardLooks(
        title=lambda c: f"{c.label} {c.who}",
        chips=_breaker_chips,
        remarks=_trouble,
        sections=(
            Group("比率", ("shown", "limit", "distance", "on")),
            Group("暂停期间", ("meanwhile",)),
        ),
        traces=("evidence",),
        left_out=("id", "label", "who", "level", "is_suspended", "clauses", "trouble"),
    )
    _push(screen, BreakerCard, looks, lambda: breaker_card(breaker=ident, on=on))


def _breaker_chips(card: BreakerCard) -> tuple[Chip, ...]:
    chip = Chip(Level(card.level).label, _TONES[card.level])  # type: ignore[arg-type]
    return (chip, Chip("已暂停", "stop")) if card.is_suspended else (chip,)


def _trouble(card: Any) -> list[Remark]:
    return [Remark(card.trouble, "warning")] if card.trouble else []


def _push(screen: Screen, card_type: type, looks: CardLooks, ask: Any) -> None:
    card = Card(card_type, looks, settings=screen.place.settings)
    page = CardPage(screen.desk, card, ask)
    page.came.connect(lambda c: screen.retitle(page, c.label))
    screen.push(page, "口径")
