"""Signed papers come back: one to its print, a stack parted by its codes; all of it or nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from kcdesk.files.scans import read_scan
from kcdesk.kernel.errors import Refusal
from kcdesk.work.paper import scanning
from kcdesk.work.paper.scanning import look_through, pages_in_words
from tests.files.scanner import grained, jpeg, png, scanned, sheets, turned
from tests.work.county import County


class Desk:
    """An office that has printed a claim's papers, and a scanner beside it."""

    def __init__(self, county: County, folder: Path, bank: str = "平湖农商银行") -> None:
        self.county, self.folder = county, folder
        county.money("2000万元")
        self.claims = [county.claim(county.loan(county.firm(), county.bank(bank)))]
        self.claim = self.claims[0]
        self.title = {f.value: f.label for f in county.ask("forms")}["claim_application"]
        self.application = county.do("print_paper", form="claim_application", record=self.claim)
        self.draft = county.do("print_paper", form="review_sheet", record=self.claim)

    def pages(self, print_id: int) -> list[Any]:
        kept = Path(self.county.ask("printed_paper", print_id=print_id).file)
        return sheets(kept.read_bytes(), 150)[:1]

    def scan(self, *pages: Any, name: str = "扫描.pdf") -> str:
        file = self.folder / name
        file.write_bytes(scanned([grained(page, 20) for page in pages], dpi=150))
        return str(file)

    def blank(self) -> Any:
        return self.pages(self.application)[0].point(lambda _: 250)

    def parts(self, file: str) -> list[tuple[int | None, str]]:
        return [(p.print_id, p.pages) for p in self.county.ask("scan_papers", file=file)]


@pytest.fixture
def desk(county: County, tmp_path: Path) -> Desk:
    return Desk(county, tmp_path)


@pytest.fixture
def second(desk: Desk) -> int:
    """Another print of the same paper, after a value changed."""
    desk.county.do("revise_partner", partner=1, account_no="6222", on="2022-08-02")
    return desk.county.do("print_paper", form="claim_application", record=desk.claim)


def test_a_scan_goes_to_its_print_and_shows_there(desk: Desk) -> None:
    file = desk.scan(turned(desk.pages(desk.application)[0], 180), desk.blank())
    assert not desk.county.ask("prints")[-1].is_signed_back
    attached = desk.county.do("attach_scan", print=desk.application, file=file)
    (kept,) = desk.county.ask("print_scans", print_id=desk.application)
    assert (kept.id, kept.name) == (attached, "扫描.pdf")
    assert kept.label == f"{desk.title}DC2022-0001第1次签字盖章件"
    assert Path(kept.file).read_bytes() == Path(file).read_bytes()
    assert kept in desk.county.ask("attachments", subject="claims", record=desk.claim)
    back = {line.id: line.is_signed_back for line in desk.county.ask("prints")}
    assert back == {desk.application: True, desk.draft: False}
    papers = {p.form: p for p in desk.county.ask("papers", subject="claims", record=desk.claim)}
    assert papers["claim_application"].is_signed_back
    assert not papers["review_sheet"].is_signed_back
    (record,) = desk.county.ask("paper_records", form="claim_application")
    assert record.is_signed_back
    code = desk.county.ask("prints")[-1].values_sha256[:16]
    assert desk.county.ask("paper_check", code=f"claim_application/{code}").is_signed_back
    assert desk.county.office.check() == ()


def test_a_scan_that_was_removed_is_no_longer_back_until_it_is_brought_back(desk: Desk) -> None:
    attached = desk.county.do(
        "attach_scan", print=desk.application, file=desk.scan(*desk.pages(desk.application))
    )
    removed = desk.county.done("remove_attachment", attachment=attached)
    assert not desk.county.ask("prints")[-1].is_signed_back
    desk.county.office.undo(removed.seq, by=desk.county.people["clerk"])
    assert desk.county.ask("prints")[-1].is_signed_back


def test_a_later_print_is_not_back_because_an_earlier_one_is(desk: Desk, second: int) -> None:
    desk.county.do(
        "attach_scan", print=desk.application, file=desk.scan(*desk.pages(desk.application))
    )
    papers = {p.form: p for p in desk.county.ask("papers", subject="claims", record=desk.claim)}
    assert papers["claim_application"].prints_count == 2
    assert not papers["claim_application"].is_signed_back


@pytest.mark.parametrize("kind", ["jpg", "png"])
def test_a_picture_of_the_paper_will_do(desk: Desk, kind: str) -> None:
    page = turned(desk.pages(desk.application)[0], 90)
    file = desk.folder / f"照片.{kind}"
    file.write_bytes(jpeg(page) if kind == "jpg" else png(page))
    assert desk.county.do("take_scans", file=str(file)) == 1
    (kept,) = desk.county.ask("print_scans", print_id=desk.application)
    assert kept.name == file.name


def test_a_scan_without_a_code_is_taken_where_it_is_put(desk: Desk) -> None:
    assert desk.county.do(
        "attach_scan", print=desk.application, file=desk.scan(desk.blank(), desk.blank())
    )


def test_a_cover_before_the_first_code_is_no_other_paper(desk: Desk) -> None:
    file = desk.scan(desk.blank(), *desk.pages(desk.application))
    assert desk.county.do("attach_scan", print=desk.application, file=file)


def test_a_scan_of_another_print_is_refused_naming_it(desk: Desk, second: int) -> None:
    file = desk.scan(*desk.pages(desk.application))
    refusal = desk.county.refused("attach_scan", print=second, file=file)
    assert refusal.problems[0].code == "scan.another"
    assert f"是{desk.title}DC2022-0001第1次" in str(refusal)
    assert f"不是{desk.title}DC2022-0001第2次" in str(refusal)


def test_a_draft_is_not_taken_back(desk: Desk) -> None:
    file = desk.scan(*desk.pages(desk.draft))
    refusal = desk.county.refused("attach_scan", print=desk.draft, file=file)
    assert "打印的是草稿" in str(refusal)
    assert not desk.county.ask("scan_papers", file=file)[0].is_ready
    assert "打印的是草稿" in str(desk.county.refused("take_scans", file=file))


def test_the_same_scan_is_not_kept_twice(desk: Desk) -> None:
    file = desk.scan(*desk.pages(desk.application))
    desk.county.do("take_scans", file=file)
    assert "已经附过这份扫描件" in str(desk.county.refused("take_scans", file=file))


def test_a_stack_is_parted_by_its_codes(desk: Desk, second: int) -> None:
    """Front, blank back, the other paper, and a second copy of the first."""
    first, other = desk.pages(desk.application)[0], desk.pages(second)[0]
    file = desk.scan(first, desk.blank(), other, first)
    assert desk.parts(file) == [(desk.application, "第1—2、4页"), (second, "第3页")]
    shown = desk.county.ask("scan_papers", file=file)
    assert [(p.form, p.record, p.print_no, p.pages_count, p.is_ready) for p in shown] == [
        (desk.title, "DC2022-0001", 1, 3, True),
        (desk.title, "DC2022-0001", 2, 1, True),
    ]
    done = desk.county.done("take_scans", file=file)
    assert done.result == 2
    assert done.summary == (
        f"收回签字盖章件2份：{desk.title}DC2022-0001第1次、{desk.title}DC2022-0001第2次（扫描.pdf）"
    )
    for print_id, name, pages in (
        (desk.application, "扫描-第1—2、4页.pdf", 3),
        (second, "扫描-第3页.pdf", 1),
    ):
        (kept,) = desk.county.ask("print_scans", print_id=print_id)
        assert kept.name == name
        with pypdfium2.PdfDocument(Path(kept.file).read_bytes()) as document:
            assert len(document) == pages
        # A part is the same paper still.
        assert {p.print_id for p in desk.county.ask("scan_papers", file=kept.file)} == {print_id}
    assert all(p.is_signed_back for p in desk.county.ask("scan_papers", file=file))
    assert desk.county.office.check() == ()


def test_of_a_stack_with_a_stranger_nothing_is_taken(desk: Desk, tmp_path: Path) -> None:
    other = Desk(County(tmp_path / "other"), tmp_path, "邻县农商银行")
    stranger = other.pages(other.application)[0]
    other.county.office.close()
    file = desk.scan(desk.blank(), desk.pages(desk.application)[0], stranger, desk.blank())
    assert desk.parts(file) == [(None, "第1页"), (desk.application, "第2页"), (None, "第3—4页")]
    notes = [p.note for p in desk.county.ask("scan_papers", file=file)]
    assert notes[0].startswith("第1页没有读到二维码，前面也没有别的页。")
    assert notes[1] == ""
    assert notes[2].startswith("第3页：打印记录里没有校验码")
    refusal = desk.county.refused("take_scans", file=file)
    assert [p.code for p in refusal.problems] == ["scan.no_code", "paper.unknown"]
    assert desk.county.ask("print_scans", print_id=desk.application) == ()
    other_refusal = desk.county.refused("attach_scan", print=desk.application, file=file)
    assert [p.code for p in other_refusal.problems] == ["paper.unknown"]


def test_two_papers_on_one_page_are_to_be_scanned_apart(desk: Desk, second: int) -> None:
    both, other = desk.pages(desk.application)[0], desk.pages(second)[0]
    strip = other.crop((0, other.height - 200, other.width, other.height))
    both.paste(strip, (0, 0))
    refusal = desk.county.refused("take_scans", file=desk.scan(both))
    assert "第1页上有2份文书的二维码" in str(refusal)


def test_what_is_no_scan_is_refused_in_words(desk: Desk, tmp_path: Path) -> None:
    text = tmp_path / "签字页.pdf"
    text.write_text("不是PDF", "utf-8")
    refusal = desk.county.refused("attach_scan", print=desk.application, file=str(text))
    assert "不是PDF、JPEG或PNG" in str(refusal)
    missing = desk.county.refused("take_scans", file=str(tmp_path / "没有.pdf"))
    assert "没有找到文件“没有.pdf”" in str(missing)
    with pytest.raises(Refusal, match="没有找到编号为 99 的打印记录"):
        desk.county.do("attach_scan", print=99, file=str(text))


def test_a_stack_is_read_once(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    reads: list[Path] = []

    def counted(path: Path, **more: Any) -> Any:
        reads.append(path)
        return read_scan(path, **more)

    monkeypatch.setattr(scanning, "read_scan", counted)
    file = desk.scan(*desk.pages(desk.application))
    desk.county.ask("scan_papers", file=file)
    desk.county.do("take_scans", file=file)
    assert len(reads) == 1
    for shade in range(6):
        desk.scan(desk.blank().point(lambda _, shade=shade: 240 + shade), name=f"{shade}.pdf")
        look_through(desk.folder / f"{shade}.pdf")
    look_through(Path(file))
    assert len(reads) == 8


@pytest.mark.parametrize(
    ("pages", "words"),
    [([1], "第1页"), ([1, 2, 3], "第1—3页"), ([1, 3, 4, 9], "第1、3—4、9页")],
)
def test_pages_are_told_as_people_do(pages: list[int], words: str) -> None:
    assert pages_in_words(pages) == words
