"""Every table of the office file keeps the house's rules, also the ones added tomorrow."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import Table, UniqueConstraint
from sqlalchemy.sql.sqltypes import Float, LargeBinary, Numeric

from kcdesk.store import journal
from kcdesk.store.columns import Day, MoneyFen, Truth
from kcdesk.store.tables.base import Base
from tests.store.small_office import TABLES, SmallOffice

EVERY = pytest.mark.parametrize("table", TABLES.values(), ids=str)
ALL = pytest.mark.parametrize("table", Base.metadata.tables.values(), ids=str)
FEW = {"entered_by", "printed_by", "attached_by", "reviewer_id", "scheme_revision_id"}
"""People and revisions are few; nobody asks for their rows by them."""

APPEND_ONLY = {"fund_voucher", "fund_posting"}


def sql_of(office: SmallOffice, name: str) -> str:
    row = office.connection.execute("SELECT sql FROM sqlite_schema WHERE name = ?", (name,))
    return str(row.fetchone()[0])


@EVERY
def test_a_business_table_is_strict_and_never_reuses_an_id(
    office: SmallOffice, table: Table
) -> None:
    sql = sql_of(office, table.name)
    assert re.search(r"\)\s*STRICT\s*$", sql)
    assert re.search(r"\bid INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT", sql)


@EVERY
def test_a_business_table_has_every_trigger(office: SmallOffice, table: Table) -> None:
    kept = {
        str(name)
        for (name,) in office.connection.execute(
            "SELECT name FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = ?", (table.name,)
        )
    }
    verbs = {"insert", "update", "delete", "identity"}
    expected = {f"journal_{table.name}_{verb}" for verb in verbs}
    if table.name in APPEND_ONLY:
        expected = {f"journal_{table.name}_insert"}
        expected |= {f"{table.name}_no_update", f"{table.name}_no_delete"}
    assert kept == expected


def test_the_fund_and_the_journal_are_the_append_only_tables() -> None:
    assert {t.name for t in TABLES.values() if t.info["append_only"]} == APPEND_ONLY
    journal_tables = {n for n, t in Base.metadata.tables.items() if "journal" in t.info}
    assert journal_tables == {"journal_entry", "journal_change"}
    assert journal_tables | set(TABLES) == set(Base.metadata.tables)


@EVERY
def test_a_business_table_belongs_to_the_stage_of_its_module(table: Table) -> None:
    mapper = next(m for m in Base.registry.mappers if m.local_table is table)
    home = f"kcdesk.store.tables.{journal.stage_of(table.name)}"
    assert f"{mapper.class_.__module__}.".startswith(f"{home}.")


@EVERY
def test_the_trigger_records_every_column(table: Table) -> None:
    inserted = next(
        s for s in journal.trigger_statements() if f" journal_{table.name}_insert " in s
    )
    for column in table.columns:
        came_later = journal.since_of(table, column) > table.info["since"]
        shown = f'json_quote(NEW."{column.name}")' if came_later else f'NEW."{column.name}"'
        name = f'"{column.name}":' if came_later else f"'{column.name}', "
        assert name in inserted
        assert shown in inserted


@ALL
def test_a_column_says_its_unit_by_its_name(table: Table) -> None:
    for column in table.columns:
        assert not isinstance(column.type, Numeric | Float | LargeBinary), "money is never a float"
        assert column.name.endswith("_fen") == isinstance(column.type, MoneyFen)
        assert column.name.endswith("_on") == isinstance(column.type, Day)
        assert column.name.startswith(("is_", "has_", "may_")) == isinstance(column.type, Truth)


@ALL
def test_a_reference_cascades_nothing_and_is_indexed(table: Table) -> None:
    unique = [
        next(iter(c.columns)).name for c in table.constraints if isinstance(c, UniqueConstraint)
    ]
    indexed = {*unique, *(next(iter(i.columns)).name for i in table.indexes), *FEW}
    for reference in table.foreign_keys:
        assert reference.ondelete is None
        assert reference.onupdate is None
        assert reference.parent.name in indexed, f"{reference.parent} is looked up without an index"
