"""The navigation: which screens there are, in which order. They do not know each other.

Each screen's room is imported when it is first shown, so that the window opens at once.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING

from kcdesk.ui.kit.place import Place
from kcdesk.ui.shell import ScreenSpec

if TYPE_CHECKING:
    from kcdesk.ui.kit.screen import Screen

CLAIM_STAGES = frozenset({"claims", "meetings", "payouts", "recoveries"})


def screens() -> tuple[ScreenSpec, ...]:
    """Every screen, in the order of the navigation."""
    return (
        _spec("home", "首页", "home", "reports", "HomeScreen", frozenset()),
        _spec(
            "enterprises", "企业名录", "enterprise", "enterprises", "EnterpriseScreen",
            frozenset({"enterprises", "applications", "loans", "claims", "meetings"}),
        ),
        _spec(
            "applications", "贷款申请", "application", "applications", "ApplicationScreen",
            frozenset({"applications", "loans"}),
        ),
        _spec(
            "loans", "贷款台账", "loan", "loans", "LoanScreen",
            frozenset({"loans", "claims", "applications"}),
        ),
        _spec("claims", "代偿申请", "claim", "claims", "ClaimScreen", CLAIM_STAGES | {"loans"}),
        _spec("meetings", "联席会议", "meeting", "meetings", "MeetingScreen", CLAIM_STAGES),
        _spec("payouts", "兑付", "payout", "payouts", "PayoutScreen", CLAIM_STAGES | {"fund"}),
        _spec("recoveries", "追偿", "recovery", "recoveries", "RecoveryScreen", CLAIM_STAGES),
        _spec("fund", "资金池", "fund", "fund", "FundScreen", frozenset({"fund", "schemes"})),
        _spec(
            "registers", "台账登记", "register", "registers", "RegisterScreen",
            frozenset({"registers", "applications", "loans", "claims"}),
        ),
        _spec(
            "measures", "统计分析", "report", "reports", "MeasureScreen",
            CLAIM_STAGES | {"loans", "applications", "fund", "registers", "schemes"},
        ),
        _spec(
            "documents", "文书与表单", "document", "documents", "DocumentScreen",
            frozenset({"documents"}),
        ),
        _spec("audit", "操作记录", "history", "audit", "AuditScreen", frozenset()),
        _spec("schemes", "方案", "scheme", "schemes", "SchemeScreen", frozenset({"schemes"})),
        _spec("partners", "合作机构", "partner", "partners", "PartnerScreen",
              frozenset({"partners", "fund"})),
        _spec("people", "人员与设置", "person", "people", "PeopleScreen",
              frozenset({"people", "schemes"})),
    )  # fmt: skip


def _spec(
    ident: str, label: str, icon: str, stage: str, name: str, watches: frozenset[str]
) -> ScreenSpec:
    opens = frozenset() if stage == "reports" else frozenset({stage})
    # Cards of every stage hold files and prints; names of firms and banks stand everywhere.
    watched = watches | {"documents", "enterprises", "partners"} if watches else watches
    return ScreenSpec(ident, label, icon, _made(stage, name), watched, opens)


def _made(stage: str, name: str) -> Callable[[Place], Screen]:
    def make(place: Place) -> Screen:
        screen: Screen = getattr(import_module(f"kcdesk.ui.screens.{stage}"), name)(place)
        return screen

    return make
