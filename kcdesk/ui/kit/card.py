"""A card: everything about one record, read only.

Sections of labels and values out of a card dataclass, its state as chips with words, its lists
as tables on tabs, its decisions as traces. What can be done with it are `Action`s above it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from kcdesk.kernel.kinds import Slot, show, slots_of
from kcdesk.kernel.money import Money
from kcdesk.ui.kit import icons, theme
from kcdesk.ui.kit.actions import Action, ActionBar
from kcdesk.ui.kit.form import Group
from kcdesk.ui.kit.notice import NoticeBar, Remark, plain_label
from kcdesk.ui.kit.pairs import Pair, PairGrid, align_labels, block_head
from kcdesk.ui.kit.settings import Settings
from kcdesk.ui.kit.table import Empty, Table
from kcdesk.ui.kit.tabs import ManyTabs
from kcdesk.ui.kit.trace import TraceView, on_paper

Tone = Literal["plain", "ok", "note", "warning", "stop"]


@dataclass(frozen=True)
class Chip:
    """A state in a word; the tone only underlines what the word says."""

    text: str
    tone: Tone = "plain"


@dataclass(frozen=True)
class CardLooks:
    """How a card type is laid out.

    `title` and `chips` and `remarks` are asked with the card; `sections` groups its fields
    (the rest follows under 其他); `traces` names fields that hold steps; `left_out` fields are
    not shown. A field of kind ``rows`` that is no trace becomes a table on a tab. `opens`
    names, for such a table, the stage its lines' ids belong to.
    """

    title: Callable[[Any], str] = lambda _card: ""
    chips: Callable[[Any], Sequence[Chip]] = lambda _card: ()
    remarks: Callable[[Any], Sequence[Remark]] = lambda _card: ()
    sections: tuple[Group, ...] = ()
    traces: tuple[str, ...] = ("trace", "steps")
    left_out: tuple[str, ...] = ()
    opens: tuple[tuple[str, str], ...] = ()


class Card(QWidget):
    """One record. `show_card` fills it; the card type says the rest."""

    opened = Signal(str, int)
    """A line of an embedded table, or a link to another record: stage and id."""
    clause_asked = Signal(str)

    def __init__(
        self,
        card_type: type,
        looks: CardLooks | None = None,
        *,
        actions: Sequence[Action] = (),
        settings: Settings | None = None,
        spread: bool = False,
    ) -> None:
        """`spread` is for a record much is done with: its sections stand on a tab of their own
        beside its lists (and `add_tab`s), and only the actions that can be taken now are shown.
        """
        super().__init__()
        self.card: Any = None
        self._is_spread = spread
        self.chips: list[QLabel] = []
        self.looks = looks or CardLooks()
        self.slots = {s.name: s for s in slots_of(card_type)}
        self.values: dict[str, QLabel | QPushButton] = {}
        self.tables: dict[str, Table] = {}
        self.traces: dict[str, TraceView] = {}
        self._type_name, self._settings = card_type.__name__, settings
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._head(actions))
        paper = QWidget()
        paper.setProperty("paper", True)
        inner = QVBoxLayout(paper)
        inner.setContentsMargins(theme.space(4), theme.space(3), theme.space(4), theme.space(3))
        inner.setSpacing(theme.space(2))
        self.notices = NoticeBar()
        self.notices.clause_asked.connect(self.clause_asked)
        self._put_sections(inner)
        self.tabs = ManyTabs()
        self.scroller = QScrollArea()
        self.scroller.setWidgetResizable(True)
        self.scroller.setWidget(paper)
        if spread:
            self.tabs.setDocumentMode(True)
            self.tabs.addTab(self.scroller, "基本情况")
            self.notices.setContentsMargins(
                theme.space(4), theme.space(2), theme.space(4), theme.space(1)
            )
            column.addWidget(self.notices)
            self._put_tabs()
            self.tabs.currentChanged.connect(lambda _tab: self._enter_tab())
            column.addWidget(self.tabs, 1)
        else:
            inner.insertWidget(0, self.notices)
            self._put_tabs()
            if self.tabs.count():
                inner.addWidget(self.tabs)
            column.addWidget(self.scroller, 1)
        inner.addStretch(1)
        for keys, step in (("Ctrl+PgDown", 1), ("Ctrl+PgUp", -1)):
            turn = QShortcut(QKeySequence(keys), self)
            turn.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            turn.activated.connect(lambda s=step: self._turn(s))

    def show_card(self, card: Any) -> None:
        """Fill in everything anew."""
        self.card = card
        self.title.setText(self.looks.title(card))
        self.title.ensurePolished()
        needed = self.title.fontMetrics().horizontalAdvance(self.title.text()) + theme.space(2)
        self.title.setMinimumWidth(min(needed, theme.em(20)))
        self._show_chips(self.looks.chips(card))
        self.notices.say(self.looks.remarks(card))
        for name, place in self.values.items():
            self._show_value(name, place)
        for name, table in self.tables.items():
            lines = getattr(card, name) or ()
            table.show_lines(lines)
            self._count_tab(table, name, len(lines))
        for name, trace in self.traces.items():
            steps = getattr(card, name) or ()
            trace.show_steps(steps)
        self.bar.follow(card)

    def text_of(self, name: str) -> str:
        """What is shown for a field."""
        return self.values[name].text()

    def add_tab(self, widget: QWidget, title: str, picture: str, *, at: int = -1) -> None:
        """A tab of the screen's own beside the card's, at a place or at the end."""
        place = self.tabs.count() if at < 0 else at
        if self._is_spread:  # many tabs: their words are enough
            self.tabs.insertTab(place, widget, title)
        else:
            self.tabs.insertTab(place, widget, icons.icon(picture), title)

    def name_tab(self, widget: QWidget, title: str) -> None:
        """Say anew what a tab holds."""
        self.tabs.setTabText(self.tabs.indexOf(widget), title)

    def _enter_tab(self) -> None:
        """The focus that was on the tab before goes into the new one, to where its work is."""
        focused, page = QApplication.focusWidget(), self.tabs.currentWidget()
        bar = self.tabs.tabBar()
        if page is None or focused is None or focused is bar or not self.tabs.isAncestorOf(focused):
            return
        page.setFocus()

    def _turn(self, step: int) -> None:
        count = self.tabs.count()
        if count:
            self.tabs.setCurrentIndex((self.tabs.currentIndex() + step) % count)
            page = self.tabs.currentWidget()
            if page is not None:
                page.setFocus()

    # -- the head: title, state, what can be done ---------------------------------------------------------

    def _head(self, actions: Sequence[Action]) -> QFrame:
        head = QFrame()
        head.setProperty("bar", "top")
        row = QHBoxLayout(head)
        row.setContentsMargins(theme.space(4), theme.space(2), theme.space(4), theme.space(2))
        row.setSpacing(theme.space(2))
        self.title = plain_label(select=True)
        self.title.setProperty("title", True)
        row.addWidget(self.title, 1)
        self._chip_row = QHBoxLayout()
        row.addLayout(self._chip_row)
        row.addSpacing(theme.space(2))
        self.bar = ActionBar(actions, only_possible=self._is_spread)
        self.bar.keys_for(self)
        row.addWidget(self.bar)
        return head

    def _show_chips(self, chips: Sequence[Chip]) -> None:
        for old in self.chips:
            self._chip_row.removeWidget(old)
            old.hide()
            old.deleteLater()
        self.chips = [plain_label(chip.text, wrap=False) for chip in chips]
        for label, chip in zip(self.chips, chips, strict=True):
            label.setProperty("chip", chip.tone)
            label.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
            self._chip_row.addWidget(label, 0, Qt.AlignmentFlag.AlignVCenter)
            label.show()

    # -- sections of values -------------------------------------------------------------------------------------

    def _put_sections(self, column: QVBoxLayout) -> None:
        plain = [
            s.name
            for s in self.slots.values()
            if s.field.kind != "rows" and s.name not in self.looks.left_out and s.name != "id"
        ]
        linked = {
            told
            for n in plain
            if self.slots[n].field.kind == "record" and (told := self._told_by(n, plain))
        }
        plain = [n for n in plain if not self._told_by(n, plain)]
        named = {n for group in self.looks.sections for n in group.names}
        groups = [*self.looks.sections]
        rest = tuple(n for n in plain if n not in named)
        if rest:
            groups.append(Group("其他" if groups else "", rest))
        labels = []
        for group in groups:
            members = [n for n in group.names if n in plain]
            if group.title and members:
                column.addWidget(block_head(group.title))
            pairs = [self._pair(self.slots[n], is_link=n in linked) for n in members]
            labels += [label for label, _place, _wide in pairs]
            column.addWidget(PairGrid(pairs, most=3, one_em=23))
        align_labels(labels, 8)

    def _told_by(self, name: str, names: Collection[str]) -> str:
        """The name standing beside a record's id, which is shown (as a link) in its place.

        ``enterprise`` beside ``enterprise_name``, or ``enterprise_id`` beside ``enterprise``.
        """
        if self.slots[name].field.kind != "record":
            return ""
        beside = (f"{name}_name", name.removesuffix("_id"))
        return next((n for n in beside if n in names and n != name), "")

    def _pair(self, slot: Slot, *, is_link: bool) -> Pair:
        label = plain_label(slot.field.label)
        label.setProperty("muted", True)
        place: QLabel | QPushButton
        if is_link:
            place = QPushButton()
            theme.mark(place, link=True)
            place.setAutoDefault(False)
            place.clicked.connect(lambda _=False, n=slot.name: self._follow(n))
        else:
            place = plain_label(select=True)
        place.setAccessibleName(slot.field.label)
        self.values[slot.name] = place
        return label, place, slot.field.kind in ("long_text", "codes")

    def _show_value(self, name: str, place: QLabel | QPushButton) -> None:
        field = self.slots[name].field
        value = getattr(self.card, name)
        text = show(value, field) if value not in ((), "") else ""
        if text and isinstance(value, Money):
            text = f"{text} {field.unit or '元'}"
        elif text and field.kind == "whole" and field.unit:
            text = f"{text} {field.unit}"
        place.setText(text or "—")
        place.setAccessibleName(f"{field.label}：{text or '空'}")
        if isinstance(place, QPushButton):
            place.setEnabled(bool(text))

    def _follow(self, name: str) -> None:
        record = next(n for n in self.slots if self._told_by(n, self.values) == name)
        ident = getattr(self.card, record)
        if isinstance(ident, int):
            self.opened.emit(self.slots[record].field.of, ident)

    # -- tables and traces ------------------------------------------------------------------------------------------

    def _put_tabs(self) -> None:
        opens = dict(self.looks.opens)
        for slot in self.slots.values():
            if slot.field.kind != "rows" or slot.name in self.looks.left_out:
                continue
            if slot.name in self.looks.traces:
                trace = TraceView(f"没有{slot.field.label}。")
                trace.clause_asked.connect(self.clause_asked)
                self.traces[slot.name] = trace
                page = on_paper(trace) if self._is_spread else _padded(trace)
                self.add_tab(page, slot.field.label, "why")
                continue
            assert slot.rows is not None
            table = Table(
                slot.rows,
                name=f"{self._type_name}.{slot.name}",
                settings=self._settings,
                may_filter=False,
                freeze=False,
                empty=Empty(f"还没有{slot.field.label}。"),
                label=slot.field.label,
            )
            table.setMinimumHeight(theme.em(15))
            stage = opens.get(slot.name, "")
            if stage:
                table.opened.connect(lambda ident, s=stage: self.opened.emit(s, ident))
            self.tables[slot.name] = table
            self.tabs.addTab(_padded(table), slot.field.label)

    def _count_tab(self, table: Table, name: str, count: int) -> None:
        for position in range(self.tabs.count()):
            page = self.tabs.widget(position)
            if page is not None and page.isAncestorOf(table):
                self.tabs.setTabText(position, f"{self.slots[name].field.label}（{count}）")


def _padded(widget: QWidget) -> QWidget:
    around = QWidget()
    around.setProperty("paper", isinstance(widget, TraceView))
    column = QVBoxLayout(around)
    column.setContentsMargins(theme.space(2), theme.space(2), theme.space(2), theme.space(2))
    column.addWidget(widget)
    if isinstance(widget, TraceView):
        column.addStretch(1)
    return around
