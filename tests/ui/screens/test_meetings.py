"""The meetings screen in front of a real office: units, a meeting called, seats, opinions, minutes."""

from __future__ import annotations

from typing import TypeVar

import pytest
from PySide6.QtCore import Qt

from kcdesk.ui.kit import Editor
from kcdesk.ui.panels import HistoryPanel, Panel, PapersPanel, RecordPage
from kcdesk.ui.panels.paper_page import PaperPage
from kcdesk.ui.screens.meetings import MeetingScreen
from kcdesk.ui.screens.meetings.agenda import AgendaPanel
from kcdesk.ui.screens.meetings.seats import SeatsPanel
from tests.ui.screens.conftest import Seat, line_of
from tests.work.county import County

P = TypeVar("P", bound=Panel)


@pytest.fixture
def claim(county: County) -> int:
    """A claim whose review has passed, with money in the pool."""
    county.money()
    return county.reviewed(county.loan(county.firm(), county.bank()))


@pytest.fixture
def screen(seat: Seat) -> MeetingScreen:
    screen = MeetingScreen(seat.place)
    seat.show(screen)
    return screen


def page_of(screen: MeetingScreen) -> RecordPage:
    page = screen.page
    assert isinstance(page, RecordPage)
    return page


def editor_of(screen: MeetingScreen) -> Editor:
    page = screen.page
    assert isinstance(page, Editor)
    return page


def panel(page: RecordPage, kind: type[P]) -> P:
    return next(p for p in page.panels if isinstance(p, kind))


def called(county: County, *claims: int) -> int:
    """A meeting with nobody there yet."""
    county.units()
    return county.do("call_meeting", on="2022-09-12", held_on="2022-09-12", claims=list(claims))


def at_items(county: County, seat: Seat, screen: MeetingScreen, claim: int) -> AgendaPanel:
    """The meeting's items, six of seven units there."""
    meeting = called(county, claim)
    for unit in county.units()[:6]:
        county.do("sign_in", meeting=meeting, unit=unit)
    screen.open_record(meeting)
    seat.settle()
    agenda = panel(page_of(screen), AgendaPanel)
    assert agenda.isVisible(), "a meeting with a quorum opens at its items"
    return agenda


def test_the_programmes_units_are_added_at_once(
    county: County, seat: Seat, screen: MeetingScreen
) -> None:
    screen.lists.tabs.setCurrentIndex(1)
    seat.settle()
    seat.push(screen.units.empty_page, "按方案添加成员单位")
    editor_of(screen).save()
    seat.settle()
    assert [u.name for u in county.ask("member_units")][:2] == ["市科技局", "市经信局"]
    assert screen.units.model.rowCount() == 7
    screen.adopt_units()
    seat.settle()
    editor_of(screen).save()
    seat.settle()
    assert "没有选中" in editor_of(screen).form.fields["units"].trouble.text()


def test_a_unit_gets_another_representative(
    county: County, seat: Seat, screen: MeetingScreen
) -> None:
    county.units()
    screen.reload()
    seat.settle()
    screen.revise_unit(line_of(screen.units))
    editor_of(screen).form.fields["representative"].set_text("沈明远")
    editor_of(screen).save()
    seat.settle()
    assert county.ask("member_units")[0].representative == "沈明远"


def test_without_units_no_meeting_can_be_called_and_what_was_typed_stays(
    county: County, seat: Seat, screen: MeetingScreen
) -> None:
    screen.start_new(place="三楼会议室")
    editor_of(screen).form.fields["held_on"].set_text("2022-09-12")
    editor_of(screen).save()
    seat.settle()
    assert "请先登记成员单位" in editor_of(screen).troubles.text()
    assert editor_of(screen).form.fields["place"].text() == "三楼会议室"


def test_a_meeting_is_called_with_the_claims_that_wait(
    county: County, seat: Seat, screen: MeetingScreen, claim: int
) -> None:
    county.units()
    seat.press(screen.table.grid, Qt.Key.Key_Insert)
    editor = editor_of(screen)
    seat.settle()
    editor.form.fields["held_on"].set_text("2022-09-12")
    editor.save()
    seat.settle()
    (meeting,) = county.ask("meetings")
    card = county.ask("meeting_card", meeting=meeting.id)
    assert [i.claim_id for i in card.items] == [claim]
    assert page_of(screen).card.card.id == meeting.id
    assert panel(page_of(screen), SeatsPanel).isVisible()


def test_a_claim_not_to_come_up_is_unticked_with_the_space_bar(
    county: County, seat: Seat, screen: MeetingScreen, claim: int
) -> None:
    county.units()
    screen.start_new()
    seat.settle()
    field = editor_of(screen).form.fields["claims"]
    assert field.value() == (claim,)
    assert field.focusProxy() is not None
    seat.press(field.focusProxy() or field, Qt.Key.Key_Space)
    assert field.value() in (None, ())


def test_space_seats_a_unit_and_enter_names_its_substitute(
    county: County, seat: Seat, screen: MeetingScreen, claim: int
) -> None:
    meeting = called(county, claim)
    screen.open_record(meeting)
    seat.settle()
    seats = panel(page_of(screen), SeatsPanel)
    assert "请登记签到" in page_of(screen).card.notices.text()
    grid = seats.table.grid
    seat.press(grid, Qt.Key.Key_Space)
    assert line_of(seats.table).sign == "√ 到会"
    seat.press(grid, Qt.Key.Key_Down)
    seat.press(grid, Qt.Key.Key_Return)
    editor_of(screen).form.fields["name"].set_text("陆代")
    editor_of(screen).form.fields["is_substitute"].set_value(True)
    editor_of(screen).save()
    seat.settle()
    card = county.ask("meeting_card", meeting=meeting)
    assert [(s.name, s.has_signed, s.is_substitute) for s in card.seats[:2]] == [
        ("", True, False),
        ("陆代", True, True),
    ]
    assert line_of(seats.table, 1).sign == "√ 到会（代）"
    assert "未达到法定人数" in page_of(screen).card.notices.text()
    seat.push(seats, "其余单位全部到会")
    assert county.ask("meeting_card", meeting=meeting).present_count == 7


def test_a_unit_that_has_spoken_cannot_leave_its_seat(
    county: County, seat: Seat, screen: MeetingScreen, claim: int
) -> None:
    agenda = at_items(county, seat, screen, claim)
    seat.press(agenda.opinions.grid, Qt.Key.Key_1)
    seats = panel(page_of(screen), SeatsPanel)
    page_of(screen).turn_to(seats)
    seats.toggle(line_of(seats.table))
    seat.settle()
    assert "不能改为未到会" in seats.trouble.text()
    assert line_of(seats.table).sign == "√ 到会"


def test_digits_and_letters_say_the_opinions_and_the_count_follows(
    county: County, seat: Seat, screen: MeetingScreen, claim: int
) -> None:
    agenda = at_items(county, seat, screen, claim)
    grid = agenda.opinions.grid
    for key in (Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_Q, Qt.Key.Key_H):
        seat.press(grid, key)
    said = [line_of(agenda.opinions, r).said for r in range(7)]
    assert said == ["同意", "不同意", "弃权", "缓议", "未表态", "未表态", "未签到"]
    assert "同意1、不同意1、弃权1、缓议1、未表态2" in agenda.count.text()
    assert "待表态" in agenda.count.text()
    seat.push(agenda, "其余同意")
    assert "同意3" in agenda.count.text()


def test_an_absent_unit_has_no_opinion(
    county: County, seat: Seat, screen: MeetingScreen, claim: int
) -> None:
    agenda = at_items(county, seat, screen, claim)
    agenda.opinions.grid.go_to_row(6)
    seat.press(agenda.opinions.grid, Qt.Key.Key_1)
    assert "还没有签到" in agenda.trouble.text()


def test_an_opinion_takes_words(
    county: County, seat: Seat, screen: MeetingScreen, claim: int
) -> None:
    agenda = at_items(county, seat, screen, claim)
    seat.press(agenda.opinions.grid, Qt.Key.Key_Return)
    editor_of(screen).form.fields["choice"].set_text("disagree")
    editor_of(screen).form.fields["text"].set_text("催收措施不足。")
    editor_of(screen).save()
    seat.settle()
    line = line_of(agenda.opinions)
    assert (line.said, line.text) == ("不同意", "催收措施不足。")


def test_a_resolution_is_checked_beforehand_refused_by_role_and_recorded(
    county: County, seat: Seat, screen: MeetingScreen, claim: int
) -> None:
    agenda = at_items(county, seat, screen, claim)
    seat.push(agenda, "其余同意")
    seat.push(agenda, "登记决议")
    editor = editor_of(screen)
    seat.settle()
    assert editor.form.fields["result"].text() == "agree", "the count suggests the result"
    assert "逐项检查通过" in editor.preview_bar.text()
    editor.form.fields["result"].set_text("disagree")
    editor._ask_preview()
    seat.settle()
    assert "与所登记的决议不一致" in editor.preview_bar.text()
    editor.form.fields["result"].set_text("agree")
    editor.form.fields["finding"].set_text("属于不良。")
    editor.save()
    seat.settle()
    assert "要由审批办理" in editor.troubles.text()
    assert editor.form.fields["finding"].text() == "属于不良。"
    seat.as_("approver")
    editor.save()
    seat.settle()
    assert county.ask("claim_card", claim=claim).state == "awaiting_payout"
    assert "会议决议：同意补偿" in agenda.count.text()
    assert "张审登记" in agenda.count.text()


def test_the_one_who_entered_a_claim_does_not_approve_it(
    county: County, seat: Seat, screen: MeetingScreen
) -> None:
    county.money()
    loan = county.loan(county.firm(), county.bank())
    county.do("grade_loan", on="2022-06-30", loan=loan, grade="次级", graded_on="2022-06-30")
    claim = county.do(
        "file_claim", by="approver", on="2022-08-01", loan=loan, filed_on="2022-08-01",
        reason="customers_unpaid", materials=[m.value for m in county.ask("claim_materials")],
    )  # fmt: skip
    county.do("accept_claim", claim=claim)
    met = [c.value for c in county.ask("default_conditions")]
    county.do("review_claim", by="reviewer", claim=claim, reviewed_on="2022-08-01", conditions=met)
    agenda = at_items(county, seat, screen, claim)
    seat.push(agenda, "其余同意")
    seat.as_("approver")
    seat.push(agenda, "登记决议")
    editor_of(screen).save()
    seat.settle()
    assert "请另一位人员登录后审批" in editor_of(screen).troubles.text()


def test_minutes_become_final_when_every_item_is_decided(
    county: County, seat: Seat, screen: MeetingScreen, claim: int
) -> None:
    agenda = at_items(county, seat, screen, claim)
    meeting = page_of(screen).card.card
    seat.as_("reviewer")
    screen.close_minutes(meeting)
    editor_of(screen).save()
    seat.settle()
    assert "还有1个议题没有决议" in editor_of(screen).troubles.text()
    screen.pop()
    assert agenda.item is not None
    county.do("record_rest_opinions", item=agenda.item.id)
    county.do("record_resolution", by="approver", item=agenda.item.id, result="agree")
    screen.reload()
    seat.settle()
    assert "可以由复核岗定稿纪要" in page_of(screen).card.notices.text()
    seat.push(page_of(screen), "纪要定稿")
    editor_of(screen).save()
    seat.settle()
    assert county.ask("meetings")[0].minutes_number == "〔2022〕1号"
    assert "会议纪要已定稿：〔2022〕1号" in page_of(screen).card.notices.text()
    assert not agenda.place_button.isEnabled()


def test_a_claim_is_placed_on_the_agenda_later(
    county: County, seat: Seat, screen: MeetingScreen, claim: int
) -> None:
    meeting = called(county)
    screen.open_record(meeting)
    seat.settle()
    assert "还没有议题" in page_of(screen).card.notices.text()
    agenda = panel(page_of(screen), AgendaPanel)
    page_of(screen).turn_to(agenda)
    seat.push(agenda, "列入议题")
    editor_of(screen).form.fields["claim"].set_value(claim)
    seat.settle()
    editor_of(screen).save()
    seat.settle()
    assert agenda.chooser.count() == 1


def test_the_papers_of_a_meeting_and_the_approval_of_an_item_are_previewed(
    county: County, seat: Seat, screen: MeetingScreen, claim: int
) -> None:
    agenda = at_items(county, seat, screen, claim)
    seat.push(agenda, "其余同意")
    agenda.print_approval(line_of(agenda.opinions))
    seat.settle()
    paper = screen.page
    assert isinstance(paper, PaperPage)
    assert paper.view.count >= 1, paper.trouble.text()
    screen.pop()
    papers = panel(page_of(screen), PapersPanel)
    page_of(screen).turn_to(papers)
    seat.settle()
    rows = [line_of(papers.table, r) for r in range(papers.table.model.rowCount())]
    assert {r.form for r in rows} == {"sign_in", "minutes", "meeting_notice"}
    papers.look(next(r for r in rows if r.form == "sign_in"))
    seat.settle()
    paper = screen.page
    assert isinstance(paper, PaperPage)
    assert paper.view.count >= 1, paper.trouble.text()


def test_an_opinion_is_taken_back_in_the_meetings_history(
    county: County, seat: Seat, screen: MeetingScreen, claim: int
) -> None:
    agenda = at_items(county, seat, screen, claim)
    seat.press(agenda.opinions.grid, Qt.Key.Key_1)
    history = panel(page_of(screen), HistoryPanel)
    page_of(screen).turn_to(history)
    seat.settle()
    assert line_of(history.table).label == "登记单位意见"
    history.undo(line_of(history.table))
    seat.push(seat.dialog(), "撤销")
    assert line_of(agenda.opinions).said == "未表态"
