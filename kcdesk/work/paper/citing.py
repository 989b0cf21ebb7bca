"""Clauses of the programme as a paper cites them: the document with its articles.

Used by papers whose record keeps the clauses it was decided by. A paper cites the documents of
the programme, not what an office does where they say nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from kcdesk.domain.schemes.parts import Document
from kcdesk.domain.schemes.scheme import Scheme
from kcdesk.work.context import Read

ARTICLE: Final = "{article}"
"""Where a document's ``cited_as`` has the place in it."""


def cited(read: Read, clause_ids: Iterable[str]) -> str:
    """Title and articles, document by document; empty where nothing is cited."""
    scheme = read.scheme()
    places: dict[str, dict[str, None]] = {}
    for id_ in clause_ids:
        clause = scheme.clauses.get(id_)
        if clause is not None and _is_cited(scheme.documents[clause.document]):
            places.setdefault(clause.document, {})[clause.article] = None
    return "，".join(
        f"{scheme.documents[document].title}{'、'.join(of)}" for document, of in places.items()
    )


def _is_cited(document: Document) -> bool:
    """Whether people know the document by its title: a practice has none, a report is no rule."""
    return (document.cited_as or document.title).startswith("《")


def articles(scheme: Scheme, clause_ids: Iterable[str]) -> str:
    """What stands in a cell for the basis: articles of the programme's own text, and of another
    document what a paper calls it."""
    said: dict[str, dict[str, None]] = {}
    for clause in (scheme.clauses[id_] for id_ in clause_ids if id_ in scheme.clauses):
        before, place, _ = (scheme.documents[clause.document].cited_as or ARTICLE).partition(
            ARTICLE
        )
        said.setdefault(before, {})[clause.article if place else ""] = None
    return "、".join(before + "、".join(places) for before, places in said.items())


def articles_of(scheme: Scheme, clauses: str) -> str:
    """The same for clause ids that stand in a row, as queries show them."""
    return articles(scheme, clauses.split("、"))
