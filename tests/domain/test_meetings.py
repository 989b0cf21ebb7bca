"""Quorum, opinions, resolutions, and the meeting's own life."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kcdesk.domain.meetings import (
    MOVES,
    MeetingEvent,
    MeetingState,
    Opinion,
    ResolutionFacts,
    Result,
    check_resolution,
    has_quorum,
    meeting_title,
    move,
    ordinal_in_words,
    tally,
)
from kcdesk.domain.schemes.parts import ResultRule
from kcdesk.domain.schemes.scheme import Scheme
from kcdesk.kernel.errors import Refusal
from tests.domain.test_claims import FIRST

UNANIMOUS, MAJORITY, CHAIR = ResultRule.UNANIMOUS, ResultRule.MAJORITY, ResultRule.CHAIR


def opinions(agree: int = 0, disagree: int = 0, abstain: int = 0, defer: int = 0) -> list[str]:
    return ["agree"] * agree + ["disagree"] * disagree + ["abstain"] * abstain + ["defer"] * defer


@pytest.mark.parametrize(
    ("rule", "given_", "result"),
    [
        (UNANIMOUS, opinions(agree=7), Result.AGREED),
        (UNANIMOUS, opinions(agree=6), Result.PENDING),
        (UNANIMOUS, opinions(agree=6, disagree=1), Result.REFUSED),
        (UNANIMOUS, opinions(disagree=1), Result.REFUSED),
        (UNANIMOUS, opinions(agree=6, abstain=1), Result.REFUSED),
        (UNANIMOUS, opinions(agree=6, defer=1), Result.DEFERRED),
        (MAJORITY, opinions(agree=4), Result.AGREED),
        (MAJORITY, opinions(agree=6, disagree=1), Result.AGREED),
        (MAJORITY, opinions(agree=3, disagree=4), Result.REFUSED),
        (MAJORITY, opinions(agree=3, disagree=3), Result.PENDING),
        (MAJORITY, opinions(agree=3, defer=4), Result.DEFERRED),
        (MAJORITY, opinions(disagree=4, defer=3), Result.REFUSED),
        (MAJORITY, opinions(agree=3, disagree=2, abstain=2), Result.REFUSED),
    ],
)
def test_opinions_of_seven_members_become_a_result(
    rule: ResultRule, given_: list[str], result: Result
) -> None:
    assert tally(rule, given_, 7).result is result


@pytest.mark.parametrize(
    ("said", "result"),
    [
        ("agree", Result.AGREED),
        ("disagree", Result.REFUSED),
        ("defer", Result.DEFERRED),
        ("abstain", Result.DEFERRED),
        (None, Result.PENDING),
    ],
)
def test_the_chair_sums_up_when_all_have_spoken(said: str | None, result: Result) -> None:
    assert tally(CHAIR, opinions(agree=5, disagree=2), 7, chair_says=said).result is result
    assert tally(CHAIR, opinions(agree=6), 7, chair_says=said).result is Result.PENDING


def test_half_of_an_even_number_is_no_majority() -> None:
    assert tally(MAJORITY, opinions(agree=3, disagree=3), 6).result is Result.REFUSED


@pytest.mark.parametrize("rule", [UNANIMOUS, MAJORITY])
def test_nobody_decides_nothing(rule: ResultRule) -> None:
    assert tally(rule, [], 0).result is Result.PENDING


def test_counts_and_their_words() -> None:
    counted = tally("majority", opinions(agree=4, disagree=1, defer=1), 7)
    assert (counted.agreed, counted.against, counted.abstained) == (4, 1, 0)
    assert (counted.deferred, counted.missing) == (1, 1)
    assert counted.words == "同意4、不同意1、缓议1、未表态1"


def test_who_is_silent_is_counted_and_named() -> None:
    """NT-1.2: 2 of 3 opinions show 缺1."""
    counted = tally("unanimous", opinions(agree=2), 3)
    assert counted.words_with(["财政局"]) == "同意2、未表态1（缺1：财政局）"
    assert tally("unanimous", opinions(agree=3), 3).words_with([]) == "同意3"


def test_more_opinions_than_members_is_refused() -> None:
    with pytest.raises(Refusal, match="意见有8条，超过应表态的7家"):
        tally(MAJORITY, opinions(agree=8), 7)


@given(st.lists(st.sampled_from([o.value for o in Opinion]), max_size=9), st.integers(0, 4))
def test_one_more_agreement_never_turns_a_yes_into_a_no(given_: list[str], missing: int) -> None:
    expected = len(given_) + missing + 1
    for rule in (UNANIMOUS, MAJORITY):
        before = tally(rule, given_, expected).result
        after = tally(rule, [*given_, "agree"], expected).result
        if before is Result.AGREED:
            assert after is Result.AGREED


@pytest.mark.parametrize(
    ("present", "expected", "is_quorate"),
    [(4, 7, True), (3, 7, False), (3, 6, False), (4, 6, True), (0, 0, False)],
)
def test_more_than_half_is_a_quorum(
    pinghu: Scheme, present: int, expected: int, is_quorate: bool
) -> None:
    assert has_quorum(pinghu, present, expected) is is_quorate


def test_the_office_may_want_more(pinghu: Scheme) -> None:
    strict = pinghu.with_blanks({"quorum_above": "66%"})
    assert not has_quorum(strict, 4, 7)
    assert has_quorum(strict, 5, 7)


RESOLUTION = ResolutionFacts(FIRST, expected=7, present=6, result="agreed")


def test_the_first_resolution_of_pinghu(pinghu: Scheme) -> None:
    assert check_resolution(pinghu, RESOLUTION).is_clear


def test_without_quorum_condition_or_agreement_nothing_is_approved(pinghu: Scheme) -> None:
    facts = replace(
        RESOLUTION,
        claim=replace(FIRST, conditions_met=frozenset()),
        present=3,
        result="deferred",
    )
    refusals = check_resolution(pinghu, facts).refusals
    assert [p.clauses for p in refusals] == [("PH-6f",), ("PH-11", "GL-6"), ("PH-6a",)]
    assert "应到7家，实到3家，没有超过应到的50%" in refusals[1].message
    assert "“缓议”" in refusals[2].message


def test_the_life_of_a_meeting() -> None:
    state = "preparing"
    for event in ("notify", "open", "deliberate", "conclude", "circulate", "issue", "archive"):
        state = move(state, event)
    assert state == MeetingState.ARCHIVED
    assert move("countersigning", "return", "改错字") is MeetingState.DRAFTING


def test_minutes_once_issued_are_not_rewritten() -> None:
    with pytest.raises(Refusal, match="会议现在是“已签发”，不能退回修改纪要"):
        move("issued", "return", "改错字")


def test_every_state_of_a_meeting_is_reached() -> None:
    assert set(MOVES.table.values()) | {MeetingState.PREPARING} == set(MeetingState)
    assert {e for _, e in MOVES.table} == set(MeetingEvent)


@pytest.mark.parametrize(
    ("ordinal", "words"),
    [(1, "一"), (9, "九"), (10, "十"), (11, "十一"), (20, "二十"), (21, "二十一"), (99, "九十九")],
)
def test_ordinals_in_words(ordinal: int, words: str) -> None:
    assert ordinal_in_words(ordinal) == words


@pytest.mark.parametrize("ordinal", [0, 100])
def test_ordinals_out_of_reach(ordinal: int) -> None:
    with pytest.raises(ValueError, match="1 to 99"):
        ordinal_in_words(ordinal)


def test_a_meeting_is_numbered_within_its_year() -> None:
    assert meeting_title(2023, 1) == "2023年第一次会议"
