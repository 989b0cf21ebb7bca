"""What holds for every programme whatever the facts are: nothing lost, nothing made up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kcdesk.domain.schemes.parts import Party, Sharing
from kcdesk.domain.schemes.reckoning import Computation
from kcdesk.domain.schemes.scheme import Scheme
from kcdesk.kernel.errors import Refusal
from kcdesk.kernel.kinds import Field
from kcdesk.kernel.money import Money, total
from kcdesk.packs.calendars import load_holidays
from kcdesk.packs.schemes import load_packs
from kcdesk.packs.schemes_facts import EVENTS

RESOURCES = Path(__file__).parents[2] / "resources"
HOLIDAYS = load_holidays(RESOURCES / "calendar")
SOME_VALUES: Mapping[str, object] = {
    "day": "2021-01-01", "percent": "50%", "money": "1000万元", "whole": "3", "flag": "是",
    "weights": "6:4", "text": "按文件",
}  # fmt: skip
DAYS = st.dates(date(2019, 1, 1), date(2026, 11, 30))
AMOUNTS = st.one_of(
    st.integers(0, 10_000).map(Money),
    st.integers(0, 50_000_000).map(lambda yuan: Money(yuan * 100)),
)


def filled(scheme: Scheme) -> Scheme:
    """As an office would run it: the first option, or some value, wherever the text is open."""
    values = {
        b.name: (b.field.options[0].value if b.field.options else SOME_VALUES[b.field.kind])
        for b in scheme.open_blanks()
    }
    return replace(scheme.with_blanks(values), holidays=HOLIDAYS)


PROGRAMMES = [filled(pack.scheme) for pack in load_packs(RESOURCES / "schemes").values()]
each_programme = pytest.mark.parametrize("scheme", PROGRAMMES, ids=lambda scheme: scheme.id)
thoroughly = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@st.composite
def sharings(draw: st.DrawFn) -> Sharing:
    parties = draw(st.permutations(list(Party)))[: draw(st.integers(2, 4))]
    if Party.FUND not in parties:
        parties = [Party.FUND, *parties[1:]]
    return Sharing(tuple(draw(st.integers(1, 10)) for _ in parties), tuple(parties))


def values_of(field: Field) -> st.SearchStrategy[Any]:
    codes = [o.value for o in field.options]
    by_kind: Mapping[str, st.SearchStrategy[Any]] = {
        "money": AMOUNTS,
        "day": DAYS,
        "whole": st.integers(0, 700),
        "percent": st.integers(0, 10_000).map(lambda n: Fraction(n, 10_000)),
        "flag": st.booleans(),
        "text": st.sampled_from(["", "420281", "某文〔2024〕3号"]),
        "weights": sharings(),
        "choice": st.sampled_from(codes) if codes else st.none(),
        "codes": st.frozensets(st.sampled_from(codes)) if codes else st.just(frozenset()),
    }
    return by_kind[field.kind]


def facts_of(scheme: Scheme, event: str, *, may_lack: bool) -> st.SearchStrategy[dict[str, Any]]:
    """Any facts an event may have; each may also be unknown where `may_lack`."""
    fields = dict(EVENTS[event])
    sources = {
        "qualifications": scheme.qualifications, "classes": scheme.classes,
        "incidents": scheme.incidents, "products": scheme.products,
        "channels": scheme.channels, "materials": scheme.materials,
        "application_materials": scheme.application_materials, "reasons": scheme.reasons,
        "default_conditions": scheme.default_conditions, "registers": scheme.registers,
        "partner_requirements": scheme.partner_requirements, "milestones": scheme.milestones,
    }  # fmt: skip
    drawn: dict[str, st.SearchStrategy[Any]] = {}
    for name, field in fields.items():
        if field.source:
            codes = list(sources[field.source])
            one = st.sampled_from(codes) if codes else st.none()
            many = st.frozensets(st.sampled_from(codes)) if codes else st.just(frozenset[str]())
            drawn[name] = one if field.kind == "choice" else many
        else:
            drawn[name] = values_of(field)
    drawn |= {f"milestone.{code}": DAYS for code in scheme.milestones}
    if may_lack:
        drawn = {n: st.one_of(v, st.none()) for n, v in drawn.items()}
    return st.fixed_dictionaries(drawn)


@each_programme
@pytest.mark.parametrize("event", sorted(EVENTS))
def test_every_refusal_cites_a_clause_that_exists(scheme: Scheme, event: str) -> None:
    @thoroughly
    @given(facts_of(scheme, event, may_lack=True))
    def check(facts: dict[str, Any]) -> None:
        findings = scheme.check(event, facts)
        for problem in findings.refusals + findings.warnings:
            assert problem.clauses
            assert set(problem.clauses) <= set(scheme.clauses)
            assert problem.message.endswith("。")
            assert problem.cure

    check()


def computed(scheme: Scheme, sum_id: str, facts: dict[str, Any]) -> Computation | None:
    """The sum; None where the programme refuses to reckon (no value laid down for the day)."""
    try:
        return scheme.compute(sum_id, facts)
    except Refusal:
        return None


@each_programme
def test_shares_add_up_to_the_loss_and_the_fund_bears_no_more_than_its_ratio(
    scheme: Scheme,
) -> None:
    reckoned: list[Computation] = []

    @thoroughly
    @given(facts_of(scheme, "review", may_lack=False))
    def check(facts: dict[str, Any]) -> None:
        made = computed(scheme, "loss", facts)
        if made is None:
            return
        reckoned.append(made)
        split, loss = made.splits["shares"], made.amounts["loss"]
        assert total(split.shares) == loss
        assert all(share >= Money(0) for share in split.shares)
        fund = dict(zip(split.parties, split.shares, strict=True)).get(Party.FUND, Money(0))
        weight = dict(zip(split.parties, split.weights, strict=True)).get(Party.FUND, 0)
        if split.parties[-1] is not Party.FUND:
            assert fund.fen * sum(split.weights) <= loss.fen * weight

    check()
    assert reckoned


@each_programme
def test_a_payment_and_its_cuts_add_up_to_what_was_approved(scheme: Scheme) -> None:
    reckoned: list[Computation] = []

    @thoroughly
    @given(facts_of(scheme, "payout", may_lack=False))
    def check(facts: dict[str, Any]) -> None:
        made = computed(scheme, "payment", facts)
        if made is None:
            return
        reckoned.append(made)
        approved = facts["payout.approved"]
        payment = made.amounts["payment"]
        assert Money(0) <= payment <= approved
        assert payment + total(cut.amount for cut in made.cuts) == approved
        available = facts.get("payout.pool_available")
        if available is not None:
            assert payment <= available

    check()
    assert reckoned
