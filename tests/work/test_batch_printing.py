"""Many papers in one go: each a command of its own, each with what became of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from kcdesk.kernel.errors import Cancelled, Fault
from kcdesk.work.batch_printing import BatchReport, Wanted, free_name, print_batch, save_each
from tests.work.county import County


@pytest.fixture
def county(tmp_path: Path) -> County:
    return County(tmp_path / "office")


@pytest.fixture
def claims(county: County) -> list[int]:
    """Three claims on three loans."""
    firm, bank = county.firm(), county.bank()
    loans = [county.loan(firm, bank, "10万元", contract_no=f"HT-{n}") for n in range(3)]
    return [county.claim(loan) for loan in loans]


def never() -> bool:
    return False


def quiet(_done: int, _total: int, _text: str) -> None:
    """Nobody looks."""


def batch(county: County, *records: int, form: str = "claim_application") -> BatchReport:
    return print_batch(
        county.office, county.people["clerk"], form,
        [Wanted(r, f"DC-{r}", "某企业") for r in records], progress=quiet, cancelled=never,
    )  # fmt: skip


def test_every_paper_is_printed_logged_and_told(county: County, claims: list[int]) -> None:
    told: list[tuple[int, int, str]] = []
    report = print_batch(
        county.office, county.people["clerk"], "claim_application",
        [Wanted(r, f"DC-{r}", "某企业") for r in claims],
        progress=lambda done, total, text: told.append((done, total, text)), cancelled=never,
    )  # fmt: skip
    assert [line.state for line in report.lines] == ["printed"] * 3
    assert told == [(n, 3, f"DC-{r}") for n, r in enumerate(claims)]
    assert report.summary == "成批打印：已打印3份。"
    assert report.touched == {"documents"}
    first = report.lines[0]
    assert Path(first.file).read_bytes().startswith(b"%PDF")
    assert first.name.endswith(".pdf")
    assert first.pages_count
    assert (first.id, first.title, first.about, first.reason) == (
        claims[0],
        f"DC-{claims[0]}",
        "某企业",
        "",
    )
    assert [p.id for p in county.ask("prints")] == [line.print_id for line in report.lines][::-1]


def test_one_that_cannot_be_printed_is_named_and_the_others_go_on(
    county: County, claims: list[int]
) -> None:
    report = batch(county, claims[0], 999, claims[1])
    assert [line.state for line in report.lines] == ["printed", "refused", "printed"]
    assert "没有" in report.lines[1].reason
    assert report.summary == "成批打印：已打印2份，没有打印1份。"
    early = batch(county, *claims, form="approval")
    assert early.count("refused") == 3
    assert "还没有列入会议议题" in early.lines[0].reason
    assert "请先召集联席会议" in early.lines[0].reason
    assert early.touched == frozenset()


def test_stopped_in_between_what_was_done_is_done_and_nothing_is_half_done(
    county: County, claims: list[int]
) -> None:
    asked: list[int] = []

    def after_one() -> bool:
        asked.append(1)
        return len(asked) > 1

    report = print_batch(
        county.office, county.people["clerk"], "claim_application",
        [Wanted(r, f"DC-{r}") for r in claims], progress=quiet, cancelled=after_one,
    )  # fmt: skip
    assert [line.state for line in report.lines] == ["printed", "left", "left"]
    assert report.summary == "成批打印：已打印1份，还没有办2份。"
    assert len(county.ask("prints")) == 1
    assert county.office.check() == ()


def test_a_stop_that_comes_while_it_is_told_how_far_it_is_loses_nothing(
    county: County, claims: list[int]
) -> None:
    def pressed(done: int, _total: int, _text: str) -> None:
        if done == 1:
            raise Cancelled

    report = print_batch(
        county.office, county.people["clerk"], "claim_application",
        [Wanted(r, f"DC-{r}") for r in claims], progress=pressed, cancelled=never,
    )  # fmt: skip
    assert [line.state for line in report.lines][:2] == ["printed", "left"]


def test_each_print_becomes_a_file_and_none_is_written_over(
    county: County, claims: list[int], tmp_path: Path
) -> None:
    report = batch(county, *claims, 999)
    target = tmp_path / "打印件"
    target.mkdir()
    assert save_each(target, report.lines, progress=quiet, cancelled=never) == 3
    assert save_each(target, report.lines[:1], progress=quiet, cancelled=never) == 1
    names = sorted(p.name for p in target.iterdir())
    assert len(names) == 4
    assert f"{Path(report.lines[0].name).stem}(2).pdf" in names
    copy = target / report.lines[0].name
    assert copy.read_bytes() == Path(report.lines[0].file).read_bytes()
    assert free_name(target, report.lines[0].name).name.endswith("(3).pdf")


def test_saving_is_stopped_between_files_and_a_bad_place_is_a_fault(
    county: County, claims: list[int], tmp_path: Path
) -> None:
    report = batch(county, *claims)
    with pytest.raises(Cancelled):
        save_each(tmp_path, report.lines, progress=quiet, cancelled=lambda: True)
    with pytest.raises(Fault):
        save_each(tmp_path / "nowhere", report.lines, progress=quiet, cancelled=never)
    assert not list(tmp_path.glob("*.pdf"))
