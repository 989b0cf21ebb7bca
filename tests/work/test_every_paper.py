"""The five shipped cases played out: every paper of every office prints, in its county's words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pypdfium2
import pytest

from kcdesk.kernel.clock import SystemClock
from kcdesk.kernel.errors import Refusal
from kcdesk.packs.blanks import names_in
from kcdesk.packs.form_samples import sample_of
from kcdesk.packs.library import Library
from kcdesk.work.context import Read
from kcdesk.work.office import Office
from kcdesk.work.paper.printing import forms_of, key_of, trial_values
from kcdesk.work.paper.subjects import SOURCES
from kcdesk.work.player import Player
from kcdesk.work.query import QUERIES
from kcdesk.work.scenario import read_scenario
from tests.work.county import ROOT

LIBRARY = Library(ROOT / "resources", ROOT / "forms")
CLAIM_SIDE = (
    "claim_application", "review_sheet", "approval", "sign_in", "meeting_notice", "minutes",
    "payout_notice",
)  # fmt: skip
SAID = {
    "pinghu": ("风险补偿金60%、科创金融合作机构40%", "风险代偿申请表", "同意补偿"),
    "daye": (
        "省再担保集团40%、担保公司20%、市政府专项保证金20%",
        "财政局备案2023年6月20日",
        "同意代偿",
    ),
    "nanjing": ("风险补偿资金70%、合作银行30%", "“宁科贷”风险代偿申请表", "同意代偿"),
    "nantong": ("政府风险补偿专项资金80%、合作银行20%", "“科创贷”风险补偿申请表", "同意补偿"),
    "lianyungang": ("信保基金50%、合作银行30%、担保机构20%", "风险分担申请表", "同意分担"),
}
UNSAID = {
    "pinghu": ("合作银行", "再担保"),
    "daye": ("风险补偿金", "合作机构", "再担保机构", "担保机构承担", "科创贷款"),
    "nanjing": ("风险补偿金", "合作机构", "科创贷款"),
    "nantong": ("风险补偿金", "合作机构", "科创贷款不良"),
    "lianyungang": ("风险补偿金", "合作机构", "科创贷款不良"),
}
"""Another county's words."""


@pytest.fixture(scope="module", params=sorted(SAID))
def county(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, Office]]:
    scheme = str(request.param)
    scenario = read_scenario(
        ROOT / "resources/scenarios" / f"{scheme}.toml", LIBRARY.scheme_ids(), LIBRARY.clause_ids
    )
    folder = tmp_path_factory.mktemp(scheme) / "业务库"
    with Player(scenario, folder, LIBRARY, SystemClock()) as player:
        assert [outcome.unmet for outcome in player.play() if outcome.unmet] == []
        yield scheme, player.office


def ask(office: Office, query: str, **given: Any) -> Any:
    return office.ask(QUERIES[query].ask(**given))


def newest(lines: tuple[Any, ...]) -> tuple[Any, ...]:
    """All of them; of many months, the newest and the first."""
    return lines if len(lines) <= 14 else (*lines[:12], lines[-1])


def text_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    try:
        pages = [page.get_textpage().get_text_range() for page in document]
    finally:
        document.close()
    return "".join("".join(pages).split())


def test_every_form_prints_for_every_record_it_is_offered_for(
    county: tuple[str, Office],
) -> None:
    _, office = county
    refused, printed = [], set()
    for form in ask(office, "forms"):
        for line in newest(ask(office, "paper_records", form=form.value)):
            try:
                shown = ask(office, "preview_paper", form=form.value, record=line.id)
            except Refusal as refusal:
                refused.append(f"{form.value} {line.title}：{refusal}")
                continue
            assert shown.pages_count >= 1
            printed.add(form.value)
    assert refused == []
    assert printed >= set(CLAIM_SIDE)


def test_the_claims_papers_speak_the_countys_language(county: tuple[str, Office]) -> None:
    scheme, office = county
    text = ""
    for form in CLAIM_SIDE:
        for line in ask(office, "paper_records", form=form):
            text += text_of(ask(office, "preview_paper", form=form, record=line.id).pdf)
    assert [words for words in SAID[scheme] if words not in text] == []
    assert [words for words in UNSAID[scheme] if words in text] == []


def test_the_blanks_offered_are_those_the_office_gives(county: tuple[str, Office]) -> None:
    """A sample's names are what 导出空白清单 offers to those who draw; `today` also dates it."""
    _, office = county
    offered: Any = Offered()
    assert office.ask(offered) == {}


class Offered:
    """By form, the names of its sample that no record of the office has."""

    def run(self, read: Read) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for form, spec in forms_of(read).items():
            records = SOURCES[key_of(spec)].records(read)[:5]
            given = {
                name
                for record in records
                for name in names_in(trial_values(read, spec, record.record))
            } | {"today"}
            lists = {name.partition("[]")[0] for name in given}
            wanted = sample_of(spec) or {}
            lost = [
                name
                for name in names_in(wanted)
                if name not in given and not ("[]" in name and name.partition("[]")[0] in lists)
            ]
            if records and lost:
                found[form] = lost
        return found
