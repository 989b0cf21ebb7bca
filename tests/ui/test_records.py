"""Choosing records by typing: initials, names, code tails; keys all the way."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from kcdesk.kernel.errors import Refusal
from kcdesk.kernel.kinds import Field, Slot
from kcdesk.ui.desk import Desk
from kcdesk.ui.kit import DeskSources, Found, Sources
from kcdesk.ui.kit.fields import RecordField, RecordsField
from kcdesk.ui.kit.keys import EnterMoves
from tests.ui.fingers import commit, compose, press, stand, write
from tests.ui.office import ENTERPRISES, SmallOffice

SLOT = Slot("enterprise", Field("record", "借款企业", of="enterprises"), True)
SEVERAL = Slot("enterprises", Field("records", "会审企业", of="enterprises"), True)
Wait = Callable[[], None]


@pytest.fixture
def field(qtbot: QtBot, sources: DeskSources) -> Iterator[RecordField]:
    page = QWidget()
    column = QVBoxLayout(page)
    field = RecordField(SLOT, sources)
    column.addWidget(field)
    column.addWidget(QLineEdit())
    column.addStretch(1)
    stand(qtbot, page, (640, 400))
    field.setFocus()
    qtbot.waitUntil(field.line.hasFocus)
    yield field
    page.close()


@pytest.fixture
def search(qtbot: QtBot, desk: Desk) -> Callable[[RecordField], None]:
    """Let the short pause pass and the answer come."""

    def wait(field: RecordField) -> None:
        qtbot.waitUntil(lambda: field.finder.is_open, timeout=3000)
        assert desk.settle()

    return wait


def test_initials_find_and_enter_takes(field: RecordField, search: Any) -> None:
    write("zjdh")
    search(field)
    press(field.line, Qt.Key.Key_Return)
    assert field.value() == 2
    assert field.line.text() == "浙江当湖新材料股份有限公司"
    assert "91330482MA28A0002R" in field.aid.text()
    assert field.line.hasFocus()
    press(field.line, Qt.Key.Key_Return)
    assert not field.line.hasFocus()


def test_down_opens_the_list_and_walks_along_it(
    field: RecordField, search: Any, desk: Desk
) -> None:
    press(field.line, Qt.Key.Key_Up)
    assert not field.finder.is_open
    press(field.line, Qt.Key.Key_Down)
    search(field)
    assert field.finder.list.count() == len(ENTERPRISES)
    press(field.line, Qt.Key.Key_Down, times=9)
    press(field.line, Qt.Key.Key_Up)
    press(field.line, Qt.Key.Key_Enter)
    assert field.value() == 2


def test_a_two_character_word_is_enough(field: RecordField, search: Any) -> None:
    commit(field.line, "德能")
    field.finder.search()
    search(field)
    assert field.finder.list.count() == 1


def test_the_enter_of_the_input_method_takes_nothing(
    field: RecordField, search: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(EnterMoves, "swallow_ms", 60_000)
    commit(field.line, "平湖")
    field.finder.search()
    search(field)
    compose(field.line, "keji")
    press(field.line, Qt.Key.Key_Return)
    assert field.found is None
    assert field.line.hasFocus()


def test_esc_folds_the_list_and_nothing_else(field: RecordField, search: Any) -> None:
    write("ph")
    search(field)
    press(field.line, Qt.Key.Key_Escape)
    assert not field.finder.is_open
    assert field.line.text() == "ph"


def test_nothing_found_says_so_and_cannot_be_taken(field: RecordField, search: Any) -> None:
    write("xyz")
    search(field)
    assert field.finder.list.item(0).text() == "没有找到“xyz”。"
    field.finder.list.itemClicked.emit(field.finder.list.item(0))
    press(field.line, Qt.Key.Key_Return)
    assert field.found is None


def test_a_lone_hit_is_taken_on_leaving(field: RecordField, search: Any) -> None:
    write("jxxd")
    search(field)
    press(field.line, Qt.Key.Key_Tab)
    assert field.value() == 3
    assert not field.finder.is_open


def test_text_that_was_not_picked_is_refused_on_leaving(field: RecordField) -> None:
    write("平湖德能")
    press(field.line, Qt.Key.Key_Tab)
    assert "还没有选定" in field.trouble.text()
    with pytest.raises(Refusal):
        field.value()


def test_typing_on_gives_up_what_was_picked(field: RecordField) -> None:
    picked: list[Any] = []
    field.picked.connect(picked.append)
    field.set_value(Found(1, "平湖市德能科技有限公司"))
    write("x")
    assert field.found is None
    assert picked[-1] is None
    field.line.clear()
    assert field.value() is None
    assert not field.finder.is_open


def test_a_mouse_takes_too(field: RecordField, search: Any) -> None:
    write("ph")
    search(field)
    field.finder.list.itemClicked.emit(field.finder.list.item(0))
    assert field.value() == 1


def test_an_id_is_shown_by_its_name(field: RecordField, desk: Desk) -> None:
    field.set_raw(3)
    assert field.value() == 3
    assert desk.settle()
    assert field.line.text() == ENTERPRISES[2].name
    field.set_raw("几个字")
    assert field.found is None
    field.set_value(None)
    assert field.is_empty()


def test_an_id_that_is_gone_is_said(field: RecordField, desk: Desk) -> None:
    field.set_value(99)
    assert desk.settle()
    assert "已经没有了" in field.trouble.text()
    assert field.value() is None


def test_a_name_that_comes_too_late_is_not_written(
    field: RecordField, desk: Desk, office: SmallOffice
) -> None:
    office.gate = threading.Event()
    field.set_value(3)
    field.set_text("")
    office.gate.set()
    assert desk.settle()
    assert field.line.text() == ""


def test_an_answer_after_leaving_opens_nothing(
    field: RecordField, desk: Desk, office: SmallOffice
) -> None:
    office.gate = threading.Event()
    field.finder.search()
    press(field.line, Qt.Key.Key_Tab)
    office.gate.set()
    assert desk.settle()
    assert not field.finder.is_open


def test_a_locked_field_looks_nothing_up(field: RecordField) -> None:
    field.lock()
    press(field.line, Qt.Key.Key_Down)
    assert not field.finder.is_open


def test_the_list_stays_inside_the_window(
    qtbot: QtBot, sources: DeskSources, desk: Desk, search: Any
) -> None:
    page = QWidget()
    column = QVBoxLayout(page)
    column.addStretch(1)
    field = RecordField(SLOT, sources)
    column.addWidget(field)
    stand(qtbot, page, (640, 300))
    field.setFocus()
    press(field.line, Qt.Key.Key_Down)
    search(field)
    assert field.finder.list.geometry().bottom() < page.height()
    page.hide()
    assert not field.finder.is_open


def test_several_records_are_picked_one_after_the_other(
    qtbot: QtBot, sources: DeskSources, desk: Desk
) -> None:
    field = RecordsField(SEVERAL, sources)
    stand(qtbot, field, (640, 400))
    field.picker.setFocus()
    for _ in range(2):
        press(field.picker.line, Qt.Key.Key_Down)
        qtbot.waitUntil(lambda: field.picker.finder.is_open)
        press(field.picker.line, Qt.Key.Key_Return)
    assert field.value() == (1,)
    field.set_value((2, 3))
    assert desk.settle()
    assert field.value() == (2, 3)
    assert "已选2条" in field.aid.text()
    field.list.setCurrentRow(0)
    press(field.list, Qt.Key.Key_Delete)
    assert field.text() == "3"
    field.set_text("1、2")
    assert desk.settle()
    assert field.raw() == [1, 2]
    field.lock()
    field.remove_current()
    assert field.raw() == [1, 2]
    assert field.picker.check() == ()


def test_sources_without_an_office_know_nothing_but_the_day(qtbot: QtBot) -> None:
    heard: list[Any] = []
    owner = QWidget()
    qtbot.addWidget(owner)
    plain = Sources()
    plain.options("x", heard.append, owner)
    plain.find("x", "y", heard.append, owner)
    plain.name("x", 5, heard.append, owner)
    assert heard == [(), (), Found(5, "第5号")]
    assert plain.within().today == plain.today()


def test_a_stage_without_a_finder_finds_nothing(desk: Desk, qtbot: QtBot) -> None:
    heard: list[Any] = []
    owner = QWidget()
    qtbot.addWidget(owner)
    bare = DeskSources(desk)
    bare.find("loans", "x", heard.append, owner)
    bare.name("loans", 4, heard.append, owner)
    bare.options("x", heard.append, owner)
    assert heard == [(), Found(4, "第4号"), ()]
