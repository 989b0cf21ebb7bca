"""A paper comes back: which print it is, and whether the office still stands by it."""

from __future__ import annotations

import json
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from kcdesk.files.paper_code import Seal, code_of, digest_before, qr_text, shown_code
from kcdesk.kernel.errors import Refusal
from kcdesk.store.tables.documents import PrintLogRow
from kcdesk.work.context import Read
from kcdesk.work.paper.changes import Change, changes_between, shown
from kcdesk.work.paper.checking import PaperCheck
from kcdesk.work.query import Ask
from tests.files.drawing_board import pages
from tests.work.county import ROOT, County


@pytest.fixture
def claim(county: County) -> int:
    county.money("2000万元")
    return county.claim(county.loan(county.firm(), county.bank()))


def printed(county: County, form: str, record: int, **more: Any) -> PrintLogRow:
    made = county.do("print_paper", form=form, record=record, **more)

    def row(read: Read) -> PrintLogRow:
        found = read.get(PrintLogRow, made, "打印")
        read.session.expunge(found)
        return found

    return county.office.ask(Ask("row", {}, row))


def title(county: County) -> str:
    """What the programme calls the claim form."""
    return str({f.value: f.label for f in county.ask("forms")}["claim_application"])


def check(county: County, code: str) -> PaperCheck:
    found = county.ask("paper_check", code=code)
    assert isinstance(found, PaperCheck)
    return found


def refused(county: County, code: str) -> str:
    with pytest.raises(Refusal) as refusal:
        county.ask("paper_check", code=code)
    assert refusal.value.problems[0].field == "code"
    return str(refusal.value)


def test_strip_qr_and_log_show_one_code(county: County, claim: int) -> None:
    row = printed(county, "claim_application", claim)
    paper = county.ask("printed_paper", print_id=row.id)
    text = pages(Path(paper.file).read_bytes())[0]
    assert f"校验码：{code_of(row.values_sha256)}" in text


@pytest.mark.parametrize("way", ["typed", "lower", "qr"])
def test_a_print_is_found_by_what_stands_on_it(county: County, claim: int, way: str) -> None:
    row = printed(county, "claim_application", claim)
    code = shown_code(row.values_sha256)
    asked = {
        "typed": code,
        "lower": code.lower().replace(" ", ""),
        "qr": qr_text(Seal("KCD-03", "DC2022-0001", 1, code_of(row.values_sha256))),
    }[way]
    found = check(county, asked)
    assert (found.print_id, found.form, found.record) == (row.id, "claim_application", claim)
    assert (found.title, found.print_no, found.prints_count) == ("DC2022-0001", 1, 1)
    assert (found.printed_on, found.person, found.is_draft) == (date(2022, 8, 1), "王敏", False)
    assert found.is_unchanged
    assert found.is_kept_sound
    assert not found.is_signed_back
    assert (found.changes, found.others_count, found.later_on) == ((), 0, None)
    assert found.said.endswith("纸上的内容与业务库现在的一致。还没有收回签字盖章件。")
    assert found.said.startswith(f"这是{title(county)}（DC2022-0001）第1次打印")


def test_what_changes_by_itself_is_no_change(county: County, claim: int) -> None:
    """A year later the loan is older, the firm has left the list, and nobody touched the claim."""
    row = printed(county, "claim_application", claim)
    county.clock.day = date(2024, 3, 1)
    found = check(county, shown_code(row.values_sha256))
    assert found.is_unchanged
    assert found.others_count == 0


def test_a_changed_value_is_named_as_the_paper_names_it(county: County, claim: int) -> None:
    row = printed(county, "claim_application", claim)
    county.do("revise_partner", partner=1, on="2022-08-09", account_no="62220000")
    found = check(county, shown_code(row.values_sha256))
    assert not found.is_unchanged
    (told,) = (c for c in found.changes if c.name == "bank.account_no")
    assert told.now == "62220000"
    assert told.label.endswith("账号")
    assert f"有{len(found.changes)}处改动" in found.said


def test_what_the_paper_does_not_show_is_counted_apart(county: County, claim: int) -> None:
    row = printed(county, "claim_application", claim)
    firm = county.ask("enterprises")[0].id
    county.do(
        "record_contact", enterprise=firm, on="2022-08-09", name="新联系人", phone="13800000000"
    )
    found = check(county, shown_code(row.values_sha256))
    assert found.is_unchanged
    assert found.others_count >= 1


def test_a_text_of_the_form_itself_is_named_as_such(county: County, claim: int) -> None:
    """The office draws the form anew, with another note at its foot."""
    row = printed(county, "claim_application", claim)
    own = county.folder / "forms" / "claim_application"
    shutil.copytree(ROOT / "forms" / "claim_application", own)
    text = (own / "form.toml").read_text("utf-8")
    (own / "form.toml").write_text(text.replace('note = "', 'note = "另：'), "utf-8")
    (told,) = check(county, shown_code(row.values_sha256)).changes
    assert told.name == "words.note"
    assert told.now == f"另：{told.then}"
    assert told.label.endswith("：note")


def test_a_line_that_came_to_a_list_is_one_change(county: County) -> None:
    county.money("2000万元")
    row = printed(county, "fund_ledger", 2021)
    county.money("1万元", on="2021-05-04")
    later = check(county, shown_code(row.values_sha256))
    assert later.is_unchanged, "what was posted later is no part of the ledger of that day"
    county.clock.day = date(2021, 1, 4)
    county.money("3万元")
    changes = check(county, shown_code(row.values_sha256)).changes
    (line,) = (c for c in changes if c.name.endswith("rows[]"))
    assert line.label.startswith("资金明细（第")
    assert line.then == ""
    assert "30,000.00" in line.now


def test_a_reprint_names_the_later_one(county: County, claim: int) -> None:
    first = printed(county, "claim_application", claim)
    county.do("revise_partner", partner=1, account_no="62220000", on="2022-08-09")
    printed(county, "claim_application", claim, on="2022-08-10")
    found = check(county, shown_code(first.values_sha256))
    assert (found.print_no, found.prints_count, found.later_on) == (1, 2, date(2022, 8, 10))
    assert "后来又打印过，最近是第2次（2022年8月10日）" in found.said


def test_a_draft_is_called_one(county: County, claim: int) -> None:
    row = printed(county, "review_sheet", claim)
    found = check(county, shown_code(row.values_sha256))
    assert found.is_draft
    assert "是草稿" in found.said


def test_a_kept_pdf_that_was_changed_is_told(county: County, claim: int) -> None:
    row = printed(county, "claim_application", claim)
    kept = Path(county.ask("printed_paper", print_id=row.id).file)
    kept.write_bytes(kept.read_bytes() + b" ")
    found = check(county, shown_code(row.values_sha256))
    assert not found.is_kept_sound
    assert found.is_unchanged
    assert "存档的打印件缺失或被改动过" in found.said


def test_a_paper_printed_before_the_one_code_is_still_known(county: County, claim: int) -> None:
    row = printed(county, "claim_application", claim)
    old = code_of(digest_before(row.form_id, row.form_sha256, row.values))
    assert old != code_of(row.values_sha256)
    assert check(county, old.lower()).print_id == row.id
    assert check(county, qr_text(Seal("KCD-03", "DC2022-0001", 1, old))).print_id == row.id


@pytest.mark.parametrize("text", ["", "DC2022-0001", "3F2A 91BC", "KCD-03/1号/1/"])
def test_what_is_no_code_is_refused(county: County, text: str) -> None:
    assert "不是校验码" in refused(county, text)


def test_an_unknown_code_may_be_another_offices_or_a_slip(county: County, claim: int) -> None:
    assert "可能是别的单位" in refused(county, "0123456789ABCDEF")
    row = printed(county, "claim_application", claim)
    code = code_of(row.values_sha256)
    slip = ("0" if code[3] != "0" else "1").join((code[:3], code[4:]))
    said = refused(county, slip)
    assert f"{shown_code(code)}（{title(county)}DC2022-0001第1次）" in said
    qr = qr_text(Seal("KCD-03", "DC2022-0001", 2, code))
    assert "打印记录里没有" in refused(county, qr)


def test_the_same_values_on_several_papers_are_told_apart(county: County, claim: int) -> None:
    first = printed(county, "claim_application", claim)
    second = printed(county, "claim_application", claim)
    code = code_of(first.values_sha256)
    assert code == code_of(second.values_sha256)
    said = refused(county, code)
    assert "有2份打印件" in said
    assert f"“claim_application/2/{code}”" in said
    assert check(county, f"claim_application/2/{code}").print_id == second.id
    assert check(county, f"第1次／{code}").print_id == first.id
    assert check(county, f"KCD-03/2/{code}").print_id == second.id
    # Words that fit none of them tell nothing apart.
    assert "有2份打印件" in refused(county, f"审批表/{code}")


def test_a_form_that_was_spoilt_since_can_not_be_compared(county: County, claim: int) -> None:
    row = printed(county, "claim_application", claim)
    own = county.folder / "forms" / "claim_application"
    shutil.copytree(ROOT / "forms" / "claim_application", own)
    (own / "form.toml").write_text("id = 1\n", "utf-8")
    found = check(county, shown_code(row.values_sha256))
    assert not found.is_unchanged
    assert found.notes[0].startswith("现在不能核对内容：")
    assert found.notes[0] in found.said
    assert found.form_title == "claim_application"
    again = check(county, f"claim_application/{code_of(row.values_sha256)}")
    assert again.print_id == row.id


def test_what_a_letter_does_not_name_goes_by_the_list_of_blanks(county: County) -> None:
    """The office's own letter says an address in running text."""
    own = county.folder / "forms" / "proof"
    own.mkdir(parents=True)
    (own / "form.toml").write_text(
        'id = "proof"\ntitle = "证明"\nsubject = "enterprises"\n[letter]\nkind = "公文"\n'
        'mark = "{{ office.name }}"\n',
        "utf-8",
    )
    (own / "letter.md").write_text("兹证明该企业住所在{{ enterprise.address }}。\n", "utf-8")
    firm = county.firm()
    row = printed(county, "proof", firm)
    county.do("revise_enterprise", enterprise=firm, name="甲公司", address="环城东路88号")
    (told,) = check(county, shown_code(row.values_sha256)).changes
    assert (told.name, told.then, told.now) == ("enterprise.address", "", "环城东路88号")
    assert told.label.endswith("地址")


class TestChanges:
    @pytest.fixture
    def then(self) -> dict[str, Any]:
        return {
            "claim": {"loss": "300000.00", "on": "2022-08-01", "note": "", "is_first": False},
            "rows": [{"a": 1}, {"a": 2}, {"a": 3}],
            "names": ["甲", "乙"],
        }

    @pytest.fixture
    def now(self, then: dict[str, Any]) -> dict[str, Any]:
        copy: dict[str, Any] = json.loads(json.dumps(then))
        return copy

    def test_nothing_changed(self, then: dict[str, Any], now: dict[str, Any]) -> None:
        now["newer"] = "what a newer program also gives"
        now["claim"]["note"] = None
        assert changes_between(then, now) == ()

    def test_leaves_by_name(self, then: dict[str, Any], now: dict[str, Any]) -> None:
        now["claim"] |= {"loss": "1.00", "is_first": None}
        del now["names"]
        assert changes_between(then, now) == (
            Change("claim.loss", (), "300000.00", "1.00"),
            Change("claim.is_first", (), False, None),
            Change("names", (), ["甲", "乙"], None),
        )

    def test_entries_by_place(self, then: dict[str, Any], now: dict[str, Any]) -> None:
        now["rows"] = [{"a": 0}, {"a": 1}, {"a": 3, "b": 1}]
        assert changes_between(then, now) == (
            Change("rows[]", (1,), None, {"a": 0}),
            Change("rows[].a", (3,), 2, 3),
            Change("rows[]", (3,), {"a": 3}, None),
        )

    def test_a_whole_table_that_is_gone(self, then: dict[str, Any], now: dict[str, Any]) -> None:
        now["claim"] = None
        assert changes_between(then, now) == (Change("claim", (), then["claim"], None),)

    @pytest.mark.parametrize(
        ("value", "text"),
        [
            (None, ""), (True, "是"), ("1234567.80", "1,234,567.80"), ("-0.05", "-0.05"),
            ("2022-08-01", "2022年8月1日"), (3, "3"), ([6, 4], "6；4"),
            ({"a": "甲", "b": None, "c": "1.00"}, "甲，1.00"), ("7/20", "7/20"),
        ],
    )  # fmt: skip
    def test_values_are_shown_as_papers_do(self, value: Any, text: str) -> None:
        assert shown(value) == text

    def test_what_has_no_label_goes_by_its_name(self) -> None:
        told = Change("a.rows[].b", (2,), "1.00", None).told(lambda _: "")
        assert (told.label, told.then, told.now) == ("a.rows[].b（第2行）", "1.00", "")
