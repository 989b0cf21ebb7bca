"""The loans screen in front of a real office: lent, repaid, extended, classed, claimed."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QWidget

from kcdesk.ui.kit import Editor, Place
from kcdesk.ui.kit.fields import RecordField
from kcdesk.ui.panels import FilesPanel, HistoryPanel, RecordPage
from kcdesk.ui.panels.paper_page import FilePage
from kcdesk.ui.screens.loans import LoanScreen
from kcdesk.ui.screens.loans.card import EventsPanel, LoanClaimsPanel
from tests.ui.screens.conftest import Seat, line_of
from tests.work.county import County

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def screen(seat: Seat) -> LoanScreen:
    screen = LoanScreen(seat.place)
    seat.show(screen)
    return screen


def editor_of(screen: LoanScreen) -> Editor:
    page = screen.page
    assert isinstance(page, Editor)
    return page


def card_of(screen: LoanScreen) -> RecordPage:
    page = screen.page
    assert isinstance(page, RecordPage)
    return page


def fill(seat: Seat, editor: Editor, **texts: str) -> None:
    """Write into the fields and let the preview be asked."""
    for name, text in texts.items():
        editor.form.fields[name].set_text(text)
    editor._ask_preview()
    seat.settle()


def test_an_empty_ledger_says_what_to_do_and_does_it(seat: Seat, screen: LoanScreen) -> None:
    assert screen.table.empty_page.isVisible()
    seat.push(screen.table.empty_page, "登记放款")
    assert editor_of(screen).title == "登记放款"


def test_the_room_is_shown_while_typing_and_the_findings_before_saving(
    county: County, seat: Seat, screen: LoanScreen
) -> None:
    bank, firm = county.bank(), county.firm()
    county.do("fill_scheme_blank", by="admin", name="new_measure_on", value="2024-01-01")
    screen.start_new(enterprise=firm)
    editor = editor_of(screen)
    fill(seat, editor, disbursed_on="2021-03-25")
    assert "还可放款3,000,000.00元" in editor.preview_bar.text()
    editor.form.fields["bank"].set_value(bank)
    seat.settle()
    fill(seat, editor, amount="300.01万", due_on="2022-03-24")
    stops = [r for r in editor.preview_bar.remarks if r.level == "stop"]
    assert [r.clauses for r in stops] == [("PH-1",)]
    fill(seat, editor, amount="300万")
    assert not [r for r in editor.preview_bar.remarks if r.level == "stop"]


def test_a_refused_loan_stays_in_the_form_with_the_problem_at_its_field(
    county: County, seat: Seat, screen: LoanScreen
) -> None:
    bank, firm = county.bank(), county.firm(listed_on="2021-06-01")
    screen.start_new(enterprise=firm, bank=bank)
    editor = editor_of(screen)
    fill(
        seat,
        editor,
        amount="30万",
        disbursed_on="2021-03-25",
        due_on="2022-03-24",
        contract_no="甲1",
    )
    seat.press(editor, Qt.Key.Key_Return, CTRL)
    assert "PH-7" in [
        c for r in editor.form.fields["disbursed_on"].trouble.remarks for c in r.clauses
    ]
    assert editor.form.fields["contract_no"].text() == "甲1"
    assert county.ask("loans") == ()


def test_a_loan_is_entered_by_keys_alone(county: County, seat: Seat, screen: LoanScreen) -> None:
    bank, firm = county.bank(), county.firm()
    seat.press(screen.table.grid, Qt.Key.Key_Insert)
    editor = editor_of(screen)
    editor.form.fields["enterprise"].set_value(firm)
    editor.form.fields["bank"].set_value(bank)
    seat.settle()
    fill(
        seat,
        editor,
        amount="30w",
        disbursed_on="2021-03-25",
        due_on="2022-03-24",
        contract_no="甲1",
    )
    editor.save()
    seat.settle()
    (line,) = county.ask("loans")
    assert (line.contract_no, line.amount.in_wan(2)) == ("甲1", "30.00")
    assert screen.page is screen.list_page
    assert screen.table.model.rowCount() == 1


def test_only_banks_are_offered_as_lenders(county: County, seat: Seat, screen: LoanScreen) -> None:
    county.bank()
    county.guarantor()
    screen.start_new()
    found: list[str] = []
    for name in ("bank", "guarantor"):
        field = editor_of(screen).form.fields[name]
        assert isinstance(field, RecordField)
        field.sources.find(
            "partners", "平湖", lambda hits: found.extend(h.label for h in hits), field
        )
        seat.settle()
    assert found == ["平湖农商银行", "平湖市融资担保有限公司"]


def test_an_application_brings_its_firm_bank_and_amount(
    county: County, seat: Seat, screen: LoanScreen
) -> None:
    bank, firm = county.bank(), county.firm()
    application = county.do(
        "file_application", on="2021-03-10", enterprise=firm, applied_on="2021-03-10",
        amount="50万元", term_months="12", purpose="购买原材料", bank=bank,
    )  # fmt: skip
    screen.start_new(application=application)
    seat.settle()
    values = editor_of(screen).form.values()
    assert (values["enterprise"], values["bank"]) == (firm, bank)
    assert values["amount"].in_wan(2) == "50.00"


def test_the_ledger_is_filtered_by_name_contract_and_state(
    county: County, seat: Seat, screen: LoanScreen
) -> None:
    bank = county.bank()
    one = county.loan(county.firm(name="德能科技"), bank, contract_no="农商001")
    county.loan(
        county.firm(name="当湖材料", uscc="91330482MA0000001P"), bank, contract_no="农商002"
    )
    county.do("record_repayment", loan=one, repaid_on="2021-09-01", principal="30万元")
    screen.reload()
    seat.settle()
    shown = {}
    for text in ("", "dnkj", "002", "没有"):
        screen.table.filter.setText(text)
        screen.list_page.reload()
        seat.settle()
        shown[text] = screen.table.model.rowCount()
    assert shown == {"": 2, "dnkj": 1, "002": 1, "没有": 0}
    screen.table.filter.clear()
    screen.state.choose("settled")
    seat.settle()
    assert screen.table.model.rowCount() == 1
    assert "状态：结清" in screen.table.count_label.text()


def test_a_card_tells_what_happened_in_the_order_of_its_days(
    county: County, seat: Seat, screen: LoanScreen
) -> None:
    loan = county.loan(county.firm(), county.bank())
    county.do("grade_loan", on="2022-02-01", loan=loan, grade="关注", graded_on="2022-02-01")
    county.do(
        "record_repayment", loan=loan, repaid_on="2021-09-01", principal="10万元", interest="500"
    )
    screen.open_record(loan)
    seat.settle()
    page = card_of(screen)
    assert page.card.text_of("outstanding") == "200,000.00 元"
    events = next(p for p in page.panels if isinstance(p, EventsPanel))
    assert [line_of(events.table, r).event for r in range(3)] == ["放款", "还款", "五级分类"]
    assert page.card.traces["trace"].steps


@pytest.mark.parametrize(
    ("act", "texts", "asked", "answer"),
    [
        ("repay", {"repaid_on": "2021-09-01", "principal": "10万"}, "outstanding", "200,000.00"),
        ("grade", {"graded_on": "2022-06-30", "grade": "次级"}, "grade", "substandard"),
        ("report_arrears", {"amount": "1234.56"}, "interest_arrears", "1,234.56"),
        (
            "extend",
            {"agreed_on": "2022-03-01", "due_on": "2022-09-24"},
            "final_due_on",
            "2022-09-24",
        ),
    ],
)
def test_each_action_is_entered_for_the_current_line(
    county: County, seat: Seat, screen: LoanScreen, act: str, texts: dict[str, str],
    asked: str, answer: str,
) -> None:  # fmt: skip
    loan = county.loan(county.firm(), county.bank())
    county.clock.day = date(2022, 7, 1)
    screen.reload()
    seat.settle()
    getattr(screen, act)(line_of(screen.table))
    fill(seat, editor_of(screen), **texts)
    editor_of(screen).save()
    seat.settle()
    value = getattr(county.ask("loan_card", loan=loan), asked)
    assert str(value.show() if hasattr(value, "show") else value) == answer


def test_an_extension_agreed_too_late_is_said_before_it_is_tried(
    county: County, seat: Seat, screen: LoanScreen
) -> None:
    county.loan(county.firm(), county.bank())
    screen.reload()
    seat.settle()
    screen.extend(line_of(screen.table))
    fill(seat, editor_of(screen), agreed_on="2022-04-01", due_on="2022-09-24")
    assert "到期后不能再展期" in editor_of(screen).preview_bar.text()


def test_a_claim_is_filed_from_the_loan_and_followed(
    county: County, seat: Seat, screen: LoanScreen
) -> None:
    loan = county.loan(county.firm(), county.bank())
    county.do("grade_loan", on="2022-06-30", loan=loan, grade="次级", graded_on="2022-06-30")
    screen.open_record(loan)
    seat.settle()
    seat.push(screen.page, "登记代偿申请")
    editor = editor_of(screen)
    fill(seat, editor, filed_on="2022-08-01", reason="customers_unpaid")
    assert "风险补偿金承担180,000.00元" in editor.preview_bar.text()
    editor.save()
    seat.settle()
    (claim,) = county.ask("claims")
    assert seat.went == [("claims", claim.id)]
    page = card_of(screen)
    claims = next(p for p in page.panels if isinstance(p, LoanClaimsPanel))
    page.turn_to(claims)
    seat.settle()
    assert claims.table.model.rowCount() == 1


def test_a_file_is_attached_looked_at_and_taken_off(
    county: County, seat: Seat, place: Place, tmp_path: Path
) -> None:
    scan = tmp_path / "借款合同.txt"
    scan.write_text("合同", encoding="utf-8")

    def choose(_parent: QWidget, _title: str) -> str:
        return str(scan)

    screen = LoanScreen(place, choose=choose)
    loan = county.loan(county.firm(), county.bank())
    seat.show(screen)
    screen.open_record(loan)
    seat.settle()
    files = next(p for p in card_of(screen).panels if isinstance(p, FilesPanel))
    card_of(screen).turn_to(files)
    seat.settle()
    files.attach()
    editor = editor_of(screen)
    assert editor.form.fields["label"].text() == "借款合同"
    editor.save()
    seat.settle()
    (kept,) = county.ask("attachments", subject="loans", record=loan)
    assert Path(kept.file).read_text(encoding="utf-8") == "合同"
    copy = tmp_path / "副本.txt"
    files._place = lambda _parent, _name: str(copy)
    files.look()
    assert copy.read_text(encoding="utf-8") == "合同"
    files.remove(line_of(files.table))
    seat.push(seat.dialog(), "移除")
    assert county.ask("attachments", subject="loans", record=loan) == ()


@pytest.mark.parametrize("name", ["签字页.png", "签字页.jpg"])
def test_a_picture_that_is_attached_is_shown_in_the_program(
    county: County, seat: Seat, screen: LoanScreen, tmp_path: Path, name: str
) -> None:
    loan = county.loan(county.firm(), county.bank())
    picture = QImage(200, 280, QImage.Format.Format_RGB32)
    picture.fill(QColor("white"))
    assert picture.save(str(tmp_path / name))
    county.do(
        "attach_file", subject="loans", record=loan, label="签字页", file=str(tmp_path / name)
    )
    screen.open_record(loan)
    seat.settle()
    files = next(p for p in card_of(screen).panels if isinstance(p, FilesPanel))
    card_of(screen).turn_to(files)
    seat.settle()
    seat.press(files.table.grid, Qt.Key.Key_Return)
    page = screen.page
    assert isinstance(page, FilePage)
    assert page.view.count == 1, page.trouble.text()
    assert page.view.suggested == name
    kept = county.ask("attachments", subject="loans", record=loan)[0]
    screen.pop()
    Path(kept.file).unlink()
    files.look()
    seat.settle()
    page = screen.page
    assert isinstance(page, FilePage)
    assert "请从最近的备份恢复" in page.trouble.text()


def test_a_step_is_taken_back_from_the_card(county: County, seat: Seat, screen: LoanScreen) -> None:
    loan = county.loan(county.firm(), county.bank())
    county.do("record_repayment", loan=loan, repaid_on="2021-09-01", principal="10万元")
    screen.open_record(loan)
    seat.settle()
    history = next(p for p in card_of(screen).panels if isinstance(p, HistoryPanel))
    card_of(screen).turn_to(history)
    seat.settle()
    history.undo(line_of(history.table))
    seat.push(seat.dialog(), "撤销")
    assert county.ask("loan_card", loan=loan).outstanding.in_wan(2) == "30.00"
    assert "撤销" in line_of(history.table, 0).label


def test_what_was_typed_is_offered_again_after_the_program_was_killed(
    county: County, seat: Seat, screen: LoanScreen
) -> None:
    county.loan(county.firm(), county.bank())
    screen.reload()
    seat.settle()
    screen.repay(line_of(screen.table))
    editor = editor_of(screen)
    fill(seat, editor, principal="12345.67")
    editor._touched()
    editor._keep_draft()
    again = LoanScreen(seat.place)
    seat.show(again)
    again.repay(line_of(again.table))
    assert editor_of(again).form.fields["principal"].text() == "12345.67"
    assert editor_of(again).restored.isVisibleTo(editor_of(again))
