"""Paper values of an extension: the loan as it was when the bank agreed to a new maturity."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from kcdesk.kernel.kinds.styles import date_in_words
from kcdesk.store.tables.enterprises import EnterpriseRow
from kcdesk.store.tables.loans import LoanExtensionRow, LoanRow
from kcdesk.work.context import Read
from kcdesk.work.exposure import repaid
from kcdesk.work.paper.firms import Values, loan_values
from kcdesk.work.paper.records import PaperRecord, found


def extension_values(read: Read, extension_id: int) -> Values:
    """One extension with its loan; the extensions before it, and what was left on the day."""
    row = read.get(LoanExtensionRow, extension_id, "展期", "extension")
    values = loan_values(read, row.loan_id)
    loan = read.get(LoanRow, row.loan_id, "贷款")
    earlier = read.all(
        select(LoanExtensionRow)
        .where(LoanExtensionRow.loan_id == loan.id, LoanExtensionRow.id < row.id)
        .order_by(LoanExtensionRow.id)
    )
    due_before = max((x.due_on for x in earlier), default=loan.due_on)
    values["extension"] = {
        "ordinal": len(earlier) + 1,
        "agreed_on": row.agreed_on,
        "due_before_on": due_before,
        "due_on": row.due_on,
        "days": (row.due_on - due_before).days,
        "outstanding": loan.amount_fen - repaid(read, loan.id, row.agreed_on),
        "document_no": row.document_no,
        "reason": row.reason,
        "earlier_text": "；".join(
            f"第{n}次展期至{date_in_words(x.due_on)}（{date_in_words(x.agreed_on)}同意）"
            for n, x in enumerate(earlier, 1)
        )
        or "无",
    }
    return values


def extension_title(read: Read, extension_id: int) -> str:
    """An extension by its contract and its new maturity."""
    row = read.get(LoanExtensionRow, extension_id, "展期", "extension")
    contract = read.get(LoanRow, row.loan_id, "贷款").contract_no
    return f"{contract}展期至{row.due_on.isoformat()}"


def extensions(read: Read) -> Sequence[PaperRecord]:
    """Every extension with its firm."""
    rows = (
        select(LoanExtensionRow.id, LoanRow.contract_no, EnterpriseRow.name)
        .join(LoanRow, LoanRow.id == LoanExtensionRow.loan_id)
        .join(EnterpriseRow, EnterpriseRow.id == LoanRow.enterprise_id)
    )
    return found(read, rows.order_by(LoanExtensionRow.id.desc()))


def extensions_under(read: Read, loan_id: int) -> Sequence[int]:
    """The extensions of a loan."""
    rows = select(LoanExtensionRow.id).where(LoanExtensionRow.loan_id == loan_id)
    return tuple(read.session.scalars(rows.order_by(LoanExtensionRow.id.desc())))
