"""Dialogs say what happened, what is safe, what to do; none of them blocks."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListWidget, QPlainTextEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from kcdesk.kernel.errors import Fault, Problem
from kcdesk.ui.desk import Breakdown, Desk, Progress
from kcdesk.ui.kit import ProgressDialog, Remark, dialogs
from kcdesk.ui.kit.access import amp
from kcdesk.ui.kit.dialogs import Sheet, UndoItem
from kcdesk.ui.kit.notice import NoticeBar, remark_of
from tests.ui.fingers import press, stand, texts


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    return stand(qtbot, QWidget(), (800, 600))


def button(sheet: Sheet, label: str) -> QPushButton:
    return next(b for b in sheet.findChildren(QPushButton) if label in b.text())


def listing_of(sheet: Sheet) -> QListWidget:
    listing = sheet.findChild(QListWidget)
    assert isinstance(listing, QListWidget)
    return listing


def test_enter_is_the_way_back_where_something_would_be_lost(window: QWidget) -> None:
    lost: list[bool] = []
    sheet = dialogs.question(
        window, "放弃？", "不能找回。", yes="放弃(D)", then=lambda: lost.append(True), loses=True
    )
    press(sheet, Qt.Key.Key_Return)
    assert lost == []
    assert not sheet.isVisible()


@pytest.mark.parametrize(
    ("label", "shown"),
    [
        ("保存(S)", "保存(&S)"),
        ("打印(P)…", "打印(&P)…"),
        ("合同（2021）", "合同（2021）"),
        ("", ""),
    ],
)
def test_access_keys_stand_behind_the_words(label: str, shown: str) -> None:
    assert amp(label) == shown


def test_a_question_names_what_each_button_does(window: QWidget) -> None:
    heard: list[str] = []
    sheet = dialogs.question(
        window,
        "作废？",
        "作废后编号保留。",
        yes="作废(V)",
        then=lambda: heard.append("yes"),
        otherwise=lambda: heard.append("no"),
    )
    assert "作废后编号保留。" in texts(sheet)
    press(sheet, Qt.Key.Key_Escape)
    assert heard == ["no"]
    dialogs.question(window, "作废？", "", yes="作废(V)", then=lambda: heard.append("yes")).accept()
    assert heard == ["no", "yes"]


def test_a_fault_says_what_is_safe_and_offers_another_try(window: QWidget) -> None:
    tried: list[bool] = []
    fault = Fault("“名录.xlsx”正被 WPS 打开。", cure="请先关闭它。", code="file.open")
    sheet = dialogs.show_fault(window, fault, retry=lambda: tried.append(True))
    shown = texts(sheet)
    for part in ("正被 WPS 打开", "没有受影响", "请先关闭它", "file.open"):
        assert part in shown
    button(sheet, "重试").click()
    assert tried == [True]
    button(dialogs.show_fault(window, fault), "知道了").click()


def test_a_breakdown_says_nothing_was_saved_and_makes_a_report(window: QWidget) -> None:
    reports: list[Breakdown] = []
    breakdown = Breakdown("AB12", ZeroDivisionError())
    sheet = dialogs.show_breakdown(window, breakdown, report=reports.append)
    assert "没有保存任何内容" in texts(sheet)
    assert "AB12" in texts(sheet)
    button(sheet, "生成问题报告").click()
    assert reports == [breakdown]
    assert len(dialogs.show_breakdown(window, breakdown).findChildren(QPushButton)) == 1


def test_a_reason_must_be_given(window: QWidget) -> None:
    given: list[str] = []
    sheet = dialogs.ask_reason(window, "冲销", "会作一笔冲销。", yes="冲销(U)", then=given.append)
    go = button(sheet, "冲销")
    paper = sheet.findChild(QPlainTextEdit)
    assert isinstance(paper, QPlainTextEdit)
    assert not go.isEnabled()
    paper.setPlainText(" 重 ")
    assert not go.isEnabled()
    paper.setPlainText("重复登记 ")
    go.click()
    assert given == ["重复登记"]


def test_several_things_are_told_with_the_worst_on_the_sign(window: QWidget) -> None:
    sheet = dialogs.tell(
        window, "不能撤销", [remark_of(Problem("已打印。", "请走更正程序。")), Remark("说明。")]
    )
    assert "不能继续：已打印。请走更正程序。" in texts(sheet)
    assert "说明：说明。" in texts(sheet)
    sheet.accept()
    dialogs.tell(window, "说明", [Remark("都好。", "ok")]).accept()


def test_a_sheet_grows_when_something_inside_grows(window: QWidget, qtbot: QtBot) -> None:
    sheet = Sheet(window, "请选择")
    bar = NoticeBar()
    sheet.body.addWidget(bar)
    sheet.button("知道了(K)", sheet.accept, primary=True)
    sheet.present()
    before = sheet.height()
    bar.say([Remark("一句话。" * 30)])
    qtbot.waitUntil(lambda: sheet.height() > before)
    sheet.accept()


# -- progress -----------------------------------------------------------------------------------------------


def counting(gate: threading.Event) -> Callable[[Progress, Callable[[], bool]], str]:
    def job(progress: Progress, cancelled: Callable[[], bool]) -> str:
        progress(3, 10, "正在读取")
        assert gate.wait(10)
        progress(4, 10, "正在读取")
        return "done"

    return job


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ProgressDialog, "appears_after_ms", 0)


def test_long_work_shows_how_far_it_is(
    window: QWidget, desk: Desk, qtbot: QtBot, at_once: None
) -> None:
    gate = threading.Event()
    heard: list[Any] = []
    running = desk.background("读取表格", counting(gate), heard.append, window)
    dialog = ProgressDialog.watch(window, running)
    qtbot.waitUntil(lambda: dialog.isVisible() and "第3项，共10项" in dialog.text.text())
    assert (dialog.bar.value(), dialog.bar.maximum()) == (3, 10)
    dialog._progressed(5, 0, "")
    assert dialog.text.text() == "已处理5项"
    gate.set()
    assert desk.settle()
    assert heard == ["done"]


def test_long_work_is_stopped_by_its_button_or_by_esc(
    window: QWidget, desk: Desk, qtbot: QtBot, at_once: None
) -> None:
    gate = threading.Event()
    heard: list[Any] = []
    running = desk.background("读取表格", counting(gate), heard.append, window)
    dialog = ProgressDialog.watch(window, running)
    qtbot.waitUntil(dialog.isVisible)
    press(dialog, Qt.Key.Key_Escape)
    assert dialog.text.text() == "正在停止…"
    assert not dialog.stop_button.isEnabled()
    gate.set()
    assert desk.settle()
    assert heard == []


def test_short_work_shows_no_window(window: QWidget, desk: Desk) -> None:
    gate = threading.Event()
    gate.set()
    dialog = ProgressDialog.watch(
        window, desk.background("读取", counting(gate), lambda _x: None, window)
    )
    assert desk.settle()
    assert not dialog.isVisible()


# -- what can be undone ------------------------------------------------------------------------------------------


ITEMS = (
    UndoItem(3, "打印申请表", "", "已经打印并盖章"),
    UndoItem(2, "登记还款", "09:10 张敏"),
    UndoItem(1, "导入企业名录"),
)


def test_the_newest_that_can_be_undone_is_chosen(window: QWidget) -> None:
    chosen: list[UndoItem] = []
    sheet = dialogs.choose_undo(window, ITEMS, then=chosen.append)
    listing = listing_of(sheet)
    assert "不能撤销：已经打印并盖章" in listing.item(0).text()
    press(listing, Qt.Key.Key_Return)
    assert [x.seq for x in chosen] == [2]


def test_what_cannot_be_undone_cannot_be_chosen(window: QWidget) -> None:
    chosen: list[UndoItem] = []
    sheet = dialogs.choose_undo(window, ITEMS[:1], then=chosen.append)
    assert not button(sheet, "撤销这一步").isEnabled()
    press(listing_of(sheet), Qt.Key.Key_Return)
    sheet.accept()
    assert chosen == []
    sheet = dialogs.choose_undo(window, ITEMS[1:], then=chosen.append)
    listing = listing_of(sheet)
    press(listing, Qt.Key.Key_Down)
    button(sheet, "撤销这一步").click()
    assert [x.seq for x in chosen] == [1]
