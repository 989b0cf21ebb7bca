"""The tabs of a firm: its qualifications, contacts and time on the list; what later stages know."""

from __future__ import annotations

from typing import Any

from kcdesk.ui.kit import Action, Empty, Screen, dialogs
from kcdesk.ui.panels import CardPanel, TablePanel
from kcdesk.work.commands.enterprises.facts import PASSED
from kcdesk.work.commands.enterprises.records import (
    EndQualification,
    RecordContact,
    RecordQualification,
    RemoveContact,
)
from kcdesk.work.commands.enterprises.reviews import ReviewQualification
from kcdesk.work.queries.applications import ApplicationLine, applications
from kcdesk.work.queries.claims import ClaimLine, claims
from kcdesk.work.queries.enterprises.card import (
    ContactLine,
    EnterpriseCard,
    ListingLine,
    QualificationLine,
)
from kcdesk.work.queries.loans import LoanLine, loans


class QualificationPanel(CardPanel, TablePanel):
    """资质: recorded, ended."""

    title = "资质"
    picture = "ok"

    def __init__(self, screen: Screen, enterprise: int) -> None:
        self._enterprise = enterprise
        super().__init__(
            screen,
            QualificationLine,
            name="enterprise.qualifications",
            unit="项",
            actions=(
                Action("登记资质(A)", self.record, icon="add", key="Ins"),
                Action("终止资质(T)", self.end, for_line=True, may=lambda q: q.is_live),
                Action("审核资质(S)", self.review, for_line=True, may=lambda q: bool(q.review)),
            ),
            empty=Empty(
                "还没有登记资质。", "按认定文件登记，纳入名录库时要用。", "登记资质(A)", self.record
            ),
        )
        self.table.opened.connect(lambda _ident: None)

    def show_card(self, card: EnterpriseCard) -> None:
        self.show_answer(card.qualifications)

    def record(self) -> None:
        """登记资质。"""
        self.home.edit(
            RecordQualification, values={"enterprise": self._enterprise}, hidden=("enterprise",)
        )

    def end(self, line: QualificationLine) -> None:
        """终止资质。"""
        self.home.edit(
            EndQualification,
            title=f"终止资质：{line.kind}",
            values={"qualification": line.id},
            hidden=("qualification",),
            explain="填写最后有效的一天。已发放的贷款不受影响。",
            save_label="终止资质",
        )

    def review(self, line: QualificationLine) -> None:
        """审核资质。"""
        self.home.edit(
            ReviewQualification,
            title=f"审核资质：{line.kind}",
            values={
                "qualification": line.id,
                "result": PASSED,
                "reviewed_on": self.home.place.sources.today(),
            },
            hidden=("qualification",),
            explain="由复核人员办理，最好不是录入这项资质的人。通过后才能据以纳入名录库。",
            save_label="审核",
        )


class ContactPanel(CardPanel, TablePanel):
    """联系人: recorded, removed."""

    title = "联系人"
    picture = "person"

    def __init__(self, screen: Screen, enterprise: int) -> None:
        self._enterprise = enterprise
        super().__init__(
            screen,
            ContactLine,
            name="enterprise.contacts",
            unit="人",
            actions=(
                Action("登记联系人(A)", self.record, icon="add", key="Ins"),
                Action("删除(D)", self.remove, icon="delete", key="Del", for_line=True),
            ),
            empty=Empty("还没有联系人。", "", "登记联系人(A)", self.record),
        )
        self.table.opened.connect(lambda _ident: None)

    def show_card(self, card: EnterpriseCard) -> None:
        self.show_answer(card.contacts)

    def record(self) -> None:
        """登记联系人。"""
        self.home.edit(
            RecordContact, values={"enterprise": self._enterprise}, hidden=("enterprise",)
        )

    def remove(self, line: ContactLine) -> None:
        """Ask, then delete; undo brings the contact back."""
        dialogs.question(
            self,
            "删除联系人？",
            f"{line.name}　{line.phone}\n\n删除后可以在“办理记录”中撤销。",
            yes="删除(D)",
            then=lambda: self.home.do(RemoveContact(contact=line.id)),
        )


class ListingPanel(CardPanel, TablePanel):
    """名录记录: every stretch of time on the list, never changed here."""

    title = "名录记录"
    picture = "history"

    def __init__(self, screen: Screen) -> None:
        super().__init__(
            screen,
            ListingLine,
            name="enterprise.listings",
            unit="次",
            empty=Empty("还没有纳入过名录库。"),
        )
        self.table.opened.connect(lambda _ident: None)

    def show_card(self, card: EnterpriseCard) -> None:
        self.show_answer(card.listings)


class LoansPanel(TablePanel):
    """贷款 of the firm over all banks; Enter opens one."""

    title = "贷款"
    picture = "loan"

    def __init__(self, screen: Screen, enterprise: int) -> None:
        self._enterprise = enterprise
        super().__init__(
            screen,
            LoanLine,
            columns=(
                "contract_no", "bank", "amount", "outstanding", "disbursed_on", "final_due_on",
                "state", "overdue_days", "grade",
            ),
            name="enterprise.loans",
            unit="笔",
            actions=(Action("登记放款(A)", self.begin, icon="add", key="Ins"),),
            empty=Empty("这家企业还没有科创贷款。"),
        )  # fmt: skip
        self.table.opened.connect(lambda ident: screen.navigate.emit("loans", ident))

    def question(self) -> Any:
        return loans(enterprise=self._enterprise)

    def begin(self) -> None:
        """登记放款 for this firm."""
        self.home.begun.emit("loans", {"enterprise": self._enterprise})


class ApplicationsPanel(TablePanel):
    """贷款申请 of the firm; Enter opens one."""

    title = "贷款申请"
    picture = "application"

    def __init__(self, screen: Screen, enterprise: int) -> None:
        self._enterprise = enterprise
        super().__init__(
            screen,
            ApplicationLine,
            columns=("number", "bank", "applied_on", "amount", "term_months", "security", "state"),
            name="enterprise.applications",
            unit="件",
            actions=(Action("登记贷款申请(A)", self.begin, icon="add", key="Ins"),),
            empty=Empty("这家企业还没有贷款申请。"),
        )
        self.table.opened.connect(lambda ident: screen.navigate.emit("applications", ident))

    def question(self) -> Any:
        return applications(enterprise=self._enterprise)

    def begin(self) -> None:
        """登记贷款申请 for this firm."""
        self.home.begun.emit("applications", {"enterprise": self._enterprise})


class ClaimsPanel(TablePanel):
    """代偿申请 for the firm's loans; Enter opens one."""

    title = "代偿申请"
    picture = "claim"

    def __init__(self, screen: Screen, enterprise: int) -> None:
        self._enterprise = enterprise
        super().__init__(
            screen,
            ClaimLine,
            columns=(
                "number", "contract_no", "bank", "filed_on", "principal", "loss", "fund_share",
                "state",
            ),
            name="enterprise.claims",
            unit="件",
            empty=Empty("这家企业没有代偿申请。"),
        )  # fmt: skip
        self.table.opened.connect(lambda ident: screen.navigate.emit("claims", ident))

    def question(self) -> Any:
        return claims(enterprise=self._enterprise)
