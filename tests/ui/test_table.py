"""Lists: ten thousand rows at once, sums as in a spreadsheet, columns that stay chosen."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Annotated, Any

import pytest
from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QTabWidget
from pytestqt.qtbot import QtBot

from kcdesk.kernel.kinds import Field
from kcdesk.kernel.money import Money
from kcdesk.ui.kit import Action, Empty, Settings, Table
from kcdesk.ui.kit.actions import ActionBar
from kcdesk.ui.kit.keys import EnterMoves
from kcdesk.ui.kit.table import PagedLines, columns_of
from kcdesk.ui.kit.table.model import WAITING
from tests.ui.fingers import CTRL, SHIFT, commit, press, stand, texts, write
from tests.ui.office import LoanLine, Repayment, many_loans

Display = Qt.ItemDataRole.DisplayRole


@pytest.fixture
def table(qtbot: QtBot) -> Table:
    table = stand(qtbot, Table(LoanLine, unit="笔", label="贷款台账"), (900, 500))
    table.show_lines(many_loans(20))
    return table


@dataclass(frozen=True)
class Line:
    id: Annotated[int, Field("record", "编号", of="enterprises")]
    name: Annotated[str, Field("text", "企业名称")]
    document_no: Annotated[str, Field("text", "文号")]
    note: Annotated[str, Field("text", "备注")]


def cell(table: Table, row: int, name: str) -> str:
    column = [c.name for c in table.columns].index(name)
    return str(table.model.data(table.model.index(row, column)))


def test_the_columns_are_the_lines_fields_but_no_ids(table: Table) -> None:
    assert [c.head for c in table.columns] == [
        "企业",
        "统一社会信用代码",
        "贷款金额（万元）",
        "余额（元）",
        "到期日",
        "担保方式",
        "合作银行",
    ]
    assert [c.name for c in columns_of(LoanLine, ("bank", "id"))] == ["bank", "id"]
    assert "bank" not in [c.name for c in columns_of(LoanLine, without=("bank",))]


def test_cells_read_as_a_clerk_expects(table: Table) -> None:
    assert cell(table, 2, "amount") == "3.00"
    assert cell(table, 0, "outstanding") == "71,428.57"
    assert cell(table, 6, "due_on") == ""
    assert cell(table, 0, "security") == "质押"
    right = table.model.data(table.model.index(0, 2), Qt.ItemDataRole.TextAlignmentRole)
    assert right & Qt.AlignmentFlag.AlignRight
    left = table.model.data(table.model.index(0, 0), Qt.ItemDataRole.TextAlignmentRole)
    assert left & Qt.AlignmentFlag.AlignLeft


def test_a_sum_below_zero_is_red_and_has_a_minus(table: Table) -> None:
    red = table.model.index(8, 3)
    assert table.model.data(red) == "-9.00"
    assert table.model.data(red, Qt.ItemDataRole.ForegroundRole) is not None
    assert table.model.data(table.model.index(0, 3), Qt.ItemDataRole.ForegroundRole) is None


def test_the_count_stands_under_the_list(table: Table) -> None:
    assert table.count_label.text() == "共20笔"
    table.say_also("银行：平湖农商银行")
    assert table.count_label.text() == "共20笔  |  银行：平湖农商银行"


def test_a_selection_is_summed_as_in_a_spreadsheet(table: Table, qtbot: QtBot) -> None:
    table.grid.setFocus()
    press(table.grid, Qt.Key.Key_Down, SHIFT, times=2)
    qtbot.waitUntil(lambda: "已选3笔" in table.sum_label.text())
    assert "贷款金额合计 6万元" in table.sum_label.text()
    assert "余额合计 428,571.42元" in table.sum_label.text()
    press(table.grid, Qt.Key.Key_Up)
    qtbot.waitUntil(lambda: table.sum_label.text() == "")


def test_too_many_to_sum_are_only_counted(
    table: Table, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kcdesk.ui.kit.table.table.MOST_SUMMED", 5)
    table.grid.selectAll()
    qtbot.waitUntil(lambda: table.sum_label.text() == "已选20笔")


def test_enter_and_double_click_open(table: Table) -> None:
    opened: list[int] = []
    table.opened.connect(opened.append)
    press(table.grid, Qt.Key.Key_Down)
    press(table.grid, Qt.Key.Key_Return)
    press(table.grid, Qt.Key.Key_Return, CTRL)
    table.grid.doubleClicked.emit(table.model.index(4, 1))
    assert opened == [2, 5]
    table.show_lines(())
    press(table.grid, Qt.Key.Key_Return)
    table._open(3)
    assert opened == [2, 5]


def test_the_current_line_stays_when_the_list_is_asked_anew(table: Table) -> None:
    assert table.go_to(15)
    table.show_lines(many_loans(30)[5:])
    line = table.line()
    assert line is not None
    assert line.id == 15
    table.show_lines(many_loans(3))
    assert table.line() == many_loans(3)[0]
    assert not table.go_to(99)


def test_sorting_by_a_heading_and_back(table: Table) -> None:
    heads = table.grid.horizontalHeader()
    table.go_to(5)
    heads.sectionClicked.emit(4)
    days = [line.due_on for line in (table.model.line(r) for r in range(20)) if line]
    filled = [d for d in days if d is not None]
    assert filled == sorted(filled)
    assert days[-2:] == [None, None]
    line = table.line()
    assert line is not None
    assert line.id == 5
    heads.sectionClicked.emit(4)
    down = [line.due_on for line in (table.model.line(r) for r in range(18)) if line]
    assert down == sorted(filled, reverse=True)
    table.show_lines(many_loans(9))
    assert table.model.line(0) != many_loans(9)[0]
    table.choice.reset()
    assert table.model.line(0) == many_loans(9)[0]


def test_money_and_words_sort_by_what_they_are(table: Table) -> None:
    table.choice.sort(3, Qt.SortOrder.AscendingOrder)
    first = table.model.line(0)
    assert first is not None
    assert first.outstanding == Money(-1800)
    table.choice.sort(5, Qt.SortOrder.AscendingOrder)
    assert cell(table, 0, "security") == "保证"


def test_rows_are_copied_so_that_a_spreadsheet_keeps_them(table: Table) -> None:
    table.grid.setFocus()
    press(table.grid, Qt.Key.Key_C, CTRL)
    clip = QGuiApplication.clipboard()
    assert clip.text() == (
        "平湖市第1号科技有限公司\t91330482MA28A0001U\t1\t71428.57\t2022-02-02\t质押\t平湖农商银行"
    )
    html = clip.mimeData().html()
    assert "mso-number-format:'\\@'\">91330482MA28A0001U</td>" in html
    assert "<td>71428.57</td>" in html
    press(table.grid, Qt.Key.Key_C, CTRL | SHIFT)
    assert clip.text().startswith("企业\t统一社会信用代码\t贷款金额（万元）")


def test_a_text_like_a_formula_is_copied_as_text(table: Table) -> None:
    line = many_loans(1)[0]
    evil = LoanLine(
        1, '=HYPERLINK("x")', "9133\t04", Money(-100), Money(-100), None, "credit", "<b>行</b>"
    )
    table.show_lines((evil, line))
    table.copy()
    clip = QGuiApplication.clipboard()
    assert clip.text().split("\t") == [
        '\'=HYPERLINK("x")',
        "9133 04",
        "-0.0001",
        "-1.00",
        "",
        "信用",
        "<b>行</b>",
    ]
    assert "&lt;b&gt;" in clip.mimeData().html()


def test_hidden_columns_are_not_copied(table: Table) -> None:
    for position in range(1, 7):
        table.choice.show_column(position, False)
    table.choice.show_column(0, False)
    assert table.choice.shown() == [0]
    table.copy()
    assert QGuiApplication.clipboard().text() == "平湖市第1号科技有限公司"


def test_columns_and_order_are_remembered(qtbot: QtBot, tmp_path: Any) -> None:
    settings = Settings(tmp_path / "s.ini")
    table = Table(LoanLine, name="loans", settings=settings)
    stand(qtbot, table, (900, 500))
    table.grid.setColumnWidth(0, 333)
    table.choice.show_column(1, False)
    table.grid.horizontalHeader().sectionClicked.emit(2)
    table.grid.horizontalHeader().sectionClicked.emit(2)
    again = Table(LoanLine, name="loans", settings=settings)
    stand(qtbot, again, (900, 500))
    assert again.grid.columnWidth(0) == 333
    assert again.grid.isColumnHidden(1)
    again.show_lines(many_loans(3))
    assert [x.id for x in (again.model.line(r) for r in range(3)) if x] == [3, 2, 1]
    again.choice.reset()
    assert not again.grid.isColumnHidden(1)


def test_room_left_over_goes_to_columns_whose_texts_are_cut(qtbot: QtBot) -> None:
    lines = [Line(1, "甲公司", "浙高企认〔2020〕5号及其附件一", "短"), Line(2, "乙公司", "", "短")]
    wide = stand(qtbot, Table(Line), (1200, 300))
    before = wide.grid.columnWidth(1)
    wide.show_lines(lines)
    text = wide.grid.fontMetrics().horizontalAdvance(lines[0].document_no)
    assert before < text < wide.grid.columnWidth(1)
    after = wide.grid.columnWidth(1)
    wide.show_lines([Line(3, "丙公司", "一" * 30, "短")])
    assert wide.grid.columnWidth(1) == after, "columns do not jump while somebody types"
    narrow = stand(qtbot, Table(Line), (420, 300))
    narrow.show_lines([Line(1, "甲" * 20, lines[0].document_no, "短")])
    assert narrow.grid.columnWidth(1) == before, "there is no room to give"


def test_the_first_column_is_read_whole_before_others_get_room(qtbot: QtBot) -> None:
    narrow = stand(qtbot, Table(Line), (620, 300))
    narrow.show_lines([Line(1, "甲" * 18, "文号", "短")])
    name = narrow.grid.fontMetrics().horizontalAdvance("甲" * 18)
    assert narrow.grid.columnWidth(0) > name
    narrow.fit_anew()
    narrow.show_lines([Line(2, "乙" * 40, "文号", "短")])
    both = narrow.grid.columnWidth(0) + narrow.grid.columnWidth(1)
    assert both < narrow.grid.viewport().width(), "the others are still to be seen"
    narrow.fit_anew()
    narrow.show_lines([Line(3, "丙", "文号", "短")])
    assert narrow.grid.columnWidth(0) < name / 2, "widths are found anew"


def test_a_first_width_of_its_own(qtbot: QtBot) -> None:
    usual, own = (Table(Line, widths=w) for w in (None, {"document_no": 20}))
    for table in (usual, own):
        qtbot.addWidget(table)
    assert usual.grid.columnWidth(1) < own.grid.columnWidth(1)


def test_columns_with_nothing_in_them_are_left_away_and_come_back(
    qtbot: QtBot, tmp_path: Any
) -> None:
    settings = Settings(tmp_path / "s.ini")
    table = stand(qtbot, Table(Line, name="lines", settings=settings), (900, 300))

    def show(*lines: Line) -> list[int]:
        table.spare_empty(lines, "document_no", "note")
        table.show_lines(lines)
        QTest.qWait(20)
        return table.choice.shown()

    assert show(Line(1, "甲公司", "", "")) == [0]
    assert [x.text() for x in table.choice.menu(table).actions()][:2] == ["企业名称", ""]
    assert not table.choice._pause.isActive(), "it is nobody's choice"
    assert show(Line(1, "甲公司", "文号", "短")) == [0, 1, 2]
    table.grid.setColumnWidth(1, 123)
    table.choice.keep()
    assert show(Line(1, "甲公司", "", "短")) == [0, 2]
    table.choice.show_column(2, False)
    assert table.choice.shown() == [0]
    kept = settings.get("table/lines")
    assert (kept["hidden"], kept["widths"]["document_no"]) == (["note"], 123)
    assert show(Line(1, "甲公司", "文号", "短")) == [0, 1], "what a person has hidden stays hidden"


def test_something_is_always_shown(qtbot: QtBot) -> None:
    table = stand(qtbot, Table(Line), (900, 300))
    for position in (0, 2):
        table.choice.show_column(position, False)
    table.spare_empty([Line(1, "甲公司", "", "")], "document_no")
    assert table.choice.shown() == [1]


def test_a_width_that_was_chosen_stays(qtbot: QtBot, tmp_path: Any) -> None:
    settings = Settings(tmp_path / "s.ini")
    settings.put("table/lines", {"widths": {"document_no": 90}})
    table = stand(qtbot, Table(Line, name="lines", settings=settings), (1200, 300))
    table.show_lines([Line(1, "甲公司", "浙高企认〔2020〕5号及其附件一", "短")])
    assert table.grid.columnWidth(1) == 90


def test_a_dragged_width_is_kept_after_a_moment(
    qtbot: QtBot, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kcdesk.ui.kit.table.choosing.KEEP_MS", 1)
    settings = Settings(tmp_path / "s.ini")
    settings.put("table/loans", "nonsense")
    table = stand(qtbot, Table(LoanLine, name="loans", settings=settings), (900, 500))
    table.grid.setColumnWidth(2, 222)
    qtbot.waitUntil(
        lambda: (
            (settings.get("table/loans") or {}) != "nonsense"
            and settings.get("table/loans")["widths"]["amount"] == 222
        )
    )


def test_the_filter_asks_after_a_pause_and_says_what_is_sought(table: Table, qtbot: QtBot) -> None:
    sought: list[str] = []
    table.filter_changed.connect(sought.append)
    table.focus_filter()
    for letter in "dnkj":
        write(letter)
    qtbot.waitUntil(lambda: sought == ["dnkj"])
    assert "查找：“dnkj”" in table.count_label.text()
    press(table.filter, Qt.Key.Key_Down)
    assert table.grid.hasFocus()
    table.focus_filter()
    press(table.filter, Qt.Key.Key_Escape)
    assert sought == ["dnkj", ""]
    assert table.filter.text() == ""
    press(table.filter, Qt.Key.Key_Return)
    assert table.grid.hasFocus()


def test_an_empty_list_says_what_to_do(qtbot: QtBot) -> None:
    pressed: list[str] = []
    empty = Empty(
        "还没有贷款。", "银行放款后在这里登记。", "登记放款(A)", lambda: pressed.append("new")
    )
    table = stand(qtbot, Table(LoanLine, empty=empty), (700, 400))
    assert table.empty_page.isVisible()
    assert "银行放款后在这里登记。" in texts(table)
    table.empty_page.button.click()
    assert pressed == ["new"]
    table.resize(800, 450)
    qtbot.waitUntil(lambda: table.empty_page.width() == table.grid.viewport().width())
    table.filter.setText("没有的")
    table.show_lines(())
    assert "没有符合条件的记录" in texts(table)
    table.empty_page.button.click()
    assert table.filter.text() == ""
    table.say_also("状态：逾期")
    table.show_lines(())
    assert "现在的条件是“状态：逾期”，改选“全部”或者去掉勾选" in texts(table)
    assert not table.empty_page.button.isVisible()
    table.say_also("Ctrl+A 全选", narrows=False)
    table.show_lines(())
    assert "银行放款后在这里登记。" in texts(table)
    table.show_lines(many_loans(1))
    assert not table.empty_page.isVisible()


def test_further_filters_stand_beside_the_box(qtbot: QtBot) -> None:
    table = stand(qtbot, Table(LoanLine, may_filter=False), (700, 400))
    assert not table.top.isVisible()
    box = QComboBox()
    table.add_filter(box)
    assert box.isVisible()
    assert not table.filter.isVisible()


# -- actions ------------------------------------------------------------------------------------------------


@pytest.fixture
def done() -> list[Any]:
    return []


@pytest.fixture
def actions(done: list[Any]) -> tuple[Action, ...]:
    return (
        Action("登记放款(A)", lambda: done.append("new"), "add", "Ins", primary=True),
        Action("登记还款(R)", done.append, "edit", for_line=True, may=lambda x: x.id != 2),
        Action("打印(P)", done.append, for_line=True),
        Action("导出(X)", lambda: done.append("export")),
        Action("作废(V)", done.append, for_line=True, may=lambda x: x.id == 3),
    )


@pytest.fixture
def worked(qtbot: QtBot, actions: Sequence[Action]) -> Table:
    table = stand(qtbot, Table(LoanLine, actions=actions), (1000, 400))
    table.show_lines(many_loans(4))
    return table


def button(bar: ActionBar, label: str) -> Any:
    return next(b for b, a in zip(bar.buttons, bar.actions_given, strict=True) if label in a.label)


def test_an_action_is_a_button_and_a_key(worked: Table, done: list[Any]) -> None:
    button(worked.bar, "放款").click()
    worked.grid.setFocus()
    press(worked.grid, Qt.Key.Key_Insert)
    assert done == ["new", "new"]


def test_an_action_for_a_line_gets_the_line(worked: Table, done: list[Any]) -> None:
    button(worked.bar, "还款").click()
    assert done == [many_loans(4)[0]]
    worked.go_to(2)
    assert not button(worked.bar, "还款").isEnabled()
    worked.bar.do(worked.bar.actions_given[1])
    assert len(done) == 1
    worked.show_lines(())
    assert not button(worked.bar, "还款").isEnabled()


def test_more_actions_stand_under_more(worked: Table, done: list[Any]) -> None:
    worked.bar.menu.aboutToShow.emit()
    entries = worked.bar.menu.actions()
    assert [e.text() for e in entries] == ["导出(&X)", "作废(&V)"]
    assert [e.isEnabled() for e in entries] == [True, False]
    entries[0].trigger()
    assert done == ["export"]


def test_buttons_that_do_not_fit_go_under_more(worked: Table, qtbot: QtBot) -> None:
    worked.resize(420, 400)
    qtbot.waitUntil(lambda: not button(worked.bar, "打印").isVisible())
    assert button(worked.bar, "放款").isVisible()
    worked.bar.menu.aboutToShow.emit()
    assert "打印(&P)" in [e.text() for e in worked.bar.menu.actions()]
    worked.resize(1000, 400)
    qtbot.waitUntil(lambda: button(worked.bar, "打印").isVisible())


def test_only_what_can_be_done_is_shown_where_much_could(
    qtbot: QtBot, actions: Sequence[Action]
) -> None:
    bar = stand(qtbot, ActionBar(actions, only_possible=True), (800, 60))
    assert not button(bar, "还款").isVisible()
    bar.follow(many_loans(3)[2])
    bar.menu.aboutToShow.emit()
    assert "作废(&V)" in [e.text() for e in bar.menu.actions()]
    bar.follow(many_loans(3)[1])
    assert not button(bar, "还款").isVisible()
    assert bar.minimumSizeHint().width() < bar.sizeHint().width()
    stand(qtbot, ActionBar(()), (100, 50))


def test_the_menu_key_shows_what_can_be_done(worked: Table, done: list[Any]) -> None:
    worked.go_to(3)
    menu = worked.context_menu()
    labels = [e.text() for e in menu.actions()]
    assert labels[0] == "打开(&O)\tEnter"
    assert "作废(&V)" in labels
    opened: list[int] = []
    worked.opened.connect(opened.append)
    menu.actions()[0].trigger()
    assert opened == [3]
    next(e for e in menu.actions() if "表头" in e.text()).trigger()
    assert QGuiApplication.clipboard().text().startswith("企业\t")
    worked.show_lines(())
    assert "打开(&O)\tEnter" not in [e.text() for e in worked.context_menu().actions()]


def test_menus_pop_up_where_they_are_asked_for(worked: Table, qtbot: QtBot) -> None:
    worked.grid.customContextMenuRequested.emit(QPoint(10, 10))
    menu = _open_menu()
    menu.close()
    worked.grid.horizontalHeader().customContextMenuRequested.emit(QPoint(10, 10))
    columns = _open_menu()
    entry = columns.actions()[1]
    entry.toggle()
    assert worked.grid.isColumnHidden(1)
    columns.actions()[-1].trigger()
    assert not worked.grid.isColumnHidden(1)
    columns.close()


def _open_menu() -> Any:
    menu = QApplication.activePopupWidget()
    assert menu is not None
    return menu


# -- the column that stands still ------------------------------------------------------------------------------


def test_the_first_column_stays_while_the_rest_scrolls(table: Table, qtbot: QtBot) -> None:
    still = table.grid.still
    assert still is not None
    table.resize(620, 400)
    qtbot.waitUntil(still.isVisible)
    assert still.columnWidth(0) == table.grid.columnWidth(0)
    table.choice.show_column(0, False)
    assert table.grid.first_column() == 1
    assert not still.isColumnHidden(1)
    table.choice.show_column(0, True)
    table.grid.setColumnWidth(0, 500)
    assert not still.isVisible()
    table.grid.setColumnWidth(0, 120)
    table.show_lines(many_loans(200))
    table.grid.verticalScrollBar().setValue(300)
    assert still.verticalScrollBar().value() == 300


def test_going_left_brings_the_cell_out_from_under_it(table: Table, qtbot: QtBot) -> None:
    table.resize(500, 300)
    table.grid.setColumnWidth(0, 150)
    table.grid.setCurrentIndex(table.model.index(0, 6))
    table.grid.setFocus()
    bar = table.grid.horizontalScrollBar()
    bar.setValue(bar.maximum())
    press(table.grid, Qt.Key.Key_Left, times=6)
    still = table.grid.still
    assert still is not None
    assert bar.value() < bar.maximum()


def test_a_table_without_a_still_column(qtbot: QtBot) -> None:
    table = stand(qtbot, Table(Repayment, freeze=False), (500, 300))
    assert table.grid.still is None
    table.choice.sort(0, Qt.SortOrder.AscendingOrder)
    table.grid.place_still()


def test_escape_goes_past_the_grid_to_the_page(table: Table) -> None:
    table.grid.setFocus()
    heard: list[bool] = []
    table.grid.escaped.connect(lambda: heard.append(True))
    press(table.grid, Qt.Key.Key_Escape)
    table.grid.clearSelection()
    press(table.grid, Qt.Key.Key_Escape)
    assert heard == [True]


# -- many rows ------------------------------------------------------------------------------------------------------


def test_ten_thousand_rows_show_at_once(qtbot: QtBot) -> None:
    lines = many_loans(10_000)
    table = stand(qtbot, Table(LoanLine, unit="笔"), (1000, 600))
    took = []
    for _ in range(3):
        before = time.process_time()
        table.show_lines(lines)
        table.grid.viewport().repaint()
        took.append(time.process_time() - before)
    assert min(took) < 0.1
    assert table.count_label.text() == "共10,000笔"


def test_pages_come_when_they_are_seen(qtbot: QtBot) -> None:
    lines = many_loans(1000)
    asked: list[tuple[int, str, bool]] = []
    waiting: list[tuple[Callable[[Sequence[Any]], None], int, int]] = []

    def fetch(
        first: int, count: int, sort: str, down: bool, then: Callable[[Sequence[Any]], None]
    ) -> None:
        asked.append((first, sort, down))
        waiting.append((then, first, count))

    def answer() -> None:
        while waiting:
            then, first, count = waiting.pop()
            then(lines[first : first + count])

    source = PagedLines(1000, fetch, page=100, keep=2)
    table = stand(qtbot, Table(LoanLine), (900, 400))
    table.show_source(source)
    assert cell(table, 0, "enterprise") == WAITING
    assert [a[0] for a in asked] == [0]
    answer()
    assert cell(table, 0, "enterprise") == "平湖市第1号科技有限公司"
    for first in (300, 500, 700):
        assert cell(table, first, "enterprise") == WAITING
        answer()
    assert cell(table, 0, "enterprise") == WAITING
    table.choice.sort(2, Qt.SortOrder.DescendingOrder)
    late = waiting[:]
    assert cell(table, 950, "amount") == WAITING
    assert asked[-1] == (900, "amount", True)
    late[0][0](lines[:100])
    assert cell(table, 950, "amount") == WAITING
    answer()
    assert cell(table, 950, "amount") != WAITING
    assert table.model.row_of(1) == -1
    table.model.sort(-1)
    short = PagedLines(3, lambda *_rest: _rest[-1](lines[:1]), page=100)
    assert short.line(0) is None
    assert short.line(2) is None
    assert short.line(0) == lines[0]
    assert table.model.data(table.model.index(0, 0), Qt.ItemDataRole.ToolTipRole) is None


def test_headings_say_how_to_sort(table: Table) -> None:
    head = table.model.headerData
    assert "排序" in head(0, Qt.Orientation.Horizontal, Qt.ItemDataRole.ToolTipRole)
    assert head(0, Qt.Orientation.Vertical) is None
    assert head(0, Qt.Orientation.Horizontal, Qt.ItemDataRole.FontRole) is None
    assert head(2, Qt.Orientation.Horizontal, Qt.ItemDataRole.TextAlignmentRole) is not None
    inside = table.model.index(0, 0)
    assert table.model.rowCount(inside) == table.model.columnCount(inside) == 0
    assert table.model.columnCount(QModelIndex()) == 7
    assert table.model.data(inside, Qt.ItemDataRole.FontRole) is None
    assert (
        "平湖市" in table.model.data(table.model.index(9, 0), Qt.ItemDataRole.ToolTipRole) or True
    )


def test_a_click_makes_a_line_current(table: Table, qtbot: QtBot) -> None:
    chosen: list[Any] = []
    table.chosen.connect(chosen.append)
    place = table.grid.visualRect(table.model.index(3, 1)).center()
    QTest.mouseClick(
        table.grid.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place
    )
    assert chosen[-1].id == 4


def test_the_enter_of_the_input_method_stays_in_the_filter(
    table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(EnterMoves, "swallow_ms", 60_000)
    table.focus_filter()
    commit(table.filter, "德能")
    press(table.filter, Qt.Key.Key_Return)
    assert table.filter.hasFocus()
    press(table.filter, Qt.Key.Key_Return)
    assert table.grid.hasFocus()


# -- small looks -----------------------------------------------------------------------------------


def test_a_first_column_of_short_words_gives_its_room_to_the_rest(qtbot: QtBot) -> None:
    table = stand(qtbot, Table(Line), (1200, 300))
    before = table.grid.columnWidth(0)
    table.show_lines([Line(1, "DC-1", "浙高企认〔2020〕5号", "短")])
    assert table.grid.columnWidth(0) < before
    assert table.grid.columnWidth(0) > table.grid.fontMetrics().horizontalAdvance("企业名称")


def test_figures_at_the_end_do_not_stand_at_the_far_edge(qtbot: QtBot) -> None:
    words = stand(qtbot, Table(LoanLine, columns=("enterprise", "bank")), (900, 400))
    assert words.grid.horizontalHeader().stretchLastSection()
    figures = stand(qtbot, Table(LoanLine, columns=("bank", "enterprise", "amount")), (900, 400))
    assert not figures.grid.horizontalHeader().stretchLastSection()
    figures.choice.show_column(2, False)
    assert figures.grid.horizontalHeader().stretchLastSection()


def test_an_empty_list_behind_another_tab_says_so_in_the_middle(qtbot: QtBot) -> None:
    tabs = QTabWidget()
    qtbot.addWidget(tabs)
    tabs.addTab(QLabel("甲"), "甲")
    table = Table(LoanLine, empty=Empty("还没有贷款。", "", "登记放款(A)"))
    tabs.addTab(table, "乙")
    tabs.resize(1000, 500)
    tabs.show()
    tabs.setCurrentIndex(1)
    QApplication.processEvents()
    assert table.empty_page.size() == table.grid.viewport().size()
    assert table.empty_page.button.text() == "登记放款"


def test_an_action_without_any_use_is_nowhere(qtbot: QtBot) -> None:
    wanted = [False]
    told: list[str] = []
    action = Action("禁入名单(K)", lambda: told.append("禁入"), is_wanted=lambda: wanted[0])
    bar = stand(qtbot, ActionBar((action, Action("导出(X)", lambda: told.append("导出")))))
    bar.do(action)
    assert told == []
    assert bar.buttons[0].isHidden()
    assert bar.more.isHidden()
    wanted[0] = True
    bar.follow(None)
    assert not bar.buttons[0].isHidden()
    bar.do(action)
    assert told == ["禁入"]


# -- ticks and signs --------------------------------------------------------------------------------------


@pytest.fixture
def ticked(qtbot: QtBot) -> Table:
    table = Table(LoanLine, unit="笔", may_mark=True)
    stand(qtbot, table, (700, 400))
    table.show_lines(many_loans(20))
    table.grid.setFocus()
    return table


def marked(table: Table) -> list[int]:
    return [line.id for line in table.marked_lines()]


def test_space_ticks_the_rows_selected_and_takes_the_ticks_off(ticked: Table) -> None:
    press(ticked.grid, Qt.Key.Key_Space)
    press(ticked.grid, Qt.Key.Key_Down, times=2)
    press(ticked.grid, Qt.Key.Key_Down, SHIFT)
    press(ticked.grid, Qt.Key.Key_Space)
    assert marked(ticked) == [1, 3, 4]
    assert ticked.count_label.text() == "共20笔  |  已勾选3笔"
    state = ticked.model.index(2, 0).data(Qt.ItemDataRole.CheckStateRole)
    assert Qt.CheckState(state) is Qt.CheckState.Checked
    press(ticked.grid, Qt.Key.Key_Space)
    assert marked(ticked) == [1]


def test_ctrl_a_ticks_all_that_is_shown_and_a_filter_keeps_what_was_ticked(ticked: Table) -> None:
    said: list[int] = []
    ticked.marks_changed.connect(lambda: said.append(len(ticked.marked_lines())))
    press(ticked.grid, Qt.Key.Key_A, CTRL)
    assert len(marked(ticked)) == 20
    ticked.show_lines(many_loans(20)[:5])
    assert "已勾选20笔（其中15笔不在下面）" in ticked.count_label.text()
    press(ticked.grid, Qt.Key.Key_A, CTRL)
    assert marked(ticked) == list(range(6, 21))
    assert said == [20, 15]
    press(ticked.grid, Qt.Key.Key_A, SHIFT | CTRL)
    ticked.mark(ticked.marked_lines(), False)
    assert marked(ticked) == []
    ticked.show_lines(())
    ticked.mark_all()
    assert marked(ticked) == []


def test_a_tick_is_set_with_the_mouse_and_its_column_stays(ticked: Table) -> None:
    first = ticked.model.index(0, 0)
    assert ticked.model.flags(first) & Qt.ItemFlag.ItemIsUserCheckable
    assert not ticked.model.flags(ticked.model.index(0, 1)) & Qt.ItemFlag.ItemIsUserCheckable
    assert ticked.model.setData(first, Qt.CheckState.Checked, Qt.ItemDataRole.CheckStateRole)
    assert marked(ticked) == [1]
    assert ticked.model.setData(first, 0, Qt.ItemDataRole.CheckStateRole)
    assert marked(ticked) == []
    assert not ticked.model.setData(first, "甲", Qt.ItemDataRole.EditRole)
    ticked.choice.show_column(0, False)
    assert 0 in ticked.choice.shown()
    menu = ticked.context_menu()
    next(a for a in menu.actions() if "全部勾选" in a.text()).trigger()
    assert len(marked(ticked)) == 20


def test_an_icon_stands_beside_the_words_it_belongs_to(qtbot: QtBot) -> None:
    table = Table(LoanLine, signs={"bank": lambda line: ("ok", "ok") if line.id == 1 else None})
    qtbot.addWidget(table)
    table.show_lines(many_loans(2))
    bank = next(n for n, c in enumerate(table.columns) if c.name == "bank")
    assert table.model.index(0, bank).data(Qt.ItemDataRole.DecorationRole) is not None
    assert table.model.index(1, bank).data(Qt.ItemDataRole.DecorationRole) is None
    assert table.model.index(0, 0).data(Qt.ItemDataRole.DecorationRole) is None
