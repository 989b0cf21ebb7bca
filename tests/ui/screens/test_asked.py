"""Screens under a programme that asks for everything: its fields, its tabs, its room while typing."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt

from kcdesk.ui.kit import Editor
from kcdesk.ui.panels import RecordPage
from kcdesk.ui.panels.credit import CreditLinesPanel, GuarantorsPanel, PersonLoansPanel
from kcdesk.ui.panels.milestones import MilestonesPanel
from kcdesk.ui.screens.applications import ApplicationScreen
from kcdesk.ui.screens.applications.card import MaterialsPanel
from kcdesk.ui.screens.claims import ClaimScreen
from kcdesk.ui.screens.enterprises import EnterpriseScreen
from kcdesk.ui.screens.loans import LoanScreen
from tests.ui.screens.conftest import Seat
from tests.work.asking import asking_county
from tests.work.county import County


@pytest.fixture
def county(tmp_path: Path) -> County:
    """An office under that programme, in the spring of 2021."""
    county = asking_county(tmp_path)
    county.clock.day = date(2021, 3, 10)
    return county


def page_of(screen: Any, kind: type) -> Any:
    page = screen.page
    assert isinstance(page, kind)
    return page


def panel(page: RecordPage, kind: type) -> Any:
    """The panel of a page, turned to."""
    (found,) = [p for p in page.panels if isinstance(p, kind)]
    page.turn_to(found)
    return found


def tabs(page: RecordPage) -> list[str]:
    return [page.card.tabs.tabText(n) for n in range(page.card.tabs.count())]


def choose(seat: Seat, page: RecordPage, label: str) -> None:
    """Press an action of the card, whether it has a button or stands under 更多."""
    menu = page.card.bar.menu
    menu.aboutToShow.emit()
    for entry in menu.actions():
        if entry.text().replace("&", "").startswith(label):
            entry.trigger()
            seat.settle()
            return
    seat.push(page, label)


def filed(county: County, **more: Any) -> int:
    return county.do("file_application", **{
        "enterprise": county.firm(), "bank": county.bank(), "applied_on": "2021-03-10",
        "amount": "30万元", "term_months": 12, "purpose": "周转", "channel": "科技局",
        "products": ["苏科贷"], "materials": ["申请表"], **more,
    })  # fmt: skip


def recommended(county: County) -> int:
    made = filed(county)
    county.do(
        "review_application", by="reviewer", application=made, result="recommend",
        reviewed_on="2021-03-12",
    )  # fmt: skip
    return made


def told(editor: Editor) -> str:
    """What is shown while typing."""
    return "\n".join(remark.text for remark in editor.preview_bar.remarks)


def test_an_application_has_the_programmes_fields_and_tells_every_cap(
    county: County, seat: Seat
) -> None:
    screen = ApplicationScreen(seat.place)
    seat.show(screen)
    firm, bank = county.firm(), county.bank()
    county.loan(firm, bank, "1500万元", disbursed_on="2021-03-01", due_on="2022-02-28")
    county.do(
        "record_credit_line", enterprise=firm, bank=bank, amount="1900万元", from_on="2021-01-01"
    )
    screen.start_new(enterprise=firm)
    editor = page_of(screen, Editor)
    assert list(editor.form.fields) == [
        "enterprise", "applied_on", "channel", "amount", "term_months", "kind", "renews",
        "products", "security", "bank", "guarantor", "is_discounting", "is_first_loan",
        "purpose", "other_loans", "policy_loans", "special_reason", "materials",
    ]  # fmt: skip
    seat.settle()
    assert "还可放款：单户额度1,500万元" in told(editor)
    fields = editor.form.fields
    fields["bank"].set_value(bank)
    fields["products"].set_value(("tech",))
    for name, text in (("amount", "600万"), ("term_months", "12"), ("purpose", "扩产")):
        fields[name].set_text(text)
    fields["channel"].set_value("office")
    editor._ask_preview()
    seat.settle()
    said = told(editor)
    assert "该行1,500万元，该行授信额度1,900万元" in said
    assert "单户单行额度500万元" in said
    assert "在该行合计2,100万元，超过上限2,000万元" in said
    fields["amount"].set_text("500万")
    fields["kind"].set_value("renewal")
    editor._ask_preview()
    seat.settle()
    assert "续贷没有写原因" in told(editor)
    fields["special_reason"].set_text("无还本续贷")
    editor.save()
    seat.settle()
    (line,) = county.ask("applications")
    assert (line.kind, line.channel, line.is_renewal) == ("renewal", "科技局", True)


def test_an_old_loan_is_found_among_the_firms_own(county: County, seat: Seat) -> None:
    screen = ApplicationScreen(seat.place)
    seat.show(screen)
    firm, bank = county.firm(), county.bank()
    old = county.loan(firm, bank, disbursed_on="2021-03-01", due_on="2022-02-28")
    other = county.firm(uscc="91350100M000100Y43", name="乙公司")
    county.loan(other, bank, disbursed_on="2021-03-01", due_on="2022-02-28", contract_no="乙1")
    screen.start_new(enterprise=firm)
    editor = page_of(screen, Editor)
    found: list[Any] = []
    editor.form.fields["renews"].sources.find("loans", "", found.extend, editor)
    seat.settle()
    assert [record.id for record in found] == [old]


def test_papers_are_ticked_with_the_space_bar(county: County, seat: Seat) -> None:
    screen = ApplicationScreen(seat.place)
    seat.show(screen)
    screen.open_record(filed(county))
    seat.settle()
    page = page_of(screen, RecordPage)
    assert "申请材料（缺1）" in tabs(page)
    assert [chip.text() for chip in page.card.chips] == ["已提交", "材料缺1项"]
    papers = panel(page, MaterialsPanel)
    seat.settle()
    papers.table.grid.selectRow(1)
    seat.press(papers.table.grid, Qt.Key.Key_Space)
    assert "申请材料（已齐）" in tabs(page)
    assert [chip.text() for chip in page.card.chips] == ["已提交"]


def test_steps_are_recorded_and_mended_on_their_tab(county: County, seat: Seat) -> None:
    screen = ApplicationScreen(seat.place)
    seat.show(screen)
    screen.open_record(recommended(county))
    seat.settle()
    page = page_of(screen, RecordPage)
    assert "办理事项（缺5）" in tabs(page)
    steps = panel(page, MilestonesPanel)
    seat.settle()
    steps.table.grid.selectRow(0)
    steps._open()
    editor = page_of(screen, Editor)
    assert editor.title == "登记办理事项：发出担保意向函"
    editor.form.fields["document_no"].set_text("意向1号")
    editor.save()
    seat.settle()
    assert "办理事项（缺4）" in tabs(page)
    steps.table.grid.selectRow(0)
    steps._open()
    editor = page_of(screen, Editor)
    assert editor.title == "修改办理事项：发出担保意向函"
    assert editor.form.fields["document_no"].value() == "意向1号"
    editor.form.fields["note"].set_text("已送达")
    editor.save()
    seat.settle()
    assert county.ask("milestones", application=1)[0].note == "已送达"


def test_a_step_out_of_its_order_is_said_while_the_day_is_written(
    county: County, seat: Seat
) -> None:
    screen = ApplicationScreen(seat.place)
    seat.show(screen)
    screen.open_record(recommended(county))
    seat.settle()
    steps = panel(page_of(screen, RecordPage), MilestonesPanel)
    seat.settle()
    steps.table.grid.selectRow(0)
    steps._open()
    editor = page_of(screen, Editor)
    editor.form.fields["reached_on"].set_text("")
    editor._ask_preview()
    seat.settle()
    assert told(editor) == ""
    editor.form.fields["reached_on"].set_text("2021-03-01")
    editor._ask_preview()
    seat.settle()
    check = county.ask(
        "milestone_check", application=1, milestone=steps.table.model.line(0).code,
        reached_on=date(2021, 3, 1),
    )  # fmt: skip
    for problem in (*check.refusals, *check.warnings):
        assert problem.message in told(editor)


def test_a_loan_takes_over_what_its_application_says(county: County, seat: Seat) -> None:
    application = recommended(county)
    county.do(
        "record_milestone", application=application, milestone="contract", reached_on="2021-03-14"
    )
    screen = LoanScreen(seat.place)
    seat.show(screen)
    screen.start_new()
    editor = page_of(screen, Editor)
    assert list(editor.form.fields) == [
        "enterprise", "application", "bank", "guarantor", "amount", "disbursed_on", "due_on",
        "kind", "renews", "products", "security", "guaranteed", "rate", "is_discounting",
        "purpose", "special_reason", "contract_no", "iou_no",
    ]  # fmt: skip
    fields = editor.form.fields
    fields["application"].set_value(application)
    seat.settle()
    fields["application"].picked.emit(type("Found", (), {"id": application}))
    seat.settle()
    assert fields["products"].value() == ("provincial",)
    fields["disbursed_on"].set_text("2021-03-25")
    fields["due_on"].set_text("2022-03-24")
    fields["contract_no"].set_text("借1号")
    editor._ask_preview()
    seat.settle()
    assert "逐项检查通过" in told(editor)
    editor.save()
    seat.settle()
    screen.open_record(1)
    seat.settle()
    page = page_of(screen, RecordPage)
    assert [chip.text() for chip in page.card.chips] == ["正常", "办理缺4项"]
    assert page.card.text_of("products") == "苏科贷"
    assert page.card.text_of("milestones").startswith("缺4项：发出担保意向函、")


def test_a_loan_with_one_step_left_says_which(county: County, seat: Seat) -> None:
    application = recommended(county)
    for code in ("letter", "diligence", "contract"):
        county.do(
            "record_milestone", application=application, milestone=code, reached_on="2021-03-14"
        )
    loan = county.loan(1, 1, products=["苏科贷"], application=application)
    county.do("record_milestone", loan=loan, milestone="science_filing", reached_on="2021-03-26")
    screen = LoanScreen(seat.place)
    seat.show(screen)
    screen.open_record(loan)
    seat.settle()
    page = page_of(screen, RecordPage)
    assert [chip.text() for chip in page.card.chips] == ["正常", "待报财政局备案"]


def test_a_loan_is_called_in_and_has_other_guarantors(county: County, seat: Seat) -> None:
    loan = county.loan(county.firm(), county.bank())
    county.clock.day = date(2021, 9, 20)
    screen = LoanScreen(seat.place)
    seat.show(screen)
    screen.open_record(loan)
    seat.settle()
    page = page_of(screen, RecordPage)
    guarantors = panel(page, GuarantorsPanel)
    seat.settle()
    guarantors.add()
    editor = page_of(screen, Editor)
    editor.form.fields["name"].set_text("江苏省再担保公司")
    editor.save()
    seat.settle()
    assert "其他担保人（1）" in tabs(page)
    choose(seat, page, "登记提前到期")
    editor = page_of(screen, Editor)
    editor.form.fields["document_no"].set_text("通知1号")
    editor.save()
    seat.settle()
    assert page.card.text_of("accelerated_on").startswith("2021")
    county.clock.day = date(2021, 9, 30)
    page.reload()
    seat.settle()
    assert [chip.text() for chip in page.card.chips][:2] == ["逾期", "逾期10天"]


def test_a_firm_shows_its_lines_and_its_peoples_loans(county: County, seat: Seat) -> None:
    firm, bank = county.firm(), county.bank()
    screen = EnterpriseScreen(seat.place)
    seat.show(screen)
    screen.open_record(firm)
    seat.settle()
    page = page_of(screen, RecordPage)
    lines = panel(page, CreditLinesPanel)
    seat.settle()
    lines.record()
    editor = page_of(screen, Editor)
    editor.form.fields["bank"].set_value(bank)
    editor.form.fields["amount"].set_text("1900万")
    editor.form.fields["from_on"].set_text("2021-01-01")
    editor.save()
    seat.settle()
    assert "授信额度（1）" in tabs(page)
    persons = panel(page, PersonLoansPanel)
    seat.settle()
    persons.record()
    editor = page_of(screen, Editor)
    editor.form.fields["bank"].set_value(bank)
    editor.form.fields["name"].set_text("张三")
    editor.form.fields["amount"].set_text("100万")
    editor.form.fields["taken_on"].set_text("2021-03-01")
    editor.save()
    seat.settle()
    assert "关联人贷款（1）" in tabs(page)
    persons.repay(county.ask("person_loans", enterprise=firm)[0])
    editor = page_of(screen, Editor)
    editor.form.fields["principal"].set_text("100万")
    editor.save()
    seat.settle()
    (line,) = county.ask("person_loans", enterprise=firm)
    assert not line.outstanding


def test_an_exemption_is_recorded_from_the_claims_card(county: County, seat: Seat) -> None:
    loan = county.loan(county.firm(), county.bank(), products=["科创贷"])
    made = county.claim(loan, reason="unpaid")
    screen = ClaimScreen(seat.place)
    seat.as_("reviewer")
    seat.show(screen)
    screen.open_record(made)
    seat.settle()
    page = page_of(screen, RecordPage)
    assert page.card.text_of("exemption") == "未认定"
    choose(seat, page, "登记免责认定")
    editor = page_of(screen, Editor)
    editor.form.fields["result"].set_value("exempt")
    editor.save()
    seat.settle()
    assert page.card.text_of("exemption") == "尽职，可以免责"
    choose(seat, page, "登记免责认定")
    assert page_of(screen, Editor).form.fields["result"].value() == "exempt"
