"""The applications: the list, the card, each step from the paper form to the loan."""

from __future__ import annotations

from typing import Any

from kcdesk.domain.applications import ApplicationEvent
from kcdesk.ui.kit import Action, Card, Empty, ListScreen, Place
from kcdesk.ui.panels import (
    Asked,
    FilesPanel,
    HistoryPanel,
    OptionFilter,
    PapersPanel,
    RecordPage,
)
from kcdesk.ui.panels.batching import batch_action
from kcdesk.ui.panels.choosing import Choose, choose_file, choose_place
from kcdesk.ui.panels.exporting import export_list
from kcdesk.ui.panels.milestones import MilestonesPanel
from kcdesk.ui.panels.standing import add_entries
from kcdesk.ui.screens.applications import entry
from kcdesk.ui.screens.applications.annexes import AnnexPanel
from kcdesk.ui.screens.applications.card import MaterialsPanel, looks, may
from kcdesk.work.queries.applications import (
    STATES,
    ApplicationCard,
    ApplicationLine,
    application_card,
    applications,
)

COLUMNS = (
    "enterprise", "number", "bank", "amount", "applied_on", "state", "term_months", "security",
    "purpose", "guarantor", "is_first_loan", "is_renewal", "decided_on",
)  # fmt: skip

may_review = may(ApplicationEvent.RECOMMEND)
may_decide = may(ApplicationEvent.APPROVE)
may_disburse = may(ApplicationEvent.DISBURSE)
may_withdraw = may(ApplicationEvent.WITHDRAW)


def may_resubmit(line: Any) -> bool:
    """Whether it was returned and can come back."""
    return bool(line.state == "returned")


class ApplicationScreen(ListScreen):
    """贷款申请。"""

    def __init__(
        self, place: Place, *, attach: Choose = choose_file, save_as: Choose = choose_place
    ) -> None:
        self._attach, self._save_as = attach, save_as
        self.state = OptionFilter("状态(&T)", STATES)
        super().__init__(
            place,
            "贷款申请",
            ApplicationLine,
            lambda text: applications(find=text, state=self.state.value),
            name="applications",
            unit="件",
            columns=COLUMNS,
            actions=(
                Action("登记申请(A)", self.start_new, icon="add", key="Ins", primary=True),
                Action("初审(R)", self.review, for_line=True, may=may_review),
                Action("登记银行审批(D)", self.decide, for_line=True, may=may_decide),
                Action("登记放款(L)", self.lend, for_line=True, may=may_disburse),
                Action("重新提交(E)", self.resubmit, for_line=True, may=may_resubmit),
                Action("撤回(W)", self.withdraw, for_line=True, may=may_withdraw),
                Action("导出(X)", self.export, icon="export"),
                batch_action(self, lambda: self.table, "applications"),
            ),
            empty=Empty(
                "还没有贷款申请。",
                "企业交来申请表后在这里登记，系统会先核对名录、机构和额度，并能打印申请表。",
                "登记申请(A)",
                self.start_new,
            ),
        )
        self.asked = Asked(self)
        self.table.filter.setPlaceholderText("企业名称、拼音首字母或申请编号")
        self.table.add_filter(self.state)
        self.state.chosen.connect(self._filter_chosen)

    def _filter_chosen(self, _value: str) -> None:
        self.table.say_also(self.state.words)
        self.list_page.reload()

    def reload(self) -> None:
        super().reload()
        self.asked.reload()

    def open_record(self, ident: int) -> None:
        self.asked.then(lambda: self._open(ident))

    def _open(self, ident: int) -> None:
        card = Card(
            ApplicationCard,
            looks(self.asked),
            actions=(
                Action("初审(R)", self.review, for_line=True, may=may_review, primary=True),
                Action("登记银行审批(D)", self.decide, for_line=True, may=may_decide),
                Action("登记放款(L)", self.lend, icon="loan", for_line=True, may=may_disburse),
                Action("重新提交(T)", self.resubmit, for_line=True, may=may_resubmit),
                Action("撤回(W)", self.withdraw, for_line=True, may=may_withdraw),
            ),
            settings=self.place.settings,
            spread=True,
        )
        page = RecordPage(self, card, lambda: application_card(application=ident))
        page.came.connect(lambda c: self.retitle(page, c.number))
        if "materials" in self.asked:
            page.add(MaterialsPanel(self, lambda card, line: entry.tick(self, card, line)))
        if "milestones" in self.asked:
            page.add(MilestonesPanel(self, application=ident))
        page.add(AnnexPanel(self, ident))
        page.add(PapersPanel(self, "applications", ident))
        page.add(FilesPanel(self, "applications", ident, choose=self._attach, place=self._save_as))
        page.add(HistoryPanel(self, "application", ident))
        add_entries(page, self, "applications", ident)
        self.push(page, "申请")

    # -- steps ---------------------------------------------------------------------------------------

    def start_new(self, **values: Any) -> None:
        """登记贷款申请。"""
        self.asked.then(
            lambda: entry.file_application(self, self.asked, values, lambda _done: None)
        )

    def review(self, line: ApplicationLine) -> None:
        """申请初审。"""
        entry.review(self, line)

    def decide(self, line: ApplicationLine) -> None:
        """登记银行审批结果。"""
        entry.record_decision(self, line)

    def resubmit(self, line: ApplicationLine) -> None:
        """补正后重新提交。"""
        entry.resubmit(self, line)

    def withdraw(self, line: ApplicationLine) -> None:
        """撤回申请。"""
        entry.withdraw(self, line)

    def lend(self, line: ApplicationLine) -> None:
        """Go on to the entry of the loan, with what the application says."""
        self.desk.ask(
            application_card(application=line.id),
            lambda card: self.begun.emit("loans", entry.loan_values(card)),
            self,
            self.say_trouble,
        )

    def export(self) -> None:
        """The lines as they are shown now."""
        model = self.table.model
        lines = [model.line(row) for row in range(model.rowCount())]
        export_list(self, "贷款申请", ApplicationLine, lines, self._save_as)
