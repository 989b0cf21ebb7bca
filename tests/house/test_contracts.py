"""Which room may know which: the contracts of pyproject.toml, run by import-linter."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from importlinter import configuration
from importlinter.application.use_cases import lint_imports

from tests.house.sources import ROOT

SETTINGS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
CONTRACTS: list[dict[str, Any]] = SETTINGS["tool"]["importlinter"]["contracts"]


# Not the command line's entry: that one would switch every logger off for the tests to come.
configuration.configure()


@pytest.fixture(scope="session")
def graph_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("imports")


@pytest.mark.parametrize("contract", [c["id"] for c in CONTRACTS])
def test_contract_is_kept(contract: str, graph_cache: Path) -> None:
    kept = lint_imports(
        config_filename=str(ROOT / "pyproject.toml"),
        limit_to_contracts=(contract,),
        cache_dir=str(graph_cache),
        no_logo=True,
    )
    assert kept, "see the broken chain above"


def test_stages_of_the_contract_are_those_of_the_glossary() -> None:
    glossary = tomllib.loads((ROOT / "resources/glossary.toml").read_text(encoding="utf-8"))
    layers = next(c["layers"] for c in CONTRACTS if c["id"] == "stages")
    assert [layer.strip("()") for layer in reversed(layers)] == list(glossary["stages"].values())
