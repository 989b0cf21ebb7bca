"""What every screen is handed: the desk, the sources of its fields, what this PC remembers."""

from __future__ import annotations

from dataclasses import dataclass

from kcdesk.ui.desk import Desk
from kcdesk.ui.kit.settings import Drafts, Settings
from kcdesk.ui.kit.sources import Sources


@dataclass(frozen=True)
class Place:
    """One seat at one office; made by the app's wiring when an office is opened."""

    desk: Desk
    sources: Sources
    settings: Settings | None = None
    drafts: Drafts | None = None
