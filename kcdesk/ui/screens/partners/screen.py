"""Institutions: the list, who offers the largest line, the market rate they lend by."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kcdesk.ui.kit import Action, Empty, Group, ListPage, Page, Place, Screen, Table
from kcdesk.ui.panels import Asked, offering
from kcdesk.ui.panels.periods import show_paper
from kcdesk.ui.panels.tabbed import TabbedLists
from kcdesk.ui.screens.partners import states
from kcdesk.ui.screens.partners.card import partner_page
from kcdesk.work.commands.partners import (
    DisqualifyPartner,
    EndPartnership,
    RecordReferenceRate,
    RegisterPartner,
    ResumePartner,
    RevisePartner,
    SuspendPartner,
    TickPartnerRequirements,
)
from kcdesk.work.queries.partners import (
    PartnerCard,
    PartnerLine,
    RankingLine,
    RateLine,
    partner_ranking,
    partner_requirements,
    partners,
    reference_rates,
)

ACCOUNT = Group("收款账户", ("account_name", "account_bank", "account_no"))
CONTACT = Group("联系人", ("contact_name", "contact_phone"))
TEAM_ASKED = ("tech_from_on", "service_team")
TEAM = Group("科技金融", TEAM_ASKED)
REVISED = (
    "agreement_no", "account_name", "account_bank", "account_no", "contact_name", "contact_phone",
    "tech_from_on", "service_team",
)  # fmt: skip


class PartnerScreen(Screen):
    """合作机构名单、合作条件排序、市场报价利率。"""

    def __init__(self, place: Place) -> None:
        super().__init__(place, "合作机构")
        self.table = Table(
            PartnerLine,
            name="partners",
            settings=place.settings,
            unit="家",
            label="合作机构",
            columns=(
                "name", "kind", "state", "agreement_no", "agreement_until_on", "joined_on",
                "left_on", "contact_name", "contact_phone", "account_name", "account_bank",
                "account_no", "tech_from_on", "service_team",
            ),
            actions=(
                Action("登记合作机构(A)", self.start_new, icon="add", key="Ins", primary=True),
                Action("打开(O)", lambda line: self.open_record(line.id), icon="open", for_line=True),
                Action("修改(E)", self.revise, icon="edit", key="F2", for_line=True),
                Action("暂停全部机构(Z)", self.suspend_all),
                Action("恢复全部机构(H)", self.resume_all),
            ),
            empty=Empty(
                "还没有合作机构。",
                "先登记合作银行，才能登记贷款申请和放款；有担保机构分担风险的，也在这里登记。",
                "登记合作机构(A)",
                self.start_new,
            ),
        )  # fmt: skip
        self.ranking = Table(
            RankingLine,
            name="partner_ranking",
            settings=place.settings,
            may_filter=False,
            unit="家",
            label="合作银行排序",
            empty=Empty("还没有核对过合作条件。", "核对后按授信总额从高到低排列。"),
        )
        self.rates = Table(
            RateLine,
            name="reference_rates",
            settings=place.settings,
            may_filter=False,
            unit="次",
            label="市场报价利率",
            actions=(Action("登记利率(L)", self.record_rate, icon="add", key="Ins", primary=True),),
            empty=Empty(
                "还没有登记市场报价利率。",
                "协议按市场报价利率加点的，每次发布后登记；放款时按当天有效的报价核对。",
                "登记利率(L)",
                self.record_rate,
            ),
        )
        self.list_page = ListPage(place.desk, self.table, lambda text: partners(find=text))
        ranking_page = ListPage(place.desk, self.ranking, lambda _text: partner_ranking())
        rates_page = ListPage(place.desk, self.rates, lambda _text: reference_rates())
        self.lists = TabbedLists(
            (
                (self.list_page, "合作机构"),
                (ranking_page, "合作条件排序"),
                (rates_page, "市场报价利率"),
            )
        )
        self._asked_pages = {"requirements": ranking_page, "reference_rates": rates_page}
        self.asked = Asked(self, self._show_asked)
        self.pages.addWidget(self.lists)
        self.table.opened.connect(self.open_record)
        self.ranking.opened.connect(self.open_record)
        self.rates.opened.connect(lambda _ident: None)
        self.setFocusProxy(self.lists)
        self.reload()

    def _show_asked(self) -> None:
        pages: dict[Page, str] = {page: name for name, page in self._asked_pages.items()}
        self.lists.show_only(lambda page: pages.get(page, "") in self.asked)

    def reload(self) -> None:
        super().reload()
        self.asked.reload()

    def start_new(self, **values: Any) -> None:
        self.asked.then(lambda: self._register(values))

    def _register(self, values: Mapping[str, Any]) -> None:
        self.edit(
            RegisterPartner,
            hidden=self.asked.hidden(*TEAM_ASKED),
            values=values,
            groups=(
                Group("机构", ("kind", "name", "joined_on", "agreement_no")),
                ACCOUNT,
                CONTACT,
                TEAM,
            ),
            may_go_on=True,
        )

    def open_record(self, ident: int) -> None:
        self.asked.then(lambda: self._open(ident))

    def _open(self, ident: int) -> None:
        page = partner_page(
            self,
            ident,
            self.asked,
            (
                Action("修改(E)", self.revise, icon="edit", key="F2", for_line=True),
                Action(
                    "核对合作条件(K)",
                    self.tick,
                    icon="ok",
                    for_line=True,
                    is_wanted=lambda: "requirements" in self.asked,
                ),
                Action("贷款台账(T)", self.print_loans, icon="print", for_line=True),
                Action("暂停(P)", self.suspend, icon="warning", for_line=True, may=states.may_lend),
                Action("恢复(H)", self.resume, for_line=True, may=states.is_own_suspension),
                Action("终止合作(Z)", self.end, for_line=True, may=lambda c: c.left_on is None),
                Action(
                    "取消资格(Q)",
                    self.disqualify,
                    icon="stop",
                    for_line=True,
                    may=lambda c: c.state != "disqualified",
                ),
            ),
        )
        self.push(page, "机构")
        page.came.connect(lambda c: self.retitle(page, c.name))

    def print_loans(self, line: PartnerCard) -> None:
        """The loans of a bank, or those a guarantor stands for, as a ledger to print."""
        show_paper(self, "loan_ledger", line.id, "贷款台账")

    def revise(self, line: PartnerLine | PartnerCard) -> None:
        """Agreement number, account, contact, team."""
        self.edit(
            RevisePartner,
            title=f"修改“{line.name}”",
            values={"partner": line.id, **{n: getattr(line, n) for n in REVISED}},
            hidden=("partner", *self.asked.hidden(*TEAM_ASKED)),
            groups=(Group("协议", ("agreement_no",)), ACCOUNT, CONTACT, TEAM),
        )

    def tick(self, card: PartnerCard) -> None:
        """What the programme asks of institutions, and the line this one offers."""
        asked = offering(self.desk, lambda: partner_requirements(kind=card.kind))
        self.edit(
            TickPartnerRequirements,
            values={"partner": card.id, "checked_on": self.place.sources.today()},
            hidden=("partner",),
            overrides={"ticks": asked},
        )

    def suspend(self, card: PartnerCard) -> None:
        """No new business by decision."""
        self._about(SuspendPartner, card)

    def resume(self, card: PartnerCard) -> None:
        """New business goes on."""
        self._about(ResumePartner, card)

    def end(self, card: PartnerCard) -> None:
        """The last day as a partner."""
        self._about(EndPartnership, card)

    def disqualify(self, card: PartnerCard) -> None:
        """Out for good."""
        self._about(DisqualifyPartner, card)

    def suspend_all(self) -> None:
        """No new business with anybody."""
        self.edit(
            SuspendPartner,
            title="暂停全部机构的合作",
            hidden=("partner",),
            save_label="暂停全部机构",
        )

    def resume_all(self) -> None:
        """What was suspended for all goes on."""
        self.edit(
            ResumePartner,
            title="恢复全部机构的合作",
            hidden=("partner",),
            save_label="恢复全部机构",
        )

    def record_rate(self) -> None:
        """A newly published rate."""
        self.edit(RecordReferenceRate, may_go_on=True)

    def _about(self, command: type, card: PartnerCard) -> None:
        self.edit(command, values={"partner": card.id}, hidden=("partner",))
