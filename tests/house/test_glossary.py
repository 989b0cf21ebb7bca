"""Stages, tables, commands and queries are named with the glossary's nouns."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable

import pytest

from kcdesk.store.tables.base import Base
from kcdesk.work import registry
from kcdesk.work.command import COMMANDS
from kcdesk.work.query import QUERIES
from tests.house.sources import PACKAGE, ROOT, name_of

GLOSSARY: dict[str, dict[str, str]] = tomllib.loads(
    (ROOT / "resources/glossary.toml").read_text("utf-8")
)
STAGES = list(GLOSSARY["stages"].values())
NOUNS = {*GLOSSARY["terms"].values(), *STAGES}
VERBS = set(GLOSSARY["verbs"].values())
SMALL_WORDS = set(GLOSSARY["words"].values()) | {"of", "for", "by", "to", "may", "is", "has"}

assert registry, "importing it registers every command and query"


def singulars(word: str) -> Iterable[str]:
    yield word
    if word.endswith("ies"):
        yield f"{word[:-3]}y"
    if word.endswith("xes"):
        yield word[:-2]
    if word.endswith("s"):
        yield word[:-1]


def strange(words: list[str], known: set[str]) -> list[str]:
    """The words that are part of no known term; a term may have two words."""
    left: list[str] = []
    at = 0
    while at < len(words):
        for length in (2, 1):
            term = "_".join(words[at : at + length])
            if any(s in known for s in singulars(term)):
                at += length
                break
        else:
            left.append(words[at])
            at += 1
    return left


def test_terms_are_one_to_one() -> None:
    terms = list(GLOSSARY["terms"].values())
    assert len(terms) == len(set(terms)), [t for t in set(terms) if terms.count(t) > 1]


def test_terms_are_plain_english_nouns() -> None:
    assert [t for t in NOUNS | VERBS if not re.fullmatch(r"[a-z]+(_[a-z]+)?", t)] == []


@pytest.mark.parametrize("table", sorted(Base.metadata.tables))
def test_table_is_named_with_the_glossarys_nouns(table: str) -> None:
    assert strange(table.split("_"), NOUNS) == []


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_command_is_a_verb_and_the_glossarys_nouns(command: str) -> None:
    verb, *rest = command.split("_")
    assert verb in VERBS, f"{verb} is no verb of the glossary"
    assert rest, "a command is verb and noun"
    assert strange(rest, NOUNS | SMALL_WORDS) == []


@pytest.mark.parametrize("query", sorted(QUERIES))
def test_query_is_named_with_the_glossarys_nouns(query: str) -> None:
    assert strange(query.split("_"), NOUNS | SMALL_WORDS) == []


@pytest.mark.parametrize(
    "room",
    [p for p in sorted((PACKAGE / "ui/screens").glob("*")) if p.is_dir() and p.name[0] != "_"],
    ids=name_of,
)
def test_screens_are_named_after_stages(room: object) -> None:
    from pathlib import Path

    assert isinstance(room, Path)
    assert room.name in {*STAGES, "home"}
