"""What is entered of a firm: registering, revising, onto the list and off it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from kcdesk.ui.kit import Group, Keeping, LivePreview, Remark, Screen
from kcdesk.ui.panels import remarks_of
from kcdesk.ui.screens.enterprises.card import short
from kcdesk.work.commands.enterprises.admissions import AdmitEnterprise, RemoveFromList
from kcdesk.work.commands.enterprises.records import RegisterEnterprise, ReviseEnterprise
from kcdesk.work.commands.enterprises.renewals import RenewListing
from kcdesk.work.queries.enterprises.card import EnterpriseCard
from kcdesk.work.queries.enterprises.checks import AdmissionCheck, admission_check

IDENTITY = (
    "name", "uscc", "legal_rep", "legal_rep_id", "controller", "registered_on",
    "registered_capital", "region", "address", "industry", "staff_count", "main_business",
)  # fmt: skip
GROUPS = (
    Group("企业基本情况", IDENTITY),
    Group("经营情况", ("revenue", "total_assets")),
    Group("联系", ("contact_name", "contact_post", "contact_phone", "officer")),
    Group("备注", ("note",)),
)
REVISED = tuple(
    name for name in (*IDENTITY, "revenue", "total_assets", "officer", "note") if name != "uscc"
)


def register(screen: Screen, values: dict[str, Any], then: Callable[[Any], None]) -> None:
    """登记企业。"""
    place = screen.place
    screen.edit(
        RegisterEnterprise,
        groups=GROUPS,
        values=values,
        keeping=Keeping(place.settings, place.drafts, remember=("region", "officer")),
        may_go_on=True,
        explain="登记后还要登记资质、纳入名录库，才能申请科创贷款。已有名单的，用“导入名单”更快。",
        then=then,
    )


def revise(screen: Screen, card: EnterpriseCard) -> None:
    """修改企业资料。"""
    place = screen.place
    screen.edit(
        ReviseEnterprise,
        title=f"修改企业资料：{short(card.name)}",
        save_label="保存修改",
        groups=GROUPS,
        values={"enterprise": card.id, **{name: getattr(card, name) for name in REVISED}},
        hidden=("enterprise",),
        keeping=Keeping(place.settings, place.drafts, draft=str(card.id)),
        explain="改了名称的，原名称自动记为曾用名，仍可查到。",
    )


def admit(screen: Screen, firm: Any, left_out: Sequence[str] = ()) -> None:
    """纳入名录库，按依据文件; without the fields that the programme has no use for."""
    place = screen.place
    screen.edit(
        AdmitEnterprise,
        title=f"纳入名录库：{short(firm.name)}",
        save_label="纳入名录库",
        values={"enterprise": firm.id, "from_on": place.sources.today()},
        hidden=("enterprise", *left_out),
        keeping=Keeping(
            place.settings, place.drafts, remember=("document_no",), draft=str(firm.id)
        ),
        preview=LivePreview(ask=lambda values: ask_admission(firm.id, values), show=show_admission),
        explain="纳入日期起发放的贷款才享受风险补偿；纳入当天要有有效资质，"
        "或者线上征询的结果是同意。有效期由程序按方案算出。",
    )


def renew(screen: Screen, firm: Any) -> None:
    """续期或转正：企业一直在库，不用先调出。"""
    place = screen.place
    screen.edit(
        RenewListing,
        title=f"续期或转正：{short(firm.name)}",
        save_label="续期或转正",
        values={"enterprise": firm.id, "renewed_on": place.sources.today()},
        hidden=("enterprise",),
        keeping=Keeping(
            place.settings, place.drafts, remember=("document_no",), draft=str(firm.id)
        ),
        preview=LivePreview(
            ask=lambda v: ask_admission(firm.id, {**v, "from_on": v.get("renewed_on")}),
            show=show_admission,
        ),
        explain="暂准的企业补上当年编号，或者重新认定以后办理。纳入日期不变，"
        "期间发放的贷款不受影响；新的有效期由程序按方案算出。",
    )


def remove(screen: Screen, firm: Any) -> None:
    """调出名录库。"""
    place = screen.place
    screen.edit(
        RemoveFromList,
        title=f"调出名录库：{short(firm.name)}",
        save_label="调出名录库",
        values={"enterprise": firm.id, "until_on": place.sources.today()},
        hidden=("enterprise",),
        keeping=Keeping(place.settings, place.drafts, draft=str(firm.id)),
        explain="由复核人员办理。最后在库日之前发放的贷款不受影响。",
    )


def ask_admission(firm: int, values: Mapping[str, Any]) -> Any:
    """The programme's check once the day is known."""
    if not values.get("from_on"):
        return None
    return admission_check(
        enterprise=firm,
        from_on=values["from_on"],
        document_no=values.get("document_no") or "",
        path=values.get("path") or "qualification",
        online_result=values.get("online_result") or "unrecorded",
        submitted_on=values.get("submitted_on"),
    )


def show_admission(check: AdmissionCheck) -> Sequence[Remark]:
    """What speaks against it, or that nothing does."""
    found = remarks_of(check.refusals, check.warnings)
    return found or [Remark(f"逐项检查通过，共{len(check.trace)}项。", "ok", word="核对")]
