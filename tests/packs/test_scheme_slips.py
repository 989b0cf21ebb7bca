"""Every slip of the pen in a pack is refused with table, key, reason and the nearest name."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kcdesk.kernel.errors import Refusal
from kcdesk.packs.checks import run_cases
from kcdesk.packs.schemes import read_pack
from tests.packs.small_pack import SMALL, edited

MORE_CASE = """
[[case]]
id = "more"
title = "又一例"
shows = ["XX-1"]
"""

# Each row: the line as it stands, the slip, and what the sentence must say.
SLIPS = (
    # amounts, ratios and counts
    ('value = "300万元"', "value = 300", ("[[parameter]] 第1个（cap）", "value", "没有单位，不能用裸数字")),
    ('value = "300万元"', 'value = "300"', ("value", "没有单位", "写明元或万元")),
    ('value = "300万元"', 'value = "三百万元"', ("value", "不是金额")),
    ('value = "300万元"', 'value = "0.0000001万元"', ("比分还细",)),
    ('value = "300万元"', 'value = "-300万元"', ("value", "“-300万元”不能小于零")),
    ('value = "6:4"', 'value = "6比4"', ("不是分担比例",)),
    ('value = "6:4"', 'value = "6:2:2"', ("parties", "写了2方，比例却有3份")),
    ('parties = ["fund", "bank"]', 'parties = ["fund", "banks"]', ("没有名为“banks”的承担方", "是不是“bank”？")),
    ('up_to = "90天"', 'up_to = "90"', ("up_to", "写法不对", "××天")),
    ('up_to = "90天"', 'up_to = "90个月"', ("up_to", "写法不对")),
    ('up_to = "90天"', 'up_to = "0天"', ("tiers", "从小到大")),
    ('value = "损失"', 'up_to = "360天"\nvalue = "损失"', ("最后一档不设上限",)),
    ('value = "损失"', 'value = "坏账"', ("value", "不在选项内")),
    ('up_to = "90天"\n', "", ("up_to", "没有写")),
    ('quorum_above = "50%"', 'quorum_above = "0.5"', ("quorum_above", "没有百分号")),
    ('quorum_above = "50%"', 'quorum_above = "blank:rule"', ("留白“rule”的类型不合用",)),
    # names
    ('kind = "money"', 'kind = "mony"', ("没有名为“mony”的类型", "是不是“money”？")),
    ('clock = ["payout.on"]', 'clock = ["payout.paid_on"]', ("没有名为“payout.paid_on”的日期", "是不是“payout.on”？")),
    ('clock = ["payout.on"]', "clock = []", ("clock", "至少要写一项")),
    ('clock = ["payout.on"]', 'clock = ["payout.approved"]', ("clock", "没有名为“payout.approved”的日期")),
    ('clock = ["payout.on"]\n', "", ("clock", "没有写")),
    ('key = "loan.party_key"', 'key = "loan.amount"', ("没有名为“loan.amount”的选项类事实",)),
    ('keys = ["credit"]', 'keys = ["credits"]', ("没有名为“credits”的选项", "是不是“credit”？")),
    ('keys = ["credit"]', 'keys = ["guarantee"]', ("有两个值的起止时间重叠",)),
    ('keys = ["credit"]\n', "", ("keys", "没有写")),
    ('plus = ["loan.amount", ', 'plus = ["loan.amout", ', ("没有名为“loan.amout”的事实", "是不是“loan.amount”？")),
    ('plus = ["loan.amount", ', 'plus = ["payout.approved", ', ("“disbursement”没有名为“payout.approved”的事实",)),
    ('plus = ["loan.amount", "enterprise.outstanding"]', 'plus = ["loan.amount"]', ("“plus”不能这样用",)),
    ('plus = ["loan.amount", ', 'plus = ["loan.security", ', ("“plus”只能用于金额或数量",)),
    ('plus = ["loan.amount", ', 'plus = ["loan.term_days", ', ("“plus”两边的类型不同（whole 与 money）",)),
    ('plus = ["loan.amount", "enterprise.outstanding"]', "plus = [1, 2]", ("不能写数字或表达式",)),
    ('"parameter:cap"]\nfield', '"parameter:caps"]\nfield', ("没有名为“caps”的参数", "是不是“cap”？")),
    ('"parameter:cap"]\nfield', '"parameter:year_limit"]\nfield', ("没有参数“year_limit”所依的日期",)),
    ('"parameter:cap"]\nfield', '"parameter:overdue_grade"]\nfield', ("没有参数“overdue_grade”所依的日期",)),
    ('"parameter:cap"]\nfield', '"blank:colours"]\nfield', ("没有名为“colours”的留白", "是不是“colour”？")),
    ('"parameter:cap"]\nfield', '"loan.due_on"]\nfield', ("“at_most”两边的类型不同",)),
    ("test.at_most", "test.at_mots", ("条件的检验没有写", "是不是“at_most”？")),
    ('test.at_most = ["total", "parameter:cap"]', "test = {}", ("条件的检验没有写", "只能写一个")),
    ('test.at_most = ["total", "parameter:cap"]', 'test.at_most = ["total", "parameter:cap"]\ntest.is_true = "enterprise.is_listed"', ("条件的检验写了2个",)),
    ('test.at_most = ["total", "parameter:cap"]', 'test.is_true = "loan.amount"', ("“is_true”不能这样用",)),
    ('test.at_most = ["total", "parameter:cap"]', 'test.one_of = ["loan.security", "credt"]', ("没有名为“credt”的选项", "是不是“credit”？")),
    ('test.at_most = ["total", "parameter:cap"]', 'test.one_of = ["loan.security"]', ("后面要写选项",)),
    ('test.has_all = ["claim.materials", "materials"]', 'test.has_all = ["claim.materials"]', ("后面要写一个清单的名称",)),
    ('test.has_all = ["claim.materials", "materials"]', 'test.has_all = ["claim.materials", "material"]', ("没有名为“material”的清单",)),
    ('test.has_all = ["claim.materials", "materials"]', 'test.has_any = ["claim.materials", "from"]', ("没有名为“from”的选项", "是不是“form”？")),
    ('field = "loan.amount"', 'field = "loan.sum"', ("[[condition]] 第1个（cap）的“field”", "没有名为“loan.sum”")),
    ("{room}", "{rom}", ("“cure”", "没有名为“rom”", "是不是“room”？")),
    ("{missing}", "{missed}", ("“message”", "没有名为“missed”")),
    ('events = ["disbursement"]', 'events = ["disbursment"]', ("没有名为“disbursment”的环节", "是不是“disbursement”？")),
    ('events = ["claim", "review"]', 'events = ["claim", "claim"]', ("events", "有重复的项")),
    ('event = "payout"', 'event = "payouts"', ("“event”", "没有名为“payouts”", "是不是“payout”？")),
    ('severity = "warn"', 'severity = "warning"', ("severity", "没有名为“warning”的写法", "是不是“warn”？")),
    ('as = "room"\nlabel = "可贷余额"', 'as = "total"\nlabel = "可贷余额"', ("前面已有名为“total”的步骤",)),
    ('as = "room"\nlabel = "可贷余额"', 'as = "余额"\nlabel = "可贷余额"', ("小写英文字母",)),
    ('method = "last_takes_rest"', 'method = "last_takes_all"', ("method", "不在选项内")),
    ('method = "last_takes_rest"', 'method = "blank:colour"', ("留白“colour”的选项不合用",)),
    ('method = "last_takes_rest"', 'method = "blank:way"', ("没有名为“way”的留白",)),
    ('method = "last_takes_rest"\n', "", ("method", "没有写")),
    ('split = ["loss", "parameter:sharing"]', 'split = ["loss", "parameter:year_limit"]', ("没有参数“year_limit”所依的日期",)),
    ('split = ["loss", "parameter:sharing"]', 'splits = ["loss", "parameter:sharing"]', ("做法没有写", "是不是“split”？")),
    ('cut = "year"', 'cut = "years"', ("没有名为“years”的扣减原因", "是不是“year”？")),
    ('as = "room"\nlabel = "可贷余额"', 'as = "room"\nlabel = "可贷余额"\ncut = "year"', ("“cut”：没有这个键",)),
    ('options_of = "loan.grade"', 'options_of = "loan.grades"', ("没有名为“loan.grades”的选项来源", "是不是“loan.grade”？")),
    ('tier_kind = "days"', 'tier_kind = "day_count"', ("tier_kind", "没有名为“day_count”的类型")),
    # clauses and citations
    ('clauses = ["XX-1"]\n[[parameter.value]]', 'clauses = ["XX-9"]\n[[parameter.value]]', ("没有名为“XX-9”的条款", "是不是“XX-")),
    ('clauses = ["XX-1"]\n[[parameter.value]]', 'clauses = "XX-9"\n[[parameter.value]]', ("没有名为“XX-9”的条款",)),
    ('clauses = ["XX-1"]\n[[parameter.value]]', "clauses = []\n[[parameter.value]]", ("clauses", "至少要写一项")),
    ('id = "XX-3"', 'id = "第三条"', ("不是条款编号",)),
    ('id = "XX-3"', 'id = "XX-2"', ("“XX-2”前面已经有了",)),
    ('document = "rule"', 'document = "rules"', ("没有名为“rules”的文件", "是不是“rule”？")),
    ('kept = "text only"', 'kept = "text"', ("kept", "没有名为“text”的写法")),
    ('why = "没有要办的事"', "", ("why", "只列条文的条款要写明原因")),
    ('says = "加强宣传"\nkept = "text only"', 'says = "加强宣传"\nkept = "checked"', ("“XX-3”写着“逐笔检查”，但没有条件或计算引用它",)),
    ('says = "单户额度"\nkept = "checked"', 'says = "单户额度"\nkept = "text only"\nwhy = "懒"', ("“XX-1”写着“仅列条文”，却有条件或计算引用它",)),
    # days and blanks
    ("from = 2022-01-01", 'from = "2022-01-01"', ("from", "应当是日期")),
    ("from = 2022-01-01", 'from = "blank:begin_on"', ("没有名为“begin_on”的留白",)),
    ("from = 2022-01-01", 'from = "blank:colour"', ("留白“colour”的类型不合用",)),
    ("to = 2022-12-31", "to = 2021-12-31", ("开始日期晚于结束日期",)),
    ("to = 2022-12-31", "before = 2022-01-01", ("开始日期晚于结束日期",)),
    ("to = 2022-12-31", "to = 2022-12-31\nbefore = 2023-01-01", ("“to”和“before”只能写一个",)),
    ("to = 2022-12-31", "to = 2023-01-01", ("有两个值的起止时间重叠",)),
    ("to = 2022-12-31\n", "", ("有两个值的起止时间重叠",)),
    ('before = "blank:start_on"', 'to = "blank:start_on"', ("有两个值的起止时间重叠",)),
    ('reading = "majority"', 'reading = "most"', ("reading", "不在选项内")),
    ('value = "red"', 'value = "Red"', ("小写英文字母",)),
    ('[[blank.options]]\nvalue = "red"\nlabel = "红"\n[[blank.options]]\nvalue = "blue"\nlabel = "蓝"\n', "", ("options", "没有写")),
    # shapes
    ("[recovery]\n", "[recoverys]\n", ("没有名为“recoverys”的表", "是不是“recovery”？")),
    ("[recovery]\n", "[recovery]\nmethod = 1\n", ("[recovery]的“method”：没有这个键",)),
    ('[meeting]\ntitle = "联席会议"', "[meeting]", ("[meeting]的“title”：没有写",)),
    ("[recovery]\nclauses = [\"XX-2\"]\n", "", ("缺少 [recovery] 表",)),
    ("[[cut]]", "[cut]", ("“cut”应当写成 [[cut]]",)),
    ('[[parameter.value]]\nkeys = ["guarantee"]\nvalue = "4:4:2"\nparties = ["fund", "guarantor", "bank"]\n[[parameter.value]]\nkeys = ["credit"]\nvalue = "6:4"\nparties = ["fund", "bank"]\n', "", ("（sharing）的“value”：没有写",)),
    ('label = "单户上限"', 'lable = "单户上限"', ("label", "没有写")),
    ('says = "没有写施行日"', 'says = "没有写施行日"\nsay = "又"', ("“say”：没有这个键", "是不是“says”？")),
    ('label = "单户上限"', "label = 3", ("label", "应当是一段文字")),
    ("required = false", 'required = "否"', ("required", "应当写 true 或 false")),
    ("stays_payable = false", "stays_payable = 0", ("stays_payable", "写法不对")),
    ('code = "unpaid"', 'code = "Unpaid"', ("小写英文字母",)),
    ('code = "unpaid"\n', "", ("[[reason]] 第1个的“code”：没有写",)),
    ('events = ["claim", "review"]', "events = [1]", ("应当是文字的列表",)),
    ("issued_on = 2024-01-05", 'issued_on = "2024-01-05"', ("issued_on", "应当是日期")),
    ('[[condition.step]]\nas = "total"\nlabel = "合计"\nplus = ["loan.amount", "enterprise.outstanding"]\n[[condition.step]]\nas = "room"\nlabel = "可贷余额"\nminus = ["parameter:cap", "enterprise.outstanding"]\n', 'step = "total"\n', ("“step”：应当写成 [[step]]",)),
    ('test.at_most = ["total", "parameter:cap"]', 'test = "total"', ("“test”：应当是一组“键 = 值”",)),
    # what the engine needs
    ('id = "payment"\nlabel = "兑付"', 'id = "pay"\nlabel = "兑付"', ("缺少名为“payment”的 [[sum]]",)),
    ('as = "loss"\nlabel = "核定损失"', 'as = "base"\nlabel = "核定损失"', ("没有名为“loss”",)),
    ('as = "payment"\nlabel = "本次兑付"', 'as = "pay"\nlabel = "本次兑付"', ("“payment”缺少步骤“payment”",)),
    ('split = ["loss", "parameter:sharing"]\nmethod = "last_takes_rest"', 'take = "loss"', ("“loss”的步骤“shares”做法不对",)),
    ('event = "review"', 'event = "claim"', ("[[sum]] “loss”的环节应当是“review”",)),
    ('name = "overdue_grade"', 'name = "grade"', ("缺少名为“overdue_grade”的 [[parameter]]",)),
    ('[[sum.step]]\nas = "room"\nlabel = "年度余额"\nminus = ["parameter:year_limit", "payout.institution_year_paid"]\n[[sum.step]]\nas = "payment"\nlabel = "本次兑付"\nat_most = ["payout.approved", "room"]\ncut = "year"\n', "", ("“step”：至少要有一步",)),
    # cases
    ('sum = "payment"', 'sum = "payments"', ("没有名为“payments”的写法", "是不是“payment”？")),
    ('sum = "payment"\n', "", ("要写一个，且只写一个",)),
    ('sum = "payment"', 'sum = "payment"\ncheck = "payout"', ("要写一个，且只写一个",)),
    ('shows = ["XX-2"]', 'shows = ["XX-7"]', ("没有名为“XX-7”的条款",)),
    ('gives = { payment = "5万元" }', 'gives = { paymnt = "5万元" }', ("没有名为“paymnt”的步骤", "是不是“payment”？")),
    ('gives = { payment = "5万元" }', "gives = { payment = 5 }", ("没有单位，不能用裸数字",)),
    ('gives = { payment = "5万元" }\n', "", ("gives", "没有写")),
    ('cuts = { year = "5万元" }', 'cuts = { yaer = "5万元" }', ("没有名为“yaer”的扣减原因", "是不是“year”？")),
    ('"payout.on" = 2024-05-01', '"payout.onn" = 2024-05-01', ("没有名为“payout.onn”的事实", "是不是“payout.on”？")),
    ('"payout.on" = 2024-05-01', '"payout.on" = 2024-05-01\n"claim.overdue_days" = "3天"', ("没有名为“claim.overdue_days”的事实",)),
    ('"payout.on" = 2024-05-01', '"payout.on" = 2024-05-01\n"claim.materials" = ["forms"]', ("没有名为“forms”的代码", "是不是“form”？")),
    ('"payout.on" = 2024-05-01', '"payout.on" = 2024-05-01\n"claim.materials" = "form"', ("应当写代码的列表",)),
    ('sum = "payment"', 'sum = "payment"\nblanks = { start = 2024-01-01 }', ("没有名为“start”的留白", "是不是“start_on”？")),
)  # fmt: skip


@pytest.mark.parametrize(("old", "new", "said"), SLIPS, ids=lambda v: None)
def test_a_slip_is_named_where_it_stands(old: str, new: str, said: tuple[str, ...]) -> None:
    with pytest.raises(Refusal) as caught:
        read_pack(edited((old, new)), "小方案")
    assert any(all(part in str(p) for part in said) for p in caught.value.problems), str(
        caught.value
    )
    for problem in caught.value.problems:
        assert problem.message.startswith("方案文件“小方案”：")
        assert problem.message.endswith("。")
        assert problem.cure
        assert problem.code == "pack"


STEP_SLIPS = (
    ('take = ["loan.amount", "loan.amount"]', ("“take”不能这样用",)),
    ('minus = ["loan.amount", "loan.due_on"]', ("“minus”不能这样用",)),
    ('minus = ["loan.term_days", "loan.term_months"]', ("“minus”两边的单位不同（天与个月）",)),
    ('at_most = ["loan.security", "loan.security"]', ("“at_most”只能用于金额或数量",)),
    ('plus = ["loan.due_on", "loan.due_on"]', ("“plus”只能用于金额或数量",)),
    ('share = ["loan.amount", "parameter:cap"]\nrounding = "down"', ("“share”不能这样用",)),
    ('share = ["loan.amount", "blank:part"]', ("rounding", "没有写")),
    ('share = ["loan.amount", "blank:part"]\nrounding = "half"', ("rounding", "没有名为“half”")),
    ('prorate = ["loan.amount", "loan.amount"]\nrounding = "down"', ("“prorate”不能这样用",)),
    ('days_after = ["loan.due_on", "loan.term_months"]', ("“days_after”要的是天数",)),
    ('months_after = ["loan.due_on", "loan.term_days"]', ("“months_after”要的是个月数",)),
    ('split = ["loan.amount", "blank:parts"]\nmethod = "last_takes_rest"', ("parties", "没有写")),
    ('split = ["loan.amount", "blank:parts"]\nmethod = "last_takes_rest"\nparties = ["funds"]', ("没有名为“funds”的承担方", "fund")),
    ('tier = ["loan.term_days", "loan.amount"]', ("第二项要用参数",)),
    ('tier = ["loan.term_days", "parameter:cap"]', ("没有分档，不能用在“tier”里",)),
    ('tier = ["loan.term_months", "parameter:terms"]', ("两边的单位不同（个月与天）",)),
    ('tier = ["parameter:terms"]', ("要写两项",)),
    ('take = "parameter:terms"', ("只能用在“tier”里",)),
    ('choose = "loan.amount"\ncases = { red = "loan.amount" }', ("要用选项类的事实或留白",)),
    ('choose = "blank:colour"\ncases = { red = "loan.amount" }', ("“blue”：没有写",)),
    ('choose = "blank:colour"\ncases = { red = "loan.amount", blue = "loan.due_on" }', ("“choose”两边的类型不同",)),
    ('choose = "blank:colour"\ncases = { red = "loan.amount", blue = "loan.amount", green = "total" }', ("“green”：没有这个键",)),
    ('choose = "blank:colour"\ncases = { red = "loan.amount", blue = "loan.sum" }', ("“blue”", "没有名为“loan.sum”")),
    ('take = "loan.amount"\nplus = ["loan.amount", "loan.amount"]', ("做法写了2个",)),
    ('take = "parameter:keyed"', ("“disbursement”没有参数“keyed”所依的“loan.grade”",)),
)  # fmt: skip

MORE = """
[[blank]]
name = "part"
label = "比例"
kind = "percent"
says = "没有写"
clauses = ["XX-1"]

[[blank]]
name = "parts"
label = "份额"
kind = "weights"
says = "没有写"
clauses = ["XX-1"]

[[parameter]]
name = "terms"
label = "期限分档"
kind = "percent"
tier_kind = "days"
clock = ["loan.disbursed_on"]
clauses = ["XX-1"]
[[parameter.value]]
[[parameter.value.tiers]]
value = "50%"

[[parameter]]
name = "keyed"
label = "按分类"
kind = "money"
clock = ["loan.disbursed_on"]
key = "loan.grade"
clauses = ["XX-1"]
[[parameter.value]]
keys = ["loss"]
value = "1元"
"""


@pytest.mark.parametrize(("step", "said"), STEP_SLIPS, ids=lambda v: None)
def test_a_step_that_cannot_be_is_refused(step: str, said: tuple[str, ...]) -> None:
    text = edited(('plus = ["loan.amount", "enterprise.outstanding"]', step)) + MORE
    with pytest.raises(Refusal) as caught:
        read_pack(text, "小方案")
    assert any(all(part in str(p) for part in said) for p in caught.value.problems), str(
        caught.value
    )


CASE_SLIPS = (
    ('tally = "rules"', ("没有名为“rules”的写法",)),
    ('tally = "rule"\nopinions = { agre = "1家" }\nexpected = "1家"\nresult = "agreed"', ("没有名为“agre”的意见", "是不是“agree”？")),
    ('tally = "rule"\nopinions = { agree = 1 }\nexpected = "1家"\nresult = "agreed"', ("没有单位，不能用裸数字",)),
    ('tally = "rule"\nopinions = { agree = "1家" }\nexpected = 1\nresult = "agreed"', ("“expected”", "裸数字")),
    ('tally = "rule"\nopinions = { agree = "1家" }\nexpected = "1家"\nresult = "agree"', ("没有名为“agree”的写法", "是不是“agreed”？")),
    ('check = "payouts"', ("没有名为“payouts”",)),
    ('check = "payout"\nrefused = ["XX-8"]', ("没有名为“XX-8”的条款",)),
    ('check = "payout"\nfacts = { "payout.sum" = "1元" }', ("没有名为“payout.sum”的事实",)),
    ('check = "payout"\nfacts = { "payout.on" = "2024-05-01" }', ("“2024-05-01”的写法不对",)),
    ('check = "payout"\nblanks = { colour = "green" }', ("不在选项内",)),
    ('check = "payout"\ngive = 1', ("“give”：没有这个键",)),
)  # fmt: skip


@pytest.mark.parametrize(("case", "said"), CASE_SLIPS, ids=lambda v: None)
def test_a_case_that_cannot_be_run_is_refused(case: str, said: tuple[str, ...]) -> None:
    with pytest.raises(Refusal) as caught:
        read_pack(SMALL + MORE_CASE + case, "小方案")
    assert any(all(part in str(p) for part in said) for p in caught.value.problems), str(
        caught.value
    )


def test_counts_of_one_parameter_have_one_unit() -> None:
    text = SMALL + (
        '\n[[parameter]]\nname = "banks"\nlabel = "银行数"\nkind = "count"\n'
        'clock = ["payout.on"]\nclauses = ["XX-1"]\n'
        '[[parameter.value]]\nbefore = 2024-01-01\nvalue = "3家"\n'
        '[[parameter.value]]\nfrom = 2024-01-01\nvalue = "4户"\n'
    )
    with pytest.raises(Refusal, match="前后单位不一致（家、户）"):
        read_pack(text)


def test_all_slips_of_a_file_are_told_at_once() -> None:
    text = edited(('kind = "money"', 'kind = "mony"'), ('code = "unpaid"', 'code = "Unpaid"'))
    with pytest.raises(Refusal) as caught:
        read_pack(text)
    assert [p.field for p in caught.value.problems] == ["code", "kind"]


def test_a_table_that_is_no_list_is_refused() -> None:
    with pytest.raises(Refusal, match="“case”应当写成"):
        read_pack(edited(("[[case]]", "[case]")))


def test_a_text_that_is_no_toml_names_the_line() -> None:
    with pytest.raises(Refusal, match="方案文件“小方案”第1行"):
        read_pack("[scheme\n", "小方案")


KEY_LINE = re.compile(r'([\w."]+) = .+')
SCALARS = (
    "1", "1.5", "true", '""', '"x"', "[]", "[1]", '["x"]', "{}", "[{}]", "2024-01-01",
    "2024-01-01T00:00:00", '"-5元"', '"blank:start_on"', '"blank:"', '"parameter:cap"', '":"',
)  # fmt: skip
LINES = SMALL.split("\n")


@given(
    place=st.integers(0, len(LINES) - 1),
    scalar=st.one_of(st.none(), st.sampled_from(SCALARS)),
)
def test_whatever_one_line_becomes_the_pack_is_read_or_refused(
    place: int, scalar: str | None
) -> None:
    """A clerk's editor never meets an error of the program: only sentences."""
    match = KEY_LINE.fullmatch(LINES[place])
    changed = [f"{match.group(1)} = {scalar}"] if match and scalar else []
    text = "\n".join([*LINES[:place], *changed, *LINES[place + 1 :]])
    said: tuple[str, ...] = ()
    try:
        run_cases(read_pack(text, "小方案"))
    except Refusal as refusal:
        said = tuple(p.message for p in refusal.problems)
    assert all(sentence.startswith("方案文件“小方案”") for sentence in said)
