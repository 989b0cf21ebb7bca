"""Fixtures of the work floor."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.work.county import County


@pytest.fixture
def county(tmp_path: Path) -> Iterator[County]:
    """A county office under the Pinghu programme."""
    made = County(tmp_path / "office")
    yield made
    made.office.close()
