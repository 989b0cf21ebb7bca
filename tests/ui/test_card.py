"""A card: what is known about one record, its states in words, its decisions step by step."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from kcdesk.kernel.money import Money
from kcdesk.ui.kit import Action, Card, CardLooks, Chip, Group, Remark, TraceView
from kcdesk.ui.kit.pairs import PairGrid
from tests.ui.fingers import CTRL, press, stand, texts
from tests.ui.office import LoanCard, card_of, many_loans

LOOKS = CardLooks(
    title=lambda c: f"{c.enterprise_name}　{c.contract_no}",
    chips=lambda c: (Chip("已逾期", "warning"),) if c.is_overdue else (Chip("正常", "ok"),),
    remarks=lambda c: (Remark("距保证期间届满不足一个月。", "warning", ("PH-1",)),),
    sections=(Group("合同", ("enterprise_name", "contract_no", "amount")),),
    opens=(("repayments", "loans"),),
)


@pytest.fixture
def done() -> list[Any]:
    return []


@pytest.fixture
def card(qtbot: QtBot, done: list[Any]) -> Card:
    card = Card(
        LoanCard,
        LOOKS,
        actions=(
            Action("登记还款(R)", done.append, key="Ctrl+R", for_line=True),
            Action("展期(E)", done.append, for_line=True, may=lambda c: not c.is_overdue),
            Action("打印(P)", lambda: done.append("print")),
        ),
    )
    stand(qtbot, card, (1100, 640))
    card.show_card(card_of(many_loans(3)[2]))
    return card


def test_values_stand_beside_their_labels(card: Card) -> None:
    assert card.title.text() == "平湖市第3号科技有限公司　平农商（2021）第018号"
    assert card.text_of("amount") == "30,000.00 元"
    assert card.text_of("security") == "保证"
    assert card.text_of("is_overdue") == "是"
    shown = texts(card)
    assert "合同" in shown
    assert "其他" in shown
    assert card.values["amount"].accessibleName() == "贷款金额：30,000.00 元"


def test_what_is_empty_is_a_dash(card: Card) -> None:
    card.show_card(replace(card_of(many_loans(7)[6]), purpose=""))
    assert card.text_of("due_on") == "—"
    assert card.text_of("purpose") == "—"
    assert card.values["due_on"].accessibleName() == "到期日：空"


def test_states_are_words(card: Card) -> None:
    assert [chip.text() for chip in card.chips] == ["已逾期"]
    card.show_card(replace(card_of(many_loans(3)[2]), is_overdue=False))
    assert [chip.text() for chip in card.chips] == ["正常"]


def test_remarks_cite_their_clauses(card: Card) -> None:
    asked: list[str] = []
    card.clause_asked.connect(asked.append)
    card.notices.clause_asked.emit("PH-1")
    assert asked == ["PH-1"]
    assert "请注意：距保证期间届满不足一个月。" in texts(card)


def test_a_record_is_told_by_its_name_and_followed(card: Card) -> None:
    assert "enterprise" not in card.values
    opened: list[tuple[str, int]] = []
    card.opened.connect(lambda stage, ident: opened.append((stage, ident)))
    link = card.values["enterprise_name"]
    assert isinstance(link, QPushButton)
    link.click()
    assert opened == [("enterprises", 1)]


def test_a_name_beside_its_id_is_a_link_too(qtbot: QtBot) -> None:
    from typing import Annotated

    from kcdesk.kernel.kinds import Field

    @dataclass(frozen=True)
    class Small:
        id: Annotated[int, Field("record", "编号", of="claims")]
        loan_id: Annotated[int | None, Field("record", "贷款", of="loans")]
        loan: Annotated[str, Field("text", "贷款")]

    globals()["Small"] = Small
    globals()["Annotated"], globals()["Field"] = Annotated, Field
    card = Card(Small)
    qtbot.addWidget(card)
    opened: list[tuple[str, int]] = []
    card.opened.connect(lambda stage, ident: opened.append((stage, ident)))
    card.show_card(Small(1, 9, "第018号"))
    link = card.values["loan"]
    assert isinstance(link, QPushButton)
    link.click()
    assert opened == [("loans", 9)]
    card.show_card(Small(1, None, ""))
    assert not link.isEnabled()


def test_lists_are_tables_on_tabs_with_their_count(card: Card, qtbot: QtBot) -> None:
    assert [card.tabs.tabText(i) for i in range(card.tabs.count())] == ["还款记录（2）", "计算依据"]
    assert card.tables["repayments"].model.rowCount() == 2


def test_a_decision_shows_its_steps_with_their_clauses(card: Card) -> None:
    trace = card.traces["trace"]
    card.tabs.setCurrentIndex(1)
    assert "风险补偿金承担" in texts(trace)
    assert "180,000.00元" in texts(trace)
    asked: list[str] = []
    card.clause_asked.connect(asked.append)
    links = [b for b in trace.findChildren(QPushButton) if b.text().startswith("PH-6")]
    assert [b.text() for b in links] == ["PH-6c", "PH-6d", "PH-6a", "PH-6b"]
    links[0].click()
    assert asked == ["PH-6c"]
    assert trace.text().splitlines()[2].split("\t")[3] == "PH-6a、PH-6b"


def test_what_can_be_done_follows_the_card(card: Card, done: list[Any]) -> None:
    labels = {b.text(): b.isEnabled() for b in card.bar.buttons}
    assert labels == {"登记还款(&R)": True, "展期(&E)": False, "打印(&P)": True}
    card.bar.buttons[0].click()
    card.scroller.setFocus()
    press(card.scroller, Qt.Key.Key_R, CTRL)
    card.bar.buttons[2].click()
    assert [getattr(x, "id", x) for x in done] == [3, 3, "print"]


def test_more_columns_where_the_width_allows(card: Card, qtbot: QtBot) -> None:
    grids = card.findChildren(PairGrid)
    assert {g.columns for g in grids} == {3}
    card.resize(720, 640)
    qtbot.waitUntil(lambda: {g.columns for g in grids} == {2})


def test_a_card_of_much_work_has_everything_on_tabs(qtbot: QtBot) -> None:
    card = stand(qtbot, Card(LoanCard, LOOKS, spread=True), (1000, 600))
    card.show_card(card_of(many_loans(1)[0]))
    own = QWidget()
    card.add_tab(own, "附件", "document", at=1)
    card.name_tab(own, "附件（3）")
    names = [card.tabs.tabText(i) for i in range(card.tabs.count())]
    assert names == ["基本情况", "附件（3）", "还款记录（2）", "计算依据"]
    card.tabs.setFocus()
    press(card.tabs, Qt.Key.Key_PageDown, CTRL)
    assert card.tabs.currentIndex() == 1
    press(card.tabs, Qt.Key.Key_PageUp, CTRL, times=2)
    assert card.tabs.currentIndex() == 3


def test_steps_of_the_domain_do_as_well(qtbot: QtBot) -> None:
    @dataclass(frozen=True)
    class DomainStep:
        label: str
        shown: str
        clauses: tuple[str, ...]
        note: str = ""

    trace = stand(qtbot, TraceView(), (600, 300))
    trace.show_steps(())
    assert "没有计算步骤。" in texts(trace)
    trace.show_steps((DomainStep("损失", Money.yuan(100).show(), ("PH-6d",), "全额"),))
    assert "没有计算步骤。" not in texts(trace)
    assert trace.text() == "1\t损失\t100.00\tPH-6d\t全额"
