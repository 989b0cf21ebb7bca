"""The entries of one register, with the columns the programme declares."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kcdesk.domain.schemes.registering import RegisterKind
from kcdesk.kernel.kinds import Option, slots_of
from kcdesk.ui.kit import Action, Empty, ListPage, Remark, Table
from kcdesk.ui.panels.entering import close_entry, record_entry, revise_entry
from kcdesk.ui.panels.exporting import export_list
from kcdesk.ui.panels.filters import OptionFilter
from kcdesk.ui.screens.registers.totals import TotalsPage
from kcdesk.work.queries.registers import EntryTable, line_type, table_asked

if TYPE_CHECKING:
    from kcdesk.ui.screens.registers.screen import RegisterScreen

OPEN = Option("*open", "未办结")
FIRST = ("subject", "noted_on", "state", "due_on")
LAST = ("state_on", "result", "is_overdue", "number")
"""Columns that stand at the ends: whose it is and what is to be done, and what is looked at least."""


def columns(kind: RegisterKind) -> tuple[str, ...]:
    """Whose it is and where it stands, then what the register asks for."""
    shown = [s.name for s in slots_of(line_type(kind)) if s.field.kind != "record"]
    first = [n for n in FIRST if n in shown]
    last = [n for n in LAST if n in shown]
    return (*first, *(n for n in shown if n not in (*first, *last)), *last)


class EntriesPage(ListPage):
    """One register."""

    def __init__(self, screen: RegisterScreen, kind: RegisterKind) -> None:
        self.home, self.kind = screen, kind
        self.state = OptionFilter("状态(&T)", (OPEN, *kind.state_options))
        table = Table(
            line_type(kind),
            name=f"register.{kind.id}",
            settings=screen.place.settings,
            label=kind.label,
            columns=columns(kind),
            actions=self._actions(),
            empty=Empty(
                f"“{kind.label}”还没有登记。", kind.note or "发生一件登记一件。", "登记(A)",
                self.record,
            ),
        )  # fmt: skip
        super().__init__(screen.desk, table, self._ask_table)
        table.filter.setPlaceholderText("所属记录、拼音首字母、内容或登记编号")
        if kind.states:
            table.add_filter(self.state)
            self.state.chosen.connect(self._filter_chosen)
        table.opened.connect(screen.open_entry)
        self.reload()

    def _actions(self) -> tuple[Action, ...]:
        kind = self.kind
        closing = Action(
            "登记办理结果(R)",
            lambda line: close_entry(self.home, kind, line),
            for_line=True,
            may=lambda line: not kind.is_closed(line.state),
        )
        return (
            Action("登记(A)", self.record, icon="add", key="Ins", primary=True),
            *((closing,) if kind.states else ()),
            Action("修改(E)", self.revise, icon="edit", key="F2", for_line=True),
            Action("汇总(U)", self.sum_up),
            Action("导出(X)", self.export, icon="export"),
        )

    def record(self) -> None:
        """A new entry."""
        record_entry(self.home, self.kind)

    def revise(self, line: Any) -> None:
        """What an entry says."""
        revise_entry(self.home, self.kind, line)

    def sum_up(self) -> None:
        """What the entries of a period add up to."""
        self.home.push(TotalsPage(self.home, self.kind), "汇总")

    def export(self) -> None:
        """The lines as they are shown now."""
        model = self.table.model
        lines = [model.line(row) for row in range(model.rowCount())]
        export_list(self.home, self.kind.label, line_type(self.kind), lines, self.home.save_as)

    def _ask_table(self, text: str) -> Any:
        chosen = self.state.value
        if chosen == OPEN.value:
            return table_asked(self.kind.id, text, is_open=True)
        return table_asked(self.kind.id, text, chosen)

    def _filter_chosen(self, _value: str) -> None:
        self.table.say_also(self.state.words)
        self.reload()

    def _show(self, answer: Any) -> None:
        assert isinstance(answer, EntryTable)
        super()._show(answer.lines)
        if answer.trouble:
            self.trouble.say([Remark(text, "warning") for text in answer.trouble.split("\n")])
