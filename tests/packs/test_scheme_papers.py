"""How a programme says what its papers are: ``[[paper]]``."""

from __future__ import annotations

import pytest

from kcdesk.domain.schemes.parts import OpinionCell
from kcdesk.kernel.errors import Refusal
from kcdesk.packs.schemes import read_pack
from tests.packs.small_pack import SMALL

PAPER = """
[[paper]]
form = "application"
title = "小县申请书"
number = "XX-01"
copies = ["科技局", "银行"]
clauses = ["XX-2"]

[paper.words]
promise = "以上属实。"

[[paper.opinion]]
heading = "科技局意见"
unit = "科技局"

[[paper.opinion]]
heading = "银行意见"
seal = "签章"

[[paper]]
form = "minutes"
copies = []
is_left_out = true
"""


def test_what_a_paper_is_in_a_programme() -> None:
    papers = read_pack(SMALL + PAPER).scheme.papers
    application = papers["application"]
    assert (application.title, application.number) == ("小县申请书", "XX-01")
    assert application.copies == ("科技局", "银行")
    assert application.clauses == ("XX-2",)
    assert application.words == {"promise": "以上属实。"}
    assert application.opinions == (
        OpinionCell("科技局意见", "科技局", "盖章"),
        OpinionCell("银行意见", "", "签章"),
    )
    minutes = papers["minutes"]
    assert (minutes.copies, minutes.is_left_out) == ((), True)
    assert (minutes.words, minutes.opinions, minutes.clauses) == ({}, (), ())
    assert read_pack(SMALL).scheme.papers == {}


def test_what_a_county_calls_things_on_all_its_papers() -> None:
    said = '[paper_words]\nparty_fund = "专项保证金"\n'
    assert read_pack(SMALL + said).scheme.paper_words == {"party_fund": "专项保证金"}
    assert read_pack(SMALL).scheme.paper_words == {}
    with pytest.raises(Refusal, match="名称只能用小写字母"):
        read_pack(SMALL + '[paper_words]\nPartyFund = "专项保证金"\n')


def test_a_paper_that_says_nothing_of_copies_leaves_them_to_the_form() -> None:
    paper = read_pack(SMALL + '[[paper]]\nform = "minutes"\n').scheme.papers["minutes"]
    assert paper.copies is None


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('clauses = ["XX-2"]', 'clauses = ["XX-9"]', ("第1个（application）", "“XX-9”的条款")),
        ("promise =", "Promise =", ("words", "名称只能用小写字母")),
        ('promise = "以上属实。"', "promise = 3", ("words", "应当是一段文字")),
        ('heading = "银行意见"', 'head = "银行意见"', ("opinion", "heading", "没有写")),
        ('seal = "签章"', 'stamp = "签章"', ("opinion", "stamp", "没有这个键")),
        ('copies = ["科技局", "银行"]', 'copies = ["科技局", "科技局"]', ("copies", "重复")),
        ('form = "minutes"', 'form = "application"', ("前面已经有了",)),
        ("is_left_out = true", "left_out = true", ("left_out", "没有这个键")),
    ],
)
def test_slips_are_named(old: str, new: str, told: tuple[str, ...]) -> None:
    assert old in PAPER
    with pytest.raises(Refusal) as refused:
        read_pack(SMALL + PAPER.replace(old, new))
    said = "\n".join(f"{p.message}{p.cure}" for p in refused.value.problems)
    for part in told:
        assert part in said
