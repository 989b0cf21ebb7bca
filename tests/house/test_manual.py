"""The manual has a page for every stage, and no link in it leads nowhere."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from tests.house.sources import ROOT

PAGES = sorted((ROOT / "resources/manual").glob("*.md"))
LINK = re.compile(r"\]\(([^)]+)\)")


def test_every_stage_has_its_page() -> None:
    glossary = tomllib.loads((ROOT / "resources/glossary.toml").read_text("utf-8"))
    assert set(glossary["stages"].values()) <= {page.stem for page in PAGES}


def test_index_leads_to_every_page() -> None:
    linked = LINK.findall((ROOT / "resources/manual/index.md").read_text("utf-8"))
    assert {page.name for page in PAGES} - {"index.md"} == set(linked)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_page_begins_with_its_title_and_links_lead_somewhere(page: Path) -> None:
    text = page.read_text("utf-8")
    assert text.startswith("# ")
    for target in LINK.findall(text):
        assert (page.parent / target).is_file(), target
