"""Policy stands in the packs: no article, threshold or percentage in the program's text."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.house.sources import name_of, rooms, text_of, texts

ARTICLE = re.compile("第[一二三四五六七八九十百零]+条")
AMOUNT = re.compile("[0-9]+万元")
PERCENT = re.compile(r"(?<![.\d])\d{1,3}(\.\d+)?\s*[%％](?![sdr(])")

READS_PERCENTAGES = ("kcdesk/kernel/",)
"""The kernel tells people how a percentage is written; it decides nothing by one."""


@pytest.mark.parametrize("room", rooms(), ids=name_of)
def test_no_article_and_no_threshold(room: Path) -> None:
    found = [
        f"{name_of(room)}:{number}: {line.strip()}"
        for number, line in enumerate(text_of(room).splitlines(), 1)
        if ARTICLE.search(line) or AMOUNT.search(line)
    ]
    assert found == []


@pytest.mark.parametrize("room", rooms(), ids=name_of)
def test_no_percentage(room: Path) -> None:
    if name_of(room).startswith(READS_PERCENTAGES):
        return
    found = [
        f"{name_of(room)}:{line}: {said}" for line, said in texts(room) if PERCENT.search(said)
    ]
    assert found == []
