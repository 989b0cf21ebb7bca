"""Indicators, targets, breakers and fees of a pack, their cases, and every slip of the pen."""

from __future__ import annotations

from fractions import Fraction

import pytest

from kcdesk.domain.schemes.aiming import Sense
from kcdesk.domain.schemes.breaking import Scope
from kcdesk.domain.schemes.charging import Counted
from kcdesk.domain.schemes.measuring import Span
from kcdesk.domain.schemes.parts import Given
from kcdesk.kernel.errors import Refusal
from kcdesk.packs.checks import run_cases
from kcdesk.packs.schemes import read_pack
from tests.packs.small_pack import SMALL, edited

MEASURES = """
[[clause]]
id = "XX-4"
document = "rule"
article = "第四条"
says = "统计并预警"
kept = "computed"

[[blank]]
name = "houses"
label = "服务家数"
kind = "count"
says = "家数由本单位填写"
clauses = ["XX-4"]
reading = "200户"

[[blank]]
name = "base"
label = "基期余额"
kind = "money"
says = "基期余额由本单位填写"
clauses = ["XX-4"]
reading = "500万元"

[[blank]]
name = "basis"
label = "口径"
kind = "choice"
says = "没有写口径"
clauses = ["XX-4"]
reading = "stock"
[[blank.options]]
value = "stock"
label = "余额"
[[blank.options]]
value = "flow"
label = "累计"

[[indicator]]
id = "share"
label = "信用占比"
clauses = ["XX-4"]
of = "loans"
part = { take = "sum:loan.outstanding", where = { one_of = ["loan.security", "credit"] } }
whole = { take = "sum:loan.outstanding" }
by = "bank"
note = "口径"

[[indicator]]
id = "served"
label = "服务企业"
clauses = ["XX-4"]
of = "loans"
period = "year"
unit = "户"
part = { take = "distinct:enterprise.id" }

[[indicator]]
id = "deals"
label = "笔数"
clauses = ["XX-4"]
of = "loans"
period = "month"
part = { take = "count", where = [{ is_true = "loan.is_open" }, { at_most = ["loan.amount", "parameter:cap"] }] }

[[indicator]]
id = "balance"
label = "余额"
clauses = ["XX-4"]
of = "loans"
part = { take = "sum:loan.outstanding" }

[[indicator]]
id = "pool"
label = "资金池"
clauses = ["XX-4"]
of = "fund"
part = { take = "value:fund.balance" }

[[indicator]]
id = "stock"
label = "不良率"
clauses = ["XX-4"]
of = "loans"
part = { take = "sum:loan.outstanding", where = { is_true = "loan.is_bad" } }
whole = { take = "sum:loan.outstanding" }

[[indicator]]
id = "flow"
label = "新增不良率"
clauses = ["XX-4"]
of = "loans"
period = "year"
part = { take = "sum:loan.outstanding", where = { is_true = "loan.became_bad_in_period" } }
whole = { take = "sum:loan.amount", where = { is_true = "loan.is_lent_in_period" } }

[[indicator]]
id = "tagged"
label = "链主企业占比"
clauses = ["XX-4"]
of = "enterprises"
part = { take = "count", where = { has_any = ["enterprise.tags", "链主"] } }
whole = { take = "count" }

[[target]]
id = "serve"
label = "服务企业目标"
clauses = ["XX-4"]
indicator = "served"
goal = "blank:houses"
due_on = 2025-12-31

[[target]]
id = "low"
label = "不良率目标"
clauses = ["XX-4"]
indicator = "stock"
goal = "5%"
sense = "at_most"
note = "期末"

[[target]]
id = "double"
label = "翻番目标"
clauses = ["XX-4"]
indicator = "balance"
base = "blank:base"
doublings = 2
base_on = 2020-12-31
due_on = "blank:start_on"

[[breaker]]
id = "stop"
label = "叫停"
clauses = ["XX-4"]
indicator = "stock"
beside = "flow"
basis = "blank:basis"
scope = "bank"
above = "30%"
warn_at = "25%"
note = "照常"

[[breaker]]
id = "stop_all"
label = "全部叫停"
clauses = ["XX-4"]
indicator = "tagged"
scope = "all"
above = "15%"

[[sum]]
id = "grant"
label = "补贴"
event = "subsidy"
[[sum.step]]
as = "grant"
label = "补贴"
take = "loan.interest_paid"
clauses = ["XX-4"]

[[fee]]
id = "interest"
label = "贴息"
clauses = ["XX-4"]
sum = "grant"
payer = "财政"
payee = "企业"
counted = "settled"

[[case]]
id = "share_case"
title = "信用占比"
shows = ["XX-4"]
indicator = "share"
rows = [{ "loan.outstanding" = "200万元", "loan.security" = "credit", "bank.name" = "农商" }, { "loan.outstanding" = "100万元", "loan.security" = "pledge", "bank.name" = "工商" }, { "loan.outstanding" = "100万元", "loan.security" = "mortgage", "bank.name" = "工商" }]
gives_share = "50%"
gives_part = "200万元"
gives_whole = "400万元"
shown = "50.00%"
gives_lines = { "农商" = "100%", "工商" = "0%" }

[[case]]
id = "empty_case"
title = "没有贷款"
shows = ["XX-4"]
indicator = "share"
rows = []
gives_share = "无"
shown = "无"

[[case]]
id = "served_case"
title = "去重"
shows = ["XX-4"]
indicator = "served"
rows = [{ "enterprise.id" = "甲" }, { "enterprise.id" = "甲" }, { "enterprise.id" = "乙", times = 2 }]
gives_value = "2户"

[[case]]
id = "tag_case"
title = "链主"
shows = ["XX-4"]
indicator = "tagged"
rows = [{ "enterprise.tags" = ["链主"] }, { "enterprise.tags" = [] }]
gives_share = "50%"

[[case]]
id = "pool_case"
title = "资金池"
shows = ["XX-4"]
indicator = "pool"
rows = [{ "fund.balance" = "20万元" }]
gives_value = "20万元"

[[case]]
id = "serve_case"
title = "差五十户"
shows = ["XX-4"]
target = "serve"
actual = "150户"
gives_goal = "200户"
gives_gap = "50户"
reached = false
shown = "50户"

[[case]]
id = "low_case"
title = "百分之四"
shows = ["XX-4"]
target = "low"
rows = [{ "loan.outstanding" = "4万元", "loan.is_bad" = true }, { "loan.outstanding" = "96万元", "loan.is_bad" = false }]
reached = true
shown = "已达到"

[[case]]
id = "double_case"
title = "翻两番"
shows = ["XX-4"]
target = "double"
actual = "100万元"
base = "50万元"
gives_goal = "200万元"
reached = false

[[case]]
id = "stop_case"
title = "超过一分"
shows = ["XX-4"]
breaker = "stop"
rows = [{ "loan.outstanding" = "900.01万元", "loan.is_bad" = true }, { "loan.outstanding" = "2099.99万元", "loan.is_bad" = false }]
trips = true
warns = false
shown = "30.00%"
"""

WHOLE = SMALL + MEASURES


def test_what_is_declared_is_read() -> None:
    scheme = read_pack(WHOLE).scheme
    share, served = scheme.indicators["share"], scheme.indicators["served"]
    assert (share.span, share.note, share.field.kind, str(share.by)) == (
        Span.AT, "口径", "percent", "bank.name",
    )  # fmt: skip
    assert (served.span, served.field.unit, served.whole) == (Span.YEAR, "户", None)
    assert scheme.indicators["deals"].field.unit == "笔"
    assert scheme.indicators["pool"].row_unit == "个"
    low, double = scheme.targets["low"], scheme.targets["double"]
    assert (low.sense, low.goal, low.note) == (Sense.AT_MOST, Given(Fraction(5, 100)), "期末")
    assert (double.base, double.doublings, double.goal) == (Given(blank="base"), 2, None)
    assert double.due_on is not None
    assert double.due_on.blank == "start_on"
    stop, every = scheme.breakers["stop"], scheme.breakers["stop_all"]
    assert (stop.scope, stop.beside, stop.basis) == (Scope.BANK, "flow", Given(blank="basis"))
    assert (every.scope, every.warn_at, every.beside, every.basis) == (Scope.ALL, None, "", None)
    assert scheme.fees["interest"].counted is Counted.SETTLED


def test_the_cases_come_out() -> None:
    assert [(r.case.id, r.problems) for r in run_cases(read_pack(WHOLE)) if not r.is_right] == []


WRONG = (
    ('gives_share = "50%"\ngives_part', 'gives_share = "51%"\ngives_part', "结果应为51.00%，算得50.00%。"),
    ('gives_part = "200万元"', 'gives_part = "201万元"', "分子应为201万元，算得200万元。"),
    ('gives_whole = "400万元"', 'gives_whole = "401万元"', "分母应为401万元，算得400万元。"),
    ('shown = "50.00%"', 'shown = "50%"', "应显示“50%”，实际显示“50.00%”。"),
    ('"农商" = "100%", ', '"农商" = "90%", ', "“农商”应为90.00%，算得100.00%。"),
    ('"农商" = "100%", ', "", "多出了：农商。"),
    ('"农商" = "100%", ', '"农商" = "100%", "建行" = "1%", ', "没有“建行”这一列，有的是：农商、工商。"),
    ('gives_share = "无"', 'gives_share = "0%"', "结果应为0.00%，算得无。"),
    ('gives_value = "2户"', 'gives_value = "3户"', "结果应为3户，算得2户。"),
    ('gives_goal = "200户"', 'gives_goal = "201户"', "目标应为201户，算得200户。"),
    ('gives_gap = "50户"', 'gives_gap = "51户"', "差距应为51户，算得50户。"),
    ('reached = false\nshown', "reached = true\nshown", "应为达到，实际相反。"),
    ("reached = true", "reached = false", "应为未达到，实际相反。"),
    ('shown = "50户"', 'shown = "五十户"', "应显示“五十户”，实际显示“50户”。"),
    ("trips = true", "trips = false", "应当不是“超过暂停线”，算得：合计30.00%（超过暂停线）。"),
    ("warns = false", "warns = true", "应当是“预警”，算得：合计30.00%（超过暂停线）。"),
    ('shown = "30.00%"', 'shown = "30.01%"', "应显示30.01%，算得：合计30.00%（超过暂停线）。"),
    ('{ "loan.outstanding" = "900.01万元", "loan.is_bad" = true }', '{ "loan.is_bad" = true }', "不应拒绝，却说“有1笔没有填写完整"),
)  # fmt: skip


@pytest.mark.parametrize(("old", "new", "says"), WRONG, ids=lambda x: str(x)[:30])
def test_a_case_that_comes_out_otherwise_says_how(old: str, new: str, says: str) -> None:
    results = run_cases(read_pack(edited((old, new), text=WHOLE)))
    told = [problem for result in results for problem in result.problems]
    assert len(told) >= 1
    assert any(problem.startswith(says) for problem in told), told


SLIPS = (
    ('of = "loans"', 'of = "loan"', ("“of”", "没有名为“loan”的统计对象", "是不是“loans”？")),
    ('of = "loans"', 'of = "register:need"', ("没有名为“register:need”的统计对象",)),
    ('"sum:loan.outstanding", where', '"sum:loan.outstandin", where', ("“take”", "没有名为“loan.outstandin”的事实", "是不是“loan.outstanding”？")),
    ('"sum:loan.outstanding", where', '"sum:loan.security", where', ("“loan.security”不是金额或数量",)),
    ('"sum:loan.outstanding", where', '"total:loan.outstanding", where', ("“total:loan.outstanding”的写法不对",)),
    ('"sum:loan.outstanding", where', '"sum", where', ("“sum”的写法不对",)),
    ('"sum:loan.outstanding", where', '"sum:parameter:cap", where', ("要写行的事实",)),
    ('take = "count", where = [', 'take = "count:loan.id", where = [', ("“count:loan.id”的写法不对",)),
    ('take = "value:fund.balance"', 'take = "value:fund.size"', ("没有名为“fund.size”",)),
    ('part = { take = "sum:loan.outstanding" }\n', 'part = { take = "value:loan.outstanding" }\n', ("“value”只用于资金池",)),
    ('whole = { take = "sum:loan.outstanding" }', 'whole = { take = "count" }', ("“whole”", "分子和分母要同是金额或同是数量")),
    ('{ one_of = ["loan.security", "credit"] }', '{ one_of = ["loan.security", "credt"] }', ("没有名为“credt”的选项",)),
    ('{ one_of = ["loan.security", "credit"] }', '{ one_off = ["loan.security", "credit"] }', ("条件的检验没有写", "是不是“one_of”？")),
    ('{ has_any = ["enterprise.tags", "链主"] }', '{ has_any = ["enterprise.tags"] }', ("后面要写选项",)),
    ('take = "value:fund.balance" }', 'take = "value:fund.balance" }\nis_growth = true', ("增长率要写上期数“whole”",)),
    ('id = "stock"', 'id = "stock"\nis_growth = true', ("是增长率，不能用作叫停线",)),
    ('by = "bank"', 'by = "branch"', ("“by”", "没有名为“branch”")),
    ('period = "year"', 'period = "week"', ("“period”", "没有名为“week”的写法")),
    ('part = { take = "distinct:enterprise.id" }', 'part = { take = "distinct:enterprise.id", wher = 1 }', ("“wher”：没有这个键",)),
    ('indicator = "served"\ngoal', 'indicator = "serve"\ngoal', ("[[target]]", "没有名为“serve”的指标", "是不是“served”？")),
    ('goal = "blank:houses"', 'goal = "blank:house"', ("没有名为“house”的留白", "是不是“houses”？")),
    ('goal = "blank:houses"', 'goal = "blank:base"', ("留白“base”的类型不合用",)),
    ('goal = "blank:houses"', 'goal = "200家"', ("“200家”的单位与指标不同", "请用户。")),
    ('goal = "blank:houses"', 'goal = "200"', ("写法不对",)),
    ('goal = "blank:houses"\n', "", ("要写目标值“goal”，或写基数“base”和翻番次数“doublings”",)),
    ('doublings = 2', 'doublings = 2\ngoal = "1万元"', ("要写目标值“goal”",)),
    ('base = "blank:base"\n', "", ("要写目标值“goal”",)),
    ('doublings = 2', "doublings = -2", ("要写目标值“goal”",)),
    ('goal = "5%"', 'goal = "5"', ("没有百分号",)),
    ('sense = "at_most"', 'sense = "below"', ("“sense”", "没有名为“below”")),
    ('base_on = 2020-12-31', 'base_on = "blank:base"', ("留白“base”的类型不合用",)),
    ('due_on = 2025-12-31', 'due_on = "2025-12-31"', ("due_on",)),
    ('indicator = "stock"\nbeside', 'indicator = "balance"\nbeside', ("[[breaker]]", "指标“balance”没有分母，不是比率")),
    ('beside = "flow"', 'beside = "stock"', ("要写同一统计对象的另一个指标",)),
    ('beside = "flow"', 'beside = "tagged"', ("要写同一统计对象的另一个指标",)),
    ('scope = "bank"', 'scope = "banks"', ("“scope”", "没有名为“banks”")),
    ('scope = "all"', 'scope = "bank"', ("这个指标不能按银行分开",)),
    ('above = "30%"', 'above = "30"', ("“above”", "没有百分号")),
    ('above = "30%"\n', "", ("“above”：没有写",)),
    ('warn_at = "25%"', 'warn_at = "blank:base"', ("留白“base”的类型不合用",)),
    ('basis = "blank:basis"', 'basis = "basis"', ("“basis”", "要写留白")),
    ('basis = "blank:basis"', 'basis = "blank:bases"', ("没有名为“bases”的留白", "是不是“ba")),
    ('basis = "blank:basis"', 'basis = "blank:colour"', ("留白“colour”的选项应当是这两个指标：flow、stock",)),
    ('sum = "grant"', 'sum = "grants"', ("[[fee]]", "没有名为“grants”", "是不是“grant”？")),
    ('sum = "grant"', 'sum = "loss"', ("[[sum]] “loss”的环节应当是“subsidy”",)),
    ('take = "loan.interest_paid"', 'take = "loan.disbursed_on"', ("最后一步要是金额或文字",)),
    ('counted = "settled"', 'counted = "paid"', ("“counted”", "没有名为“paid”")),
    ('payer = "财政"\n', "", ("“payer”：没有写",)),
    # cases
    ('indicator = "share"\nrows', 'indicator = "shares"\nrows', ("[[case]]", "没有名为“shares”", "是不是“share”？")),
    ('rows = [{ "fund.balance" = "20万元" }]', "", ("“rows”：没有写",)),
    ('"fund.balance" = "20万元"', '"fund.balanc" = "20万元"', ("没有名为“fund.balanc”的事实", "是不是“fund.balance”？")),
    ('"fund.balance" = "20万元"', '"fund.balance" = 20', ("不能用裸数字",)),
    ('gives_value = "20万元"\n', "", ("没有写应得的结果",)),
    ('gives_value = "2户"', 'gives_value = "2家"', ("单位与指标不同",)),
    ('gives_value = "2户"', 'gives_share = "2%"', ("没有写应得的结果",)),
    ('gives_value = "2户"', 'gives_value = "2户"\ngives_lines = { "甲" = "1户" }', ("没有写按什么分列",)),
    ('times = 2', "times = 0", ("“times”", "至少要写 1")),
    ('actual = "150户"\n', "", ("实际值“actual”和“rows”要写一个",)),
    ('actual = "150户"', 'actual = "150户"\ncheck = "claim"', ("要写一个，且只写一个",)),
)  # fmt: skip


@pytest.mark.parametrize(("old", "new", "says"), SLIPS, ids=lambda x: str(x)[:40])
def test_every_slip_is_told(old: str, new: str, says: tuple[str, ...]) -> None:
    with pytest.raises(Refusal) as refused:
        read_pack(edited((old, new), text=WHOLE), "小方案")
    told = "\n".join(str(p) for p in refused.value.problems)
    assert [part for part in says if part not in told] == [], told


def test_a_clause_only_listed_may_not_be_counted() -> None:
    slip = edited(
        (
            'says = "统计并预警"\nkept = "computed"',
            'says = "统计并预警"\nkept = "text only"\nwhy = "懒"',
        ),
        text=WHOLE,
    )
    with pytest.raises(Refusal, match="XX-4"):
        read_pack(slip)


def test_a_breaker_alone_keeps_a_clause_that_is_checked() -> None:
    slip = edited(
        ('says = "统计并预警"\nkept = "computed"', 'says = "统计并预警"\nkept = "checked"'),
        text=WHOLE,
    )
    assert read_pack(slip).scheme.clauses["XX-4"].kept.value == "checked"
