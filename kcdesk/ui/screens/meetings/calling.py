"""召集会议: the claims that wait for a meeting as boxes to tick."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget

from kcdesk.kernel.kinds import Option, Slot
from kcdesk.ui.desk import Desk
from kcdesk.ui.kit import Group, Sources
from kcdesk.ui.kit.fields import CodesField
from kcdesk.work.queries.claims import ClaimLine
from kcdesk.work.queries.meetings import claims_for_meeting

GROUPS = (
    Group("会议", ("held_on", "held_time", "place", "chair", "recorder", "observers")),
    Group("上会申请", ("claims",)),
    Group("会议通知", ("notice_number", "notice_on", "reply_by_on")),
)


class WaitingClaims(CodesField):
    """Every claim that waits, ticked from the start: those not to come up are unticked."""

    def __init__(self, desk: Desk, slot: Slot, sources: Sources) -> None:
        self._desk = desk
        self._has_come = False
        super().__init__(slot, sources)
        self.say_aid("正在查找等待上会的申请…")
        desk.ask(claims_for_meeting(), self._came, self)

    def build(self) -> QWidget:
        built = super().build()
        self.list.setUniformItemSizes(False)
        return built

    def set_value(self, value: tuple[object, ...] | None) -> None:
        self._tick(tuple(map(str, value or ())))

    def _came(self, lines: tuple[ClaimLine, ...]) -> None:
        if not self._has_come and not self._wanted:
            self._wanted = tuple(str(line.id) for line in lines)
        self._has_come = True
        self.set_options(tuple(Option(str(line.id), words_of(line)) for line in lines))
        if not lines:
            self.say_aid("现在没有等待上会的申请。可以先召集会议，以后再列入议题。")


def words_of(line: ClaimLine) -> str:
    """One claim in a line."""
    worth = "" if line.fund_share is None else f"　拟补偿{line.fund_share.show()}元"
    return f"{line.number}　{line.enterprise}　{line.bank}{worth}"


def waiting_claims(desk: Desk) -> Any:
    """The override for the editor."""
    return lambda slot, sources: WaitingClaims(desk, slot, sources)
