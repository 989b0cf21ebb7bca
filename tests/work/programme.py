"""The Pinghu programme with what other counties ask besides: agreements, deposits, a fund's year.

Its clauses are made up (``BX``): tests that use it show the engine, not a county's policy.
"""

from __future__ import annotations

from pathlib import Path

from kcdesk.packs.library import Library

ROOT = Path(__file__).parents[2]

_CLAUSES = {
    "BX-1": ("协议分担比例原则上限", "computed"),
    "BX-2": ("银行和担保机构的条件", "checked"),
    "BX-3": ("杠杆和划扣前的告知", "checked"),
    "BX-4": ("资金池最低余额", "computed"),
    "BX-5": ("资金用途", "checked"),
    "BX-6": ("协议两年", "computed"),
}

_HEAD = "".join(
    f"""
[[clause]]
id = "{name}"
document = "measure"
article = "补充"
says = "{says}"
kept = "{kept}"
"""
    for name, (says, kept) in _CLAUSES.items()
)

_REST = """
[[partner_requirement]]
code = "local_outlet"
label = "在本地有网点"
of = "bank"
clauses = ["BX-2"]

[[partner_requirement]]
code = "special_staff"
label = "有专门人员"
of = "guarantor"
clauses = ["BX-2"]

[[partner_requirement]]
code = "good_record"
label = "近三年无处罚"
clauses = ["BX-2"]

[[parameter]]
name = "agreement_term"
label = "协议期限"
kind = "months"
clock = ["agreement.on"]
clauses = ["BX-6"]
[[parameter.value]]
value = "24个月"

[[parameter]]
name = "share_in_principle"
label = "资金用于补偿的原则上限"
kind = "percent"
clock = ["agreement.on", "payout.on"]
clauses = ["BX-1"]
[[parameter.value]]
value = "80%"

[[parameter]]
name = "fund_floor"
label = "资金池最低余额"
kind = "money"
clock = ["payout.on"]
clauses = ["BX-4"]
[[parameter.value]]
from = 2021-01-01
value = "2000万元"

[[parameter]]
name = "leverage"
label = "保证金最高占授信"
kind = "percent"
clock = ["agreement.on", "deposit.on"]
clauses = ["BX-3"]
[[parameter.value]]
value = "20%"

[[cut]]
code = "in_principle"
label = "原则上限"
stays_payable = true
clauses = ["BX-1"]

[[condition]]
id = "fund_share_in_principle"
label = "风险补偿金分担不超过原则上限"
events = ["agreement"]
severity = "warn"
test.at_most = ["agreement.fund_share", "parameter:share_in_principle"]
field = "agreement.sharing"
message = "风险补偿金分担{agreement.fund_share}，超过{parameter:share_in_principle}。"
cure = "请确认已按规定报批。"
clauses = ["BX-1"]
[[condition.when]]
filled = ["agreement.fund_share"]

[[condition]]
id = "requirements"
label = "合作条件齐备"
events = ["agreement"]
test.has_all = ["partner.ticks", "partner_requirements"]
field = "partner.ticks"
message = "还缺{missing}。"
cure = "条件齐备后再签订协议。"
clauses = ["BX-2"]
[[condition.when]]
one_of = ["partner.kind", "bank", "guarantor"]

[[condition]]
id = "leverage_at_signing"
label = "授信不低于保证金的规定倍数"
events = ["agreement"]
test.share_at_most = ["agreement.deposit", "agreement.line", "parameter:leverage"]
field = "agreement.line"
message = "保证金{agreement.deposit}，授信{agreement.line}，授信不够。"
cure = "请核对授信总额。"
clauses = ["BX-3"]
[[condition.when]]
filled = ["agreement.deposit"]

[[condition]]
id = "leverage_after_draw"
label = "划扣后杠杆"
events = ["deposit_draw"]
test.share_at_most = ["deposit.left", "agreement.line", "parameter:leverage"]
field = "deposit.amount"
message = "划扣后保证金{deposit.left}，授信{agreement.line}，授信不够。"
cure = "请核对授信总额。"
clauses = ["BX-3"]

[[condition]]
id = "told_science"
label = "划扣前已告知科技部门"
events = ["deposit_draw"]
test.at_most = ["deposit.science_notice_on", "deposit.on"]
field = "deposit.science_notice_on"
message = "告知科技部门在划扣之后。"
cure = "请先告知，再划扣。"
clauses = ["BX-3"]

[[condition]]
id = "told_guarantor"
label = "划扣前已告知担保机构"
events = ["deposit_draw"]
test.at_most = ["deposit.guarantor_notice_on", "deposit.on"]
field = "deposit.guarantor_notice_on"
message = "告知担保机构在划扣之后。"
cure = "请先告知，再划扣。"
clauses = ["BX-3"]

[[condition]]
id = "mainly_compensation"
label = "资金主要用于补偿"
events = ["outflow"]
severity = "warn"
test.one_of = ["fund.purpose", "surrender"]
field = "fund.purpose"
message = "资金主要用于补偿贷款损失，本次用于{fund.purpose}。"
cure = "请核对用途。"
clauses = ["BX-5"]

[[sum]]
id = "agreement_until"
label = "协议到期日"
event = "agreement"
[[sum.step]]
as = "until"
label = "协议到期日"
months_after = ["agreement.from_on", "parameter:agreement_term"]
clauses = ["BX-6"]
"""

_YEAR_STEPS = """[[sum.step]]
as = "most_of_the_year"
label = "本年度原则上限"
share = ["payout.year_base", "parameter:share_in_principle"]
rounding = "down"
clauses = ["BX-1"]
[[sum.step]]
as = "year_left"
label = "原则上限内余额"
minus = ["most_of_the_year", "payout.year_net_compensated"]
clauses = ["BX-1"]
[[sum.step]]
as = "allowed"
label = "原则上限内可付"
decide = true
[[sum.step.rows]]
when.is_true = "payout.is_overridden"
take = "after_year"
[[sum.step.rows]]
take = "year_left"
[[sum.step]]
as = "after_principle"
label = "原则上限内可付"
at_most = ["after_year", "allowed"]
cut = "in_principle"
clauses = ["BX-1"]
[[sum.step]]
as = "pool"
"""


def programme_text() -> str:
    """Pinghu's pack with all of this; the fund's year cuts after the institution's, before the pool."""
    text = (ROOT / "resources/schemes/pinghu/scheme.toml").read_text("utf-8")
    pool, last = '[[sum.step]]\nas = "pool"\n', 'at_most = ["after_year", "pool"]\n'
    assert text.count(pool) == 1
    assert text.count(last) == 1
    text = text.replace(pool, _YEAR_STEPS)
    text = text.replace(last, 'at_most = ["after_principle", "pool"]\n')
    ordinary, _, cases = text.partition(
        "# ---------------------------------------------------------------- 算例\n"
    )
    assert cases, "the worked cases stand at the end"
    return ordinary + _HEAD + _REST


class Programme(Library):
    """The shipped library; its Pinghu is this programme."""

    def __init__(self) -> None:
        super().__init__(ROOT / "resources", ROOT / "forms")

    def scheme_text(self, scheme_id: str) -> str:
        assert scheme_id == "pinghu"
        return programme_text()
