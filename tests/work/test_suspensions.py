"""Suspended automatically or by hand, resumed by a meeting, disqualified for good."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from kcdesk.kernel.errors import Refusal
from kcdesk.work.agreements import is_suspended
from kcdesk.work.command import HANDLERS
from kcdesk.work.commands.partners import suspend
from kcdesk.work.context import Work
from kcdesk.work.query import Ask
from tests.work.county import County

DAY = date(2021, 9, 1)


def stopped(county: County, partner: int, day: date) -> bool:
    return county.office.ask(Ask("x", {}, lambda read: is_suspended(read, partner, day)))


def trip(county: County, partner: int | None, on: date = DAY) -> None:
    """What a breaker does inside another command: it suspends, with its evidence."""

    def and_suspend(work: Work, _command: Any) -> None:
        suspend(
            work, partner, on, reason="年度不良率超过规定", clauses=("NT-5.2b",),
            evidence={"不良余额": "900.01万元", "贷款余额": "3000万元"},
        )  # fmt: skip

    original = HANDLERS["record_reference_rate"]
    HANDLERS["record_reference_rate"] = and_suspend
    try:
        county.done("record_reference_rate", published_on="2021-01-20", rate="3.85%")
    finally:
        HANDLERS["record_reference_rate"] = original


def states(county: County) -> dict[str, str]:
    return {p.name: p.state for p in county.ask("partners")}


def test_a_breaker_suspends_one_bank_with_its_evidence(county: County) -> None:
    bank, other = county.bank(), county.bank("另一家银行")
    county.clock.day = DAY
    trip(county, bank)
    assert not stopped(county, bank, date(2021, 8, 31))
    assert stopped(county, bank, DAY)
    assert not stopped(county, other, DAY)
    (line,) = county.ask("partner_card", partner=bank).suspensions
    assert (line.state, line.clauses) == ("自动暂停", ("NT-5.2b",))
    assert line.evidence == "不良余额900.01万元；贷款余额3000万元"
    assert states(county) == {"平湖农商银行": "suspended", "另一家银行": "active"}


def test_what_the_program_suspended_gets_the_number_of_its_letter(county: County) -> None:
    bank = county.bank()
    county.clock.day = DAY
    trip(county, bank)
    (line,) = county.ask("partner_card", partner=bank).suspensions
    early = county.refused(
        "record_suspension_notice", by="reviewer", suspension=line.id,
        document_no="平科〔2021〕9号", notified_on="2021-08-31",
    )  # fmt: skip
    assert early.problems[0].code == "suspension.order"
    county.do(
        "record_suspension_notice", by="reviewer", suspension=line.id,
        document_no="平科〔2021〕9号", notified="平湖农商银行", notified_on="2021-09-02",
    )  # fmt: skip
    county.do(
        "record_suspension_notice",
        by="reviewer",
        suspension=line.id,
        document_no="平科〔2021〕10号",
    )
    (line,) = county.ask("partner_card", partner=bank).suspensions
    assert line.document_no == "平科〔2021〕10号"
    assert line.notified == "平湖农商银行 2021-09-02"
    assert line.is_held


def test_a_breaker_that_trips_again_does_nothing(county: County) -> None:
    bank = county.bank()
    for on in (DAY, date(2021, 9, 30)):
        trip(county, bank, on)
    assert len(county.ask("partner_card", partner=bank).suspensions) == 1


def test_all_are_suspended_at_once(county: County) -> None:
    """NT-5.2c; a bank's own breaker is kept beside it and outlives it."""
    bank = county.bank()
    trip(county, None)
    trip(county, None)
    trip(county, bank)
    county.clock.day = DAY
    assert len(county.ask("partner_card", partner=bank).suspensions) == 2
    county.do("resume_partner", by="approver", resumed_on="2021-10-01", document_no="会议1号")
    county.clock.day = date(2021, 10, 1)
    told = [s.state for s in county.ask("partner_card", partner=bank).suspensions]
    assert told == ["自动暂停", "全部机构已恢复"]
    assert stopped(county, bank, date(2021, 10, 1))


def test_a_suspension_is_taken_away_by_a_decision_only(county: County) -> None:
    """C7: automatic in, by hand out, with the meeting's number; the day it resumes is free."""
    bank = county.bank()
    county.do("suspend_partner", by="reviewer", partner=bank, from_on=DAY, reason="整改")
    assert "已经暂停合作" in str(
        county.refused("suspend_partner", by="reviewer", partner=bank, from_on=DAY, reason="再次")
    )
    more: dict[str, Any] = {"partner": bank, "resumed_on": "2021-12-01"}
    assert "要由审批" in str(
        county.refused("resume_partner", by="reviewer", document_no="2021年第二次会议", **more)
    )
    with pytest.raises(Refusal) as told:
        county.do("resume_partner", by="approver", **more)
    assert told.value.problems[0].field == "document_no"
    county.do(
        "resume_partner", by="approver", document_no="2021年第二次会议", reason="已整改", **more
    )
    assert stopped(county, bank, date(2021, 11, 30))
    assert not stopped(county, bank, date(2021, 12, 1))
    county.clock.day = date(2021, 12, 1)
    (line,) = county.ask("partner_card", partner=bank).suspensions
    assert (line.state, line.until_on) == ("已恢复", date(2021, 11, 30))
    assert line.resumed_document_no == "2021年第二次会议，已整改"
    assert "没有要恢复的暂停" in str(
        county.refused("resume_partner", by="approver", document_no="x", **more)
    )


def test_what_ended_is_not_resumed_again(county: County) -> None:
    bank = county.bank()
    county.do("suspend_partner", by="reviewer", partner=bank, from_on=DAY, reason="整改")
    resume: dict[str, Any] = {"by": "approver", "partner": bank, "document_no": "会议"}
    county.do("resume_partner", resumed_on="2021-12-01", **resume)
    assert "没有要恢复" in str(county.refused("resume_partner", resumed_on="2021-11-01", **resume))


def test_all_are_suspended_by_hand_and_one_says_so(county: County) -> None:
    bank = county.bank()
    county.do("suspend_partner", by="reviewer", from_on=DAY, reason="总体不良率过高")
    assert stopped(county, bank, DAY)
    refusal = county.refused(
        "resume_partner", by="approver", partner=bank, resumed_on="2021-12-01", document_no="会议"
    )
    assert "全部机构暂停的" in str(refusal)


def test_disqualified_for_good_and_told_to_whom(county: County) -> None:
    """DY-22: out, with two addressees told; no meeting brings it back."""
    bank = county.bank()
    county.do("suspend_partner", by="reviewer", partner=bank, from_on=DAY, reason="调查")
    given: dict[str, Any] = {
        "by": "approver", "partner": bank, "from_on": "2021-10-08", "reason": "协助企业骗取贷款",
        "document_no": "科〔2021〕9号",
    }  # fmt: skip
    county.do(
        "disqualify_partner",
        notified="市政府办公室、人民银行支行",
        notified_on="2021-10-09",
        **given,
    )
    assert "已取消合作资格" in str(county.refused("disqualify_partner", **given))
    county.clock.day = date(2021, 10, 9)
    assert states(county) == {"平湖农商银行": "disqualified"}
    line = county.ask("partner_card", partner=bank).suspensions[0]
    assert (line.state, line.notified) == ("取消资格", "市政府办公室、人民银行支行 2021-10-09")
    refusal = county.refused(
        "resume_partner", by="approver", partner=bank, resumed_on="2021-12-01", document_no="会议"
    )
    assert "不能恢复" in str(refusal)
    assert "已经取消合作资格" in str(
        county.refused(
            "suspend_partner", by="reviewer", partner=bank, from_on="2021-12-01", reason="x"
        )
    )


def test_both_counts_of_banks(county: County) -> None:
    """NT-2.2: 4 signed, 1 suspended → 4 and 3; a second suspension → 2."""
    banks = [county.bank(f"第{n}家银行") for n in range(4)]
    county.bank("没签协议的银行")
    gone = county.bank("退出的银行")
    for number, bank in enumerate((*banks, gone)):
        county.do(
            "register_agreement", by="reviewer", partner=bank, number=f"协{number}",
            signed_on="2021-01-04",
        )  # fmt: skip
    county.do("end_partnership", by="reviewer", partner=gone, left_on="2021-06-30")
    county.guarantor()
    told = []
    for bank in banks[:2]:
        county.do("suspend_partner", by="reviewer", partner=bank, from_on=DAY, reason="不良率")
        count = county.ask("partner_count", on=DAY)
        told.append((count.signed, count.active))
    assert told == [(4, 3), (4, 2)]
    assert county.ask("partner_count").active == 4 + 1, "today, before all that"


@pytest.mark.parametrize(
    ("on", "state"), [("2019-12-31", "coming"), ("2020-01-01", "active"), ("2021-07-01", "left")]
)
def test_what_an_institution_is_on_a_day(county: County, on: str, state: str) -> None:
    bank = county.bank(joined_on="2020-01-01")
    county.do("end_partnership", by="reviewer", partner=bank, left_on="2021-06-30")
    county.clock.day = date.fromisoformat(on)
    assert states(county) == {"平湖农商银行": state}


def test_the_journal_tells_a_suspension_in_words(county: County) -> None:
    bank = county.bank()
    trip(county, bank)
    entry = county.ask("journal_entries")[0]
    told = {c.column: c.after for c in county.ask("entry_changes", seq=entry.seq)}
    assert told["依据条款"] == "NT-5.2b"
    assert told["暂停时的数据"] == "不良余额900.01万元；贷款余额3000万元"
