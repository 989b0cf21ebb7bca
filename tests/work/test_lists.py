"""Lists narrowed down: by what is typed, by state, by the firm, the bank or the claim."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from kcdesk.kernel.money import Money
from kcdesk.work.outgoing import export_lines
from kcdesk.work.queries.loans import LoanLine
from tests.work.county import County


@pytest.fixture
def lent(county: County) -> tuple[int, int]:
    """Two firms, each with a paid claim at a bank of its own; gives the claims."""
    county.money()
    first = county.paid(county.loan(county.firm(), county.bank()))
    other = county.firm(uscc="91350100M000100Y43", name="乙公司")
    second = county.paid(county.loan(other, county.bank("嘉兴银行"), "50万元", contract_no="合同2"))
    return first, second


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ({}, ["合同1", "合同2"]),
        ({"find": "yi"}, ["合同2"]),
        ({"find": "合同1"}, ["合同1"]),
        ({"find": "  "}, ["合同1", "合同2"]),
        ({"enterprise": 2}, ["合同2"]),
        ({"bank": 1}, ["合同1"]),
        ({"state": "settled"}, []),
    ],
)
def test_loans(
    county: County, lent: tuple[int, int], given: dict[str, object], found: list[str]
) -> None:
    assert sorted(line.contract_no for line in county.ask("loans", **given)) == found


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ({}, ["乙公司", "甲公司"]),
        ({"find": "乙"}, ["乙公司"]),
        ({"enterprise": 1}, ["甲公司"]),
        ({"loan": 2}, ["乙公司"]),
        ({"state": "submitted"}, []),
    ],
)
def test_claims(
    county: County, lent: tuple[int, int], given: dict[str, object], found: list[str]
) -> None:
    assert [line.enterprise for line in county.ask("claims", **given)] == found


def test_payouts_and_recoveries(county: County, lent: tuple[int, int]) -> None:
    first, second = lent
    assert [p.claim_id for p in county.ask("payouts", claim=first)] == [first]
    assert [p.claim_id for p in county.ask("payouts", bank=2)] == [second]
    county.do(
        "record_recovery", by="reviewer", on="2023-01-10", claim=first, recovered_on="2023-01-10",
        gross="5万元",
    )  # fmt: skip
    assert len(county.ask("recoveries")) == len(county.ask("recoveries", claim=first)) == 1
    assert county.ask("recoveries", claim=second) == ()


def test_the_ledger_of_some_months_goes_on_from_the_balance_before(county: County) -> None:
    county.money("100万元")
    county.do(
        "record_interest", by="reviewer", on="2021-06-21", posted_on="2021-06-21", amount="300"
    )
    (line,) = county.ask("fund_ledger", from_on=date(2021, 6, 1), until_on=date(2021, 6, 30))
    assert (line.income, line.balance) == (Money.yuan("300.00"), Money.yuan("1000300.00"))
    assert line.summary == "资金池存款利息"
    assert county.ask("fund_ledger", until_on=date(2020, 12, 31)) == ()


def test_a_list_goes_out_as_a_workbook(
    county: County, lent: tuple[int, int], tmp_path: Path
) -> None:
    from openpyxl import load_workbook

    path = tmp_path / "贷款台账.xlsx"
    assert export_lines(path, "贷款台账", LoanLine, county.ask("loans")) == 2
    sheet = load_workbook(path).active
    assert sheet is not None
    shown = {cell for row in sheet.iter_rows(values_only=True) for cell in row}
    assert {"企业名称", "甲公司", "乙公司"} <= shown
