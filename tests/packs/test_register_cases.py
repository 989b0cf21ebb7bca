"""Worked cases of registers, of many rows alike, of targets: what comes out, what a slip is told."""

from __future__ import annotations

import pytest

from kcdesk.kernel.errors import Refusal
from kcdesk.packs.checks import run_cases
from kcdesk.packs.schemes import read_pack
from tests.packs.small_pack import SMALL

REGISTERS = """
[[blank]]
name = "asked_every"
label = "多久征集一次"
kind = "months"
says = "没有写。"
clauses = ["XX-1"]

[[register]]
id = "problem"
label = "难题"
clauses = ["XX-1"]
[[register.field]]
name = "what"
label = "事项"
kind = "text"
[[register.field]]
name = "taken_on"
label = "受理日期"
kind = "day"
[[register.state]]
code = "open"
label = "未办结"
[[register.state]]
code = "done"
label = "已办结"
is_closed = true
[register.due]
after = "31天"
clauses = ["XX-1"]

[[register]]
id = "call"
label = "征集"
clauses = ["XX-1"]
every = "blank:asked_every"
[[register.field]]
name = "what"
label = "事项"
kind = "text"

[[indicator]]
id = "visited"
label = "走访率"
clauses = ["XX-1"]
of = "enterprises"
part = { take = "count", where = [{ is_true = "enterprise.has_loan" }] }
whole = { take = "count", where = [{ is_true = "enterprise.is_listed" }] }

[[case]]
id = "new"
title = "新例"
shows = ["XX-1"]
"""


def wrong_with(case: str, *edits: tuple[str, str]) -> list[str]:
    text = SMALL + REGISTERS + case
    for old, new in edits:
        assert old in text
        text = text.replace(old, new)
    results = run_cases(read_pack(text))
    return [p for r in results if r.case.id == "new" for p in r.problems]


def slip_of(case: str) -> str:
    with pytest.raises(Refusal) as refused:
        read_pack(SMALL + REGISTERS + case)
    return refused.value.problems[0].message


OPENED = 'register = "problem"\nentered_on = 2024-01-02\n'


def test_an_entry_is_due_as_the_case_says() -> None:
    assert wrong_with(OPENED + "gives = 2024-02-02") == []
    assert wrong_with(OPENED + "gives = 2024-02-03") == [
        "办结期限应为2024年2月3日，算得2024年2月2日。"
    ]


def test_a_term_may_run_from_a_day_of_the_entry() -> None:
    later = ('after = "31天"', 'after = "31天"\nfrom = "taken_on"')
    assert wrong_with(OPENED + "gives = 2024-02-02", later) == []


def test_a_register_that_is_entered_again() -> None:
    called = 'register = "call"\nentered_on = 2021-01-08\n'
    filled = 'blanks = { asked_every = "3个月" }\n'
    assert wrong_with(called + filled + "again = 2021-04-08") == []
    assert wrong_with(called + filled + "gives = 2021-04-08") == [
        "办结期限应为2021年4月8日，算得无。"
    ]
    (open_blank,) = wrong_with(called + "again = 2021-04-08")
    assert open_blank.startswith("不应拒绝，却说““多久征集一次”方案原文没有给出")


def test_a_case_without_its_day_or_its_outcome_is_refused() -> None:
    assert slip_of('register = "problem"\ngives = 2024-02-02').endswith(
        "的“entered_on”：没有写登记的日子。"
    )
    assert slip_of(OPENED).endswith("的“gives”：没有写应得的结果。")


def rows(times: str) -> str:
    return f"""
indicator = "visited"
rows = [
  {{ "enterprise.is_listed" = true, "enterprise.has_loan" = true, times = {times} }},
  {{ "enterprise.is_listed" = true, "enterprise.has_loan" = false, times = 180 }},
]
shown = "64.00%"
"""


def test_a_row_may_stand_for_many_alike() -> None:
    assert wrong_with(rows("320")) == []
    assert wrong_with(rows("321")) == ["应显示“64.00%”，实际显示“64.07%”。"]
    assert slip_of(rows("0")).endswith("的“times”：至少要写 1。")


CHAINS = """
[[chain]]
code = "silicon"
label = "硅材料"
clauses = ["XX-1"]

[[tag]]
code = "park"
label = "开发区企业"
clauses = ["XX-1"]

[[indicator]]
id = "by_chain"
label = "按产业链"
clauses = ["XX-1"]
of = "loans"
part = { take = "sum:loan.outstanding" }
by = "chain"

[[case]]
id = "chained"
title = "分列"
shows = ["XX-1"]
indicator = "by_chain"
rows = [
  { "loan.outstanding" = "3万元", "enterprise.chain" = "silicon", "enterprise.tags" = ["park"] },
  { "loan.outstanding" = "2万元", "enterprise.chain" = "" },
]
gives_lines = { "硅材料" = "3万元", "未归类" = "2万元" }
"""


def test_a_chain_is_told_by_its_name_and_what_has_none_stands_apart() -> None:
    results = run_cases(read_pack(SMALL + CHAINS))
    assert [r.problems for r in results if r.case.id == "chained"] == [()]


TARGETS = """
[[indicator]]
id = "owed"
label = "余额"
clauses = ["XX-1"]
of = "loans"
part = { take = "sum:loan.outstanding" }

[[indicator]]
id = "rate"
label = "占比"
clauses = ["XX-1"]
of = "loans"
part = { take = "sum:loan.outstanding" }
whole = { take = "sum:loan.amount" }

[[target]]
id = "grown"
label = "余额"
clauses = ["XX-1"]
indicator = "owed"
goal = "200万元"

[[target]]
id = "low"
label = "余额不高于"
clauses = ["XX-1"]
indicator = "owed"
goal = "200万元"
sense = "at_most"

[[target]]
id = "share"
label = "占比"
clauses = ["XX-1"]
indicator = "rate"
goal = "50%"

[[target]]
id = "nothing"
label = "没有目标"
clauses = ["XX-1"]
indicator = "owed"
goal = "0万元"

[[case]]
id = "aimed"
title = "完成"
shows = ["XX-1"]
"""


def aimed(case: str) -> list[str]:
    results = run_cases(read_pack(SMALL + TARGETS + case))
    return [p for r in results if r.case.id == "aimed" for p in r.problems]


def test_how_much_of_an_amount_is_done() -> None:
    grown = 'target = "grown"\nactual = "120万元"\n'
    assert aimed(grown + 'gives_done = "60%"') == []
    assert aimed(grown + 'gives_done = "61%"') == ["完成应为61.00%，算得60.00%。"]


@pytest.mark.parametrize(
    "target",
    [
        'target = "low"\nactual = "120万元"',
        'target = "share"\nactual = "20%"',
        'target = "grown"\nactual = "无"',
        'target = "nothing"\nactual = "120万元"',
    ],
)
def test_a_rate_a_ceiling_and_nothing_at_all_are_not_done_in_part(target: str) -> None:
    assert aimed(target + '\ngives_done = "无"') == []
