"""A wizard asks for one command step by step."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from kcdesk.kernel.errors import Problem, Refusal
from kcdesk.ui.kit import DeskSources
from kcdesk.ui.kit.wizard import Step, Wizard
from tests.ui.fingers import CTRL, press, stand, texts, write
from tests.ui.office import RegisterEnterprise

CODE = "91350100M000100Y43"


@pytest.fixture
def wizard(qtbot: QtBot, sources: DeskSources) -> Wizard:
    seen: list[Mapping[str, object]] = []
    summary = QLabel()

    def refuse_twice(raw: Mapping[str, object]) -> list[Problem]:
        return [Problem("这个名称已有。", "请换一个。", "name")] if raw["name"] == "已有" else []

    def show_summary(raw: Mapping[str, object]) -> None:
        seen.append(raw)
        summary.setText(f"将登记 {raw['name']}")

    return stand(
        qtbot,
        Wizard(
            RegisterEnterprise,
            (
                Step("名称和代码", "按营业执照填写。", ("name", "uscc"), check=refuse_twice),
                Step("联系人", names=("phone",)),
                Step("核对", widget=summary, entered=show_summary),
            ),
            sources,
            finish_label="登记",
            values={"phone": "0573-85012345", "staff": 3},
        ),
    )


def test_the_whole_way_by_keys(wizard: Wizard) -> None:
    finished: list[Any] = []
    wizard.finished.connect(finished.append)
    assert "按营业执照填写。" in texts(wizard)
    write("平湖市德能科技有限公司")
    press(None, Qt.Key.Key_Tab)
    write(CODE)
    press(None, Qt.Key.Key_Return, CTRL)
    assert wizard.step == 1
    press(None, Qt.Key.Key_Return, CTRL)
    assert wizard.step == 2
    assert "将登记 平湖市德能科技有限公司" in texts(wizard)
    assert wizard.next_button.text() == "登记(&F)"
    assert wizard.next_button.hasFocus()
    press(wizard.next_button, Qt.Key.Key_Space)
    assert finished == [RegisterEnterprise("平湖市德能科技有限公司", CODE, phone="0573-85012345")]


def test_a_step_is_not_left_while_something_is_missing_or_wrong(wizard: Wizard) -> None:
    wizard.go_on()
    assert wizard.step == 0
    fields = wizard.forms[0].fields
    assert "没有填写" in fields["name"].trouble.text()
    fields["name"].set_text("已有")
    fields["uscc"].set_text(CODE)
    wizard.go_on()
    assert "这个名称已有" in fields["name"].trouble.text()
    fields["uscc"].set_text("1")
    wizard.go_on()
    assert fields["uscc"].trouble.remarks != ()
    assert wizard.step == 0


def test_going_back_keeps_what_was_written(wizard: Wizard) -> None:
    assert not wizard.back_button.isEnabled()
    wizard.go_back()
    wizard.forms[0].fields["name"].set_text("甲")
    wizard.go_to(1)
    wizard.back_button.click()
    assert wizard.step == 0
    assert wizard.raw()["name"] == "甲"
    assert "● 1. 名称和代码" in texts(wizard)
    wizard.go_to(2)
    assert "√ 1. 名称和代码" in texts(wizard)


def test_a_refusal_goes_to_its_step(wizard: Wizard) -> None:
    wizard.go_to(2)
    wizard.show_refusal(
        Refusal(
            Problem("号码不对。", "请核对。", "phone"),
            Problem("文件夹不是空的。", "请换一个。"),
        )
    )
    assert wizard.step == 1
    assert "号码不对" in wizard.forms[1].fields["phone"].trouble.text()
    assert "文件夹不是空的" in wizard.troubles.text()
    wizard.say_trouble("磁盘已满。")
    assert "磁盘已满" in wizard.troubles.text()


def test_something_missing_at_the_end_is_told_where_it_is(wizard: Wizard) -> None:
    wizard.go_to(2)
    wizard.go_on()
    assert wizard.step == 0


def test_esc_and_cancel_leave(wizard: Wizard) -> None:
    left: list[bool] = []
    wizard.left.connect(lambda: left.append(True))
    press(None, Qt.Key.Key_Escape)
    wizard.cancel_button.click()
    press(wizard, Qt.Key.Key_A)
    assert left == [True, True]
