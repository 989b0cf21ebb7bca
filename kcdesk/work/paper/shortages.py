"""Paper values of money that is short: a deposit that was drawn on, the fund below its floor."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from kcdesk.domain.fund import Account, DepositMove, deposit_short
from kcdesk.kernel.money import ZERO
from kcdesk.store.tables.claims import ClaimRow
from kcdesk.store.tables.fund import DepositEntryRow
from kcdesk.store.tables.loans import LoanRow
from kcdesk.store.tables.partners import PartnerRow
from kcdesk.store.tables.payouts import PayoutRow
from kcdesk.work.agreements import agreement_on
from kcdesk.work.commands.fund import balances
from kcdesk.work.context import Read
from kcdesk.work.paper.citing import cited
from kcdesk.work.paper.firms import Values, office_values
from kcdesk.work.paper.records import PaperRecord, found
from kcdesk.work.queries.fund import deposit_ledger, deposits, proposed_appropriation

_DRAW = DepositMove.DRAW.value


def draw_values(read: Read, entry_id: int) -> Values:
    """One draw on a deposit: what it held before and after, whom the bank tells and when."""
    row = read.get(DepositEntryRow, entry_id, "保证金记录", "entry")
    bank = read.get(PartnerRow, row.partner_id, "合作银行")
    line = next(x for x in deposit_ledger(partner=bank.id).run(read) if x.id == row.id)
    agreement = agreement_on(read, bank.id, row.posted_on)
    required = None if agreement is None else agreement.deposit_fen
    return {
        **office_values(read),
        "bank": {
            "name": bank.name,
            "contact_name": bank.contact_name,
            "contact_phone": bank.contact_phone,
        },
        "guarantor": {"name": _guarantor(read, row)},
        "deposit": {
            "on": row.posted_on,
            "amount": row.amount_fen,
            "before": line.balance + row.amount_fen,
            "after": line.balance,
            "required": required,
            "short": deposit_short(required, line.balance),
            "shortages": [{"short": s}] if (s := deposit_short(required, line.balance)) else [],
            "reason": row.reason.rstrip("。"),
            "account_no": _account(read, row),
            "document_no": row.document_no,
            "agreement_number": "" if agreement is None else agreement.number,
            "science_notice_on": row.science_notice_on,
            "guarantor_notice_on": row.guarantor_notice_on,
        },
    }


def _guarantor(read: Read, row: DepositEntryRow) -> str:
    """The loan's own guarantor where the draw paid a claim, else all there are."""
    own = read.session.scalar(
        select(PartnerRow.name)
        .join(LoanRow, LoanRow.guarantor_id == PartnerRow.id)
        .join(ClaimRow, ClaimRow.loan_id == LoanRow.id)
        .join(PayoutRow, PayoutRow.claim_id == ClaimRow.id)
        .where(PayoutRow.voucher_id == row.voucher_id)
    )
    if own:
        return own
    every = select(PartnerRow.name).where(
        PartnerRow.kind == "guarantor", PartnerRow.left_on.is_(None)
    )
    return "、".join(read.session.scalars(every.order_by(PartnerRow.id)))


def _account(read: Read, row: DepositEntryRow) -> str:
    """The deposit's account: the one into which money was placed last."""
    placed = select(DepositEntryRow.account_no).where(
        DepositEntryRow.partner_id == row.partner_id, DepositEntryRow.account_no != ""
    )
    return read.session.scalar(placed.order_by(DepositEntryRow.id.desc()).limit(1)) or ""


def draw_title(read: Read, entry_id: int) -> str:
    """A draw by its day and its bank."""
    row = read.get(DepositEntryRow, entry_id, "保证金记录", "entry")
    bank = read.get(PartnerRow, row.partner_id, "合作银行").name
    return f"{row.posted_on.isoformat()}划扣保证金（{bank}）"


def draws(read: Read) -> Sequence[PaperRecord]:
    """Every draw that stands."""
    rows = (
        select(DepositEntryRow.id, PartnerRow.name, DepositEntryRow.reason)
        .join(PartnerRow, PartnerRow.id == DepositEntryRow.partner_id)
        .where(DepositEntryRow.kind == _DRAW, ~DepositEntryRow.is_void)
    )
    return found(read, rows.order_by(DepositEntryRow.posted_on.desc(), DepositEntryRow.id.desc()))


def draws_under(read: Read, partner_id: int) -> Sequence[int]:
    """The draws of one bank."""
    rows = select(DepositEntryRow.id).where(
        DepositEntryRow.partner_id == partner_id,
        DepositEntryRow.kind == _DRAW,
        ~DepositEntryRow.is_void,
    )
    return tuple(read.session.scalars(rows.order_by(DepositEntryRow.posted_on.desc())))


def is_deposit_short(read: Read, partner_id: int) -> bool:
    """Whether the deposit at a bank lacks anything today."""
    return any(d.short for d in deposits().run(read) if d.id == partner_id)


def is_fund_short(read: Read, record: int) -> bool:
    """Whether anything is to be asked for today."""
    del record
    return bool(proposed_appropriation().run(read).proposed)


def top_up_values(read: Read, record: int) -> Values:
    """What the fund lacks today, step by step. There is one record: 0, as of today."""
    del record
    asked = proposed_appropriation().run(read)
    basis = cited(read, asked.clauses)
    held = balances(read)
    short = [d for d in deposits().run(read) if d.short]
    lacking = max(ZERO, asked.deposits_short - held[Account.POOL_CASH])
    return {
        **office_values(read),
        "top_up": {
            "on": read.today,
            "year": read.today.year,
            "cash": held[Account.POOL_CASH],
            "deposits": held[Account.DEPOSIT],
            "held": asked.held,
            "floor": asked.floor,
            "below_floor": asked.below_floor,
            "deposits_short": asked.deposits_short,
            "lacks": [{"lacking": lacking}] if lacking else [],
            "covers": [{"cash": held[Account.POOL_CASH]}] if short and not lacking else [],
            "proposed": asked.proposed,
            "cited": [{"text": basis}] if basis else [],
            "uncited": [] if basis else [{"text": ""}],
            "overlaps": [{"lacking": lacking}] if lacking and asked.below_floor else [],
            "floors": [{"floor": asked.floor, "held": asked.held, "below": asked.below_floor}]
            if asked.floor is not None
            else [],
            "shortages": [{"total": asked.deposits_short}] if short else [],
            "banks": [
                {
                    "order": n,
                    "bank": d.bank,
                    "required": d.required,
                    "balance": d.balance,
                    "short": d.short,
                }
                for n, d in enumerate(short, 1)
            ],
        },
    }


def today_title(read: Read, record: int) -> str:
    """The one record there is: as of today."""
    del record
    return f"{read.today.isoformat()}余额"


def today_only(read: Read) -> Sequence[PaperRecord]:
    """As of today."""
    return (PaperRecord(0, today_title(read, 0)),)
