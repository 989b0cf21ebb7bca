"""The registers at the desk: lists with the programme's columns, forms of its fields, results."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from kcdesk.ui.kit import Editor, Table
from kcdesk.ui.panels import RecordPage
from kcdesk.ui.panels.standing import EntriesPanel
from kcdesk.ui.screens.enterprises import EnterpriseScreen
from kcdesk.ui.screens.registers import RegisterScreen
from kcdesk.ui.screens.registers.entries import EntriesPage, columns
from kcdesk.ui.screens.registers.totals import TotalsPage, period
from kcdesk.ui.screens.reports import HomeScreen
from kcdesk.work.queries.registers import kind_asked
from tests.packs.register_pack import PACK, installation
from tests.packs.small_pack import SMALL
from tests.ui.screens.conftest import Seat
from tests.work.county import County

BEGUN = date(2024, 3, 1)


@pytest.fixture
def county(tmp_path: Path, request: pytest.FixtureRequest) -> County:
    """An office whose programme has registers (or, asked for so, none)."""
    text = getattr(request, "param", PACK)
    return County(tmp_path / "office", "small", BEGUN, installation(tmp_path, text))


def lines_of(table: Table) -> tuple[Any, ...]:
    return tuple(table.model.line(row) for row in range(table.model.rowCount()))


def said(table: Table) -> str:
    """What an empty table says."""
    return "".join(label.text() for label in table.empty_page.findChildren(QLabel))


def shown(seat: Seat, **options: Any) -> RegisterScreen:
    screen = RegisterScreen(seat.place, **options)
    seat.show(screen)
    return screen


def firm(seat: Seat) -> int:
    return seat.county.do("register_enterprise", name="平湖甲公司", uscc="91330482MA0000000L")


def need(seat: Seat, enterprise: int, **given: str) -> int:
    values = {"amount": "200万元", "use": "material", "proofs": "gazelle", **given}
    return seat.county.do(
        "record_register_entry", on="2024-05-06", register="need", noted_on="2024-05-06",
        subject=enterprise, values=[{"field": k, "value": v} for k, v in values.items()],
    )  # fmt: skip


def editor_of(seat: Seat, screen: Any) -> Editor:
    seat.settle()
    editor = screen.page
    assert isinstance(editor, Editor)
    return editor


def save(seat: Seat, editor: Editor, **texts: str) -> None:
    for name, text in texts.items():
        editor.form.fields[name].set_text(text)
    editor.save()
    seat.settle()


def entries(seat: Seat, screen: RegisterScreen, row: int = 0) -> EntriesPage:
    """The entries of a register."""
    screen.table.grid.go_to_row(row)
    seat.press(screen.table.grid, Qt.Key.Key_Return)
    page = screen.page
    assert isinstance(page, EntriesPage)
    return page


@pytest.mark.parametrize("county", [SMALL], indirect=True)
def test_a_programme_without_registers_says_so_plainly(seat: Seat) -> None:
    screen = shown(seat)
    assert screen.table.empty_page.isVisible()
    assert "没有要求登记台账" in said(screen.table)
    screen.open_register(None)
    screen.start_new()
    assert screen.pages.count() == 1


def test_a_need_is_entered_from_its_register(seat: Seat) -> None:
    """Ins on the register opens the form of its own fields; the list counts it."""
    enterprise = firm(seat)
    screen = shown(seat)
    assert [x.label for x in lines_of(screen.table)] == [
        "融资需求",
        "重点项目",
        "走访活动",
        "银行月报",
    ]
    screen.table.grid.go_to_row(0)
    seat.press(screen.table.grid, Qt.Key.Key_Insert)
    editor = editor_of(seat, screen)
    assert list(editor.form.fields) == [
        "subject", "noted_on", "state", "amount", "months", "use", "proofs", "rate", "wanted_on",
        "is_first", "remark",
    ]  # fmt: skip
    assert editor.form.fields["noted_on"].text() == "2024-03-01"
    assert editor.form.fields["state"].text() == "open"
    editor.form.fields["subject"].set_value(enterprise)
    editor.form.fields["proofs"].set_value(("gazelle",))
    save(seat, editor, amount="200", months="24", use="material", rate="3.85", remark="扩产")
    assert lines_of(screen.table)[0].count == 1
    (line,) = lines_of(entries(seat, screen).table)
    assert (line.subject, line.months, line.use, line.proofs, line.state) == (
        "平湖甲公司", 24, "material", "瞪羚企业", "open",
    )  # fmt: skip
    assert line.amount.in_wan() == "200"


def test_what_is_wrong_is_shown_before_saving_and_at_its_field(seat: Seat) -> None:
    enterprise = firm(seat)
    screen = shown(seat)
    page = entries(seat, screen)
    assert page.table.empty_page.isVisible()
    page.record()
    editor = editor_of(seat, screen)
    editor._ask_preview()
    seat.settle()
    assert not editor.preview_bar.remarks, "nothing is judged before what must be is filled in"
    editor.form.fields["subject"].set_value(enterprise)
    editor.form.fields["amount"].set_text("600")
    editor._ask_preview()
    seat.settle()
    assert [r.level for r in editor.preview_bar.remarks] == ["stop", "warning"]
    save(seat, editor)
    assert screen.page is editor
    assert "超过500万元" in editor.form.fields["amount"].trouble.text()
    save(seat, editor, amount="", months="x")
    assert "没有填写" in editor.form.fields["amount"].trouble.text()
    save(seat, editor, amount="500", months="")
    assert len(lines_of(page.table)) == 1


def test_columns_begin_with_whose_it_is_and_where_it_stands(seat: Seat) -> None:
    screen = shown(seat)
    kind = seat.county.office.ask(kind_asked("need"))
    assert columns(kind)[:5] == ("subject", "noted_on", "state", "due_on", "amount")
    assert columns(kind)[-4:] == ("state_on", "result", "is_overdue", "number")
    visit = seat.county.office.ask(kind_asked("visit"))
    assert columns(visit) == ("noted_on", "topic", "people", "number")
    page = entries(seat, screen, 2)
    assert not page.state.isVisible()
    assert [a.label for a in page.table.bar.actions_given] == [
        "登记(A)", "修改(E)", "汇总(U)", "导出(X)",
    ]  # fmt: skip


def test_an_entry_is_closed_with_its_result(seat: Seat) -> None:
    enterprise = firm(seat)
    need(seat, enterprise)
    screen = shown(seat)
    page = entries(seat, screen)
    page.table.grid.go_to_row(0)
    closing = next(a for a in page.table.bar.actions_given if a.label.startswith("登记办理结果"))
    page.table.bar.do(closing)
    editor = editor_of(seat, screen)
    assert editor.form.fields["state"].text() == "", "two ways to end: none is chosen for the clerk"
    save(seat, editor, state="done", state_on="2024-05-05")
    assert "早于提出日期" in editor.form.fields["state_on"].trouble.text()
    save(seat, editor, state_on="2024-05-08", result="农商行授信80万元")
    (line,) = lines_of(page.table)
    assert (line.state, line.result) == ("done", "农商行授信80万元")
    assert closing.may is not None
    assert not closing.may(line)


def test_an_entry_is_revised_as_it_stands(seat: Seat) -> None:
    """Every field comes filled; what is left alone stays."""
    entry = need(seat, firm(seat), months="12", is_first="是", wanted_on="2024-06-01")
    screen = shown(seat)
    page = entries(seat, screen)
    page.table.grid.go_to_row(0)
    seat.press(page.table.grid, Qt.Key.Key_F2)
    editor = editor_of(seat, screen)
    assert "state" not in editor.form.fields
    assert editor.form.fields["amount"].text() == "200万元"
    save(seat, editor, months="36")
    card = seat.county.ask("register_card", entry=entry)
    assert [v.shown for v in card.values] == [
        "200万元", "36个月", "采购原料", "瞪羚企业", "2024年6月1日", "是",
    ]  # fmt: skip


def test_entries_are_filtered_by_state_and_word(seat: Seat) -> None:
    enterprise = firm(seat)
    first, second = need(seat, enterprise, remark="扩产"), need(seat, enterprise)
    seat.county.do("close_register_entry", entry=second, state="done", state_on="2024-05-07")
    screen = shown(seat)
    page = entries(seat, screen)
    page.state.choose("done")
    seat.settle()
    assert [x.id for x in lines_of(page.table)] == [second]
    page.state.choose("*open")
    seat.settle()
    assert [x.id for x in lines_of(page.table)] == [first]
    assert "状态：未办结" in page.table.count_label.text()
    page.state.choose("")
    page.table.filter.setText("扩产")
    page.reload()
    seat.settle()
    assert [x.id for x in lines_of(page.table)] == [first]


def test_a_due_day_that_cannot_be_told_is_said_on_top(seat: Seat) -> None:
    seat.county.do(
        "record_register_entry", register="project", noted_on="2024-03-01", subject=firm(seat),
        values=[{"field": "name", "value": "厂房"}, {"field": "begun_on", "value": "2024-03-01"}],
    )  # fmt: skip
    screen = shown(seat)
    page = entries(seat, screen, 1)
    assert "项目办结期限" in page.trouble.text()
    (line,) = lines_of(page.table)
    screen.open_entry(line.id)
    seat.settle()
    card = screen.page
    assert isinstance(card, RecordPage)
    assert "项目办结期限" in card.card.notices.text()


def test_totals_of_a_period_are_shown_and_exported(seat: Seat, tmp_path: Path) -> None:
    need(seat, firm(seat))
    target = tmp_path / "汇总.xlsx"
    screen = shown(seat, save_as=lambda _parent, _name: str(target))
    page = entries(seat, screen)
    page.sum_up()
    seat.settle()
    totals = screen.page
    assert isinstance(totals, TotalsPage)
    amounts = {(x.item, x.option): x.amount for x in lines_of(totals.table)}
    assert amounts["需求金额", "合计"].in_wan() == "200"
    totals.period.choose("last_year")
    seat.settle()
    assert lines_of(totals.table)[0].count == 0
    totals.export()
    seat.settle()
    assert target.exists()


def test_periods() -> None:
    today = date(2024, 5, 6)
    assert period("month", today) == (date(2024, 5, 1), today)
    assert period("year", today) == (date(2024, 1, 1), today)
    assert period("last_year", today) == (date(2023, 1, 1), date(2023, 12, 31))
    assert period("", today) == (None, None)


def test_a_register_is_exported_with_its_own_columns(seat: Seat, tmp_path: Path) -> None:
    need(seat, firm(seat), months="24")
    target = tmp_path / "需求.xlsx"
    screen = shown(seat, save_as=lambda _parent, _name: str(target))
    page = entries(seat, screen)
    page.export()
    seat.settle()
    cells = [str(c) for row in _rows(target) for c in row]
    assert any("需求金额" in c for c in cells)
    assert any("期限（个月）" in c for c in cells)
    assert "平湖甲公司" in cells


def _rows(path: Path) -> list[list[object]]:
    import openpyxl

    sheet = openpyxl.load_workbook(path).active
    assert sheet is not None
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def test_the_card_of_an_entry_leads_to_its_firm(seat: Seat) -> None:
    enterprise = firm(seat)
    entry = need(seat, enterprise)
    screen = shown(seat)
    seat.county.clock.day = date(2024, 5, 20)
    screen.open_record(entry)
    seat.settle()
    page = screen.page
    assert isinstance(page, RecordPage)
    assert [c.text() for c in page.card.chips] == ["待对接", "已超期"]
    assert screen.path_label.text() == "台账登记 › TZ2024-0001"
    page.card._follow("subject")
    assert seat.went == [("enterprises", enterprise)]
    page.card.bar.do(page.card.bar.actions_given[1])
    editor = editor_of(seat, screen)
    save(seat, editor, remark="补充说明")
    assert page.card.text_of("remark") == "补充说明"
    page.card.bar.do(page.card.bar.actions_given[0])
    assert editor_of(seat, screen).title == "登记办理结果：平湖甲公司"


def test_a_firms_card_has_its_entries_and_enters_one_more(seat: Seat) -> None:
    enterprise = firm(seat)
    entry = need(seat, enterprise)
    screen = EnterpriseScreen(seat.place)
    seat.show(screen)
    screen.open_record(enterprise)
    seat.settle()
    page = screen.page
    assert isinstance(page, RecordPage)
    (panel,) = [p for p in page.panels if isinstance(p, EntriesPanel)]
    page.turn_to(panel)
    seat.settle()
    (line,) = lines_of(panel.table)
    assert line.register_label == "融资需求"
    panel.table.opened.emit(line.id)
    assert seat.went == [("registers", entry)]
    panel.register.choose("project")
    panel.record()
    editor = editor_of(seat, screen)
    assert editor.title == "登记“重点项目”"
    assert editor.form.fields["subject"].is_locked
    save(seat, editor, name="新厂房")
    assert [x.register_label for x in lines_of(panel.table)] == ["重点项目", "融资需求"]


def test_an_entry_may_be_begun_from_elsewhere(seat: Seat) -> None:
    enterprise = firm(seat)
    screen = shown(seat)
    screen.start_new(register="need", subject=enterprise)
    assert editor_of(seat, screen).form.fields["subject"].value() == enterprise


def test_the_home_screen_leads_to_what_is_due(seat: Seat) -> None:
    entry = need(seat, firm(seat))
    seat.county.clock.day = date(2024, 5, 17)
    home = HomeScreen(seat.place)
    seat.show(home)
    line = next(x for x in lines_of(home.table) if x.screen == "registers")
    assert (line.urgency, line.where, line.clauses) == ("逾期", "台账登记", "XX-4")
    home.go(line)
    assert seat.went == [("registers", entry)]
