"""Questions about applications: the list, one with what may be done with it, its annexes."""

from kcdesk.work.queries.applications.annexes import (
    ApplicationAnnexes,
    KnownBorrowing,
    application_annexes,
    known_borrowings,
)
from kcdesk.work.queries.applications.lists import (
    STATES,
    ApplicationCard,
    ApplicationCheck,
    ApplicationLine,
    ApplicationMaterialLine,
    ChannelLine,
    application_card,
    application_products,
    applications,
    channel_counts,
    check_application_entry,
    material_lines,
)

__all__ = [
    "STATES",
    "ApplicationAnnexes",
    "ApplicationCard",
    "ApplicationCheck",
    "ApplicationLine",
    "ApplicationMaterialLine",
    "ChannelLine",
    "KnownBorrowing",
    "application_annexes",
    "application_card",
    "application_products",
    "applications",
    "channel_counts",
    "check_application_entry",
    "known_borrowings",
    "material_lines",
]
