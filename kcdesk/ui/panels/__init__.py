"""What a record of any stage has beside its own facts: its files, its papers, its history.

A screen makes a `RecordPage` of a spread card and lays panels on its tabs::

    page = RecordPage(self, card, lambda: loan_card(loan=ident))
    page.add(FilesPanel(self, "loans", ident))
    page.add(HistoryPanel(self, "loan", ident))
    add_papers(page, self, "loans", ident)
    self.push(page, "贷款")

A panel asks when its tab is first seen and again after a change, not before. Panels know the
stage `documents` and the journal, no other; screens of all stages use them.
"""

from __future__ import annotations

from kcdesk.ui.panels.asked import Asked
from kcdesk.ui.panels.choosing import Choose, choose_file, choose_place
from kcdesk.ui.panels.files import FilesPanel
from kcdesk.ui.panels.filters import OptionFilter
from kcdesk.ui.panels.findings import remarks_of
from kcdesk.ui.panels.history import HistoryPanel
from kcdesk.ui.panels.keys import GridKeys
from kcdesk.ui.panels.narrow import NarrowSources, narrowed, offering
from kcdesk.ui.panels.papers import PapersPanel, add_papers
from kcdesk.ui.panels.record import CardPanel, Panel, RecordPage, TablePanel

__all__ = [
    "Asked",
    "CardPanel",
    "Choose",
    "FilesPanel",
    "GridKeys",
    "HistoryPanel",
    "NarrowSources",
    "OptionFilter",
    "Panel",
    "PapersPanel",
    "RecordPage",
    "TablePanel",
    "add_papers",
    "choose_file",
    "choose_place",
    "narrowed",
    "offering",
    "remarks_of",
]
