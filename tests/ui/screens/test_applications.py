"""The applications screen of a real office: from the paper form to the loan."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt

from kcdesk.files.workbook_in import read_workbook
from kcdesk.ui.kit import Editor
from kcdesk.ui.panels import HistoryPanel, PapersPanel, RecordPage
from kcdesk.ui.screens.applications import ApplicationScreen
from tests.ui.screens.conftest import Seat, line_of
from tests.work.county import County

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def screen(county: County, seat: Seat, tmp_path: Path) -> ApplicationScreen:
    county.do("fill_scheme_blank", by="admin", name="new_measure_on", value="2024-06-01")
    county.clock.day = county.clock.day.replace(month=3, day=10)
    screen = ApplicationScreen(seat.place, save_as=lambda _p, name: str(tmp_path / name))
    seat.show(screen)
    return screen


def editor_of(screen: ApplicationScreen) -> Editor:
    page = screen.page
    assert isinstance(page, Editor)
    return page


def card_of(screen: ApplicationScreen) -> RecordPage:
    page = screen.page
    assert isinstance(page, RecordPage)
    return page


def fill(seat: Seat, editor: Editor, **texts: str) -> None:
    """Write into the fields and let the preview be asked."""
    for name, text in texts.items():
        editor.form.fields[name].set_text(text)
    editor._ask_preview()
    seat.settle()


def entered(county: County, seat: Seat, screen: ApplicationScreen, amount: str = "30万") -> Editor:
    """An application that is typed but not yet saved."""
    screen.start_new(enterprise=county.firm())
    seat.settle()
    editor = editor_of(screen)
    editor.form.fields["bank"].set_value(county.bank())
    fill(seat, editor, amount=amount, term_months="12", purpose="购买原材料")
    return editor


def filed(county: County, seat: Seat, screen: ApplicationScreen) -> RecordPage:
    """An application that was saved, and its card."""
    editor = entered(county, seat, screen)
    editor.save()
    seat.settle()
    screen.open_record(line_of(screen.table).id)
    seat.settle()
    return card_of(screen)


def test_an_empty_list_says_what_to_do_and_does_it(seat: Seat, screen: ApplicationScreen) -> None:
    seat.push(screen.table.empty_page, "登记申请")
    assert editor_of(screen).title == "登记贷款申请"


def test_fields_stand_in_the_order_of_the_paper_form(seat: Seat, screen: ApplicationScreen) -> None:
    screen.start_new()
    assert list(editor_of(screen).form.fields) == [
        "enterprise", "applied_on", "amount", "term_months", "products", "security", "bank",
        "guarantor", "is_first_loan", "is_renewal", "purpose", "other_loans", "policy_loans",
    ]  # fmt: skip


def test_the_room_is_shown_as_soon_as_the_firm_is_known(
    county: County, seat: Seat, screen: ApplicationScreen
) -> None:
    firm, bank = county.firm(), county.bank()
    county.loan(firm, bank, "120万元", disbursed_on="2021-03-01")
    screen.start_new(enterprise=firm)
    seat.settle()
    told = editor_of(screen).preview_bar.text()
    assert "全部银行未还本金1,200,000.00元" in told
    assert "还可放款1,800,000.00元" in told


def test_findings_are_shown_before_saving_and_nothing_typed_is_lost_on_refusal(
    county: County, seat: Seat, screen: ApplicationScreen
) -> None:
    editor = entered(county, seat, screen, amount="2000万")
    assert "超过单户上限" in editor.preview_bar.text()
    assert "PH-1" in {c for r in editor.preview_bar.remarks for c in r.clauses}
    editor.save()
    seat.settle()
    assert editor_of(screen) is editor
    assert "上限" in editor.form.fields["amount"].trouble.text()
    assert editor.form.fields["purpose"].text() == "购买原材料"
    fill(seat, editor, amount="30万")
    assert "逐项检查通过" in editor.preview_bar.text()
    seat.press(editor.form.fields["amount"].input, Qt.Key.Key_Return, CTRL)
    assert county.ask("applications")[0].number == "SQ2021-0001"


def test_an_unfinished_application_is_offered_again(
    county: County, seat: Seat, screen: ApplicationScreen
) -> None:
    editor = entered(county, seat, screen)
    editor._keep_draft()
    other = ApplicationScreen(seat.place)
    seat.show(other)
    other.start_new()
    seat.settle()
    assert editor_of(other).restored.isVisible()
    assert editor_of(other).form.fields["purpose"].text() == "购买原材料"


def test_the_card_leads_from_review_to_the_loan(
    county: County, seat: Seat, screen: ApplicationScreen
) -> None:
    begun: list[Any] = []
    screen.begun.connect(lambda stage, values: begun.append((stage, values)))
    page = filed(county, seat, screen)
    assert "等待初审" in page.card.notices.text()
    seat.as_("reviewer")
    seat.push(page, "初审")
    editor = editor_of(screen)
    assert editor.form.fields["suggested_amount"].text()
    fill(seat, editor, result="recommend", document_no="平科函〔2021〕3号")
    editor.save()
    seat.settle()
    assert "已推荐" in page.card.notices.text()
    assert page.card.text_of("document_no") == "平科函〔2021〕3号"
    seat.as_("clerk")
    seat.push(page, "登记银行审批")
    editor = editor_of(screen)
    fill(seat, editor, result="approve")
    editor.save()
    seat.settle()
    assert "审批通过" in page.card.notices.text()
    seat.push(page, "登记放款")
    ((stage, values),) = begun
    card = county.ask("application_card", application=page.card.card.id)
    assert stage == "loans"
    assert values["application"] == card.id
    assert (values["enterprise"], values["bank"]) == (card.enterprise_id, card.bank_id)
    assert values["amount"] == card.suggested_amount
    assert "guarantor" not in values


def test_a_return_wants_its_reason_at_its_field_and_can_come_back(
    county: County, seat: Seat, screen: ApplicationScreen
) -> None:
    page = filed(county, seat, screen)
    seat.as_("reviewer")
    screen.review(page.card.card)
    editor = editor_of(screen)
    fill(seat, editor, result="return")
    editor.save()
    seat.settle()
    assert "原因" in editor.form.fields["opinion"].trouble.text()
    fill(seat, editor, opinion="缺上年度财务报表")
    editor.save()
    seat.settle()
    assert page.card.card.state == "returned"
    seat.push(page, "重新提交")
    seat.push(seat.dialog(), "重新提交")
    assert page.card.card.state == "submitted"


def test_a_clerk_is_told_that_another_must_review(
    county: County, seat: Seat, screen: ApplicationScreen
) -> None:
    page = filed(county, seat, screen)
    screen.review(page.card.card)
    editor = editor_of(screen)
    fill(seat, editor, result="recommend")
    editor.save()
    seat.settle()
    assert "要由复核办理" in editor.troubles.text()
    assert editor.form.fields["result"].text() == "recommend"


def test_a_withdrawal_wants_its_reason_and_ends_it(
    county: County, seat: Seat, screen: ApplicationScreen
) -> None:
    page = filed(county, seat, screen)
    seat.push(page, "撤回")
    editor = editor_of(screen)
    editor.save()
    seat.settle()
    assert editor.form.fields["reason"].trouble.text()
    fill(seat, editor, reason="企业自筹资金")
    editor.save()
    seat.settle()
    assert page.card.card.state == "withdrawn"
    assert page.card.notices.text() == ""


def test_papers_and_history_of_an_application(
    county: County, seat: Seat, screen: ApplicationScreen
) -> None:
    page = filed(county, seat, screen)
    papers = next(p for p in page.panels if isinstance(p, PapersPanel))
    page.turn_to(papers)
    seat.settle()
    labels = [line_of(papers.table, n).label for n in range(papers.table.model.rowCount())]
    assert labels[0] == "平湖市科创企业贷款申请表"
    assert "科创贷款推荐函" in labels
    history = next(p for p in page.panels if isinstance(p, HistoryPanel))
    page.turn_to(history)
    seat.settle()
    assert "登记贷款申请 SQ2021-0001" in line_of(history.table).summary


def test_the_list_is_filtered_by_state_and_by_initials_and_exported(
    county: County, seat: Seat, screen: ApplicationScreen, tmp_path: Path
) -> None:
    filed(county, seat, screen)
    screen.go_home()
    screen.state.choose("declined")
    seat.settle()
    assert screen.table.model.rowCount() == 0
    screen.export()
    assert "没有可以导出的内容" in screen.notices.text()
    screen.state.choose("")
    screen.table.filter.setText("jgs")
    screen.table.filter_changed.emit("jgs")
    seat.settle()
    assert screen.table.model.rowCount() == 1
    screen.export()
    seat.settle()
    (file,) = tmp_path.glob("贷款申请*.xlsx")
    assert "已导出1行" in screen.notices.text()
    assert "SQ2021-0001" in str(read_workbook(file).sheets[0].rows)
