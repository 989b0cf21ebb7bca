"""Institutions: registered, revised, ended. Their loans and payouts stand with those screens."""

from __future__ import annotations

from typing import Any

from kcdesk.ui.kit import Action, Empty, Group, ListScreen, Place
from kcdesk.work.commands.partners import EndPartnership, RegisterPartner, RevisePartner
from kcdesk.work.queries.partners import PartnerLine, partners

ACCOUNT = Group("收款账户", ("account_name", "account_bank", "account_no"))
CONTACT = Group("联系人", ("contact_name", "contact_phone"))
REVISED = (
    "agreement_no", "account_name", "account_bank", "account_no", "contact_name", "contact_phone",
)  # fmt: skip


class PartnerScreen(ListScreen):
    """合作机构名单。"""

    def __init__(self, place: Place) -> None:
        super().__init__(
            place,
            "合作机构",
            PartnerLine,
            lambda text: partners(find=text),
            name="partners",
            unit="家",
            actions=(
                Action("登记合作机构(A)", self.start_new, icon="add", key="Ins", primary=True),
                Action("修改(E)", self.revise, icon="edit", key="F2", for_line=True),
                Action(
                    "终止合作(T)", self.end, for_line=True, may=lambda line: line.left_on is None
                ),
            ),
            empty=Empty(
                "还没有合作机构。",
                "先登记合作银行，才能登记贷款申请和放款；有担保机构分担风险的，也在这里登记。",
                "登记合作机构(A)",
                self.start_new,
            ),
        )
        self.reload()

    def start_new(self, **values: Any) -> None:
        self.edit(
            RegisterPartner,
            values=values,
            groups=(Group("机构", ("kind", "name", "joined_on", "agreement_no")), ACCOUNT, CONTACT),
            may_go_on=True,
        )

    def open_record(self, ident: int) -> None:
        line = self.table.line() if self.table.go_to(ident) else None
        if line is not None:
            self.revise(line)

    def revise(self, line: PartnerLine) -> None:
        """Agreement, account and contact."""
        self.edit(
            RevisePartner,
            title=f"修改“{line.name}”",
            values={"partner": line.id, **{n: getattr(line, n) for n in REVISED}},
            hidden=("partner",),
            groups=(Group("协议", ("agreement_no",)), ACCOUNT, CONTACT),
        )

    def end(self, line: PartnerLine) -> None:
        """The last day as a partner."""
        self.edit(
            EndPartnership,
            title=f"终止与“{line.name}”的合作",
            values={"partner": line.id},
            hidden=("partner",),
        )
