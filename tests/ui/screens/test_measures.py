"""The figures of a time on the screen: tabs, the period, what a figure opens, the workbook."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton

from kcdesk.ui.kit import CardPage, Editor
from kcdesk.ui.panels.paper_page import PaperPage
from kcdesk.ui.panels.periods import PeriodPage, choose_form
from kcdesk.ui.screens.loans import LoanScreen
from kcdesk.ui.screens.reports import MeasureScreen
from kcdesk.ui.screens.reports.period import OWN, usual_days
from kcdesk.work.queries.documents import FormLine
from tests.ui.screens.conftest import Seat
from tests.ui.screens.test_money import lines_of
from tests.work.county import County
from tests.work.measured_county import measured_county


@pytest.fixture
def county(tmp_path: Path) -> County:
    """Two banks; the first has a bad loan of 20 among 80."""
    made = measured_county(tmp_path)
    firm = made.firm()
    first, second = made.bank("农商银行"), made.bank("工商银行")
    for number, (bank, amount) in enumerate(((first, "60"), (first, "20"), (second, "100")), 1):
        made.loan(firm, bank, f"{amount}万元", contract_no=f"合同{number}", on="2021-03-25")
    made.do(
        "record_repayment", on="2021-06-01", loan=1, repaid_on="2021-06-01", principal="0",
        interest="1234.57",
    )  # fmt: skip
    made.do("grade_loan", on="2021-06-30", loan=2, grade="次级", graded_on="2021-06-30")
    return made


@pytest.fixture
def screen(seat: Seat, tmp_path: Path) -> MeasureScreen:
    made = MeasureScreen(seat.place, save_as=lambda _parent, _name: str(tmp_path / "表.xlsx"))
    seat.show(made, 1176)
    return made


def turn_to(seat: Seat, screen: MeasureScreen, title: str) -> None:
    screen.lists.tabs.setCurrentWidget(screen.pages_by_title[title])
    seat.settle()


def test_every_list_shows_what_the_office_has(seat: Seat, screen: MeasureScreen) -> None:
    shown = {line.label: line.shown for line in lines_of(screen.report_table)}
    assert shown["不良率（期末余额法）"] == "11.11%"
    assert shown["低利率贷款"] == "无法计算"
    assert {line.label for line in lines_of(screen.group_table)} == {"农商银行", "工商银行"}
    assert lines_of(screen.target_table)[0].gap == "2家"
    assert [line.state for line in lines_of(screen.breaker_table)] == ["预警", "正常", "正常"]
    turn_to(seat, screen, "费用补贴")
    assert lines_of(screen.fee_table)[0].amount.show() == "617.28"
    assert "合计：贷款1,800,000.00元，费用或补贴617.28元" in screen.fee_table.count_label.text()


def test_another_time_shows_other_figures(seat: Seat, screen: MeasureScreen) -> None:
    screen.period.choice.choose("last_year")
    seat.settle()
    assert screen.on == date(2020, 12, 31)
    shown = {line.label: line.shown for line in lines_of(screen.report_table)}
    assert shown["不良率（期末余额法）"] == "无"
    assert lines_of(screen.fee_table) == ()
    screen.period.choose(date(2021, 1, 1), date(2021, 6, 29))
    seat.settle()
    shown = {line.label: line.shown for line in lines_of(screen.report_table)}
    assert shown["不良率（期末余额法）"] == "0.00%"


def test_days_that_cannot_be_are_said_and_change_nothing(seat: Seat, screen: MeasureScreen) -> None:
    bar, days = screen.period, screen.period.days
    assert bar.from_field.is_locked
    bar.choice.choose(OWN)
    assert not bar.from_field.is_locked
    bar.from_field.set_text("不是日期")
    bar.from_field.leave()
    assert bar.days == days
    bar.from_field.set_value(date(2021, 6, 1))
    bar.until_field.set_value(date(2021, 5, 1))
    bar.until_field.leave()
    assert bar.days == days
    assert "截止日期早于起始日期" in bar.until_field.trouble.text()


@pytest.mark.parametrize(
    ("choice", "from_on", "until_on"),
    [
        ("", date(2021, 1, 1), date(2021, 5, 20)),
        ("this_month", date(2021, 5, 1), date(2021, 5, 20)),
        ("last_month", date(2021, 4, 1), date(2021, 4, 30)),
        ("last_quarter", date(2021, 1, 1), date(2021, 3, 31)),
        ("last_year", date(2020, 1, 1), date(2020, 12, 31)),
    ],
)
def test_usual_times(choice: str, from_on: date, until_on: date) -> None:
    assert usual_days(choice, date(2021, 5, 20)) == (from_on, until_on)


def test_a_figure_opens_its_definition_and_its_clauses(seat: Seat, screen: MeasureScreen) -> None:
    row = next(n for n, x in enumerate(lines_of(screen.report_table)) if x.label == "信用贷款占比")
    screen.report_table.grid.go_to_row(row)
    seat.press(screen.report_table.grid, Qt.Key.Key_Return)
    page = screen.page
    assert isinstance(page, CardPage)
    assert "担保方式是信用" in page.card.traces["definition"].text()
    assert "QX-1" in page.card.traces["definition"].text()
    assert len(lines_of(page.card.tables["groups"])) == 2
    screen.pop()
    turn_to(seat, screen, "目标")
    seat.push(screen.target_table, "看口径")
    assert isinstance(screen.page, CardPage)
    assert "不低于3家" in screen.page.card.traces["definition"].text()
    screen.pop()
    turn_to(seat, screen, "预警线")
    seat.press(screen.breaker_table.grid, Qt.Key.Key_Return)
    assert isinstance(screen.page, CardPage)
    assert [chip.text() for chip in screen.page.card.chips] == ["预警"]
    assert "对照" in screen.page.card.traces["evidence"].text()


def test_what_cannot_be_computed_says_why_when_it_is_opened(
    seat: Seat, screen: MeasureScreen
) -> None:
    line = next(x for x in lines_of(screen.report_table) if x.shown == "无法计算")
    screen.open_indicator(line.id)
    seat.settle()
    assert isinstance(screen.page, CardPage)
    assert "“年利率”没有填写" in screen.page.card.notices.text()


def test_a_suspended_bank_is_marked(seat: Seat, screen: MeasureScreen) -> None:
    seat.county.do("grade_loan", on="2021-07-01", loan=1, grade="次级", graded_on="2021-07-01")
    screen.period.choice.choose("this_month")
    seat.settle()
    screen.open_breaker(1)
    seat.settle()
    assert isinstance(screen.page, CardPage)
    assert [chip.text() for chip in screen.page.card.chips] == ["超过暂停线", "已暂停"]


def test_a_fee_opens_its_loan(seat: Seat, screen: MeasureScreen) -> None:
    turn_to(seat, screen, "费用补贴")
    screen.fee_choice.choose("cheap")
    seat.settle()
    assert "3笔无法计算、没有计入" in screen.fee_table.count_label.text()
    seat.press(screen.fee_table.grid, Qt.Key.Key_Return)
    assert seat.went == [("loans", 1)]


def test_the_workbook_holds_numbers_and_no_formula(
    seat: Seat, screen: MeasureScreen, tmp_path: Path
) -> None:
    seat.push(screen.report_table, "导出")
    seat.settle()
    assert "已导出14行" in screen.notices.text()
    book = load_workbook(tmp_path / "表.xlsx")
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    cells = [list(row) for row in sheet.iter_rows()]
    heads = [row for row in cells if row[0].value == "指标"][-1]
    place = {str(cell.value): n for n, cell in enumerate(heads)}
    share = next(row for row in cells if row[0].value == "信用贷款占比")
    assert share[place["比率"]].value == 1
    assert share[place["分子金额（元）"]].value == 1800000
    bad = next(row for row in cells if row[0].value == "不良率（期末余额法）")
    assert bad[place["比率"]].value == pytest.approx(1 / 9)
    assert bad[place["比率"]].number_format == "0.00%"
    assert all(cell.data_type != "f" for row in cells for cell in row)


def test_a_programme_without_figures_says_so(seat: Seat, screen: MeasureScreen) -> None:
    screen.target_table.show_lines(())
    turn_to(seat, screen, "目标")
    assert "没有这一项" in screen.target_table.empty_page.text.text()


def test_the_grade_form_says_what_would_be_suspended(seat: Seat, screen: MeasureScreen) -> None:
    loans = LoanScreen(seat.place)
    seat.show(loans)
    line = next(x for x in lines_of(loans.table) if x.contract_no == "合同1")
    loans.grade(line)
    seat.settle()
    editor = loans.page
    assert isinstance(editor, Editor)
    editor.form.fields["grade"].set_value("loss")
    editor._ask_preview()
    seat.settle()
    said = editor.preview_bar.text()
    assert "使农商银行不良率（期末余额法）由25.00%升至100.00%：将暂停新增备案" in said
    assert "以银行认定为准" in said
    assert [r.level for r in editor.preview_bar.remarks] == ["note", "warning", "note"]
    loans.pop()
    loans.repay(line)
    seat.settle()
    editor = loans.page
    assert isinstance(editor, Editor)
    editor.form.fields["principal"].set_text("400000")
    editor._ask_preview()
    seat.settle()
    assert "由25.00%升至50.00%：将暂停新增备案" in editor.preview_bar.text()


def test_each_bank_stands_with_its_figures_of_the_time(seat: Seat, screen: MeasureScreen) -> None:
    turn_to(seat, screen, "分机构")
    assert screen.lists.tabs.isTabVisible(screen.lists.tabs.currentIndex())
    first, second, every = lines_of(screen.bank_table)
    assert (first.bank, first.loans_count, first.lent.in_wan()) == ("农商银行", 2, "80")
    assert (second.bad_count, every.bank, every.outstanding.in_wan()) == (0, "合计", "180")
    screen.bank_table.opened.emit(0)
    assert seat.went == []
    screen.bank_table.opened.emit(first.id)
    assert seat.went == [("partners", first.id)]


def test_where_the_programme_has_one_return_only_it_is_not_asked_which(
    seat: Seat, screen: MeasureScreen
) -> None:
    chosen: list[FormLine] = []
    choose_form(screen, "recoveries", "打印", chosen.append)
    seat.settle()
    assert [line.value for line in chosen] == ["recovery_ledger"]
    choose_form(screen, "people", "打印", chosen.append)
    seat.settle()
    said = " ".join(label.text() for label in seat.dialog().findChildren(QLabel))
    assert "本方案没有这类文书" in said


def test_a_return_is_printed_of_a_month_chosen(seat: Seat, screen: MeasureScreen) -> None:
    """The month on the screen is offered first; how often each was printed stands beside it."""
    seat.county.clock.day = date(2021, 7, 5)
    screen.period.choose(date(2021, 6, 1), date(2021, 6, 30))
    seat.settle()
    screen.print_report()
    seat.settle()
    offered = [b for b in seat.dialog().findChildren(QPushButton) if b.isVisible()]
    assert {b.text()[-4:] for b in offered} == {"(&1)", "(&2)", "(&C)"}
    returns = [b for b in offered if "返回" not in b.text()]
    assert len({b.x() for b in returns}) == 1, "one beneath the other, however long"
    seat.push(seat.dialog(), "平湖市科创企业贷款业务月报表")
    seat.settle()
    page = screen.page
    assert isinstance(page, PeriodPage)
    line = page.table.line()
    assert line is not None
    assert line.title == "2021年6月"
    page.table.opened.emit(line.id)
    seat.settle()
    assert isinstance(screen.page, PaperPage)
    assert screen.page.trouble.isHidden()
    screen.pop()
    page.table.clear_filter()
    page.table.filter.setText("没有这样的月")
    seat.qtbot.waitUntil(lambda: page.table.line() is None)
    page.table.opened.emit(0)
    assert isinstance(screen.page, PeriodPage), "nothing to show"
