"""Clauses of the programme as a paper cites them: the document with its articles.

Used by papers whose record keeps the clauses it was decided by. A paper cites the documents of
the programme, not what an office does where they say nothing.
"""

from __future__ import annotations

from collections.abc import Iterable

from kcdesk.work.context import Read


def cited(read: Read, clause_ids: Iterable[str]) -> str:
    """Title and articles, document by document; empty where nothing is cited."""
    scheme = read.scheme()
    articles: dict[str, dict[str, None]] = {}
    for id_ in clause_ids:
        clause = scheme.clauses.get(id_)
        if clause is not None and scheme.documents[clause.document].title.startswith("《"):
            articles.setdefault(clause.document, {})[clause.article] = None
    return "，".join(
        f"{scheme.documents[document].title}{'、'.join(of)}" for document, of in articles.items()
    )
