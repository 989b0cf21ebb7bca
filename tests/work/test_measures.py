"""What the office file gives to count, as of a day and over a time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from kcdesk.domain.reports import ROW_FIELDS
from kcdesk.domain.schemes.measuring import Span
from kcdesk.domain.schemes.operands import Facts
from kcdesk.kernel.kinds import Within, take_fields
from kcdesk.kernel.money import ZERO, Money
from kcdesk.work.command import COMMANDS
from kcdesk.work.context import Read
from kcdesk.work.measures import Period, needed_facts, period_of, rows_of
from kcdesk.work.measures.rows import PROVIDERS
from kcdesk.work.query import Ask
from tests.work.county import County
from tests.work.measured_county import measured_county


@pytest.fixture
def office(tmp_path: Path) -> Iterator[County]:
    made = measured_county(tmp_path)
    yield made
    made.office.close()


def rows(
    county: County, of: str, until: str = "2021-12-31", since: str = "1900-01-01", *needed: str
) -> list[Facts]:
    wanted = frozenset(needed or ROW_FIELDS.get(of, {}))
    period = Period(date.fromisoformat(since), date.fromisoformat(until))
    return list(county.office.ask(Ask("rows", {}, lambda read: rows_of(read, of, period, wanted))))


def only(county: County, of: str, **when: str) -> Facts:
    (row,) = rows(county, of, when.get("until", "2021-12-31"), when.get("since", "1900-01-01"))
    return row


def lent(county: County, **more: Any) -> int:
    return county.loan(county.firm(), county.bank(), "30万元", **more)


def test_every_fact_that_is_declared_is_given(office: County) -> None:
    """With one record of each kind, each row knows every fact of its kind, known or not."""
    office.money()
    office.paid(lent(office))
    office.do(
        "file_application", enterprise=1, applied_on="2022-10-10", amount="30万元",
        term_months="12", purpose="周转", bank=1,
    )  # fmt: skip
    for of in PROVIDERS:
        (row,) = rows(office, of, "2022-12-31") if of != "partners" else rows(office, of)[:1]
        assert set(ROW_FIELDS[of]) - set(row) == set(), of


def test_only_what_is_needed_of_a_firm_is_asked(office: County) -> None:
    lent(office)
    (row,) = rows(office, "loans", "2021-12-31", "1900-01-01", "loan.outstanding")
    assert "enterprise.classes" not in row
    assert row["enterprise.id"] == "1"
    assert row["loan.is_compensated"] is False


def test_a_period_ends_on_the_day_of_the_report() -> None:
    day = date(2021, 5, 20)
    assert period_of(Span.YEAR, day) == Period(date(2021, 1, 1), day)
    assert period_of(Span.MONTH, day) == Period(date(2021, 5, 1), day)
    assert period_of(Span.AT, day) == period_of(Span.ALL, day)
    year = period_of(Span.YEAR, day)
    assert (year.before, year.holds(None)) == (date(2020, 12, 31), False)
    assert year.holds(day)
    assert not year.holds(date(2021, 5, 21))


def test_a_loan_stands_as_it_stood_that_day(office: County) -> None:
    loan = lent(office)
    office.do(
        "record_repayment", on="2021-06-01", loan=loan, repaid_on="2021-06-01", principal="10万元"
    )
    office.do("grade_loan", loan=loan, grade="次级", graded_on="2021-07-01")
    office.do("grade_loan", loan=loan, grade="关注", graded_on="2021-08-01")
    assert rows(office, "loans", "2021-03-24") == []
    before = only(office, "loans", until="2021-05-31")
    assert (before["loan.outstanding"], before["loan.is_bad"]) == (Money.wan(30), False)
    bad = only(office, "loans", until="2021-07-31", since="2021-07-01")
    assert (bad["loan.outstanding"], bad["loan.is_bad"]) == (Money.wan(20), True)
    assert bad["loan.became_bad_in_period"] is True
    assert bad["loan.is_lent_in_period"] is False
    later = only(office, "loans", until="2021-07-31", since="2021-07-02")
    assert later["loan.became_bad_in_period"] is False
    assert only(office, "loans", until="2021-08-01")["loan.grade"] == "special_mention"


def test_a_loan_repaid_in_full_is_not_bad_any_more(office: County) -> None:
    loan = lent(office)
    office.do("grade_loan", on="2021-07-01", loan=loan, grade="次级", graded_on="2021-07-01")
    office.do("record_repayment", loan=loan, repaid_on="2021-07-02", principal="30万元")
    row = only(office, "loans", until="2021-07-02")
    assert (row["loan.is_open"], row["loan.is_bad"], row["loan.outstanding"]) == (
        False,
        False,
        ZERO,
    )
    assert only(office, "loans", until="2022-03-30")["loan.overdue_days"] == 0


def test_an_extension_counts_from_the_day_it_was_agreed(office: County) -> None:
    loan = lent(office)
    office.do(
        "extend_loan", on="2022-03-01", loan=loan, agreed_on="2022-03-01", due_on="2022-09-01",
        document_no="展1",
    )  # fmt: skip
    assert only(office, "loans", until="2022-02-28")["loan.final_due_on"] == date(2022, 3, 24)
    assert only(office, "loans", until="2022-03-01")["loan.final_due_on"] == date(2022, 9, 1)


def test_a_first_loan_is_what_its_application_said_or_the_first_of_the_ledger(
    office: County,
) -> None:
    firm, bank = office.firm(), office.bank()
    office.loan(firm, bank)
    office.loan(firm, bank, contract_no="合同2")
    asked = office.do(
        "file_application", on="2021-03-10", enterprise=firm, applied_on="2021-03-10",
        amount="30万元", term_months="12", purpose="周转", bank=bank, is_first_loan="是",
    )  # fmt: skip
    assert asked
    found = rows(office, "loans")
    assert [row["loan.is_first_loan"] for row in found] == [True, False]


def test_what_the_fund_paid_and_the_meeting_found_is_known(office: County) -> None:
    office.money()
    office.paid(lent(office))
    loan = only(office, "loans", until="2022-12-31", since="2022-01-01")
    assert (loan["loan.is_compensated"], loan["loan.loss_in_period"]) == (True, Money.wan(30))
    early = only(office, "loans", until="2022-09-19", since="2022-09-13")
    assert (early["loan.is_compensated"], early["loan.loss_in_period"]) == (False, ZERO)
    claim = only(office, "claims", until="2022-12-31", since="2022-09-12")
    assert (claim["claim.loss"], claim["claim.fund_share"], claim["claim.paid"]) == (
        Money.wan(30), Money.wan(18), Money.wan(18),
    )  # fmt: skip
    assert (claim["claim.decided_in_period"], claim["claim.is_filed_in_period"]) == (True, False)
    open_claim = only(office, "claims", until="2022-09-01")
    assert (open_claim["claim.loss"], open_claim["claim.decided_on"]) == (ZERO, None)
    (payout,) = rows(office, "payouts", "2022-12-31", "2022-09-20")
    assert payout["payout.amount"] == Money.wan(18)
    assert rows(office, "payouts", "2022-12-31", "2022-09-21") == []
    fund = only(office, "fund", until="2022-12-31")
    assert (fund["fund.balance"], fund["fund.paid_in"]) == (Money.wan(982), Money.wan(1000))
    assert (fund["fund.paid_in_year"], fund["fund.compensated_in_year"]) == (ZERO, Money.wan(18))


def test_firms_know_their_list_their_tags_and_their_loans(office: County) -> None:
    firm = office.firm()
    idle = office.firm(listed_on=None, uscc="91330482MA0000001P", name="乙公司")
    office.loan(firm, office.bank())
    year = {
        row["enterprise.name"]: row
        for row in rows(office, "enterprises", "2021-12-31", "2021-01-01")
    }
    assert year["甲公司"]["enterprise.is_lent_in_period"] is True
    assert year["甲公司"]["enterprise.had_loan_before"] is False
    assert year["甲公司"]["enterprise.is_listed_in_period"] is True
    assert year["甲公司"]["enterprise.outstanding"] == Money.wan(30)
    assert year["甲公司"]["enterprise.qualifications"] == frozenset({"high_tech"})
    assert year["乙公司"]["enterprise.is_listed"] is False
    assert (year["乙公司"]["enterprise.has_loan"], year["乙公司"]["enterprise.chain"]) == (
        False,
        "",
    )
    assert year["乙公司"]["enterprise.tags"] == frozenset()
    assert idle
    next_year = rows(office, "enterprises", "2022-12-31", "2022-01-01")
    assert [row["enterprise.had_loan_before"] for row in next_year] == [True, False]


def test_partners_know_what_they_lent_and_whether_they_are_suspended(office: County) -> None:
    loan = lent(office)
    office.do(
        "record_repayment", on="2021-06-01", loan=loan, repaid_on="2021-06-01", principal="1万元"
    )
    office.do("suspend_partner", by="reviewer", partner=1, from_on="2021-07-01", reason="试")
    row = only(office, "partners", until="2021-07-01", since="2021-06-01")
    assert row["partner.outstanding"] == Money.wan(29)
    assert (row["partner.is_suspended"], row["partner.is_lending_in_period"]) == (True, False)
    assert (row["partner.has_agreement"], row["agreement.line"]) == (False, None)
    assert row["deposit.balance"] == ZERO
    assert only(office, "partners", until="2021-06-30")["partner.is_suspended"] is False
    assert rows(office, "partners", "2019-12-31") == []


def test_applications_are_those_of_the_period(office: County) -> None:
    firm, bank = office.firm(), office.bank()
    office.do(
        "file_application", on="2021-03-10", enterprise=firm, applied_on="2021-03-10",
        amount="30万元", term_months="12", purpose="周转", bank=bank,
    )  # fmt: skip
    row = only(office, "applications", since="2021-03-10")
    assert (row["loan.amount"], row["bank.is_tech"]) == (Money.wan(30), False)
    assert rows(office, "applications", since="2021-03-11") == []


def test_entries_of_a_register_are_those_of_the_period(office: County) -> None:
    firm = office.firm()
    for on, amount in (("2021-05-01", "250万元"), ("2020-12-31", "10万元")):
        values = [{"field": "name", "value": "补助"}, {"field": "amount", "value": amount}]
        given = {"register": "grant", "noted_on": on, "subject": firm, "values": values}
        command = take_fields(
            COMMANDS["record_register_entry"], given, Within(office.clock.today())
        )
        office.office.do(command, by=office.people["clerk"])
    found = rows(office, "register:grant", "2021-12-31", "2021-01-01")
    assert [(row["grant.amount"], row["report.on"]) for row in found] == [
        (Money.wan(250), date(2021, 12, 31))
    ]
    lines = {x.label: x for x in office.ask("report_lines", on=date(2021, 12, 31))}
    assert lines["上级补助累计"].shown == "260万元"


def test_what_an_indicator_looks_at_is_what_is_needed(office: County) -> None:
    def ask(read: Read) -> frozenset[str]:
        scheme = read.scheme()
        return needed_facts(scheme, scheme.indicators["bad_rate"], scheme.indicators["served"])

    assert office.office.ask(Ask("needed", {}, ask)) == {
        "loan.outstanding", "loan.is_bad", "loan.is_written_off", "bank.name", "enterprise.id",
        "loan.is_lent_in_period",
    }  # fmt: skip
