"""What keeps a clause is found in the programme itself; scenarios count as worked cases."""

from __future__ import annotations

from pathlib import Path

import pytest

from kcdesk.domain.schemes.scheme import Scheme
from kcdesk.kernel.errors import Fault, Refusal
from kcdesk.packs.catalogue import clause_lines
from kcdesk.packs.keepers import keepers
from kcdesk.packs.library import Library
from kcdesk.packs.scenario_cases import load_scenario_cases
from kcdesk.packs.schemes import load_pack


@pytest.fixture(scope="module")
def scheme(resources: Path) -> Scheme:
    return load_pack(resources / "schemes/pinghu/scheme.toml").scheme


def words(scheme: Scheme, clause: str) -> list[str]:
    return [keeper.words() for keeper in keepers(scheme, clause)]


def test_conditions_figures_sums_and_lists_are_told(scheme: Scheme) -> None:
    assert "条件“单户额度”（贷款申请、放款）" in words(scheme, "PH-1")
    assert "数值“单户科创贷款额度上限”" in words(scheme, "PH-1")
    assert "留白“新办法施行日”" in words(scheme, "PH-2")
    assert "计算“风险损失与分担”" in words(scheme, "PH-9")
    assert "会议规则“市科创贷款工作联席会议”" in words(scheme, "GL-6")
    assert words(scheme, "GL-3") == ["计算“追偿返还的分配”"]
    assert words(scheme, "PH-18") == ["指标“有服务专员的在库企业”"]
    assert words(scheme, "PH-4") == []


def write(folder: Path, text: str) -> Path:
    file = folder / "cases" / "a.toml"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, "utf-8")
    return file


def test_a_scenario_is_a_worked_case_of_every_clause_it_shows(
    resources: Path, tmp_path: Path
) -> None:
    text = 'id = "a_year"\ntitle = "一年"\nshows = "PH-7"\n[[step]]\nshows = ["PH-1", "PH-7"]\n'
    (case,) = load_scenario_cases([write(tmp_path, text)])
    assert (case.id, case.title, case.shows) == ("a_year", "一年", ("PH-7", "PH-1"))
    pack = load_pack(resources / "schemes/pinghu/scheme.toml")
    lines = {line.id: line for line in clause_lines([pack], {"pinghu": [case]})}
    assert "a_year" in lines["PH-1"].cases
    assert "a_year" not in lines["PH-2"].cases
    assert lines["PH-4"].to_json()["by"] == list(pack.scheme.clauses["PH-4"].by)


@pytest.mark.parametrize("missing", ["id", "title", "shows"])
def test_a_scenario_case_says_what_it_is(tmp_path: Path, missing: str) -> None:
    lines = {"id": 'id = "a"', "title": 'title = "甲"', "shows": 'shows = ["PH-1"]'}
    text = "\n".join(line for name, line in lines.items() if name != missing)
    with pytest.raises(Refusal, match=f"没有写 {missing}"):
        load_scenario_cases([write(tmp_path, text)])


def test_programmes_of_ones_own_stand_beside_the_shipped_ones(
    resources: Path, forms: Path, tmp_path: Path
) -> None:
    for name in ("haiyan", "pinghu"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "scheme.toml").write_text(f'[scheme]\nid = "{name}"\n', "utf-8")
    library = Library(resources, forms, own_schemes=tmp_path)
    shipped = Library(resources, forms)
    assert shipped.own_ids() == ()
    assert library.scheme_ids() == (*shipped.scheme_ids(), "haiyan")
    assert library.scheme_text("haiyan") == '[scheme]\nid = "haiyan"\n'
    assert library.scheme_text("pinghu") == shipped.scheme_text("pinghu")
    assert library.scheme_cases("haiyan") == ()
    assert "PH-1" in library.clause_ids("pinghu")
    (tmp_path / "haiyan" / "scheme.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(Fault, match="打不开"):
        library.scheme_text("haiyan")
