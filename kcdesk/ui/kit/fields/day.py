"""Days: typed the short way (0325, +30, t) or picked in a calendar."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QDate, QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCalendarWidget, QFrame, QToolButton, QVBoxLayout, QWidget

from kcdesk.kernel.errors import Refusal
from kcdesk.ui.kit import icons
from kcdesk.ui.kit.fields.lines import LineField

WEEKDAYS = "一二三四五六日"


class DayField(LineField):
    """A calendar day. F4 or Alt+Down opens the calendar; Enter there takes the day."""

    def build(self) -> QWidget:
        line = super().build()
        if not self.slot.field.hint:
            self.line.setPlaceholderText("如 0325、+30、t（今天）")
        self.calendar_button = QToolButton()
        self.calendar_button.setIcon(icons.icon("calendar"))
        self.calendar_button.setText("日历")
        self.calendar_button.setToolTip("打开日历（F4）")
        self.calendar_button.setAccessibleName(f"打开日历：{self.slot.field.label}")
        self.calendar_button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.calendar_button.clicked.connect(self.open_calendar)
        self.row.addWidget(self.calendar_button)
        self.popup: CalendarPopup | None = None
        return line

    def lock(self, is_locked: bool = True) -> None:
        super().lock(is_locked)
        self.calendar_button.setDisabled(is_locked)

    def on_change(self) -> None:
        try:
            value = self.value()
        except Refusal:
            self.say_aid("")
            return
        self.say_aid("" if value is None else _in_words(value, self.sources.today()))

    def on_leave(self) -> None:
        try:
            value = self.value()
        except Refusal:
            return
        if value is not None:
            self.set_value(value)

    def open_calendar(self) -> None:
        """Show the calendar under the field, at the day written or at today."""
        if self.is_locked:
            return
        try:
            start = self.value() or self.sources.today()
        except Refusal:
            start = self.sources.today()
        self.popup = CalendarPopup(self, start)
        self.popup.move(self.line.mapToGlobal(QPoint(0, self.line.height())))
        self.popup.show()
        self.popup.calendar.setFocus()

    def take_day(self, day: date) -> None:
        """A day was picked in the calendar."""
        self.set_value(day)
        self.check()
        self.line.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            alt_down = (
                event.key() == Qt.Key.Key_Down
                and event.modifiers() & Qt.KeyboardModifier.AltModifier
            )
            if event.key() == Qt.Key.Key_F4 or alt_down:
                self.open_calendar()
                return True
        return super().eventFilter(watched, event)


class CalendarPopup(QFrame):
    """A month sheet, weeks from Monday; closes when a day is taken or Esc is pressed."""

    def __init__(self, owner: DayField, start: date) -> None:
        super().__init__(owner, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._owner = owner
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        self.calendar = QCalendarWidget()
        self.calendar.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        self.calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        self.calendar.setSelectedDate(QDate(start.year, start.month, start.day))
        self.calendar.activated.connect(self._take)
        self.calendar.clicked.connect(self._take)
        column.addWidget(self.calendar)

    def _take(self, picked: QDate) -> None:
        self._owner.take_day(date(picked.year(), picked.month(), picked.day()))
        self.close()


def _in_words(day: date, today: date) -> str:
    apart = (day - today).days
    near = {0: "，今天", 1: "，明天", -1: "，昨天"}.get(apart, "")
    if not near and abs(apart) <= 730:
        near = f"，{apart}天后" if apart > 0 else f"，{-apart}天前"
    return f"{day.year}年{day.month}月{day.day}日 星期{WEEKDAYS[day.weekday()]}{near}"
