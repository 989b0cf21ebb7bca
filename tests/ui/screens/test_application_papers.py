"""What the application form asks is entered on the firm's card and on the application's."""

from __future__ import annotations

from datetime import date
from typing import Any

from kcdesk.kernel.money import Money
from kcdesk.ui.kit import Editor, Screen
from kcdesk.ui.panels import RecordPage
from kcdesk.ui.screens.applications import ApplicationScreen
from kcdesk.ui.screens.applications.annexes import AnnexPanel
from kcdesk.ui.screens.enterprises import EnterpriseScreen
from kcdesk.ui.screens.enterprises.particulars import ParticularsPanel
from tests.ui.screens.conftest import Seat
from tests.work.county import County
from tests.work.test_particulars import ANNEXES, GIVEN


def opened(seat: Seat, screen: Screen, ident: int, kind: type) -> tuple[RecordPage, Any]:
    """The card of a record, turned to one of its tabs."""
    seat.show(screen)
    screen.open_record(ident)
    seat.settle()
    page = screen.page
    assert isinstance(page, RecordPage)
    (panel,) = [p for p in page.panels if isinstance(p, kind)]
    page.turn_to(panel)
    seat.settle()
    return page, panel


def editor_of(screen: Screen) -> Editor:
    page = screen.page
    assert isinstance(page, Editor)
    return page


def said(panel: Any) -> list[tuple[Any, ...]]:
    """The lines of a tab, without their numbers."""
    model = panel.table.model
    lines = (model.line(row) for row in range(model.rowCount()))
    return [tuple(vars(line).values())[1:] for line in lines]


def titles(page: RecordPage) -> list[str]:
    return [page.card.tabs.tabText(n) for n in range(page.card.tabs.count())]


def test_a_firm_shows_what_is_lacking_and_takes_it_in_the_forms_order(
    county: County, seat: Seat
) -> None:
    firm = county.firm()
    screen = EnterpriseScreen(seat.place)
    page, panel = opened(seat, screen, firm, ParticularsPanel)
    assert ("企业信息", "办公地址", "与注册地址相同") in said(panel)
    assert ("股东", "股东", "未登记") in said(panel)
    assert ("关联企业", "关联企业", "没有登记") in said(panel)
    assert "申请资料（缺9项）" in titles(page)
    panel.record()
    fields = editor_of(screen).form.fields
    assert list(fields) == [
        "office_address", "production_address", "legal_rep_phone", "ownership", "technical_field",
        "college_staff_count", "research_staff_count", "accounts", "shareholders", "rights",
        "related_firms",
    ]  # fmt: skip
    fields["legal_rep_phone"].set_text("13705731234")
    fields["ownership"].set_value("private")
    fields["shareholders"].set_text("单文渊\t60%\n陆小燕\t40%")
    fields["rights"].set_text("发明专利\t3")
    fields["accounts"].set_text("基本户\t平湖农商银行\t201000123456789")
    editor_of(screen).save()
    seat.settle()
    assert ("股东", "陆小燕", "40%") in said(panel)
    assert ("知识产权", "发明专利", "3件") in said(panel)
    assert ("银行账户", "基本户", "平湖农商银行　201000123456789") in said(panel)
    assert ("企业信息", "企业性质", "私营") in said(panel)
    panel.table.opened.emit(1)
    kept = editor_of(screen).form.fields
    assert kept["legal_rep_phone"].text() == "13705731234"
    assert kept["shareholders"].text().splitlines()[0].startswith("单文渊\t60")
    kept["shareholders"].set_text("单文渊\t60%\n陆小燕\t40.5%")
    editor_of(screen).save()
    seat.settle()
    assert "超过百分之百" in kept["shareholders"].trouble.text()


def test_statements_are_entered_and_corrected(county: County, seat: Seat) -> None:
    county.clock.day = date(2021, 3, 10)
    firm = county.firm()
    county.do("record_particulars", enterprise=firm, **GIVEN)
    screen = EnterpriseScreen(seat.place)
    _, panel = opened(seat, screen, firm, ParticularsPanel)
    assert ("财务数据", "上年及最近一期", "未登记") in said(panel)
    panel.record_year()
    fields = editor_of(screen).form.fields
    assert fields["year"].text() == "2020"
    fields["revenue"].set_text("1865")
    fields["liabilities"].set_text("931")
    editor_of(screen).save()
    seat.settle()
    panel.record_interim()
    editor_of(screen).form.fields["until_on"].set_text("2021-02-28")
    editor_of(screen).form.fields["revenue"].set_text("296")
    editor_of(screen).save()
    seat.settle()
    assert ("财务数据", "至2021-02-28", "营业收入296万元") in said(panel)
    assert ("财务数据", "2020年", "负债总额931万元，营业收入1,865万元") in said(panel)
    panel.record_year()
    editor_of(screen).form.fields["tax"].set_text("87.5")
    editor_of(screen).save()
    seat.settle()
    panel.record_interim()
    assert editor_of(screen).form.fields["until_on"].text() == "2021-02-28"
    year = county.ask("enterprise_particulars", enterprise=firm).statements[1]
    assert (year.revenue, year.tax) == (Money.wan(1865), Money.yuan("875000"))


def test_annexes_stand_beside_the_loans_the_office_knows(county: County, seat: Seat) -> None:
    firm, bank = county.firm(), county.bank()
    county.loan(firm, bank)
    application = county.do(
        "file_application", on="2021-04-01", enterprise=firm, amount="10万元", bank=bank,
        applied_on="2021-04-01", term_months=12, purpose="周转",
    )  # fmt: skip
    screen = ApplicationScreen(seat.place)
    page, panel = opened(seat, screen, application, AnnexPanel)
    (own,) = said(panel)
    assert own[:5] == ("现有借款", "平湖农商银行", Money.wan(30), None, "信用（本单位登记）")
    panel.record()
    fields = editor_of(screen).form.fields
    assert fields["borrowings"].is_empty()
    fields["balances"].set_text("应收账款\t上海客户\t1234567.89\t一年以内\t35%")
    editor_of(screen).save()
    seat.settle()
    assert [line[:2] for line in said(panel)] == [
        ("应收账款", "上海客户"),
        ("现有借款", "平湖农商银行"),
    ]
    county.do("record_annexes", application=application, **ANNEXES)
    screen.reload()
    seat.settle()
    assert "申请附表（5）" in titles(page)
    panel.table.opened.emit(1)
    kept = editor_of(screen).form.fields["borrowings"].text().splitlines()
    assert [line.partition("\t")[0] for line in kept] == ["平湖工行", "嘉兴银行"]
