"""数值: every figure of the programme on a chosen day, its history, and changing one."""

from __future__ import annotations

from datetime import date
from typing import Any

from kcdesk.kernel.errors import Refusal
from kcdesk.kernel.kinds import Field, Slot
from kcdesk.ui.kit import Action, Empty, ListPage, Screen, Table, theme
from kcdesk.ui.kit.fields import make_field
from kcdesk.ui.kit.notice import plain_label
from kcdesk.ui.panels import OptionFilter
from kcdesk.work.commands.schemes import ReviseParameter
from kcdesk.work.queries.schemes import ValueLine, scheme_values
from kcdesk.work.queries.schemes.values import WHICH

COLUMNS = ("label", "applies", "shown", "state", "from_text", "until_text", "clock", "clauses")


class ValuePage(ListPage):
    """The figures, as they stand on a day."""

    help_page = "scheme_revisions"

    def __init__(self, screen: Screen) -> None:
        self.home = screen
        place = screen.place
        table = Table(
            ValueLine,
            columns=COLUMNS,
            name="values",
            settings=place.settings,
            unit="项",
            label="数值",
            actions=(
                Action(
                    "修改(E)…",
                    self.revise,
                    icon="edit",
                    for_line=True,
                    primary=True,
                    is_wanted=lambda: getattr(screen, "may_revise", False),
                ),
                Action("历次数值(H)", self.show_history, icon="history", for_line=True),
            ),
            empty=Empty("这一天没有规定任何数值。"),
        )
        table.filter.setPlaceholderText("名称、情形或条款号")
        self.day = make_field(Slot("on", Field("day", "日期"), required=False), place.sources)
        self.day.setFixedWidth(theme.em(11))
        self.which = OptionFilter("范围(&Z)", WHICH[1:], first=WHICH[0])
        super().__init__(place.desk, table, self._values)
        label = plain_label("日期(&D)", wrap=False)
        label.setBuddy(self.day)
        table.add_filter(label)
        table.add_filter(self.day)
        table.add_filter(self.which)
        self.day.left.connect(self.reload)
        self.which.chosen.connect(lambda _value: self.reload())
        table.opened.connect(lambda _ident: self._history_of_current())

    @property
    def on(self) -> date | None:
        """The day chosen; None (today) while it can't be read."""
        try:
            found: date | None = self.day.value()
        except Refusal:
            return None
        return found

    def _values(self, text: str) -> Any:
        day = "" if self.on is None else f"{self.on.isoformat()}的规定"
        self.table.say_also(day or "今天的规定")
        return scheme_values(on=self.on, find=text, which=self.which.value or "in_force")

    def revise(self, line: ValueLine) -> None:
        """The new value, from when, by which document: a new revision is made of it."""
        which = f"（{line.applies}）" if line.applies else ""
        self.home.edit(
            ReviseParameter,
            title=f"修改“{line.label}”",
            explain=(
                f"{line.label}{which}现为{line.shown}，按{line.clock}取值。"
                "保存后另成一个新版本，原版本和已经作出的决定都不变。"
                "写法与原值相同，要带单位。"
            ),
            values={
                "parameter": line.parameter,
                "applies": line.key,
                "tier": line.tier,
                "value": line.written,
            },
            hidden=("parameter", "applies", "tier"),
            save_label="保存为新版本",
        )

    def show_history(self, line: ValueLine) -> None:
        """Every value there was, is and will be."""
        table = Table(
            ValueLine,
            columns=COLUMNS[1:],
            name="value_history",
            settings=self.home.place.settings,
            may_filter=False,
            unit="项",
            label=f"{line.label}的历次数值",
        )
        page = ListPage(
            self.desk, table, lambda _text: scheme_values(which="all", parameter=line.parameter)
        )
        self.home.push(page, f"{line.label}的历次数值")
        page.reload()

    def _history_of_current(self) -> None:
        line = self.table.line()
        if line is not None:
            self.show_history(line)
