"""Paper values of the recoveries of a year: every claim the fund paid, and what came back of it.

What the office does not record is not on it: costs item by item, and what came back as interest,
penalty or guarantee fee, are not told apart in the file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from sqlalchemy import func, select

from kcdesk.domain.fund import VoucherKind
from kcdesk.kernel.money import ZERO, Money, total
from kcdesk.store.tables.claims import ClaimRow
from kcdesk.store.tables.enterprises import EnterpriseRow
from kcdesk.store.tables.fund import FundVoucherRow
from kcdesk.store.tables.loans import LoanRow
from kcdesk.store.tables.partners import PartnerRow
from kcdesk.store.tables.payouts import PayoutRow
from kcdesk.store.tables.recoveries import RecoveryRow
from kcdesk.store.tables.registers import RegisterEntryRow
from kcdesk.work.context import Read
from kcdesk.work.measures import Period
from kcdesk.work.paper.firms import Values, undated_office
from kcdesk.work.paper.periods import ledger_days, year_title
from kcdesk.work.queries.registers.reading import entries_read

RECOVERY_REPORT = "recovery_report"
"""The register in which a programme keeps what the bank tells of its recoveries, if it has one."""


@dataclass(frozen=True, slots=True)
class _Pursued:
    """A claim the fund has paid, with what came back up to the last day."""

    claim: ClaimRow
    firm: EnterpriseRow
    bank: str
    paid: Money
    paid_on: date
    back: Sequence[RecoveryRow]

    @property
    def left(self) -> Money:
        """What the fund has not got back."""
        return self.paid - total(r.fund_fen for r in self.back)


def recovery_values(read: Read, year: int) -> Values:
    """Every claim paid by the end of the year, bank by bank, with what came back of it."""
    days = ledger_days(read, year)
    pursued = list(_pursued(read, days.until_on))
    told = _told(read, days.until_on)
    vouchers = _voucher_numbers(read)
    groups: list[Values] = []
    number = 0
    for bank, some in groupby(pursued, lambda p: p.bank):
        mine = list(some)
        rows = [_pursued_row(number + n, p, days, told, vouchers) for n, p in enumerate(mine, 1)]
        number += len(mine)
        groups.append({"bank": bank, "rows": rows, **_pursued_sums(mine, days)})
    return {
        **undated_office(read),
        "recoveries": {
            "title": year_title(year),
            "from_on": days.from_on,
            "until_on": days.until_on,
            "banks": groups,
            "total": _pursued_sums(pursued, days),
        },
    }


def _pursued(read: Read, until: date) -> Iterator[_Pursued]:
    paid = {
        claim: (amount or ZERO, on)
        for claim, amount, on in read.session.execute(
            select(PayoutRow.claim_id, func.sum(PayoutRow.amount_fen), func.min(PayoutRow.paid_on))
            .where(~PayoutRow.is_void, PayoutRow.paid_on <= until)
            .group_by(PayoutRow.claim_id)
        )
    }
    back: dict[int, list[RecoveryRow]] = {}
    for row in read.all(
        select(RecoveryRow)
        .where(~RecoveryRow.is_void, RecoveryRow.recovered_on <= until)
        .order_by(RecoveryRow.recovered_on, RecoveryRow.id)
    ):
        back.setdefault(row.claim_id, []).append(row)
    rows = read.session.execute(
        select(ClaimRow, EnterpriseRow, PartnerRow.name)
        .join(LoanRow, LoanRow.id == ClaimRow.loan_id)
        .join(EnterpriseRow, EnterpriseRow.id == LoanRow.enterprise_id)
        .join(PartnerRow, PartnerRow.id == LoanRow.bank_id)
        .where(ClaimRow.id.in_(paid))
        .order_by(PartnerRow.id, ClaimRow.id)
    )
    for claim, firm, bank in rows:
        amount, on = paid[claim.id]
        yield _Pursued(claim, firm, bank, amount, on, back.get(claim.id, ()))


def _told(read: Read, until: date) -> dict[int | None, str]:
    """The newest report of each claim's recovery, with its day."""
    statement = select(RegisterEntryRow).where(
        RegisterEntryRow.register == RECOVERY_REPORT, RegisterEntryRow.noted_on <= until
    )
    told: dict[int | None, str] = {}
    for entry in entries_read(read, statement):
        said = entry.values.get("progress") or entry.summary
        told.setdefault(entry.row.subject_id, f"{said}（{entry.row.noted_on.isoformat()}）")
    return told


def _voucher_numbers(read: Read) -> dict[int, str]:
    rows = read.session.execute(
        select(FundVoucherRow.id, FundVoucherRow.number).where(
            FundVoucherRow.kind == VoucherKind.RECOVERY_RETURN.value
        )
    )
    return {ident: number for ident, number in rows}  # noqa: C416 rows are not pairs to mypy


def _pursued_row(
    number: int, p: _Pursued, days: Period, told: dict[int | None, str], vouchers: dict[int, str]
) -> Values:
    return {
        "order": number,
        "number": p.claim.number,
        "name": p.firm.name,
        "uscc": p.firm.uscc,
        "paid_on": p.paid_on,
        "handler": p.claim.handler,
        "state": _state(p),
        "progress": "\n".join(_progress(p, told, vouchers)),
        **_pursued_sums([p], days),
    }


def _progress(p: _Pursued, told: dict[int | None, str], vouchers: dict[int, str]) -> Iterator[str]:
    """How it stands, what the bank told last, what went back and where it came from."""
    yield _state(p)
    if p.claim.id in told:
        yield told[p.claim.id]
    yield from _returns(p.back, vouchers)
    sources = dict.fromkeys(r.source for r in p.back if r.source)
    if sources:
        yield "、".join(sources)


def _returns(back: Iterable[RecoveryRow], vouchers: dict[int, str]) -> Iterator[str]:
    """Day, voucher and sum of what went back into the pool."""
    for r in (r for r in back if r.fund_fen):
        number = vouchers.get(r.voucher_id or 0, "")
        yield f"{r.recovered_on.isoformat()} {number} {r.fund_fen.show()}"


def _state(p: _Pursued) -> str:
    if not p.back:
        return "未收回"
    return "部分收回" if p.left > ZERO else "已收回"


def _pursued_sums(pursued: Iterable[_Pursued], days: Period) -> Values:
    """Sums of claims, of 分; where nothing came back yet there is nothing to show."""
    claims = tuple(pursued)
    back = [r for p in claims for r in p.back]
    of_time = [r for r in back if days.holds(r.recovered_on)]
    came: dict[str, Money] = {
        "gross": total(r.gross_fen for r in back),
        "cost": total(r.cost_fen for r in back),
        "fund": total(r.fund_fen for r in back),
        "guarantor": total(r.guarantor_fen for r in back),
        "bank_part": total(r.bank_fen for r in back),
    }
    return {
        "paid": total(p.paid for p in claims),
        "recovered": total(r.gross_fen for r in of_time) if of_time else None,
        **(came if back else dict.fromkeys(came)),
        "left": total(p.left for p in claims),
    }
