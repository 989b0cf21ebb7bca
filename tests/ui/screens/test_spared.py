"""What a clerk is spared: tabs, fields and words that the office's programme has no use for."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QTabWidget

from kcdesk.ui.kit import Editor
from kcdesk.ui.panels import RecordPage
from kcdesk.ui.screens.documents import DocumentScreen
from kcdesk.ui.screens.enterprises import EnterpriseScreen
from kcdesk.ui.screens.fund import FundScreen
from kcdesk.ui.screens.partners import PartnerScreen
from kcdesk.ui.screens.reports import MeasureScreen
from kcdesk.ui.screens.schemes import SchemeScreen
from tests.ui.screens.conftest import Seat
from tests.work.county import County


def titles(tabs: QTabWidget) -> list[str]:
    """The tabs that can be seen, without their counts."""
    return [tabs.tabText(p).split("（")[0] for p in range(tabs.count()) if tabs.isTabVisible(p)]


def card_of(seat: Seat, screen: Any, ident: int) -> RecordPage:
    seat.show(screen)
    screen.open_record(ident)
    seat.settle()
    assert isinstance(screen.page, RecordPage)
    return screen.page


def test_a_firm_of_pinghu_has_no_tab_for_what_pinghu_does_not_ask(
    county: County, seat: Seat
) -> None:
    firm = county.firm()
    screen = EnterpriseScreen(seat.place)
    page = card_of(seat, screen, firm)
    assert titles(page.card.tabs) == [
        "基本情况", "资质", "联系人", "申请资料", "名录记录", "征询", "贷款申请", "贷款", "代偿申请", "台账",
        "附件", "办理记录",
    ]  # fmt: skip
    labels = [b.text().replace("&", "") for b in screen.table.bar._wanted()]
    assert "名录版次(V)" in labels
    assert "禁入名单(K)" not in labels
    screen.admit(page.card.card)
    seat.settle()
    editor = screen.page
    assert isinstance(editor, Editor)
    assert "submitted_on" not in editor.form.fields
    assert "document_no" in editor.form.fields


def test_a_bank_of_pinghu_has_no_deposit_and_no_badge(county: County, seat: Seat) -> None:
    bank = county.bank()
    screen = PartnerScreen(seat.place)
    page = card_of(seat, screen, bank)
    assert titles(page.card.tabs) == [
        "基本情况", "合作协议", "暂停与恢复", "附件", "文书", "办理记录",
    ]  # fmt: skip
    assert titles(screen.lists.tabs) == ["合作机构"]
    assert "tech_from_on" not in page.card.values
    screen.start_new()
    seat.settle()
    editor = screen.page
    assert isinstance(editor, Editor)
    assert {"tech_from_on", "service_team"}.isdisjoint(editor.form.fields)


def test_lists_without_a_use_have_no_tab_and_are_turned_over(county: County, seat: Seat) -> None:
    fund = FundScreen(seat.place)
    seat.show(fund)
    assert titles(fund.lists.tabs) == ["明细账", "其他支出"]
    measures = MeasureScreen(seat.place)
    seat.show(measures)
    assert titles(measures.lists.tabs) == ["指标", "分列", "分机构"]


def test_the_text_of_the_programme_is_for_whoever_may_revise_it(county: County, seat: Seat) -> None:
    plain = ["条款", "数值", "留白", "版本"]
    screen = SchemeScreen(seat.place)
    seat.show(screen)
    assert titles(screen.lists.tabs) == plain
    revise = next(a for a in screen.value_page.table.bar.actions_given if "修改" in a.label)
    assert not screen.value_page.table.bar.may(revise)
    seat.as_("admin")
    screen.reload()
    seat.settle()
    assert titles(screen.lists.tabs) == [*plain, "编辑方案", "自建方案"]
    assert revise.is_wanted()


def test_f1_knows_the_list_that_is_shown(county: County, seat: Seat) -> None:
    seat.as_("admin")
    screen = SchemeScreen(seat.place)
    seat.show(screen)
    pages = []
    for position in range(screen.lists.tabs.count()):
        screen.lists.tabs.setCurrentIndex(position)
        pages.append(screen.help_page)
    revising = "scheme_revisions"
    assert pages == ["", revising, "", revising, revising, "own_schemes"]


def test_a_form_names_the_clauses_of_this_programme_only(county: County, seat: Seat) -> None:
    screen = DocumentScreen(seat.place)
    seat.show(screen)
    named = {line.value: line.clauses for line in county.ask("forms")}
    assert "PH-4" in named["application"]
    daye = County(county.folder.parent / "daye", scheme="daye")
    for line in daye.ask("forms"):
        assert "PH-" not in line.clauses
    assert any("DY-" in line.clauses for line in daye.ask("forms"))
    daye.office.close()
