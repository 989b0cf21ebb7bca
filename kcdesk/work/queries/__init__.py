"""Every query, one room a stage. Importing this registers them."""

from kcdesk.work.queries import (
    applications,
    audit,
    claims,
    enterprises,
    fund,
    loans,
    meetings,
    partners,
    payouts,
    people,
    recoveries,
    reports,
    schemes,
)

__all__ = [
    "applications",
    "audit",
    "claims",
    "enterprises",
    "fund",
    "loans",
    "meetings",
    "partners",
    "payouts",
    "people",
    "recoveries",
    "reports",
    "schemes",
]
