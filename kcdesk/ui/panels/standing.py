"""台账 on a card: a record's entries in the programme's registers, and entering one more."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kcdesk.domain.schemes.registering import RegisterKind
from kcdesk.kernel.kinds import Option
from kcdesk.ui.kit import Action, Empty, Screen
from kcdesk.ui.panels.entering import record_entry
from kcdesk.ui.panels.files import FilesPanel
from kcdesk.ui.panels.filters import OptionFilter
from kcdesk.ui.panels.record import RecordPage, TablePanel
from kcdesk.work.queries.registers import RegisterLine, kinds_of, registers


def add_entries(page: RecordPage, screen: Screen, subject: str, record: int) -> None:
    """Lay the tab on a record's page, where the programme has registers of such records."""

    def came(kinds: Sequence[RegisterKind]) -> None:
        if kinds:
            files = next((p for p in page.panels if isinstance(p, FilesPanel)), None)
            at = -1 if files is None else page.card.tabs.indexOf(files)
            page.add(EntriesPanel(screen, kinds, subject, record), at=at)

    screen.desk.ask(kinds_of(subject), came, page, screen.say_trouble)


class EntriesPanel(TablePanel):
    """The entries of one record over all registers."""

    title = "台账"
    picture = "register"

    def __init__(
        self, screen: Screen, kinds: Sequence[RegisterKind], subject: str, record: int
    ) -> None:
        self._kinds = {kind.id: kind for kind in kinds}
        self._of = (subject, record)
        first, *rest = (Option(kind.id, kind.label) for kind in kinds)
        self.register = OptionFilter("登记到(&G)", rest, first=first)
        super().__init__(
            screen,
            RegisterLine,
            columns=(
                "register_label", "noted_on", "summary", "state", "due_on", "is_overdue", "result",
            ),
            actions=(
                Action("登记(A)", self.record, icon="add", key="Ins", primary=True),
                Action("打开(V)", lambda x: screen.navigate.emit("registers", x.id), for_line=True),
            ),
            empty=Empty("还没有台账登记。", "先选台账，再按“登记”。", "登记(A)", self.record),
        )  # fmt: skip
        self.table.add_filter(self.register)
        self.table.opened.connect(lambda ident: screen.navigate.emit("registers", ident))

    def question(self) -> Any:
        subject, record = self._of
        return registers(subject=subject, record=record)

    def record(self) -> None:
        """A new entry of the register chosen, of this record."""
        record_entry(self.home, self._kinds[self.register.value], subject=self._of[1])
