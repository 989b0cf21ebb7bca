"""A pack as read: what is in it, its revision, and what an office fills in."""

from __future__ import annotations

import shutil
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from kcdesk.domain.schemes.parts import Kept, Party, ResultRule
from kcdesk.kernel.errors import Refusal
from kcdesk.kernel.money import Money
from kcdesk.packs.schemes import load_pack, load_packs, read_pack, read_scheme, revision_of
from tests.packs.small_pack import SMALL, edited, small


def test_the_small_scheme_says_who_and_what() -> None:
    scheme = small()
    assert (scheme.id, scheme.title, scheme.region) == ("small", "小县科创贷", "小县")
    assert scheme.documents["rule"].issued_on == date(2024, 1, 5)
    assert scheme.clauses["XX-3"].kept is Kept.TEXT_ONLY
    assert scheme.clauses["XX-3"].kept.label == "仅列条文"
    assert scheme.materials["extra"].is_required is False
    assert scheme.recovery_clauses == ("XX-2",)


def test_a_programme_names_its_legal_bases() -> None:
    assert not small().documents["rule"].is_basis
    named = small(("issued_on = 2024-01-05", "issued_on = 2024-01-05\nis_basis = true"))
    assert named.documents["rule"].is_basis


def test_values_are_exact_and_of_their_kind() -> None:
    scheme = small()
    assert scheme.value("year_limit", date(2022, 6, 1)) == Money.wan(100)
    assert scheme.value("sharing", date(2022, 6, 1), "guarantee") == (4, 4, 2)
    dated = scheme.dated_on("sharing", date(2022, 6, 1), "guarantee")
    assert dated.parties == (Party.FUND, Party.GUARANTOR, Party.BANK)
    assert scheme.meeting.quorum_above == Fraction(1, 2)
    assert scheme.meeting.rule is ResultRule.MAJORITY
    assert scheme.meeting.online_rule is ResultRule.UNANIMOUS


@pytest.mark.parametrize(
    ("kind", "written", "value", "unit"),
    [
        ("money", '"40000.5元"', Money.yuan("40000.5"), ""),
        ("money", '"1亿元"', Money.wan(10000), ""),
        ("percent", '"2.5%"', Fraction(1, 40), ""),
        ("days", '"90天"', 90, "天"),
        ("days", '"90日"', 90, "天"),
        ("working_days", '"15工作日"', 15, "工作日"),
        ("working_days", '"5个工作日"', 5, "工作日"),
        ("months", '"18个月"', 18, "个月"),
        ("months", '"3年"', 36, "个月"),
        ("count", '"200家"', 200, "家"),
        ("day", "2020-12-31", date(2020, 12, 31), ""),
        ("flag", "true", True, ""),
        ("text", '"科技局"', "科技局", ""),
    ],
)
def test_each_kind_is_written_as_people_write_it(
    kind: str, written: str, value: object, unit: str
) -> None:
    text = SMALL + (
        f'\n[[parameter]]\nname = "one"\nlabel = "某数"\nkind = "{kind}"\n'
        f'clock = ["payout.on"]\nclauses = ["XX-1"]\n[[parameter.value]]\nvalue = {written}\n'
    )
    scheme = read_pack(text).scheme
    assert scheme.value("one", date(2024, 1, 1)) == value
    assert scheme.parameters["one"].field.unit == unit


def test_amounts_all_in_wan_are_shown_in_wan() -> None:
    assert small().parameters["cap"].field.unit == "万元"
    mixed = small(('value = "300万元"', 'value = "3000000元"'))
    assert mixed.parameters["cap"].field.unit == ""


def test_revision_is_the_digest_of_the_text_whichever_way_its_lines_end() -> None:
    scheme = read_pack(SMALL).scheme
    assert scheme.revision == revision_of(SMALL.replace("\n", "\r\n"))
    assert len(scheme.revision) == 64
    assert scheme.revision != small(("小县办法", "小县试行办法")).revision


def test_an_office_fills_in_what_the_text_leaves_open() -> None:
    scheme = read_scheme(SMALL, {"start_on": "2024-06-01"})
    assert scheme.value("cap", date(2024, 5, 31)) == Money.wan(300)
    assert scheme.value("cap", date(2024, 6, 1)) == Money.wan(1000)
    assert [b.name for b in scheme.open_blanks()] == ["colour"]


def test_fill_ins_an_old_revision_does_not_have_are_left_aside() -> None:
    scheme = read_scheme(SMALL, {"start_on": "2024-06-01", "new_blank": "1"})
    assert scheme.filled == {"start_on": date(2024, 6, 1)}


def test_a_folder_of_packs(resources: Path) -> None:
    packs = load_packs(resources / "schemes")
    assert packs["pinghu"].scheme.title == "平湖市科创企业贷款风险补偿"
    assert packs["pinghu"].text.startswith("# 平湖市")


def test_a_pack_lies_in_the_folder_of_its_name(tmp_path: Path, resources: Path) -> None:
    shutil.copytree(resources / "schemes" / "pinghu", tmp_path / "pinghe")
    with pytest.raises(Refusal, match="编号是“pinghu”，与所在文件夹不同"):
        load_packs(tmp_path)


def test_a_broken_file_is_named(tmp_path: Path) -> None:
    path = tmp_path / "small" / "scheme.toml"
    path.parent.mkdir()
    path.write_text(edited(("[recovery]", "[recover]")), "utf-8")
    with pytest.raises(Refusal, match=r"方案文件“small/scheme\.toml”：没有名为“recover”的表"):
        load_pack(path)


def test_a_pack_without_cases_needs_no_ordinary_facts() -> None:
    text = SMALL[: SMALL.index("[ordinary]")]
    assert read_pack(text).cases == ()


def test_a_case_may_give_every_fact_itself() -> None:
    start = SMALL.index("[ordinary]")
    facts = (
        'facts = { "payout.on" = 2024-05-01, "payout.approved" = "10万元", '
        '"payout.institution_year_paid" = "0元", "payout.pool_available" = "0元" }\n'
    )
    text = SMALL[:start] + SMALL[SMALL.index("[[case]]") :] + facts
    assert read_pack(text).cases[0].facts["payout.approved"] == Money.wan(10)


def test_a_mark_that_an_editor_put_before_the_text_is_no_part_of_it(tmp_path: Path) -> None:
    path = tmp_path / "small" / "scheme.toml"
    path.parent.mkdir()
    path.write_text(SMALL, "utf-8-sig")
    assert load_pack(path).scheme.revision == revision_of(SMALL)
