"""What the application form asks of a firm and of an application: entered, corrected, taken back."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from kcdesk.kernel.money import Money
from tests.work.county import County


@pytest.fixture
def firm(county: County) -> int:
    return county.firm()


GIVEN: dict[str, Any] = {
    "office_address": "当湖街道环城东路88号",
    "legal_rep_phone": "13705731234",
    "ownership": "私营",
    "technical_field": "先进制造与自动化",
    "college_staff_count": 12,
    "accounts": [
        {"kind": "基本户", "account_bank": "平湖农商银行", "account_no": "201000123456789"},
        {"kind": "一般户", "account_bank": "平湖工行", "account_no": "1204080009"},
    ],
    "shareholders": [{"name": "单文渊", "share": "60%"}, {"name": "陆小燕", "share": "40%"}],
    "rights": [
        {"kind": "软件著作权", "held_count": 3},
        {"kind": "发明专利", "held_count": 2},
    ],
    "related_firms": [{"name": "平湖市晨光科技有限公司", "relation": "同一实际控制人"}],
}


def known(county: County, firm: int) -> Any:
    return county.ask("enterprise_particulars", enterprise=firm)


def test_nothing_is_known_before_it_is_entered(county: County, firm: int) -> None:
    card = known(county, firm)
    assert (card.office_address, card.ownership, card.college_staff_count) == ("", "", None)
    assert (card.accounts, card.shareholders, card.rights, card.statements) == ((), (), (), ())


def test_what_a_firm_said_is_kept_in_the_forms_order(county: County, firm: int) -> None:
    county.do("record_particulars", enterprise=firm, **GIVEN)
    card = known(county, firm)
    assert (card.ownership, card.production_address) == ("private", "")
    assert [(a.kind, a.account_bank) for a in card.accounts] == [
        ("basic", "平湖农商银行"),
        ("general", "平湖工行"),
    ]
    assert [s.share for s in card.shareholders] == [Fraction(3, 5), Fraction(2, 5)]
    assert [(r.kind, r.held_count) for r in card.rights] == [("invention", 2), ("software", 3)]
    assert card.related_firms[0].relation == "同一实际控制人"


def test_it_is_written_as_a_whole_and_taken_back_as_a_whole(county: County, firm: int) -> None:
    first = county.do("record_particulars", enterprise=firm, **GIVEN)
    before = known(county, firm)
    changed = county.done(
        "record_particulars",
        enterprise=firm,
        research_staff_count=5,
        accounts=GIVEN["accounts"][1:],
        shareholders=[*GIVEN["shareholders"], {"name": "员工持股平台"}],
        rights=[
            {"kind": "发明专利", "held_count": 4},
            {"kind": "集成电路布图设计", "held_count": 1},
        ],
    )
    assert changed.result == first
    card = known(county, firm)
    assert (card.office_address, card.research_staff_count) == ("", 5)
    assert [a.account_bank for a in card.accounts] == ["平湖工行"]
    assert [s.name for s in card.shareholders] == ["单文渊", "陆小燕", "员工持股平台"]
    assert [(r.kind, r.held_count) for r in card.rights] == [("invention", 4), ("layout", 1)]
    assert card.related_firms == ()
    county.office.undo(changed.seq, by=county.people["clerk"])
    assert known(county, firm) == before
    assert county.office.check() == ()


@pytest.mark.parametrize(
    ("given", "field", "said"),
    [
        ({"accounts": [GIVEN["accounts"][0], GIVEN["accounts"][0]]}, "accounts", "不止一个基本户"),
        (
            {"shareholders": [{"name": "甲", "share": "60%"}, {"name": "乙", "share": "40.01%"}]},
            "shareholders",
            "超过百分之百",
        ),
        (
            {"rights": [GIVEN["rights"][0], GIVEN["rights"][0]]},
            "rights",
            "“软件著作权”填了不止一行",
        ),
    ],
)
def test_what_cannot_be_is_refused(
    county: County, firm: int, given: dict[str, Any], field: str, said: str
) -> None:
    refusal = county.refused("record_particulars", enterprise=firm, **given)
    assert refusal.problems[0].field == field
    assert said in str(refusal)
    assert known(county, firm).accounts == ()


def test_a_contact_has_an_address_for_mail(county: County, firm: int) -> None:
    county.do("record_contact", enterprise=firm, name="陆小燕", email="lu@example.com")
    assert county.ask("enterprise_card", enterprise=firm).contacts[-1].email == "lu@example.com"


def test_statements_of_a_year_and_of_a_part_of_it_stand_together(county: County, firm: int) -> None:
    county.do(
        "record_figures", enterprise=firm, year=2020, revenue="1865万元", liabilities="900万元",
        net_profit="-12万元", tax="80万元", research="150万元", staff_count=46,
    )  # fmt: skip
    given: dict[str, Any] = {"enterprise": firm, "until_on": "2021-02-28"}
    first = county.do("record_interim_figures", revenue="300万元", **given, on="2021-03-10")
    again = county.do("record_interim_figures", revenue="310万元", source="财务报表", **given)
    assert first == again
    part, year = known(county, firm).statements
    assert (part.until_on, part.is_year, part.revenue) == (date(2021, 2, 28), False, Money.wan(310))
    assert (part.source, part.liabilities, part.staff_count) == ("财务报表", None, None)
    assert (year.until_on, year.is_year, year.staff_count) == (date(2020, 12, 31), True, 46)
    assert (year.net_profit, year.tax, year.research) == (
        Money.wan(-12), Money.wan(80), Money.wan(150),
    )  # fmt: skip


def test_a_statement_of_the_future_or_of_nothing_is_refused(county: County, firm: int) -> None:
    given: dict[str, Any] = {"enterprise": firm, "revenue": "1万元"}
    refusal = county.refused("record_interim_figures", until_on="2021-01-05", **given)
    assert refusal.problems[0].field == "until_on"
    refusal = county.refused("record_interim_figures", enterprise=firm, until_on="2021-01-04")
    assert "没有填写任何一项" in str(refusal)


# -- the annexes of an application ----------------------------------------------------------------


@pytest.fixture
def application(county: County, firm: int) -> int:
    return county.do(
        "file_application", enterprise=firm, amount="10万元", bank=county.bank(),
        applied_on="2021-01-04", term_months=12, purpose="周转", policy_loans="政采贷50万元",
    )  # fmt: skip


ANNEXES: dict[str, Any] = {
    "balances": [
        {"kind": "应付账款", "name": "嘉兴减速机厂", "amount": "30万元"},
        {"kind": "应收账款", "name": "上海客户", "amount": "1234567.89", "age": "一年以内", "share": "35%"},
    ],
    "borrowings": [
        {
            "lender": "平湖工行", "amount": "200万元", "security": "抵押",
            "from_on": "2020-11-01", "until_on": "2021-11-01",
        },
        {"lender": "嘉兴银行", "amount": "50万元"},
    ],
}  # fmt: skip


def annexed(county: County, application: int) -> Any:
    return county.ask("application_annexes", application=application)


def test_annexes_are_kept_by_kind_and_taken_back(county: County, application: int) -> None:
    card = county.ask("application_card", application=application)
    assert card.policy_loans == "政采贷50万元"
    done = county.done("record_annexes", application=application, **ANNEXES)
    told = annexed(county, application)
    assert [(b.kind, b.name, b.share) for b in told.balances] == [
        ("receivable", "上海客户", Fraction(7, 20)),
        ("payable", "嘉兴减速机厂", None),
    ]
    assert [(b.lender, b.until_on) for b in told.borrowings] == [
        ("平湖工行", date(2021, 11, 1)),
        ("嘉兴银行", None),
    ]
    county.office.undo(done.seq, by=county.people["clerk"])
    assert (annexed(county, application).balances, annexed(county, application).borrowings) == (
        (),
        (),
    )


@pytest.mark.parametrize(
    ("given", "field"),
    [
        (
            {
                "balances": [
                    {"kind": "应收账款", "name": n, "amount": "1万元", "share": "60%"}
                    for n in "甲乙"
                ]
            },
            "balances",
        ),
        (
            {
                "borrowings": [
                    {
                        "lender": "甲行",
                        "amount": "1万元",
                        "from_on": "2021-01-02",
                        "until_on": "2021-01-01",
                    }
                ]
            },
            "borrowings",
        ),
    ],
)
def test_annexes_that_cannot_be_are_refused(
    county: County, application: int, given: dict[str, Any], field: str
) -> None:
    refusal = county.refused("record_annexes", application=application, **given)
    assert refusal.problems[0].field == field


def test_shares_are_of_one_kind(county: County, application: int) -> None:
    balances = [
        {"kind": kind, "name": "甲", "amount": "1万元", "share": "60%"}
        for kind in ("应收账款", "应付账款")
    ]
    county.do("record_annexes", application=application, balances=balances)
    assert len(annexed(county, application).balances) == 2


def test_what_the_office_lent_under_the_programme_need_not_be_told(
    county: County, firm: int, application: int
) -> None:
    county.money("2000万元")
    open_loan = county.loan(firm, county.ask("partners")[0].id)
    later = county.do(
        "file_application", on="2021-06-01", enterprise=firm, amount="10万元",
        bank=county.ask("partners")[0].id, applied_on="2021-06-01", term_months=12, purpose="周转",
    )  # fmt: skip
    assert annexed(county, application).known == ()
    (line,) = annexed(county, later).known
    assert (line.id, line.amount) == (open_loan, Money.wan(30))
    county.do(
        "record_repayment", loan=open_loan, repaid_on="2021-05-31", principal="30万元",
    )  # fmt: skip
    assert annexed(county, later).known == ()
