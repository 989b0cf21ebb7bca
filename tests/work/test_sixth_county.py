"""A sixth county is data only: a copied programme with other values, and a claim played under it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from kcdesk.kernel.clock import SystemClock
from kcdesk.packs.library import Library
from kcdesk.packs.scheme_places import blocks_of
from kcdesk.work.own_schemes import SchemeCopy, copy_scheme, save_scheme
from kcdesk.work.player import Player
from kcdesk.work.scenario import read_scenario
from tests.work.county import ROOT

OTHER_VALUES = (
    ('value = "300万元"', 'value = "500万元"'),
    ('value = "4:4:2"', 'value = "3:5:2"'),
    ('value = "6:4"', 'value = "7:3"'),
    (
        'clauses = ["PH-8"]\n[[parameter.value]]\nvalue = "1000万元"',
        'clauses = ["PH-8"]\n[[parameter.value]]\nvalue = "300万元"',
    ),
    (
        'code = "ip_model"\nlabel = "知识产权示范企业"',
        'code = "county_star"\nlabel = "县星级科技企业"',
    ),
    ('reading = "majority"', 'reading = "unanimous"'),
)
OWN_CASES = """
[[case]]
id = "star_opens_the_list"
title = "县星级科技企业可以纳入"
shows = ["PH-2"]
check = "admission"
facts = { "enterprise.qualifications" = ["county_star"] }

[[case]]
id = "seven_to_three"
title = "信用贷款30万元按7:3"
shows = ["PH-9", "PH-6d"]
sum = "loss"
facts = { "claim.principal" = "300000元" }
gives = { loss = "300000元", "shares.fund" = "210000元", "shares.bank" = "90000元" }

[[case]]
id = "one_against"
title = "一家不同意就不通过"
shows = ["PH-6a"]
tally = "rule"
opinions = { agree = "6家", disagree = "1家" }
expected = "7家"
result = "refused"
"""


def without_cases(text: str) -> str:
    """The text without the cases of the county it was copied from."""
    lines = text.split("\n")
    gone = {
        i
        for block in blocks_of(lines)
        if block.name.split(".")[0] == "case"
        for i in range(block.first, block.end)
    }
    return "\n".join(line for i, line in enumerate(lines) if i not in gone)


@pytest.fixture
def library(tmp_path: Path) -> Library:
    """The installation with a sixth county's programme, made as an administrator makes one."""
    made = Library(ROOT / "resources", ROOT / "forms", own_schemes=tmp_path / "自建方案")
    copy_scheme(made, "pinghu", SchemeCopy("haiyan", "海盐县科创贷风险补偿", "海盐县"))
    text = without_cases(made.scheme_text("haiyan"))
    for old, new in OTHER_VALUES:
        assert old in text, old
        text = text.replace(old, new)
    assert save_scheme(made, "haiyan", text + OWN_CASES) == 0
    return made


def test_another_county_runs_on_a_copied_programme(library: Library, tmp_path: Path) -> None:
    file = Path(__file__).with_name("sixth_county.toml")
    scenario = read_scenario(file, library.scheme_ids(), library.clause_ids)
    assert scenario.shows == ("PH-1", "PH-9", "PH-8")
    with Player(scenario, tmp_path / "office", library, SystemClock()) as player:
        assert [f"第{o.step.number}步：{o.unmet}" for o in player.play() if o.unmet] == []
        assert player.office.check() == ()


def test_its_guaranteed_loans_bear_another_share(library: Library) -> None:
    scheme = library.scheme_of_text(library.scheme_text("haiyan"), {})
    assert scheme.value("sharing", date(2024, 1, 4), "guarantee") == (3, 5, 2)
