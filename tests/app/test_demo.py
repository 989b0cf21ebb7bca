"""The demo: an office that holds, and the papers of the shipped case, the same every time."""

from __future__ import annotations

import shutil
from pathlib import Path

import pypdfium2
import pytest

from kcdesk.app.demo import MARK, play_demo
from kcdesk.app.wiring import wire
from kcdesk.kernel.errors import Cancelled, Refusal
from tests.app.conftest import Command

PAPERS = (
    "贷款申请表", "推荐", "合作机构申请表", "展期备案表", "代偿申请表", "初审意见表",
    "会议通知", "签到表", "审批表", "纪要", "兑付通知书",
    "月报表", "季报表", "汇总表", "名单", "贷款台账", "追偿台账", "明细账",
)  # fmt: skip


@pytest.fixture
def copied(demo_folder: Path, tmp_path: Path) -> Path:
    """A copy of the demo to do harm to."""
    return Path(shutil.copytree(demo_folder, tmp_path / "演示"))


def text_of(pdf: Path) -> str:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return "".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()


def paper(folder: Path, word: str) -> Path:
    return next(p for p in sorted((folder / "prints").glob("*.pdf")) if word in p.name)


def test_demo_holds_and_has_its_papers(kcdesk: Command, demo_folder: Path) -> None:
    assert kcdesk("check", demo_folder).code == 0
    for word in PAPERS:
        assert paper(demo_folder, word).read_bytes().startswith(b"%PDF-")


@pytest.mark.parametrize("word", ["审批表", "纪要", "兑付通知书"])
def test_decisive_papers_carry_the_amount_in_figures_and_in_capitals(
    demo_folder: Path, word: str
) -> None:
    text = "".join(text_of(paper(demo_folder, word)).split())
    assert "180,000.00" in text
    assert "人民币壹拾捌万元整" in text


def test_same_command_gives_the_same_papers(
    kcdesk: Command, demo_folder: Path, tmp_path: Path
) -> None:
    assert kcdesk("demo", tmp_path / "再来").code == 0
    first = {p.name: p.read_bytes() for p in (demo_folder / "prints").iterdir()}
    again = {p.name: p.read_bytes() for p in (tmp_path / "再来" / "prints").iterdir()}
    assert first == again


def test_demo_that_nobody_touched_is_made_anew(kcdesk: Command, copied: Path) -> None:
    said = kcdesk("demo", copied)
    assert said.code == 0
    assert kcdesk("check", copied).code == 0


def test_demo_that_somebody_worked_in_is_left_alone(kcdesk: Command, copied: Path) -> None:
    assert kcdesk("print", "approval", "--of", "1", "--office", copied).code == 0
    before = (copied / "office.kcdesk").read_bytes()
    said = kcdesk("demo", copied)
    assert said.code == 1
    assert "已经有一个业务库" in said.err
    assert (copied / "office.kcdesk").read_bytes() == before


def test_office_that_is_no_demo_is_left_alone(kcdesk: Command, copied: Path) -> None:
    (copied / MARK).unlink()
    assert kcdesk("demo", copied).code == 1


def test_place_that_cannot_be_written_is_named(kcdesk: Command, tmp_path: Path) -> None:
    (tmp_path / "文件").write_text("", "utf-8")
    said = kcdesk("demo", tmp_path / "文件" / "演示")
    assert said.code == 1
    assert "不能建立文件夹" in said.err


def test_play_that_is_stopped_leaves_nothing_of_an_office(tmp_path: Path) -> None:
    def stop(done: int, total: int, text: str) -> None:
        if done == 3:
            raise Cancelled

    with pytest.raises(Cancelled):
        play_demo(tmp_path, wire(), stop)
    assert list(tmp_path.iterdir()) == []


def test_case_that_turns_out_otherwise_names_its_step(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wiring = wire()
    scenarios = tmp_path / "resources" / "scenarios"
    scenarios.mkdir(parents=True)
    (scenarios / "pinghu.toml").write_text(
        'title = "试"\nscheme = "pinghu"\noffice = "办"\n[[step]]\nask = "enterprises"\nexpect = { count = 9 }\n',
        "utf-8",
    )
    monkeypatch.setattr("kcdesk.app.demo.scenario_file", lambda _: scenarios / "pinghu.toml")
    (tmp_path / "office").mkdir()
    with pytest.raises(Refusal, match="演示第1步 enterprises 与预期不符：应有9行"):
        play_demo(tmp_path / "office", wiring)
    assert list((tmp_path / "office").iterdir()) == []
