"""What all tables share: STRICT, an id that is never used again, a stage, journal triggers.

The trigger generator (store/journal.py) reads `Base.metadata`; a table module only declares.
A table or column that a later version of the file brought says `since` which.
`append_only` tables refuse UPDATE and DELETE by trigger; a table with a column ``is_void`` keeps
its row when the command that made it is reversed (作废, number kept).
"""

from __future__ import annotations

from datetime import date, datetime
from fractions import Fraction
from typing import Any, ClassVar

from sqlalchemy import Integer, MetaData, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from kcdesk.kernel.money import Money
from kcdesk.store.columns import Day, Json, Moment, MoneyFen, Ratio, Truth

VERSION = 3
"""Of the office file: stands in it as ``PRAGMA user_version`` (store/migrate.py)."""

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
}


class Base(DeclarativeBase):
    """The registry of every table of the office file."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        int: Integer,
        str: Text,
        bool: Truth,
        date: Day,
        datetime: Moment,
        Money: MoneyFen,
        Fraction: Ratio,
        dict[str, Any]: Json,
        list[Any]: Json,
    }


def options(stage: str, *, append_only: bool = False, since: int = 1) -> dict[str, Any]:
    """The table options of a journalled business table of `stage`, there `since` a version."""
    return {
        "sqlite_strict": True,
        "sqlite_autoincrement": True,
        "info": {"stage": stage, "append_only": append_only, "since": since},
    }


def since(version: int) -> dict[str, Any]:
    """The ``info`` of a column that came with a later version of the file.

    It is nullable or has a ``server_default``. The journal writes it only where it differs from
    that, so that rows written before the column came are still what the journal says of them.
    """
    return {"since": version}


class Row(Base):
    """A journalled business row."""

    __abstract__ = True

    id: Mapped[int] = mapped_column(primary_key=True, sort_order=-1)
