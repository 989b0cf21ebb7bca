"""What the letters of an application say beside it: the list it stands on, its guarantor's letter.

Which step of the programme is the guarantor's letter is said by the programme's own words of the
letter (``milestone``).
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import or_, select

from kcdesk.kernel.kinds.styles import date_in_words
from kcdesk.store.tables.applications import ApplicationRow
from kcdesk.store.tables.enterprises import (
    ClassRow,
    ListVersionLineRow,
    ListVersionRow,
    QualificationRow,
)
from kcdesk.store.tables.loans import MilestoneRow
from kcdesk.work.commands.enterprises.classes import class_label
from kcdesk.work.commands.loans.milestones import findings_of
from kcdesk.work.context import Read
from kcdesk.work.paper.firms import Values

INTENT: str = "intent_letter"


def standing_values(read: Read, application: ApplicationRow) -> Values:
    """The firm's class and the version of the list it was recommended by, and the letter."""
    day = application.recommended_on or read.today
    letter = _letter(read, application)
    version = read.one(
        select(ListVersionRow)
        .join(ListVersionLineRow, ListVersionLineRow.version_id == ListVersionRow.id)
        .where(
            ListVersionLineRow.enterprise_id == application.enterprise_id,
            ListVersionRow.frozen_on <= day,
        )
        .order_by(ListVersionRow.frozen_on.desc(), ListVersionRow.ordinal.desc())
    )
    classes = read.session.scalars(
        select(ClassRow.kind)
        .where(
            ClassRow.enterprise_id == application.enterprise_id,
            ClassRow.from_on <= day,
            or_(ClassRow.until_on.is_(None), ClassRow.until_on >= day),
        )
        .order_by(ClassRow.from_on, ClassRow.id)
    )
    return {
        "list": {
            "qualifications": qualifications_held(read, application.enterprise_id, day),
            "classes_text": "、".join(class_label(read, kind) for kind in classes),
            "version": None if version is None else version.ordinal,
            "frozen_on": None if version is None else version.frozen_on,
            "document_no": "" if version is None else version.document_no,
            "versions": []
            if version is None
            else [{"number": version.ordinal, "on": version.frozen_on}],
        },
        "letter": {
            "number": letter.document_no if letter else "",
            "on": letter.reached_on if letter else None,
        },
    }


def qualifications_held(read: Read, enterprise_id: int, on: date) -> list[Values]:
    """The qualifications in force on a day, each with its paper and how long it lasts; of one
    that was renewed the newest."""
    labels = read.scheme().qualifications
    held: dict[str, QualificationRow] = {}
    for row in read.all(
        select(QualificationRow)
        .where(
            QualificationRow.enterprise_id == enterprise_id,
            QualificationRow.from_on <= on,
            or_(QualificationRow.until_on.is_(None), QualificationRow.until_on >= on),
        )
        .order_by(QualificationRow.from_on, QualificationRow.id)
    ):
        held[row.kind] = row
    return [
        {
            "label": labels[kind].label if kind in labels else kind,
            "said": "，".join(filter(None, (_paper_of(row), _lasting(row)))),
        }
        for kind, row in held.items()
    ]


def _paper_of(row: QualificationRow) -> str:
    if row.certificate_no:
        return f"证书编号{row.certificate_no}"
    return f"文号{row.document_no}" if row.document_no else ""


def _lasting(row: QualificationRow) -> str:
    return "长期有效" if row.until_on is None else f"有效期至{date_in_words(row.until_on)}"


def is_letter_early(read: Read, application_id: int) -> bool:
    """Whether the programme would still refuse the guarantor's letter today."""
    application = read.get(ApplicationRow, application_id, "贷款申请")
    code = _code(read)
    if not code or _letter(read, application) is not None:
        return False
    return bool(findings_of(read, code, read.today, application, None).refusals)


def _code(read: Read) -> str:
    paper = read.scheme().papers.get(INTENT)
    code = paper.words.get("milestone", "") if paper else ""
    return code if code in read.scheme().milestones else ""


def _letter(read: Read, application: ApplicationRow) -> MilestoneRow | None:
    return read.one(
        select(MilestoneRow).where(
            MilestoneRow.application_id == application.id, MilestoneRow.code == _code(read)
        )
    )
