"""A provisional admission made definite, and a running one prolonged, without leaving the list."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.work.county import County

FEBRUARY, MAY = date(2023, 2, 10), date(2023, 5, 26)


@pytest.fixture
def county(tmp_path: Path) -> County:
    return County(
        tmp_path / "office",
        "daye",
        FEBRUARY,
        blanks=({"name": "issued_on", "value": "2023-02-10"},),
    )


def firm(county: County) -> int:
    made = county.do(
        "register_enterprise", name="大冶市铜都精密机械有限公司", uscc="91420281MA4F1A2B3X"
    )
    county.do(
        "revise_profile", enterprise=made, region_code="420281", legal_form="company",
        size_industry="industry",
    )  # fmt: skip
    for year in ("2022", "2023"):
        county.do(
            "record_figures", enterprise=made, year=year, staff_count="68", revenue="3280万元"
        )
    county.do(
        "record_qualification", enterprise=made, kind="high_tech", from_on="2021-11-15",
        until_on="2027-11-14",
    )  # fmt: skip
    number(county, made, "2022-05-20", "2022")
    return made


def number(county: County, enterprise: int, on: str, year: str) -> None:
    county.do(
        "record_qualification", enterprise=enterprise, kind="sme_number", from_on=on,
        certificate_no=f"{year}42028100000123", number_year=year,
    )  # fmt: skip


def admitted(county: County, on: str = "2023-02-10") -> int:
    made = firm(county)
    county.do("admit_enterprise", enterprise=made, from_on=on, document_no="冶科发〔2023〕2号")
    return made


def renewed(county: County, enterprise: int, on: str, document_no: str = "5号") -> None:
    county.do("renew_listing", enterprise=enterprise, renewed_on=on, document_no=document_no, on=on)


def test_the_number_of_the_year_makes_it_definite(county: County) -> None:
    made = admitted(county)
    card = county.ask("enterprise_card", enterprise=made)
    assert (card.is_provisional, card.listed_until) == (True, date(2023, 12, 31))
    county.clock.day = MAY
    number(county, made, "2023-05-25", "2023")
    assert [x.deadline for x in county.ask("reminders") if x.deadline == "provisional"] == []
    county.clock.day = date(2023, 11, 2)
    assert [x.what for x in county.ask("reminders") if x.deadline == "provisional"] == [
        "暂准企业补当年入库编号：大冶市铜都精密机械有限公司 暂准入库（还有59天）"
    ], "the number has come, but nobody has made the admission definite"
    renewed(county, made, "2023-11-02", "冶科发〔2023〕9号")
    card = county.ask("enterprise_card", enterprise=made)
    assert (card.is_provisional, card.listed_on, card.listed_until, card.listing_document) == (
        False, date(2023, 2, 10), date(2024, 12, 31), "冶科发〔2023〕2号；冶科发〔2023〕9号",
    )  # fmt: skip
    assert len(card.listings) == 1
    assert [x.what for x in county.ask("reminders") if x.deadline == "provisional"] == []


def test_last_years_number_does_not(county: County) -> None:
    made = admitted(county)
    refusal = county.refused(
        "renew_listing", enterprise=made, renewed_on="2023-05-26", document_no="5号",
        on="2023-05-26",
    )  # fmt: skip
    assert refusal.problems[0].code == "listing.provisional"


def test_the_programmes_conditions_are_asked_again(county: County) -> None:
    made = admitted(county)
    number(county, made, "2023-05-25", "2023")
    refusal = county.refused(
        "renew_listing", enterprise=made, renewed_on="2023-05-26", on="2023-05-26"
    )
    assert "DY-4" in refusal.clauses, "no document"
    county.do(
        "record_ban", by="approver", enterprise=made, kind="default", from_on="2023-05-26",
        document_no="冶财发〔2023〕8号", reason="没有按约还款",
    )  # fmt: skip
    refusal = county.refused(
        "renew_listing", enterprise=made, renewed_on="2023-05-26", document_no="5号"
    )
    assert refusal.problems[0].code == "listing.banned"


def test_a_definite_one_is_prolonged_by_the_next_number_only(county: County) -> None:
    made = admitted(county)
    number(county, made, "2023-05-25", "2023")
    renewed(county, made, "2023-05-26")
    refusal = county.refused(
        "renew_listing", enterprise=made, renewed_on="2023-06-01", document_no="6号",
        on="2023-06-01",
    )  # fmt: skip
    assert refusal.problems[0].code == "listing.unchanged"
    number(county, made, "2024-05-25", "2024")
    renewed(county, made, "2024-05-26")
    card = county.ask("enterprise_card", enterprise=made)
    assert (card.listed_on, card.listed_until) == (date(2023, 2, 10), date(2025, 12, 31))


def test_what_has_ended_is_admitted_anew(county: County) -> None:
    made = admitted(county)
    number(county, made, "2023-05-25", "2023")
    for day in ("2023-02-09", "2024-01-01"):
        refusal = county.refused(
            "renew_listing", enterprise=made, renewed_on=day, document_no="5号", on="2024-01-01"
        )
        assert refusal.problems[0].code == "listing.none"
    county.do(
        "remove_from_list", by="reviewer", enterprise=made, until_on="2023-11-30",
        document_no="冶科发〔2023〕11号", reason="停产",
    )  # fmt: skip
    refusal = county.refused(
        "renew_listing", enterprise=made, renewed_on="2023-11-30", document_no="5号"
    )
    assert refusal.problems[0].code == "listing.none"


def test_a_later_admission_is_not_run_over(county: County) -> None:
    made = admitted(county)
    number(county, made, "2023-05-25", "2023")
    county.do(
        "admit_enterprise", enterprise=made, from_on="2024-01-01", document_no="7号",
        on="2024-01-02",
    )  # fmt: skip
    refusal = county.refused(
        "renew_listing", enterprise=made, renewed_on="2023-12-31", document_no="8号"
    )
    assert refusal.problems[0].code == "listing.twice"


def test_a_listing_without_an_end_has_nothing_to_prolong(tmp_path: Path) -> None:
    pinghu = County(tmp_path / "office")
    made = pinghu.firm()
    refusal = pinghu.refused(
        "renew_listing", enterprise=made, renewed_on="2021-04-01", document_no="5号",
        on="2021-04-01",
    )  # fmt: skip
    assert refusal.problems[0].code == "listing.unchanged"


def test_undone_it_is_provisional_again(county: County) -> None:
    made = admitted(county)
    number(county, made, "2023-05-25", "2023")
    done = county.done(
        "renew_listing", on="2023-05-26", enterprise=made, renewed_on="2023-05-26",
        document_no="5号",
    )  # fmt: skip
    assert done.summary == "名录库转正：大冶市铜都精密机械有限公司（2023-05-26，有效至2024-12-31）"
    county.office.undo(done.seq, by=county.people["clerk"])
    assert county.ask("enterprise_card", enterprise=made).is_provisional
