"""Every table of the office file, one module a stage. Importing this declares them all."""

from kcdesk.store.tables import (
    applications,
    claims,
    documents,
    enterprises,
    fund,
    loans,
    meetings,
    partners,
    payouts,
    people,
    recoveries,
    registers,
    schemes,
)

__all__ = [
    "applications",
    "claims",
    "documents",
    "enterprises",
    "fund",
    "loans",
    "meetings",
    "partners",
    "payouts",
    "people",
    "recoveries",
    "registers",
    "schemes",
]
