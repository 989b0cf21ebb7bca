"""A programme's text is changed in one place, and every other line stays as it was written."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path

import pytest

from kcdesk.domain.schemes.parts import Party
from kcdesk.kernel.errors import Problem, Refusal
from kcdesk.kernel.money import Money
from kcdesk.packs.scheme_edit import retitled, with_new_value
from kcdesk.packs.scheme_places import blocks_of, placed
from kcdesk.packs.schemes import read_pack, read_scheme


@pytest.fixture(scope="module")
def text(resources: Path) -> str:
    return (resources / "schemes/pinghu/scheme.toml").read_text("utf-8")


def test_a_copy_has_its_own_head_and_nothing_else_of_its_own(text: str) -> None:
    copy = retitled(text, id_="haiyan", title="海盐县“科创贷”风险补偿", region="海盐县")
    scheme = read_pack(copy).scheme
    assert (scheme.id, scheme.title, scheme.region) == (
        "haiyan",
        "海盐县“科创贷”风险补偿",
        "海盐县",
    )
    changed = [a for a, b in zip(copy.split("\n"), text.split("\n"), strict=True) if a != b]
    assert len(changed) == 3


def test_a_new_value_begins_the_day_the_old_one_ends(text: str) -> None:
    new = with_new_value(
        text, "institution_year_limit", 0, "1500万元", date(2025, 1, 1), remark="平科〔2025〕1号"
    )
    scheme = read_scheme(new)
    assert scheme.value("institution_year_limit", date(2024, 12, 31)) == Money.wan(1000)
    assert scheme.value("institution_year_limit", date(2025, 1, 1)) == Money.wan(1500)
    assert "# 平科〔2025〕1号" in new
    gone = set(text.split("\n")) - set(new.split("\n"))
    assert gone == set(), "no line of the old text is lost"


def test_a_keyed_value_keeps_its_keys_and_its_parties(text: str) -> None:
    new = with_new_value(text, "sharing", 1, "5:5", date(2025, 1, 1))
    scheme = read_scheme(new)
    assert scheme.value("sharing", date(2024, 12, 31), "credit") == (6, 4)
    dated = scheme.dated_on("sharing", date(2025, 1, 1), "mortgage")
    assert (dated.value, dated.parties) == ((5, 5), (Party.FUND, Party.BANK))
    assert scheme.value("sharing", date(2025, 1, 1), "guarantee") == (4, 4, 2)


def test_one_tier_changes_and_the_others_go_on(text: str) -> None:
    new = with_new_value(text, "extension_share", 0, "40%", date(2025, 1, 1), tier=2)
    scheme = read_scheme(new)
    shares = {
        on: [t.value for t in scheme.value("extension_share", on)]
        for on in (date(2024, 12, 31), date(2025, 1, 1))
    }
    assert [[str(v) for v in values] for values in shares.values()] == [
        ["1", "1/2", "1"],
        ["1", "2/5", "1"],
    ]


def test_a_value_that_ends_on_a_blank_day_hands_its_end_on(text: str) -> None:
    new = with_new_value(text, "cap_per_enterprise", 0, "500万元", date(2022, 1, 1))
    values = next(p for p in tomllib.loads(new)["parameter"] if p["name"] == "cap_per_enterprise")
    assert values["value"][:2] == [
        {"before": date(2022, 1, 1), "value": "300万元"},
        {"from": date(2022, 1, 1), "before": "blank:new_measure_on", "value": "500万元"},
    ]


def test_a_value_that_begins_the_same_day_is_put_right(text: str) -> None:
    once = with_new_value(text, "institution_year_limit", 0, "1500万元", date(2025, 1, 1))
    again = with_new_value(once, "institution_year_limit", 1, "1200万元", date(2025, 1, 1))
    assert again == once.replace('"1500万元"', '"1200万元"')


def test_flags_and_days_are_written_bare() -> None:
    text = (
        '[[parameter]]\nname = "a"\n[[parameter.value]]\nvalue = false\n'
        '[[parameter]]\nname = "b"\n[[parameter.value]]\nvalue = 2020-01-01 # 起\n'
    )
    day = date(2025, 1, 1)
    both = with_new_value(with_new_value(text, "a", 0, "true", day), "b", 0, "2026-02-03", day)
    made = {p["name"]: p["value"][1]["value"] for p in tomllib.loads(both)["parameter"]}
    assert made == {"a": True, "b": date(2026, 2, 3)}


@pytest.mark.parametrize(
    "text",
    [
        '[[parameter]]\nname = "a"\nvalue = [{ value = "1万元" }]\n',
        '[[parameter]]\nname = "a"\n[[parameter.value]]\nvalue = """\n1万元"""\n',
    ],
)
def test_a_text_written_otherwise_is_refused_rather_than_spoilt(text: str) -> None:
    with pytest.raises(Refusal, match="写法比较特别"):
        with_new_value(text, "a", 0, "2万元", date(2025, 1, 1))


def test_a_head_written_otherwise_is_refused() -> None:
    with pytest.raises(Refusal, match="写法比较特别"):
        retitled(
            'scheme = { id = "a", title = "甲", region = "甲县" }', id_="b", title="", region=""
        )
    with pytest.raises(Refusal, match="写法比较特别"):
        retitled('[scheme]\nid = "a"', id_="b", title="乙", region="乙县")


# Where a slip stands


def lines_of(text: str) -> dict[int, str]:
    try:
        read_pack(text)
    except Refusal as refusal:
        return {slip.line: slip.problem.message for slip in placed(text, refusal.problems)}
    raise AssertionError("no slip")


def test_a_slip_is_told_with_its_line(text: str) -> None:
    broken = text.replace(
        'value = "1000万元"\n\n[[parameter]]\nname = "ext',
        'value = "1000"\n\n[[parameter]]\nname = "ext',
    )
    at = next(
        i
        for i, line in enumerate(broken.split("\n"), 1)
        if line == 'name = "institution_year_limit"'
    )
    (line,) = lines_of(broken)
    assert at - 1 <= line <= at + 6


def test_a_syntax_slip_is_told_with_its_line() -> None:
    assert list(lines_of('[scheme]\nid = "a"\ntitle = 甲\n')) == [3]


def test_what_is_missing_stands_at_no_line_and_what_is_there_at_its_own(text: str) -> None:
    said = [
        Problem("方案文件：[[clause]] 第2个（PH-2）的“kept”写错了。", "", "kept", code="pack"),
        Problem("方案文件：[[clause]] 第2个（PH-2）的“x”写错了。", "", "x", code="pack"),
        Problem("方案文件：[[clause]] 第999个写错了。", "", "kept", code="pack"),
        Problem("方案文件：[[clause]] “PH-9”没有引用。", "", "kept", code="pack"),
        Problem("方案文件：[[clause]] “PH-999”没有引用。", "", code="pack"),
        Problem("方案文件：[meeting]的“title”没有写。", "", "title", code="pack"),
        Problem("方案文件：缺少一样东西。", "", code="pack"),
        Problem("算例“甲”（cap_at_limit）：算得不对。", "", code="pack.case"),
    ]
    lines = text.split("\n")
    heads = blocks_of(lines)
    slips = placed(text, said)
    told = {slip.problem.message: slip.line for slip in slips}
    second = [b for b in heads if b.name == "clause"][1]
    assert lines[told[said[0].message] - 1].startswith("kept")
    assert told[said[1].message] == second.first + 1
    assert told[said[2].message] == told[said[4].message] == told[said[6].message] == 0
    assert lines[told[said[3].message] - 1].startswith("kept")
    assert lines[told[said[5].message] - 1].startswith("title")
    assert [s.line for s in slips] == sorted(s.line for s in slips)


def test_what_looks_like_a_table_inside_a_long_text_is_none() -> None:
    lines = ["[a]", 'says = """', "[b]", '"""', "more = '''x'''", "[c]"]
    assert [(b.name, b.first, b.end) for b in blocks_of(lines)] == [("a", 0, 5), ("c", 5, 6)]
