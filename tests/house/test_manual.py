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


PRESSED = re.compile(r"按“([^”]+)”")


def test_what_is_to_be_pressed_is_called_so_on_a_screen() -> None:
    shown = "\n".join(
        file.read_text("utf-8")
        for floor in ("ui", "app", "work/commands")
        for file in (ROOT / "kcdesk" / floor).rglob("*.py")
    )
    pressed = {(p.name, label) for p in PAGES for label in PRESSED.findall(p.read_text("utf-8"))}
    assert pressed
    lost = {(page, label) for page, label in pressed if f'"{label.rstrip("…")}' not in shown}
    assert not lost, sorted(lost)
