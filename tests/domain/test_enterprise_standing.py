"""A firm on a day: its size by the standard, its classes, incidents, bans, numbers and reviews."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kcdesk.domain.enterprises import (
    ENTERPRISE_FIELDS,
    Ban,
    Entered,
    Figures,
    Incident,
    Industry,
    Listing,
    Qualification,
    Standing,
    StretchOfClass,
    current_listing,
    listed_on,
    overlapping,
    size_of,
)
from kcdesk.domain.schemes.scheme import Scheme
from kcdesk.kernel.money import Money
from kcdesk.packs.schemes import read_pack
from kcdesk.packs.standards import load_sizes
from tests.packs.small_pack import SMALL, small

KINDS = (
    '[[material]]\ncode = "form"',
    """[[qualification]]
code = "number"
label = "科技型中小企业"
is_yearly = true
lasts = "当年末"
clauses = ["XX-1"]

[[qualification]]
code = "patent"
label = "发明专利"
path = "review"
clauses = ["XX-1"]

[[material]]
code = "form"
""",
)


@pytest.fixture(scope="module")
def sizes(resources: Path) -> dict[str, Industry]:
    return dict(load_sizes(resources / "standards" / "sizes.toml"))


@pytest.fixture(scope="module")
def scheme() -> Scheme:
    return small(KINDS)


def figures(staff: int | None, revenue: str | None, assets: str | None = None) -> Figures:
    wan = [None if w is None else Money.wan(w) for w in (revenue, assets)]
    return Figures(staff, *wan)


@pytest.mark.parametrize(
    ("industry", "told", "size"),
    [
        ("industry", figures(1500, "30000"), "medium"),
        ("industry", figures(1200, "1500"), "small"),
        ("industry", figures(19, "50000"), "micro"),
        ("industry", figures(300, "2000"), "medium"),
        ("industry", figures(1000, "40000"), "large"),
        ("industry", figures(1000, "39999.99"), "medium"),
        ("software", figures(100, "999.99"), "small"),
        ("software", figures(9, "5000"), "micro"),
        ("farming", figures(None, "500"), "medium"),
        ("farming", figures(None, "49.99"), "micro"),
        ("construction", figures(None, "6000", "4999.99"), "small"),
        ("construction", figures(None, "299.99", "80000"), "micro"),
        ("leasing", figures(300, None, "120000"), "large"),
        ("leasing", figures(300, None, "99.99"), "micro"),
        ("other", figures(10, None), "small"),
        ("other", figures(9, None), "micro"),
    ],
)
def test_every_lower_limit_is_met_or_the_class_is_one_down(
    sizes: dict[str, Industry], industry: str, told: Figures, size: str
) -> None:
    assert size_of(sizes[industry], told) == size


@pytest.mark.parametrize(
    ("industry", "told", "size"),
    [
        ("industry", figures(None, None), None),
        ("industry", figures(1500, None), None),
        ("industry", figures(None, "50000"), None),
        ("industry", figures(5, None), "micro"),  # whatever it sold
        ("industry", figures(None, "299.99"), "micro"),  # however many work there
    ],
)
def test_a_size_that_hangs_on_an_unknown_figure_is_not_known(
    sizes: dict[str, Industry], industry: str, told: Figures, size: str | None
) -> None:
    assert size_of(sizes[industry], told) == size
    assert size_of(None, told) is None


def test_every_fact_is_there_and_nothing_is_guessed(scheme: Scheme) -> None:
    facts = Standing().facts(scheme, date(2023, 5, 1))
    assert set(facts) == set(ENTERPRISE_FIELDS)
    unknown = {name for name, value in facts.items() if value is None}
    assert unknown == {
        f"enterprise.{n}"
        for n in (
            "region_code", "legal_form", "size", "staff", "revenue", "assets", "number_year",
            "last_incident_on",
        )
    }  # fmt: skip


def test_last_year_is_the_year_before_the_day() -> None:
    firm = Standing(figures={2021: figures(10, "100"), 2022: figures(20, "200")})
    assert firm.last_year(date(2022, 1, 1)).staff == 10
    assert firm.last_year(date(2023, 12, 31)).staff == 20
    assert firm.last_year(date(2024, 1, 1)) == Figures()


def test_figures_without_a_year_are_used_until_a_year_is_entered() -> None:
    latest = figures(7, "70")
    assert Standing(latest=latest).last_year(date(2023, 1, 1)) == latest
    assert (
        Standing(latest=latest, figures={2020: figures(1, "1")}).last_year(date(2023, 1, 1))
        == Figures()
    )


@pytest.mark.parametrize(
    ("day", "classes"),
    [
        (date(2021, 2, 28), set()),
        (date(2021, 3, 1), {"tech"}),
        (date(2022, 3, 1), {"tech", "growing"}),
        (date(2023, 1, 1), {"growing"}),
    ],
)
def test_a_firm_can_be_in_two_classes(scheme: Scheme, day: date, classes: set[str]) -> None:
    firm = Standing(
        classes=(
            StretchOfClass("tech", date(2021, 3, 1), date(2022, 12, 31)),
            StretchOfClass("growing", date(2022, 3, 1)),
        )
    )
    assert firm.facts(scheme, day)["enterprise.classes"] == classes


def test_incidents_and_bans_count_from_their_day_until_they_are_over(scheme: Scheme) -> None:
    firm = Standing(
        incidents=(
            Incident("penalty", date(2020, 6, 15)),
            Incident("abnormal", date(2021, 1, 1), date(2021, 6, 1)),
        ),
        bans=(Ban("default", date(2022, 1, 1)), Ban("fraud", date(2022, 6, 1), date(2023, 1, 1))),
    )

    def told(day: date) -> tuple[object, ...]:
        facts = firm.facts(scheme, day)
        names = ("last_incident_on", "open_incidents", "is_banned", "has_fraud")
        return tuple(facts[f"enterprise.{n}"] for n in names)

    assert told(date(2020, 6, 14)) == (None, frozenset(), False, False)
    assert told(date(2020, 6, 15)) == (date(2020, 6, 15), {"penalty"}, False, False)
    assert told(date(2021, 5, 31)) == (date(2021, 1, 1), {"penalty", "abnormal"}, False, False)
    assert told(date(2021, 6, 1)) == (date(2021, 1, 1), {"penalty"}, False, False)
    assert told(date(2022, 6, 1))[2:] == (True, True)
    assert told(date(2023, 1, 1))[2:] == (True, False)
    assert told(date(2021, 12, 31))[2:] == (False, False)


def test_a_reviewed_kind_counts_from_the_day_its_review_passed(scheme: Scheme) -> None:
    day = date(2023, 5, 1)
    waiting = Qualification("patent", date(2023, 1, 1))
    passed = Qualification("patent", date(2023, 1, 1), reviewed_on=day)
    refused = Qualification("patent", date(2023, 1, 1), reviewed_on=day, is_refused=True)
    direct = Qualification("high_tech", date(2023, 1, 1))
    dropped = Qualification("no longer declared", date(2023, 1, 1))

    def told(*held: Qualification, on: date = day) -> tuple[object, object]:
        facts = Standing(qualifications=held).facts(scheme, on)
        return facts["enterprise.qualifications"], facts["enterprise.unreviewed"]

    assert told(waiting) == (frozenset(), {"patent"})
    assert told(passed) == ({"patent"}, frozenset())
    assert told(passed, on=date(2023, 4, 30)) == (frozenset(), {"patent"})
    assert told(refused) == (frozenset(), frozenset())
    assert told(waiting, direct) == ({"high_tech"}, {"patent"})
    assert told(waiting, passed) == ({"patent"}, frozenset())
    assert told(dropped) == ({"no longer declared"}, frozenset())


def test_the_year_of_the_number_outlives_the_number(scheme: Scheme) -> None:
    """Early in the year there is only last year's: it is still the latest number there is."""
    old = Qualification("number", date(2022, 4, 1), date(2022, 12, 31))
    firm = Standing(qualifications=(old, Qualification("high_tech", date(2023, 1, 5))))
    assert firm.number_year(scheme, date(2022, 3, 31)) is None
    assert firm.number_year(scheme, date(2023, 2, 1)) == 2022
    entered = Qualification("number", date(2023, 1, 10), number_year=2022)
    assert Standing(qualifications=(entered,)).number_year(scheme, date(2023, 2, 1)) == 2022
    other = Standing(qualifications=(Qualification("dropped", date(2022, 1, 1)),))
    assert other.number_year(scheme, date(2023, 2, 1)) is None


# -- time on the list, against a calendar that is counted day by day -----------------------------

START = date(2021, 1, 1)
days = st.integers(0, 60).map(lambda n: START + timedelta(days=n))
spans = st.builds(
    lambda start, length: Listing(
        start, None if length is None else start + timedelta(days=length)
    ),
    days,
    st.none() | st.integers(0, 30),
)


@given(st.lists(spans, max_size=6), days)
def test_listed_on_agrees_with_counting_the_days(history: list[Listing], day: date) -> None:
    horizon = START + timedelta(days=120)
    counted = {
        span.from_on + timedelta(days=n)
        for span in history
        for n in range(((span.until_on or horizon) - span.from_on).days + 1)
    }
    assert listed_on(history, day) is (day in counted)
    found = current_listing(history, day)
    assert (found is not None) is (day in counted)
    if found is not None:
        assert found.from_on == max(
            s.from_on
            for s in history
            if s.from_on <= day and (s.until_on is None or day <= s.until_on)
        )


@given(st.lists(spans, max_size=5), spans)
def test_overlapping_agrees_with_counting_the_days(history: list[Listing], wanted: Listing) -> None:
    horizon = START + timedelta(days=200)

    def lived(span: Listing) -> set[date]:
        last = span.until_on or horizon
        return {span.from_on + timedelta(days=n) for n in range((last - span.from_on).days + 1)}

    shares = [s for s in history if lived(s) & lived(wanted)]
    found = overlapping(history, wanted)
    assert (found is None) is (not shares)
    if found is not None:
        assert found.from_on == max(s.from_on for s in shares)


def test_an_accepted_entry_of_a_register_speaks_for_the_firm_from_its_day() -> None:
    text = SMALL + (
        '\n[[register]]\nid = "talent"\nlabel = "人才"\nclauses = ["XX-1"]\nsubject = "enterprises"\n'
        '[[register.field]]\nname = "note"\nlabel = "说明"\nkind = "text"\n'
        '[[register.state]]\ncode = "open"\nlabel = "待审"\n'
        '[[register.state]]\ncode = "yes"\nlabel = "认可"\nis_closed = true\nis_accepted = true\n'
    )
    scheme = read_pack(text).scheme
    day = date(2023, 2, 1)

    def told(register: str, state: str, on: date) -> object:
        firm = Standing(entries=(Entered(register, state, day),))
        return firm.facts(scheme, on)["enterprise.registers"]

    assert told("talent", "yes", day) == {"talent"}
    assert told("talent", "yes", date(2023, 1, 31)) == frozenset()
    assert told("talent", "open", day) == frozenset()
    assert told("dropped", "yes", day) == frozenset()
