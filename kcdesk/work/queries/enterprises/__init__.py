"""Questions about firms: lists and searches, cards, versions of the list, an import's preview."""

from kcdesk.work.queries.enterprises import (
    card,
    checks,
    lists,
    options,
    particulars,
    preview,
    standing,
    versions,
)

__all__ = [
    "card",
    "checks",
    "lists",
    "options",
    "particulars",
    "preview",
    "standing",
    "versions",
]
