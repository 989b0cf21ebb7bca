"""Firms: what is known of one on a day, when it is on the list, what a change of the list needs."""

from __future__ import annotations

from kcdesk.domain.enterprises.facts import (
    ENTERPRISE_FIELDS,
    EVENTS,
    LEGAL_FORMS,
    ONLINE_RESULTS,
    PATHS,
    SIZES,
)
from kcdesk.domain.enterprises.listing import (
    AdmissionFacts,
    Listing,
    Qualification,
    RemovalFacts,
    Term,
    check_admission,
    check_removal,
    clauses_about,
    current_listing,
    listed_on,
    live_qualifications,
    overlapping,
    proposed_removal_on,
    term_of,
)
from kcdesk.domain.enterprises.sizes import Figures, Industry, Limits, size_of
from kcdesk.domain.enterprises.standing import (
    BAN_KINDS,
    Ban,
    Entered,
    Incident,
    Standing,
    StretchOfClass,
)

__all__ = [
    "BAN_KINDS",
    "ENTERPRISE_FIELDS",
    "EVENTS",
    "LEGAL_FORMS",
    "ONLINE_RESULTS",
    "PATHS",
    "SIZES",
    "AdmissionFacts",
    "Ban",
    "Entered",
    "Figures",
    "Incident",
    "Industry",
    "Limits",
    "Listing",
    "Qualification",
    "RemovalFacts",
    "Standing",
    "StretchOfClass",
    "Term",
    "check_admission",
    "check_removal",
    "clauses_about",
    "current_listing",
    "listed_on",
    "live_qualifications",
    "overlapping",
    "proposed_removal_on",
    "size_of",
    "term_of",
]
