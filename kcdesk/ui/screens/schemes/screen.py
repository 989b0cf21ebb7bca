"""The programme: every clause and how it is kept; what the text leaves open, to be filled in."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

from kcdesk.domain.schemes.parts import Blank
from kcdesk.kernel.kinds import Slot
from kcdesk.ui.kit import Action, Empty, ListPage, Place, Screen, Sources, Table
from kcdesk.ui.kit.fields import FieldWidget, make_field
from kcdesk.ui.panels.tabbed import TabbedLists
from kcdesk.work.commands.schemes import FillSchemeBlank
from kcdesk.work.queries.schemes import BlankLine, ClauseLine, scheme_blanks, scheme_clauses
from kcdesk.work.query import Ask


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
            columns=("label", "value", "document_no", "clauses"),
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
        self.blank_table.opened.connect(lambda _ident: self._fill_current())
        self.setFocusProxy(self.clause_table.grid)
        self.reload()

    def _clauses(self, text: str) -> Any:
        return scheme_clauses(find=text)

    def show_clause(self, line: ClauseLine) -> None:
        """The clause with its reading, as the shell shows clauses."""
        self.clause_asked.emit(line.id)

    def open_record(self, ident: int) -> None:
        """A blank that is to be filled in."""
        self.go_home()
        self.lists.tabs.setCurrentWidget(self.blank_page)
        self.blank_table.go_to(ident)
        self.blank_table.grid.setFocus()

    def _fill_current(self) -> None:
        line = self.blank_table.line()
        if line is not None:
            self.fill(line)

    def fill(self, line: BlankLine) -> None:
        """Fill in what the text leaves open; first ask how it is to be read."""
        ask = Ask("blank", {"name": line.name}, lambda read: read.scheme().blank(line.name))
        self.desk.ask(ask, partial(self._fill, line), self, self.say_trouble)

    def _fill(self, line: BlankLine, blank: Blank) -> None:
        place = self.place
        value = blank.take(line.value, place.sources.today()) if line.value else None
        self.edit(
            FillSchemeBlank,
            title=f"填写“{line.label}”",
            explain=f"方案原文没有写明，由本单位按文件填写。{blank.says}",
            values={"name": line.name, "value": value, "document_no": line.document_no},
            hidden=("name",),
            overrides={"value": partial(value_field, blank)},
            save_label="保存",
        )


def value_field(blank: Blank, slot: Slot, sources: Sources) -> FieldWidget:
    """The field of the blank's own kind: a day, a choice; a flag is written in words."""
    if blank.field.kind == "flag":
        return make_field(slot, sources)
    return make_field(replace(slot, field=replace(blank.field, label=blank.label)), sources)
