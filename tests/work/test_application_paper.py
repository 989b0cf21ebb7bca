"""What the application form is filled with: the firm in full, its papers, its annexes."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from kcdesk.kernel.money import ZERO, Money
from kcdesk.work.paper import values_of
from kcdesk.work.query import Ask
from tests.work.county import County
from tests.work.test_particulars import ANNEXES, GIVEN

OTHER = "91350100M000100Y43"
THIRD = "91420281MA4F00000X"


def gathered(county: County, subject: str, record: int) -> Any:
    return county.office.ask(Ask("values", {}, lambda read: values_of(read, subject, record)))


def applied(county: County, firm: int, on: str = "2021-04-01", **more: Any) -> int:
    bank = next((p.id for p in county.ask("partners")), 0) or county.bank()
    return county.do(
        "file_application", on=on, enterprise=firm, amount="10万元", bank=bank, applied_on=on,
        term_months=12, purpose="周转", **more,
    )  # fmt: skip


@pytest.fixture
def firm(county: County) -> int:
    return county.firm()


def test_what_nobody_entered_leaves_its_place_to_the_pen(county: County, firm: int) -> None:
    values = gathered(county, "applications", applied(county, firm))
    told, asked = values["enterprise"], values["application"]
    assert (told["office_address"], told["legal_rep_phone"], told["contact_email"]) == ("", "", "")
    assert (told["accounts"], told["shareholders"], told["related"]) == ([], [], [])
    assert set(told["ownership"].values()) == {False}
    assert set(told["rights"].values()) == {None}
    assert told["last_year"]["until_on"] is None
    assert set(told["latest"].values()) == {None}
    assert asked["borrowings"] == []
    assert asked["balances"]["payable"] == {"lines": [], "total": None}
    assert (asked["policy_loans"], asked["recommendation"]) == ("", "")


def test_the_firm_is_told_in_full(county: County, firm: int) -> None:
    county.do("record_particulars", enterprise=firm, **GIVEN)
    county.do("record_contact", enterprise=firm, name="陆小燕", email="lu@example.com")
    told = gathered(county, "applications", applied(county, firm))["enterprise"]
    assert told["office_address"] == "当湖街道环城东路88号"
    assert told["production_address"] == "同注册地址"
    assert [o for o, is_it in told["ownership"].items() if is_it] == ["private"]
    assert told["accounts"][0] == {
        "kind_label": "基本户", "bank": "平湖农商银行", "number": "201000123456789",
    }  # fmt: skip
    assert told["shareholders"][1] == {"order": 2, "name": "陆小燕", "share": Fraction(2, 5)}
    assert (told["rights"]["software"], told["rights"]["layout"], told["rights"]["total"]) == (
        3, None, 5,
    )  # fmt: skip
    assert told["contact_email"] == "lu@example.com"


def test_figures_are_those_of_the_year_before_and_the_newest_part_since(
    county: County, firm: int
) -> None:
    county.do("record_figures", enterprise=firm, year=2020, revenue="1865万元", tax="87万元",
              staff_count=46)  # fmt: skip
    for day, revenue in (("2021-01-31", "100万元"), ("2021-02-28", "296万元")):
        county.do(
            "record_interim_figures", on="2021-03-10", enterprise=firm, until_on=day,
            revenue=revenue,
        )  # fmt: skip
    later = applied(county, firm)
    told = gathered(county, "applications", later)["enterprise"]
    assert (told["last_year"]["until_on"], told["last_year"]["tax"]) == (
        date(2020, 12, 31),
        Money.wan(87),
    )
    assert told["staff"] == 46
    assert (told["latest"]["until_on"], told["latest"]["revenue"]) == (
        date(2021, 2, 28),
        Money.wan(296),
    )
    county.do("record_interim_figures", on="2021-07-10", enterprise=firm, until_on="2021-06-30",
              revenue="900万元")  # fmt: skip
    assert gathered(county, "applications", later)["enterprise"] == told


def test_where_no_years_are_kept_the_firms_own_record_tells_the_year(county: County) -> None:
    firm = county.do(
        "register_enterprise", name="乙公司", uscc=OTHER, revenue="500万元", total_assets="800万元"
    )
    year = gathered(county, "applications", applied(county, firm))["enterprise"]["last_year"]
    assert (year["revenue"], year["total_assets"], year["tax"]) == (
        Money.wan(500),
        Money.wan(800),
        None,
    )


def test_every_qualification_of_the_programme_has_its_tick(county: County, firm: int) -> None:
    """Held on the day of the application; of two the one recognised last."""
    county.do(
        "record_qualification", enterprise=firm, kind="高新技术企业", from_on="2021-02-01",
        until_on="2024-01-31", certificate_no="GR1",
    )  # fmt: skip
    county.do(
        "record_qualification", enterprise=firm, kind="省科技型中小企业", from_on="2018-01-01",
        until_on="2020-12-31",
    )  # fmt: skip
    county.do(
        "record_qualification", enterprise=firm, kind="领军人才企业", from_on="2019-01-01",
        document_no="平委人〔2019〕1号",
    )  # fmt: skip
    ticks = gathered(county, "applications", applied(county, firm))["enterprise"]["ticks"]
    named = county.office.ask(Ask("n", {}, lambda read: read.scheme().qualifications))
    assert [t["label"] for t in ticks] == [q.label for q in named.values()]
    held = {t["label"]: (t["number"], t["until_text"]) for t in ticks if t["is_held"]}
    assert held == {
        "高新技术企业": ("GR1", "2024-01-31"),
        "领军人才企业": ("平委人〔2019〕1号", "长期"),
    }
    assert [t["number"] for t in ticks if not t["is_held"]] == [""] * (len(ticks) - 2)


def test_related_firms_are_those_told_and_those_on_the_books(county: County) -> None:
    person = "11010519491231002X"
    firm = county.do(
        "register_enterprise", name="甲公司", uscc="91330482MA0000000L", legal_rep_id=person
    )
    same = county.firm(name="乙公司", uscc=OTHER)
    county.do("revise_enterprise", enterprise=same, name="乙公司", legal_rep_id=person)
    owned = county.do("register_enterprise", name="丙公司", uscc=THIRD)
    county.do("register_enterprise", name="丁公司", uscc="91320600MA1N000014")
    county.do("record_particulars", enterprise=owned, shareholders=[{"name": "甲公司"}])
    county.do(
        "record_particulars", enterprise=firm, shareholders=[{"name": "丁公司"}],
        related_firms=[
            {"name": "戊公司", "relation": "同一实际控制人"},
            {"name": "乙公司", "relation": "兄弟企业"},
        ],
    )  # fmt: skip
    county.loan(same, county.bank())
    related = gathered(county, "applications", applied(county, firm))["enterprise"]["related"]
    assert [(r["order"], r["name"], r["relation"]) for r in related] == [
        (1, "戊公司", "同一实际控制人"),
        (2, "乙公司", "兄弟企业"),
        (3, "丁公司", "本企业股东"),
        (4, "丙公司", "本企业出资"),
    ]
    assert [r["balance"] for r in related] == [None, Money.wan(30), None, None]
    assert [r["uscc"] for r in related][:2] == ["", OTHER]
    again = gathered(county, "applications", applied(county, same))["enterprise"]["related"]
    assert [(r["name"], r["relation"]) for r in again] == [("甲公司", "法定代表人相同")]


def test_borrowings_are_the_offices_own_loans_and_what_was_told(county: County, firm: int) -> None:
    county.loan(firm, county.bank())
    application = applied(county, firm, policy_loans="政采贷")
    county.do("record_annexes", application=application, **ANNEXES)
    asked = gathered(county, "applications", application)["application"]
    assert [(b["order"], b["lender"], b["security"]) for b in asked["borrowings"]] == [
        (1, "平湖农商银行", "信用（科创贷）"),
        (2, "平湖工行", "抵押"),
        (3, "嘉兴银行", ""),
    ]
    assert asked["balances"]["receivable"]["total"] == Money.yuan("1234567.89")
    assert asked["balances"]["other_payable"]["total"] is None
    assert asked["balances"]["payable"]["lines"][0]["name"] == "嘉兴减速机厂"
    assert (asked["kind_label"], asked["policy_loans"]) == ("新增", "政采贷")
    assert (asked["is_not_first_loan"], asked["security"]["credit"]) == (True, True)


def test_an_opinion_stands_on_the_form_only_when_it_recommends(county: County, firm: int) -> None:
    application = applied(county, firm)
    county.do(
        "review_application", by="reviewer", application=application, result="return",
        reviewed_on="2021-04-02", opinion="缺报表",
    )  # fmt: skip
    assert gathered(county, "applications", application)["application"]["recommendation"] == ""
    county.do("resubmit_application", application=application)
    county.do(
        "review_application", by="reviewer", application=application, result="recommend",
        reviewed_on="2021-04-02", opinion="同意推荐", document_no="平科荐〔2021〕1号",
    )  # fmt: skip
    asked = gathered(county, "applications", application)["application"]
    assert asked["recommendation"] == "同意推荐"


def test_the_application_is_printed_as_the_programme_says(county: County, firm: int) -> None:
    county.do("record_particulars", enterprise=firm, **GIVEN)
    application = applied(county, firm)
    shown = county.ask("preview_paper", form="application", record=application)
    assert shown.pdf.startswith(b"%PDF")
    line = next(f for f in county.ask("forms") if f.value == "application")
    assert (line.label, line.copies) == (
        "平湖市科创企业贷款申请表",
        "市科技局、合作机构、担保机构、申请企业",
    )


def test_nanjing_has_its_information_sheet_and_no_other_form(tmp_path: Path) -> None:
    nanjing = County(tmp_path / "宁", scheme="nanjing", day=date(2021, 3, 15))
    firm = nanjing.do("register_enterprise", name="甲公司", uscc="91320600MA1N000014")
    nanjing.do(
        "record_class", enterprise=firm, kind="科技型中小企业", from_on="2021-01-01",
        document_no="宁科认〔2021〕1号",
    )  # fmt: skip
    for day in ("2019-05-01", "2020-02-01"):
        nanjing.do(
            "record_incident", enterprise=firm, kind="列入经营异常名录", happened_on=day,
            document_no="宁市监〔2020〕1号",
        )  # fmt: skip
    offered = {f.value for f in nanjing.ask("forms")}
    assert "information_sheet" in offered
    assert "application" not in offered
    told = gathered(nanjing, "enterprises", firm)["enterprise"]
    assert [t["label"] for t in told["class_ticks"] if t["is_held"]] == ["科技型中小企业"]
    (incident,) = [t for t in told["incident_ticks"] if t["is_recorded"]]
    assert (incident["happened_on"], incident["lifted_on"]) == (date(2020, 2, 1), None)
    print_id = nanjing.do("print_paper", form="information_sheet", record=firm)
    assert nanjing.ask("prints")[0].id == print_id
    nanjing.office.close()


def test_where_a_programme_knows_classes_only_these_are_ticked(tmp_path: Path) -> None:
    nantong = County(tmp_path / "通", scheme="nantong", day=date(2021, 3, 15))
    firm = nantong.do("register_enterprise", name="甲公司", uscc="91320600MA1N000014")
    kinds = [c.label for c in nantong.office.ask(
        Ask("classes", {}, lambda read: tuple(read.scheme().classes.values()))
    )]  # fmt: skip
    nantong.do(
        "record_class", enterprise=firm, kind=kinds[1], from_on="2021-01-01",
        document_no="通科〔2021〕1号",
    )  # fmt: skip
    told = gathered(nantong, "enterprises", firm)["enterprise"]["ticks"]
    assert [t["label"] for t in told] == kinds
    assert [(t["number"], t["until_text"]) for t in told if t["is_held"]] == [
        ("通科〔2021〕1号", "长期")
    ]
    nantong.office.close()


def test_the_others_have_no_information_sheet(county: County) -> None:
    assert "information_sheet" not in {f.value for f in county.ask("forms")}
    assert county.ask("fund_card").cash == ZERO
