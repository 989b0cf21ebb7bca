"""A new maturity, agreed before the old one passed."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from kcdesk.domain.loans import ExtensionFacts, check_extension
from kcdesk.kernel.kinds import Field
from kcdesk.store.tables.loans import LoanExtensionRow, LoanRow
from kcdesk.work.command import Command, handles
from kcdesk.work.context import Read, Work
from kcdesk.work.exposure import final_due_on, outstanding


class ExtendLoan(Command, label="登记展期", stage="loans"):
    """A new maturity that the bank agreed to before the old one passed."""

    loan: Annotated[int, Field("record", "贷款", of="loans")]
    agreed_on: Annotated[date, Field("day", "同意展期日")]
    due_on: Annotated[date, Field("day", "展期到期日")]
    document_no: Annotated[str, Field("text", "展期协议编号")] = ""
    is_guarantor_agreed: Annotated[bool, Field("flag", "保证人同意展期")] = True
    reason: Annotated[str, Field("text", "展期原因")] = ""


@handles(ExtendLoan)
def extend_loan(work: Work, command: ExtendLoan) -> int:
    """Checks order and the longest extension the programme allows."""
    loan = work.get(LoanRow, command.loan, "贷款", "loan")
    facts = extension_facts(
        work,
        loan,
        agreed_on=command.agreed_on,
        due_on=command.due_on,
        document_no=command.document_no,
        is_guarantor_agreed=command.is_guarantor_agreed,
    )
    check_extension(work.scheme(), facts).refuse()
    work.say(f"登记展期：合同 {loan.contract_no} 展期至 {command.due_on.isoformat()}")
    return work.add(
        LoanExtensionRow(
            loan_id=loan.id,
            agreed_on=command.agreed_on,
            due_on=command.due_on,
            document_no=command.document_no,
            reason=command.reason,
        )
    ).id


def extension_facts(
    read: Read,
    loan: LoanRow,
    *,
    agreed_on: date,
    due_on: date,
    document_no: str,
    is_guarantor_agreed: bool,
) -> ExtensionFacts:
    """What the programme asks of an extension."""
    return ExtensionFacts(
        amount=loan.amount_fen,
        disbursed_on=loan.disbursed_on,
        due_on=loan.due_on,
        final_due_on=final_due_on(read, loan),
        extended_due_on=due_on,
        agreed_on=agreed_on,
        outstanding=outstanding(read, loan),
        security=loan.security,
        has_guarantor=loan.guarantor_id is not None,
        is_guarantor_agreed=is_guarantor_agreed,
        document_no=document_no,
    )
