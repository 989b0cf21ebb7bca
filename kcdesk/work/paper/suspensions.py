"""Paper values of a suspension, of its end, and of an institution's disqualification."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import or_, select

from kcdesk.kernel.money import total
from kcdesk.store.tables.loans import LoanRow
from kcdesk.store.tables.partners import PartnerRow, SuspensionRow
from kcdesk.work.commands.fund.deposits import deposit_of
from kcdesk.work.context import Read
from kcdesk.work.exposure import outstanding
from kcdesk.work.paper.citing import cited
from kcdesk.work.paper.firms import Values, office_values
from kcdesk.work.paper.records import PaperRecord

EVERYBODY = "各合作机构"


def suspension_values(read: Read, suspension_id: int) -> Values:
    """What was decided of whom, why, and what stood in the books that day."""
    row = read.get(SuspensionRow, suspension_id, "暂停记录", "suspension")
    until_on = row.until_on
    basis = cited(read, row.clauses)
    evidence = [{"label": label, "value": value} for label, value in row.evidence]
    return {
        **office_values(read),
        "partner": {"name": whom(read, row)},
        "suspension": {
            "number": row.document_no,
            "numbers": [{"text": row.document_no}] if row.document_no else [],
            "from_on": row.from_on,
            "until_on": until_on,
            "reason": row.reason.rstrip("。"),
            "cited": [{"text": basis}] if basis else [],
            "uncited": [] if basis else [{"text": ""}],
            "is_of_all": row.partner_id is None,
            "is_automatic": row.is_automatic,
            "grounds": [{"lines": evidence}] if evidence else [],
            "notified": row.notified,
            "notice_on": row.notified_on or row.from_on,
            "resumed_on": None if until_on is None else until_on + timedelta(days=1),
            "resumed_year": None if until_on is None else (until_on + timedelta(days=1)).year,
            "resumed_document_no": row.resumed_document_no,
            "resume_reasons": [{"text": why}] if (why := row.resume_reason.rstrip("。")) else [],
            **_standing(read, row),
        },
    }


def _standing(read: Read, row: SuspensionRow) -> Values:
    """The loans that go on, and the deposit that is to come back."""
    loans = select(LoanRow).where(~LoanRow.is_discounting)
    if row.partner_id is not None:
        loans = loans.where(LoanRow.bank_id == row.partner_id)
    left = [amount for loan in read.all(loans) if (amount := outstanding(read, loan))]
    held = None if row.partner_id is None else deposit_of(read, row.partner_id)
    return {
        "loans": [{"count": len(left), "outstanding": total(left)}] if left else [],
        "deposits": [{"balance": held}] if held else [],
    }


def whom(read: Read, row: SuspensionRow) -> str:
    """The institution, or all of them."""
    if row.partner_id is None:
        return EVERYBODY
    return read.get(PartnerRow, row.partner_id, "合作机构").name


def suspension_title(read: Read, suspension_id: int) -> str:
    """A suspension by its first day and its institution."""
    row = read.get(SuspensionRow, suspension_id, "暂停记录", "suspension")
    return f"{row.from_on.isoformat()}{_decided(row)}（{whom(read, row)}）"


def _decided(row: SuspensionRow) -> str:
    return "取消合作资格" if row.is_disqualified else "暂停合作"


def suspensions(read: Read) -> Sequence[PaperRecord]:
    """Every suspension and disqualification."""
    rows = select(SuspensionRow).order_by(SuspensionRow.from_on.desc(), SuspensionRow.id.desc())
    return tuple(
        PaperRecord(row.id, suspension_title(read, row.id), row.document_no)
        for row in read.all(rows)
    )


def suspensions_under(read: Read, partner_id: int) -> Sequence[int]:
    """Those of an institution, and those of everybody."""
    rows = select(SuspensionRow.id).where(
        or_(SuspensionRow.partner_id == partner_id, SuspensionRow.partner_id.is_(None))
    )
    return tuple(
        read.session.scalars(rows.order_by(SuspensionRow.from_on.desc(), SuspensionRow.id.desc()))
    )
