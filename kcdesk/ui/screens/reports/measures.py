"""统计分析: indicators, targets, limits, fees of a time; each figure opens its definition."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from PySide6.QtWidgets import QVBoxLayout

from kcdesk.kernel.kinds import Option
from kcdesk.ui.kit import Action, Empty, ListPage, Page, Place, Screen, Table, theme
from kcdesk.ui.kit.notice import plain_label
from kcdesk.ui.panels import Asked, Choose, OptionFilter, choose_place
from kcdesk.ui.panels.exporting import export_list
from kcdesk.ui.panels.periods import choose_form, choose_period
from kcdesk.ui.panels.tabbed import TabbedLists
from kcdesk.ui.screens.reports import cards
from kcdesk.ui.screens.reports.period import PeriodBar
from kcdesk.work.queries.reports import (
    BankReturnLine,
    BreakdownLine,
    BreakerLine,
    FeeLine,
    ReportLine,
    TargetLine,
    bank_returns,
    breakdown_lines,
    breaker_lines,
    fee_lines,
    fee_options,
    fee_totals,
    report_lines,
    target_lines,
)
from kcdesk.work.query import Ask, OptionLine

REPORT_COLUMNS = ("label", "shown", "part_shown", "whole_shown", "span", "clauses")
GROUP_COLUMNS = ("indicator", "label", "shown", "part_shown", "whole_shown")
BANK_COLUMNS = (
    "bank", "loans_count", "lent", "year_loans_count", "year_lent", "year_filed", "first_count",
    "rate", "due", "repaid", "live_count", "outstanding", "overdue", "bad", "bad_rate", "paid",
    "year_paid", "recovered", "year_returned", "extended", "firms_count", "year_firms_count",
    "borrowers_count",
)  # fmt: skip
TARGET_COLUMNS = (
    "label", "actual", "goal", "done", "gap", "is_reached", "due_on", "base", "clauses",
)  # fmt: skip
BREAKER_COLUMNS = (
    "who", "shown", "amounts", "distance", "state", "beside", "limit", "beside_label", "label",
    "clauses",
)  # fmt: skip
FEE_COLUMNS = (
    "enterprise", "bank", "contract_no", "disbursed_on", "loan_amount", "interest_paid", "amount",
    "trouble", "words", "payer", "payee",
)  # fmt: skip
PRINTED = (ReportLine, BankReturnLine, TargetLine)
"""The lists whose figures stand on the returns."""
OPENS = {FeeLine: "看贷款(V)", BankReturnLine: "看机构(V)"}
NOTHING = "本单位执行的方案没有这一项。"
TABS_ASKED = {"分列": "groups", "目标": "targets", "预警线": "breakers", "费用补贴": "fees"}
"""Which tab is shown only where the programme has such a thing."""


class MeasureScreen(Screen):
    """统计分析。"""

    def __init__(self, place: Place, *, save_as: Choose = choose_place) -> None:
        super().__init__(place, "统计分析")
        self._save_as = save_as
        self.period = PeriodBar(place.sources)
        self.report_table = self._table(
            ReportLine, "measures", "指标", REPORT_COLUMNS, self.open_indicator,
            Empty(NOTHING, "方案写明的统计指标会自动列在这里。"),
        )  # fmt: skip
        self.group_table = self._table(
            BreakdownLine, "measure_groups", "分列", GROUP_COLUMNS, None,
            Empty("没有可以分列的数据。", "方案写明按银行、类别等分列的指标，有数据后列在这里。"),
        )  # fmt: skip
        self.bank_table = self._table(
            BankReturnLine, "bank_returns", "分机构", BANK_COLUMNS, self._open_bank,
            Empty("还没有合作机构。", "各机构的投放、余额、逾期、代偿和追偿自动列在这里。"),
        )  # fmt: skip
        self.target_table = self._table(
            TargetLine, "targets", "目标", TARGET_COLUMNS, self.open_target,
            Empty(NOTHING, "方案写明的目标任务和完成进度会自动列在这里。"),
        )  # fmt: skip
        self.breaker_table = self._table(
            BreakerLine, "breakers", "预警线", BREAKER_COLUMNS, self.open_breaker,
            Empty("没有要对照的预警线。", "方案写明预警线、且银行已有贷款的，会自动列在这里。"),
        )  # fmt: skip
        self.fee_choice = OptionFilter("项目(&T)", (), first=Option("", "请选择"))
        self.fee_table = self._table(
            FeeLine, "fees", "费用补贴", FEE_COLUMNS, self._open_loan,
            Empty("这段时间没有要计算的贷款。", "期内放款的贷款逐笔列在这里；可以改统计期间再看。"),
        )  # fmt: skip
        self.fee_table.add_filter(self.fee_choice)
        self.fees_known: tuple[OptionLine, ...] = ()
        self.pages_by_title = {
            "指标": self._page(self.report_table, lambda: report_lines(on=self.on)),
            "分列": self._page(self.group_table, lambda: breakdown_lines(on=self.on)),
            "分机构": self._page(self.bank_table, self._ask_banks),
            "目标": self._page(self.target_table, lambda: target_lines(on=self.on)),
            "预警线": self._page(self.breaker_table, lambda: breaker_lines(on=self.on)),
            "费用补贴": FeePage(self.desk, self.fee_table, lambda _text: self._ask_fees()),
        }
        self.lists = TabbedLists(
            tuple((page, title) for title, page in self.pages_by_title.items())
        )
        self.pages.addWidget(MeasurePage(self))
        self.asked = Asked(self, self._show_asked)
        self.period.changed.connect(self._period_changed)
        self.fee_choice.chosen.connect(lambda _value: self.pages_by_title["费用补贴"].reload())
        self.setFocusProxy(self.lists)

    @property
    def on(self) -> date:
        """The day of the report."""
        return self.period.days[1]

    def _show_asked(self) -> None:
        titles: dict[Page, str] = {page: title for title, page in self.pages_by_title.items()}
        asked = {title for title, name in TABS_ASKED.items() if name in self.asked}
        self.lists.show_only(lambda page: titles[page] in asked or titles[page] not in TABS_ASKED)

    def reload(self) -> None:
        super().reload()
        self.asked.reload()
        self.desk.ask(fee_options(), self._show_fees, self, self.say_trouble)

    def open_indicator(self, ident: int) -> None:
        """How an indicator is made."""
        cards.open_indicator(self, ident, self.on)

    def open_target(self, ident: int) -> None:
        """How a target is held against what there is."""
        cards.open_target(self, ident, self.on)

    def open_breaker(self, ident: int) -> None:
        """What a rate rests on."""
        cards.open_breaker(self, ident, self.on)

    def print_report(self) -> None:
        """A return of a month, a quarter or a year; the time on the screen is offered first."""
        choose_form(
            self, "reports", "打印报表", lambda form: choose_period(
                self, form.value, form.label, self._times()
            ),
        )  # fmt: skip

    def _times(self) -> tuple[int, ...]:
        """The month, the quarter and the year of the report, as papers number them."""
        on = self.on
        return (on.year * 100 + on.month, on.year * 10 + (on.month + 2) // 3, on.year)

    def _ask_banks(self) -> Any:
        from_on, until_on = self.period.days
        return bank_returns(from_on=from_on, until_on=until_on)

    def _open_bank(self, ident: int) -> None:
        if ident:  # the total is no institution
            self.navigate.emit("partners", ident)

    def _open_loan(self, ident: int) -> None:
        self.navigate.emit("loans", ident)

    def _period_changed(self) -> None:
        self.go_home()
        self.lists.reload()

    def _table(
        self,
        line_type: type,
        name: str,
        title: str,
        columns: Sequence[str],
        opens: Callable[[int], None] | None,
        empty: Empty,
    ) -> Table:
        def export() -> None:
            export_list(self, title, line_type, every_line(table), self._save_as)

        actions = [Action("导出(X)", export, icon="export")]
        if line_type in PRINTED:
            actions.append(Action("打印报表(P)", self.print_report, icon="print", key="Ctrl+P"))
        if opens is not None:
            label = OPENS.get(line_type, "看口径(V)")
            actions.insert(0, Action(label, lambda line: opens(line.id), for_line=True))
        table = Table(
            line_type, columns=columns, name=name, settings=self.place.settings, unit="行",
            label=title, may_filter=False, actions=tuple(actions), empty=empty,
        )  # fmt: skip
        if opens is not None:
            table.opened.connect(opens)
        return table

    def _page(self, table: Table, ask: Callable[[], Any]) -> ListPage:
        return ListPage(self.desk, table, lambda _text: ask())

    # -- fees --------------------------------------------------------------------------------------

    def _ask_fees(self) -> Any:
        if not self.fee_choice.value:
            return Ask("no_fees", {}, lambda _read: ())
        from_on, until_on = self.period.days
        return fee_lines(fee=self.fee_choice.value, from_on=from_on, until_on=until_on)

    def _show_fees(self, options: Sequence[OptionLine]) -> None:
        """The programme's fees to choose of; the first is shown."""
        if tuple(options) == self.fees_known:
            return
        self.fees_known = tuple(options)
        box = self.fee_choice.box
        box.blockSignals(True)
        box.clear()
        for option in options:
            box.addItem(option.label, option.value)
        box.blockSignals(False)
        self.fee_choice.setVisible(bool(options))
        self.pages_by_title["费用补贴"].reload()


def every_line(table: Table) -> tuple[Any, ...]:
    """The lines as they stand in the table, selected or not."""
    model = table.model
    found = (model.line(row) for row in range(model.rowCount()))
    return tuple(line for line in found if line is not None)


class FeePage(ListPage):
    """Loan by loan, with the totals of the rows below."""

    def _show(self, lines: Sequence[FeeLine]) -> None:
        super()._show(lines)
        totals = fee_totals(lines)
        said = f"贷款{totals.loan_amount.show()}元，费用或补贴{totals.amount.show()}元"
        if totals.open_count:
            said += f"，{totals.open_count}笔无法计算、没有计入"
        self.table.say_also(f"合计：{said}" if lines else "")


class MeasurePage(Page):
    """The time on top, the lists below."""

    def __init__(self, screen: MeasureScreen) -> None:
        super().__init__()
        self._screen = screen
        column = QVBoxLayout(self)
        column.setContentsMargins(0, theme.space(2), 0, 0)
        column.setSpacing(theme.space(1))
        top = QVBoxLayout()
        top.setContentsMargins(theme.space(4), 0, theme.space(4), 0)
        top.setSpacing(theme.space(1))
        top.addWidget(screen.period)
        hint = plain_label("指标、目标和预警线按截止日期统计；分机构和费用补贴按起止日期统计。")
        hint.setProperty("aid", True)
        top.addWidget(hint)
        column.addLayout(top)
        column.addWidget(screen.lists, 1)
        self.setFocusProxy(screen.lists)

    def reload(self) -> None:
        self._screen.lists.reload()
