"""A command that is not filled in yet is already told what its given fields alone rule out."""

from __future__ import annotations

from typing import Any

from kcdesk.work.foresight import foreseen
from tests.work.county import County


def said(county: County, command: str = "disburse_loan", **given: Any) -> list[tuple[str, str]]:
    return [(p.field, c) for p in foreseen(county.office, command, given) for c in p.clauses]


def test_an_amount_over_every_cap_is_over_it_whichever_bank_lends(county: County) -> None:
    firm = county.firm()
    assert said(county, enterprise=firm, amount="1000.01万元") == [("amount", "PH-1")]
    assert said(county, enterprise=firm, amount="300万元") == []


def test_what_is_owed_on_the_day_given_counts(county: County) -> None:
    firm = county.firm()
    county.loan(firm, county.bank())
    given: dict[str, Any] = {"enterprise": firm, "amount": "990万元"}
    assert said(county, **given, disbursed_on="2021-04-01") == [("amount", "PH-1")]
    assert said(county, **given, disbursed_on="昨天？") == []


def test_nothing_is_foreseen_where_nothing_is_known(county: County) -> None:
    firm = county.firm()
    assert said(county, "register_enterprise", name="甲") == []
    assert said(county, amount="1000.01万元") == []
    assert said(county, enterprise=firm) == []
    assert said(county, enterprise=firm, amount="很多") == []
    assert said(county, enterprise=firm, amount="0") == []


def test_an_amount_that_cannot_be_judged_yet_is_left_to_the_filled_in_command(
    county: County,
) -> None:
    assert said(county, enterprise=county.firm(), amount="500万元") == []
