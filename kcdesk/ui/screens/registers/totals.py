"""汇总: what a register's entries of a period add up to."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from kcdesk.domain.schemes.registering import RegisterKind
from kcdesk.kernel.kinds import Option
from kcdesk.ui.kit import Action, Empty, ListPage, Table
from kcdesk.ui.panels.exporting import export_list
from kcdesk.ui.panels.filters import OptionFilter
from kcdesk.work.queries.registers import RegisterTotalLine, register_totals

if TYPE_CHECKING:
    from kcdesk.ui.screens.registers.screen import RegisterScreen

PERIODS = (Option("month", "本月"), Option("year", "本年"), Option("last_year", "上年"))


def period(choice: str, today: date) -> tuple[date | None, date | None]:
    """The first and the last day of a period; nothing is no bound."""
    match choice:
        case "month":
            return today.replace(day=1), today
        case "year":
            return date(today.year, 1, 1), today
        case "last_year":
            return date(today.year - 1, 1, 1), date(today.year - 1, 12, 31)
        case _:
            return None, None


class TotalsPage(ListPage):
    """Sums and counts of one register."""

    def __init__(self, screen: RegisterScreen, kind: RegisterKind) -> None:
        self.home, self.kind = screen, kind
        self.period = OptionFilter("期间(&P)", PERIODS)
        table = Table(
            RegisterTotalLine,
            name="register_totals",
            settings=screen.place.settings,
            label=f"{kind.label}汇总",
            may_filter=False,
            actions=(Action("导出(X)", self.export, icon="export"),),
            empty=Empty("没有可以汇总的内容。"),
            unit="项",
        )
        super().__init__(screen.desk, table, self._ask_totals)
        table.add_filter(self.period)
        self.period.chosen.connect(lambda _value: self.reload())
        self.reload()

    def export(self) -> None:
        """The totals as they are shown."""
        model = self.table.model
        lines = [model.line(row) for row in range(model.rowCount())]
        title = f"{self.kind.label}汇总"
        export_list(self.home, title, RegisterTotalLine, lines, self.home.save_as)

    def _ask_totals(self, _text: str) -> Any:
        from_on, until_on = period(self.period.value, self.home.place.sources.today())
        return register_totals(register=self.kind.id, from_on=from_on, until_on=until_on)
