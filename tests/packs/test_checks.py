"""Worked cases run: the shipped ones all come out, a wrong figure is told in a sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from kcdesk.packs.calendars import load_holidays
from kcdesk.packs.catalogue import clause_lines
from kcdesk.packs.checks import case_problems, run_cases
from kcdesk.packs.schemes import SchemePack, load_pack, load_packs, read_pack
from tests.packs.small_pack import SMALL, edited


@pytest.fixture(scope="module")
def pinghu(resources: Path) -> SchemePack:
    return load_pack(resources / "schemes" / "pinghu" / "scheme.toml")


def test_every_worked_case_of_every_shipped_pack_comes_out(resources: Path) -> None:
    holidays = load_holidays(resources / "calendar")
    for pack in load_packs(resources / "schemes").values():
        wrong = [(r.case.id, r.problems) for r in run_cases(pack, holidays) if not r.is_right]
        assert wrong == []
        assert pack.cases
        assert case_problems(pack, holidays) == ()


def test_every_clause_kept_by_a_check_or_a_sum_is_shown_by_a_case(pinghu: SchemePack) -> None:
    unshown = [
        line.id
        for line in clause_lines([pinghu])
        if line.kept in ("checked", "computed") and not line.cases
    ]
    # The grade of overdue days and the sharing of recoveries are shown by tests of their stages.
    assert unshown == ["FL-2", "GL-3"]


def test_clauses_are_listed_with_how_they_are_kept(pinghu: SchemePack) -> None:
    lines = {line.id: line for line in clause_lines([pinghu])}
    assert lines["PH-7"].kept_label == "逐笔检查"
    assert "loan_before_admission" in lines["PH-7"].cases
    (text_only,) = (line for line in clause_lines([read_pack(SMALL)]) if line.kept == "text only")
    assert text_only.why == "没有要办的事"
    assert lines["PH-1"].to_json() == {
        "id": "PH-1",
        "scheme": "pinghu",
        "article": lines["PH-1"].article,
        "says": lines["PH-1"].says,
        "reading": lines["PH-1"].reading,
        "kept": "checked",
        "why": "",
        "by": [],
        "cases": list(lines["PH-1"].cases),
    }


def problems_of(*edits: tuple[str, str], more: str = "") -> list[str]:
    pack = read_pack(edited(*edits) + more)
    return [p for result in run_cases(pack) for p in result.problems]


def test_a_changed_figure_is_caught_by_its_case() -> None:
    wrong = problems_of(('value = "200万元"', 'value = "198万元"'))
    assert wrong == [
        "“payment”应为50,000.00元，算得30,000.00元。",
        "扣减与算例不符，算得：年度限额70,000.00元。",
    ]


def test_a_cut_that_should_not_be_is_caught() -> None:
    wrong = problems_of(
        (
            'gives = { payment = "5万元" }\ncuts = { year = "5万元" }',
            'gives = { payment = "10万元" }',
        ),
        ('"payout.institution_year_paid" = "195万元"', '"payout.institution_year_paid" = "0元"'),
    )
    assert wrong == []
    wrong = problems_of(
        ('gives = { payment = "5万元" }', 'gives = { payment = "10万元" }'),
        ('"payout.institution_year_paid" = "195万元"', '"payout.institution_year_paid" = "0元"'),
    )
    assert wrong == ["扣减与算例不符，算得：无。"]


def test_a_sum_that_should_be_refused_and_is_not() -> None:
    wrong = problems_of(('gives = { payment = "5万元" }', 'refused = ["XX-2"]'))
    assert wrong[0] == "应当拒绝并引用XX-2，却算出了结果。"


def test_a_sum_refused_as_the_case_says() -> None:
    wrong = problems_of(
        ('gives = { payment = "5万元" }\ncuts = { year = "5万元" }', 'refused = ["XX-2"]'),
        ('"payout.on" = 2024-05-01', '"payout.on" = 2025-05-01'),
    )
    assert wrong == []


def test_a_sum_that_should_not_be_refused() -> None:
    wrong = problems_of(('"payout.on" = 2024-05-01', '"payout.on" = 2025-05-01'))
    assert wrong == ["不应拒绝，却说“方案没有规定2025年5月1日的“年度上限”。”。"]


CHECK = """
"loan.amount" = "300万元"
"loan.disbursed_on" = 2024-05-01
"loan.due_on" = 2025-04-30
"loan.security" = "credit"
"loan.has_guarantee_institution" = false
"enterprise.outstanding" = "0万元"
"enterprise.is_listed" = true
"bank.is_partner" = true
[[case]]
id = "one"
title = "一例"
shows = ["XX-1"]
check = "disbursement"
"""


def checked(case: str) -> list[str]:
    text = SMALL[: SMALL.index("[ordinary]")] + "[ordinary]" + CHECK + case
    return [p for r in run_cases(read_pack(text)) for p in r.problems]


def test_a_check_that_should_refuse_and_does_not() -> None:
    assert checked('refused = ["XX-1"]') == ["应当拒绝并引用XX-1，实际引用的是无。"]


def test_a_check_that_should_warn_and_does_not() -> None:
    assert checked('warned = ["XX-1"]') == ["应当提醒并引用XX-1，实际引用的是无。"]


def test_a_check_that_should_pass_and_does_not() -> None:
    wrong = checked('facts = { "loan.amount" = "1001万元" }')
    assert wrong == ["不应拒绝，却说“合计1,001万元，超过上限1,000万元。”。"]


def test_a_check_that_should_say_something_and_does_not() -> None:
    refused = 'refused = ["XX-1"]\nfacts = { "loan.amount" = "1001万元" }\n'
    assert checked(refused + 'says = ["还可贷1,000万元"]') == []
    assert checked(refused + 'says = ["还可贷300万元"]') == [
        "应当说到“还可贷300万元”，实际说的是“合计1,001万元，超过上限1,000万元。最多还可贷1,000万元。”。"
    ]
    assert checked('says = ["还可贷"]') == ["应当说到“还可贷”，实际说的是“无”。"]


def test_a_check_that_should_not_warn() -> None:
    more = """
[[case]]
id = "two"
title = "又一例"
shows = ["XX-1"]
check = "claim"
"""
    facts = """
"claim.filed_on" = 2024-05-01
"claim.base_on" = 2024-05-01
"claim.principal" = "1元"
"claim.repaid_since" = "0元"
"claim.interest_arrears" = "0元"
"claim.covered" = "100%"
"claim.reason" = "unpaid"
"claim.conditions_met" = []
"claim.materials" = []
"claim.is_claimed_before" = false
"loan.amount" = "1元"
"loan.disbursed_on" = 2023-05-01
"loan.final_due_on" = 2024-04-30
"loan.security" = "credit"
"loan.has_guarantee_institution" = false
"loan.grade" = "loss"
"enterprise.is_listed" = true
"bank.is_partner" = true
"""
    text = edited(("[ordinary]\n", "[ordinary]\n" + facts)) + more
    wrong = [p for r in run_cases(read_pack(text)) for p in r.problems]
    assert wrong == ["不应提醒，却说“还缺申请表。”。"]


def test_a_tally_that_comes_out_otherwise() -> None:
    case = """
[[case]]
id = "vote"
title = "表决"
shows = ["XX-2"]
tally = "{rule}"
opinions = {{ agree = "2家", abstain = "1家" }}
expected = "3家"
result = "agreed"
"""
    assert problems_of(more=case.format(rule="rule")) == []
    assert problems_of(more=case.format(rule="online_rule")) == [
        "结果应为agreed，得到refused（同意2、弃权1）。"
    ]


def test_a_wrong_case_is_told_to_the_clerk_with_its_clauses() -> None:
    pack = read_pack(edited(('value = "200万元"', 'value = "198万元"')))
    (first, _) = case_problems(pack)
    assert first.message.startswith("算例“年度限额扣减”（year_cut）：")
    assert first.clauses == ("XX-2",)
