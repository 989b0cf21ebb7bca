"""Lines that banks grant a firm, and the business loans of the people behind it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from sqlalchemy import select

from kcdesk.kernel.kinds import Field
from kcdesk.kernel.money import Money
from kcdesk.store.tables.loans import CreditLineRow, LoanGuarantorRow, PersonLoanRow
from kcdesk.store.tables.partners import PartnerRow
from kcdesk.work.commands.loans import GUARANTOR_KINDS, PERSON_ROLES
from kcdesk.work.context import Read
from kcdesk.work.exposure import first_open_on, person_repaid
from kcdesk.work.query import query


@dataclass(frozen=True)
class CreditLine:
    """A line as it was granted; whether it is the one in force today."""

    id: Annotated[int, Field("record", "编号", of="loans")]
    bank: Annotated[str, Field("text", "授信银行")]
    amount: Annotated[Money, Field("money", "授信额度", unit="万元")]
    from_on: Annotated[date, Field("day", "生效日期")]
    until_on: Annotated[date | None, Field("day", "到期日期")]
    document_no: Annotated[str, Field("text", "授信批复或合同号")]
    is_in_force: Annotated[bool, Field("flag", "现行")]


@query("授信额度")
def credit_lines(
    read: Read, enterprise: Annotated[int, Field("record", "企业", of="enterprises")]
) -> tuple[CreditLine, ...]:
    """Every line of a firm, by bank, the newest first."""
    found = read.session.execute(
        select(CreditLineRow, PartnerRow.name)
        .join(PartnerRow, PartnerRow.id == CreditLineRow.bank_id)
        .where(CreditLineRow.enterprise_id == enterprise)
        .order_by(PartnerRow.name, CreditLineRow.from_on.desc(), CreditLineRow.id.desc())
    )
    lines, seen = [], set()
    for row, bank in found:
        counts = row.from_on <= read.today and (row.until_on is None or row.until_on >= read.today)
        lines.append(
            CreditLine(
                row.id, bank, row.amount_fen, row.from_on, row.until_on, row.document_no,
                counts and row.bank_id not in seen,
            )
        )  # fmt: skip
        if counts:
            seen.add(row.bank_id)
    return tuple(lines)


@dataclass(frozen=True)
class PersonLoanLine:
    """A person's loan, and whether it counts together with the firm's own."""

    id: Annotated[int, Field("record", "编号", of="loans")]
    name: Annotated[str, Field("text", "借款人")]
    role: Annotated[str, Field("choice", "与企业的关系", options=PERSON_ROLES)]
    bank: Annotated[str, Field("text", "贷款银行")]
    amount: Annotated[Money, Field("money", "贷款金额", unit="万元")]
    outstanding: Annotated[Money, Field("money", "未还本金", unit="万元")]
    taken_on: Annotated[date, Field("day", "放款日")]
    is_later: Annotated[bool, Field("flag", "在企业贷款之后")]
    contract_no: Annotated[str, Field("text", "合同号")]
    note: Annotated[str, Field("text", "说明")]


@query("关联人经营贷款")
def person_loans(
    read: Read, enterprise: Annotated[int, Field("record", "企业", of="enterprises")]
) -> tuple[PersonLoanLine, ...]:
    """Every such loan of a firm's people, the newest first."""
    found = read.session.execute(
        select(PersonLoanRow, PartnerRow.name)
        .join(PartnerRow, PartnerRow.id == PersonLoanRow.bank_id)
        .where(PersonLoanRow.enterprise_id == enterprise)
        .order_by(PersonLoanRow.taken_on.desc(), PersonLoanRow.id.desc())
    )
    lines = []
    for row, bank in found:
        first = first_open_on(read, enterprise, row.bank_id, read.today)
        lines.append(
            PersonLoanLine(
                row.id, row.name, row.role, bank, row.amount_fen,
                row.amount_fen - person_repaid(read, row.id), row.taken_on,
                first is not None and row.taken_on > first, row.contract_no, row.note,
            )
        )  # fmt: skip
    return tuple(lines)


@dataclass(frozen=True)
class LoanGuarantorLine:
    """Somebody else who is bound for a loan."""

    id: Annotated[int, Field("record", "编号", of="loans")]
    name: Annotated[str, Field("text", "担保人")]
    kind: Annotated[str, Field("choice", "担保人类型", options=GUARANTOR_KINDS)]
    is_counter: Annotated[bool, Field("flag", "反担保")]
    guaranteed: Annotated[Money | None, Field("money", "担保金额", unit="万元")]
    document_no: Annotated[str, Field("text", "担保合同号")]
    note: Annotated[str, Field("text", "说明")]


@query("其他担保人")
def loan_guarantors(
    read: Read, loan: Annotated[int, Field("record", "贷款", of="loans")]
) -> tuple[LoanGuarantorLine, ...]:
    """Who is bound beside the main guarantor, or towards it."""
    rows = read.all(
        select(LoanGuarantorRow)
        .where(LoanGuarantorRow.loan_id == loan)
        .order_by(LoanGuarantorRow.id)
    )
    return tuple(
        LoanGuarantorLine(
            r.id, r.name, r.kind, r.is_counter, r.guaranteed_fen, r.document_no, r.note
        )
        for r in rows
    )
