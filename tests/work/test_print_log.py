"""The print log as it is read: what records are called, and how the signed papers stand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from kcdesk.work.paper import print_log
from kcdesk.work.paper.print_log import PrintLine, titles_of
from kcdesk.work.paper.subjects import SOURCES, title_of
from kcdesk.work.query import Ask
from tests.work.county import County


@pytest.fixture
def county(tmp_path: Path) -> County:
    return County(tmp_path / "office")


@pytest.fixture
def claim(county: County) -> int:
    county.money()
    return county.paid(county.loan(county.firm(), county.bank()))


def asked(county: County, answer: Any) -> Any:
    return county.office.ask(Ask("asked", {}, answer))


def states(county: County, **which: Any) -> list[tuple[str, int, str]]:
    lines: tuple[PrintLine, ...] = county.ask("prints", **which)
    return [(line.form_id, line.print_no, line.signing) for line in lines]


def test_what_becomes_of_a_signed_paper(county: County, claim: int) -> None:
    first = county.do("print_paper", form="claim_application", record=claim)
    assert states(county) == [("claim_application", 1, "out")]
    county.do("print_paper", form="claim_application", record=claim)
    assert states(county) == [("claim_application", 2, "out"), ("claim_application", 1, "again")]
    kept = county.ask("printed_paper", print_id=first).file
    scan = county.folder / "签字件.pdf"
    scan.write_bytes(Path(kept).read_bytes())
    county.do("attach_scan", print=first, file=str(scan))
    assert states(county, signing="back") == [("claim_application", 1, "back")]
    assert states(county, signing="out") == [("claim_application", 2, "out")]


def test_what_nobody_signs_and_drafts_are_not_waited_for(county: County, claim: int) -> None:
    own = county.folder / "forms" / "claim_note"
    own.mkdir(parents=True)
    (own / "form.toml").write_text(
        'id = "claim_note"\ntitle = "便笺"\nsubject = "claims"\nis_signed = false\n'
        '[letter]\nkind = "信函"\nmark = "平湖市科学技术局"\ntitle = "便笺"\n',
        "utf-8",
    )
    (own / "letter.md").write_text("{{ claim.number }}", "utf-8")
    county.do("print_paper", form="claim_note", record=claim)
    assert states(county) == [("claim_note", 1, "none")]
    firm = county.firm("2021-03-01", "91350100M000100Y43", "乙公司")
    other = county.claim(county.loan(firm, county.ask("partners")[0].id, contract_no="合同2"))
    county.do("print_paper", form="review_sheet", record=other)
    assert states(county)[0] == ("review_sheet", 1, "draft")


def test_a_print_is_found_by_form_record_and_code(county: County, claim: int) -> None:
    county.do("print_paper", form="claim_application", record=claim)
    (line,) = county.ask("prints")
    for text in ("风险", line.record.lower(), line.code, line.code.replace(" ", "").lower()):
        assert len(county.ask("prints", text=text)) == 1
    assert county.ask("prints", text="没有这样的") == ()
    assert county.ask("prints", subject="loans") == ()
    assert len(county.ask("prints", subject="claims", record=claim)) == 1


def test_the_papers_of_a_record_come_with_their_prints(county: County, claim: int) -> None:
    county.do("print_paper", form="claim_application", record=claim)
    payout = county.ask("payouts")[0].id
    county.do("print_paper", form="payout_notice", record=payout)
    card = county.ask("paper_card", subject="claims", record=claim)
    assert {p.form for p in card.papers} >= {"claim_application", "review_sheet", "approval"}
    assert [p.form_id for p in card.prints] == ["claim_application"]


def test_records_are_called_the_same_one_by_one_and_all_at_once(
    county: County, claim: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def every(read: Any) -> list[tuple[str, int]]:
        # 0 is no record but today, or every year.
        every = [(k, r.record) for k, source in SOURCES.items() for r in source.records(read)]
        return [(key, record) for key, record in every if record]

    records = asked(county, every)
    assert ("claims", claim) in records
    singly = asked(county, lambda read: {(k, i): title_of(read, k, i) for k, i in records})
    monkeypatch.setattr(print_log, "MANY", 1)
    at_once = asked(county, lambda read: titles_of(read, records))
    assert {key: at_once[key] for key in singly} == singly


def test_a_record_that_was_taken_back_is_called_by_its_number(county: County) -> None:
    titles = asked(county, lambda read: titles_of(read, [("claims", 99), ("registers", 7)]))
    assert titles == {("claims", 99): "编号99", ("registers", 7): "编号7"}
