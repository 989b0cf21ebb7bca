"""成批打印 from a list: the records marked there go to the page where many are printed."""

from __future__ import annotations

from collections.abc import Callable

from kcdesk.ui.kit import Action, Screen, Table


def batch_action(screen: Screen, table: Callable[[], Table], subject: str) -> Action:
    """The action for a list of records of this subject; without a selection, the current line."""

    def go() -> None:
        records = tuple(line.id for line in table().lines())
        screen.begun.emit("documents", {"subject": subject, "records": records})

    return Action("成批打印(B)", go, icon="print")
