"""The claims screen: what is under way, one claim on its card, and each step of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from kcdesk.domain.claims import ClaimState
from kcdesk.kernel.kinds import Option
from kcdesk.ui.kit import (
    Action,
    Card,
    Empty,
    Group,
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
    PapersPanel,
    RecordPage,
    remarks_of,
)
from kcdesk.ui.panels.batching import batch_action
from kcdesk.ui.panels.choosing import Choose, choose_file
from kcdesk.ui.panels.filing import file_claim, worth_remark
from kcdesk.ui.panels.standing import add_entries
from kcdesk.ui.screens.claims.card import GroundsPanel, looks
from kcdesk.ui.screens.claims.outcome import OutcomePanel
from kcdesk.ui.screens.claims.papers import MaterialsPanel
from kcdesk.work.commands.claims import (
    AcceptClaim,
    RecordExemption,
    ResubmitClaim,
    ReviewClaim,
    WithdrawClaim,
)
from kcdesk.work.queries.claims import (
    STATES,
    ClaimCard,
    ClaimCheck,
    ClaimLine,
    claim_card,
    claims,
    open_claims,
    review_check,
)

COLUMNS = (
    "enterprise", "number", "state", "bank", "filed_on", "principal", "loss", "fund_share",
    "contract_no",
)  # fmt: skip
UNFINISHED, EVERY = Option("", "未结"), Option("all", "全部")


def stands(*states: ClaimState) -> Any:
    """A test for a claim that stands in one of these states."""
    return lambda claim: ClaimState(claim.state) in states


CAN_ACCEPT = stands(ClaimState.SUBMITTED)
CAN_REVIEW = stands(ClaimState.REVIEWING)
CAN_RETURN = stands(ClaimState.SUBMITTED)
CAN_RESUBMIT = stands(ClaimState.RETURNED)
CAN_WITHDRAW = stands(
    ClaimState.SUBMITTED,
    ClaimState.REVIEWING,
    ClaimState.RETURNED,
    ClaimState.AWAITING_MEETING,
    ClaimState.DELIBERATING,
)


class ClaimScreen(ListScreen):
    """代偿申请。"""

    def __init__(self, place: Place, *, choose: Choose = choose_file) -> None:
        self._choose = choose
        self.state = OptionFilter("范围(&T)", (EVERY, *STATES), first=UNFINISHED)
        super().__init__(
            place,
            "代偿申请",
            ClaimLine,
            self._question,
            name="claims",
            unit="件",
            columns=COLUMNS,
            actions=(
                Action("登记代偿申请(A)", self.start_new, icon="add", key="Ins", primary=True),
                Action("受理(J)", self.accept, for_line=True, may=CAN_ACCEPT),
                Action("初审(V)", self.review, for_line=True, may=CAN_REVIEW),
                Action("重新提交(R)", self.resubmit, for_line=True, may=CAN_RESUBMIT),
                Action("撤回申请(W)", self.withdraw, for_line=True, may=CAN_WITHDRAW),
                batch_action(self, lambda: self.table, "claims"),
            ),
            empty=Empty(
                "没有未结的代偿申请。",
                "银行提出申请后在这里登记；也可以从贷款卡片提交。",
                "登记代偿申请(A)",
                self.start_new,
            ),
        )
        self.asked = Asked(self)
        self.table.filter.setPlaceholderText("企业名称、拼音首字母或申请编号")
        self.table.add_filter(self.state)
        self.state.chosen.connect(self._filter_chosen)

    def _question(self, text: str) -> Any:
        chosen = self.state.value
        if not chosen:
            return open_claims(find=text)
        return claims(find=text, state="" if chosen == EVERY.value else chosen)

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
        page = RecordPage(self, self._card(), lambda: claim_card(claim=ident))
        page.came.connect(lambda c: self.retitle(page, c.number))
        page.add(MaterialsPanel(self, ident), at=1)
        page.add(GroundsPanel(self))
        page.add(OutcomePanel(self, ident))
        page.add(FilesPanel(self, "claims", ident, choose=self._choose))
        page.add(PapersPanel(self, "claims", ident))
        page.add(HistoryPanel(self, "claim", ident))
        add_entries(page, self, "claims", ident)
        self.push(page, "代偿申请")

    def _card(self) -> Card:
        return Card(
            ClaimCard,
            looks(self.asked),
            actions=(
                Action(
                    "受理(J)", self.accept, icon="ok", for_line=True, primary=True, may=CAN_ACCEPT
                ),
                Action(
                    "初审(V)", self.review, icon="ok", for_line=True, primary=True, may=CAN_REVIEW
                ),
                Action("重新提交(R)", self.resubmit, for_line=True, primary=True, may=CAN_RESUBMIT),
                Action("退回补正(T)", self.send_back, for_line=True, may=CAN_RETURN),
                Action("撤回申请(W)", self.withdraw, for_line=True, may=CAN_WITHDRAW),
                Action(
                    "查看贷款(L)", lambda c: self.navigate.emit("loans", c.loan_id), for_line=True
                ),
                Action(
                    "登记免责认定(N)",
                    self.exempt,
                    for_line=True,
                    may=lambda _c: "exemption" in self.asked,
                ),
                Action("打印文书(P)", self.show_papers),
            ),
            settings=self.place.settings,
            spread=True,
        )

    def show_papers(self) -> None:
        """To the tab of the papers."""
        page = self.page
        if isinstance(page, RecordPage):
            page.turn_to(next(p for p in page.panels if isinstance(p, PapersPanel)))

    # -- the steps of a claim ------------------------------------------------------------------------

    def start_new(self, **values: Any) -> None:
        """登记代偿申请。"""
        file_claim(self, values.get("loan"), lambda done: self.open_record(done.result))

    def accept(self, claim: ClaimLine | ClaimCard) -> None:
        """受理: needs no form; what is missing is said on top."""
        self.do(AcceptClaim(claim=claim.id))

    def resubmit(self, claim: ClaimLine | ClaimCard) -> None:
        """补正后重新提交。"""
        self.do(ResubmitClaim(claim=claim.id))

    def review(self, claim: ClaimLine | ClaimCard) -> None:
        """初审: conditions, result, opinion, with the calculation while ticking."""
        chosen: dict[str, Any] = {}

        def ask(values: Mapping[str, Any]) -> Any:
            chosen.update(values)
            return review_check(claim=claim.id, conditions=tuple(values.get("conditions") or ()))

        def show(check: ClaimCheck) -> Sequence[Remark]:
            remarks = [worth_remark(check)]
            if chosen.get("result") == "pass_review":
                remarks += remarks_of(check.refusals, check.warnings)
            return remarks

        self.edit(
            ReviewClaim,
            values={"claim": claim.id, "reviewed_on": self.place.sources.today()},
            hidden=("claim",),
            groups=(
                Group("不良认定", ("conditions",)),
                Group("初审意见", ("reviewed_on", "result", "opinion")),
            ),
            keeping=Keeping(self.place.settings, self.place.drafts, draft=str(claim.id)),
            preview=LivePreview(ask=ask, show=show),
            title=f"代偿初审：{claim.number} {claim.enterprise}",
            save_label="提交初审结果",
        )

    def send_back(self, claim: ClaimLine | ClaimCard) -> None:
        """退回补正: the reason goes to the bank."""
        self.edit(
            ReviewClaim,
            values={
                "claim": claim.id,
                "reviewed_on": self.place.sources.today(),
                "result": "return",
            },
            hidden=("claim", "conditions", "result"),
            keeping=Keeping(self.place.settings, self.place.drafts, draft=f"return{claim.id}"),
            title=f"退回补正：{claim.number} {claim.enterprise}",
            explain="请写明要补正什么；退回由复核岗办理。",
            save_label="退回补正",
        )

    def exempt(self, claim: ClaimCard) -> None:
        """登记尽职免责认定: for each claim, by the reviewer."""
        values = {
            "result": "" if claim.exemption == "unrecorded" else claim.exemption,
            "decided_on": claim.exempted_on or self.place.sources.today(),
            "document_no": claim.exemption_document_no,
            "opinion": claim.exemption_opinion,
        }
        self.edit(
            RecordExemption,
            values={"claim": claim.id, **{name: v for name, v in values.items() if v}},
            hidden=("claim",),
            keeping=Keeping(self.place.settings, self.place.drafts, draft=str(claim.id)),
            title=f"登记尽职免责认定：{claim.number} {claim.enterprise}",
            explain="由复核岗登记；不予免责的写明理由。再次登记的，以最后一次为准。",
        )

    def withdraw(self, claim: ClaimLine | ClaimCard) -> None:
        """撤回。"""
        self.edit(
            WithdrawClaim,
            values={"claim": claim.id},
            hidden=("claim",),
            keeping=Keeping(self.place.settings, self.place.drafts, draft=str(claim.id)),
            title=f"撤回代偿申请：{claim.number} {claim.enterprise}",
            explain="撤回后这份申请不再办理；贷款可以重新申请。",
            save_label="撤回申请",
        )
