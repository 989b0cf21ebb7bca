"""The small scheme with registers and deadlines, and an installation that ships it."""

from __future__ import annotations

import shutil
from pathlib import Path

from kcdesk.packs.library import Library
from kcdesk.packs.schemes import read_pack
from tests.packs.small_pack import SMALL, edited

ROOT = Path(__file__).parents[2]

REGISTERS = """
[[clause]]
id = "XX-4"
document = "rule"
article = "第四条"
says = "登记融资需求，十天内对接"
kept = "recorded"

[[clause]]
id = "XX-5"
document = "rule"
article = "第五条"
says = "按期办理"
kept = "reminded"

[[blank]]
name = "project_term"
label = "项目办结期限"
kind = "working_days"
says = "没有写办结期限"
clauses = ["XX-4"]

[[blank]]
name = "meeting_interval"
label = "例会间隔"
kind = "months"
says = "没有写多久开一次"
clauses = ["XX-4"]

[[parameter]]
name = "need_cap"
label = "单笔需求上限"
kind = "money"
clock = ["need.on"]
clauses = ["XX-4"]
[[parameter.value]]
value = "500万元"

[[parameter]]
name = "bank_days"
label = "银行审查天数"
kind = "working_days"
clock = ["watch.from"]
clauses = ["XX-5"]
[[parameter.value]]
value = "10工作日"

[[register]]
id = "need"
label = "融资需求"
clauses = ["XX-4"]
subject = "enterprises"
on_label = "提出日期"
every = "1个月"
note = "企业提出的融资需求"
[[register.field]]
name = "amount"
label = "需求金额"
kind = "money"
unit = "万元"
required = true
[[register.field]]
name = "months"
label = "期限"
kind = "count"
unit = "个月"
[[register.field]]
name = "use"
label = "用途"
kind = "choice"
[[register.field.options]]
value = "material"
label = "采购原料"
[[register.field.options]]
value = "equipment"
label = "购置设备"
[[register.field]]
name = "proofs"
label = "已具备的资质"
kind = "codes"
options_of = "qualifications"
[[register.field]]
name = "rate"
label = "期望利率"
kind = "percent"
[[register.field]]
name = "wanted_on"
label = "用款日期"
kind = "day"
[[register.field]]
name = "is_first"
label = "首次贷款"
kind = "flag"
[[register.field]]
name = "remark"
label = "说明"
kind = "text"
[[register.state]]
code = "open"
label = "待对接"
[[register.state]]
code = "done"
label = "已对接"
is_closed = true
is_accepted = true
[[register.state]]
code = "dropped"
label = "企业放弃"
is_closed = true
[register.due]
after = "10天"
clauses = ["XX-4"]

[[register]]
id = "project"
label = "重点项目"
clauses = ["XX-4"]
subject = "enterprises"
[[register.field]]
name = "name"
label = "项目名称"
kind = "text"
required = true
[[register.field]]
name = "begun_on"
label = "开工日期"
kind = "day"
[[register.state]]
code = "open"
label = "在建"
[[register.state]]
code = "done"
label = "完工"
is_closed = true
[register.due]
after = "blank:project_term"
from = "begun_on"
clauses = ["XX-4"]

[[register]]
id = "visit"
label = "走访活动"
clauses = ["XX-4"]
every = "blank:meeting_interval"
[[register.field]]
name = "topic"
label = "主题"
kind = "text"
is_long = true
required = true
[[register.field]]
name = "people"
label = "参加人数"
kind = "count"
unit = "人"

[[register]]
id = "report"
label = "银行月报"
clauses = ["XX-5"]
subject = "partners"
[[register.field]]
name = "remark"
label = "内容"
kind = "text"

[[condition]]
id = "need_cap"
label = "单笔需求上限"
events = ["entry:need"]
test.at_most = ["need.amount", "parameter:need_cap"]
message = "需求{need.amount}，超过{parameter:need_cap}。"
cure = "请减少金额或分笔登记。"
clauses = ["XX-4"]

[[condition]]
id = "need_use"
label = "写明用途"
events = ["entry:need"]
severity = "warn"
test.filled = "need.use"
message = "没有写明用途。"
cure = "请向企业了解。"
clauses = ["XX-4"]

[[deadline]]
id = "bank_review_due"
label = "银行审查期限"
watch = "bank_review"
clauses = ["XX-5"]
lead = "3天"
[[deadline.step]]
as = "due"
working_days_after = ["watch.from", "parameter:bank_days"]

[[case]]
id = "need_met"
title = "需求在上限之内"
shows = ["XX-4"]
check = "entry:need"
facts = { "need.on" = 2024-05-01, "need.amount" = "500万元", "need.use" = "material" }

[[case]]
id = "need_missed"
title = "需求超过上限一分"
shows = ["XX-4"]
check = "entry:need"
facts = { "need.on" = 2024-05-01, "need.amount" = "5000000.01元" }
refused = ["XX-4"]
warned = ["XX-4"]

[[case]]
id = "bank_review_over_a_holiday"
title = "国庆假期不计工作日"
shows = ["XX-5"]
deadline = "bank_review_due"
from = 2023-09-18
gives = 2023-10-08
"""

PACK = SMALL + REGISTERS


def deadline(watch: str, steps: str, more: str = "", lead: str = "3天") -> str:
    """A further deadline as text."""
    return (
        f'\n[[deadline]]\nid = "{watch}_watch"\nlabel = "{watch}"\nwatch = "{watch}"\n'
        f'clauses = ["XX-5"]\nlead = "{lead}"\n{more}\n[[deadline.step]]\nas = "due"\n{steps}\n'
    )


def pack_text(*edits: tuple[str, str], more: str = "") -> str:
    """The text, edited, with more deadlines at its end."""
    return edited(*edits, text=PACK) + more


def installation(folder: Path, text: str = PACK) -> Library:
    """An installation that ships the text as its only programme."""
    read_pack(text)
    resources = folder / "resources"
    for name in ("sheets", "calendar", "standards"):
        shutil.copytree(ROOT / "resources" / name, resources / name)
    pack = resources / "schemes" / "small" / "scheme.toml"
    pack.parent.mkdir(parents=True)
    pack.write_text(text, "utf-8")
    return Library(resources, ROOT / "forms")
