"""还可放款多少: the room a programme's cap leaves a firm, as a remark while typing."""

from __future__ import annotations

from kcdesk.ui.kit import Remark
from kcdesk.work.queries.loans import Room


def room_remark(room: Room) -> Remark:
    """How much the firm may still be lent, over all banks."""
    if room.cap is None or room.left is None:
        text = f"企业在全部银行未还本金{room.outstanding.show()}元。{room.open_text}"
        return Remark(text, "note", room.clauses)
    return Remark(
        f"单户上限{room.cap.in_wan()}万元，全部银行未还本金{room.outstanding.show()}元，"
        f"还可放款{room.left.show()}元。",
        "note",
        room.clauses,
    )
