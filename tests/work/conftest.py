"""Fixtures of the work floor."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.work.county import County
from tests.work.listing_county import trial_county


@pytest.fixture
def county(tmp_path: Path) -> Iterator[County]:
    """A county office under the Pinghu programme."""
    made = County(tmp_path / "office")
    yield made
    made.office.close()


@pytest.fixture
def trial(tmp_path: Path) -> Iterator[County]:
    """A county office whose programme asks of a firm whatever can be asked."""
    made = trial_county(tmp_path)
    yield made
    made.office.close()
