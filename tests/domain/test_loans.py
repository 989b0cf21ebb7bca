"""A loan on its days: caps, the list, extension, overdue, class."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kcdesk.domain.applications import Exposure
from kcdesk.domain.loans import (
    ExtensionFacts,
    Grade,
    LoanFacts,
    LoanState,
    check_disbursement,
    check_extension,
    loan_state,
    outstanding,
    overdue_days,
    security_party_key,
    suggest_grade,
    term_months,
)
from kcdesk.domain.schemes.scheme import Scheme
from kcdesk.kernel.days import add_months
from kcdesk.kernel.errors import Refusal
from kcdesk.kernel.money import ZERO, Money

FIRST = LoanFacts(
    amount=Money.wan(30),
    disbursed_on=date(2021, 3, 25),
    due_on=date(2022, 3, 24),
    is_listed=True,
    is_partner=True,
    exposure=Exposure(ZERO),
    security="credit",
)
EXTENSION = ExtensionFacts(
    amount=Money.wan(30),
    disbursed_on=date(2021, 3, 25),
    due_on=date(2022, 3, 24),
    final_due_on=date(2022, 3, 24),
    extended_due_on=date(2023, 3, 24),
    agreed_on=date(2022, 3, 24),
    outstanding=Money.wan(30),
    security="credit",
)


def test_the_first_loan_of_the_case_is_covered(pinghu: Scheme) -> None:
    findings = check_disbursement(pinghu, FIRST)
    assert findings.is_clear
    assert [s.label for s in findings.trace if s.shown == "符合"] == [
        "贷款机构是合作机构",
        "放款日在支持名单内",
        "单户额度",
    ]


def test_a_loan_of_the_day_before_admission_is_refused(pinghu: Scheme) -> None:
    facts = replace(
        FIRST, is_listed=False, disbursed_on=date(2024, 2, 28), due_on=date(2025, 2, 27)
    )
    (problem,) = check_disbursement(pinghu, facts).refusals
    assert problem.clauses == ("PH-7",)
    assert problem.message.startswith("企业在放款日2024年2月28日不在支持名单内")
    assert problem.field == "disbursed_on"


@pytest.mark.parametrize(
    ("amount", "owed", "clauses", "code"),
    [
        ("300", "0", (), ""),
        ("300.000001", "0", ("PH-1", "PH-2"), "scheme.blank_open"),
        ("1000", "0", ("PH-1", "PH-2"), "scheme.blank_open"),
        ("1000.01", "0", ("PH-1",), "scheme.cap_per_enterprise"),
        ("750.01", "250", ("PH-1",), "scheme.cap_per_enterprise"),
        ("50", "250", (), ""),
    ],
)
def test_the_cap_while_the_day_of_the_new_measure_is_open(
    pinghu: Scheme, amount: str, owed: str, clauses: tuple[str, ...], code: str
) -> None:
    facts = replace(FIRST, amount=Money.wan(amount), exposure=Exposure(Money.wan(owed)))
    refusals = check_disbursement(pinghu, facts).refusals
    assert [(p.clauses, p.code) for p in refusals] == ([(clauses, code)] if code else [])


def test_impossible_loans_are_refused_before_policy_is_asked(pinghu: Scheme) -> None:
    with pytest.raises(Refusal) as caught:
        check_disbursement(pinghu, replace(FIRST, amount=ZERO, due_on=FIRST.disbursed_on))
    assert [p.field for p in caught.value.problems] == ["amount", "due_on"]


def test_the_longest_extension_of_a_one_year_loan(pinghu: Scheme) -> None:
    findings = check_extension(pinghu, EXTENSION)
    assert findings.is_clear
    assert not findings.warnings
    longer = replace(EXTENSION, extended_due_on=date(2023, 3, 25))
    findings = check_extension(pinghu, longer)
    assert findings.is_clear
    (warning,) = findings.warnings
    assert warning.clauses == ("DK-2",)
    assert "最迟日期2023年3月24日" in warning.message


def test_an_extension_agreed_after_maturity_is_none(pinghu: Scheme) -> None:
    (problem,) = check_extension(pinghu, replace(EXTENSION, agreed_on=date(2022, 3, 25))).refusals
    assert (problem.clauses, problem.field) == (("DK-1",), "agreed_on")


def test_an_extension_that_ends_no_later_is_none(pinghu: Scheme) -> None:
    with pytest.raises(Refusal, match="不晚于展期前的到期日2022年3月24日"):
        check_extension(pinghu, replace(EXTENSION, extended_due_on=date(2022, 3, 24)))


def test_a_guarantor_that_did_not_agree_is_warned_of(pinghu: Scheme) -> None:
    facts = replace(EXTENSION, has_guarantor=True, is_guarantor_agreed=False)
    assert [w.clauses for w in check_extension(pinghu, facts).warnings] == [("DK-3",)]


@pytest.mark.parametrize(
    ("security", "has_institution", "key"),
    [
        ("guarantee", True, "guarantee"),
        ("guarantee", False, "credit"),
        ("mortgage", True, "guarantee"),
        ("mortgage", False, "mortgage"),
        ("ip_pledge", False, "ip_pledge"),
        ("credit", False, "credit"),
    ],
)
def test_mixed_security_shares_by_the_institution(
    security: str, has_institution: bool, key: str
) -> None:
    assert security_party_key(security, has_institution) == key


@pytest.mark.parametrize(
    ("start", "end", "months"),
    [
        (date(2021, 3, 25), date(2022, 3, 24), 12),
        (date(2021, 3, 25), date(2022, 3, 25), 12),
        (date(2021, 3, 25), date(2022, 3, 26), 13),
        (date(2021, 1, 31), date(2021, 2, 28), 1),
        (date(2021, 3, 25), date(2021, 3, 26), 1),
    ],
)
def test_a_begun_month_counts(start: date, end: date, months: int) -> None:
    assert term_months(start, end) == months


@given(st.dates(date(2000, 1, 1), date(2030, 1, 1)), st.integers(1, 4000))
def test_months_are_the_fewest_that_reach_the_due_day(start: date, days: int) -> None:
    end = start + timedelta(days=days)
    months = term_months(start, end)
    assert add_months(start, months) >= end
    assert add_months(start, months - 1) < end


def test_outstanding_is_what_was_not_repaid() -> None:
    repaid = [Money.wan(1), Money.wan(2)]
    assert outstanding(Money.wan(30), repaid) == Money.wan(27)
    assert outstanding(Money.wan(3), repaid) == ZERO
    with pytest.raises(Refusal, match=r"超过未还本金10,000\.00元"):
        outstanding(Money.wan(2), repaid)


@pytest.mark.parametrize(
    ("today", "days"),
    [
        (date(2022, 3, 24), 0),
        (date(2022, 3, 25), 1),
        (date(2023, 9, 12), 537),
    ],
)
def test_overdue_counts_from_the_day_after_maturity(today: date, days: int) -> None:
    assert overdue_days(date(2022, 3, 24), today, Money(1)) == days
    assert overdue_days(date(2022, 3, 24), today, ZERO) == 0


def test_overdue_from_the_latest_extension() -> None:
    assert overdue_days(date(2023, 3, 24), date(2023, 9, 12), Money(1)) == 172


@pytest.mark.parametrize(
    ("days", "grade"),
    [
        (0, Grade.NORMAL),
        (1, Grade.SPECIAL_MENTION),
        (90, Grade.SPECIAL_MENTION),
        (91, Grade.SUBSTANDARD),
        (270, Grade.SUBSTANDARD),
        (271, Grade.DOUBTFUL),
        (360, Grade.DOUBTFUL),
        (361, Grade.LOSS),
    ],
)
def test_the_class_days_overdue_suggest(pinghu: Scheme, days: int, grade: Grade) -> None:
    assert suggest_grade(days, pinghu, date(2023, 9, 12)) is grade


def test_the_last_three_classes_are_bad() -> None:
    assert [g for g in Grade if g.is_bad] == [Grade.SUBSTANDARD, Grade.DOUBTFUL, Grade.LOSS]


DUE = date(2022, 3, 24)


@pytest.mark.parametrize(
    ("owed", "today", "grade", "is_extended", "state"),
    [
        (0, date(2025, 1, 1), "loss", False, LoanState.SETTLED),
        (1, DUE, "normal", False, LoanState.NORMAL),
        (1, DUE, "normal", True, LoanState.EXTENDED),
        (1, date(2022, 3, 25), "special_mention", True, LoanState.OVERDUE),
        (1, DUE, "substandard", False, LoanState.BAD),
    ],
)
def test_where_a_loan_stands(
    owed: int, today: date, grade: str, is_extended: bool, state: LoanState
) -> None:
    assert loan_state(Money(owed), DUE, today, grade, is_extended=is_extended) is state


def test_nothing_said_of_a_guarantor_is_no_guarantor(pinghu: Scheme) -> None:
    assert FIRST.facts()["loan.has_guarantee_institution"] is False
    assert EXTENSION.facts()["loan.has_guarantee_institution"] is False
    assert not check_extension(pinghu, replace(EXTENSION, has_guarantor=True)).warnings
