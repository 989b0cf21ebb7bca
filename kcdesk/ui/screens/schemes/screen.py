"""The programme: its clauses, its figures, what it leaves open, its revisions, its text."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from kcdesk.domain.people import Role, may
from kcdesk.domain.schemes.parts import Blank
from kcdesk.ui.kit import (
    Action,
    Card,
    CardLooks,
    CardPage,
    Empty,
    Group,
    ListPage,
    Place,
    Screen,
    Table,
)
from kcdesk.ui.panels.blanks import blank_field
from kcdesk.ui.panels.own_schemes import Call, OwnSchemes
from kcdesk.ui.panels.tabbed import TabbedLists
from kcdesk.ui.screens.schemes.editing import TextPage
from kcdesk.ui.screens.schemes.revisions import RevisionPage
from kcdesk.ui.screens.schemes.values import ValuePage
from kcdesk.work.commands.schemes import FillSchemeBlank
from kcdesk.work.queries.people import PersonLine, people
from kcdesk.work.queries.schemes import (
    BlankLine,
    ClauseCard,
    ClauseLine,
    clause_card,
    scheme_blanks,
    scheme_clauses,
)
from kcdesk.work.query import Ask

CLAUSE_LOOKS = CardLooks(
    title=lambda card: f"{card.id}　{card.article}",
    sections=(Group("", ("says", "reading", "kept", "why", "document", "article")),),
)


class SchemeScreen(Screen):
    """方案：条款、数值、留白、版本、文本。"""

    def __init__(self, place: Place) -> None:
        super().__init__(place, "方案")
        self.clause_table = Table(
            ClauseLine,
            columns=("id", "article", "says", "kept", "keepers", "cases", "reading", "why"),
            name="clauses",
            settings=place.settings,
            unit="条",
            label="条款",
            actions=(
                Action("查看条款(V)", self.open_clause, icon="clause", for_line=True, primary=True),
                Action("看原文出处(O)", self.show_clause, icon="eye", for_line=True),
            ),
        )
        self.blank_table = Table(
            BlankLine,
            columns=("label", "value", "reading", "document_no", "says", "clauses"),
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
        self.clause_page = ListPage(place.desk, self.clause_table, self._clauses)
        self.value_page = ValuePage(self)
        self.blank_page = ListPage(place.desk, self.blank_table, lambda _text: scheme_blanks())
        self.revision_page = RevisionPage(self)
        self.text_page = TextPage(self)
        self.own_page = OwnSchemes(at_office(self), place.sources, place.settings)
        self.lists = TabbedLists(
            (
                (self.clause_page, "条款"),
                (self.value_page, "数值"),
                (self.blank_page, "留白"),
                (self.revision_page, "版本"),
                (self.text_page, "编辑方案"),
                (self.own_page, "自建方案"),
            )
        )
        self.pages.addWidget(self.lists)
        self.clause_table.grid.entered_row.connect(lambda _row: self._open_current())
        self.blank_table.opened.connect(lambda _ident: self._fill_current())
        self.setFocusProxy(self.lists)
        self.may_revise = False
        self._show_by_role(())
        self.reload()

    def reload(self) -> None:
        super().reload()
        self.desk.ask(people(active_only=True), self._show_by_role, self, self.say_trouble)

    def _show_by_role(self, seated: Sequence[PersonLine]) -> None:
        """The text of a programme is for whoever may revise it; clerks are spared it."""
        self.may_revise = any(
            line.id == self.desk.person and may(Role(line.role), Role.ADMIN) for line in seated
        )
        texts = (self.text_page, self.own_page)
        self.lists.show_only(lambda page: page not in texts or self.may_revise)
        self.value_page.table.bar.follow(self.value_page.table.line())

    @property
    def is_changed(self) -> bool:
        """Whether an editor holds something unsaved: a form, or one of the two texts."""
        return self.text_page.is_changed or self.own_page.is_changed or super().is_changed

    def go_home(self) -> None:
        """Close what is open over the tabs, but for a form with something unsaved."""
        while self.pages.count() > 1 and not getattr(self.page, "is_changed", False):
            self.pop()

    def _clauses(self, text: str) -> Any:
        return scheme_clauses(find=text)

    def show_clause(self, line: ClauseLine) -> None:
        """The clause with its reading, as the shell shows clauses."""
        self.clause_asked.emit(line.id)

    def open_clause(self, line: ClauseLine) -> None:
        """The clause in full: what keeps it, and its worked cases."""
        card = Card(ClauseCard, CLAUSE_LOOKS, settings=self.place.settings)
        self.push(CardPage(self.desk, card, lambda: clause_card(clause=line.id)), line.id)

    def open_record(self, ident: int) -> None:
        """A blank that is to be filled in."""
        self.go_home()
        self.lists.tabs.setCurrentWidget(self.blank_page)
        self.blank_table.go_to(ident)
        self.blank_table.grid.setFocus()

    def _open_current(self) -> None:
        line = self.clause_table.line()
        if line is not None:
            self.open_clause(line)

    def _fill_current(self) -> None:
        line = self.blank_table.line()
        if line is not None:
            self.fill(line)

    def fill(self, line: BlankLine) -> None:
        """Fill in what the text leaves open; first ask how it is to be read."""
        ask = Ask(
            "blank",
            {"name": line.name},
            lambda read: read.scheme(read.newest_revision()).blank(line.name),
        )
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
            overrides={"value": partial(blank_field, blank)},
            save_label="保存",
        )


def at_office(screen: Screen) -> Call:
    """Work with programmes' files on the office's thread, which knows where they lie."""

    def call(label: str, job: Any, then: Any, failed: Any) -> None:
        screen.desk.at_office(
            label,
            lambda office, _progress, _cancelled: job(office.library),  # type: ignore[attr-defined]
            then,
            screen,
            failed,
        )

    return call
