"""Papers, journal, programme, partners and people at the desk."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt

from kcdesk.ui.kit import CardPage, Editor
from kcdesk.ui.panels.paper_page import FilePage
from kcdesk.ui.screens.audit import AuditScreen
from kcdesk.ui.screens.documents import DocumentScreen
from kcdesk.ui.screens.partners import PartnerScreen
from kcdesk.ui.screens.people import PeopleScreen
from kcdesk.ui.screens.schemes import SchemeScreen
from tests.ui.screens.conftest import Seat
from tests.ui.screens.test_money import fill, lines_of


def test_a_kept_print_opens_as_it_was_printed(seat: Seat) -> None:
    """The print log, the forms; a lost file is said."""
    county = seat.county
    bank = county.bank()
    application = county.do(
        "file_application",
        on="2021-03-10",
        enterprise=county.firm(),
        applied_on="2021-03-10",
        amount="30万元",
        term_months="12",
        purpose="周转",
        bank=bank,
    )
    printed = county.do("print_paper", form="recommendation", record=application)
    screen = DocumentScreen(seat.place)
    seat.show(screen)
    (line,) = lines_of(screen.prints_table)
    assert line.record == "SQ2021-0001"
    screen.prints_page.look(line)
    seat.settle()
    assert isinstance(screen.page, FilePage)
    assert screen.page.view.count == line.pages_count
    screen.pop()
    assert len(lines_of(screen.forms_table)) >= 9
    Path(county.ask("printed_paper", print_id=printed).file).unlink()
    screen.open_record(printed)
    seat.settle()
    assert isinstance(screen.page, FilePage)
    assert "不在业务库文件夹里" in screen.page.trouble.text()


def test_an_entry_is_taken_back_from_the_journal(seat: Seat) -> None:
    """Changes of the chosen entry below; undo asks once; reversing asks why."""
    county = seat.county
    county.do("register_enterprise", name="甲公司", uscc="91330482MA0000000L")
    screen = AuditScreen(seat.place)
    seat.show(screen)
    newest = lines_of(screen.table)[0]
    assert newest.summary == "登记企业：甲公司"
    assert any(c.column == "名称" for c in lines_of(screen.changes))
    screen.undo(newest)
    seat.push(seat.dialog(), "撤销")
    assert county.ask("enterprises") == ()
    assert lines_of(screen.table)[0].label == "撤销"


def test_reversing_wants_a_reason_and_the_right_person(seat: Seat) -> None:
    """A clerk is refused on top of the screen; the reviewer gives the reason."""
    county = seat.county
    county.money()
    screen = AuditScreen(seat.place)
    seat.show(screen)
    screen._undo(lines_of(screen.table)[0], "记错")
    seat.settle()
    assert "复核" in screen.notices.text()
    seat.as_("reviewer")
    screen._undo(lines_of(screen.table)[0], "记错")
    seat.settle()
    assert county.ask("fund_card").cash.plain() == "0.00"


def test_the_programme_shows_its_clauses_and_takes_what_it_leaves_open(seat: Seat) -> None:
    """Search over clauses; filling a blank is the administrator's."""
    screen = SchemeScreen(seat.place)
    seat.show(screen)
    assert any(c.id == "PH-9" for c in lines_of(screen.clause_table))
    asked: list[str] = []
    screen.clause_asked.connect(asked.append)
    screen.show_clause(lines_of(screen.clause_table)[0])
    assert asked == ["PH-1"]
    screen.clause_table.filter.setText("4:4:2")
    screen.clause_table.filter_changed.emit("4:4:2")
    seat.settle()
    assert [c.id for c in lines_of(screen.clause_table)] == ["PH-9"]
    seat.as_("admin")
    blank = next(b for b in lines_of(screen.blank_table) if b.name == "new_measure_on")
    screen.open_record(blank.id)
    seat.press(screen.blank_table.grid, Qt.Key.Key_Return)
    editor = screen.page
    assert isinstance(editor, Editor)
    fill(seat, editor, value="2024-01-01", document_no="平政办发〔2024〕1号")
    filled = next(b for b in lines_of(screen.blank_table) if b.name == "new_measure_on")
    assert filled.value == "2024-01-01"


def test_a_partner_is_registered_revised_and_ended(seat: Seat) -> None:
    """The account stands in the list; ending is the reviewer's."""
    screen = PartnerScreen(seat.place)
    seat.show(screen)
    screen.start_new()
    editor = screen.page
    assert isinstance(editor, Editor)
    fill(seat, editor, name="平湖农商银行", joined_on="2020-01-01")
    (line,) = lines_of(screen.table)
    screen.revise(line)
    editor = screen.page
    assert isinstance(editor, Editor)
    fill(seat, editor, account_no="201000012345678")
    (line,) = lines_of(screen.table)
    assert line.account_no == "201000012345678"
    seat.as_("reviewer")
    screen.open_record(line.id)
    seat.settle()
    assert isinstance(screen.page, CardPage)
    screen.end(screen.page.card.card)
    editor = screen.page
    assert isinstance(editor, Editor)
    fill(seat, editor, left_on="2020-12-31")
    assert lines_of(screen.table)[0].left_on is not None
    assert screen.page.card.chips[0].text() == "已终止"


def test_people_and_the_office_are_the_administrators(seat: Seat) -> None:
    """Add, change, password, and how the office is named."""
    seat.as_("admin")
    screen = PeopleScreen(seat.place)
    seat.show(screen)
    assert len(lines_of(screen.table)) == 4
    screen.start_new()
    editor = screen.page
    assert isinstance(editor, Editor)
    fill(seat, editor, name="钱新", role="clerk", secret="123456")
    added = next(p for p in lines_of(screen.table) if p.name == "钱新")
    assert added.has_secret
    screen.set_secret(added)
    editor = screen.page
    assert isinstance(editor, Editor)
    fill(seat, editor, secret="12345")
    assert screen.page is editor
    editor.leave()
    screen.go_home()
    screen.open_record(added.id)
    assert isinstance(screen.page, Editor)
    screen.page.save()
    seat.settle()
    screen.show_office()
    seat.settle()
    assert isinstance(screen.page, CardPage)
    seat.push(screen.page.card, "修改")
    editor = screen.page
    assert isinstance(editor, Editor)
    fill(seat, editor, host_unit="平湖市科学技术局")
    assert seat.county.ask("office_card").host_unit == "平湖市科学技术局"
