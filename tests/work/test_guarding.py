"""Rates above their limit suspend inside the entry that raised them; going on is for people."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kcdesk.kernel.money import Money
from tests.work.county import County
from tests.work.measured_county import ADDED, measured_county


@pytest.fixture
def office(tmp_path: Path) -> Iterator[County]:
    """Two banks: 60 and 20 at the first, 100 at the second."""
    made = measured_county(tmp_path)
    firm = made.firm()
    first, second = made.bank("农商银行"), made.bank("工商银行")
    for number, (bank, amount) in enumerate(((first, "60"), (first, "20"), (second, "100")), 1):
        made.loan(firm, bank, f"{amount}万元", contract_no=f"合同{number}", on="2021-03-25")
    yield made
    made.office.close()


def grade(county: County, loan: int, on: str, grade: str = "次级") -> Any:
    return county.done("grade_loan", on=on, loan=loan, grade=grade, graded_on=on)


def suspended(county: County) -> list[tuple[str, int | None, str, str | None]]:
    return list(
        county.office.connection.execute(
            "SELECT from_on, partner_id, reason, until_on FROM suspension ORDER BY id"
        )
    )


def test_what_reaches_the_warning_line_is_not_suspended(office: County) -> None:
    """20 of 80 is a quarter: the line warns, and nobody is suspended."""
    done = grade(office, 2, "2021-06-30")
    assert "暂停" not in done.summary
    assert suspended(office) == []
    bank = next(x for x in office.ask("breaker_lines", on=office.clock.day) if x.who == "农商银行")
    assert (bank.state, bank.shown, bank.distance) == ("预警", "25.00%", "还差5.00个百分点")


def test_the_entry_that_passes_the_limit_suspends_with_its_evidence(office: County) -> None:
    done = grade(office, 1, "2021-06-30")
    assert done.summary.endswith("农商银行不良率（期末余额法）75.00%，已暂停新增备案")
    assert "partners" in done.touched
    ((from_on, partner, reason, until),) = suspended(office)
    assert (from_on, partner, until) == ("2021-06-30", 1, None)
    assert reason == "单家银行不良率：农商银行不良率（期末余额法）75.00%（60万元／80万元）"
    evidence = office.office.connection.execute("SELECT evidence FROM suspension").fetchone()[0]
    assert "60万元" in evidence
    assert "不良率（年度累计法）（对照）" in evidence
    refusal = office.ask("breaker_card", breaker=1, on=office.clock.day)
    assert refusal.is_suspended


def test_a_second_bad_loan_does_not_suspend_twice(office: County) -> None:
    grade(office, 1, "2021-06-30")
    done = grade(office, 2, "2021-07-01")
    assert "已暂停" not in done.summary
    assert len(suspended(office)) == 1


def test_all_of_them_are_suspended_when_the_whole_is_above(office: County) -> None:
    grade(office, 3, "2021-06-30")
    done = grade(office, 1, "2021-07-01")
    assert "全部合作机构不良率（期末余额法）88.89%，已暂停新增备案" in done.summary
    assert [partner for _, partner, _, _ in suspended(office)] == [2, 1, None]
    lines = office.ask("breaker_lines", on=office.clock.day)
    assert [line.state for line in lines] == ["超过暂停线，已暂停"] * 3


def test_undoing_the_class_takes_the_suspension_back(office: County) -> None:
    done = grade(office, 1, "2021-06-30")
    office.office.undo(done.seq, by=office.people["clerk"])
    assert suspended(office) == []


def test_repaying_good_loans_can_pass_the_limit_and_undoing_a_repayment_of_a_bad_one(
    office: County,
) -> None:
    grade(office, 2, "2021-06-30")
    bad = office.done(
        "record_repayment", on="2021-07-01", loan=2, repaid_on="2021-07-01", principal="20万元"
    )
    good = office.done("record_repayment", loan=1, repaid_on="2021-07-01", principal="40万元")
    assert suspended(office) == []
    assert good.seq > bad.seq
    undone = office.office.undo(bad.seq, by=office.people["clerk"])
    assert "已暂停新增备案" in undone.summary
    assert [partner for _, partner, _, _ in suspended(office)] == [1]


def resume(county: County, on: str) -> None:
    county.do("resume_partner", by="approver", on=on, partner=1, resumed_on=on, document_no="会纪1")


def test_people_let_it_go_on_and_it_stops_again_only_when_it_has_risen(office: County) -> None:
    grade(office, 1, "2021-06-30")
    resume(office, "2021-07-10")
    done = office.done(
        "record_repayment", on="2021-07-11", loan=3, repaid_on="2021-07-11", principal="1万元"
    )
    assert "已暂停" not in done.summary
    office.done("record_repayment", loan=1, repaid_on="2021-07-11", principal="1万元")
    assert len(suspended(office)) == 1
    done = grade(office, 2, "2021-07-12")
    assert "农商银行不良率（期末余额法）100.00%，已暂停新增备案" in done.summary
    assert len(suspended(office)) == 2


def test_a_decision_on_the_limit_itself_is_weighed_at_once(tmp_path: Path) -> None:
    """The limit may hang on what the office fills in."""
    blank = """
[[blank]]
name = "bad_limit"
label = "不良率上限"
kind = "percent"
says = "上限由本单位填写。"
clauses = ["QX-1"]
"""
    added = ADDED.replace('above = "30%"', 'above = "blank:bad_limit"').replace(
        'warn_at = "25%"\n', ""
    )
    county = measured_county(tmp_path, blank + added)
    county.loan(county.firm(), county.bank(), "30万元")
    county.do("grade_loan", on="2021-06-30", loan=1, grade="次级", graded_on="2021-06-30")
    lines = county.ask("breaker_lines", on=county.clock.day)
    assert [line.shown for line in lines] == ["无法计算", "100.00%"]
    assert lines[0].trouble
    assert county.ask("breaker_card", breaker=1, on=county.clock.day).evidence == ()
    assert [partner for _, partner, _, _ in suspended(county)] == [None]
    assert len(county.ask("grade_effects", loan=1, grade="normal")) == 1
    done = county.done(
        "fill_scheme_blank", by="admin", name="bad_limit", value="30%", document_no="会纪2"
    )
    assert "已暂停新增备案" in done.summary
    assert [partner for _, partner, _, _ in suspended(county)] == [None, 1]
    county.office.close()


def test_a_rate_that_cannot_be_computed_suspends_nobody(tmp_path: Path) -> None:
    """A loan without its rate of interest leaves the rate open: the report says so, nobody is stopped."""
    asks = '{ is_true = "loan.is_bad" }, { at_most = ["loan.rate", "parameter:grant_share"] }, { is_false'
    county = measured_county(
        tmp_path, ADDED.replace('{ is_true = "loan.is_bad" }, { is_false', asks)
    )
    county.loan(county.firm(), county.bank(), "30万元")
    done = grade(county, 1, "2021-06-30")
    assert "暂停" not in done.summary
    assert suspended(county) == []
    lines = county.ask("breaker_lines", on=county.clock.day)
    assert [(line.shown, line.who) for line in lines] == [
        ("无法计算", ""), ("无法计算", "全部合作机构"),
    ]  # fmt: skip
    assert "“年利率”没有填写" in lines[0].trouble
    county.office.close()


EFFECTS = (
    (1, "loss", "使农商银行不良率（期末余额法）由0.00%升至75.00%：将暂停新增备案。", "tripped"),
    (
        2,
        "loss",
        "使农商银行不良率（期末余额法）由0.00%升至25.00%，距暂停线还差5.00个百分点。",
        "warned",
    ),
)


@pytest.mark.parametrize(("loan", "wanted", "words", "level"), EFFECTS)
def test_a_class_says_before_it_is_saved_what_it_would_move(
    office: County, loan: int, wanted: str, words: str, level: str
) -> None:
    before = office.office.head()
    first, second = office.ask("grade_effects", loan=loan, grade=wanted)
    assert (first.words, first.level, first.clauses) == (words, level, ("QX-1",))
    assert second.words.startswith("使全部合作机构")
    assert office.office.head() == before


def test_a_class_that_changes_nothing_says_nothing(office: County) -> None:
    assert office.ask("grade_effects", loan=1, grade="special_mention") == ()


def test_getting_better_is_said_too(office: County) -> None:
    grade(office, 1, "2021-06-30")
    worse = office.ask("grade_effects", loan=2, grade="doubtful")[0]
    assert worse.words.endswith("由75.00%升至100.00%，仍高于暂停线。")
    better = office.ask("grade_effects", loan=1, grade="normal")[0]
    assert better.words == "使农商银行不良率（期末余额法）由75.00%变为0.00%。"
    assert better.level == "calm"


def test_a_repayment_says_what_it_would_move(office: County) -> None:
    grade(office, 2, "2021-06-30")
    (first, *_rest) = office.ask("repayment_effects", loan=1, principal=Money.wan(40))
    assert first.words.startswith("使农商银行不良率（期末余额法）由25.00%升至50.00%：将暂停")
    (paid, *_rest) = office.ask("repayment_effects", loan=2, principal=Money.wan(30))
    assert paid.words == "使农商银行不良率（期末余额法）由25.00%变为0.00%。"
