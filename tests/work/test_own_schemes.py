"""Programmes of one's own: copied, edited, checked, offered at founding, carried on a stick."""

from __future__ import annotations

from pathlib import Path

import pytest

from kcdesk.kernel.errors import Fault, Refusal
from kcdesk.packs.library import Library
from kcdesk.work.own_schemes import (
    SchemeCopy,
    copy_scheme,
    export_scheme,
    import_scheme,
    programmes,
    remove_scheme,
    save_scheme,
)
from kcdesk.work.queries.schemes import offered_schemes
from tests.work.county import ROOT, County

HAIYAN = SchemeCopy("haiyan", "海盐县科创贷", "海盐县")


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library(ROOT / "resources", ROOT / "forms", own_schemes=tmp_path / "自建方案")


def test_a_copy_is_sound_and_offered_beside_the_shipped_ones(library: Library) -> None:
    assert copy_scheme(library, "pinghu", HAIYAN) == "haiyan"
    lines = {line.code: line for line in programmes(library)}
    assert lines["haiyan"].is_own
    assert (lines["haiyan"].title, lines["haiyan"].state) == ("海盐县科创贷", "可以采用")
    assert not lines["pinghu"].is_own
    assert lines["haiyan"].clause_count == lines["pinghu"].clause_count
    offered = {o.value: o.label for o in offered_schemes(library)}
    assert offered["haiyan"] == "海盐县科创贷（自建）"


def test_what_is_half_done_is_kept_but_not_offered(library: Library) -> None:
    copy_scheme(library, "pinghu", HAIYAN)
    text = library.scheme_text("haiyan")
    assert save_scheme(library, "haiyan", text.replace('value = "6:4"', 'value = "5:5"')) > 0
    assert "不符" in next(p for p in programmes(library) if p.is_own).state
    assert save_scheme(library, "haiyan", "[scheme") == 1
    assert "写错" in next(p for p in programmes(library) if p.is_own).state
    assert "haiyan" not in {o.value for o in offered_schemes(library)}
    assert save_scheme(library, "haiyan", text) == 0
    assert library.own_schemes is not None
    (library.own_schemes / "haiyan" / "scheme.toml").write_bytes(b"\xff\xff")
    assert "打不开" in next(p for p in programmes(library) if p.is_own).state
    assert "haiyan" not in {o.value for o in offered_schemes(library)}


@pytest.mark.parametrize("ident", ["pinghu", "Haiyan", "海盐", "a", ""])
def test_a_copy_has_an_id_of_its_own(library: Library, ident: str) -> None:
    with pytest.raises(Refusal) as refused:
        copy_scheme(library, "pinghu", SchemeCopy(ident, "甲", "甲县"))
    assert refused.value.problems[0].field == "id"


def test_what_ships_is_neither_changed_nor_taken_away(library: Library) -> None:
    with pytest.raises(Refusal, match="程序自带的方案不能改"):
        save_scheme(library, "pinghu", "")
    with pytest.raises(Refusal, match="程序自带的方案不能删除"):
        remove_scheme(library, "pinghu")


def test_a_programme_is_carried_to_another_pc(library: Library, tmp_path: Path) -> None:
    copy_scheme(library, "pinghu", HAIYAN)
    stick = export_scheme(library, "haiyan", tmp_path / "海盐方案.toml")
    with pytest.raises(Refusal, match="已经有方案在用"):
        import_scheme(library, stick)
    remove_scheme(library, "haiyan")
    assert library.own_ids() == ()
    assert import_scheme(library, stick) == "haiyan"
    assert library.scheme_text("haiyan") == stick.read_text("utf-8")


@pytest.mark.parametrize(
    ("text", "said"),
    [("[scheme", "第1行"), ("scheme = 3", "不能作方案编号"), ("[scheme]", "不能作方案编号")],
)
def test_a_file_that_is_no_programme_is_refused(
    library: Library, tmp_path: Path, text: str, said: str
) -> None:
    file = tmp_path / "甲.toml"
    file.write_text(text, "utf-8")
    with pytest.raises(Refusal, match=said):
        import_scheme(library, file)


def test_a_folder_that_cannot_be_written_is_the_worlds_fault(tmp_path: Path) -> None:
    (tmp_path / "占用").write_text("", "utf-8")
    library = Library(ROOT / "resources", ROOT / "forms", own_schemes=tmp_path / "占用")
    with pytest.raises(Fault):
        copy_scheme(library, "pinghu", HAIYAN)


# Founding


def test_an_office_keeps_the_text_it_adopted(library: Library, tmp_path: Path) -> None:
    copy_scheme(library, "pinghu", HAIYAN)
    county = County(tmp_path / "office", scheme="haiyan", library=library)
    remove_scheme(library, "haiyan")
    assert county.ask("office_card").scheme_title == "海盐县科创贷"
    assert county.ask("clause_card", clause="PH-1").cases
    county.office.close()


def test_an_unsound_programme_is_not_adopted(library: Library, tmp_path: Path) -> None:
    copy_scheme(library, "pinghu", HAIYAN)
    text = library.scheme_text("haiyan")
    save_scheme(library, "haiyan", text.replace('value = "6:4"', 'value = "5:5"'))
    with pytest.raises(Refusal, match="算例"):
        County(tmp_path / "office", scheme="haiyan", library=library)
    assert not (tmp_path / "office" / "office.kcdesk").exists()


def test_blanks_are_filled_in_when_the_office_is_founded(tmp_path: Path) -> None:
    blanks = [
        {"name": "new_measure_on", "value": "2024-06-01", "document_no": "平科〔2024〕9号"},
        {"name": "loss_base", "value": "with_interest"},
    ]
    county = County(tmp_path / "office", blanks=blanks)
    filled = {b.name: (b.value, b.document_no) for b in county.ask("scheme_blanks") if b.value}
    assert filled == {
        "new_measure_on": ("2024-06-01", "平科〔2024〕9号"),
        "loss_base": ("with_interest", ""),
    }
    county.office.close()


@pytest.mark.parametrize(
    "given", [{"name": "zzz", "value": "1"}, {"name": "new_measure_on", "value": "去年"}]
)
def test_a_blank_filled_in_wrongly_founds_nothing(tmp_path: Path, given: dict[str, str]) -> None:
    with pytest.raises(Refusal):
        County(tmp_path / "office", blanks=[given])
    assert not (tmp_path / "office" / "office.kcdesk").exists()
