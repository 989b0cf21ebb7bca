"""Version 3: what the application form asks of a firm, its annexes, the signed paper's scan.

Frozen on the day it was written: an office of version 2 becomes exactly this, whatever the
tables are today.
"""

from __future__ import annotations

from alembic.operations import Operations
from sqlalchemy import Column, ForeignKey, Integer, Text, UniqueConstraint


def bring_up(op: Operations) -> None:
    """Make the tables and columns that came with version 3; what is there stays as it is."""
    _new_columns(op)
    _enterprises(op)
    _applications(op)


def _new_columns(op: Operations) -> None:
    op.add_column("contact", Column("email", Text, nullable=True))
    for name in ("liabilities_fen", "net_profit_fen", "tax_fen", "research_fen"):
        op.add_column("enterprise_figure", Column(name, Integer, nullable=True))
    op.add_column("application", Column("policy_loans", Text, nullable=True))
    op.execute("ALTER TABLE attachment ADD COLUMN print_id INTEGER REFERENCES print_log (id)")
    op.create_index("ix_attachment_print_id", "attachment", ["print_id"])


def _firm(table: str) -> Column[int]:
    return Column(
        "enterprise_id",
        Integer,
        ForeignKey("enterprise.id", name=f"fk_{table}_enterprise_id"),
        nullable=False,
    )


def _application(table: str) -> Column[int]:
    return Column(
        "application_id",
        Integer,
        ForeignKey("application.id", name=f"fk_{table}_application_id"),
        nullable=False,
    )


def _enterprises(op: Operations) -> None:
    op.create_table(
        "enterprise_particular",
        Column("id", Integer, primary_key=True),
        _firm("enterprise_particular"),
        Column("office_address", Text, nullable=False),
        Column("production_address", Text, nullable=False),
        Column("legal_rep_phone", Text, nullable=False),
        Column("ownership", Text, nullable=False),
        Column("technical_field", Text, nullable=False),
        Column("college_staff_count", Integer, nullable=True),
        Column("research_staff_count", Integer, nullable=True),
        UniqueConstraint("enterprise_id", name="uq_enterprise_particular_enterprise_id"),
        sqlite_strict=True,
        sqlite_autoincrement=True,
    )
    op.create_table(
        "enterprise_account",
        Column("id", Integer, primary_key=True),
        _firm("enterprise_account"),
        Column("kind", Text, nullable=False),
        Column("account_bank", Text, nullable=False),
        Column("account_no", Text, nullable=False),
        sqlite_strict=True,
        sqlite_autoincrement=True,
    )
    op.create_index("ix_enterprise_account_enterprise_id", "enterprise_account", ["enterprise_id"])
    op.create_table(
        "shareholder",
        Column("id", Integer, primary_key=True),
        _firm("shareholder"),
        Column("name", Text, nullable=False),
        Column("share", Text, nullable=True),
        sqlite_strict=True,
        sqlite_autoincrement=True,
    )
    op.create_index("ix_shareholder_enterprise_id", "shareholder", ["enterprise_id"])
    op.create_table(
        "intellectual_property",
        Column("id", Integer, primary_key=True),
        _firm("intellectual_property"),
        Column("kind", Text, nullable=False),
        Column("held_count", Integer, nullable=False),
        UniqueConstraint(
            "enterprise_id", "kind", name="uq_intellectual_property_enterprise_id_kind"
        ),
        sqlite_strict=True,
        sqlite_autoincrement=True,
    )
    op.create_table(
        "interim_figure",
        Column("id", Integer, primary_key=True),
        _firm("interim_figure"),
        Column("until_on", Text, nullable=False),
        Column("total_assets_fen", Integer, nullable=True),
        Column("liabilities_fen", Integer, nullable=True),
        Column("revenue_fen", Integer, nullable=True),
        Column("net_profit_fen", Integer, nullable=True),
        Column("tax_fen", Integer, nullable=True),
        Column("research_fen", Integer, nullable=True),
        Column("source", Text, nullable=False),
        UniqueConstraint(
            "enterprise_id", "until_on", name="uq_interim_figure_enterprise_id_until_on"
        ),
        sqlite_strict=True,
        sqlite_autoincrement=True,
    )
    op.create_table(
        "related_firm",
        Column("id", Integer, primary_key=True),
        _firm("related_firm"),
        Column("name", Text, nullable=False),
        Column("uscc", Text, nullable=False),
        Column("relation", Text, nullable=False),
        sqlite_strict=True,
        sqlite_autoincrement=True,
    )
    op.create_index("ix_related_firm_enterprise_id", "related_firm", ["enterprise_id"])


def _applications(op: Operations) -> None:
    op.create_table(
        "application_balance",
        Column("id", Integer, primary_key=True),
        _application("application_balance"),
        Column("kind", Text, nullable=False),
        Column("name", Text, nullable=False),
        Column("amount_fen", Integer, nullable=False),
        Column("age", Text, nullable=False),
        Column("share", Text, nullable=True),
        sqlite_strict=True,
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_application_balance_application_id", "application_balance", ["application_id"]
    )
    op.create_table(
        "application_borrowing",
        Column("id", Integer, primary_key=True),
        _application("application_borrowing"),
        Column("lender", Text, nullable=False),
        Column("amount_fen", Integer, nullable=False),
        Column("security", Text, nullable=False),
        Column("from_on", Text, nullable=True),
        Column("until_on", Text, nullable=True),
        sqlite_strict=True,
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_application_borrowing_application_id", "application_borrowing", ["application_id"]
    )
