"""Version 2: what the five programmes ask for."""

from __future__ import annotations

from alembic.operations import Operations


def bring_up(op: Operations) -> None:
    """Make the tables that came with version 2."""
