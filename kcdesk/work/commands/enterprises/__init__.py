"""Firms: their records and standing, their time on the list and its versions, the import."""

from kcdesk.work.commands.enterprises import (
    admissions,
    bans,
    changes,
    classes,
    facts,
    imports,
    listed,
    particulars,
    profiles,
    proposing,
    records,
    renewals,
    reviews,
    versions,
)

__all__ = [
    "admissions",
    "bans",
    "changes",
    "classes",
    "facts",
    "imports",
    "listed",
    "particulars",
    "profiles",
    "proposing",
    "records",
    "renewals",
    "reviews",
    "versions",
]
