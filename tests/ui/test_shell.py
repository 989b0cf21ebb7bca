"""The frame: start page, workbench, status, undo, sign-in, bad news, closing."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from kcdesk.kernel.errors import Fault, Refusal
from kcdesk.ui.desk import Breakdown, Desk
from kcdesk.ui.kit import Card, Editor, ListPage, NoticeBar, Page, Place, Remark, Screen, Table
from kcdesk.ui.kit.dialogs import Sheet, UndoItem
from kcdesk.ui.kit.pdf import PdfView
from kcdesk.ui.kit.wizard import Step, Wizard
from kcdesk.ui.shell import (
    Bench,
    Facts,
    Hit,
    Hooks,
    MainWindow,
    Recent,
    ScreenSpec,
    SignInDialog,
    StartPage,
)
from kcdesk.ui.shell.undoing import item_of
from tests.ui.fingers import ALT, CTRL, SHIFT, press, stand, texts, write
from tests.ui.office import (
    Ask,
    DisburseLoan,
    LoanCard,
    LoanLine,
    RegisterEnterprise,
    SmallOffice,
    card_of,
    loan_lines,
    many_loans,
)

FACTS = Facts(
    office="平湖市科创贷款工作联席会议办公室",
    scheme="平湖办法",
    person="张敏",
    role="经办",
    file="平湖",
    backup="最近备份 今天 09:12，已校验",
)


class Counting(Screen):
    """A screen that counts its reloads."""

    def __init__(self, place: Place, title: str) -> None:
        super().__init__(place, title)
        self.reloads = 0
        self.records: list[int] = []
        self.table = Table(LoanLine)
        self.pages.addWidget(ListPage(place.desk, self.table, lambda text: loan_lines(text=text)))

    def reload(self) -> None:
        self.reloads += 1
        super().reload()

    def open_record(self, ident: int) -> None:
        self.records.append(ident)


def spec(ident: str, label: str, *watches: str, role: Any = None) -> ScreenSpec:
    return ScreenSpec(
        ident,
        label,
        "home",
        lambda place: Counting(place, label),
        frozenset(watches),
        frozenset({ident}),
        role,
    )


SPECS = (
    spec("home", "首页"),
    spec("loans", "贷款台账", "loans"),
    spec("claims", "代偿", "claims"),
    spec("people", "人员", "people", role="admin"),
)


@dataclass
class Line:
    """A line of the undo query, a clause, a person: whatever is read by name."""

    seq: int = 0
    summary: str = ""
    detail: str = ""
    blocked: str = ""
    needs_reason: bool = False


@pytest.fixture
def told() -> list[Any]:
    return []


@pytest.fixture
def undoable() -> list[Any]:
    return []


@pytest.fixture
def facts() -> list[Facts]:
    return [FACTS]


@pytest.fixture
def hooks(told: list[Any], undoable: list[Any], facts: list[Facts]) -> Hooks:
    @dataclass(frozen=True)
    class Clause:
        id: str
        article: str = "条款六"
        says: str = "损失由风险补偿金与合作银行分担。"
        reading: str = ""
        kept: str = "computed"

    return Hooks(
        facts=lambda: Ask(lambda _o: facts[-1]),
        search=lambda text: Ask(lambda _o: (Hit(5, f"找到{text}", "贷款", stage="loans"),)),
        undo_items=lambda: Ask(lambda _o: tuple(undoable)),
        clause=lambda ident: Ask(lambda _o: Clause(ident)),
        may=lambda role: role != "admin",
        help=lambda topic: told.append(f"help {topic}"),
        switch_person=lambda: told.append("switch"),
        backup_now=lambda: told.append("backup"),
        report=lambda b: told.append(b.reference),
    )


@pytest.fixture
def window(qtbot: QtBot, desk: Desk, hooks: Hooks) -> Iterator[MainWindow]:
    window = stand(qtbot, MainWindow(desk, SPECS, hooks), (1200, 700))
    yield window
    while QApplication.overrideCursor() is not None:
        QApplication.restoreOverrideCursor()


@pytest.fixture
def bench(window: MainWindow, place: Place, desk: Desk) -> Bench:
    bench = window.show_office(place)
    assert desk.settle()
    return bench


def sheets(window: MainWindow) -> list[Sheet]:
    return [s for s in window.findChildren(Sheet) if s.isVisible()]


def shown(bench: Bench, ident: str) -> Counting:
    screen = bench.screens[ident]
    assert isinstance(screen, Counting)
    return screen


# -- start page ------------------------------------------------------------------------------------------


def test_the_start_page_leads_a_newcomer_to_a_new_office(window: MainWindow) -> None:
    page = window.start
    assert isinstance(page, StartPage)
    heard: list[str] = []
    page.new_asked.connect(lambda: heard.append("new"))
    page.restore_asked.connect(lambda: heard.append("restore"))
    page.practice_asked.connect(lambda: heard.append("practice"))
    page.open_asked.connect(lambda path: heard.append(f"open {path}"))
    assert page.buttons["新建业务库"].hasFocus()
    assert "第一次使用" in texts(page)
    for name in ("新建业务库", "从备份恢复", "演练", "打开业务库"):
        press(page.buttons[name], Qt.Key.Key_Space)
    assert heard == ["new", "restore", "practice", "open None"]
    assert window.windowTitle() == "科创贷管理台"


def test_the_offices_used_last_are_one_enter_away(window: MainWindow) -> None:
    page = window.show_start(
        (Recent(Path("d/平湖"), "平湖办公室"), Recent(Path("e/旧"), "旧办公室", "U 盘", True))
    )
    opened: list[Path] = []
    page.open_asked.connect(opened.append)
    assert page.recent.hasFocus()
    assert "（找不到了）" in page.recent.item(1).text()
    press(page.recent, Qt.Key.Key_Return)
    page.open_recent.click()
    page._activated(None)
    assert opened == [Path("d/平湖")] * 2


# -- navigation -------------------------------------------------------------------------------------------


def test_screens_are_made_when_first_shown(bench: Bench) -> None:
    assert set(bench.screens) == {"home"}
    bench.show_screen("loans")
    assert set(bench.screens) == {"home", "loans"}
    assert shown(bench, "loans").reloads == 1
    bench.show_screen("loans")
    assert shown(bench, "loans").reloads == 1


def test_what_a_role_may_not_see_is_not_there(bench: Bench) -> None:
    assert [s.id for s in bench.specs] == ["home", "loans", "claims"]
    items = [bench.navigation.item(i).text() for i in range(bench.navigation.count())]
    assert items == ["首页(1)", "贷款台账(2)", "代偿(3)"]


def test_alt_digit_and_the_arrows_go_about(bench: Bench, window: MainWindow) -> None:
    press(None, Qt.Key.Key_3, ALT)
    assert bench.current_id == "claims"
    assert bench.screen_shown.page.focusProxy() is QApplication.focusWidget()
    bench.navigation.setFocus()
    press(bench.navigation, Qt.Key.Key_Up)
    assert bench.current_id == "loans"
    press(bench.navigation, Qt.Key.Key_Return)
    assert not bench.navigation.hasFocus()


def test_a_click_on_the_screen_shown_goes_to_its_first_page(bench: Bench, place: Place) -> None:
    screen = bench.show_screen("loans")
    screen.push(Page(), "卡片")
    click_on(bench, 1)
    assert screen.pages.count() == 1


def test_a_click_on_another_screen_comes_back_to_where_it_was_left(
    bench: Bench, place: Place
) -> None:
    screen = bench.show_screen("loans")
    screen.push(Page(), "卡片")
    click_on(bench, 0)
    click_on(bench, 1)
    assert bench.current_id == "loans"
    assert screen.pages.count() == 2, "what was looked at lies there still"


def click_on(bench: Bench, row: int) -> None:
    """A click on a line of the navigation."""
    listing = bench.navigation
    at = listing.visualItemRect(listing.item(row)).center()
    QTest.mouseClick(listing.viewport(), Qt.MouseButton.LeftButton, pos=at)


def test_a_change_reloads_what_is_seen_and_makes_the_rest_stale(bench: Bench, desk: Desk) -> None:
    bench.show_screen("claims")
    bench.show_screen("loans")
    desk.changed.emit(frozenset({"claims"}))
    assert shown(bench, "loans").reloads == 1
    assert bench.stale == {"claims", "home"}
    desk.changed.emit(frozenset({"loans"}))
    assert shown(bench, "loans").reloads == 2
    bench.show_screen("claims")
    assert shown(bench, "claims").reloads == 2
    assert desk.settle()


def test_f5_asks_anew_and_f1_helps(
    bench: Bench, window: MainWindow, told: list[Any], desk: Desk
) -> None:
    press(None, Qt.Key.Key_F5)
    assert shown(bench, "home").reloads == 2
    press(None, Qt.Key.Key_F1)
    assert told == ["help home"]
    assert desk.settle()


def test_a_link_goes_to_the_screen_of_its_stage(bench: Bench) -> None:
    bench.screen_shown.navigate.emit("loans", 7)
    assert bench.current_id == "loans"
    assert shown(bench, "loans").records == [7]
    bench.open_record("nothing", 1)
    assert bench.current_id == "loans"


def test_ctrl_f_finds_in_the_whole_office(
    bench: Bench, window: MainWindow, qtbot: QtBot, desk: Desk
) -> None:
    press(None, Qt.Key.Key_F, CTRL)
    assert bench.strip.search.hasFocus()
    write("dn")
    qtbot.waitUntil(lambda: bench.strip.finder.is_open)
    press(bench.strip.search, Qt.Key.Key_Return)
    assert bench.current_id == "loans"
    assert shown(bench, "loans").records == [5]
    assert bench.strip.search.text() == ""
    bench.strip._ask("")
    assert desk.settle()


# -- what is always to be seen --------------------------------------------------------------------------------


def test_office_person_role_and_backup_are_always_seen(bench: Bench, window: MainWindow) -> None:
    assert "平湖市科创贷款工作联席会议办公室" in bench.strip.office.text()
    assert bench.strip.person.text() == "张敏　经办"
    assert bench.strip.backup.text() == "最近备份 今天 09:12，已校验"
    title = window.windowTitle()
    for part in (
        "平湖市科创贷款工作联席会议办公室",
        "已保存",
        "最近备份 今天 09:12",
        "科创贷管理台",
    ):
        assert part in title
    assert bench.banner.remarks == ()


def test_an_old_backup_practice_and_reading_only_are_said_on_top(
    bench: Bench, window: MainWindow, facts: list[Facts], desk: Desk
) -> None:
    facts.append(
        Facts(
            office="演练",
            backup_warning="最近一次备份已超过一天，请立即备份。",
            is_practice=True,
            is_read_only=True,
        )
    )
    bench.reload_facts()
    assert desk.settle()
    assert [r.level for r in bench.banner.remarks] == ["warning", "warning", "stop"]
    assert "备份：最近一次备份已超过一天" in texts(bench.banner)
    assert bench.strip.mode.text() == "演练"
    assert window.windowTitle().startswith("【演练】")
    assert bench.strip.person.text() == "未登录"
    facts.append(Facts(is_read_only=True, read_only_reason="U 盘写保护。"))
    bench.reload_facts()
    assert desk.settle()
    assert bench.strip.mode.text() == "只读"
    assert "U 盘写保护。" in texts(bench.banner)


def test_the_strip_changes_the_person_and_backs_up(bench: Bench, told: list[Any]) -> None:
    bench.strip.person.click()
    bench.strip.backup.click()
    assert told == ["switch", "backup"]


def test_another_person_is_told_at_once(bench: Bench, desk: Desk, facts: list[Facts]) -> None:
    facts.append(Facts(person="李伟", role="复核"))
    desk.sign_in(2)
    assert desk.settle()
    assert bench.strip.person.text() == "李伟　复核"


def test_the_last_thing_done_is_in_the_status_line(
    bench: Bench, window: MainWindow, desk: Desk
) -> None:
    bench.screen_shown.do(RegisterEnterprise("甲", "91350100M000100Y43"))
    assert desk.settle()
    assert window.said.text() == "登记企业（第7号）"


def test_work_that_takes_long_shows(
    bench: Bench, window: MainWindow, desk: Desk, office: SmallOffice, qtbot: QtBot
) -> None:
    office.gate = threading.Event()
    bench.reload()
    qtbot.waitUntil(window.working.isVisible)
    assert "正在处理…" in window.windowTitle()
    office.gate.set()
    assert desk.settle()
    assert not window.working.isVisible()
    assert QApplication.overrideCursor() is None


# -- undo --------------------------------------------------------------------------------------------------------


def test_ctrl_z_takes_the_last_step_back(
    bench: Bench, window: MainWindow, desk: Desk, undoable: list[Any], office: SmallOffice
) -> None:
    bench.screen_shown.do(RegisterEnterprise("甲", "91350100M000100Y43"))
    assert desk.settle()
    undoable.append(Line(1, "登记企业"))
    press(None, Qt.Key.Key_Z, CTRL)
    assert desk.settle()
    assert window.said.text() == "已撤销：登记企业（第7号）"


def test_ctrl_z_in_a_text_takes_back_the_typing(
    bench: Bench, window: MainWindow, desk: Desk, undoable: list[Any], office: SmallOffice
) -> None:
    line = QLineEdit()
    page = Page()
    line.setParent(page)
    bench.screen_shown.push(page, "填写")
    line.show()
    line.setFocus()
    write("abc")
    undoable.append(Line(1, "登记企业"))
    press(line, Qt.Key.Key_Z, CTRL)
    assert line.text() == ""
    assert desk.settle()
    assert office.journal == []


def test_what_cannot_be_undone_says_the_way_out(
    bench: Bench, window: MainWindow, desk: Desk, undoable: list[Any]
) -> None:
    press(None, Qt.Key.Key_Z, CTRL)
    assert desk.settle()
    assert window.said.text() == "没有可以撤销的操作。"
    undoable.append(Line(3, "打印申请表", blocked="已经盖章，请走更正程序。"))
    press(None, Qt.Key.Key_Z, CTRL)
    assert desk.settle()
    assert "请走更正程序" in texts(sheets(window)[0])


def test_a_step_that_posted_money_wants_a_reason(
    bench: Bench, window: MainWindow, desk: Desk, undoable: list[Any]
) -> None:
    bench.screen_shown.do(RegisterEnterprise("甲", "91350100M000100Y43"))
    assert desk.settle()
    undoable.append(Line(1, "兑付", needs_reason=True))
    press(None, Qt.Key.Key_Z, CTRL)
    assert desk.settle()
    sheet = sheets(window)[0]
    paper = sheet.findChild(QPlainTextEdit)
    assert isinstance(paper, QPlainTextEdit)
    paper.setPlainText("重复兑付")
    next(b for b in sheet.findChildren(QPushButton) if "冲销" in b.text()).click()
    assert desk.settle()
    assert window.said.text().startswith("已撤销")


def test_an_older_step_is_chosen_from_the_list_and_may_be_refused(
    bench: Bench, window: MainWindow, desk: Desk, undoable: list[Any]
) -> None:
    window.undo_button.click()
    assert desk.settle()
    assert window.said.text() == "没有可以撤销的操作。"
    for _ in range(2):
        bench.screen_shown.do(RegisterEnterprise("甲", "91350100M000100Y43"))
    assert desk.settle()
    undoable.extend([UndoItem(2, "登记企业"), Line(1, "登记企业", "昨天")])
    press(None, Qt.Key.Key_Z, CTRL | SHIFT)
    assert desk.settle()
    sheet = sheets(window)[0]
    listing = sheet.findChild(QListWidget)
    assert isinstance(listing, QListWidget)
    press(listing, Qt.Key.Key_Down)
    press(listing, Qt.Key.Key_Return)
    assert desk.settle()
    assert "请先撤销后面的操作" in texts(sheets(window)[-1])
    assert item_of(undoable[1]) == UndoItem(1, "登记企业", "昨天")


# -- bad news -----------------------------------------------------------------------------------------------------


def test_a_clause_is_one_press_away(bench: Bench, window: MainWindow, desk: Desk) -> None:
    bench.screen_shown.clause_asked.emit("PH-6a")
    assert desk.settle()
    said = texts(sheets(window)[0])
    assert "PH-6a　条款六" in said
    assert "损失由风险补偿金与合作银行分担。" in said
    assert "由程序计算" in said
    assert "采用的理解" not in said


def test_faults_bugs_and_refusals_are_shown(
    bench: Bench, window: MainWindow, desk: Desk, told: list[Any]
) -> None:
    desk.faulted.emit(Fault("磁盘已满。"))
    assert "磁盘已满" in texts(sheets(window)[-1])
    desk.refused.emit(Refusal.of("没有权限。", cure="请找管理员。"))
    assert "没有权限。请找管理员。" in texts(sheets(window)[-1])
    desk.broke.emit(Breakdown("AB12", ZeroDivisionError()))
    report = next(b for b in sheets(window)[-1].findChildren(QPushButton) if "报告" in b.text())
    report.click()
    assert told == ["AB12"]


def test_without_hooks_the_window_still_stands(qtbot: QtBot, desk: Desk, place: Place) -> None:
    window = stand(qtbot, MainWindow(desk, SPECS), (900, 500))
    for key in (Qt.Key.Key_F1, Qt.Key.Key_F5):
        press(None, key)
    press(None, Qt.Key.Key_Z, CTRL)
    window.show_clause("PH-1")
    bench = window.show_office(place)
    press(None, Qt.Key.Key_F1)
    press(None, Qt.Key.Key_Z, CTRL)
    bench.strip.person.click()
    bench.strip.backup.click()
    assert desk.settle()
    assert not bench.strip.search.isVisible()
    assert not window.undo_button.isVisible()


# -- closing --------------------------------------------------------------------------------------------------------


def test_closing_backs_up_first(qtbot: QtBot, desk: Desk, place: Place, told: list[Any]) -> None:
    waiting: list[Callable[[], None]] = []
    window = stand(qtbot, MainWindow(desk, SPECS, Hooks(before_close=waiting.append)), (900, 500))
    window.show_office(place)
    assert desk.settle()
    window.closing.connect(lambda: told.append("closing"))
    window.close()
    assert window.isVisible()
    assert told == []
    waiting[0]()
    qtbot.waitUntil(lambda: not window.isVisible())
    assert told == ["closing"]


def test_closing_with_something_unsaved_asks(
    bench: Bench, window: MainWindow, desk: Desk, told: list[Any], qtbot: QtBot
) -> None:
    window.closing.connect(lambda: told.append("closing"))
    editor = bench.screen_shown.edit(RegisterEnterprise)
    editor.form.fields["name"].set_text("甲")
    assert bench.is_changed
    bench.reload()
    assert desk.settle()
    assert "有未保存的填写" in window.windowTitle()
    window.close()
    sheets(window)[0].reject()
    assert window.isVisible()
    window.close()
    sheets(window)[-1].accept()
    qtbot.waitUntil(lambda: not window.isVisible())
    assert told == ["closing"]


def test_going_back_to_the_start_page_drops_late_answers(
    bench: Bench, window: MainWindow, desk: Desk, office: SmallOffice
) -> None:
    office.gate = threading.Event()
    bench.reload()
    start = window.show_start()
    office.gate.set()
    assert desk.settle()
    assert window.pages.currentWidget() is start
    assert window.bench is None
    desk.changed.emit(frozenset({"loans"}))


# -- signing in -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Person:
    """A person of the office."""

    id: int
    name: str
    role: str


PEOPLE = (Person(1, "张敏", "经办"), Person(2, "李伟", "复核"))


def sign_in(
    window: MainWindow, desk: Desk, then: Callable[[int], None], people: Any = PEOPLE
) -> SignInDialog:
    return SignInDialog(
        window, desk, people, lambda _p, password: Ask(lambda _o: password == "口令"), then
    )


def test_a_person_signs_in_with_a_password(window: MainWindow, desk: Desk) -> None:
    came: list[int] = []
    dialog = sign_in(window, desk, came.append)
    dialog.form.fields["person"].set_text("2")
    dialog.form.fields["password"].set_text("错")
    dialog.go_button.click()
    assert desk.settle()
    assert "密码不对" in dialog.form.fields["password"].trouble.text()
    assert dialog.form.fields["password"].text() == ""
    assert desk.person == 7
    dialog.form.fields["password"].set_text("口令")
    dialog.go_button.click()
    assert desk.settle()
    assert came == [2]
    assert desk.person == 2


def test_nobody_cannot_sign_in(window: MainWindow, desk: Desk) -> None:
    dialog = sign_in(window, desk, lambda _p: None)
    dialog.go_button.click()
    assert "没有填写" in dialog.form.fields["person"].trouble.text()
    dialog.reject()


@pytest.mark.parametrize("trouble", [Refusal.of("已停用。"), Fault("文件不见了。")])
def test_a_sign_in_that_fails_says_why(
    window: MainWindow, desk: Desk, office: SmallOffice, trouble: Exception
) -> None:
    desk.sign_in(0)
    dialog = sign_in(window, desk, lambda _p: None, PEOPLE[:1])
    assert dialog.form.fields["person"].text() == "1"
    office.broken = trouble
    dialog.go_button.click()
    assert desk.settle()
    assert str(trouble)[:3] in dialog.trouble.text()
    assert dialog.go_button.isEnabled()
    dialog.reject()
    desk.sign_in(1)
    sign_in(window, desk, lambda _p: None).reject()


# -- room --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [(1366, 768), (1093, 614), (911, 512)])
def test_no_button_is_cut_at_any_of_the_usual_sizes(
    window: MainWindow, place: Place, desk: Desk, size: tuple[int, int]
) -> None:
    bench = window.show_office(place)
    window.resize(*size)
    editor = bench.screen_shown.edit(RegisterEnterprise, may_go_on=True)
    assert desk.settle()
    QApplication.processEvents()
    assert (window.width(), window.height()) == size
    inside = window.rect()
    for button in (editor.save_button, editor.next_button, editor.cancel_button):
        place_in_window = button.rect().translated(button.mapTo(window, button.rect().topLeft()))
        assert inside.contains(place_in_window)
        assert button.width() >= button.sizeHint().width()
    for shown_button in (bench.strip.person, bench.strip.backup, window.undo_button):
        assert shown_button.width() >= shown_button.minimumSizeHint().width()
    shown(bench, "home").table.show_lines(many_loans(3))


def test_building_a_page_flashes_no_window(
    qtbot: QtBot, desk: Desk, hooks: Hooks, place: Place, qapp: QApplication
) -> None:
    class Watch(QObject):
        windows: ClassVar[list[str]] = []

        def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
            is_shown = event.type() == QEvent.Type.Show
            if is_shown and isinstance(watched, QWidget) and watched.isWindow():
                self.windows.append(type(watched).__name__)
            return False

    watch = Watch()
    qapp.installEventFilter(watch)
    try:
        bar = NoticeBar()
        bar.say([Remark("还没有放在页面上。")])
        card = Card(LoanCard, spread=True)
        card.show_card(card_of(many_loans(1)[0]))
        made = (
            bar,
            card,
            Editor(DisburseLoan, desk, place.sources, may_go_on=True),
            Table(LoanLine),
            PdfView(),
            Wizard(RegisterEnterprise, (Step("一", names=("name",)),), place.sources),
            Bench(place, SPECS, hooks),
        )
        assert desk.settle()
    finally:
        qapp.removeEventFilter(watch)
    for widget in made:
        qtbot.addWidget(widget)
    assert watch.windows == []
    page = stand(qtbot, QWidget(), (300, 200))
    column = QVBoxLayout(page)
    column.addWidget(bar)
    qtbot.waitUntil(bar.isVisible)


def test_an_entry_may_be_begun_on_another_screen(bench: Bench, desk: Desk) -> None:
    begun: list[dict[str, Any]] = []
    screen = bench.show_screen("loans")
    screen.start_new = lambda **values: begun.append(values)  # type: ignore[method-assign]
    bench.show_screen("home")
    bench.start_new("loans", {"enterprise": 3})
    assert begun == [{"enterprise": 3}]
    assert bench.current_id == "loans"
    bench.start_new("nothing", {})
    bench.open_record("claims", 0)
    assert bench.current_id == "claims"
    assert shown(bench, "claims").records == []
    assert desk.settle()


def test_a_long_sentence_makes_no_window_wider(
    bench: Bench, window: MainWindow, desk: Desk
) -> None:
    window.resize(911, 512)
    narrow = window.minimumSizeHint().width()
    desk.said.emit("登记放款：" + "平湖市德能科技有限公司、" * 40)
    shown(bench, "home").table.filter.setText("很长的查找词" * 40)
    shown(bench, "home").table.say_also("银行：" + "平湖农商银行、" * 40)
    QApplication.processEvents()
    assert window.minimumSizeHint().width() == narrow
    assert window.width() == 911
    assert window.said.toolTip().startswith("登记放款：")
    assert desk.settle()
