"""Paper values of an institution's loans: those a bank lent, or those a guarantor stands for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from kcdesk.domain.applications import SECURITIES
from kcdesk.domain.loans import GRADES, LoanState
from kcdesk.kernel.money import total
from kcdesk.store.tables.enterprises import EnterpriseRow
from kcdesk.store.tables.loans import LoanRow
from kcdesk.store.tables.partners import PartnerRow
from kcdesk.work.context import Read
from kcdesk.work.paper.firms import Values, label_of, undated_office
from kcdesk.work.paper.records import PaperRecord, found
from kcdesk.work.queries.loans.lists import LoanLine, ledger, ledger_lines


def loan_ledger_records(read: Read) -> Sequence[PaperRecord]:
    """Every institution that lent or guaranteed."""
    lent = select(LoanRow.bank_id).union(
        select(LoanRow.guarantor_id).where(LoanRow.guarantor_id.is_not(None))
    )
    rows = select(PartnerRow.id, PartnerRow.name).where(PartnerRow.id.in_(lent))
    return found(read, rows.order_by(PartnerRow.id))


def loan_ledger_values(read: Read, partner_id: int) -> Values:
    """The loans of a bank, or those an institution guarantees, as they stand today."""
    partner = read.get(PartnerRow, partner_id, "合作机构", "record")
    is_bank = partner.kind == "bank"
    mine = LoanRow.bank_id == partner_id if is_bank else LoanRow.guarantor_id == partner_id
    lines = tuple(reversed(ledger_lines(read, ledger().where(mine))))
    known = _loan_rows(read, [line.id for line in lines])
    rows = [_loan_row(n, line, known[line.id], is_bank) for n, line in enumerate(lines, 1)]
    return {
        **undated_office(read),
        "ledger": {
            "partner": partner.name,
            "agreement_no": partner.agreement_no,
            "other": "担保机构" if is_bank else "贷款银行",
            "on": read.today,
            "firms_count": len({line.enterprise_id for line in lines}),
            "count": len(lines),
            "amount": total(line.amount for line in lines),
            "repaid": total(line.amount - line.outstanding for line in lines),
            "outstanding": total(line.outstanding for line in lines),
            "live_count": sum(bool(line.outstanding) for line in lines),
            "rows": rows,
        },
    }


@dataclass(frozen=True, slots=True)
class _LoanKnown:
    """What a ledger line does not have."""

    row: LoanRow
    uscc: str
    guarantor: str


def _loan_rows(read: Read, idents: Sequence[int]) -> dict[int, _LoanKnown]:
    names = {row.id: row.name for row in read.all(select(PartnerRow))}
    wanted = set(idents)
    rows = read.session.execute(
        select(LoanRow, EnterpriseRow.uscc).join(
            EnterpriseRow, EnterpriseRow.id == LoanRow.enterprise_id
        )
    )
    return {
        row.id: _LoanKnown(row, uscc, names.get(row.guarantor_id or 0, ""))
        for row, uscc in rows
        if row.id in wanted
    }


def _loan_row(number: int, line: LoanLine, known: _LoanKnown, is_bank: bool) -> Values:
    return {
        "order": number,
        "enterprise": line.enterprise,
        "uscc": known.uscc,
        "contract_no": line.contract_no,
        "iou_no": known.row.iou_no,
        "amount": line.amount,
        "disbursed_on": line.disbursed_on,
        "due_on": line.final_due_on,
        "rate": known.row.rate,
        # A bill is in the bank's books, and counts in no cap and no return of what was filed.
        "security": "票据贴现" if known.row.is_discounting else label_of(SECURITIES, line.security),
        "other": known.guarantor if is_bank else line.bank,
        "repaid": line.amount - line.outstanding,
        "outstanding": line.outstanding,
        "grade": label_of(GRADES, line.grade),
        "state": LoanState(line.state).label,
        "overdue_days": line.overdue_days or None,
        "purpose": known.row.purpose,
    }
