"""What the programme asks beyond what every programme asks: fields of a form, tabs of a card."""

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
    """What this programme asks of firms, banks, loans and claims beyond what every one asks."""

    names: Annotated[frozenset[str], Field("codes", "填报项目")]


_ASKED: Mapping[str, tuple[tuple[str, ...], str]] = {
    "figures": (
        (
            "enterprise.region_code", "enterprise.legal_form", "enterprise.size",
            "enterprise.staff", "enterprise.revenue", "enterprise.assets",
        ),
        "record_figures",
    ),
    "against": (
        (
            "enterprise.open_incidents", "enterprise.last_incident_on", "enterprise.is_banned",
            "enterprise.has_fraud",
        ),
        "record_ban",
    ),
    "submitted_on": (("admission.submitted_on",), ""),
    "number_year": (("enterprise.number_year",), ""),
    "tech_from_on": (("bank.is_tech",), ""),
    "service_team": (("bank.is_tech",), ""),
    "reference_rates": (("loan.lpr", "agreement.spread"), "record_reference_rate"),
    "rate_ceiling": (("agreement.rate_ceiling",), ""),
    "agreement_line": (("agreement.line",), ""),
    "deposits": (("deposit.balance", "deposit.amount", "agreement.deposit"), "place_deposit"),
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
    "override_no": (("payout.is_overridden",), ""),
}  # fmt: skip
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
    # Where loans of other policies stand beside its own, a programme also asks how one came about.
    others = {code: x for code, x in scheme.products.items() if x.is_other_policy}
    lists: Mapping[str, Mapping[str, object]] = {
        "kind": others,
        "renews": others,
        "products": scheme.products,
        "channel": scheme.channels,
        "materials": scheme.application_materials,
        "milestones": scheme.milestones,
        "classes": scheme.classes,
        "figures": {**scheme.chains, **scheme.tags},
        "against": scheme.incidents,
        "requirements": scheme.partner_requirements,
        "targets": scheme.targets,
        "breakers": scheme.breakers,
        "fees": scheme.fees,
        "groups": {name: x for name, x in scheme.indicators.items() if x.by},
    }
    return AskedFields(frozenset(asked | {name for name, items in lists.items() if items}))
