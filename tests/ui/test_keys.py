"""Enter moves on, Shift+Enter back; the input method's own Enter moves nothing."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from kcdesk.ui.kit.keys import EnterMoves
from tests.ui.fingers import CTRL, SHIFT, commit, compose, press, stand


class TwoLines(QWidget):
    """Two lines, one under the other."""

    def __init__(self) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        self.first, self.second = QLineEdit(), QLineEdit()
        for line in (self.first, self.second):
            column.addWidget(line)
            EnterMoves(line)


@pytest.fixture
def lines(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> TwoLines:
    monkeypatch.setattr(EnterMoves, "swallow_ms", 60_000)
    lines = stand(qtbot, TwoLines(), (300, 100))
    lines.first.setFocus()
    qtbot.waitUntil(lines.first.hasFocus)
    return lines


def test_enter_goes_to_the_next_and_shift_enter_back(lines: TwoLines) -> None:
    press(lines.first, Qt.Key.Key_Return)
    assert lines.second.hasFocus()

    press(lines.second, Qt.Key.Key_Enter, SHIFT)
    assert lines.first.hasFocus()


def test_enter_on_the_number_pad_counts(lines: TwoLines) -> None:
    press(lines.first, Qt.Key.Key_Enter, Qt.KeyboardModifier.KeypadModifier)
    assert lines.second.hasFocus()


def test_enter_while_candidates_are_shown_stays(lines: TwoLines) -> None:
    compose(lines.first, "pinghu")
    press(lines.first, Qt.Key.Key_Return)
    assert lines.first.hasFocus()


def test_enter_that_commits_the_candidate_stays_and_the_next_one_moves(lines: TwoLines) -> None:
    compose(lines.first, "pinghu")
    commit(lines.first, "平湖")
    press(lines.first, Qt.Key.Key_Return)
    assert lines.first.hasFocus()
    assert lines.first.text() == "平湖"

    press(lines.first, Qt.Key.Key_Return)
    assert lines.second.hasFocus()


def test_enter_long_after_a_commit_moves(lines: TwoLines, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(EnterMoves, "swallow_ms", -1)
    compose(lines.first, "ph")
    commit(lines.first, "平湖")
    press(lines.first, Qt.Key.Key_Return)
    assert lines.second.hasFocus()


def test_a_composition_given_up_by_leaving_blocks_nothing(lines: TwoLines) -> None:
    compose(lines.first, "ph")
    lines.second.setFocus()
    lines.first.setFocus()
    press(lines.first, Qt.Key.Key_Return)
    assert lines.second.hasFocus()


def test_ctrl_enter_is_the_forms(lines: TwoLines) -> None:
    press(lines.first, Qt.Key.Key_Return, CTRL)
    assert lines.first.hasFocus()
