"""The programme at the desk: its clauses, its blanks, and a county with another pack."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from kcdesk.kernel.errors import Refusal
from kcdesk.kernel.money import Money
from kcdesk.packs.library import Library
from kcdesk.work.paper import values_of
from kcdesk.work.query import Ask
from tests.packs.small_pack import SMALL
from tests.work.county import ROOT, County


class SmallCounty(Library):
    """The shipped packs, but for the programme: that is the small county's."""

    def scheme_ids(self) -> tuple[str, ...]:
        return ("small",)

    def scheme_text(self, scheme_id: str) -> str:
        return SMALL


@pytest.fixture
def small(tmp_path: Path) -> Iterator[County]:
    """A county under a pack that names its parameters otherwise and leaves most of them out."""
    library = SmallCounty(ROOT / "resources", ROOT / "forms")
    made = County(tmp_path / "office", scheme="small", library=library)
    yield made
    made.office.close()


def test_a_clause_is_found_by_its_words_and_opened_by_its_number(county: County) -> None:
    whole = county.ask("scheme_clauses")
    found = county.ask("scheme_clauses", find="300万元")
    assert "PH-1" in [c.id for c in found]
    assert len(found) < len(whole)
    assert county.ask("scheme_clause", clause="PH-1").article == "提升支持力度·看点"
    with pytest.raises(Refusal, match="方案里没有条款“PH-99”"):
        county.ask("scheme_clause", clause="PH-99")


def test_what_the_text_leaves_open_is_filled_in_and_put_right(county: County) -> None:
    assert "new_measure_on" in [b.value for b in county.ask("blank_options")]
    given = {"by": "admin", "name": "new_measure_on"}
    first = county.do("fill_scheme_blank", value="2024-06-01", **given)
    again = county.do(
        "fill_scheme_blank", value="2024-07-01", document_no="平科〔2024〕9号", **given
    )
    assert first == again
    (line,) = [b for b in county.ask("scheme_blanks") if b.name == "new_measure_on"]
    assert (line.value, line.document_no) == ("2024-07-01", "平科〔2024〕9号")


def test_a_blank_is_filled_in_with_a_ready_value_too(county: County) -> None:
    """A scenario file writes days and flags as such."""
    for name, value in (("new_measure_on", date(2024, 6, 1)), ("year_rest_stays", True)):
        county.do("fill_scheme_blank", by="admin", name=name, value=value)
    kept = {b.name: b.value for b in county.ask("scheme_blanks")}
    assert (kept["new_measure_on"], kept["year_rest_stays"]) == ("2024-06-01", "是")


def test_the_office_is_called_on_papers_as_it_calls_itself(county: County) -> None:
    county.do(
        "revise_office", by="admin", name="平湖市科技局科创办", host_unit="平湖市科学技术局",
    )  # fmt: skip
    office = county.office.ask(Ask("values", {}, lambda read: values_of(read, "fund", 0)))["office"]
    assert (office["name"], office["host_unit"]) == ("平湖市科技局科创办", "平湖市科学技术局")


def test_the_lists_of_choices_are_the_programmes(county: County) -> None:
    assert [s.value for s in county.ask("shipped_schemes")] == [
        "daye", "lianyungang", "nanjing", "nantong", "pinghu",
    ]  # fmt: skip
    assert "customers_unpaid" in [r.value for r in county.ask("claim_reasons")]


def test_a_limit_of_any_name_tells_what_it_leaves(small: County) -> None:
    """The small county calls its cap otherwise; until it says since when the new one counts, only
    what both readings leave is sure."""
    day = small.clock.today()
    room = small.ask("enterprise_room", enterprise=1, on=day)
    assert (room.cap, room.left) == (None, None)
    (scope,) = room.scopes
    assert (scope.label, scope.left) == ("单户额度", Money.wan(300))
    small.do("fill_scheme_blank", by="admin", name="start_on", value="2021-01-01")
    (scope,) = small.ask("enterprise_room", enterprise=1, on=day).scopes
    assert (scope.left, scope.open_text) == (Money.wan(1000), "")


def test_another_countys_claim_goes_all_the_way(small: County) -> None:
    """Its limit of a year is called otherwise; the papers find it all the same."""
    small.do("fill_scheme_blank", by="admin", name="start_on", value="2021-01-01")
    small.money()
    firm = small.firm(listed_on=None)
    loan = small.loan(firm, small.bank())
    small.do("grade_loan", on="2022-06-30", loan=loan, grade="次级", graded_on="2022-06-30")
    claim = small.claim(loan, reason="unpaid")
    small.do("accept_claim", claim=claim)
    small.do("review_claim", by="reviewer", claim=claim, reviewed_on="2022-08-01")
    (item,) = small.meeting(claim)
    small.opinions(item)
    small.do("record_resolution", by="approver", item=item, result="agree")
    payout = small.do(
        "pay_claim", by="approver", on="2022-09-20", claim=claim, paid_on="2022-09-20"
    )
    assert small.ask("payout_card", payout=payout).amount == Money.wan(18)
    small.do("print_paper", form="payout_notice", record=payout)
    notice = small.office.ask(Ask("values", {}, lambda read: values_of(read, "payouts", payout)))
    assert notice["payout"]["year_limit"] == Money.wan(100)
    assert small.office.check() == ()


def test_what_a_pack_does_not_lay_down_is_the_obstacle(small: County) -> None:
    """This county shares losses of credit and of guaranteed loans, and says nothing of pledges."""
    small.do("fill_scheme_blank", by="admin", name="start_on", value="2021-01-01")
    loan = small.loan(small.firm(listed_on=None), small.bank(), security="pledge")
    found = small.ask("claim_check", loan=loan, filed_on=date(2022, 8, 1))
    assert (found.loss, found.fund_share) == (None, None)
    assert "分担比例" in found.refusals[-1].message
    card = small.ask("claim_card", claim=small.claim(loan, reason="unpaid"))
    assert (card.loss, card.ratio, card.ratio_words, card.fund_share) == (None, "", "", None)
    assert "分担比例" in card.obstacle
