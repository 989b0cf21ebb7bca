"""One field for each kind: what is written, what is said beneath, what is read."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QDate, QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import (
    QApplication,
    QFileDialog,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from kcdesk.kernel.errors import Refusal
from kcdesk.kernel.kinds import KINDS, Field, Option, Slot
from kcdesk.kernel.money import Money
from kcdesk.ui.kit import DeskSources
from kcdesk.ui.kit.fields import (
    FIELDS,
    ChoiceField,
    CodesField,
    DayField,
    FieldWidget,
    IdentField,
    LineField,
    LongTextField,
    MoneyField,
    PathField,
    SecretField,
    TextField,
    make_field,
)
from kcdesk.ui.kit.notice import Remark
from tests.ui.fingers import ALT, press, stand, write
from tests.ui.office import SECURITIES

Make = Callable[..., Any]


@pytest.fixture
def make(qtbot: QtBot, sources: DeskSources) -> Make:
    """A field in a window of its own, with a line after it to go to."""
    kept: list[QWidget] = []

    def made(kind: str, *, required: bool = True, shown: bool = True, **field: Any) -> FieldWidget:
        slot = Slot("it", Field(kind, "这一项", **field), required, None if required else "")
        widget = make_field(slot, sources)
        if shown:
            page = QWidget()
            kept.append(page)
            column = QVBoxLayout(page)
            column.addWidget(widget)
            column.addWidget(QLineEdit())
            stand(qtbot, page, (520, 320))
            widget.setFocus()
            qtbot.waitUntil(
                lambda: widget.input.hasFocus() or QApplication.focusWidget() is not None
            )
        else:
            qtbot.addWidget(widget)
        return widget

    return made


def leave() -> None:
    press(None, Qt.Key.Key_Tab)


def test_every_kind_has_a_field() -> None:
    assert set(FIELDS) == set(KINDS)


@pytest.mark.parametrize(
    ("kind", "written", "value", "shown"),
    [
        ("text", "  平湖 ", "平湖", "  平湖 "),
        ("long_text", "一\n二", "一\n二", "一\n二"),
        ("secret", " 口令 ", " 口令 ", " 口令 "),
        ("money", "30w", Money.wan(30), "300,000.00"),
        ("percent", "3.85", Fraction(77, 2000), "3.85%"),
        ("weights", "4：4：2", (4, 4, 2), "4:4:2"),
        ("day", "0912", date(2021, 9, 12), "2021-09-12"),
        ("whole", "1,351", 1351, "1351"),
        ("phone", "０５７３-85012345", "0573-85012345", "0573-85012345"),
        ("uscc", "91330482ma2cxe8t19", None, "91330482ma2cxe8t19"),
    ],
)
def test_what_is_written_is_read_and_shown_again(
    make: Make, kind: str, written: str, value: object, shown: str
) -> None:
    field = make(kind)
    field.set_text(written)
    leave()
    if value is not None:
        assert field.value() == value
    assert field.text() == shown


def test_an_empty_field_has_no_value_and_is_left_in_peace(make: Make) -> None:
    field = make("money")
    leave()
    assert field.value() is None
    assert field.trouble.remarks == ()


def test_what_is_wrong_is_said_on_leaving_and_goes_away_when_corrected(make: Make) -> None:
    field = make("whole")
    write("十二")
    assert field.trouble.remarks == ()
    leave()
    assert "不是整数" in field.trouble.text()
    assert field.input.property("level") == "stop"
    assert "不是整数" in field.input.accessibleDescription()
    field.setFocus()
    press(None, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    write("12")
    assert field.trouble.remarks == ()
    leave()
    assert field.value() == 12


def test_a_refusal_names_the_field(make: Make) -> None:
    field = make("whole", shown=False)
    field.set_text("x")
    with pytest.raises(Refusal) as refused:
        field.value()
    assert refused.value.problems[0].field == "it"


def test_a_screen_reader_hears_the_label_and_that_it_must_be_filled(make: Make) -> None:
    assert make("text", shown=False).input.accessibleName() == "这一项，必填"
    assert make("text", shown=False, required=False).input.accessibleName() == "这一项"


def test_a_locked_field_can_be_read_but_not_written(make: Make) -> None:
    for kind in ("text", "long_text", "money", "day"):
        field = make(kind)
        field.lock()
        field.setFocus()
        before = field.text()
        target = field.input
        press(target, Qt.Key.Key_5)
        assert field.text() == before
    choice = make("choice", options=SECURITIES)
    choice.lock()
    assert not choice.input.isEnabled()


def test_warnings_differ_from_stops_by_icon_and_word(make: Make) -> None:
    field = make("text")
    field.show_remarks([Remark("将超过八成。", "warning", ("PH-1",))])
    assert not field.input.property("level")
    heard: list[str] = []
    field.clause_asked.connect(heard.append)
    link = field.trouble.findChild(QPushButton)
    assert isinstance(link, QPushButton)
    link.click()
    assert heard == ["PH-1"]


# -- text ---------------------------------------------------------------------------------------------


def test_a_text_near_its_end_says_how_much_is_left_and_is_never_cut(make: Make) -> None:
    field = make("text")
    assert isinstance(field, TextField)
    field.set_text("平" * 195)
    assert "已有195个字" in field.aid.text()
    field.set_text("平" * 230)
    assert field.text() == "平" * 230
    leave()
    assert "超过" in field.trouble.text()


def test_several_lines_keep_enter_and_leave_by_tab(make: Make) -> None:
    field = make("long_text")
    assert isinstance(field, LongTextField)
    write("一")
    press(None, Qt.Key.Key_Return)
    write("二")
    assert field.text() == "一\n二"
    press(None, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert field.text() == "一\n二"
    leave()
    assert not field.paper.hasFocus()


def test_a_password_is_hidden_until_the_eye_is_pressed(make: Make) -> None:
    field = make("secret")
    assert isinstance(field, SecretField)
    field.set_text("口令")
    assert field.line.echoMode() is QLineEdit.EchoMode.Password
    field.eye.pressed.emit()
    assert field.line.echoMode() is QLineEdit.EchoMode.Normal
    field.eye.released.emit()
    assert field.line.echoMode() is QLineEdit.EchoMode.Password


def test_a_flag_is_turned_by_space_and_left_by_enter(make: Make) -> None:
    field = make("flag", hint="该企业第一次贷款")
    assert field.value() is False
    press(None, Qt.Key.Key_Space)
    assert field.value() is True
    assert field.text() == "是"
    assert not field.is_empty()
    press(None, Qt.Key.Key_Return)
    assert not field.input.hasFocus()


# -- amounts ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "spelled"),
    [
        ("300000", "人民币叁拾万元整（30万元）"),
        ("30w", "人民币叁拾万元整（30万元）"),
        ("1409.5", "人民币壹仟肆佰零玖元伍角"),
        ("三十", ""),
        ("", ""),
    ],
)
def test_the_amount_is_spelled_while_typed(make: Make, typed: str, spelled: str) -> None:
    field = make("money")
    write(typed)
    if typed == "三十":
        field.line.setText(typed)
    assert field.aid.text() == spelled


def test_a_bare_number_is_in_the_unit_beside_the_field(make: Make) -> None:
    field = make("money", unit="万元")
    assert isinstance(field, MoneyField)
    write("30")
    assert field.value() == Money.wan(30)
    assert "300,000.00元" in field.aid.text()
    leave()
    assert field.line.text() == "30"
    assert field.value() == Money.wan(30)


def test_a_unit_that_is_typed_wins(make: Make) -> None:
    field = make("money", unit="万元")
    write("1409.50元")
    leave()
    assert field.value() == Money.yuan("1409.50")
    assert field.line.text() == "0.14095"
    field.set_text("30万元")
    assert field.value() == Money.wan(30)


def test_the_value_given_is_shown_in_the_fields_unit(make: Make) -> None:
    field = make("money", unit="万元", shown=False)
    field.set_value(Money.wan("0.5"))
    assert field.line.text() == "0.5"
    field.set_value(None)
    assert field.is_empty()
    plain = make("money", shown=False)
    plain.set_value(Money.yuan("1409.50"))
    assert plain.text() == "1,409.50"


def test_an_amount_finer_than_a_fen_is_refused_not_rounded(make: Make) -> None:
    field = make("money")
    write("100.001")
    leave()
    assert "比分还细" in field.trouble.text()
    assert field.text() == "100.001"


def test_an_amount_below_zero_is_left_as_it_is(make: Make) -> None:
    field = make("money")
    write("-5")
    leave()
    assert field.value() == Money.yuan(-5)


# -- days ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "said", "kept"),
    [
        ("0325", "2021年3月25日 星期四，今天", "2021-03-25"),
        ("t", "2021年3月25日 星期四，今天", "2021-03-25"),
        ("+30", "2021年4月24日 星期六，30天后", "2021-04-24"),
        ("-1", "2021年3月24日 星期三，昨天", "2021-03-24"),
        ("+1", "2021年3月26日 星期五，明天", "2021-03-26"),
        ("2021-03-20", "2021年3月20日 星期六，5天前", "2021-03-20"),
        ("20300101", "2030年1月1日 星期二", "2030-01-01"),
        ("20210231", "", "20210231"),
    ],
)
def test_days_are_typed_the_short_way(make: Make, typed: str, said: str, kept: str) -> None:
    field = make("day")
    write(typed)
    assert field.aid.text() == said
    leave()
    assert field.text() == kept


def test_a_day_is_picked_in_the_calendar(make: Make, qtbot: QtBot) -> None:
    field = make("day")
    assert isinstance(field, DayField)
    field.set_text("2023-09-01")
    press(field.line, Qt.Key.Key_F4)
    popup = field.popup
    assert popup is not None
    assert popup.calendar.selectedDate() == QDate(2023, 9, 1)
    popup.calendar.setSelectedDate(QDate(2023, 9, 12))
    press(popup.calendar.findChild(QWidget, "qt_calendar_calendarview"), Qt.Key.Key_Return)
    assert field.value() == date(2023, 9, 12)


def test_the_calendar_begins_today_when_nothing_can_be_read(make: Make) -> None:
    field = make("day")
    assert isinstance(field, DayField)
    field.set_text("哪天")
    press(field.line, Qt.Key.Key_Down, ALT)
    assert field.popup is not None
    assert field.popup.calendar.selectedDate() == QDate(2021, 3, 25)
    field.popup.close()
    field.lock()
    field.popup = None
    field.open_calendar()
    assert field.popup is None


# -- identifiers ----------------------------------------------------------------------------------------------


def test_a_credit_code_is_counted_and_checked_while_typed(make: Make) -> None:
    field = make("uscc")
    assert isinstance(field, IdentField)
    write("9133")
    assert field.aid.text() == "已输入4位，共18位。"
    field.set_text("91330482MA28A0001X")
    assert field.trouble.remarks != ()
    field.set_text("9111 0000 1000 0590 3R".replace(" ", ""))
    field.set_text("")
    assert field.aid.text() == ""


def test_a_right_code_says_so_and_is_made_clean(make: Make) -> None:
    field = make("uscc")
    field.set_text(" 91350100m000100y43 ")
    assert field.aid.text() == "校验无误。"
    leave()
    assert field.text() == "91350100M000100Y43"


def test_a_wrong_code_stays_as_typed(make: Make) -> None:
    field = make("resident_id")
    write("1101")
    leave()
    assert field.text() == "1101"
    assert field.trouble.remarks != ()


# -- choices ------------------------------------------------------------------------------------------------------


def test_a_choice_is_made_by_keys(make: Make) -> None:
    field = make("choice", options=SECURITIES)
    assert field.is_empty()
    press(field.input, Qt.Key.Key_Down)
    press(field.input, Qt.Key.Key_Down)
    assert field.value() == "pledge"
    field.set_text("抵押")
    assert field.value() == "mortgage"
    press(field.input, Qt.Key.Key_Return)
    assert not field.input.hasFocus()


def test_the_wheel_passes_over_a_choice_that_has_no_focus(make: Make) -> None:
    field = make("choice", options=SECURITIES)
    assert isinstance(field, ChoiceField)
    field.set_text("质押")
    leave()
    roll(field.box)
    assert field.value() == "pledge"
    field.setFocus()
    roll(field.box)
    assert field.value() == "mortgage"


def roll(widget: QWidget) -> None:
    where = QPointF(5, 5)
    event = QWheelEvent(
        where,
        where,
        QPoint(0, 0),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(widget, event)


def test_options_from_a_query_come_later_and_keep_what_was_wanted(make: Make, desk: Any) -> None:
    field = make("code", source="banks")
    field.set_value("icbc")
    assert field.value() == "icbc"
    assert desk.settle()
    assert field.value() == "icbc"
    assert field.box.currentText() == "工商银行平湖支行"


def test_a_value_that_is_not_among_the_options_is_no_value(make: Make, desk: Any) -> None:
    field = make("code", source="banks")
    field.set_value("closed bank")
    assert desk.settle()
    assert field.is_empty()


def test_a_code_without_a_source_is_a_line(make: Make) -> None:
    assert isinstance(make("code", shown=False), LineField)


def test_boxes_are_ticked_by_space_along_the_list(make: Make, desk: Any) -> None:
    field = make("codes", source="kinds")
    assert isinstance(field, CodesField)
    assert desk.settle()
    press(field.list, Qt.Key.Key_Space)
    press(field.list, Qt.Key.Key_Down, times=2)
    press(field.list, Qt.Key.Key_Space)
    assert field.value() == ("hi_tech", "little_giant")
    assert field.aid.text() == "已勾选2项，共4项。"
    press(field.list, Qt.Key.Key_Space)
    assert field.value() == ("hi_tech",)
    press(field.list, Qt.Key.Key_Return)
    assert not field.list.hasFocus()


def test_ticks_wait_for_their_options(make: Make, desk: Any) -> None:
    field = make("codes", source="kinds", shown=False)
    field.set_raw(["sme"])
    assert field.raw() == ["sme"]
    assert desk.settle()
    assert field.raw() == ["sme"]
    field.set_text("高新技术企业、rd_centre")
    assert field.text() == "hi_tech、rd_centre"
    field.set_value(None)
    assert field.is_empty()


def test_ticks_may_be_given_with_the_field(make: Make) -> None:
    field = make("codes", shown=False, options=(Option("a", "甲"), Option("b", "乙")))
    field.set_raw("甲")
    assert field.value() == ("a",)
    field.lock()
    press(field.list, Qt.Key.Key_Space)
    assert field.value() == ("a",)


# -- paths --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("mode", "dialog"),
    [
        ("open", "getOpenFileName"),
        ("save", "getSaveFileName"),
        ("folder", "getExistingDirectory"),
    ],
)
def test_a_path_is_chosen_in_the_systems_dialog(
    qtbot: QtBot,
    sources: DeskSources,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    mode: Any,
    dialog: str,
) -> None:
    field = PathField(Slot("file", Field("text", "文件"), True), sources, mode=mode)
    qtbot.addWidget(field)
    chosen = str(tmp_path / "企业名录.xlsx")
    answer: Any = chosen if mode == "folder" else (chosen, "")
    monkeypatch.setattr(QFileDialog, dialog, lambda *_args: answer)
    assert field.path() is None
    field.choose_button.click()
    assert field.path() == Path(chosen)
    field.lock()
    assert not field.choose_button.isEnabled()


def test_a_dialog_that_is_left_changes_nothing(
    qtbot: QtBot, sources: DeskSources, monkeypatch: pytest.MonkeyPatch
) -> None:
    field = PathField(Slot("file", Field("text", "文件"), True), sources)
    qtbot.addWidget(field)
    field.set_text("原来.xlsx")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_args: ("", ""))
    field.choose()
    assert field.text() == "原来.xlsx"


# -- units beside the fields -----------------------------------------------------------------------


def test_an_amount_in_ten_thousands_gives_an_example_in_them(make: Make) -> None:
    assert make("money").line.placeholderText().startswith("如 300000.00")
    assert make("money", unit="万元").line.placeholderText().startswith("如 30、")


def test_a_rate_says_that_it_is_a_percentage(make: Make) -> None:
    assert "百分数" in make("percent").line.placeholderText()
    assert make("percent", hint="留空不变").line.placeholderText() == "留空不变"


def test_a_count_has_its_unit_beside_it(make: Make) -> None:
    labels = [label.text() for label in make("whole", unit="家").findChildren(QLabel)]
    assert "家" in labels


def test_boxes_to_tick_show_a_bar_only_while_the_keys_go_there(make: Make) -> None:
    field = make("codes", options=SECURITIES)
    field.list.clearFocus()
    assert field.list.currentRow() == 0
    assert field.list.selectedItems() == []
    field.list.setFocus()
    assert [item.text() for item in field.list.selectedItems()] == ["信用"]
    field.list.clearFocus()
    assert field.list.selectedItems() == []
