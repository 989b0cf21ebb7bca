"""form.toml: every key known, every slip named with the nearest right word."""

from __future__ import annotations

from pathlib import Path

import pytest

from kcdesk.kernel.errors import Refusal
from kcdesk.packs.form_tables import Rows
from kcdesk.packs.forms import load_form, load_forms, survey_forms

GOOD = """
id = "approval"
title = "联席会议审批表"
subject = "meetings"
number = "KCD-05"
document = "{{ item.claim_number }}"
copies = ["科技主管部门", "财政部门"]
clauses = ["PH-6a"]

[[repeat]]
list = "item.opinions"
as = "opinion"
rows = "16-17"
header = "15"
least = 7

[[fit]]
blank = "enterprise.name"
how = "shrink"
to = 9

[[fit]]
blank = "item.finding"
how = "wrap"

[[empty]]
cells = "E16"
what = "签名"

[[keep]]
rows = "18-19"
"""


def written(folder: Path, text: str, drawing: str = "layout.xlsx", name: str = "approval") -> Path:
    form = folder / name
    form.mkdir(parents=True, exist_ok=True)
    (form / "form.toml").write_text(text, "utf-8")
    if drawing:
        (form / drawing).write_bytes(b"drawn")
    return form


def slip(folder: Path, old: str, new: str) -> str:
    """All that is said about a form with one slip in it."""
    assert old in GOOD
    with pytest.raises(Refusal) as refused:
        load_form(written(folder, GOOD.replace(old, new)))
    return str(refused.value)


def test_a_form_is_read_whole(tmp_path: Path) -> None:
    spec = load_form(written(tmp_path, GOOD))
    assert (spec.id, spec.title, spec.subject) == ("approval", "联席会议审批表", "meetings")
    assert spec.engine == "layout"
    assert spec.drawing == tmp_path / "approval/layout.xlsx"
    assert spec.copies == ("科技主管部门", "财政部门")
    assert spec.clauses == ("PH-6a",)
    repeat = spec.repeats[0]
    assert (repeat.list_name, repeat.scope, repeat.least) == ("item.opinions", "opinion", 7)
    assert (repeat.rows, repeat.header) == (Rows(16, 17), Rows(15, 15))
    assert spec.fits["enterprise.name"].points == 9
    assert spec.fits["item.finding"].how == "wrap"
    assert spec.empties[0].what == "签名"
    assert spec.keeps == (Rows(18, 19),)
    assert str(spec.keeps[0]) == "18-19"
    assert str(repeat.header) == "15"
    assert 16 in repeat.rows
    assert 18 not in repeat.rows


def test_a_form_needs_little(tmp_path: Path) -> None:
    text = 'id = "approval"\ntitle = "审批表"\nsubject = "meetings"\n'
    spec = load_form(written(tmp_path, text, "letter.md"))
    assert spec.engine == "letter"
    assert spec.drawing.name == "letter.md"
    assert (spec.copies, spec.repeats, spec.document, spec.letter) == ((), (), (), {})


def test_a_letters_own_table_is_handed_on(tmp_path: Path) -> None:
    text = GOOD + '\n[letter]\nkind = "纪要"\n'
    assert load_form(written(tmp_path, text, "letter.md")).letter == {"kind": "纪要"}


def test_the_revision_follows_the_declaration_and_the_drawing(tmp_path: Path) -> None:
    form = written(tmp_path, GOOD)
    first = load_form(form).revision
    (form / "sample.toml").write_text("", "utf-8")
    assert load_form(form).revision == first
    (form / "layout.xlsx").write_bytes(b"redrawn")
    redrawn = load_form(form).revision
    assert redrawn != first
    (form / "form.toml").write_text(GOOD.replace("KCD-05", "KCD-06"), "utf-8")
    assert load_form(form).revision not in {first, redrawn}


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('id = "approval"', 'id = "other"', "应与文件夹同名，写成“approval”"),
        ('title = "联席会议审批表"', 'title = ""', "“title”没有填写"),
        ('title = "联席会议审批表"', "title = 5", "“title”应是一段文字"),
        ('subject = "meetings"', 'subject = "meeting"', "是不是“meetings”"),
        ('number = "KCD-05"', 'numbre = "KCD-05"', "是不是“number”"),
        ('number = "KCD-05"', 'zzz = "KCD-05"', "可用的项目：clauses、copies"),
        ("{{ item.claim_number }}", "{{ item.claim_number", "“document”“{{ item.claim_number”"),
        ('["科技主管部门", "财政部门"]', '"两联"', "“copies”应是文字的列表"),
        ('["PH-6a"]', "[6]", "“clauses”应是文字的列表"),
        ('list = "item.opinions"', 'list = "意见"', "应写成 claim.materials"),
        ('as = "opinion"', 'as = "o.p"', "“as”不能写成“o.p”"),
        ('rows = "16-17"', "rows = 16", "“rows”不是版式中的行"),
        ('rows = "16-17"', 'rows = "17-16"', "末行在首行之前"),
        ('header = "15"', 'header = "16"', "应在重复的行之前"),
        ('header = "15"', 'header = "x"', "“header”不是版式中的行"),
        ("least = 7", "least = -1", "应是 0 到 200 之间的整数"),
        ("least = 7", "least = true", "应是 0 到 200 之间的整数"),
        ('how = "shrink"', 'how = "clip"', "“how”不能写成“clip”"),
        ('how = "shrink"', "", "“how”没有填写"),
        ('how = "wrap"', 'how = "wrap"\nto = 8', "只用于 how"),
        ('cells = "E16"', 'cells = "16"', "应写成 B20 或 B20:D21"),
        ('what = "签名"', "", "“what”没有填写"),
        ('rows = "18-19"', 'row = "18-19"', "是不是“rows”"),
        ("[[keep]]", "[keep]", "应写成 [[keep]] 各节"),
    ],
)
def test_every_slip_is_named(tmp_path: Path, old: str, new: str, said: str) -> None:
    assert said in slip(tmp_path, old, new)


def test_all_slips_are_named_together(tmp_path: Path) -> None:
    text = GOOD.replace("subject =", "subjekt =").replace('how = "wrap"', 'how = "wraps"')
    with pytest.raises(Refusal) as refused:
        load_form(written(tmp_path, text))
    fields = [problem.field for problem in refused.value.problems]
    assert fields == ["subjekt", "subject", "how"]
    assert "文书“approval”的 form.toml 第2个 [[fit]]" in str(refused.value)


def test_a_letter_table_must_be_a_table(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="一节"):
        load_form(written(tmp_path, 'letter = "x"\n' + GOOD))


def test_a_folder_holds_one_drawing(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="没有版式文件"):
        load_form(written(tmp_path, GOOD, ""))
    form = written(tmp_path, GOOD)
    (form / "letter.md").write_text("", "utf-8")
    with pytest.raises(Refusal, match="不止一个版式文件"):
        load_form(form)


def test_the_offices_own_form_overrides_the_shipped_one(tmp_path: Path) -> None:
    written(tmp_path / "shipped", GOOD)
    written(tmp_path / "shipped", GOOD.replace("approval", "sign_in"), name="sign_in")
    own = written(tmp_path / "own", GOOD.replace("联席会议审批表", "本局审批表"))
    forms = load_forms(tmp_path / "shipped", tmp_path / "own", tmp_path / "none")
    assert set(forms) == {"approval", "sign_in"}
    assert forms["approval"].title == "本局审批表"
    assert forms["approval"].folder == own


def test_a_spoilt_form_is_not_replaced_behind_the_clerks_back(tmp_path: Path) -> None:
    written(tmp_path / "shipped", GOOD)
    written(tmp_path / "own", GOOD.replace('subject = "meetings"', ""))
    forms, problems = survey_forms(tmp_path / "shipped", tmp_path / "own")
    assert forms == {}
    assert [problem.field for problem in problems] == ["subject"]
    with pytest.raises(Refusal, match="subject"):
        load_forms(tmp_path / "shipped", tmp_path / "own")


def test_the_shipped_forms_are_sound(forms: Path) -> None:
    specs = load_forms(forms)
    assert {"application", "claim_application", "review_sheet", "approval"} <= set(specs)
    assert {"sign_in", "payout_notice", "fund_ledger"} <= set(specs)
    assert len(specs["application"].copies) == 4


def test_what_a_form_is_about_and_its_own_words(tmp_path: Path) -> None:
    text = GOOD.replace('subject = "meetings"', 'subject = "loans"\nof = "extension"')
    text = f"is_signed = false\nis_general = false\n{text}\n[words]\npromise = '属实'\n"
    spec = load_form(written(tmp_path, text))
    assert (spec.subject, spec.of, spec.is_signed, spec.is_general) == (
        "loans", "extension", False, False,
    )  # fmt: skip
    assert spec.words == {"promise": "属实"}
    plain = load_form(written(tmp_path, GOOD))
    assert (plain.of, plain.is_signed, plain.is_general, plain.words) == ("", True, True, {})


@pytest.mark.parametrize(
    ("new", "told"),
    [
        ('subject = "meetings"\nof = "year"', "“of”不能写成“year”。请删去这一项。"),
        ('subject = "loans"\nof = "year"', "“of”不能写成“year”。可写 extension、bank。"),
        ('subject = "meetings"\nis_signed = 1', "“is_signed”应写 true 或 false"),
        ('subject = "meetings"\nwords = { a = 1 }', "“words.a”应是一段文字"),
        ('subject = "meetings"\nwords = { A = "x" }', "“words.A”应是一段文字"),
    ],
)
def test_slips_in_what_a_form_is_about(tmp_path: Path, new: str, told: str) -> None:
    assert told in slip(tmp_path, 'subject = "meetings"', new).replace("\n", "")
