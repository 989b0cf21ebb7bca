"""Paper values that are tick lists: every kind the programme names, and whether the firm has it.

Whether it counts is the programme's to judge elsewhere; a form only shows what is on the books on
a day.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import select

from kcdesk.kernel.kinds import Option
from kcdesk.store.tables.enterprises import ClassRow, IncidentRow, QualificationRow
from kcdesk.work.context import Read

Values = dict[str, Any]


def ticks(options: tuple[Option, ...], chosen: str) -> dict[str, bool]:
    """Each option by its value: whether it is the one chosen."""
    return {option.value: option.value == chosen for option in options}


def qualification_ticks(read: Read, enterprise_id: int, on: date) -> list[Values]:
    """Every qualification the programme names, and the firm's own paper of it if it has one."""
    held: dict[str, QualificationRow] = {}
    for row in read.all(
        select(QualificationRow)
        .where(
            QualificationRow.enterprise_id == enterprise_id,
            QualificationRow.from_on <= on,
            QualificationRow.until_on.is_(None) | (QualificationRow.until_on >= on),
        )
        .order_by(QualificationRow.from_on, QualificationRow.id)
    ):
        held[row.kind] = row  # of several the one recognised last
    named = read.scheme().qualifications
    if not named:
        return _classes_as_ticks(read, enterprise_id, on)
    labels = {kind: item.label for kind, item in named.items()}
    labels |= {kind: kind for kind in held if kind not in labels}
    found = ((label, held.get(kind)) for kind, label in labels.items())
    return [
        {"order": n, "label": label, **_tick(has, _number(has))}
        for n, (label, has) in enumerate(found, 1)
    ]


def _number(row: QualificationRow | None) -> str:
    return "" if row is None else row.certificate_no or row.document_no


def _tick(row: QualificationRow | ClassRow | None, number: str) -> Values:
    if row is None:
        return {"is_held": False, "number": "", "from_on": None, "until_text": ""}
    return {
        "is_held": True,
        "number": number,
        "from_on": row.from_on,
        "until_text": "长期" if row.until_on is None else row.until_on.isoformat(),
    }


def class_ticks(read: Read, enterprise_id: int, on: date) -> list[Values]:
    """Every class of the programme, and whether the firm belongs to it."""
    held = _classes_held(read, enterprise_id, on)
    return [
        {"label": item.label, "is_held": kind in held}
        for kind, item in read.scheme().classes.items()
    ]


def _classes_as_ticks(read: Read, enterprise_id: int, on: date) -> list[Values]:
    """Where a programme knows no qualifications, its classes are what a firm is recognised as."""
    held = _classes_held(read, enterprise_id, on)
    ticks_of = ((item.label, held.get(kind)) for kind, item in read.scheme().classes.items())
    return [
        {"order": n, "label": label, **_tick(row, "" if row is None else row.document_no)}
        for n, (label, row) in enumerate(ticks_of, 1)
    ]


def _classes_held(read: Read, enterprise_id: int, on: date) -> dict[str, ClassRow]:
    return {
        row.kind: row
        for row in read.all(
            select(ClassRow)
            .where(
                ClassRow.enterprise_id == enterprise_id,
                ClassRow.from_on <= on,
                ClassRow.until_on.is_(None) | (ClassRow.until_on >= on),
            )
            .order_by(ClassRow.from_on, ClassRow.id)
        )
    }


def incident_ticks(read: Read, enterprise_id: int, on: date) -> list[Values]:
    """Every kind of incident the programme names, and the firm's last one on the books."""
    latest = {
        row.kind: row
        for row in read.all(
            select(IncidentRow)
            .where(IncidentRow.enterprise_id == enterprise_id, IncidentRow.happened_on <= on)
            .order_by(IncidentRow.happened_on, IncidentRow.id)
        )
    }
    return [
        {
            "label": item.label,
            "is_recorded": kind in latest,
            "happened_on": latest[kind].happened_on if kind in latest else None,
            "lifted_on": latest[kind].lifted_on if kind in latest else None,
        }
        for kind, item in read.scheme().incidents.items()
    ]
