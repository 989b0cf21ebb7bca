"""The Qt that is installed keeps its references in order on this Python."""

from __future__ import annotations

import sys

import PySide6
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot


def test_qt_is_the_version_whose_wheel_counts_references() -> None:
    assert PySide6.__version__.startswith("6.11.")


def test_twenty_thousand_calls_leave_none_where_it_was(qtbot: QtBot) -> None:
    label = QLabel()
    qtbot.addWidget(label)
    label.setText("先调用一次")
    before = sys.getrefcount(None)

    for number in range(20_000):
        label.setText(str(number))

    assert abs(sys.getrefcount(None) - before) < 100
