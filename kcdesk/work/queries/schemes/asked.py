"""What the programme asks of applications, loans and claims beyond what every one asks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from kcdesk.domain.schemes.asking import facts_named
from kcdesk.kernel.kinds import Field
from kcdesk.work.context import Read
from kcdesk.work.query import query


@dataclass(frozen=True)
class AskedFields:
    """What this programme asks of an application, a loan and a claim beyond what every one asks."""

    names: Annotated[frozenset[str], Field("codes", "填报项目")]


_ASKED: Mapping[str, tuple[tuple[str, ...], str]] = {
    "kind": (("loan.kind",), ""),
    "renews": (("loan.kind",), ""),
    "is_discounting": (("loan.is_discounting",), ""),
    "rate": (("loan.rate",), ""),
    "special_reason": (("loan.special_reason",), ""),
    "first_loan_on": (("application.is_first_loan", "loan.is_first_loan"), ""),
    "guaranteed": (("loan.guaranteed",), ""),
    "credit_lines": (("enterprise.bank_line",), "record_credit_line"),
    "person_loans": (
        ("person.later_outstanding", "person.earlier_outstanding"),
        "record_person_loan",
    ),
    "guarantors": ((), "add_loan_guarantor"),
    "acceleration": (("claim.is_accelerated",), "declare_accelerated"),
    "exemption": (("claim.exemption",), "record_exemption"),
}
"""A field is asked when the programme names one of these facts, or says this command keeps it."""


@query("方案填报项目")
def asked_fields(read: Read) -> AskedFields:
    """Which fields and tabs the programme has a use for; all others are left out of the forms."""
    scheme = read.scheme()
    keepers = {name for clause in scheme.clauses.values() for name in clause.by}
    named = facts_named(scheme)
    asked = {
        name
        for name, (facts, keeper) in _ASKED.items()
        if not named.isdisjoint(facts) or keeper in keepers
    }
    # Where loans are told apart by product, they are also told apart by how they came about.
    lists: Mapping[str, Mapping[str, object]] = {
        "kind": scheme.products,
        "renews": scheme.products,
        "products": scheme.products,
        "channel": scheme.channels,
        "materials": scheme.application_materials,
        "milestones": scheme.milestones,
    }
    return AskedFields(frozenset(asked | {name for name, items in lists.items() if items}))
