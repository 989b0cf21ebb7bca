"""What is entered of an application: itself in the order of the paper form, and each step after."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from kcdesk.ui.kit import Editor, Group, Keeping, LivePreview, Remark, Screen, dialogs
from kcdesk.ui.panels import Asked, narrowed, remarks_of
from kcdesk.ui.panels.room import room_remarks
from kcdesk.work.command import Command
from kcdesk.work.commands.applications import (
    FileApplication,
    RecordBankDecision,
    ResubmitApplication,
    ReviewApplication,
    TickApplicationMaterial,
    WithdrawApplication,
)
from kcdesk.work.queries.applications import (
    ApplicationCard,
    ApplicationCheck,
    ApplicationLine,
    check_application_entry,
)
from kcdesk.work.queries.loans import Room, enterprise_room, loans
from kcdesk.work.queries.partners import partners
from kcdesk.work.query import Ask

GROUPS = (
    Group("申请单位", ("enterprise", "applied_on", "channel")),
    Group(
        "本次贷款申请",
        (
            "amount", "term_months", "kind", "renews", "products", "security", "bank",
            "guarantor", "rate", "is_discounting", "is_first_loan", "first_loan_on",
            "is_renewal", "purpose", "other_loans", "policy_loans",
            "special_reason",
        ),
    ),
    Group("申请材料", ("materials",)),
)  # fmt: skip
NEEDED = ("enterprise", "applied_on", "amount", "term_months", "bank", "security")
ALSO = (
    "guarantor", "is_first_loan", "is_renewal", "channel", "kind", "renews", "products",
    "is_discounting", "rate", "special_reason", "materials",
)  # fmt: skip
IF_ASKED = (
    "channel", "kind", "renews", "products", "rate", "is_discounting", "first_loan_on",
    "special_reason", "materials",
)  # fmt: skip
"""Fields that stand on the form only where the programme has a use for them."""

Found = tuple[Room, ApplicationCheck | None]


def file_application(
    screen: Screen, asked: Asked, values: Mapping[str, Any], then: Callable[[Any], None]
) -> None:
    """登记贷款申请; the room under the caps and the findings stand above the buttons."""
    place, desk = screen.place, screen.desk
    form: list[Editor] = []

    def find_loans(text: str) -> Any:
        firm = form[0].form.values().get("enterprise") if form else 0
        return loans(find=text, enterprise=firm or 0)

    editor = screen.edit(
        FileApplication,
        groups=GROUPS,
        values={"applied_on": place.sources.today(), **values},
        # The kind says it already.
        hidden=(*asked.hidden(*IF_ASKED), *(("is_renewal",) if "kind" in asked else ())),
        overrides={
            "bank": narrowed(desk, lambda text: partners(kind="bank", find=text)),
            "guarantor": narrowed(desk, lambda text: partners(kind="guarantor", find=text)),
            "renews": narrowed(desk, find_loans),
        },
        keeping=Keeping(place.settings, place.drafts, remember=("bank",)),
        preview=LivePreview(
            ask=ask_findings,
            show=show_findings,
            steps=lambda found: () if found[1] is None else found[1].trace,
        ),
        may_go_on=True,
        then=then,
    )
    form.append(editor)


def ask_findings(values: Mapping[str, Any]) -> Ask[Found] | None:
    """The firm's room as soon as the firm is known, the whole check once everything is there."""
    if not (values.get("enterprise") and values.get("applied_on")):
        return None
    room = enterprise_room(
        enterprise=values["enterprise"], on=values["applied_on"], bank=values.get("bank") or 0
    )
    if not all(values.get(name) for name in NEEDED):
        return Ask("enterprise_room", {}, lambda read: (room.run(read), None))
    check = check_application_entry(
        **{name: values[name] for name in NEEDED},
        **{name: values[name] for name in ALSO if values.get(name)},
        purpose=values.get("purpose") or "",
    )
    return Ask("check_application_entry", {}, lambda read: (room.run(read), check.run(read)))


def show_findings(found: Found) -> Sequence[Remark]:
    """The room first, then what a save would be refused for."""
    room, check = found
    remarks = room_remarks(room)
    if check is None:
        return remarks
    told = remarks_of(check.refusals, check.warnings)
    return remarks + (
        told or [Remark(f"逐项检查通过，共{len(check.trace)}项。", "ok", word="核对")]
    )


def review(screen: Screen, line: ApplicationLine) -> None:
    """申请初审。"""
    _step(
        screen,
        ReviewApplication,
        line,
        {"reviewed_on": screen.place.sources.today(), "suggested_amount": line.amount},
        explain=(
            "同意推荐的填写推荐函文号和建议金额，保存后可在“文书”页打印推荐函；"
            "退回补正、不予推荐的要写明原因。"
        ),
        groups=(
            Group("初审意见", ("result", "reviewed_on", "opinion")),
            Group("推荐函", ("document_no", "suggested_amount", "valid_until_on")),
        ),
    )


def record_decision(screen: Screen, line: ApplicationLine) -> None:
    """登记银行审批结果。"""
    _step(
        screen,
        RecordBankDecision,
        line,
        {"decided_on": screen.place.sources.today()},
        explain="按银行书面反馈登记；否决的写明原因。",
    )


def withdraw(screen: Screen, line: ApplicationLine) -> None:
    """撤回申请。"""
    _step(screen, WithdrawApplication, line, {}, explain="撤回后编号保留，不再办理。")


def tick(screen: Screen, card: ApplicationCard, line: Any) -> None:
    """收到或退回一份材料。"""
    screen.do(
        TickApplicationMaterial(
            application=card.id, material=line.material, is_present=not line.is_present,
            note=line.note,
        )
    )  # fmt: skip


def resubmit(screen: Screen, line: ApplicationLine) -> None:
    """补正后重新提交。"""
    dialogs.question(
        screen,
        "重新提交这份申请？",
        f"{line.number}　{line.enterprise}\n退回原因：{line.opinion}\n\n材料已补正的，提交后重新初审。",
        yes="重新提交(T)",
        then=lambda: screen.do(ResubmitApplication(application=line.id)),
        picture="note",
    )


def loan_values(card: ApplicationCard) -> dict[str, Any]:
    """What a loan takes over from its application."""
    values = {
        "application": card.id,
        "enterprise": card.enterprise_id,
        "bank": card.bank_id,
        "amount": card.suggested_amount or card.amount,
        "security": card.security,
        "purpose": card.purpose,
        "guarantor": card.guarantor_id,
        "kind": card.kind or None,
        "renews": card.renews_id,
        "products": card.product_codes or None,
        "is_discounting": card.is_discounting or None,
        "rate": card.rate,
        "special_reason": card.special_reason or None,
    }
    return {name: value for name, value in values.items() if value is not None}


def _step(
    screen: Screen,
    command: type[Command],
    line: ApplicationLine,
    values: Mapping[str, Any],
    **options: Any,
) -> None:
    place = screen.place
    screen.edit(
        command,
        title=f"{command.about.label}：{line.number}",
        save_label=command.about.label,
        values={"application": line.id, **values},
        hidden=("application",),
        keeping=Keeping(place.settings, place.drafts, draft=str(line.id)),
        **options,
    )
