"""登记代偿申请, as the loan's card and the claims' list both begin it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from kcdesk.ui.kit import Group, Keeping, LivePreview, Remark, Screen
from kcdesk.ui.panels.findings import remarks_of
from kcdesk.work.commands.claims import FileClaim
from kcdesk.work.queries.claims import ClaimCheck, claim_check

GROUPS = (
    Group("贷款与申请", ("loan", "filed_on", "base_on", "reason")),
    Group("情况说明", ("reason_text", "recovery_measures")),
    Group("材料", ("materials",)),
    Group("银行经办", ("handler", "handler_phone")),
)


def file_claim(screen: Screen, loan: int | None, then: Callable[[Any], None]) -> None:
    """Push the editor; `loan` is shown and fixed when it is known."""
    place = screen.place
    values: dict[str, Any] = {"filed_on": place.sources.today()}
    if loan is not None:
        values["loan"] = loan
    screen.edit(
        FileClaim,
        groups=GROUPS,
        values=values,
        locked=() if loan is None else ("loan",),
        keeping=Keeping(
            place.settings,
            place.drafts,
            remember=("handler", "handler_phone"),
            draft="" if loan is None else str(loan),
        ),
        preview=LivePreview(ask=_ask, show=_show),
        then=then,
    )


def _ask(values: Mapping[str, Any]) -> Any:
    if not (values.get("loan") and values.get("filed_on") and values.get("reason")):
        return None
    return claim_check(
        loan=values["loan"],
        filed_on=values["filed_on"],
        base_on=values.get("base_on"),
        reason=values["reason"],
        materials=tuple(values.get("materials") or ()),
    )


def _show(check: ClaimCheck) -> Sequence[Remark]:
    return [worth_remark(check), *remarks_of(check.refusals, check.warnings)]


def worth_remark(check: ClaimCheck) -> Remark:
    """``未还本金…，逾期…天；按…分担，风险补偿金承担…``"""
    text = f"未还本金{check.principal.show()}元，逾期{check.overdue_days}天"
    if check.fund_share is not None and check.loss is not None:
        text += (
            f"；核定损失{check.loss.show()}元，按{check.ratio_words}分担，"
            f"风险补偿金承担{check.fund_share.show()}元"
        )
    return Remark(f"{text}。")
