"""A county whose programme asks of a firm whatever the engine can answer.

Pinghu's programme with classes, incidents, tags, chains, a kind that wants a review, a yearly
number, provisional admissions, admissions that end, and a list given out every three months.
"""

from __future__ import annotations

from pathlib import Path

from kcdesk.packs.library import Library
from tests.work.county import ROOT, County

ADDED = """
[[class]]
code = "tech"
label = "科技创新型"
clauses = ["PH-2"]

[[class]]
code = "growing"
label = "高成长性科技"
clauses = ["PH-2"]

[[incident]]
code = "penalty"
label = "行政处罚"
clauses = ["PH-3"]

[[tag]]
code = "zone"
label = "开发区"
clauses = ["PH-2"]

[[tag]]
code = "platform"
label = "科创平台"
clauses = ["PH-2"]

[[chain]]
code = "bio"
label = "生物医药"
clauses = ["PH-2"]

[[qualification]]
code = "patent"
label = "发明专利"
path = "review"
clauses = ["PH-2"]

[[qualification]]
code = "number"
label = "科技型中小企业库编号"
is_yearly = true
lasts = "当年末"
clauses = ["PH-2"]

[[parameter]]
name = "list_refresh_months"
label = "名录更新周期"
kind = "months"
clock = ["admission.on"]
clauses = ["PH-3"]
[[parameter.value]]
value = "3个月"

[[condition]]
id = "not_banned"
label = "不在禁入名单"
events = ["admission"]
test.is_false = "enterprise.is_banned"
message = "企业在禁入名单内。"
cure = "须按决定解除禁入。"
clauses = ["PH-12"]

[[condition]]
id = "not_large"
label = "不是大型企业"
events = ["admission"]
when.filled = "enterprise.size"
test.not_one_of = ["enterprise.size", "large"]
message = "大型企业不能纳入。"
cure = "请核对年度指标。"
clauses = ["PH-2"]

[[condition]]
id = "no_penalty"
label = "没有未解除的处罚"
events = ["admission"]
test.has_none = ["enterprise.open_incidents", "penalty"]
message = "企业有没有解除的行政处罚。"
cure = "解除后再办理。"
clauses = ["PH-3"]

[[condition]]
id = "listing_provisional"
label = "有入库编号"
events = ["admission"]
severity = "warn"
test.filled = "enterprise.number_year"
message = "企业还没有入库编号，按暂准纳入。"
cure = "请在年底前登记编号。"
clauses = ["PH-2"]

[[sum]]
id = "listing_until"
label = "名录有效期"
event = "admission"
[[sum.step]]
as = "until"
label = "最后在库日"
on_date = ["admission.on"]
years = 1
month = 2
day = 31
clauses = ["PH-3"]

[[sum]]
id = "provisional_until"
label = "暂准期限"
event = "admission"
[[sum.step]]
as = "until"
label = "暂准至"
on_date = ["admission.on"]
month = 12
day = 31
clauses = ["PH-2"]

[[case]]
id = "banned"
title = "禁入的不能纳入"
shows = ["PH-12"]
check = "admission"
facts = { "enterprise.is_banned" = true }
refused = ["PH-12"]
"""

ORDINARY = """\
"enterprise.is_banned" = false
"enterprise.number_year" = "2021年"
"enterprise.open_incidents" = []
"""


def trial_library(folder: Path) -> Library:
    """The shipped resources with the trial programme beside Pinghu's."""
    resources = folder / "resources"
    resources.mkdir()
    for shipped in (ROOT / "resources").iterdir():
        if shipped.name != "schemes":
            (resources / shipped.name).symlink_to(shipped)
    text = (ROOT / "resources/schemes/pinghu/scheme.toml").read_text("utf-8")
    (resources / "schemes/trial").mkdir(parents=True)
    made = text.replace('id = "pinghu"', 'id = "trial"', 1)
    made = made.replace("[ordinary]\n", f"[ordinary]\n{ORDINARY}", 1) + ADDED
    (resources / "schemes/trial/scheme.toml").write_text(made, "utf-8")
    return Library(resources, ROOT / "forms")


def trial_county(folder: Path) -> County:
    """An office that works by it."""
    return County(folder / "trial_office", "trial", library=trial_library(folder))
