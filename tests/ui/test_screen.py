"""Screens: a list, the pages opened from it, and the way back."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kcdesk.kernel.errors import Fault, Refusal
from kcdesk.ui.desk import Desk
from kcdesk.ui.kit import (
    Action,
    Card,
    CardLooks,
    CardPage,
    Editor,
    Empty,
    Keeping,
    ListScreen,
    Page,
    Place,
    Screen,
)
from kcdesk.ui.kit.dialogs import Sheet
from kcdesk.ui.kit.screen import confirm
from tests.ui.fingers import ALT, press, stand, texts
from tests.ui.office import (
    DisburseLoan,
    LoanCard,
    LoanLine,
    RegisterEnterprise,
    SmallOffice,
    loan_card,
    loan_lines,
    many_loans,
)


class LoanList(ListScreen):
    """贷款台账."""

    def __init__(self, place: Place) -> None:
        super().__init__(
            place,
            "贷款台账",
            LoanLine,
            lambda text: loan_lines(text=text),
            name="loans",
            unit="笔",
            actions=(Action("登记放款(A)", self.start_new, key="Ins", primary=True),),
            empty=Empty("还没有贷款。", "", "登记放款(A)", self.start_new),
        )
        self.after: list[Any] = []

    def start_new(self, **values: Any) -> None:
        self.edit(
            DisburseLoan,
            values=values,
            then=self.after.append,
            keeping=Keeping(drafts=self.place.drafts),
        )

    def open_record(self, ident: int) -> None:
        card = Card(LoanCard, CardLooks(title=lambda c: c.contract_no))
        page = CardPage(self.desk, card, lambda: loan_card(ident))
        page.came.connect(lambda c: self.retitle(page, c.contract_no))
        self.push(page, "贷款")


@pytest.fixture
def screen(qtbot: QtBot, place: Place, office: SmallOffice, desk: Desk) -> LoanList:
    for line in many_loans(5):
        office.loans[line.id] = line
    screen = stand(qtbot, LoanList(place), (1000, 600))
    screen.reload()
    assert desk.settle()
    return screen


def settled(screen: Screen) -> None:
    assert screen.desk.settle()


def test_a_list_asks_and_shows(screen: LoanList) -> None:
    assert screen.table.model.rowCount() == 5
    assert not screen.back_button.isVisible()


def test_filtering_asks_anew(screen: LoanList, qtbot: QtBot) -> None:
    screen.table.filter.setText("第3号")
    qtbot.waitUntil(lambda: screen.table.model.rowCount() == 1)


def test_enter_opens_the_card_and_esc_comes_back(screen: LoanList) -> None:
    screen.table.grid.setFocus()
    press(screen.table.grid, Qt.Key.Key_Return)
    settled(screen)
    page = screen.page
    assert isinstance(page, CardPage)
    assert page.card.card.id == 1
    assert screen.path_label.text() == "贷款台账 › 平农商（2021）第018号"
    press(None, Qt.Key.Key_Escape)
    assert screen.page is screen.list_page
    assert screen.table.grid.hasFocus()
    press(None, Qt.Key.Key_Escape)
    screen.pop()
    assert screen.page is screen.list_page


def test_alt_left_and_the_button_come_back_too(screen: LoanList) -> None:
    screen.open_record(1)
    screen.open_record(2)
    settled(screen)
    press(None, Qt.Key.Key_Left, ALT)
    assert screen.pages.count() == 2
    screen.back_button.click()
    assert screen.pages.count() == 1
    assert screen.path_label.text() == "贷款台账"


def test_reload_asks_for_every_page(screen: LoanList, office: SmallOffice) -> None:
    screen.open_record(1)
    settled(screen)
    asked = len(office.asked)
    screen.reload()
    settled(screen)
    assert len(office.asked) == asked + 2


def test_an_editor_is_a_page_and_saving_closes_it(screen: LoanList, office: SmallOffice) -> None:
    screen.table.grid.setFocus()
    press(screen.table.grid, Qt.Key.Key_Insert)
    settled(screen)
    editor = screen.page
    assert isinstance(editor, Editor)
    assert screen.path_label.text() == "贷款台账 › 登记放款"
    assert editor.form.fields["enterprise"].input.hasFocus()
    editor.form.fill({"enterprise": 1, "contract_no": "018", "security": "credit"})
    for name, text in (("amount", "30w"), ("disbursed_on", "t"), ("due_on", "+365")):
        editor.form.fields[name].set_text(text)
    settled(screen)
    editor.save()
    settled(screen)
    assert screen.page is screen.list_page
    assert screen.after[0].summary == "登记放款（第7号）"
    assert office.loans[6].enterprise.startswith("平湖市德能")


def test_an_unsaved_editor_asks_before_it_goes(screen: LoanList) -> None:
    screen.start_new(contract_no="018")
    settled(screen)
    editor = screen.page
    assert isinstance(editor, Editor)
    assert editor.form.fields["contract_no"].text() == "018"
    assert not screen.is_changed
    editor.form.fields["purpose"].set_text("流动资金")
    assert screen.is_changed
    screen.go_home()
    assert screen.page is editor
    screen.back_button.click()
    sheet = next(s for s in editor.findChildren(Sheet) if s.isVisible())
    sheet.accept()
    assert screen.page is screen.list_page


def test_go_home_closes_what_holds_nothing(screen: LoanList) -> None:
    screen.open_record(1)
    screen.open_record(2)
    screen.go_home()
    assert screen.page is screen.list_page
    screen.retitle(screen.list_page, "没有这一页")
    assert screen.path_label.text() == "贷款台账"


def test_links_go_to_other_screens(screen: LoanList) -> None:
    went: list[tuple[str, int]] = []
    screen.navigate.connect(lambda stage, ident: went.append((stage, ident)))
    asked: list[str] = []
    screen.clause_asked.connect(asked.append)
    screen.open_record(1)
    settled(screen)
    page = screen.page
    assert isinstance(page, CardPage)
    page.card.opened.emit("enterprises", 3)
    page.card.clause_asked.emit("PH-6")
    assert went == [("enterprises", 3)]
    assert asked == ["PH-6"]


def test_a_question_that_fails_is_told_above_the_page(
    screen: LoanList, office: SmallOffice
) -> None:
    office.broken = Fault("文件不见了。")
    screen.reload()
    settled(screen)
    assert "文件不见了" in screen.list_page.trouble.text()
    screen.reload()
    settled(screen)
    assert screen.list_page.trouble.remarks == ()
    office.broken = Refusal.of("没有权限查看。")
    screen.open_record(1)
    settled(screen)
    page = screen.page
    assert isinstance(page, CardPage)
    assert "没有权限查看" in page.trouble.text()


def test_a_command_without_a_form_is_done_and_refused_on_the_spot(
    screen: LoanList, office: SmallOffice
) -> None:
    done: list[Any] = []
    command = RegisterEnterprise("甲", "91350100M000100Y43")
    screen.do(command, then=done.append)
    settled(screen)
    assert done[0].touched == frozenset({"enterprises"})
    office.broken = Refusal.of("已经登记过。", clauses=("PH-7",))
    screen.do(command)
    settled(screen)
    assert "已经登记过" in texts(screen.notices)
    screen.say_trouble(Fault("磁盘已满。"))
    assert "磁盘已满" in screen.notices.text()


def test_a_bare_screen_does_nothing_by_itself(qtbot: QtBot, place: Place) -> None:
    screen = stand(qtbot, Screen(place, "方案"))
    page = Page()
    screen.pages.addWidget(page)
    screen.open_record(1)
    screen.start_new()
    assert screen.page is page
    with pytest.raises(NotImplementedError):
        page.reload()
    press(screen, Qt.Key.Key_A)


def test_a_question_before_something_hard_to_take_back(screen: LoanList) -> None:
    done: list[bool] = []
    sheet = confirm(screen, "作废后编号保留。", yes="作废(V)", then=lambda: done.append(True))
    sheet.accept()
    assert done == [True]


def test_pages_that_are_closed_leave_nothing_behind(screen: LoanList, qtbot: QtBot) -> None:
    def once() -> None:
        screen.open_record(1)
        settled(screen)
        screen.pop()
        screen.start_new()
        settled(screen)
        screen.page.setFocus()
        screen.pop()

    def widgets() -> int:
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        QApplication.processEvents()
        return len(QApplication.allWidgets())

    once()
    before = widgets()
    for _ in range(5):
        once()
    assert widgets() <= before
