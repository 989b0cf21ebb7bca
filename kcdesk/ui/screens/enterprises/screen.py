"""The firms: the list with its search, the card, what is entered, the list taken in and given out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from kcdesk.ui.kit import Action, Card, Empty, ListScreen, Place
from kcdesk.ui.kit.notice import plain_label
from kcdesk.ui.panels import (
    Asked,
    FilesPanel,
    HistoryPanel,
    OptionFilter,
    Panel,
    RecordPage,
    add_papers,
)
from kcdesk.ui.panels.choosing import Choose, choose_file, choose_place
from kcdesk.ui.panels.credit import CreditLinesPanel, PersonLoansPanel
from kcdesk.ui.panels.exporting import export_list
from kcdesk.ui.panels.standing import add_entries
from kcdesk.ui.screens.enterprises import entry
from kcdesk.ui.screens.enterprises.card import (
    is_listed,
    looks,
    may_be_listed,
    may_be_renewed,
    short,
)
from kcdesk.ui.screens.enterprises.importing import ImportPage, choose_list
from kcdesk.ui.screens.enterprises.lists import BanPage, ProposalPage, VersionPage
from kcdesk.ui.screens.enterprises.panels import (
    ApplicationsPanel,
    ClaimsPanel,
    ContactPanel,
    ListingPanel,
    LoansPanel,
    QualificationPanel,
)
from kcdesk.ui.screens.enterprises.particulars import ParticularsPanel
from kcdesk.ui.screens.enterprises.standing import (
    AgainstPanel,
    ClassPanel,
    FigurePanel,
    RoundPanel,
)
from kcdesk.work.queries.enterprises.card import EnterpriseCard, enterprise_card
from kcdesk.work.queries.enterprises.lists import (
    STATES,
    EnterpriseCounts,
    EnterpriseLine,
    enterprise_counts,
    enterprises,
)

ASKED_PANELS: Mapping[str, Callable[..., Panel]] = {
    "figures": FigurePanel,
    "classes": ClassPanel,
    "against": AgainstPanel,
}
"""Tabs on how the firm stands, only where the programme asks for what they hold."""
CREDIT_PANELS: Mapping[str, Callable[..., Panel]] = {
    "credit_lines": CreditLinesPanel,
    "person_loans": PersonLoansPanel,
}


class EnterpriseScreen(ListScreen):
    """企业名录。"""

    asked: Asked | None = None
    """None until the list is made, whose actions it says something of."""

    def __init__(
        self,
        place: Place,
        *,
        choose: Choose = choose_list,
        save_as: Choose = choose_place,
        attach: Choose = choose_file,
    ) -> None:
        """`choose` asks for a list to take in, `save_as` where to write, `attach` for a file."""
        self._choose, self._save_as, self._attach = choose, save_as, attach
        self.state = OptionFilter("状态(&T)", STATES)
        super().__init__(
            place,
            "企业名录",
            EnterpriseLine,
            lambda text: enterprises(find=text, state=self.state.value),
            name="enterprises",
            unit="家",
            actions=(
                Action("导入名单(I)", self.take_in, icon="import", primary=True),
                Action("登记企业(A)", self.start_new, icon="add", key="Ins"),
                Action("导出(X)", self.export, icon="export"),
                Action("调整建议(J)", self.show_proposals, icon="refresh"),
                Action("名录版次(V)", self.show_versions),
                Action("禁入名单(K)", self.show_bans, is_wanted=lambda: self.asks("against")),
                Action("纳入名录库(R)", self.admit, for_line=True, may=may_be_listed),
                Action("调出名录库(O)", self.remove, for_line=True, may=is_listed),
            ),
            empty=Empty(
                "还没有企业。",
                "把县里的科创企业名单（WPS、Excel 表格）导入进来，先预览再确认，可以整批撤销。",
                "导入名单(I)",
                self.take_in,
            ),
        )
        self.table.filter.setPlaceholderText("名称、拼音首字母、代码")
        self.table.add_filter(self.state)
        self.totals = plain_label("", wrap=False)
        self.totals.setProperty("muted", True)
        self.totals.setAccessibleName("企业户数")
        self.table.add_filter(self.totals)
        self.state.chosen.connect(self._filter_chosen)
        self.asked = Asked(self, lambda: self.table.bar.follow(self.table.line()))

    def asks(self, name: str) -> bool:
        """Whether the programme asks for this of firms; not while that is not known."""
        return self.asked is not None and name in self.asked

    def reload(self) -> None:
        super().reload()
        if self.asked is not None:
            self.asked.reload()
        self.desk.ask(enterprise_counts(), self._show_counts, self, self.say_trouble)

    def _show_counts(self, counts: EnterpriseCounts) -> None:
        self.totals.setText(f"登记{counts.total_count:,}家，在库{counts.listed_count:,}家")

    def _filter_chosen(self, _value: str) -> None:
        self.table.say_also(self.state.words)
        self.list_page.reload()

    # -- the card --------------------------------------------------------------------------------

    def open_record(self, ident: int) -> None:
        assert self.asked is not None
        self.asked.then(lambda: self._open(ident))

    def _open(self, ident: int) -> None:
        card = Card(
            EnterpriseCard,
            looks(by_year=self.asks("figures")),
            actions=(
                Action("修改资料(E)", lambda c: entry.revise(self, c), icon="edit", for_line=True),
                Action("纳入名录库(R)", self.admit, for_line=True, may=may_be_listed, primary=True),
                Action("登记贷款申请(L)", self.apply, for_line=True, may=is_listed),
                Action("续期或转正(N)", self.renew, for_line=True, may=may_be_renewed),
                Action("调出名录库(O)", self.remove, for_line=True, may=is_listed),
            ),
            settings=self.place.settings,
            spread=True,
        )
        page = RecordPage(self, card, lambda: enterprise_card(enterprise=ident))
        page.came.connect(lambda c: self.retitle(page, short(c.name)))
        page.add(QualificationPanel(self, ident))
        for name, panel in ASKED_PANELS.items():
            if self.asks(name):
                page.add(panel(self, ident))
        page.add(ContactPanel(self, ident))
        page.add(ParticularsPanel(self, ident))
        page.add(ListingPanel(self))
        page.add(RoundPanel(self, ident))
        page.add(ApplicationsPanel(self, ident))
        page.add(LoansPanel(self, ident))
        page.add(ClaimsPanel(self, ident))
        for name, credit in CREDIT_PANELS.items():
            if self.asks(name):
                page.add(credit(self, ident))
        page.add(FilesPanel(self, "enterprises", ident, choose=self._attach, place=self._save_as))
        page.add(HistoryPanel(self, "enterprise", ident))
        add_entries(page, self, "enterprises", ident)
        add_papers(page, self, "enterprises", ident)
        self.push(page, "企业")

    # -- what is entered ---------------------------------------------------------------------------

    def start_new(self, **values: Any) -> None:
        """登记企业; its card follows, for the qualification comes next."""
        entry.register(self, values, lambda _done: None)

    def admit(self, firm: EnterpriseLine | EnterpriseCard) -> None:
        """纳入名录库。"""
        assert self.asked is not None
        entry.admit(self, firm, self.asked.hidden("submitted_on"))

    def renew(self, firm: EnterpriseCard) -> None:
        """续期或转正。"""
        entry.renew(self, firm)

    def remove(self, firm: EnterpriseLine | EnterpriseCard) -> None:
        """调出名录库。"""
        entry.remove(self, firm)

    def apply(self, firm: EnterpriseCard) -> None:
        """Go on to the application of this firm."""
        self.begun.emit("applications", {"enterprise": firm.id})

    # -- the whole list ----------------------------------------------------------------------------

    def show_proposals(self) -> None:
        """调整建议。"""
        self.push(ProposalPage(self), "调整建议")

    def show_versions(self) -> None:
        """名录版次。"""
        self.push(VersionPage(self, self._save_as), "名录版次")

    def show_bans(self) -> None:
        """禁入名单。"""
        self.push(BanPage(self, self._save_as), "禁入名单")

    # -- in and out --------------------------------------------------------------------------------

    def take_in(self) -> None:
        """导入名单: choose a file, then its own page."""
        page = ImportPage(self, choose=self._choose, save_as=self._save_as)
        self.push(page, "导入名单")
        page.choose_file()

    def export(self) -> None:
        """The lines as they are shown now, with the filters in force."""
        export_list(self, "企业名录", EnterpriseLine, self.shown_lines(), self._save_as)

    def shown_lines(self) -> tuple[EnterpriseLine, ...]:
        """Every line of the list in its order."""
        model = self.table.model
        found = (model.line(row) for row in range(model.rowCount()))
        return tuple(line for line in found if line is not None)
