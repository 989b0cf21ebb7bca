"""Every command with its handler, one room a stage. Importing this registers them."""

from kcdesk.work.commands import (
    applications,
    claims,
    enterprises,
    fund,
    loans,
    meetings,
    partners,
    payouts,
    people,
    recoveries,
    schemes,
)

__all__ = [
    "applications",
    "claims",
    "enterprises",
    "fund",
    "loans",
    "meetings",
    "partners",
    "payouts",
    "people",
    "recoveries",
    "schemes",
]
