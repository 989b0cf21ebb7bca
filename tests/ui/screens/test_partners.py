"""Agreements, suspensions, requirements and rates at the desk; the fund's deposits."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt

from kcdesk.kernel.money import Money
from kcdesk.ui.kit import Editor, TraceView
from kcdesk.ui.panels import RecordPage
from kcdesk.ui.panels.paper_page import PaperPage
from kcdesk.ui.screens.fund import FundScreen
from kcdesk.ui.screens.partners import PartnerScreen
from kcdesk.ui.screens.partners.card import AgreementsPanel, DepositPanel, SuspensionsPanel
from tests.ui.screens.conftest import Seat, line_of
from tests.ui.screens.test_money import fill, lines_of
from tests.work.county import County
from tests.work.programme import Programme


@pytest.fixture
def county(tmp_path: Path) -> County:
    """An office whose programme asks for agreements and lays deposits at banks."""
    return County(tmp_path / "office", library=Programme())


def opened(seat: Seat, bank: int) -> tuple[PartnerScreen, RecordPage]:
    """The screen with the card of a bank on top."""
    screen = PartnerScreen(seat.place)
    seat.show(screen)
    screen.open_record(bank)
    seat.settle()
    page = screen.page
    assert isinstance(page, RecordPage)
    return screen, page


def panel(page: RecordPage, kind: type) -> Any:
    """The panel of a kind, turned to."""
    (found,) = [p for p in page.panels if isinstance(p, kind)]
    page.turn_to(found)
    return found


def editor_of(screen: Any) -> Editor:
    assert isinstance(screen.page, Editor)
    return screen.page


def ticked(county: County) -> int:
    bank = county.bank()
    county.do(
        "tick_partner_requirements", partner=bank, checked_on="2021-01-04",
        ticks=["local_outlet", "good_record"], line="2000万元",
    )  # fmt: skip
    return bank


def test_an_agreement_is_signed_with_the_programmes_word_on_it(seat: Seat) -> None:
    """While typing the warning shows; signed, the card has it and its reasons."""
    screen, page = opened(seat, ticked(seat.county))
    seat.as_("reviewer")
    agreements = panel(page, AgreementsPanel)
    assert agreements.table.empty_page.isVisible()
    seat.press(agreements.table.grid, Qt.Key.Key_Insert)
    editor = editor_of(screen)
    for name, text in {"number": "协1", "signed_on": "2021-01-04", "sharing": "9:1"}.items():
        editor.form.fields[name].set_text(text)
    seat.qtbot.waitUntil(lambda: "超过80%" in editor.preview_bar.text(), timeout=5000)
    assert "到期日2023-01-04" in editor.preview_bar.text()
    fill(seat, editor, line="2000w", deposit="400w")
    (line,) = lines_of(agreements.table)
    assert (line.sharing, line.deposit) == ("9:1（风险补偿金、合作机构）", Money.wan(400))
    agreements.show_trace(line)
    seat.settle()
    assert screen.page.findChild(TraceView) is not None


def test_an_agreement_is_renewed_and_ended(seat: Seat) -> None:
    bank = ticked(seat.county)
    seat.as_("reviewer")
    seat.county.do(
        "register_agreement", by="reviewer", partner=bank, number="协1", signed_on="2021-01-04",
        sharing="6:4",
    )  # fmt: skip
    screen, page = opened(seat, bank)
    agreements = panel(page, AgreementsPanel)
    seat.push(agreements, "续签")
    fill(seat, editor_of(screen), number="协2", signed_on="2022-12-20")
    assert [x.state for x in lines_of(agreements.table)] == ["coming", "in_force"]
    agreements.end(lines_of(agreements.table)[1])
    fill(seat, editor_of(screen), ended_on="2021-01-04", reason="机构合并")
    assert lines_of(agreements.table)[1].note == "机构合并"


def test_a_suspension_is_said_in_words_and_resumed_by_the_approver(seat: Seat) -> None:
    """Icon and words on top, the tab below, and the meeting's number to come out again."""
    bank = seat.county.bank()
    seat.as_("reviewer")
    screen, page = opened(seat, bank)
    assert page.card.chips[0].text() == "正常合作"
    screen.suspend(page.card.card)
    fill(seat, editor_of(screen), from_on="2021-01-04", reason="整改")
    assert page.card.chips[0].text() == "已暂停"
    assert "已放的贷款、代偿和追偿照常办理" in page.card.notices.text()
    assert [x.state for x in lines_of(panel(page, SuspensionsPanel).table)] == ["暂停"]
    seat.as_("approver")
    screen.resume(page.card.card)
    fill(seat, editor_of(screen), resumed_on="2021-01-04", document_no="会议1号")
    assert page.card.chips[0].text() == "正常合作"
    screen.disqualify(page.card.card)
    fill(
        seat, editor_of(screen), from_on="2021-01-04", reason="协助骗贷", document_no="科1号",
        notified="市政府办公室",
    )  # fmt: skip
    assert page.card.chips[0].text() == "取消资格"
    assert "保证金应当收回" in page.card.notices.text()


def test_the_letter_about_a_suspension_gets_its_number(seat: Seat) -> None:
    """What the program suspended has no number until it is written down; then it may be sealed."""
    bank = seat.county.bank()
    seat.as_("reviewer")
    seat.county.do(
        "suspend_partner", by="reviewer", partner=bank, from_on="2021-01-04", reason="整改"
    )
    screen, page = opened(seat, bank)
    suspensions = panel(page, SuspensionsPanel)
    seat.push(suspensions, "登记通知文号")
    fill(seat, editor_of(screen), document_no="平科〔2021〕9号", notified="市财政局")
    (line,) = lines_of(suspensions.table)
    assert (line.document_no, line.notified) == ("平科〔2021〕9号", "市财政局")


def test_everybody_is_suspended_and_resumed_from_the_list(seat: Seat) -> None:
    seat.county.bank()
    seat.as_("approver")
    screen = PartnerScreen(seat.place)
    seat.show(screen)
    screen.suspend_all()
    fill(seat, editor_of(screen), from_on="2021-01-04", reason="总体不良率过高")
    assert line_of(screen.table).state == "suspended"
    screen.resume_all()
    fill(seat, editor_of(screen), resumed_on="2021-01-04", document_no="会议")
    assert line_of(screen.table).state == "active"


def test_requirements_are_ticked_and_rank_the_banks(seat: Seat) -> None:
    bank = seat.county.bank()
    screen, page = opened(seat, bank)
    screen.tick(page.card.card)
    editor = editor_of(screen)
    seat.settle()
    ticks: Any = editor.form.fields["ticks"]
    offered = [ticks.list.item(row).text() for row in range(ticks.list.count())]
    assert len(offered) == 2
    assert not any("担保机构" in label for label in offered)
    editor.form.fields["ticks"].set_value(("good_record",))
    fill(seat, editor, checked_on="2021-01-04", line="3000w")
    screen.pop()
    screen.lists.tabs.setCurrentIndex(1)
    seat.settle()
    line = line_of(screen.ranking)
    assert (line.rank, line.met, line.lacking) == (1, "1/2", "在本地有网点")


def test_a_rate_is_entered(seat: Seat) -> None:
    screen = PartnerScreen(seat.place)
    seat.show(screen)
    screen.lists.tabs.setCurrentIndex(2)
    seat.settle()
    screen.record_rate()
    fill(seat, editor_of(screen), published_on="2021-01-20", rate="3.85")
    assert len(lines_of(screen.rates)) == 1


def test_deposits_are_placed_drawn_refilled_and_taken_back(seat: Seat) -> None:
    """The figures on top follow; a short deposit and a fund below its floor are warned of."""
    county = seat.county
    bank = ticked(county)
    county.do(
        "register_agreement", by="reviewer", partner=bank, number="协1", signed_on="2021-01-04",
        sharing="2:8", line="2000万元", deposit="400万元",
    )  # fmt: skip
    county.money("1000万元")
    seat.as_("approver")
    screen = FundScreen(seat.place)
    seat.show(screen)
    assert not screen.balances["deposit"].isVisible()
    assert "建议申请财政补充1,000万元" in screen.strip.notices.text()
    screen.lists.tabs.setCurrentIndex(1)
    seat.settle()
    screen.deposits.place()
    editor_of(screen).form.fields["partner"].set_value(bank)
    fill(seat, editor_of(screen), posted_on="2021-01-05", amount="400w")
    assert screen.balances["deposit"].text() == "4,000,000.00"
    assert screen.balances["deposit"].isVisible()
    line = line_of(screen.deposits.banks)
    screen.deposits.draw(line)
    fill(
        seat, editor_of(screen), posted_on="2021-02-01", amount="30w", reason="代偿",
        science_notice_on="2021-01-30", guarantor_notice_on="2021-01-30",
    )  # fmt: skip
    assert "平湖农商银行的保证金不足，共差30万元" in screen.strip.notices.text()
    screen.deposits.refill(line_of(screen.deposits.banks))
    editor = editor_of(screen)
    assert editor.form.values()["amount"] == Money.wan(30)
    fill(seat, editor, posted_on="2021-02-02", document_no="财1号")
    screen.deposits.take_back(line_of(screen.deposits.banks))
    fill(seat, editor_of(screen), posted_on="2021-03-01", reason="合作结束")
    assert line_of(screen.deposits.banks).balance == Money(0)
    screen.lists.tabs.setCurrentIndex(2)
    seat.settle()
    drawn = lines_of(screen.deposits.entries)[1]
    screen.deposits.show_trace(drawn)
    seat.settle()
    assert screen.page.findChild(TraceView) is not None
    _partner_screen, page = opened(seat, bank)
    deposit = panel(page, DepositPanel)
    seat.settle()
    assert [x.kind for x in lines_of(deposit.table)] == ["place", "draw", "refill", "take_back"]


def test_other_outflows_say_what_for(seat: Seat) -> None:
    seat.county.money()
    seat.as_("approver")
    screen = FundScreen(seat.place)
    seat.show(screen)
    screen.lists.tabs.setCurrentIndex(3)
    seat.settle()
    screen.record_outflow()
    editor = editor_of(screen)
    editor.form.fields["purpose"].set_value("activity")
    fill(seat, editor, posted_on="2021-02-01", amount="2w", reason="对接会场地费")
    assert line_of(screen.outflows).amount == Money.wan(2)
    assert "其他支出 20,000.00" in screen.totals.text()
    screen.show_outflow(line_of(screen.outflows))
    seat.settle()
    assert screen.page.findChild(TraceView) is not None


@pytest.mark.parametrize("tab", range(3))
def test_it_stands_at_a_small_size(seat: Seat, tab: int) -> None:
    """1366×768 at 150 %: about 911×512."""
    screen = PartnerScreen(seat.place)
    seat.show(screen, 757, 420)
    screen.lists.tabs.setCurrentIndex(tab)
    seat.settle()
    assert screen.minimumSizeHint().width() <= 757


def test_the_loans_of_a_bank_are_printed_from_its_card(seat: Seat) -> None:
    screen, page = opened(seat, seat.county.bank())
    seat.push(page.card, "贷款台账")
    seat.settle()
    assert isinstance(screen.page, PaperPage)
    assert screen.page.trouble.isHidden()
