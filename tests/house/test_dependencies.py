"""The frozen set fits the ranges, and the tests run with exactly the frozen set."""

from __future__ import annotations

import tomllib
from importlib import metadata

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.house.sources import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
WANTED = [
    Requirement(line)
    for lines in (PROJECT["dependencies"], *PROJECT["optional-dependencies"].values())
    for line in lines
]
PINS = {
    str(canonicalize_name(pin.name)): next(iter(pin.specifier)).version
    for line in (ROOT / "constraints.txt").read_text("utf-8").splitlines()
    if line and not line.startswith("#")
    for pin in [Requirement(line)]
}


@pytest.mark.parametrize("wanted", WANTED, ids=lambda wanted: wanted.name)
def test_pin_lies_in_the_range(wanted: Requirement) -> None:
    assert wanted.specifier.contains(PINS[canonicalize_name(wanted.name)])


@pytest.mark.parametrize("name", sorted(PINS))
def test_installed_is_what_is_pinned(name: str) -> None:
    try:
        installed = metadata.version(name)
    except metadata.PackageNotFoundError:
        return  # Windows only, or of the installer's group
    if name == "setuptools":
        return  # every environment begins with one of its own
    assert installed == PINS[name]


def test_every_library_of_the_program_is_pinned() -> None:
    unpinned = set()
    seen = {str(canonicalize_name(w.name)) for w in WANTED}
    waiting = list(seen)
    while waiting:
        name = waiting.pop()
        unpinned |= {name} - set(PINS)
        try:
            needed = metadata.requires(name) or []
        except metadata.PackageNotFoundError:
            continue
        for requirement in map(Requirement, needed):
            marker = requirement.marker
            found = canonicalize_name(requirement.name)
            if (marker is None or marker.evaluate({"extra": ""})) and found not in seen:
                seen.add(found)
                waiting.append(found)
    assert unpinned == set()
