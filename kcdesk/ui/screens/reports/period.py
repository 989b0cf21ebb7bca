"""Which time the figures are of: a usual one, or from a day to a day."""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from kcdesk.kernel.errors import Refusal
from kcdesk.kernel.kinds import Field, Option, Slot
from kcdesk.ui.kit import Sources, theme
from kcdesk.ui.kit.fields.day import DayField
from kcdesk.ui.panels import OptionFilter

OWN = "own"
THIS_YEAR = Option("this_year", "本年至今")
USUAL = (
    Option("this_month", "本月至今"),
    Option("last_month", "上月"),
    Option("last_quarter", "上季度"),
    Option("last_year", "上年"),
    Option(OWN, "自选日期"),
)


def usual_days(choice: str, today: date) -> tuple[date, date]:
    """First and last day of a usual time."""
    month = today.replace(day=1)
    year = today.replace(month=1, day=1)
    match choice:
        case "this_month":
            return month, today
        case "last_month":
            last = month - timedelta(days=1)
            return last.replace(day=1), last
        case "last_quarter":
            quarter = month.replace(month=(today.month - 1) // 3 * 3 + 1)
            last = quarter - timedelta(days=1)
            return last.replace(month=last.month - 2, day=1), last
        case "last_year":
            last = year - timedelta(days=1)
            return last.replace(month=1, day=1), last
        case _:
            return year, today


class PeriodBar(QWidget):
    """``统计期间(D)：本年至今　从 2026-01-01 到 2026-11-28``; the days open when 自选日期 is chosen."""

    changed = Signal()
    """Another time was chosen, and both days can be read."""

    def __init__(self, sources: Sources) -> None:
        super().__init__()
        self._sources = sources
        self.choice = OptionFilter("统计期间(&D)", USUAL, first=Option("", THIS_YEAR.label))
        self.from_field = DayField(Slot("from_on", Field("day", "起始日期"), True), sources)
        self.until_field = DayField(Slot("until_on", Field("day", "截止日期"), True), sources)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.space(2))
        row.addWidget(self.choice)
        for word, field in (("从", self.from_field), ("到", self.until_field)):
            row.addWidget(QLabel(word))
            field.setFixedWidth(theme.em(10))
            row.addWidget(field)
            field.left.connect(self._left)
        row.addStretch(1)
        self.days = usual_days("", sources.today())
        self.choice.chosen.connect(self._chosen)
        self._show()

    def choose(self, from_on: date, until_on: date) -> None:
        """Take these days."""
        self.choice.choose(OWN)
        self.from_field.set_value(from_on)
        self.until_field.set_value(until_on)
        self._left()

    def _chosen(self, choice: str) -> None:
        if choice != OWN:
            self.days = usual_days(choice, self._sources.today())
        self._show()
        self.changed.emit()

    def _show(self) -> None:
        is_own = self.choice.value == OWN
        for field, day in zip((self.from_field, self.until_field), self.days, strict=True):
            field.set_value(day)
            field.lock(not is_own)
            field.say_aid("")

    def _left(self) -> None:
        """Both days are read; what cannot be read is said at its field."""
        try:
            days = (self.from_field.value(), self.until_field.value())
        except Refusal:
            return
        if None in days or days == self.days:
            return
        if days[1] < days[0]:
            slip = Refusal.of("截止日期早于起始日期。", cure="请核对。", field="until_on")
            self.until_field.show_problems(slip.problems)
            return
        self.days = days
        self.changed.emit()
