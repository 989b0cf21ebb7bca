"""Fund, payouts and recoveries at the desk."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt

from kcdesk.ui.kit import Card, CardPage, Editor, Table
from kcdesk.ui.panels import RecordPage
from kcdesk.ui.panels.paper_page import PaperPage
from kcdesk.ui.panels.periods import PeriodPage
from kcdesk.ui.screens.fund import FundScreen
from kcdesk.ui.screens.payouts import PayoutScreen
from kcdesk.ui.screens.recoveries import RecoveryScreen
from kcdesk.ui.screens.recoveries.screen import SharingPage
from tests.ui.screens.conftest import Seat


def lines_of(table: Table) -> tuple[Any, ...]:
    """Every line a table shows."""
    return tuple(table.model.line(row) for row in range(table.model.rowCount()))


def fill(seat: Seat, editor: Editor, **texts: str) -> None:
    """Write into the fields and save."""
    for name, text in texts.items():
        editor.form.fields[name].set_text(text)
    editor.save()
    seat.settle()


def test_money_comes_in_and_stands_in_the_ledger(seat: Seat) -> None:
    """Ins opens the entry; the balances on top follow."""
    seat.as_("reviewer")
    screen = FundScreen(seat.place)
    seat.show(screen)
    assert screen.table.empty_page.isVisible()
    seat.press(screen.table.grid, Qt.Key.Key_Insert)
    editor = screen.page
    assert isinstance(editor, Editor)
    fill(seat, editor, posted_on="2021-01-04", amount="500w", document_no="平财〔2021〕3号")
    assert [line.number for line in lines_of(screen.table)] == ["PZ2021-0001"]
    assert screen.balances["cash"].text() == "5,000,000.00"
    assert "5,000,000.00" in screen.totals.text()


def test_a_clerk_may_not_post_to_the_fund(seat: Seat) -> None:
    """The refusal says who may; nothing typed is lost."""
    screen = FundScreen(seat.place)
    seat.show(screen)
    screen.start_new()
    editor = screen.page
    assert isinstance(editor, Editor)
    fill(seat, editor, posted_on="2021-01-04", amount="1", document_no="x")
    assert screen.page is editor
    assert editor.form.fields["document_no"].text() == "x"
    assert "复核" in editor.troubles.text()


def test_interest_is_entered_and_the_ledger_printed(seat: Seat) -> None:
    """The year is chosen from a list that says how often each was printed."""
    seat.as_("reviewer")
    seat.county.money("500万元")
    screen = FundScreen(seat.place)
    seat.show(screen)
    screen.record_interest()
    editor = screen.page
    assert isinstance(editor, Editor)
    fill(seat, editor, posted_on="2021-03-21", amount="123.45")
    assert screen.balances["cash"].text() == "5,000,123.45"
    screen.choose_year()
    seat.settle()
    page = screen.page
    assert isinstance(page, PeriodPage)
    assert [line.title for line in lines_of(page.table)] == ["2021年", "全部年度"]
    page.table.opened.emit(lines_of(page.table)[0].id)
    seat.settle()
    assert isinstance(screen.page, PaperPage)


def test_an_approved_claim_is_paid_from_the_queue(seat: Seat) -> None:
    """The queue, the entry, the card with its account and limits."""
    county = seat.county
    county.money("500万元")
    claim = county.approved(county.loan(county.firm(), county.bank()))
    seat.as_("approver")
    screen = PayoutScreen(seat.place)
    seat.show(screen)
    (due,) = lines_of(screen.due_table)
    assert (due.id, due.due.plain()) == (claim, "180000.00")
    screen.open_claim(due)
    assert seat.went == [("claims", claim)]
    screen.due_table.opened.emit(claim)
    editor = screen.page
    assert isinstance(editor, Editor)
    fill(seat, editor, paid_on="2022-09-20", document_no="平科贷付〔2022〕1号")
    page = screen.page
    assert isinstance(page, RecordPage)
    card = page.card
    assert isinstance(card, Card)
    assert card.text_of("amount").startswith("180,000.00")
    assert "DF2022-0001" in screen.path_label.text()
    begun: list[tuple[str, object]] = []
    screen.begun.connect(lambda stage, values: begun.append((stage, values)))
    seat.push(card, "登记追偿回收")
    assert begun == [("recoveries", {"claim": claim})]
    seat.push(card, "查看申请")
    assert seat.went[-1] == ("claims", claim)
    screen.pop()
    seat.settle()
    turn = Qt.KeyboardModifier.ControlModifier
    seat.press(screen.due_table.grid, Qt.Key.Key_PageDown, turn)
    assert screen.paid_table.isVisible()
    seat.press(screen.paid_table.grid, Qt.Key.Key_PageUp, turn)
    assert screen.due_table.isVisible()
    assert lines_of(screen.due_table) == ()
    assert len(lines_of(screen.paid_table)) == 1


def test_a_recovery_shows_how_it_was_shared(seat: Seat) -> None:
    """Entering one leads to its steps."""
    county = seat.county
    county.money("500万元")
    claim = county.paid(county.loan(county.firm(), county.bank()))
    seat.as_("reviewer")
    screen = RecoveryScreen(seat.place)
    seat.show(screen)
    screen.start_new(claim=claim)
    editor = screen.page
    assert isinstance(editor, Editor)
    fill(seat, editor, recovered_on="2023-01-10", gross="50000", cost="3000.50")
    page = screen.page
    assert isinstance(page, SharingPage)
    assert "28,199.70" in "\n".join(step.shown for step in page.trace.steps)
    screen.pop()
    screen.table.opened.emit(lines_of(screen.table)[0].id)
    seat.settle()
    assert isinstance(screen.page, SharingPage)
    screen.page.reload()
    seat.settle()


@pytest.mark.parametrize("made", [FundScreen, PayoutScreen, RecoveryScreen])
def test_each_stands_at_a_small_size(seat: Seat, made: type) -> None:
    """1366×768 at 150 %: about 911×512."""
    screen = made(seat.place)
    seat.show(screen, 757, 420)
    assert screen.minimumSizeHint().width() <= 757
    assert not isinstance(screen.page, CardPage)


def test_the_ledger_of_recoveries_is_printed_of_a_year(seat: Seat) -> None:
    county = seat.county
    county.money("500万元")
    county.paid(county.loan(county.firm(), county.bank()))
    screen = RecoveryScreen(seat.place)
    seat.show(screen)
    screen.print_ledger()
    seat.settle()
    page = screen.page
    assert isinstance(page, PeriodPage)
    assert [line.id for line in lines_of(page.table)] == [2022, 2021, 0]
    page._show_line(lines_of(page.table)[0])
    seat.settle()
    assert isinstance(screen.page, PaperPage)
    assert screen.page.trouble.isHidden()
