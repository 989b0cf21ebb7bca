"""A scheme just large enough to be read; tests break or bend it one line at a time."""

from __future__ import annotations

from kcdesk.domain.schemes.scheme import Scheme
from kcdesk.packs.schemes import read_pack

SMALL = """\
[scheme]
id = "small"
title = "小县科创贷"
region = "小县"

[[document]]
id = "rule"
title = "《小县办法》"
number = "小政发〔2024〕1号"
issued_on = 2024-01-05

[[clause]]
id = "XX-1"
document = "rule"
article = "第一条"
says = "单户额度"
kept = "checked"

[[clause]]
id = "XX-2"
document = "rule"
article = "第二条"
says = "分担比例"
kept = "computed"

[[clause]]
id = "XX-3"
document = "rule"
article = "第三条"
says = "加强宣传"
kept = "text only"
why = "没有要办的事"

[[blank]]
name = "start_on"
label = "施行日"
kind = "day"
says = "没有写施行日"
clauses = ["XX-1"]

[[blank]]
name = "rule"
label = "表决规则"
kind = "choice"
options_of = "result_rule"
says = "没有写表决规则"
clauses = ["XX-2"]
reading = "majority"

[[blank]]
name = "colour"
label = "颜色"
kind = "choice"
says = "没有写颜色"
clauses = ["XX-2"]
[[blank.options]]
value = "red"
label = "红"
[[blank.options]]
value = "blue"
label = "蓝"

[[parameter]]
name = "cap"
label = "单户上限"
kind = "money"
clock = ["loan.disbursed_on"]
clauses = ["XX-1"]
[[parameter.value]]
before = "blank:start_on"
value = "300万元"
[[parameter.value]]
from = "blank:start_on"
value = "1000万元"

[[parameter]]
name = "sharing"
label = "分担比例"
kind = "weights"
clock = ["loan.disbursed_on"]
key = "loan.party_key"
clauses = ["XX-2"]
[[parameter.value]]
keys = ["guarantee"]
value = "4:4:2"
parties = ["fund", "guarantor", "bank"]
[[parameter.value]]
keys = ["credit"]
value = "6:4"
parties = ["fund", "bank"]

[[parameter]]
name = "year_limit"
label = "年度上限"
kind = "money"
clock = ["payout.on"]
clauses = ["XX-2"]
[[parameter.value]]
from = 2022-01-01
to = 2022-12-31
value = "100万元"
[[parameter.value]]
from = 2023-01-01
before = 2025-01-01
value = "200万元"

[[parameter]]
name = "overdue_grade"
label = "建议分类"
kind = "choice"
options_of = "loan.grade"
tier_kind = "days"
clock = ["claim.base_on"]
clauses = ["XX-2"]
[[parameter.value]]
[[parameter.value.tiers]]
up_to = "0天"
value = "正常"
[[parameter.value.tiers]]
up_to = "90天"
value = "关注"
[[parameter.value.tiers]]
value = "损失"

[[qualification]]
code = "high_tech"
label = "高新技术企业"
clauses = ["XX-1"]

[[qualification]]
code = "gazelle"
label = "瞪羚企业"
from = "blank:start_on"
clauses = ["XX-1"]

[[material]]
code = "form"
label = "申请表"
clauses = ["XX-1"]

[[material]]
code = "extra"
label = "补充材料"
required = false
clauses = ["XX-1"]

[[default_condition]]
code = "overdue"
label = "已逾期"
clauses = ["XX-1"]

[[reason]]
code = "unpaid"
label = "货款未回笼"
clauses = ["XX-1"]

[[member_unit]]
code = "science"
label = "科技局"
clauses = ["XX-1"]

[meeting]
title = "联席会议"
quorum_above = "50%"
rule = "blank:rule"
online_rule = "unanimous"
clauses = ["XX-2"]
quorum_clauses = ["XX-2"]
online_clauses = ["XX-2"]

[recovery]
clauses = ["XX-2"]

[[cut]]
code = "year"
label = "年度限额"
stays_payable = false
clauses = ["XX-2"]

[[condition]]
id = "cap"
label = "单户额度"
events = ["disbursement"]
test.at_most = ["total", "parameter:cap"]
field = "loan.amount"
message = "合计{total}，超过上限{parameter:cap}。"
cure = "最多还可贷{room}。"
clauses = ["XX-1"]
[[condition.step]]
as = "total"
label = "合计"
plus = ["loan.amount", "enterprise.outstanding"]
[[condition.step]]
as = "room"
label = "可贷余额"
minus = ["parameter:cap", "enterprise.outstanding"]

[[condition]]
id = "materials"
label = "材料齐全"
events = ["claim", "review"]
severity = "warn"
test.has_all = ["claim.materials", "materials"]
message = "还缺{missing}。"
cure = "请补齐。"
clauses = ["XX-1"]

[[sum]]
id = "loss"
label = "损失"
event = "review"
[[sum.step]]
as = "loss"
label = "核定损失"
take = "claim.principal"
clauses = ["XX-2"]
[[sum.step]]
as = "shares"
label = "分担"
split = ["loss", "parameter:sharing"]
method = "last_takes_rest"

[[sum]]
id = "payment"
label = "兑付"
event = "payout"
[[sum.step]]
as = "room"
label = "年度余额"
minus = ["parameter:year_limit", "payout.institution_year_paid"]
[[sum.step]]
as = "payment"
label = "本次兑付"
at_most = ["payout.approved", "room"]
cut = "year"

[ordinary]
"payout.on" = 2024-05-01
"payout.approved" = "10万元"
"payout.institution_year_paid" = "195万元"
"payout.pool_available" = "500万元"

[[case]]
id = "year_cut"
title = "年度限额扣减"
shows = ["XX-2"]
sum = "payment"
gives = { payment = "5万元" }
cuts = { year = "5万元" }
"""


def edited(*edits: tuple[str, str], text: str = SMALL) -> str:
    """The text with each first `old` replaced by `new`; an edit that finds nothing is a slip."""
    for old, new in edits:
        assert old in text, f"nothing to edit: {old}"
        text = text.replace(old, new, 1)
    return text


def small(*edits: tuple[str, str]) -> Scheme:
    """The small scheme, edited."""
    return read_pack(edited(*edits), "小方案").scheme
