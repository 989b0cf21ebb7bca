"""签到: the seats of a meeting. Space says who is there, Enter who sits for whom."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Annotated

from PySide6.QtCore import Qt

from kcdesk.kernel.errors import Refusal
from kcdesk.kernel.kinds import Field
from kcdesk.ui.kit import Action, Empty, Screen, Table
from kcdesk.ui.kit.notice import remark_of
from kcdesk.ui.panels import CardPanel, GridKeys
from kcdesk.ui.screens.meetings.states import is_open
from kcdesk.work.commands.meetings import SignIn, SignInRest
from kcdesk.work.queries.meetings import MeetingCard


@dataclass(frozen=True)
class SeatRow:
    """A seat as it stands on the list."""

    id: Annotated[int, Field("record", "单位", of="meetings")]
    order_no: Annotated[int, Field("whole", "序号")]
    unit: Annotated[str, Field("text", "单位")]
    sign: Annotated[str, Field("text", "签到")]
    name: Annotated[str, Field("text", "姓名")]
    post: Annotated[str, Field("text", "职务")]
    phone: Annotated[str, Field("phone", "电话")]
    note: Annotated[str, Field("text", "备注")]
    has_signed: Annotated[bool, Field("flag", "到会")]
    is_substitute: Annotated[bool, Field("flag", "代会")]


def signed(row: SeatRow, has_signed: bool) -> SeatRow:
    """The row with its sign set anew."""
    word = "未到" if not has_signed else "√ 到会（代）" if row.is_substitute else "√ 到会"
    return replace(row, has_signed=has_signed, sign=word)


class SeatsPanel(CardPanel):
    """Who sits there."""

    title = "签到"
    picture = "person"

    def __init__(self, screen: Screen, meeting: int) -> None:
        super().__init__(screen)
        self._meeting = meeting
        self._rows: dict[int, SeatRow] = {}
        self.is_open = False
        self.table = Table(
            SeatRow,
            columns=("unit", "sign", "name", "post", "phone", "note"),
            actions=(
                Action("空格 到会/未到(K)", self.toggle, icon="ok", for_line=True, may=self._may),
                Action(
                    "姓名或代会(E)…", self.substitute, icon="edit", for_line=True, may=self._may
                ),
                Action("其余单位全部到会(Y)", self.sign_rest, for_line=True, may=self._may),
            ),
            may_filter=False,
            freeze=False,
            label="签到",
            name="meeting.seats",
            settings=screen.place.settings,
            unit="家",
            empty=Empty("这次会议没有应到单位。"),
        )
        self.table.opened.connect(lambda _ident: self._open())
        GridKeys(self.table, {Qt.Key.Key_Space: self.toggle})
        self.column.addWidget(self.table, 1)
        self.setFocusProxy(self.table.grid)

    def show_card(self, card: MeetingCard) -> None:
        self.is_open = is_open(card)
        rows = (
            signed(
                SeatRow(
                    s.unit_id, s.order_no, s.unit, "", s.name, s.post, s.phone, s.note,
                    s.has_signed, s.is_substitute,
                ),
                s.has_signed,
            )
            for s in card.seats
        )  # fmt: skip
        self._rows = {row.id: row for row in rows}
        self._show()

    def toggle(self, line: SeatRow) -> None:
        """There or not there, at once."""
        if not self._may(line):
            return
        now = self._rows[line.id]
        self._rows[line.id] = signed(now, not now.has_signed)
        self._show()
        self.trouble.clear()
        self.desk.do(
            SignIn(
                meeting=self._meeting,
                unit=now.id,
                is_present=not now.has_signed,
                is_substitute=now.is_substitute,
                note=now.note,
            ),
            None,
            lambda refusal: self._refused(now, refusal),
            self,
            lambda _trouble: self._back(now),
        )

    def substitute(self, line: SeatRow) -> None:
        """Another name, post or phone; somebody sits for the representative."""
        if not self._may(line):
            return
        self.home.edit(
            SignIn,
            values={
                "meeting": self._meeting, "unit": line.id, "name": line.name, "post": line.post,
                "phone": line.phone, "is_substitute": line.is_substitute, "is_present": True,
                "note": line.note,
            },
            hidden=("meeting", "unit"),
            title=f"签到：{line.unit}",
            explain="代表本人到会的核对姓名即可；他人代会的，填写代会人并勾选“代会”。",
            save_label="签到",
        )  # fmt: skip

    def sign_rest(self, _line: SeatRow) -> None:
        """Everybody else is there, too."""
        self.trouble.clear()
        self.desk.do(
            SignInRest(meeting=self._meeting),
            None,
            lambda refusal: self.trouble.say([remark_of(p) for p in refusal.problems]),
            self,
        )

    def _open(self) -> None:
        line = self.table.line()
        if line is not None:
            self.substitute(line)

    def _may(self, _line: SeatRow) -> bool:
        return self.is_open

    def _back(self, before: SeatRow) -> None:
        self._rows[before.id] = before
        self._show()

    def _refused(self, before: SeatRow, refusal: Refusal) -> None:
        self._back(before)
        self.trouble.say([remark_of(p) for p in refusal.problems])

    def _show(self) -> None:
        rows = tuple(self._rows.values())
        self.table.show_lines(rows)
        present = sum(row.has_signed for row in rows)
        self.titled.emit(f"{self.title}（{present}/{len(rows)}）")
