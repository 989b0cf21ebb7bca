"""The forms as things of their own: on samples, checked, their blanks, the office's own copies."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from kcdesk.files.own_forms import SET_ASIDE, copy_folder, set_aside
from kcdesk.kernel.errors import Problem, Refusal
from kcdesk.packs.blank_names import blank_names
from kcdesk.packs.blanks import names_in
from kcdesk.packs.form_samples import SAMPLES, sample_of
from kcdesk.packs.forms import load_forms
from kcdesk.packs.library import Library
from kcdesk.work.paper.form_shelf import FormFinding, FormState, _finding
from kcdesk.work.paper.notes import few, stand_ins
from tests.work.county import ROOT, County

FORM = "claim_application"


@pytest.fixture
def county(tmp_path: Path) -> County:
    return County(tmp_path / "office")


def state(county: County, form: str = FORM) -> FormState:
    found = next(s for s in county.ask("form_states") if s.value == form)
    assert isinstance(found, FormState)
    return found


def test_the_shipped_forms_are_listed_as_they_are(county: County) -> None:
    listed = county.ask("form_states")
    assert {s.value for s in listed} == {f.value for f in county.ask("forms")}
    assert [s.id for s in listed] == list(range(1, len(listed) + 1))
    shipped = state(county)
    assert (shipped.state, shipped.is_own, shipped.is_shipped, shipped.is_sound) == (
        "程序自带", False, True, True,
    )  # fmt: skip
    assert shipped.subject == "代偿申请"
    assert shipped.engine == "表格（layout.xlsx）"
    assert state(county, "minutes").engine == "公文（letter.md）"
    assert state(county, "fund_ledger").subject == "资金池"


def test_forms_come_in_the_order_of_the_work(county: County) -> None:
    listed = [line.value for line in county.ask("forms")]
    claims = ["claim_application", "review_sheet", "approval"]
    assert [form for form in listed if form in claims] == claims
    assert listed.index("application") < listed.index("recommendation"), "tables, then letters"
    assert listed.index("recommendation") < listed.index("claim_application")
    assert [line.value for line in county.ask("form_states")] == listed


@pytest.mark.parametrize("sample", SAMPLES)
def test_a_form_is_shown_on_each_of_its_samples(county: County, sample: str) -> None:
    shown = county.ask("form_sample", form=FORM, sample=sample)
    assert shown.pdf.startswith(b"%PDF")
    assert shown.pages_count >= 1
    assert county.ask("prints") == ()


def test_a_sample_that_is_not_there_is_refused(county: County) -> None:
    with pytest.raises(Refusal, match="这份样例"):
        county.ask("form_sample", form=FORM, sample="sample_odd")
    county.do("copy_form", form=FORM)
    (county.folder / "forms" / FORM / "sample_longest.toml").unlink()
    with pytest.raises(Refusal, match="没有最长样例"):
        county.ask("form_sample", form=FORM, sample="sample_longest")


def test_on_this_pcs_fonts_it_is_said_which_are_missing(tmp_path: Path) -> None:
    library = Library(ROOT / "resources", ROOT / "forms", system_fonts=True)
    county = County(tmp_path / "office", library=library)
    shown = county.ask("form_sample", form=FORM)
    assert any("打印用程序自带的相近字体；纸上不注明" in note for note in shown.notes)
    loan = county.loan(county.firm(), county.bank())
    claim = county.claim(loan)
    preview = county.ask("preview_paper", form="review_sheet", record=claim)
    assert preview.notes[0].startswith("还没有定稿")
    assert "相近字体" in preview.notes[1]


def test_a_shipped_form_has_no_findings(county: County) -> None:
    assert county.ask("form_findings", form=FORM) == ()
    assert county.ask("form_findings", form="minutes") == ()
    with pytest.raises(Refusal, match="没有名为"):
        county.ask("form_findings", form="nothing")


def test_findings_name_place_what_and_cure(county: County) -> None:
    county.do("copy_form", form="minutes")
    letter = county.folder / "forms" / "minutes" / "letter.md"
    letter.write_text(f"{letter.read_text('utf-8')}\n\n经{{{{ meeting.chairs }}}}同意。\n", "utf-8")
    (finding,) = county.ask("form_findings", form="minutes")
    assert finding.place.startswith("letter.md 第")
    assert "meeting.chairs" in finding.what
    assert "meeting.chair" in finding.cure
    (county.folder / "forms" / "minutes" / "form.toml").write_text("id = 1", "utf-8")
    spoilt = county.ask("form_findings", form="minutes")
    assert spoilt
    assert all(f.what for f in spoilt)


def test_slips_of_form_toml_and_of_the_drawing_are_found_together(county: County) -> None:
    county.do("copy_form", form=FORM)
    folder = county.folder / "forms" / FORM
    book = openpyxl.load_workbook(folder / "layout.xlsx")
    book.worksheets[0]["A1"] = "=1+1"
    book.save(folder / "layout.xlsx")
    text = (folder / "form.toml").read_text("utf-8")
    (folder / "form.toml").write_text(f"titel = 1\n{text}", "utf-8")
    places = [f.place for f in county.ask("form_findings", form=FORM)]
    assert places == [f"文书“{FORM}”的 form.toml", f"版式“{FORM}/layout.xlsx”单元格A1"]


def test_every_blank_is_listed_with_label_and_sample(county: County) -> None:
    blanks = {b.name: b for b in county.ask("form_blanks", form=FORM)}
    number = blanks["claim.number"]
    assert (number.form, number.label, number.written) == (
        state(county).label, "代偿申请：编号", "{{ claim.number }}",
    )  # fmt: skip
    assert number.sample
    assert blanks["claim.principal"].sample.endswith(".00")
    assert blanks["claim.materials"].sample.endswith("行")
    inside = blanks["claim.materials[].label"]
    assert inside.written == "{{ item.label }}"
    assert inside.sample
    every = county.ask("form_blanks")
    assert {b.form for b in every} == {f.label for f in county.ask("forms")}


def test_a_spoilt_sample_names_no_blanks(county: County) -> None:
    county.do("copy_form", form=FORM)
    for sample in SAMPLES:
        (county.folder / "forms" / FORM / f"{sample}.toml").write_text("a = {money = 'x'}", "utf-8")
    assert county.ask("form_blanks", form=FORM) == ()


def test_a_copy_is_the_offices_own_until_it_is_returned(county: County) -> None:
    shipped = state(county)
    county.do("copy_form", form=FORM)
    own = county.folder / "forms" / FORM
    assert (state(county).state, state(county).folder) == ("本单位改过", str(own))
    assert {p.name for p in own.iterdir()} == {p.name for p in (ROOT / "forms" / FORM).iterdir()}
    assert [f.value for f in county.ask("forms") if f.is_own] == [FORM]
    with pytest.raises(Refusal, match="已经有这张表单"):
        county.do("copy_form", form=FORM)
    (own / "form.toml").write_text("id = 1", "utf-8")
    spoilt = state(county)
    assert (spoilt.state, spoilt.is_sound, spoilt.label) == ("有错，不能打印", False, shipped.label)
    county.do("return_form", form=FORM)
    assert state(county).state == "程序自带"
    (kept,) = (county.folder / "forms" / SET_ASIDE).iterdir()
    assert kept.name == f"20210104-{FORM}"
    assert (kept / "form.toml").read_text("utf-8") == "id = 1"
    county.do("copy_form", form=FORM)
    county.do("return_form", form=FORM)
    assert len(list((county.folder / "forms" / SET_ASIDE).iterdir())) == 2


def test_the_acts_are_journalled_and_the_lawful_way_back_is_named(county: County) -> None:
    done = county.done("copy_form", form=FORM)
    (entry,) = (e for e in county.ask("journal_entries") if e.seq == done.seq)
    assert entry.summary.startswith("复制表单供本单位修改：")
    with pytest.raises(Refusal, match="改回原样"):
        county.office.undo(done.seq, by=county.people["clerk"])


def test_what_cannot_be_copied_or_returned_is_refused(county: County) -> None:
    with pytest.raises(Refusal, match="没有自带“nothing”"):
        county.do("copy_form", form="nothing")
    with pytest.raises(Refusal, match="没有改过"):
        county.do("return_form", form=FORM)
    own = county.folder / "forms" / "firm_note"
    shutil.copytree(ROOT / "forms" / "minutes", own)
    text = (own / "form.toml").read_text("utf-8").replace('id = "minutes"', 'id = "firm_note"')
    (own / "form.toml").write_text(text, "utf-8")
    assert state(county, "firm_note").state == "本单位自制"
    with pytest.raises(Refusal, match="没有自带这张表单"):
        county.do("return_form", form="firm_note")
    (own / "form.toml").write_text("id = 1", "utf-8")
    assert state(county, "firm_note").state == "有错，不能打印"


def test_a_copy_that_fails_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from kcdesk.kernel.errors import Fault

    target = tmp_path / "forms" / FORM
    target.parent.mkdir()

    def full(*_args: object, **_more: object) -> None:
        raise OSError(28, "full")

    monkeypatch.setattr(shutil, "copyfile", full)
    with pytest.raises(Fault):
        copy_folder(ROOT / "forms" / FORM, target)
    assert list(target.parent.iterdir()) == []


def test_what_is_set_aside_twice_a_day_is_kept_twice(tmp_path: Path) -> None:
    for _ in range(2):
        (tmp_path / FORM).mkdir()
        kept = set_aside(tmp_path / FORM, date(2024, 3, 5))
    assert kept.name == f"20240305-{FORM}-2"


# -- what blanks are called ---------------------------------------------------------------------------------


def test_every_blank_of_every_sample_has_a_name_of_its_own() -> None:
    names = blank_names(ROOT / "resources")
    missing = {
        name
        for spec in load_forms(ROOT / "forms").values()
        for sample in SAMPLES
        for name in names_in(sample_of(spec, sample) or {})
        if not names.label_of(name)
    }
    assert missing == set(), "say in resources/blanks.toml what they are called"


def test_a_name_is_put_together_unless_it_has_its_own() -> None:
    names = blank_names(ROOT / "resources")
    assert names.label_of("enterprise.name") == "企业名称"
    assert names.label_of("bank.contact_name") == "合作银行：联系人"
    assert names.label_of("claim.checks[].label") == "初审核查（每行）：名称"
    assert names.label_of("words.finding") == "本文书的固定文字：finding"
    assert names.label_of("bank.no_such_word") == ""
    assert names.label_of("nobody.name") == ""


# -- what is said beside a paper ------------------------------------------------------------------------------


def test_of_many_notes_the_first_are_said_and_the_others_counted() -> None:
    notes = [f"单元格B{n}缩小到9磅。" for n in range(5)]
    assert few(notes[:3]) == tuple(notes[:3])
    assert few(notes) == (*notes[:3], "另有2处这样的调整。")
    assert stand_ins(()) == ()
    assert stand_ins(("xiaobiaosong", "fangsong"))[0].startswith("本机没有小标宋、仿宋，")


def test_a_finding_without_a_place_is_of_the_drawing() -> None:
    assert _finding(Problem("单元格B3：放不下。", "请加宽。"), "layout.xlsx") == FormFinding(
        "单元格B3", "放不下。", "请加宽。"
    )
    plain = _finding(Problem("文件打不开。"), "letter.md")
    assert (plain.place, plain.what) == ("letter.md", "文件打不开。")
