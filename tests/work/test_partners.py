"""Institutions are found the way people type."""

from __future__ import annotations

import pytest

from tests.work.county import County


@pytest.mark.parametrize("typed", ["平湖农商", "phns", "pinghunong", "农商", "", "  "])
def test_a_bank_is_found_by_name_and_initials(county: County, typed: str) -> None:
    bank = county.bank()
    assert bank in [p.id for p in county.ask("partners", find=typed)]


def test_what_fits_no_name_finds_nothing(county: County) -> None:
    county.bank()
    county.guarantor()
    assert county.ask("partners", find="%") == ()
    assert [p.kind for p in county.ask("partners", kind="guarantor", find="ph")] == ["guarantor"]


def test_a_partnership_ends_after_it_began(county: County) -> None:
    bank = county.bank(joined_on="2020-06-01")
    refusal = county.refused("end_partnership", by="reviewer", partner=bank, left_on="2020-05-31")
    assert [p.field for p in refusal.problems] == ["left_on"]
