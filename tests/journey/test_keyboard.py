"""The way walked most often, without a mouse: open, register, admit, lend, save, take back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QApplication, QTabWidget

from tests.journey.clerk import Clerk
from tests.ui.fingers import ALT, CTRL, press, write
from tests.work.county import County

FIRM = "平湖市当湖智能装备有限公司"
MICE = (
    QEvent.Type.MouseButtonPress,
    QEvent.Type.MouseButtonRelease,
    QEvent.Type.MouseButtonDblClick,
    QEvent.Type.Wheel,
)
ENTER = Qt.Key.Key_Return


class Mousetrap(QObject):
    """Counts what a mouse does."""

    caught = 0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802  Qt's name
        self.caught += event.type() in MICE
        return False


@pytest.fixture
def mousetrap(qapp: QApplication) -> Iterator[Mousetrap]:
    trap = Mousetrap()
    qapp.installEventFilter(trap)
    yield trap
    qapp.removeEventFilter(trap)


@pytest.fixture
def county(tmp_path: Path) -> Path:
    """An office with its people, a bank and money, closed again."""
    county = County(tmp_path / "平湖办")
    county.bank()
    county.money()
    county.office.close()
    return county.folder


def test_a_firm_is_registered_admitted_and_lent_to_by_keys_alone(
    clerk: Clerk, county: Path, mousetrap: Mousetrap
) -> None:
    clerk.on("2021-03-25")
    clerk.files.to_open = county
    keys(clerk, Qt.Key.Key_O, ALT)
    clerk.wait(lambda: clerk.dialog() is not None)
    down_to(clerk, "王敏")
    keys(clerk, Qt.Key.Key_E, ALT)
    clerk.wait(lambda: clerk.window.bench is not None)
    register(clerk)
    admit(clerk)
    lend(clerk)
    keys(clerk, Qt.Key.Key_Z, CTRL)
    assert clerk.lines() == [], "the loan is taken back"
    keys(clerk, Qt.Key.Key_2, ALT)
    clerk.shows(FIRM, "在库")
    assert mousetrap.caught == 0


def register(clerk: Clerk) -> None:
    keys(clerk, Qt.Key.Key_2, ALT)
    keys(clerk, Qt.Key.Key_Insert)
    entries(clerk, FIRM, "91330482MA0000000L")
    keys(clerk, Qt.Key.Key_S, ALT)
    clerk.shows(FIRM, "未入库")


def admit(clerk: Clerk) -> None:
    keys(clerk, ENTER)
    clerk.wait(lambda: FIRM in clerk.says())
    (tabs,) = clerk.seen(QTabWidget)
    keys(clerk, Qt.Key.Key_PageDown, CTRL)
    assert tabs.tabText(tabs.currentIndex()) == "资质"
    keys(clerk, Qt.Key.Key_Insert)
    down_to(clerk, "高新技术企业")
    keys(clerk, ENTER)
    entries(clerk, "2020-12-01")
    keys(clerk, Qt.Key.Key_S, ALT)
    keys(clerk, Qt.Key.Key_R, ALT)
    entries(clerk, "平科〔2021〕5号")
    keys(clerk, Qt.Key.Key_S, ALT)
    clerk.shows("在库")


def lend(clerk: Clerk) -> None:
    keys(clerk, Qt.Key.Key_4, ALT)
    keys(clerk, Qt.Key.Key_Insert)
    pick(clerk, "dhznzb")
    keys(clerk, ENTER)  # no application
    pick(clerk, "phns")
    keys(clerk, ENTER)  # no guarantor
    entries(clerk, "30w", "t", "2022-03-24")
    keys(clerk, ENTER)  # no product of its own
    keys(clerk, ENTER)  # on credit, as it stands
    entries(clerk, "4.35", "采购原材料", "平农商借字2021第0325号")
    keys(clerk, Qt.Key.Key_S, ALT)
    clerk.shows(FIRM, "30.00", "平农商借字2021第0325号")


def keys(clerk: Clerk, key: Qt.Key, modifiers: Qt.KeyboardModifier | None = None) -> None:
    """One key where the focus is (or on the window), and what follows."""
    focused = QApplication.focusWidget()
    press(focused or clerk.window, key, modifiers or Qt.KeyboardModifier.NoModifier)
    if modifiers == ALT:
        clerk.qtbot.wait(150)  # an access key lets the button go down and up again
    clerk.settle()


def entries(clerk: Clerk, *texts: str) -> None:
    """Field after field, each ended by Enter."""
    for text in texts:
        write(text)
        # An Enter right after Chinese is the input method's; a person is slower.
        clerk.qtbot.wait(80 if not text.isascii() else 1)
        keys(clerk, ENTER)


def pick(clerk: Clerk, letters: str) -> None:
    """A record by a few letters: Enter takes it, Enter goes on."""
    write(letters)
    clerk.qtbot.wait(200)
    clerk.settle()
    keys(clerk, ENTER)
    keys(clerk, ENTER)


def down_to(clerk: Clerk, label: str) -> None:
    """Down in a list of choices until it says so."""
    box = QApplication.focusWidget()
    for _ in range(20):
        if str(getattr(box, "currentText", str)()).startswith(label):
            return
        keys(clerk, Qt.Key.Key_Down)
    raise AssertionError(f"“{label}” is not offered where the focus is: {box}")
