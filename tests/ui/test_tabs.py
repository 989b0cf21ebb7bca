"""Many tabs on a narrow page: none is out of reach."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from kcdesk.ui.kit.tabs import ManyTabs


def tabs_of(qtbot: QtBot, width: int) -> ManyTabs:
    tabs = ManyTabs()
    qtbot.addWidget(tabs)
    for number in range(12):
        tabs.addTab(QLabel(str(number)), f"第{number}页")
    tabs.resize(width, 300)
    tabs.show()
    QApplication.processEvents()
    return tabs


def test_where_they_fit_there_is_nothing_more(qtbot: QtBot) -> None:
    assert tabs_of(qtbot, 1600).every.isHidden()


def test_where_they_do_not_fit_every_one_is_named(qtbot: QtBot) -> None:
    tabs = tabs_of(qtbot, 400)
    assert not tabs.every.isHidden()
    tabs.setTabVisible(3, False)
    tabs.menu.aboutToShow.emit()
    named = [entry.text() for entry in tabs.menu.actions()]
    assert named == [f"第{n}页" for n in range(12) if n != 3]
    tabs.menu.actions()[-1].trigger()
    assert tabs.currentIndex() == 11
    tabs.resize(1600, 300)
    QApplication.processEvents()
    assert tabs.every.isHidden()


def test_one_more_tab_may_be_one_too_many(qtbot: QtBot) -> None:
    tabs = tabs_of(qtbot, 1600)
    tabs.resize(tabs.tabBar().sizeHint().width() + 20, 300)
    QApplication.processEvents()
    assert tabs.every.isHidden()
    tabs.addTab(QLabel("12"), "第十二页，名称很长")
    QApplication.processEvents()
    assert not tabs.every.isHidden()
