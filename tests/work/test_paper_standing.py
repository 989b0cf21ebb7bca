"""What carries 草稿 and what cannot be printed yet: by form, as the record stands."""

from __future__ import annotations

import pytest

from kcdesk.kernel.errors import Refusal
from kcdesk.work.context import Read
from kcdesk.work.paper.printing import form_of, key_of
from kcdesk.work.paper.standing import EARLY_AT_ONCE, early_among, is_early
from kcdesk.work.paper.subjects import SOURCES
from kcdesk.work.query import Ask
from tests.work.county import County


def is_draft(county: County, form: str, record: int) -> bool:
    return bool(county.ask("preview_paper", form=form, record=record).is_draft)


@pytest.fixture
def loan(county: County) -> int:
    county.money("2000万元")
    return county.loan(county.firm(), county.bank())


def test_a_claim_as_filed_is_no_draft_and_one_returned_to_the_bank_is(
    county: County, loan: int
) -> None:
    claim = county.claim(loan)
    assert not is_draft(county, "claim_application", claim)
    county.do(
        "review_claim", by="reviewer", on="2022-08-10", claim=claim, result="return",
        reviewed_on="2022-08-10", opinion="请补还款明细。",
    )  # fmt: skip
    assert is_draft(county, "claim_application", claim)


def test_the_approval_form_is_a_draft_until_the_meeting_has_decided(
    county: County, loan: int
) -> None:
    claim = county.reviewed(loan)
    (item,) = county.meeting(claim)
    assert is_draft(county, "approval", claim)
    county.opinions(item, "agree")
    county.do("record_resolution", by="approver", item=item, result="agree")
    assert not is_draft(county, "approval", claim)


def test_a_notice_without_its_number_is_a_draft(county: County, loan: int) -> None:
    claim = county.reviewed(loan)
    county.meeting(claim)
    meeting = county.ask("meetings")[0].id
    assert is_draft(county, "meeting_notice", meeting)
    assert not is_draft(county, "sign_in", meeting)


def test_what_waits_for_the_agenda_is_not_listed_before(county: County, loan: int) -> None:
    claim = county.reviewed(loan)
    assert county.ask("paper_records", form="approval") == ()
    with pytest.raises(Refusal, match="还没有列入会议议题"):
        county.ask("preview_paper", form="approval", record=claim)
    county.meeting(claim)
    assert [line.id for line in county.ask("paper_records", form="approval")] == [claim]


def test_a_payout_that_was_taken_back_has_no_notice(county: County, loan: int) -> None:
    county.paid(loan)
    payout = county.ask("payouts")[0].id
    paid = next(e for e in county.ask("journal_entries") if "兑付风险补偿" in e.summary)
    county.office.undo(paid.seq, by=county.people["approver"], reason="账号有误")
    assert county.ask("paper_records", form="payout_notice") == ()
    with pytest.raises(Refusal, match="这笔兑付已经作废"):
        county.ask("preview_paper", form="payout_notice", record=payout)


def test_what_is_asked_of_all_records_at_once_is_what_is_asked_of_each(
    county: County, loan: int
) -> None:
    """Thousands of claims are not asked one by one which of them waits for its agenda."""
    firm, bank = county.ask("enterprises")[0].id, county.ask("partners")[0].id
    for guarantor in (None, county.guarantor()):
        county.do(
            "file_application", on="2021-06-01", enterprise=firm, bank=bank, guarantor=guarantor,
            applied_on="2021-06-01", amount="10万元", term_months=12, purpose="周转",
            security="credit" if guarantor is None else "guarantee",
        )  # fmt: skip
    other = county.loan(firm, bank, "10万元", contract_no="合同9")
    county.paid(loan)
    county.claim(other)

    def asked(read: Read) -> dict[str, tuple[frozenset[int], frozenset[int]]]:
        found = {}
        for form in EARLY_AT_ONCE:
            spec = form_of(read, form)
            records = [r.record for r in SOURCES[key_of(spec)].records(read)]
            one_by_one = frozenset(r for r in records if is_early(read, spec, r))
            found[form] = (early_among(read, spec, records), one_by_one)
        return found

    answers = county.office.ask(Ask("early", {}, asked))
    assert all(at_once == one_by_one for at_once, one_by_one in answers.values())
    assert {form: len(early) for form, (early, _) in answers.items()} == {
        "approval": 1, "payout_notice": 0, "intent_letter": 1,
    }  # fmt: skip
