"""What caps at one bank count with, on a firm's card; who else is bound, on a loan's."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kcdesk.ui.kit import Action, Empty, Screen
from kcdesk.ui.panels.narrow import narrowed
from kcdesk.ui.panels.record import TablePanel
from kcdesk.work.commands.loans import (
    AddLoanGuarantor,
    RecordCreditLine,
    RecordPersonLoan,
    RepayPersonLoan,
)
from kcdesk.work.queries.loans import (
    CreditLine,
    LoanGuarantorLine,
    PersonLoanLine,
    credit_lines,
    loan_guarantors,
    person_loans,
)
from kcdesk.work.queries.partners import partners


class CreditLinesPanel(TablePanel):
    """授信额度: by bank, the one in force marked."""

    title = "授信额度"
    picture = "loan"

    def __init__(self, screen: Screen, enterprise: int) -> None:
        self._enterprise = enterprise
        super().__init__(
            screen,
            CreditLine,
            columns=("bank", "amount", "is_in_force", "from_on", "until_on", "document_no"),
            name="enterprise.credit_lines",
            unit="项",
            actions=(Action("登记授信额度(A)", self.record, icon="add", key="Ins"),),
            empty=Empty(
                "还没有登记授信额度。", "银行核定或调整授信后登记，限额按现行的计算。",
                "登记授信额度(A)", self.record,
            ),
        )  # fmt: skip

    def question(self) -> Any:
        return credit_lines(enterprise=self._enterprise)

    def record(self) -> None:
        """登记授信额度。"""
        self.home.edit(
            RecordCreditLine,
            values={"enterprise": self._enterprise},
            hidden=("enterprise",),
            overrides=_banks(self),
            explain="额度调整的另登一项，自生效日期起按新的额度计算。",
        )


class PersonLoansPanel(TablePanel):
    """关联人贷款: of the legal representative and the controller, for the firm."""

    title = "关联人贷款"
    picture = "person"

    def __init__(self, screen: Screen, enterprise: int) -> None:
        self._enterprise = enterprise
        super().__init__(
            screen,
            PersonLoanLine,
            columns=(
                "name", "role", "bank", "amount", "outstanding", "taken_on", "is_later",
                "contract_no", "note",
            ),
            name="enterprise.person_loans",
            unit="笔",
            actions=(
                Action("登记关联人贷款(A)", self.record, icon="add", key="Ins"),
                Action(
                    "登记还款(R)", self.repay, for_line=True,
                    may=lambda line: bool(line.outstanding),
                ),
            ),
            empty=Empty(
                "没有关联人经营贷款。",
                "法定代表人、实际控制人为企业经营借的款在这里登记。",
                "登记关联人贷款(A)",
                self.record,
            ),
        )  # fmt: skip

    def question(self) -> Any:
        return person_loans(enterprise=self._enterprise)

    def record(self) -> None:
        """登记一笔。"""
        self.home.edit(
            RecordPersonLoan,
            values={"enterprise": self._enterprise},
            hidden=("enterprise",),
            overrides=_banks(self),
            explain="只登记用于本企业经营的贷款；在企业贷款之后借的，与企业贷款合并计算。",
        )

    def repay(self, line: PersonLoanLine) -> None:
        """登记还款。"""
        self.home.edit(
            RepayPersonLoan,
            title=f"登记关联人还款：{line.name}",
            values={"person_loan": line.id, "repaid_on": self.home.place.sources.today()},
            hidden=("person_loan",),
            explain=f"未还本金{line.outstanding.show()}元。",
        )


class GuarantorsPanel(TablePanel):
    """其他担保人: beside the main guarantor, or towards it."""

    title = "其他担保人"
    picture = "person"

    def __init__(self, screen: Screen, loan: int) -> None:
        self._loan = loan
        super().__init__(
            screen,
            LoanGuarantorLine,
            columns=("name", "kind", "is_counter", "guaranteed", "document_no", "note"),
            name="loan.guarantors",
            unit="个",
            actions=(Action("登记其他担保人(A)", self.add, icon="add", key="Ins"),),
            empty=Empty(
                "没有其他担保人。",
                "另有担保机构、企业或个人担保的，或为担保机构提供反担保的，在这里登记。",
                "登记其他担保人(A)",
                self.add,
            ),
        )

    def question(self) -> Any:
        return loan_guarantors(loan=self._loan)

    def add(self) -> None:
        """登记一个。"""
        self.home.edit(
            AddLoanGuarantor,
            values={"loan": self._loan},
            hidden=("loan",),
            explain="损失仍按放款时登记的担保机构分担，这里登记的不改变分担比例。",
        )


def _banks(panel: TablePanel) -> Mapping[str, Any]:
    return {"bank": narrowed(panel.desk, lambda text: partners(kind="bank", find=text))}
