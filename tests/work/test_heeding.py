"""What the to-do list says of the fund, of rates, of an institution's year, of steps not yet taken,
of guarantees and limitation: on the day and to the 分."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from kcdesk.kernel.kinds import Within, take_fields
from kcdesk.packs.library import Library
from kcdesk.work.command import COMMANDS
from kcdesk.work.queries.reports import heeding
from tests.packs.register_pack import installation, pack_text
from tests.work.county import ROOT, County
from tests.work.measured_county import measured_county
from tests.work.test_reminders import county_of, firm, lent, told


def heeded(county: County) -> list[str]:
    return [line.what for line in county.ask("todos") if line.urgency == heeding.HEED]


# -- the fund --------------------------------------------------------------------------------------


def test_below_the_floor_what_to_ask_for_is_said(tmp_path: Path) -> None:
    county = County(tmp_path / "office", "nantong")
    assert not [w for w in heeded(county) if "资金余额" in w], "nothing was paid in yet"
    county.money("1920万元")
    assert [w for w in heeded(county) if "资金余额" in w] == [
        "资金余额 19,200,000.00 元，低于最低余额 20,000,000.00 元，请申请补充 800,000.00 元"
    ]
    county.money("79.999999万元")
    assert any("请申请补充 0.01 元" in w for w in heeded(county))
    county.money("0.01元")
    assert not [w for w in heeded(county) if "资金余额" in w]


def test_a_bank_with_too_small_a_deposit_is_named(tmp_path: Path) -> None:
    county = County(
        tmp_path / "office", "daye", date(2023, 3, 1),
        blanks=({"name": "issued_on", "value": "2023-02-10"},),
    )  # fmt: skip
    county.money("2000万元", on="2023-03-01")
    bank = county.bank("甲银行")
    county.do(
        "tick_partner_requirements", partner=bank, checked_on="2023-03-01", line="2000万元",
        ticks=["relations", "outlet", "special_line", "tech_loans"],
    )  # fmt: skip
    parties = "再担保机构、担保机构、风险补偿金、合作机构"
    county.do(
        "register_agreement", by="reviewer", partner=bank, number="甲1", signed_on="2023-03-01",
        line="2000万元", deposit="400万元", sharing="4:2:2:2", parties=parties,
        guaranteed_sharing="4:2:2:2", guaranteed_parties=parties, rate_ceiling="4.35%",
        spread="0.30%",
    )  # fmt: skip
    county.do(
        "place_deposit", by="reviewer", partner=bank, posted_on="2023-03-01", amount="370万元"
    )
    assert "甲银行保证金不足 300,000.00 元，请补存" in heeded(county)
    county.do("place_deposit", by="reviewer", partner=bank, posted_on="2023-03-01", amount="30万元")
    assert not [w for w in heeded(county) if "保证金" in w]


# -- rates and an institution's year ---------------------------------------------------------------


def test_a_rate_near_its_limit_is_said(tmp_path: Path) -> None:
    county = measured_county(tmp_path)
    assert heeded(county) == []
    bank, borrower = county.bank(), county.firm()
    good = county.loan(borrower, bank, "72万元", contract_no="1")
    bad = county.loan(borrower, bank, "28万元", contract_no="2")
    assert good
    county.do("grade_loan", on="2021-06-01", loan=bad, grade="次级", graded_on="2021-06-01")
    lines = [x for x in county.ask("todos") if x.screen == "measures"]
    assert lines, "the warning line has been reached"
    assert "距暂停线" in lines[0].what
    assert lines[0].clauses


def warned(folder: Path, share: str) -> County:
    """Pinghu, with another share of the year at which it warns."""
    resources = folder / "resources"
    (resources / "schemes/pinghu").mkdir(parents=True)
    for shipped in (ROOT / "resources").iterdir():
        if shipped.name != "schemes":
            (resources / shipped.name).symlink_to(shipped)
    text = (ROOT / "resources/schemes/pinghu/scheme.toml").read_text("utf-8")
    at = text.index('name = "institution_year_warn"')
    made = text[:at] + text[at:].replace('value = "80%"', f'value = "{share}"', 1)
    (resources / "schemes/pinghu/scheme.toml").write_text(made, "utf-8")
    return County(folder / "office", library=Library(resources, ROOT / "forms"))


@pytest.mark.parametrize(
    ("share", "said"),
    [
        (
            "1.8%",
            "平湖农商银行本年度已清算 180,000.00 元，用去年度上限 10,000,000.00 元的1.80%，还可清算 9,820,000.00 元",
        ),
        ("1.8001%", ""),
    ],
)
def test_most_of_an_institutions_year_is_used(tmp_path: Path, share: str, said: str) -> None:
    county = warned(tmp_path, share)
    county.money()
    county.paid(county.loan(county.firm(), county.bank()))
    assert "".join(w for w in heeded(county) if "年度" in w) == said


# -- steps after the money went out ----------------------------------------------------------------

FILED = """
[[milestone]]
code = "filed"
label = "财政局备案"
of = "loan"
clauses = ["XX-5"]

[[milestone]]
code = "credit"
label = "征信登记"
of = "loan"
required = false
clauses = ["XX-5"]
"""


def test_what_is_still_to_be_done_after_a_disbursement(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    county = county_of(tmp_path, FILED)
    assert county.ask("due_milestones") == ()
    enterprise, bank = firm(county), county.bank()
    loan = lent(county, enterprise, bank)
    assert [(x.id, x.missing) for x in county.ask("due_milestones")] == [(loan, "财政局备案")]
    waiting = [x.what for x in county.ask("todos") if x.urgency == "待办"]
    assert waiting == ["平湖甲公司 合同 合同1 待财政局备案"]
    assert county.ask("loan_card", loan=loan).milestones == "缺1项：财政局备案"
    steps = {x.code: x.state for x in county.ask("milestones", loan=loan)}
    assert (steps["filed"], steps["credit"]) == ("missing", "if_needed")
    monkeypatch.setattr(heeding, "MOST_LINES", 0)
    waiting = [x.what for x in county.ask("todos") if x.urgency == "待办"]
    assert waiting == ["1笔贷款放款后还有事项待办理"]
    county.do("record_milestone", loan=loan, milestone="filed", reached_on="2024-03-26")
    assert county.ask("due_milestones") == ()
    assert county.ask("loan_card", loan=loan).milestones == "已齐"
    county.office.close()


def test_without_such_steps_nobody_waits(tmp_path: Path) -> None:
    county = County(
        tmp_path / "office", "small", date(2024, 3, 1), installation(tmp_path, pack_text())
    )
    assert county.ask("due_milestones") == ()
    county.office.close()


# -- before a step is saved ------------------------------------------------------------------------


def test_a_step_says_what_it_would_meet(tmp_path: Path) -> None:
    """DY-10: the order; DY-11b: fifteen working days, then only a word of warning."""
    county = County(
        tmp_path / "office", "daye", date(2023, 9, 1),
        blanks=({"name": "issued_on", "value": "2023-02-10"},),
    )  # fmt: skip
    bank = county.bank()
    enterprise = county.do(
        "register_enterprise", name="大冶市铜都精密机械有限公司", uscc="91420281MA4F1A2B3X"
    )
    county.do(
        "record_qualification", enterprise=enterprise, kind="sme_number", from_on="2023-05-25",
        certificate_no="202342028100000111", number_year="2023",
    )  # fmt: skip
    application = county.do(
        "file_application", enterprise=enterprise, bank=bank, applied_on="2023-09-01",
        amount="100万元", term_months=12, purpose="原料", channel="science",
    )  # fmt: skip

    def met(code: str, on: str) -> tuple[list[str], list[str]]:
        said = county.ask(
            "milestone_check", application=application, milestone=code,
            reached_on=date.fromisoformat(on),
        )  # fmt: skip
        return (
            [c for p in said.refusals for c in p.clauses],
            [c for p in said.warnings for c in p.clauses],
        )

    assert met("summary_sent", "2023-09-04") == (["DY-10"], [])
    for code in ("screening", "summary_sent", "bank_precheck", "approval_filed", "letter"):
        assert met(code, "2023-09-18") == ([], [])
        county.do(
            "record_milestone", on="2023-09-18", application=application, milestone=code,
            reached_on="2023-09-18",
        )  # fmt: skip
    assert met("bank_review", "2023-09-17") == (["DY-11b"], [])
    assert met("bank_review", "2023-10-13") == ([], [])
    assert met("bank_review", "2023-10-16") == ([], ["DY-11b"])
    command = COMMANDS["record_milestone"]
    given: dict[str, Any] = {
        "application": application, "milestone": "bank_review", "reached_on": "2023-10-16",
    }  # fmt: skip
    assert take_fields(command, given, Within(date(2023, 10, 16)))
    county.do("record_milestone", on="2023-10-16", **given)
    assert met("letter", "2023-09-18") == ([], ["DY-11b"])
    assert "DY-11b" not in met("due_diligence", "2023-10-16")[1], "said once is enough"


# -- pursuit ---------------------------------------------------------------------------------------


def reminded(county: County, on: str, deadline: str) -> list[tuple[str, str]]:
    return [(urgency, due) for urgency, due, _ in told(county, on, deadline)]


def test_the_guarantors_time_runs_out_six_months_after_maturity(tmp_path: Path) -> None:
    county = County(tmp_path / "office")
    guaranteed = county.loan(
        county.firm(), county.bank(), guarantor=county.guarantor(), security="guarantee"
    )
    assert guaranteed
    assert reminded(county, "2022-08-24", "guarantee_period") == []
    assert reminded(county, "2022-08-25", "guarantee_period") == [("到期", "2022-09-24")]
    assert any("已逾期" in x.what for x in county.ask("todos")), "the plain line stays"
    assert reminded(county, "2022-09-24", "guarantee_period") == [("到期", "2022-09-24")]
    assert reminded(county, "2022-09-25", "guarantee_period") == [], "the file cannot tell"


def test_a_loan_without_a_guarantor_has_no_such_time(tmp_path: Path) -> None:
    county = County(tmp_path / "office")
    county.loan(county.firm(), county.bank())
    assert reminded(county, "2022-09-01", "guarantee_period") == []


def test_limitation_runs_anew_from_what_came_back(tmp_path: Path) -> None:
    county = County(tmp_path / "office")
    loan = county.loan(county.firm(), county.bank())
    assert reminded(county, "2025-01-22", "limitation") == []
    assert reminded(county, "2025-01-23", "limitation") == [("到期", "2025-03-24")]
    assert reminded(county, "2025-03-25", "limitation") == []
    county.do(
        "record_repayment", on="2025-03-20", loan=loan, repaid_on="2025-03-20", principal="1万元"
    )
    assert reminded(county, "2025-03-24", "limitation") == []
    assert reminded(county, "2028-03-01", "limitation") == [("到期", "2028-03-20")]


def test_limitation_of_a_compensated_loan_runs_from_the_last_recovery(tmp_path: Path) -> None:
    county = County(tmp_path / "office")
    county.money()
    claim = county.paid(county.loan(county.firm(), county.bank()))
    county.do(
        "record_recovery", by="reviewer", on="2023-05-10", claim=claim, recovered_on="2023-05-10",
        gross="1万元",
    )  # fmt: skip
    assert reminded(county, "2025-03-01", "limitation") == []
    assert reminded(county, "2026-04-01", "limitation") == [("到期", "2026-05-10")]
    assert reminded(county, "2023-08-02", "recovery_report") == []
    assert reminded(county, "2023-08-03", "recovery_report") == [("到期", "2023-08-10")]
    assert reminded(county, "2023-08-11", "recovery_report") == [("逾期", "2023-08-10")]
    county.do(
        "record_register_entry", on="2023-08-11", register="recovery_report", noted_on="2023-08-11",
        subject=claim, values=[{"field": "progress", "value": "法院已立案"}],
    )  # fmt: skip
    assert reminded(county, "2023-08-11", "recovery_report") == []


def test_the_class_by_days_is_said_once_it_is_a_bad_one(tmp_path: Path) -> None:
    county = County(tmp_path / "office")
    county.loan(county.firm(), county.bank())
    for on, days, said in (
        ("2022-06-22", 90, ""),
        ("2022-06-23", 91, "，按天数参考分类为次级"),
        ("2022-12-19", 270, "，按天数参考分类为次级"),
        ("2022-12-20", 271, "，按天数参考分类为可疑"),
        ("2023-03-20", 361, "，按天数参考分类为损失"),
    ):
        county.clock.day = date.fromisoformat(on)
        assert any(
            x.what.endswith(f"已逾期 {days} 天{said}") for x in county.ask("todos")
        ), on  # fmt: skip
