"""The editor: one press saves once, bad news in its place, nothing typed is lost."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPlainTextEdit
from pytestqt.qtbot import QtBot

from kcdesk.kernel.errors import Fault
from kcdesk.kernel.money import Money
from kcdesk.ui.desk import Desk
from kcdesk.ui.kit import DeskSources, Drafts, Editor, Keeping, LivePreview, Place, Remark, Settings
from kcdesk.ui.kit.dialogs import Sheet
from kcdesk.ui.kit.editor import trouble_text
from tests.ui.fingers import CTRL, press, stand, texts, write
from tests.ui.office import DISK_FULL, DisburseLoan, RegisterEnterprise, SmallOffice, room_left

RIGHT = {
    "enterprise": 1,
    "contract_no": "018",
    "amount": Money.wan(30),
    "disbursed_on": date(2021, 3, 25),
    "due_on": date(2022, 3, 24),
    "security": "credit",
}
Make = Callable[..., Editor]


@pytest.fixture
def make(qtbot: QtBot, desk: Desk, sources: DeskSources) -> Make:
    kept: list[Editor] = []

    def made(command: type = DisburseLoan, **options: Any) -> Editor:
        editor = stand(qtbot, Editor(command, desk, sources, **options))
        kept.append(editor)
        assert desk.settle()
        return editor

    return made


def sheets(editor: Editor) -> list[Sheet]:
    return [s for s in editor.findChildren(Sheet) if s.isVisible()]


def test_a_loan_is_entered_without_a_mouse(
    make: Make, desk: Desk, office: SmallOffice, qtbot: QtBot
) -> None:
    editor = make()
    editor.focus_first()
    fields = editor.form.fields
    write("phsdn")
    qtbot.waitUntil(lambda: fields["enterprise"].finder.is_open)  # type: ignore[attr-defined]
    press(None, Qt.Key.Key_Return)
    press(None, Qt.Key.Key_Return)
    write("018")
    press(None, Qt.Key.Key_Return)
    write("30w")
    press(None, Qt.Key.Key_Return)
    write("t")
    press(None, Qt.Key.Key_Tab)
    write("2022-03-24")
    press(None, Qt.Key.Key_Return)
    press(None, Qt.Key.Key_Down)
    press(None, Qt.Key.Key_Return)
    press(None, Qt.Key.Key_Down)
    press(None, Qt.Key.Key_Return, CTRL)
    assert desk.settle()
    assert office.loans[1].amount == Money.wan(30)
    assert office.loans[1].security == "credit"
    assert office.loans[1].due_on == date(2022, 3, 24)


def test_saving_tells_the_screen_and_leaves(make: Make, desk: Desk) -> None:
    editor = make(values=RIGHT)
    told: list[Any] = []
    editor.saved.connect(lambda done: told.append(done.seq))
    editor.left.connect(lambda: told.append("left"))
    editor.save_button.click()
    assert desk.settle()
    assert told == [1, "left"]


def test_a_double_press_saves_once(make: Make, desk: Desk, office: SmallOffice) -> None:
    editor = make(values=RIGHT)
    office.gate = threading.Event()
    editor.save_button.click()
    assert not editor.save_button.isEnabled()
    editor.save()
    editor.leave()
    office.gate.set()
    assert desk.settle()
    assert len(office.loans) == 1
    assert editor.save_button.isEnabled()


def test_a_press_repeated_after_a_fault_has_the_same_key(
    make: Make, desk: Desk, office: SmallOffice
) -> None:
    editor = make(values=RIGHT)
    office.broken = DISK_FULL
    editor.save()
    assert desk.settle()
    assert "磁盘已满" in editor.troubles.text()
    assert "填写的内容仍在这一页" in editor.troubles.text()
    first = editor._press.key
    editor.save()
    assert desk.settle()
    assert list(office.keys) == [first]


def test_a_command_changed_after_a_fault_is_another_press(
    make: Make, desk: Desk, office: SmallOffice
) -> None:
    editor = make(values=RIGHT)
    office.broken = DISK_FULL
    editor.save()
    assert desk.settle()
    first = editor._press.key
    editor.form.fields["contract_no"].set_text("019")
    editor.save()
    assert desk.settle()
    assert first not in office.keys


def test_a_bug_is_told_and_the_page_stays(make: Make, desk: Desk, office: SmallOffice) -> None:
    editor = make(values=RIGHT)
    office.broken = ZeroDivisionError("bug")
    editor.save()
    assert desk.settle()
    assert "没有保存任何内容" in editor.troubles.text()
    assert editor.save_button.isEnabled()


def test_what_cannot_be_read_never_reaches_the_office(
    make: Make, desk: Desk, office: SmallOffice
) -> None:
    editor = make(values=RIGHT | {"amount": None})
    editor.form.fields["due_on"].set_text("明年")
    editor.save()
    assert desk.settle()
    assert office.threads == set() or not office.loans
    assert "没有填写" in editor.form.fields["amount"].trouble.text()
    assert "不是日期" in editor.form.fields["due_on"].trouble.text()
    assert "有2处需要改正" in editor.troubles.text()
    assert editor.form.fields["amount"].input.hasFocus()
    editor.form.fields["amount"].set_text("30w")
    assert "有1处需要改正" in editor.troubles.text()
    editor.form.fields["due_on"].set_text("2022-03-24")
    assert editor.troubles.text() == ""


def test_a_refusal_is_placed_with_its_clauses(make: Make, desk: Desk) -> None:
    editor = make(values=RIGHT | {"amount": Money.wan(1001), "contract_no": "停用"})
    asked: list[str] = []
    editor.clause_asked.connect(asked.append)
    editor.save()
    assert desk.settle()
    assert "超过上限" in editor.form.fields["amount"].trouble.text()
    assert "已暂停合作" in editor.troubles.text()
    assert editor.form.fields["amount"].input.hasFocus()
    assert "PH-9" in texts(editor.troubles)
    editor.troubles.clause_asked.emit("PH-9")
    editor.form.fields["amount"].trouble.clause_asked.emit("PH-1")
    assert asked == ["PH-9", "PH-1"]
    editor.form.fields["amount"].set_text("30w")
    editor.form.fields["contract_no"].set_text("018")
    editor.save()
    assert desk.settle()
    assert editor.troubles.remarks == ()


def test_a_refusal_at_no_field_leaves_the_focus(make: Make, desk: Desk) -> None:
    editor = make(values=RIGHT | {"contract_no": "停用"})
    editor.save()
    assert desk.settle()
    assert [r.text for r in editor.troubles.remarks] == ["这家银行已暂停合作。请换一家银行。"]


def test_save_and_next_begins_the_next_with_what_is_remembered(
    make: Make, desk: Desk, office: SmallOffice, place: Place
) -> None:
    keeping = Keeping(place.settings, place.drafts, remember=("bank", "security"))
    editor = make(values=RIGHT | {"bank": "icbc"}, keeping=keeping, may_go_on=True)
    left: list[bool] = []
    editor.left.connect(lambda: left.append(True))
    editor._given = {}
    press(editor.form.fields["contract_no"].input, Qt.Key.Key_Return, CTRL)
    assert desk.settle()
    assert len(office.loans) == 1
    assert left == []
    assert editor.form.fields["contract_no"].is_empty()
    assert editor.form.fields["bank"].text() == "icbc"
    assert editor.form.fields["security"].text() == "credit"
    assert editor.form.fields["enterprise"].input.hasFocus()
    again = make(keeping=keeping)
    assert again.form.fields["bank"].text() == "icbc"


def test_locked_and_hidden_values_are_saved(make: Make, desk: Desk, office: SmallOffice) -> None:
    editor = make(values=RIGHT, locked=("enterprise", "amount"), hidden=("contract_no",))
    assert editor.form.fields["amount"].is_locked
    assert "contract_no" not in editor.form.fields
    editor.save()
    assert desk.settle()
    assert office.loans[1].amount == Money.wan(30)


def test_esc_leaves_at_once_when_nothing_was_changed(make: Make) -> None:
    editor = make(values=RIGHT)
    left: list[bool] = []
    editor.left.connect(lambda: left.append(True))
    press(editor.form.fields["contract_no"].input, Qt.Key.Key_Escape)
    assert left == [True]


def test_esc_asks_when_something_was_typed(make: Make) -> None:
    editor = make()
    left: list[bool] = []
    editor.left.connect(lambda: left.append(True))
    editor.form.fields["contract_no"].setFocus()
    write("018")
    assert editor.is_changed
    press(None, Qt.Key.Key_Escape)
    assert left == []
    sheets(editor)[0].reject()
    assert left == []
    editor.leave()
    sheets(editor)[-1].accept()
    assert left == [True]
    assert not editor.is_changed


def test_ctrl_enter_saves_from_a_text_of_several_lines(
    make: Make, desk: Desk, office: SmallOffice
) -> None:
    editor = make(values=RIGHT)
    paper = editor.form.fields["purpose"].input
    assert isinstance(paper, QPlainTextEdit)
    paper.setFocus()
    press(paper, Qt.Key.Key_Enter, CTRL)
    assert desk.settle()
    assert len(office.loans) == 1


# -- drafts -------------------------------------------------------------------------------------------


def test_what_is_typed_survives_a_program_that_is_killed(
    make: Make, qtbot: QtBot, place: Place
) -> None:
    keeping = Keeping(drafts=place.drafts)
    editor = make(keeping=keeping)
    editor.form.fields["contract_no"].set_text("平农商（2021）第018号")
    editor.form.fields["amount"].set_text("30w")
    drafts = place.drafts
    assert drafts is not None
    qtbot.waitUntil(lambda: drafts.find(editor._draft_key()) is not None)

    again = make(keeping=keeping)
    assert again.form.fields["contract_no"].text() == "平农商（2021）第018号"
    assert again.form.fields["amount"].value() == Money.wan(30)
    assert again.restored.isVisible()
    assert again.is_changed


def test_a_draft_that_is_not_wanted_is_dropped(make: Make, place: Place) -> None:
    keeping = Keeping(drafts=place.drafts, draft="7")
    editor = make(keeping=keeping, values={"contract_no": "原来"})
    editor.form.fields["contract_no"].set_text("新的")
    editor._keep_draft()
    again = make(keeping=keeping, values={"contract_no": "原来"})
    assert again.form.fields["contract_no"].text() == "新的"
    again.discard_button.click()
    assert again.form.fields["contract_no"].text() == "原来"
    assert not again.restored.isVisible()
    assert not make(keeping=keeping).restored.isVisible()


def test_saving_and_giving_up_drop_the_draft(make: Make, desk: Desk, place: Place) -> None:
    keeping = Keeping(drafts=place.drafts)
    editor = make(keeping=keeping, values=RIGHT)
    editor.form.fields["purpose"].set_text("流动资金")
    editor._keep_draft()
    editor.save()
    assert desk.settle()
    assert place.drafts is not None
    assert place.drafts.find(editor._draft_key()) is None
    editor._keep_draft()
    assert place.drafts.find(editor._draft_key()) is None


def test_each_person_and_record_has_a_draft_of_its_own(
    make: Make, desk: Desk, place: Place
) -> None:
    editor = make(keeping=Keeping(drafts=place.drafts, draft="7"))
    first = editor._draft_key()
    desk.sign_in(8)
    assert editor._draft_key() != first


def test_a_draft_with_a_record_and_rows_comes_back(make: Make, desk: Desk, place: Place) -> None:
    keeping = Keeping(drafts=place.drafts)
    editor = make(keeping=keeping, values={"enterprise": 2})
    editor.form.fields["plan"].set_text("2021-09-25\t5万\t甲")
    editor._keep_draft()
    again = make(keeping=keeping)
    assert again.form.fields["enterprise"].value() == 2
    assert again.form.fields["plan"].value() == editor.form.fields["plan"].value()


# -- live preview ---------------------------------------------------------------------------------------


def test_the_room_left_is_shown_while_typing(make: Make, desk: Desk, qtbot: QtBot) -> None:
    editor = make(
        preview=LivePreview(
            lambda values: room_left(values["amount"]) if values.get("amount") else None,
            lambda room: [Remark(f"还可以放款 {room.show()} 元。", "note", ("PH-1",))],
        )
    )
    asked: list[str] = []
    editor.clause_asked.connect(asked.append)
    editor.form.fields["amount"].set_text("30w")
    qtbot.waitUntil(editor.preview_bar.isVisible)
    assert "还可以放款 9,700,000.00 元" in editor.preview_bar.text()
    editor.preview_bar.clause_asked.emit("PH-1")
    assert asked == ["PH-1"]
    editor.form.fields["amount"].set_text("")
    qtbot.waitUntil(lambda: not editor.preview_bar.isVisible())


def test_however_much_is_said_the_fields_keep_their_room(make: Make, desk: Desk) -> None:
    many = [Remark(f"第{n}项条件没有符合，请核对以后再办理。", "stop") for n in range(20)]
    editor = make(
        values=RIGHT, preview=LivePreview(lambda _v: room_left(Money.wan(1)), lambda _room: many)
    )
    editor.resize(700, 400)
    assert desk.settle()
    shelf = editor.preview_shelf
    assert shelf.isVisible()
    assert shelf.height() <= 0.4 * editor.height() + 1
    assert shelf.verticalScrollBar().maximum() > 0
    assert editor.save_button.geometry().bottom() <= editor.height()


def test_some_previews_wait_until_something_is_written(
    make: Make, desk: Desk, qtbot: QtBot
) -> None:
    preview = LivePreview(
        lambda _v: room_left(Money.wan(1)), lambda _room: [Remark("用途不符。")], at_once=False
    )
    editor = make(preview=preview)
    assert not editor.preview_bar.isVisible()
    editor.form.fields["purpose"].set_text("购买原材料")
    qtbot.waitUntil(editor.preview_bar.isVisible)


def test_the_button_says_what_is_done_not_to_whom(make: Make) -> None:
    editor = make(RegisterEnterprise, title="修改“平湖市德能科技有限公司”")
    assert editor.save_button.text() == "登记企业(&S)"


def test_a_preview_that_fails_is_silent(
    make: Make, desk: Desk, office: SmallOffice, qtbot: QtBot
) -> None:
    editor = make(
        values=RIGHT,
        preview=LivePreview(lambda _v: room_left(Money.wan(1)), lambda r: [Remark(r.show())]),
    )
    assert editor.preview_bar.isVisible()
    office.broken = Fault("读不出来。")
    editor._ask_preview()
    assert desk.settle()
    assert not editor.preview_bar.isVisible()


def test_words_above_and_below(make: Make) -> None:
    editor = make(RegisterEnterprise, title="登记企业", explain="按营业执照填写。")
    assert "按营业执照填写。" in texts(editor)
    assert "登记企业(&S)" in texts(editor)
    assert "保存并录下一条" not in texts(editor)
    assert trouble_text(Fault("甲。", "乙。", "丙。")) == "甲。乙。丙。"


def test_settings_that_cannot_be_read_count_as_none(tmp_path: Any) -> None:
    settings = Settings(tmp_path / "s.ini")
    settings.put("甲", {"宽": 3})
    settings._store.setValue("乙", "{")
    settings.flush()
    again = Settings(tmp_path / "s.ini")
    assert again.get("甲") == {"宽": 3}
    assert again.get("乙", 5) == 5
    assert again.get("丙", 6) == 6


def test_drafts_on_a_disk_that_takes_nothing(tmp_path: Any) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    drafts = Drafts(blocked / "drafts")
    assert not drafts.keep("k", {"a": "b"})
    assert drafts.find("k") is None
    good = Drafts(tmp_path / "drafts")
    assert good.keep("k", {"a": "b"})
    assert good.find("k") == {"a": "b"}
    good._path("k").write_text("[]")
    assert good.find("k") is None
    good._path("k").write_text('{"key": "k", "texts": []}')
    assert good.find("k") is None
    good.drop("k")
    good.drop("k")
    (tmp_path / "drafts" / good._path("x").name).mkdir()
    assert not good.keep("x", {})
