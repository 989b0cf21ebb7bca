"""Paper values of the ledgers: the fund's, the recoveries of a year, the loans of an institution.

What the office does not record is not on them: recovery costs item by item, and what came back as
interest or penalty, are not told apart in the file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from sqlalchemy import func, select

from kcdesk.domain.applications import SECURITIES
from kcdesk.domain.fund import VoucherKind
from kcdesk.domain.loans import GRADES, LoanState
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
from kcdesk.work.paper.firms import Values, label_of, office_values
from kcdesk.work.paper.periods import reported, year_days, year_title
from kcdesk.work.paper.records import PaperRecord, found
from kcdesk.work.queries.fund import FundLine, fund_ledger, ledger_totals
from kcdesk.work.queries.loans.lists import LoanLine, ledger, ledger_lines
from kcdesk.work.queries.registers.reading import entries_read

RECOVERY_REPORT = "recovery_report"
"""The register in which a programme keeps what the bank tells of its recoveries, if it has one."""


def ledger_days(read: Read, year: int) -> Period:
    """The days of a ledger: of the year since the office began, or all of them up to today."""
    opened = read.office.opened_on
    if not year:
        return Period(opened, read.today)
    told = reported(read, year_days(year))
    return Period(max(told.from_on, min(opened, told.until_on)), told.until_on)


def fund_values(read: Read, year: int) -> Values:
    """The pool's ledger, month by month, with what was carried over."""
    days = ledger_days(read, year)
    lines = fund_ledger(until_on=days.until_on).run(read)
    first = date(year, 1, 1) if year else date.min
    before = [x for x in lines if x.posted_on < first]
    cash = tuple(
        x for x in lines if x.posted_on >= first and (x.income is not None or x.outgo is not None)
    )
    opening = before[-1].balance if before else ZERO
    income, outgo = ledger_totals(cash)
    return {
        **office_values(read),
        "fund": {
            "title": year_title(year),
            "from_on": days.from_on,
            "until_on": days.until_on,
            "opening": opening,
            "closing": cash[-1].balance if cash else opening,
            "income_total": income,
            "outgo_total": outgo,
            "months": list(_fund_months(cash)),
        },
    }


def _fund_months(lines: Sequence[FundLine]) -> Iterator[Values]:
    """本月合计 and 本年累计 after every month, as ledgers have them."""
    number = 0
    of_year: list[FundLine] = []
    for (year, month), some in groupby(lines, lambda x: (x.posted_on.year, x.posted_on.month)):
        mine = tuple(some)
        of_year = [*(x for x in of_year if x.posted_on.year == year), *mine]
        income, outgo = ledger_totals(mine)
        year_income, year_outgo = ledger_totals(tuple(of_year))
        yield {
            "label": f"{year}年{month}月",
            "income": income,
            "outgo": outgo,
            "year_income": year_income,
            "year_outgo": year_outgo,
            "balance": mine[-1].balance,
            "rows": [_fund_row(number + n, x) for n, x in enumerate(mine, 1)],
        }
        number += len(mine)


def _fund_row(number: int, line: FundLine) -> Values:
    return {
        "order": number,
        "on": line.posted_on,
        "number": line.number,
        "summary": line.summary,
        "kind_label": VoucherKind(line.kind).label,
        "income": line.income,
        "outgo": line.outgo,
        "balance": line.balance,
        "person": line.person,
    }


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
        **office_values(read),
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


def _told(read: Read, until: date) -> dict[int, str]:
    """The newest report of each claim's recovery, with its day."""
    statement = select(RegisterEntryRow).where(
        RegisterEntryRow.register == RECOVERY_REPORT, RegisterEntryRow.noted_on <= until
    )
    told: dict[int, str] = {}
    for entry in entries_read(read, statement):
        said = entry.values.get("progress")
        if said and entry.row.subject_id is not None:
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
    number: int, p: _Pursued, days: Period, told: dict[int, str], vouchers: dict[int, str]
) -> Values:
    return {
        "order": number,
        "number": p.claim.number,
        "name": p.firm.name,
        "uscc": p.firm.uscc,
        "paid_on": p.paid_on,
        "handler": p.claim.handler,
        "state": _state(p),
        "told": told.get(p.claim.id, ""),
        "returns": "\n".join(_returns(p.back, vouchers)),
        "note": "、".join(dict.fromkeys(r.source for r in p.back if r.source)),
        **_pursued_sums([p], days),
    }


def _returns(back: Iterable[RecoveryRow], vouchers: dict[int, str]) -> Iterator[str]:
    """Day and voucher of what went back into the pool, with the sums where there are several."""
    returned = [r for r in back if r.fund_fen]
    for r in returned:
        number = vouchers.get(r.voucher_id or 0, "")
        amount = f" {r.fund_fen.show()}" if len(returned) > 1 else ""
        yield f"{r.recovered_on.isoformat()} {number}{amount}"


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
        **office_values(read),
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
        "security": label_of(SECURITIES, line.security),
        "other": known.guarantor if is_bank else line.bank,
        "repaid": line.amount - line.outstanding,
        "outstanding": line.outstanding,
        "grade": label_of(GRADES, line.grade),
        "state": LoanState(line.state).label,
        "overdue_days": line.overdue_days or None,
        "purpose": known.row.purpose,
    }
