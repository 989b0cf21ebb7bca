"""A county whose programme counts: Pinghu's own text, with figures, targets, limits and a fee.

The added clauses are made up for the tests; limits are those of the ledger's examples.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from kcdesk.packs.library import Library
from tests.work.county import ROOT, County

ADDED = """
[[clause]]
id = "QX-1"
document = "practice"
article = "统计"
says = "统计信用贷款占比和不良率，超过预警线的暂停新增备案。"
reading = "两个口径并列，按余额口径执行。"
kept = "computed"

[[blank]]
name = "base_balance"
label = "基期贷款余额"
kind = "money"
says = "基期余额由本单位填写。"
clauses = ["QX-1"]

[[blank]]
name = "goal_day"
label = "完成期限"
kind = "day"
says = "完成期限由本单位填写。"
clauses = ["QX-1"]

[[indicator]]
id = "credit_share"
label = "信用贷款占比"
clauses = ["QX-1"]
of = "loans"
part = { take = "sum:loan.outstanding", where = [{ one_of = ["loan.security", "credit"] }] }
whole = { take = "sum:loan.outstanding" }
by = "bank"
note = "按期末余额计算。"

[[indicator]]
id = "bad_rate"
label = "不良率（期末余额法）"
clauses = ["QX-1"]
of = "loans"
part = { take = "sum:loan.outstanding", where = [{ is_true = "loan.is_bad" }, { is_false = "loan.is_written_off" }] }
whole = { take = "sum:loan.outstanding" }
by = "bank"

[[indicator]]
id = "new_bad_rate"
label = "不良率（年度累计法）"
clauses = ["QX-1"]
of = "loans"
period = "year"
part = { take = "sum:loan.outstanding", where = [{ is_true = "loan.became_bad_in_period" }] }
whole = { take = "sum:loan.amount", where = [{ is_true = "loan.is_lent_in_period" }] }

[[indicator]]
id = "served"
label = "本年服务企业"
clauses = ["QX-1"]
of = "loans"
period = "year"
part = { take = "distinct:enterprise.id", where = [{ is_true = "loan.is_lent_in_period" }] }

[[indicator]]
id = "balance"
label = "科创贷款余额"
clauses = ["QX-1"]
of = "loans"
part = { take = "sum:loan.outstanding" }

[[indicator]]
id = "pool"
label = "资金池余额"
clauses = ["QX-1"]
of = "fund"
part = { take = "value:fund.balance" }

[[indicator]]
id = "cheap"
label = "低利率贷款"
clauses = ["QX-1"]
of = "loans"
part = { take = "count", where = [{ at_most = ["loan.rate", "parameter:grant_share"] }] }

[[target]]
id = "serve"
label = "全年服务企业"
clauses = ["QX-1"]
indicator = "served"
goal = "3家"
due_on = 2021-12-31

[[target]]
id = "double"
label = "贷款余额翻番"
clauses = ["QX-1"]
indicator = "balance"
base = "blank:base_balance"
doublings = 2
base_on = 2020-12-31
due_on = "blank:goal_day"
note = "以基期余额翻两番。"

[[target]]
id = "lower"
label = "低利率贷款"
clauses = ["QX-1"]
indicator = "cheap"
goal = "1笔"

[[breaker]]
id = "bank_bad"
label = "单家银行不良率"
clauses = ["QX-1"]
indicator = "bad_rate"
beside = "new_bad_rate"
scope = "bank"
above = "30%"
warn_at = "25%"
note = "暂停新增备案，已放出的贷款照常办理。"

[[breaker]]
id = "all_bad"
label = "全部银行不良率"
clauses = ["QX-1"]
indicator = "bad_rate"
scope = "all"
above = "60%"

[[parameter]]
name = "grant_share"
label = "补贴比例"
kind = "percent"
clock = ["loan.disbursed_on"]
clauses = ["QX-1"]
[[parameter.value]]
value = "50%"

[[sum]]
id = "interest_grant"
label = "贷款贴息"
event = "subsidy"
[[sum.step]]
as = "grant"
label = "贴息"
share = ["loan.interest_paid", "parameter:grant_share"]
rounding = "down"
clauses = ["QX-1"]

[[sum]]
id = "who_pays"
label = "担保费承担"
event = "subsidy"
[[sum.step]]
as = "who"
label = "承担方"
decide = true
clauses = ["QX-1"]
[[sum.step.rows]]
when = { is_true = "loan.has_guarantee_institution" }
text = "由企业承担"
[[sum.step.rows]]
text = "不收担保费"

[[sum]]
id = "cheap_grant"
label = "低利率补贴"
event = "subsidy"
[[sum.step]]
as = "grant"
label = "补贴"
decide = true
clauses = ["QX-1"]
[[sum.step.rows]]
when = { at_most = ["loan.rate", "parameter:grant_share"] }
take = "loan.interest_paid"
[[sum.step.rows]]
take = "loan.guaranteed"

[[fee]]
id = "interest"
label = "贷款贴息"
clauses = ["QX-1"]
sum = "interest_grant"
payer = "财政"
payee = "企业"

[[fee]]
id = "settled_interest"
label = "结清贴息"
clauses = ["QX-1"]
sum = "interest_grant"
payer = "财政"
payee = "企业"
counted = "settled"

[[fee]]
id = "due_guarantee"
label = "担保费"
clauses = ["QX-1"]
sum = "who_pays"
payer = "企业"
payee = "担保机构"
counted = "due"

[[fee]]
id = "cheap"
label = "低利率补贴"
clauses = ["QX-1"]
sum = "cheap_grant"
payer = "财政"
payee = "银行"
"""


def counting_library(folder: Path, added: str = ADDED) -> Library:
    """The shipped resources, with the programme of Pinghu asking for more."""
    resources = folder / "resources"
    (resources / "schemes" / "pinghu").mkdir(parents=True)
    for part in (ROOT / "resources").iterdir():
        if part.name != "schemes":
            (resources / part.name).symlink_to(part)
    shipped = (ROOT / "resources/schemes/pinghu/scheme.toml").read_text("utf-8")
    (resources / "schemes/pinghu/scheme.toml").write_text(shipped + added, "utf-8")
    return Library(resources, ROOT / "forms")


def measured_county(folder: Path, added: str = ADDED) -> County:
    """A new office on 4 January 2021 under that programme."""
    return County(folder / "office", day=date(2021, 1, 4), library=counting_library(folder, added))
