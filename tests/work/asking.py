"""A county whose programme asks for everything of applications, loans and claims.

The small scheme of the packs' tests with products, channels, papers, dated steps and caps of every
scope put on; `county.edited` bends it for one test.
"""

from __future__ import annotations

from pathlib import Path

from kcdesk.packs.library import Library
from tests.packs.small_pack import edited
from tests.work.county import ROOT, County

MORE = """
[[product]]
code = "tech"
label = "科创贷"
clauses = ["XX-1"]

[[product]]
code = "provincial"
label = "苏科贷"
clauses = ["XX-1"]
is_other_policy = true

[[channel]]
code = "office"
label = "科技局"
clauses = ["XX-1"]

[[channel]]
code = "guarantor"
label = "担保公司"
clauses = ["XX-1"]

[[channel]]
code = "bank"
label = "银行"
clauses = ["XX-1"]

[[application_material]]
code = "form"
label = "申请表"
clauses = ["XX-1"]

[[application_material]]
code = "description"
label = "情况说明"
clauses = ["XX-1"]

[[application_material]]
code = "licence"
label = "许可证"
required = false
clauses = ["XX-1"]

[[milestone]]
code = "letter"
label = "发出担保意向函"
clauses = ["XX-1"]

[[milestone]]
code = "diligence"
label = "尽职调查"
clauses = ["XX-1"]
note = "银行、担保公司各自办理"

[[milestone]]
code = "contract"
label = "签订借款合同"
clauses = ["XX-1"]

[[milestone]]
code = "finance_filing"
label = "报财政局备案"
clauses = ["XX-1"]
of = "loan"

[[milestone]]
code = "science_filing"
label = "报科技局备案"
clauses = ["XX-1"]
of = "loan"

[[condition]]
id = "letter_first"
label = "先发意向函再尽职调查"
events = ["milestone"]
when = [{ one_of = ["milestone.now", "diligence"] }]
test.filled = "milestone.letter"
message = "还没有发出担保意向函。"
cure = "请先登记意向函。"
field = "milestone.now"
clauses = ["XX-1"]

[[condition]]
id = "diligence_after_letter"
label = "尽职调查不早于意向函"
events = ["milestone"]
when = [{ filled = "milestone.letter" }, { filled = "milestone.diligence" }]
test.at_most = ["milestone.letter", "milestone.diligence"]
message = "尽职调查早于意向函。"
cure = "请核对日期。"
field = "milestone.on"
clauses = ["XX-1"]

[[condition]]
id = "contract_signed"
label = "合同签订后放款"
events = ["disbursement"]
when = [{ has_any = ["loan.products", "provincial"] }]
test.filled = "milestone.contract"
message = "还没有签订借款合同。"
cure = "请先登记合同签订日期。"
clauses = ["XX-1"]

[[condition]]
id = "bank_cap"
label = "单户单行额度"
events = ["application", "disbursement"]
when = [{ is_false = "loan.is_discounting" }]
test.at_most = ["merged", "parameter:bank_cap"]
field = "loan.amount"
message = "在该行合计{merged}，超过上限{parameter:bank_cap}。"
cure = "该行最多还可贷{room}。"
clauses = ["XX-1"]
[[condition.step]]
as = "merged"
label = "本笔加该行余额和合并计算的个人贷款"
plus = ["loan.amount", "enterprise.bank_outstanding", "person.later_outstanding"]
[[condition.step]]
as = "others"
label = "该行余额和合并计算的个人贷款"
plus = ["enterprise.bank_outstanding", "person.later_outstanding"]
[[condition.step]]
as = "room"
label = "该行可贷余额"
minus = ["parameter:bank_cap", "others"]

[[condition]]
id = "line_cap"
label = "授信额度不超过上限"
events = ["application", "disbursement"]
when = [{ filled = "enterprise.bank_line" }]
test.at_most = ["enterprise.bank_line", "parameter:bank_cap"]
field = "enterprise.bank_line"
message = "授信额度{enterprise.bank_line}超过上限{parameter:bank_cap}。"
cure = "请核对授信额度。"
clauses = ["XX-1"]

[[condition]]
id = "earlier_persons"
label = "企业贷款前的个人贷款"
events = ["disbursement"]
severity = "warn"
test.is_zero = "person.earlier_outstanding"
message = "企业贷款前另有个人贷款{person.earlier_outstanding}。"
cure = "请核对是否用于企业。"
clauses = ["XX-1"]

[[condition]]
id = "single_cap"
label = "单笔额度"
events = ["disbursement"]
test.at_most = ["loan.amount", "parameter:single_cap"]
field = "loan.amount"
message = "单笔超过{parameter:single_cap}。"
cure = "请核对金额。"
clauses = ["XX-1"]

[[condition]]
id = "renewal_reason"
label = "续贷写明原因"
events = ["application", "disbursement"]
when = [{ not_one_of = ["loan.kind", "new"] }]
test.filled = "loan.special_reason"
message = "续贷没有写原因。"
cure = "请填写特殊情况说明。"
field = "loan.special_reason"
clauses = ["XX-1"]

[[condition]]
id = "channel"
label = "写明申请渠道"
events = ["application"]
test.filled = "application.channel"
message = "没有写申请渠道。"
cure = "请选择申请渠道。"
field = "application.channel"
clauses = ["XX-1"]

[[condition]]
id = "application_papers"
label = "申请材料齐全"
events = ["application"]
severity = "warn"
test.has_all = ["application.materials", "application_materials"]
message = "还缺{missing}。"
cure = "请补齐。"
clauses = ["XX-1"]

[[condition]]
id = "matured"
label = "到期后申请"
events = ["claim"]
when = [{ is_false = "claim.is_accelerated" }]
test.above = ["claim.filed_on", "loan.final_due_on"]
message = "贷款还没有到期。"
cure = "请先登记提前到期。"
field = "claim.filed_on"
clauses = ["XX-1"]

[[condition]]
id = "filed_with_finance"
label = "已备案"
events = ["claim"]
when = [{ has_any = ["loan.products", "provincial"] }]
test.filled = "milestone.finance_filing"
message = "放款后没有备案。"
cure = "请核对备案。"
clauses = ["XX-1"]

[[condition]]
id = "other_cover"
label = "其他政策补偿"
events = ["claim", "review"]
severity = "warn"
test.has_none = ["claim.other_cover", "provincial"]
message = "这笔贷款同时享受{claim.other_cover}，请核对是否重复补偿。"
cure = "请与有关部门核对。"
clauses = ["XX-1"]

[[condition]]
id = "exempted"
label = "尽职免责认定"
events = ["review"]
severity = "warn"
test.not_one_of = ["claim.exemption", "unrecorded"]
message = "还没有登记尽职免责认定。"
cure = "请登记。"
clauses = ["XX-1"]

[[sum]]
id = "fee"
label = "担保费"
event = "subsidy"
[[sum.step]]
as = "fee"
label = "担保费"
share = ["loan.guaranteed", "parameter:fee"]
rounding = "half_up"
clauses = ["XX-2"]

[[parameter]]
name = "bank_cap"
label = "单户单行上限"
kind = "money"
clock = ["loan.disbursed_on", "application.applied_on"]
clauses = ["XX-1"]
[[parameter.value]]
value = "2000万元"

[[parameter]]
name = "single_cap"
label = "单笔上限"
kind = "money"
clock = ["loan.disbursed_on"]
clauses = ["XX-1"]
[[parameter.value]]
before = 2022-01-01
value = "2500万元"
[[parameter.value]]
from = 2022-01-01
value = "10万元"

[[parameter]]
name = "fee"
label = "担保费率"
kind = "percent"
clock = ["loan.disbursed_on"]
clauses = ["XX-2"]
[[parameter.value]]
value = "1%"
"""

ONE_CAP = """before = "blank:start_on"
value = "300万元"
[[parameter.value]]
from = "blank:start_on"
value = "1000万元"
"""


def asking_text(*edits: tuple[str, str]) -> str:
    """The programme's text, edited."""
    return (
        edited(
            ('id = "small"', 'id = "asking"'),
            (ONE_CAP, 'value = "3000万元"\n'),
            ('kept = "checked"\n', 'kept = "checked"\nby = ["add_loan_guarantor"]\n'),
            ('from = "blank:start_on"', "from = 2024-01-01"),
            *edits,
        )
        + MORE
    )


def asking_county(folder: Path, *edits: tuple[str, str]) -> County:
    """An office under that programme."""
    resources = folder / "resources"
    scheme = resources / "schemes" / "asking" / "scheme.toml"
    scheme.parent.mkdir(parents=True)
    scheme.write_text(asking_text(*edits), "utf-8")
    for name in ("calendar", "sheets", "standards"):
        (resources / name).symlink_to(ROOT / "resources" / name)
    return County(folder / "office", scheme="asking", library=Library(resources, ROOT / "forms"))
