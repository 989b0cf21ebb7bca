"""Enterprises: their records, their standing, their time on the list and its versions."""

from __future__ import annotations

from kcdesk.store.tables.enterprises.firms import (
    ContactRow,
    EnterpriseNameRow,
    EnterpriseRow,
    ListingRow,
    QualificationRow,
)
from kcdesk.store.tables.enterprises.particulars import (
    FirmAccountRow,
    IntellectualPropertyRow,
    InterimFigureRow,
    ParticularRow,
    RelatedFirmRow,
    ShareholderRow,
)
from kcdesk.store.tables.enterprises.standing import (
    BanRow,
    ClassRow,
    FigureRow,
    IncidentRow,
    ProfileRow,
    QualificationReviewRow,
    TagRow,
)
from kcdesk.store.tables.enterprises.versions import (
    ListDeliveryRow,
    ListVersionLineRow,
    ListVersionRow,
)

__all__ = [
    "BanRow",
    "ClassRow",
    "ContactRow",
    "EnterpriseNameRow",
    "EnterpriseRow",
    "FigureRow",
    "FirmAccountRow",
    "IncidentRow",
    "IntellectualPropertyRow",
    "InterimFigureRow",
    "ListDeliveryRow",
    "ListVersionLineRow",
    "ListVersionRow",
    "ListingRow",
    "ParticularRow",
    "ProfileRow",
    "QualificationReviewRow",
    "QualificationRow",
    "RelatedFirmRow",
    "ShareholderRow",
    "TagRow",
]
