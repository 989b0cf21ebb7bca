"""The loans screen: ledger, card, and what is entered of a loan."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from kcdesk.domain.loans import Grade
from kcdesk.domain.schemes.breaking import Level
from kcdesk.ui.kit import (
    Action,
    Card,
    Empty,
    Keeping,
    ListScreen,
    LivePreview,
    Place,
    Remark,
)
from kcdesk.ui.panels import (
    Asked,
    FilesPanel,
    HistoryPanel,
    OptionFilter,
    RecordPage,
    add_papers,
    remarks_of,
)
from kcdesk.ui.panels.choosing import Choose, choose_file
from kcdesk.ui.panels.credit import GuarantorsPanel
from kcdesk.ui.panels.filing import file_claim
from kcdesk.ui.panels.milestones import MilestonesPanel
from kcdesk.ui.panels.standing import add_entries
from kcdesk.ui.screens.loans.card import EventsPanel, LoanClaimsPanel, looks
from kcdesk.ui.screens.loans.lending import Lending
from kcdesk.work.command import Command
from kcdesk.work.commands.loans import (
    DeclareAccelerated,
    ExtendLoan,
    GradeLoan,
    RecordRepayment,
    ReportInterestArrears,
)
from kcdesk.work.queries.loans import (
    STATES,
    EffectLine,
    GradeAdvice,
    LoanCard,
    LoanCheck,
    LoanLine,
    extension_check,
    grade_advice,
    grade_effects,
    loan_card,
    loans,
    repayment_effects,
)
from kcdesk.work.query import Ask

COLUMNS = (
    "enterprise", "contract_no", "bank", "amount", "outstanding", "final_due_on", "state",
    "overdue_days", "grade", "disbursed_on", "security",
)  # fmt: skip


def owes(loan: LoanLine | LoanCard) -> bool:
    """Whether anything is still to be repaid."""
    return bool(loan.outstanding)


class LoanScreen(ListScreen):
    """贷款台账。"""

    def __init__(self, place: Place, *, choose: Choose = choose_file) -> None:
        self._choose = choose
        self.state = OptionFilter("状态(&T)", STATES)
        super().__init__(
            place,
            "贷款台账",
            LoanLine,
            lambda text: loans(find=text, state=self.state.value),
            name="loans",
            unit="笔",
            columns=COLUMNS,
            actions=(
                Action("登记放款(A)", self.start_new, icon="add", key="Ins", primary=True),
                Action("登记还款(R)", self.repay, for_line=True, may=owes),
                Action("登记展期(E)", self.extend, for_line=True, may=owes),
                Action("登记五级分类(G)", self.grade, for_line=True, may=owes),
                Action("登记约定期内欠息(I)", self.report_arrears, for_line=True, may=owes),
                Action("登记代偿申请(D)", self.claim, for_line=True, may=owes),
            ),
            empty=Empty(
                "还没有贷款。", "银行放款后在这里登记，系统会先核对名单、机构和额度。", "登记放款(A)",
                self.start_new,
            ),
        )  # fmt: skip
        self.asked = Asked(self)
        self.table.filter.setPlaceholderText("企业名称、拼音首字母或合同号")
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
        self.go_home()
        card = Card(
            LoanCard,
            looks(self.asked),
            actions=(
                Action("登记还款(R)", self.repay, for_line=True, may=owes),
                Action("登记五级分类(G)", self.grade, for_line=True, may=owes),
                Action("登记代偿申请(D)", self.claim, icon="claim", for_line=True, may=owes),
                Action("登记展期(E)", self.extend, for_line=True, may=owes),
                Action("登记约定期内欠息(I)", self.report_arrears, for_line=True, may=owes),
                Action("登记提前到期(Q)", self.declare, for_line=True, may=self._may_be_called_in),
            ),
            settings=self.place.settings,
            spread=True,
        )
        page = RecordPage(self, card, lambda: loan_card(loan=ident))
        page.came.connect(lambda c: self.retitle(page, c.contract_no))
        page.add(EventsPanel(self), at=1)
        if "milestones" in self.asked:
            page.add(MilestonesPanel(self, loan=ident))
        if "guarantors" in self.asked:
            page.add(GuarantorsPanel(self, ident))
        page.add(LoanClaimsPanel(self, ident))
        page.add(FilesPanel(self, "loans", ident, choose=self._choose))
        page.add(HistoryPanel(self, "loan", ident))
        add_entries(page, self, "loans", ident)
        add_papers(page, self, "loans", ident)
        self.push(page, "贷款")

    # -- what is entered ---------------------------------------------------------------------------

    def start_new(self, **values: Any) -> None:
        """登记放款。"""
        self.asked.then(lambda: self._lend(values))

    def _lend(self, values: Mapping[str, Any]) -> None:
        Lending(self, self.asked, values, lambda _done: None)

    def _may_be_called_in(self, loan: LoanCard) -> bool:
        is_running = loan.accelerated_on is None and not loan.overdue_days
        return "acceleration" in self.asked and owes(loan) and is_running

    def declare(self, loan: LoanCard) -> None:
        """登记提前到期。"""
        self._edit(
            DeclareAccelerated,
            loan,
            {"declared_on": self.place.sources.today()},
            explain="银行已书面通知借款人提前收回全部贷款的才登记；自宣布次日起计算逾期天数。",
        )

    def repay(self, loan: LoanLine | LoanCard) -> None:
        """登记还款。"""
        self._edit(
            RecordRepayment,
            loan,
            {"repaid_on": self.place.sources.today()},
            explain=f"未还本金{loan.outstanding.show()}元。只还利息的，本金留空。",
            preview=LivePreview(
                ask=lambda v: (
                    repayment_effects(loan=loan.id, principal=v["principal"])
                    if v.get("principal")
                    else None
                ),
                show=_show_effects,
            ),
        )

    def extend(self, loan: LoanLine | LoanCard) -> None:
        """登记展期。"""
        self._edit(
            ExtendLoan,
            loan,
            {},
            explain=f"现到期日{loan.final_due_on.isoformat()}，未还本金{loan.outstanding.show()}元。",
            preview=LivePreview(ask=lambda values: _ask_extension(loan.id, values), show=_show),
        )

    def grade(self, loan: LoanLine | LoanCard) -> None:
        """登记五级分类。"""
        self._edit(
            GradeLoan,
            loan,
            {"graded_on": self.place.sources.today()},
            explain="按银行认定的结果登记；下方的参考分类只按逾期天数推算。",
            preview=LivePreview(ask=lambda v: _ask_grade(loan.id, v), show=_show_grade),
        )

    def report_arrears(self, loan: LoanLine | LoanCard) -> None:
        """登记约定期内欠息。"""
        self._edit(
            ReportInterestArrears,
            loan,
            {},
            explain="填写银行报来的合同约定期限内未付的利息总额；已付清的填0。",
        )

    def claim(self, loan: LoanLine | LoanCard) -> None:
        """登记代偿申请；办好后转到那份申请。"""
        file_claim(self, loan.id, lambda done: self.navigate.emit("claims", done.result))

    def _edit(
        self,
        command: type[Command],
        loan: LoanLine | LoanCard,
        values: Mapping[str, Any],
        **options: Any,
    ) -> None:
        self.edit(
            command,
            values={"loan": loan.id, **values},
            hidden=("loan",),
            keeping=Keeping(self.place.settings, self.place.drafts, draft=str(loan.id)),
            title=f"{command.about.label}：{loan.enterprise} {loan.contract_no}",
            save_label=command.about.label,
            **options,
        )


def _ask_extension(loan: int, values: Mapping[str, Any]) -> Any:
    if not (values.get("agreed_on") and values.get("due_on")):
        return None
    return extension_check(
        loan=loan,
        agreed_on=values["agreed_on"],
        due_on=values["due_on"],
        document_no=values.get("document_no") or "",
        is_guarantor_agreed=bool(values.get("is_guarantor_agreed")),
    )


def _show(check: LoanCheck) -> Sequence[Remark]:
    return remarks_of(check.refusals, check.warnings) or [Remark("逐项检查通过。", "ok")]


def _ask_grade(loan: int, values: Mapping[str, Any]) -> Any:
    """The advice of the day, and what the class chosen would move."""
    if not values.get("graded_on"):
        return None
    advice = grade_advice(loan=loan, on=values["graded_on"])
    grade = values.get("grade")
    effects = grade_effects(loan=loan, grade=grade) if grade else None
    return Ask(
        "grade_outlook",
        dict(values),
        lambda read: (advice.run(read), effects.run(read) if effects else ()),
    )


def _show_grade(found: tuple[GradeAdvice, Sequence[EffectLine]]) -> Sequence[Remark]:
    advice, effects = found
    label = Grade(advice.grade).label
    said = f"到认定日逾期{advice.overdue_days}天，参考分类：{label}。以银行认定为准。"
    return [Remark(said), *_show_effects(effects)]


def _show_effects(effects: Sequence[EffectLine]) -> list[Remark]:
    """What saving would do to a rate with a limit; it is said, and never stops anybody."""
    return [
        Remark(e.words, "note" if e.level == Level.CALM.value else "warning", e.clauses)
        for e in effects
    ]
