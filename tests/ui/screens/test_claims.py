"""The claims screen in front of a real office: papers ticked, obstacles said, reviewed, printed."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt

from kcdesk.ui.kit import Editor
from kcdesk.ui.kit.pdf import PaperFile
from kcdesk.ui.panels import HistoryPanel, Panel, PapersPanel, RecordPage
from kcdesk.ui.panels.paper_page import FilePage, PaperPage
from kcdesk.ui.screens.claims import ClaimScreen
from kcdesk.ui.screens.claims.card import GroundsPanel
from kcdesk.ui.screens.claims.outcome import OutcomePanel
from kcdesk.ui.screens.claims.papers import MaterialsPanel
from tests.ui.screens.conftest import Seat, line_of
from tests.work.county import County

P = TypeVar("P", bound=Panel)


@pytest.fixture
def loan(county: County) -> int:
    """A loan a year overdue and classed bad."""
    made = county.loan(county.firm(), county.bank())
    county.do("grade_loan", on="2022-06-30", loan=made, grade="次级", graded_on="2022-06-30")
    return made


@pytest.fixture
def screen(seat: Seat) -> ClaimScreen:
    screen = ClaimScreen(seat.place)
    seat.show(screen)
    return screen


def filed(county: County, loan: int, *materials: str) -> int:
    """A claim with only these papers."""
    return county.claim(loan, materials=list(materials))


def opened(seat: Seat, screen: ClaimScreen, claim: int) -> RecordPage:
    screen.open_record(claim)
    seat.settle()
    page = screen.page
    assert isinstance(page, RecordPage)
    return page


def panel(page: RecordPage, kind: type[P]) -> P:
    return next(p for p in page.panels if isinstance(p, kind))


def editor_of(screen: ClaimScreen) -> Editor:
    page = screen.page
    assert isinstance(page, Editor)
    return page


def test_a_claim_is_filed_and_its_card_opens(
    county: County, seat: Seat, screen: ClaimScreen, loan: int
) -> None:
    seat.press(screen.table.grid, Qt.Key.Key_Insert)
    editor = editor_of(screen)
    editor.form.fields["loan"].set_value(loan)
    editor.form.fields["filed_on"].set_text("2022-08-01")
    seat.settle()
    editor.form.fields["reason"].set_text("customers_unpaid")
    editor.save()
    seat.settle()
    (claim,) = county.ask("claims")
    page = screen.page
    assert isinstance(page, RecordPage)
    assert page.card.card.id == claim.id


def test_a_second_claim_on_one_loan_is_refused_and_nothing_typed_is_lost(
    county: County, seat: Seat, screen: ClaimScreen, loan: int
) -> None:
    filed(county, loan)
    screen.start_new(loan=loan)
    editor = editor_of(screen)
    editor.form.fields["filed_on"].set_text("2022-08-02")
    editor.form.fields["reason_text"].set_text("货款没有收回。")
    seat.settle()
    editor.form.fields["reason"].set_text("customers_unpaid")
    editor.save()
    seat.settle()
    assert "已有代偿申请" in editor.form.fields["loan"].trouble.text()
    assert editor.form.fields["reason_text"].text() == "货款没有收回。"


def test_missing_papers_are_said_before_anybody_tries(
    county: County, seat: Seat, screen: ClaimScreen, loan: int
) -> None:
    page = opened(seat, screen, filed(county, loan, "claim_form"))
    assert "尚不能受理，必需材料还缺：借款合同" in page.card.notices.text()
    seat.push(page, "受理")
    assert "必需材料还缺" in screen.notices.text()


def test_space_ticks_a_paper_and_space_again_takes_the_tick_off(
    county: County, seat: Seat, screen: ClaimScreen, loan: int
) -> None:
    claim = filed(county, loan)
    page = opened(seat, screen, claim)
    papers = panel(page, MaterialsPanel)
    page.turn_to(papers)
    seat.settle()
    grid = papers.table.grid
    seat.press(grid, Qt.Key.Key_Space)
    seat.press(grid, Qt.Key.Key_Down)
    seat.press(grid, Qt.Key.Key_Space)
    assert [m.is_present for m in county.ask("claim_card", claim=claim).materials[:3]] == [
        True, True, False,
    ]  # fmt: skip
    assert line_of(papers.table, 0).tick == "√ 已交"
    assert page.card.tabs.tabText(1) == "材料（2/11）"
    seat.press(grid, Qt.Key.Key_Space)
    assert not county.ask("claim_card", claim=claim).materials[1].is_present


def test_a_paper_carries_a_note(county: County, seat: Seat, screen: ClaimScreen, loan: int) -> None:
    claim = filed(county, loan)
    papers = panel(opened(seat, screen, claim), MaterialsPanel)
    papers.write_note(line_of(papers.table))
    editor_of(screen).form.fields["note"].set_text("复印件，周五补原件")
    editor_of(screen).save()
    seat.settle()
    assert line_of(papers.table).note == "复印件，周五补原件"


def test_after_the_review_papers_are_fixed(
    county: County, seat: Seat, screen: ClaimScreen, loan: int
) -> None:
    claim = county.reviewed(loan)
    papers = panel(opened(seat, screen, claim), MaterialsPanel)
    before = county.ask("claim_card", claim=claim).materials
    papers.toggle(line_of(papers.table))
    seat.settle()
    assert county.ask("claim_card", claim=claim).materials == before


def test_the_clerk_who_entered_a_claim_is_told_who_reviews_it(
    county: County, seat: Seat, screen: ClaimScreen, loan: int
) -> None:
    claim = county.claim(loan)
    county.do("accept_claim", claim=claim)
    page = opened(seat, screen, claim)
    assert "初审由复核岗办理；王敏录入了这份申请" in page.card.notices.text()
    seat.push(page, "初审")
    editor_of(screen).save()
    seat.settle()
    assert "要由复核办理" in editor_of(screen).troubles.text()


def test_the_review_shows_what_is_missing_while_ticking_and_then_passes(
    county: County, seat: Seat, screen: ClaimScreen, loan: int
) -> None:
    claim = county.claim(loan)
    county.do("accept_claim", claim=claim)
    seat.as_("reviewer")
    page = opened(seat, screen, claim)
    assert "尚不能通过的原因" in page.card.notices.text()
    seat.push(page, "初审")
    editor = editor_of(screen)
    seat.settle()
    assert "不良认定条件还有未确认的" in editor.preview_bar.text()
    conditions = tuple(c.value for c in county.ask("default_conditions"))
    editor.form.fields["conditions"].set_value(conditions)
    editor._ask_preview()
    seat.settle()
    assert "未确认" not in editor.preview_bar.text()
    assert "风险补偿金承担180,000.00元" in editor.preview_bar.text()
    editor.form.fields["opinion"].set_text("同意上会")
    editor.save()
    seat.settle()
    card = county.ask("claim_card", claim=claim)
    assert (card.state, card.reviewer, card.review_opinion) == (
        "awaiting_meeting",
        "李复",
        "同意上会",
    )
    grounds = panel(page, GroundsPanel)
    assert grounds.traces["trace"].steps
    assert {s.shown for s in grounds.traces["conditions"].steps} == {"符合"}


def test_a_claim_is_sent_back_with_words_and_comes_again(
    county: County, seat: Seat, screen: ClaimScreen, loan: int
) -> None:
    claim = filed(county, loan, "claim_form")
    seat.as_("reviewer")
    page = opened(seat, screen, claim)
    seat.push(page, "退回补正")
    editor_of(screen).save()
    seat.settle()
    assert isinstance(screen.page, Editor), "a return without words stays in the form"
    editor_of(screen).form.fields["opinion"].set_text("请补借款合同")
    editor_of(screen).save()
    seat.settle()
    assert "退回意见：请补借款合同" in page.card.notices.text()
    seat.push(page, "重新提交")
    assert county.ask("claim_card", claim=claim).state == "submitted"


def test_a_claim_is_withdrawn_with_a_reason_and_taken_back_again(
    county: County, seat: Seat, screen: ClaimScreen, loan: int
) -> None:
    claim = county.claim(loan)
    page = opened(seat, screen, claim)
    seat.push(page, "撤回申请")
    editor_of(screen).form.fields["reason"].set_text("企业已还清")
    editor_of(screen).save()
    seat.settle()
    assert county.ask("claim_card", claim=claim).state == "withdrawn"
    history = panel(page, HistoryPanel)
    page.turn_to(history)
    seat.settle()
    history.undo(line_of(history.table))
    seat.push(seat.dialog(), "撤销")
    assert county.ask("claim_card", claim=claim).state == "submitted"


def test_the_list_shows_what_is_unfinished_unless_asked_for_more(
    county: County, seat: Seat, screen: ClaimScreen, loan: int
) -> None:
    claim = county.claim(loan)
    county.do("withdraw_claim", claim=claim, reason="企业已还清")
    screen.reload()
    seat.settle()
    assert screen.table.model.rowCount() == 0
    screen.state.choose("all")
    seat.settle()
    assert screen.table.model.rowCount() == 1
    screen.state.choose("paid")
    seat.settle()
    assert screen.table.model.rowCount() == 0


def test_a_form_is_previewed_without_a_trace_and_counted_when_it_is_saved(
    county: County, seat: Seat, screen: ClaimScreen, loan: int, tmp_path: Path
) -> None:
    claim = county.claim(loan)
    page = opened(seat, screen, claim)
    screen.show_papers()
    seat.settle()
    papers = panel(page, PapersPanel)
    assert papers.isVisible()
    rows = [line_of(papers.table, r) for r in range(papers.table.model.rowCount())]
    papers.look(next(r for r in rows if r.form == "claim_application"))
    seat.settle()
    paper = screen.page
    assert isinstance(paper, PaperPage)
    assert paper.view.count >= 1
    assert county.ask("prints") == ()
    target = tmp_path / "申请表.pdf"
    paper.view.save_to(target)
    seat.settle()
    paper.view.save_to(target)
    seat.settle()
    (made,) = county.ask("prints")
    kept = county.ask("printed_paper", print_id=made.id)
    assert target.read_bytes() == Path(kept.file).read_bytes()
    screen.pop()
    seat.settle()
    assert papers.table.grid.hasFocus(), "back where the paper was opened"
    rows = [line_of(papers.table, r) for r in range(papers.table.model.rowCount())]
    original = next(r for r in rows if r.print_id)
    assert (original.state, original.times) == ("原件", "第1次打印")
    papers.look(original)
    seat.settle()
    assert isinstance(screen.page, FilePage)
    assert screen.page.view.count == made.pages_count


def test_a_print_that_is_damaged_at_once_is_said_and_not_saved(
    county: County, seat: Seat, screen: ClaimScreen, loan: int, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    claim = county.claim(loan)
    page = opened(seat, screen, claim)
    screen.show_papers()
    seat.settle()
    papers = panel(page, PapersPanel)
    rows = [line_of(papers.table, r) for r in range(papers.table.model.rowCount())]
    papers.look(next(r for r in rows if r.form == "claim_application"))
    seat.settle()
    paper = screen.page
    assert isinstance(paper, PaperPage)
    monkeypatch.setattr(
        "kcdesk.ui.panels.paper_page.read_paper", lambda _path: PaperFile(b"%PDF-1.4 nothing")
    )
    paper.view.save_to(tmp_path / "申请表.pdf")
    seat.settle()
    assert "不是可以显示的 PDF" in paper.trouble.text()
    assert not (tmp_path / "申请表.pdf").exists()


def test_a_form_that_cannot_be_made_yet_says_why(
    county: County, seat: Seat, screen: ClaimScreen, loan: int
) -> None:
    page = opened(seat, screen, county.claim(loan))
    papers = panel(page, PapersPanel)
    page.turn_to(papers)
    seat.settle()
    rows = [line_of(papers.table, r) for r in range(papers.table.model.rowCount())]
    papers.look(next(r for r in rows if r.form == "approval"))
    seat.settle()
    paper = screen.page
    assert isinstance(paper, PaperPage)
    assert "还没有列入会议议题" in paper.trouble.text()


def test_the_outcome_tells_decision_payout_and_recovery(
    county: County, seat: Seat, screen: ClaimScreen, loan: int
) -> None:
    county.money()
    claim = county.reviewed(loan)
    (item,) = county.meeting(claim)
    county.opinions(item)
    county.do("record_resolution", by="approver", item=item, result="agree")
    county.do("pay_claim", by="approver", on="2022-09-20", claim=claim, paid_on="2022-09-20",
              document_no="平科〔2022〕40号")  # fmt: skip
    county.do("record_recovery", by="reviewer", on="2023-01-10", claim=claim,
              recovered_on="2023-01-10", gross="50000", cost="0", source="法院执行")  # fmt: skip
    page = opened(seat, screen, claim)
    outcome = panel(page, OutcomePanel)
    page.turn_to(outcome)
    seat.settle()
    assert (
        "核定补偿180,000.00元；已兑付180,000.00元，已返还资金池30,000.00元" in outcome.words.text()
    )
    assert [line_of(outcome.table, r).event for r in range(2)] == ["兑付", "追偿回收"]
    seat.press(outcome.table.grid, Qt.Key.Key_Return)
    assert seat.went[-1][0] == "payouts"
