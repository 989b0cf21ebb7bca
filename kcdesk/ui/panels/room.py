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


def room_remarks(room: Room) -> list[Remark]:
    """The room under one cap over all banks; else what is owed, and what each limit leaves."""
    if not room.scopes:
        return [room_remark(room)]
    owed = f"全部银行未还本金{room.outstanding.in_wan()}万元"
    if room.bank_outstanding is not None:
        owed += f"，该行{room.bank_outstanding.in_wan()}万元"
    if room.bank_line is not None:
        owed += f"，该行授信额度{room.bank_line.in_wan()}万元"
    if room.persons_outstanding:
        owed += f"，合并计算的个人经营贷款{room.persons_outstanding.in_wan()}万元"
    left = "、".join(
        f"{scope.label}{scope.left.in_wan()}万元" for scope in room.scopes if scope.left is not None
    )
    told = [Remark(f"{owed}。{f'还可放款：{left}。' if left else ''}", "note", room.clauses)]
    return told + [
        Remark(f"{scope.label}：{scope.open_text}", "note", scope.clauses)
        for scope in room.scopes
        if scope.left is None
    ]
