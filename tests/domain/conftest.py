"""The shipped programme of Pinghu, read once."""

from __future__ import annotations

from pathlib import Path

import pytest

from kcdesk.domain.schemes.scheme import Scheme
from kcdesk.packs.schemes import load_pack


@pytest.fixture(scope="session")
def pinghu(resources: Path) -> Scheme:
    """As shipped: the day of the new measure is not filled in."""
    return load_pack(resources / "schemes" / "pinghu" / "scheme.toml").scheme
