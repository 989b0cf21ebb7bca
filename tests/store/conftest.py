"""A small office, empty or with three batches of rows in every table."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.store.small_office import SmallOffice, fill


@pytest.fixture(scope="session")
def masters(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an empty and a filled office, to be copied: making one costs 50 ms."""
    folder = tmp_path_factory.mktemp("masters")
    SmallOffice(folder / "empty", create=True).close()
    small = SmallOffice(folder / "filled", create=True)
    for number in (1, 2, 3):
        fill(small, number)
    small.close()
    return folder


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "office.kcdesk"


@pytest.fixture
def office(masters: Path, file: Path) -> Iterator[SmallOffice]:
    """Made, and nothing entered yet."""
    small = SmallOffice(Path(shutil.copyfile(masters / "empty", file)))
    yield small
    small.close()


@pytest.fixture
def closed_file(masters: Path, file: Path) -> Path:
    """The file of a filled office that nobody has open."""
    return Path(shutil.copyfile(masters / "filled", file))


@pytest.fixture
def filled(closed_file: Path) -> Iterator[SmallOffice]:
    """Three commands, each with a row in every table."""
    small = SmallOffice(closed_file)
    yield small
    small.close()
