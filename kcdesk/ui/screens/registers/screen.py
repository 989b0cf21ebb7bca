"""The registers' screen: which registers there are, and on to the entries of one."""

from __future__ import annotations

from typing import Any

from kcdesk.domain.schemes.registering import RegisterKind
from kcdesk.ui.kit import Action, Empty, ListPage, Place, Screen, Table
from kcdesk.ui.panels.choosing import Choose, choose_file, choose_place
from kcdesk.ui.panels.entering import record_entry
from kcdesk.ui.screens.registers.card import entry_page
from kcdesk.ui.screens.registers.entries import EntriesPage
from kcdesk.work.queries.registers import (
    RegisterKindLine,
    kind_asked,
    kind_of_entry,
    register_kinds,
)


class RegisterScreen(Screen):
    """台账登记。"""

    def __init__(
        self, place: Place, *, save_as: Choose = choose_place, attach: Choose = choose_file
    ) -> None:
        super().__init__(place, "台账登记")
        self.save_as, self.attach = save_as, attach
        self.table = Table(
            RegisterKindLine,
            name="register_kinds",
            settings=place.settings,
            label="台账",
            columns=(
                "label", "subject", "count", "open_count", "overdue_count", "last_on", "next_on",
                "clauses", "note",
            ),
            may_filter=False,
            unit="本",
            actions=(
                Action("打开台账(O)", self.open_register, icon="open", for_line=True, primary=True),
                Action("登记(A)", self.record, icon="add", key="Ins", for_line=True),
            ),
            empty=Empty(
                "本方案没有要求登记台账。",
                "方案条款要求登记的事项，会在这里各有一本台账。现在不用办理。",
            ),
        )  # fmt: skip
        self.table.opened.connect(lambda _number: self.open_register(self.table.line()))
        self.list_page = ListPage(place.desk, self.table, lambda _text: register_kinds())
        self.pages.addWidget(self.list_page)
        self.setFocusProxy(self.table.grid)
        self.reload()

    def open_register(self, line: RegisterKindLine | None) -> None:
        """The entries of one register."""
        if line is not None:
            self._with(line.register, self._show_entries)

    def record(self, line: RegisterKindLine) -> None:
        """A new entry of a register."""
        self._with(line.register, lambda kind: record_entry(self, kind))

    def start_new(self, **values: Any) -> None:
        """A new entry of the register named; without a name there is nothing to begin."""
        register = values.get("register")
        if register:
            subject = values.get("subject")
            self._with(register, lambda kind: record_entry(self, kind, subject=subject))

    def open_record(self, ident: int) -> None:
        """The card of one entry."""
        self.go_home()
        self.open_entry(ident)

    def open_entry(self, ident: int) -> None:
        """The card of one entry, over what is open."""
        self.desk.ask(
            kind_of_entry(ident),
            lambda kind: self.push(entry_page(self, kind, ident), "登记"),
            self,
            self.say_trouble,
        )

    def _show_entries(self, kind: RegisterKind) -> None:
        self.push(EntriesPage(self, kind), kind.label)

    def _with(self, register: str, then: Any) -> None:
        self.desk.ask(kind_asked(register), then, self, self.say_trouble)
