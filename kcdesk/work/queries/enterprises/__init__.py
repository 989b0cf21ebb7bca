"""Questions about firms: lists and searches, the card, the preview of an import."""

from kcdesk.work.queries.enterprises import card, lists, preview

__all__ = ["card", "lists", "preview"]
