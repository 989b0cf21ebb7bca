"""A clerk in front of the real window: looks, clicks, writes, chooses, answers dialogs.

Nothing here asks the office or calls a screen's methods: a button is pressed where it can be
seen, a field is written into with keys (Chinese through the input method), a line of a list is
clicked. What is not on the screen cannot be used.
"""

from __future__ import annotations

import itertools
import os
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QApplication,
    QCheckBox,
    QComboBox,
    QDialog,
    QLabel,
    QListWidget,
    QMenu,
    QScrollArea,
    QTabWidget,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from kcdesk.app.program import Program
from kcdesk.kernel.clock import FixedClock
from kcdesk.ui.kit import Card, Editor, NoticeBar, Table
from kcdesk.ui.kit.actions import ActionBar
from kcdesk.ui.kit.fields import FieldWidget
from kcdesk.ui.kit.fields.choices import ChoiceField, CodesField
from kcdesk.ui.kit.fields.lines import FlagField
from kcdesk.ui.kit.fields.records import FindingLine
from tests.ui.fingers import CTRL, press, write

W = TypeVar("W", bound=QWidget)
LEFT = Qt.MouseButton.LeftButton
SHOTS = os.environ.get("KCDESK_SHOTS", "")
"""A folder for a picture of every step, for people to look at."""


@dataclass
class Files:
    """Answers the system's file dialogs, the one thing that is not kcdesk's own."""

    to_open: Path = Path()
    save_in: Path = Path()
    saved: list[Path] = field(default_factory=list)

    def open_name(self, *_: object, **__: object) -> tuple[str, str]:
        """A file was chosen."""
        return str(self.to_open), ""

    def folder(self, *_: object, **__: object) -> str:
        """A folder was chosen."""
        return str(self.to_open)

    def save_name(
        self, _parent: object, _title: str, name: str, *_: object, **__: object
    ) -> tuple[str, str]:
        """Saved under the name that was suggested."""
        chosen = self.save_in / Path(name).name
        self.saved.append(chosen)
        return str(chosen), ""


class Clerk:
    """Whoever sits at the desk; the same hands for every post."""

    def __init__(
        self, start: Callable[[], Program], clock: FixedClock, qtbot: QtBot, files: Files
    ) -> None:
        self._start = start
        self.clock, self.qtbot, self.files = clock, qtbot, files
        self._pictures = itertools.count(1)
        self.start()

    def start(self) -> None:
        """Start kcdesk on this PC."""
        self.program = self._start()
        self.window = self.program.window

    # -- time ----------------------------------------------------------------------------------

    def on(self, day: str) -> None:
        """The days go by; the clerk looks again."""
        self.clock.day = date.fromisoformat(day)
        if self.window.bench is not None:
            press(self.window, Qt.Key.Key_F5)
            self.settle()

    def settle(self) -> None:
        """Until nothing is asked any more."""
        for _ in range(3):
            assert self.program.desk.settle()
            QApplication.processEvents()
        front = self.dialog() or self.window
        if front.isVisible() and not front.isActiveWindow():
            front.activateWindow()  # a window manager's work: there is none without a display
            QApplication.processEvents()

    def wait(self, seen: Callable[[], bool]) -> None:
        """Until something is to be seen."""
        self.qtbot.waitUntil(seen, timeout=15_000)
        self.settle()

    # -- eyes ------------------------------------------------------------------------------------

    def dialog(self) -> QDialog | None:
        """The dialog that lies on top, if any."""
        found = [w for w in self.window.findChildren(QDialog) if w.isVisible()]
        return found[-1] if found else None

    def here(self) -> QWidget:
        """Where the eyes are: the dialog on top, the page that is shown, or the start page."""
        dialog = self.dialog()
        if dialog is not None:
            return dialog
        if self.window.bench is not None:
            return self.window.bench.screen_shown
        page = self.window.pages.currentWidget()
        assert page is not None
        return page

    def seen(self, kind: type[W]) -> list[W]:
        """Every widget of a kind that is shown here."""
        return [w for w in self.here().findChildren(kind) if w.isVisible()]

    def says(self) -> str:
        """Every word that is shown here, but for what stands in lists and fields."""
        return "\n".join(label.text() for label in self.seen(QLabel))

    def notices(self) -> str:
        """What is said in the bars for bad and good news."""
        return "\n".join(bar.text() for bar in self.seen(NoticeBar))

    def shows(self, *texts: str) -> None:
        """All of these can be read here."""
        said = f"{self.says()}\n{self.listed()}"
        for text in texts:
            assert text in said, f"“{text}” is not shown; shown is:\n{said}"

    def shot(self, name: str) -> None:
        """A picture for people, when they asked for pictures."""
        if not SHOTS:
            return
        Path(SHOTS).mkdir(parents=True, exist_ok=True)
        QTest.qWait(60)
        picture = self.window.grab()
        dialog = self.dialog()
        if dialog is not None:
            from PySide6.QtGui import QPainter

            painter = QPainter(picture)
            painter.drawPixmap(dialog.pos() - self.window.pos(), dialog.grab())
            painter.end()
        picture.save(str(Path(SHOTS) / f"{next(self._pictures):02}-{name}.png"))

    # -- hands ---------------------------------------------------------------------------------------

    def click(self, widget: QWidget, at: QPoint | None = None) -> None:
        """A click where the widget can really be hit."""
        _bring_into_sight(widget)
        spot = at or QRect(QPoint(), widget.size()).center()
        if isinstance(widget, QCheckBox):
            spot.setX(10)  # the box itself
        window = widget.window()
        hit = window.childAt(widget.mapTo(window, spot))
        assert hit is not None, f"{widget} cannot be hit"
        assert hit is widget or widget.isAncestorOf(hit), f"{hit} lies over {widget}"
        QTest.mouseClick(widget, LEFT, pos=spot)
        self.settle()

    def push(self, label: str) -> None:
        """Press the button that begins so; it may stand under 更多."""
        for button in self._buttons(label):
            self.click(button)
            return
        for bar in self.seen(ActionBar):
            if bar.more.isVisible() and bar.more.isEnabled() and self._push_more(bar, label):
                return
        raise AssertionError(f"there is no button “{label}” that can be pressed:\n{self._labels()}")

    def button(self, label: str) -> QAbstractButton:
        """The button (or box to tick) that begins so."""
        found = self._buttons(label)
        assert found, f"there is no button “{label}”:\n{self._labels()}"
        return found[0]

    def can_push(self, label: str) -> bool:
        """Whether a button that begins so can be pressed."""
        return bool(self._buttons(label))

    def _buttons(self, label: str) -> list[QAbstractButton]:
        return [
            b
            for b in self.seen(QAbstractButton)
            if b.isEnabled() and _plain(b.text()).startswith(label)
        ]

    def _labels(self) -> str:
        return "\n".join(
            f"{_plain(b.text())}{'' if b.isEnabled() else '（不可用）'}"
            for b in self.seen(QAbstractButton)
            if b.text()
        )

    def _push_more(self, bar: ActionBar, label: str) -> bool:
        self.click(bar.more)
        menu: QMenu = bar.menu
        self.wait(menu.isVisible)
        for action in menu.actions():
            if action.isEnabled() and _plain(action.text()).startswith(label):
                QTest.mouseClick(menu, LEFT, pos=menu.actionGeometry(action).center())
                self.settle()
                return True
        menu.close()
        return False

    def go(self, label: str) -> None:
        """To the first page of a screen, by the list on the left."""
        self.come_back(label)
        bench = self.window.bench
        assert bench is not None
        if bench.screen_shown.pages.count() > 1:
            self.come_back(label)
            assert bench.screen_shown.pages.count() == 1

    def come_back(self, label: str) -> None:
        """To a screen as it was left."""
        bench = self.window.bench
        assert bench is not None
        listing = bench.navigation
        item = next(
            listing.item(r)
            for r in range(listing.count())
            if listing.item(r).text().startswith(label)
        )
        listing.scrollToItem(item)
        QTest.mouseClick(listing.viewport(), LEFT, pos=listing.visualItemRect(item).center())
        self.settle()

    def tab(self, title: str) -> None:
        """Turn to the tab of this title, whatever it counts behind it."""
        for tabs in self.seen(QTabWidget):
            for position in range(tabs.count()):
                said = re.sub("[（(].*", "", _plain(tabs.tabText(position)))
                if said == title and tabs.isTabVisible(position):
                    self._turn(tabs, position)
                    return
        raise AssertionError(f"there is no tab “{title}”")

    def _turn(self, tabs: QTabWidget, position: int) -> None:
        bar = tabs.tabBar()
        centre = bar.tabRect(position).center()
        while not bar.visibleRegion().contains(centre):
            arrows = [b for b in bar.findChildren(QToolButton) if b.isVisible() and b.isEnabled()]
            assert arrows, f"the tab “{tabs.tabText(position)}” cannot be reached"
            before = bar.tabRect(position)
            QTest.mouseClick(arrows[-1] if centre.x() > 0 else arrows[0], LEFT)
            centre = bar.tabRect(position).center()
            assert bar.tabRect(position) != before, "the arrows move no tab"
        QTest.mouseClick(bar, LEFT, pos=centre)
        assert tabs.currentIndex() == position
        self.settle()

    # -- lists -----------------------------------------------------------------------------------------

    def table(self, label: str = "") -> Table:
        """The list that is shown here (the one of this name, when there are several)."""
        tables = [t for t in self.seen(Table) if label in t.grid.accessibleName()]
        assert tables, f"no list “{label}” is shown"
        return tables[0]

    def lines(self, label: str = "") -> list[str]:
        """The lines of a list, as they can be read."""
        model = self.table(label).model
        columns = range(model.columnCount())
        return [
            "　".join(str(model.index(row, c).data() or "") for c in columns)
            for row in range(model.rowCount())
        ]

    def listed(self) -> str:
        """Everything in every list that is shown here."""
        return "\n".join(
            line for t in self.seen(Table) for line in self.lines(t.grid.accessibleName())
        )

    def choose(self, text: str, label: str = "") -> None:
        """Click the line in which this can be read."""
        lines = self.lines(label)
        row = next((n for n, line in enumerate(lines) if text in line), -1)
        assert row >= 0, f"no line says “{text}”:\n" + "\n".join(lines)
        grid = self.table(label).grid
        index = grid.model().index(row, max(grid.first_column(), 0))
        grid.scrollTo(index)
        QTest.mouseClick(grid.viewport(), LEFT, pos=grid.visualRect(index).center())
        self.settle()

    def open(self, text: str, label: str = "") -> None:
        """Choose a line and press Enter on it."""
        self.choose(text, label)
        press(self.table(label).grid, Qt.Key.Key_Return)
        self.settle()

    def look_for(self, text: str) -> None:
        """Write into the box 查找 of the list."""
        box = next(t.filter for t in self.seen(Table) if t.filter.isVisible())
        self.click(box)
        press(box, Qt.Key.Key_A, CTRL)
        press(box, Qt.Key.Key_Delete)
        write(text)
        QTest.qWait(200)
        self.settle()

    # -- forms --------------------------------------------------------------------------------------------

    def field(self, label: str) -> FieldWidget:
        """The field with this label."""
        found = [f for f in self.seen(FieldWidget) if f.slot.field.label == label]
        assert found, f"there is no field “{label}”"
        return found[0]

    def fill(self, values: Mapping[str, str | Sequence[str]]) -> None:
        """Write into fields, one after the other."""
        for label, value in values.items():
            made = self.field(label)
            if isinstance(value, str):
                self._write(made, value)
            else:
                assert isinstance(made, CodesField)
                self._tick(made, value)
        if isinstance(self._editor(), Editor):
            QTest.qWait(230)  # what is said while typing comes after a short pause
            self.settle()

    def offered(self, label: str) -> list[str]:
        """Everything that can be ticked in a list of boxes."""
        made = self.field(label)
        assert isinstance(made, CodesField)
        self.wait(lambda: made.list.count() > 0)
        return [made.list.item(row).text() for row in range(made.list.count())]

    def enter(
        self, values: Mapping[str, str | Sequence[str]], *, save: str, shot: str = ""
    ) -> None:
        """Fill in the form that is shown, save it, and see that it is done."""
        editor = self._editor()
        self.fill(values)
        if shot:
            self.shot(shot)
        self.push(save)
        said = self._trouble(editor) if self._editor() is editor else ""
        assert self._editor() is not editor, f"not saved: {said}"

    def refused(
        self, values: Mapping[str, str | Sequence[str]], *, save: str, at: str = "", shot: str = ""
    ) -> str:
        """Fill in the form, press save, and be refused; what is said (beneath the field `at`)."""
        editor = self._editor()
        assert editor is not None
        self.fill(values)
        self.push(save)
        assert self._editor() is editor, "this must not be saved"
        if shot:
            self.shot(shot)
        if at:
            bar = self.field(at).trouble
            assert bar.isVisible(), f"nothing is said at “{at}”: {self._trouble(editor)}"
            return f"{bar.text()} {' '.join(c for r in bar.remarks for c in r.clauses)}"
        return self._trouble(editor)

    def leave(self) -> None:
        """返回; what was typed is given up."""
        self.push("取消")
        if self.dialog() is not None:
            self.push("放弃")

    def _editor(self) -> QWidget | None:
        found = self.seen(Editor)
        return found[0] if found else None

    def _trouble(self, editor: QWidget | None) -> str:
        bars = editor.findChildren(NoticeBar) if editor is not None else []
        return "\n".join(bar.text() for bar in bars if bar.isVisible())

    def _write(self, made: FieldWidget, value: str) -> None:
        if isinstance(made, ChoiceField):
            self._choose_in(made.box, value)
        elif isinstance(made, FlagField):
            if made.box.isChecked() is not (value == "是"):
                self._focus(made.box)
                press(made.box, Qt.Key.Key_Space)
        elif isinstance(made, FindingLine):
            self._find(made, value)
        else:
            self._focus(made.input)
            press(None, Qt.Key.Key_A, CTRL)
            press(None, Qt.Key.Key_Delete)
            write(value)
            press(None, Qt.Key.Key_Tab)

    def _focus(self, widget: QWidget) -> None:
        _bring_into_sight(widget)
        if isinstance(widget, QComboBox | QAbstractButton):
            widget.setFocus(Qt.FocusReason.TabFocusReason)  # a click would open or tick it
        elif isinstance(widget, QAbstractScrollArea):
            self.click(widget.viewport(), QPoint(widget.viewport().width() - 4, 4))
        else:
            self.click(widget)
        assert widget.hasFocus(), f"{widget} takes no focus"

    def _choose_in(self, box: QComboBox, label: str) -> None:
        self.wait(lambda: box.count() > 1)
        self._focus(box)
        press(box, Qt.Key.Key_Home)
        for _ in range(box.count()):
            if box.currentText().startswith(label):
                return
            press(box, Qt.Key.Key_Down)
        raise AssertionError(f"“{label}” is not offered")

    def _find(self, made: FindingLine, text: str) -> None:
        """Write a few letters, see the list, press Enter on what is meant."""
        self._focus(made.line)
        press(None, Qt.Key.Key_A, CTRL)
        press(None, Qt.Key.Key_Delete)
        write(text)
        self.wait(lambda: made.finder.is_open and made.finder.asked == text)
        current = made.finder.list.current()
        assert current is not None, f"“{text}” finds nothing for {made.slot.field.label}"
        press(made.line, Qt.Key.Key_Return)
        self.settle()
        assert made.value() is not None

    def _tick(self, made: CodesField, labels: Sequence[str]) -> None:
        """Tick exactly these; the ticks of others are taken away."""
        listing: QListWidget = made.list
        self.wait(lambda: listing.count() > 0)
        wanted = set(labels)
        self._focus(listing)
        for row in range(listing.count()):
            item = listing.item(row)
            if row == 0:
                press(listing, Qt.Key.Key_Home)
            else:
                press(listing, Qt.Key.Key_Down)
            is_on = item.checkState() is Qt.CheckState.Checked
            is_wanted = any(item.text().startswith(w) for w in wanted)
            wanted -= {w for w in wanted if item.text().startswith(w)}
            if is_on is not is_wanted:
                press(listing, Qt.Key.Key_Space)
        assert not wanted, f"not offered: {wanted}"

    # -- who sits here ---------------------------------------------------------------------------------

    def sit_down(self, name: str) -> None:
        """Somebody else uses the desk now."""
        bench = self.window.bench
        if bench is not None and bench.facts.person == name:
            return
        if self.dialog() is None:
            assert bench is not None
            self.click(bench.strip.person)
        made = self.field("人员")
        assert isinstance(made, ChoiceField)
        self._choose_in(made.box, name)
        self.push("进入")
        self.wait(lambda: self.window.bench is not None and self.window.bench.facts.person == name)

    def card(self) -> Card:
        """The card that is shown."""
        found = self.seen(Card)
        assert found, "no card is shown"
        return found[-1]


def _plain(text: str) -> str:
    return text.replace("&", "").partition("\t")[0]


def _bring_into_sight(widget: QWidget) -> None:
    """As a wheel would."""
    parent = widget.parentWidget()
    while parent is not None:
        if isinstance(parent, QScrollArea):
            parent.ensureWidgetVisible(widget, 20, 40)
            QApplication.processEvents()
        parent = parent.parentWidget()
