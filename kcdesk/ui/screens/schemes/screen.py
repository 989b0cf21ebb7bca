"""The programme: every clause and how it is kept; what the text leaves open, to be filled in."""

from __future__ import annotations

from typing import Any

from kcdesk.ui.kit import Action, Empty, ListPage, Place, Screen, Table
from kcdesk.ui.panels.tabbed import TabbedLists
from kcdesk.work.commands.schemes import FillSchemeBlank
from kcdesk.work.queries.schemes import BlankLine, ClauseLine, scheme_blanks, scheme_clauses


class SchemeScreen(Screen):
    """方案条款和留白。"""

    def __init__(self, place: Place) -> None:
        super().__init__(place, "方案")
        self.clause_table = Table(
            ClauseLine, name="clauses", settings=place.settings, unit="条", label="条款",
            actions=(Action("看原文出处(V)", self.show_clause, icon="clause", for_line=True),),
        )  # fmt: skip
        self.blank_table = Table(
            BlankLine,
            name="blanks",
            settings=place.settings,
            may_filter=False,
            unit="项",
            label="留白",
            actions=(
                Action("填写(A)", self.fill, icon="edit", key="Ins", for_line=True, primary=True),
            ),
            empty=Empty("这个方案没有留待本单位填写的内容。"),
        )
        self.clause_table.filter.setPlaceholderText("条款号、出处或内容")
        self.clauses: tuple[ClauseLine, ...] = ()
        self.clause_page = ListPage(place.desk, self.clause_table, self._clauses)
        self.blank_page = ListPage(place.desk, self.blank_table, lambda _text: scheme_blanks())
        self.lists = TabbedLists(((self.clause_page, "条款"), (self.blank_page, "留白")))
        self.pages.addWidget(self.lists)
        self.setFocusProxy(self.clause_table.grid)
        self.reload()

    def _clauses(self, text: str) -> Any:
        return scheme_clauses(find=text)

    def show_clause(self, line: ClauseLine) -> None:
        """The clause with its reading, as the shell shows clauses."""
        self.clause_asked.emit(line.id)

    def fill(self, line: BlankLine) -> None:
        """Fill in what the text leaves open."""
        self.edit(
            FillSchemeBlank,
            title=f"填写“{line.label}”",
            values={"name": line.name, "value": line.value or None},
            locked=("name",),
        )
