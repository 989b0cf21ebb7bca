"""审议: one item at a time, chosen above; beneath it what each unit says of it.

PgUp and PgDn go from item to item, up and down along the units; 1 to 4 (or T, B, Q, H) say 同意, 不同意,
弃权, 缓议 and go on to the next unit. The count by the programme's rule stands above and follows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Annotated, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QPushButton

from kcdesk.domain.meetings import Opinion, Result
from kcdesk.kernel.errors import Refusal
from kcdesk.kernel.kinds import Field
from kcdesk.ui.kit import Action, Empty, LivePreview, Remark, Screen, Table, icons, theme
from kcdesk.ui.kit.notice import plain_label, remark_of
from kcdesk.ui.panels import CardPanel, GridKeys, narrowed, remarks_of
from kcdesk.ui.screens.meetings.states import is_open
from kcdesk.work.command import Command
from kcdesk.work.commands.meetings import (
    RESULTS,
    PlaceOnAgenda,
    RecordOpinion,
    RecordResolution,
    RecordRestOpinions,
)
from kcdesk.work.queries.meetings import (
    ItemCard,
    ItemLine,
    MeetingCard,
    claims_for_meeting,
    item_card,
    resolution_check,
)

KEYS: Mapping[Qt.Key, Opinion] = {
    Qt.Key.Key_1: Opinion.AGREE,
    Qt.Key.Key_T: Opinion.AGREE,
    Qt.Key.Key_2: Opinion.DISAGREE,
    Qt.Key.Key_B: Opinion.DISAGREE,
    Qt.Key.Key_3: Opinion.ABSTAIN,
    Qt.Key.Key_Q: Opinion.ABSTAIN,
    Qt.Key.Key_4: Opinion.DEFER,
    Qt.Key.Key_H: Opinion.DEFER,
}
HELP = "在单位上按：1同意　2不同意　3弃权　4缓议　回车写意见说明　PgDn下一个议题"
SUGGESTED = {Result.AGREED: "agree", Result.REFUSED: "disagree", Result.DEFERRED: "defer"}
APPROVAL_FORM = "approval"


@dataclass(frozen=True)
class OpinionRow:
    """One unit on the right."""

    id: Annotated[int, Field("record", "单位", of="meetings")]
    unit: Annotated[str, Field("text", "单位")]
    name: Annotated[str, Field("text", "姓名")]
    said: Annotated[str, Field("text", "意见")]
    text: Annotated[str, Field("text", "意见说明")]
    choice: Annotated[str, Field("code", "意见")]
    has_signed: Annotated[bool, Field("flag", "到会")]


def saying(row: OpinionRow, choice: str) -> OpinionRow:
    """The row with its opinion set anew."""
    word = Opinion(choice).label if choice else "未表态" if row.has_signed else "未签到"
    return replace(row, choice=choice, said=word)


class AgendaPanel(CardPanel):
    """The items of one meeting and the opinions on them."""

    title = "审议"
    picture = "meeting"

    def __init__(self, screen: Screen, meeting: int) -> None:
        super().__init__(screen)
        self._meeting = meeting
        self.is_open = False
        self.item: ItemCard | None = None
        self._rows: dict[int, OpinionRow] = {}
        settings = screen.place.settings
        self.chooser = QComboBox()
        self.chooser.setAccessibleName("议题")
        self.chooser.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.chooser.setMinimumContentsLength(12)
        self.chooser.currentIndexChanged.connect(lambda _index: self._ask_item())
        self.opinions: Table = Table(
            OpinionRow,
            columns=("unit", "said", "name", "text"),
            actions=(
                Action("其余同意(Y)", self.agree_rest, icon="ok", for_line=True, may=self._may),
                Action("登记决议(J)…", self.resolve, for_line=True, primary=True, may=self._may),
                Action("意见说明(E)…", self.explain, icon="edit", for_line=True, may=self._may),
                Action("查看代偿申请(V)", self.open_claim, for_line=True),
                Action("打印审批表(O)", self.print_approval, icon="print", for_line=True),
            ),
            may_filter=False,
            freeze=False,
            label="各单位意见，1同意，2不同意，3弃权，4缓议",
            name="meeting.opinions",
            settings=settings,
            unit="家",
            empty=Empty("还没有议题。", "请把初审通过的代偿申请列入议题。"),
        )
        self.opinions.opened.connect(lambda _ident: self._open())
        for label in (self.opinions.count_label, self.opinions.sum_label):
            label.hide()  # the tab says how many
        turns = {Qt.Key.Key_PageDown: 1, Qt.Key.Key_PageUp: -1}
        keys = {key: partial(self.say, opinion=o) for key, o in KEYS.items()}
        keys |= {key: partial(self._turn, step=step) for key, step in turns.items()}
        GridKeys(self.opinions, keys)
        self.about = plain_label(select=True)
        self.count = plain_label(select=True)
        self.count.setProperty("figure", True)
        self.help = plain_label(HELP)
        self.help.setProperty("aid", True)
        head = QLabel("议题(&T)")
        head.setBuddy(self.chooser)
        place = QPushButton(icons.icon("add"), "列入议题(&L)…")
        place.setAutoDefault(False)
        place.clicked.connect(lambda _=False: self.place_item())
        self.place_button = place
        row = QHBoxLayout()
        row.setSpacing(theme.space(2))
        row.addWidget(head)
        row.addWidget(self.chooser, 1)
        row.addWidget(place)
        self.column.setSpacing(theme.space(1))
        self.column.addLayout(row)
        self.column.addWidget(self.about)
        self.column.addWidget(self.count)
        self.column.addWidget(self.opinions, 1)
        self.column.addWidget(self.help)
        self.setFocusProxy(self.opinions.grid)

    # -- what is shown ---------------------------------------------------------------------------------

    def show_card(self, card: MeetingCard) -> None:
        self.is_open = is_open(card)
        self.place_button.setEnabled(self.is_open)
        kept = self.chooser.currentData()
        self.chooser.blockSignals(True)
        self.chooser.clear()
        for item in card.items:
            self.chooser.addItem(_item_words(item), item.id)
        self.chooser.setCurrentIndex(max(self.chooser.findData(kept), 0) if card.items else -1)
        self.chooser.blockSignals(False)
        self.titled.emit(f"{self.title}（{len(card.items)}）" if card.items else self.title)
        self._ask_item()

    def _ask_item(self) -> None:
        chosen = self.chooser.currentData()
        if chosen is not None:
            self.desk.ask(item_card(item=chosen), self._show_item, self, self._failed)

    def _turn(self, _row: OpinionRow, step: int) -> None:
        """To the next item, or the one before."""
        count = self.chooser.count()
        if count:
            self.chooser.setCurrentIndex((self.chooser.currentIndex() + step) % count)

    def _show_item(self, card: ItemCard) -> None:
        self.item = card
        worth = ""
        if card.loss is not None and card.fund_share is not None:
            worth = (
                f"　核定损失{card.loss.show()}元，{card.ratio_words}，"
                f"风险补偿金拟承担{card.fund_share.show()}元"
            )
        self.about.setText(f"{card.claim_number}{worth}")
        self._rows = {
            o.unit_id: saying(
                OpinionRow(o.unit_id, o.unit, o.name, "", o.text, "", o.has_signed), o.choice
            )
            for o in card.opinions
        }
        self.opinions.show_lines(tuple(self._rows.values()))
        self.count.setText(_count_words(card))
        self.help.setVisible(card.is_open)

    # -- what is said ------------------------------------------------------------------------------------

    def say(self, row: OpinionRow, opinion: Opinion) -> None:
        """A unit's opinion, at once; then the next unit."""
        if self.item is None or not self._may(row):
            return
        now = self._rows[row.id]
        self.trouble.clear()
        if not now.has_signed:
            text = f"{now.unit}还没有签到，不能登记意见。请先在“签到”页登记。"
            self.trouble.say([Remark(text, "stop")])
            return
        self._rows[row.id] = saying(now, opinion.value)
        self.opinions.show_lines(tuple(self._rows.values()))
        self._go_on()
        self.desk.do(
            RecordOpinion(item=self.item.id, unit=row.id, choice=opinion.value, text=now.text),
            None,
            lambda refusal: self._refused(now, refusal),
            self,
            lambda _trouble: self._back(now),
        )

    def agree_rest(self, _row: OpinionRow) -> None:
        """Every unit that is there and has said nothing agrees."""
        if self.item is not None:
            self._do(RecordRestOpinions(item=self.item.id))

    def explain(self, row: OpinionRow) -> None:
        """An opinion with words."""
        if self.item is None or not self._may(row):
            return
        self.home.edit(
            RecordOpinion,
            values={
                "item": self.item.id,
                "unit": row.id,
                "choice": row.choice or Opinion.AGREE.value,
                "text": row.text,
            },
            hidden=("item", "unit"),
            title=f"单位意见：{row.unit} {row.name}",
            save_label="登记意见",
        )

    def resolve(self, _row: OpinionRow) -> None:
        """登记决议, with what stands in its way said before it is tried."""
        item = self.item
        if item is None:
            return
        result = SUGGESTED.get(Result(item.tally))
        self.home.edit(
            RecordResolution,
            values={"item": item.id, **({} if result is None else {"result": result})},
            hidden=("item",),
            title=f"登记会议决议：{item.enterprise}",
            explain=(
                f"{item.opinions_text or '还没有意见'}；按“{item.tally_rule}”汇总为"
                f"“{Result(item.tally).label}”。决议由审批岗登记，"
                f"{item.claim_entered_by}录入了这份申请，不能由本人登记决议。"
            ),
            preview=LivePreview(
                ask=lambda values: (
                    resolution_check(item=item.id, result=values["result"])
                    if values.get("result")
                    else None
                ),
                show=_doubts,
            ),
            save_label="登记决议",
        )

    def place_item(self) -> None:
        """A claim that waits comes before this meeting."""
        if not self.is_open:
            return
        self.home.edit(
            PlaceOnAgenda,
            values={"meeting": self._meeting},
            hidden=("meeting",),
            overrides={"claim": narrowed(self.desk, lambda text: claims_for_meeting(find=text))},
            explain="只列出初审已办、等待上会的申请。",
        )

    def open_claim(self, _row: OpinionRow) -> None:
        """Look at the claim itself."""
        if self.item is not None:
            self.home.navigate.emit("claims", self.item.claim_id)

    def print_approval(self, _row: OpinionRow) -> None:
        """The approval form of the current item."""
        if self.item is None:
            return
        from kcdesk.ui.panels.paper_page import PaperPage

        page = PaperPage(self.home, APPROVAL_FORM, self.item.claim_id, "联席会议审批表")
        self.home.push(page, "联席会议审批表 预览")

    # -- inside ----------------------------------------------------------------------------------------------

    def _do(self, command: Command) -> None:
        self.trouble.clear()
        self.desk.do(
            command,
            None,
            lambda refusal: self.trouble.say([remark_of(p) for p in refusal.problems]),
            self,
        )

    def _open(self) -> None:
        row = self.opinions.line()
        if row is not None:
            self.explain(row)

    def _may(self, _row: OpinionRow) -> bool:
        return self.item is not None and self.item.is_open

    def _go_on(self) -> None:
        row = self.opinions.grid.currentIndex().row() + 1
        if row < len(self._rows):
            self.opinions.grid.go_to_row(row)

    def _back(self, before: OpinionRow) -> None:
        self._rows[before.id] = before
        self.opinions.show_lines(tuple(self._rows.values()))

    def _refused(self, before: OpinionRow, refusal: Refusal) -> None:
        self._back(before)
        self.trouble.say([remark_of(p) for p in refusal.problems])


def _item_words(item: ItemLine) -> str:
    decided = next((o.label for o in RESULTS if o.value == item.result), "")
    return f"{item.order_no}. {item.title}　{decided or '待决议'}"


def _count_words(card: ItemCard) -> str:
    if card.result:
        decided = next((o.label for o in RESULTS if o.value == card.result), card.result)
        when = (
            ""
            if card.decided_on is None
            else f"（{card.decided_on.isoformat()}，{card.entered_by}登记）"
        )
        return f"会议决议：{decided}{when}。{card.opinions_text}"
    tally = Result(card.tally).label
    return f"{card.opinions_text or '还没有意见'}。按“{card.tally_rule}”汇总：{tally}。"


def _doubts(problems: Any) -> Sequence[Remark]:
    return remarks_of(problems) or [Remark("与各单位意见一致，逐项检查通过。", "ok")]
