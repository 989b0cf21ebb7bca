"""The list: who is on it on a day, what opens it, what a change needs."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from kcdesk.domain.enterprises import (
    AdmissionFacts,
    Listing,
    Qualification,
    RemovalFacts,
    check_admission,
    check_removal,
    listed_on,
    live_qualifications,
    proposed_removal_on,
)
from kcdesk.domain.schemes.scheme import Scheme

LISTED = (
    Listing(date(2021, 3, 1), date(2022, 12, 31)),
    Listing(date(2024, 3, 1)),
)
HIGH_TECH = Qualification("high_tech", date(2021, 12, 6), date(2024, 12, 5))


@pytest.mark.parametrize(
    ("day", "is_listed"),
    [
        (date(2021, 2, 28), False),
        (date(2021, 3, 1), True),
        (date(2022, 12, 31), True),
        (date(2023, 1, 1), False),
        (date(2024, 2, 28), False),
        (date(2024, 3, 1), True),
        (date(2030, 1, 1), True),
    ],
)
def test_who_was_in_on_a_day_is_answerable(day: date, is_listed: bool) -> None:
    assert listed_on(LISTED, day) is is_listed


def test_never_listed() -> None:
    assert not listed_on((), date(2024, 1, 1))


def test_a_qualification_counts_on_its_first_and_last_day() -> None:
    assert live_qualifications([HIGH_TECH], date(2021, 12, 6)) == (HIGH_TECH,)
    assert live_qualifications([HIGH_TECH], date(2024, 12, 5)) == (HIGH_TECH,)
    assert live_qualifications([HIGH_TECH], date(2024, 12, 6)) == ()


@pytest.mark.parametrize(
    ("quals", "day", "since"),
    [
        ([HIGH_TECH], date(2024, 12, 5), None),
        ([HIGH_TECH], date(2024, 12, 6), date(2024, 12, 6)),
        ([HIGH_TECH, Qualification("gazelle", date(2024, 1, 1))], date(2024, 12, 6), None),
        (
            [HIGH_TECH, Qualification("gazelle", date(2024, 1, 1), date(2025, 6, 30))],
            date(2025, 8, 1),
            date(2025, 7, 1),
        ),
        ([], date(2024, 12, 6), None),
        ([Qualification("gazelle", date(2025, 1, 1))], date(2024, 12, 6), None),
    ],
)
def test_the_day_after_the_last_one_ends_the_firm_is_proposed_for_removal(
    quals: list[Qualification], day: date, since: date | None
) -> None:
    assert proposed_removal_on(quals, day) == since


ADMISSION = AdmissionFacts(date(2022, 1, 1), "浙科发〔2021〕1号", qualifications=(HIGH_TECH,))


def test_a_qualified_firm_with_its_document_is_admitted(pinghu: Scheme) -> None:
    assert check_admission(pinghu, ADMISSION).is_clear


@pytest.mark.parametrize(
    ("change", "clauses", "said"),
    [
        ({"document_no": ""}, ("PH-12",), "没有写依据文号"),
        ({"qualifications": ()}, ("PH-2", "PH-3"), "现有：无"),
        ({"from_on": date(2024, 12, 6)}, ("PH-2", "PH-3"), "2024年12月6日"),
        ({"path": "meeting", "online_result": "pending"}, ("PH-13",), "“未全部表态”"),
    ],
)
def test_what_an_admission_is_refused_for(
    pinghu: Scheme, change: dict[str, object], clauses: tuple[str, ...], said: str
) -> None:
    findings = check_admission(pinghu, replace(ADMISSION, **change))  # type: ignore[arg-type]
    (problem,) = findings.refusals
    assert problem.clauses == clauses
    assert said in problem.message
    assert problem.cure


def test_a_review_online_that_is_not_recorded_is_asked_after(pinghu: Scheme) -> None:
    facts = AdmissionFacts(date(2022, 1, 1), "会议纪要1号", path="meeting")
    findings = check_admission(pinghu, facts)
    assert findings.is_clear
    assert [w.clauses for w in findings.warnings] == [("PH-13",)]


def test_a_new_kind_of_recognition_waits_for_the_day_of_the_new_measure(pinghu: Scheme) -> None:
    giant = Qualification("little_giant", date(2022, 1, 1))
    facts = replace(ADMISSION, qualifications=(giant,), from_on=date(2024, 6, 1))
    (problem,) = check_admission(pinghu, facts).refusals
    assert "“新办法施行日”" in problem.message
    filled = pinghu.with_blanks({"new_measure_on": date(2024, 6, 1)})
    assert check_admission(filled, facts).is_clear


def test_a_removal_needs_document_and_reason(pinghu: Scheme) -> None:
    facts = RemovalFacts(date(2024, 12, 5), "平科〔2024〕9号", "资质到期")
    assert check_removal(pinghu, facts).is_clear
    bare = check_removal(pinghu, RemovalFacts(date(2024, 12, 5), "", ""))
    assert [p.clauses for p in bare.refusals] == [("PH-12",), ("PH-12",)]
    assert [p.field for p in bare.refusals] == ["document_no", "reason"]
