"""Paper values of a payout: what was granted, what is paid now, and what that leaves."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from kcdesk.domain.payouts import yearly_limit
from kcdesk.domain.schemes.scheme import Scheme
from kcdesk.kernel.money import ZERO, Money, total
from kcdesk.store.tables.fund import DepositEntryRow
from kcdesk.store.tables.meetings import AgendaItemRow, MeetingRow, ResolutionRow
from kcdesk.store.tables.payouts import PayoutRow
from kcdesk.store.tables.schemes import SchemeRevisionRow
from kcdesk.work.commands.payouts import DEPOSIT, payouts_of
from kcdesk.work.context import Read
from kcdesk.work.paper.citing import articles
from kcdesk.work.paper.claims import claim_values, step_values
from kcdesk.work.paper.firms import Values
from kcdesk.work.paper.wording import word
from kcdesk.work.queries.payouts import payout_card


def payout_values(read: Read, payout_id: int) -> Values:
    """A payout with its claim, its meeting and the institution's year."""
    row = read.get(PayoutRow, payout_id, "兑付", "payout")
    values = claim_values(read, row.claim_id)
    resolution = read.one(
        select(ResolutionRow)
        .where(ResolutionRow.claim_id == row.claim_id, ResolutionRow.result == "agree")
        .order_by(ResolutionRow.id.desc())
    )
    assert resolution is not None, "a payout follows a resolution"
    item = read.get(AgendaItemRow, resolution.item_id, "议题")
    meeting = read.get(MeetingRow, item.meeting_id, "会议")
    bank = values["bank"]
    card = payout_card(payout=payout_id).run(read)
    scheme = read.scheme(read.get(SchemeRevisionRow, row.scheme_revision_id, "方案"))
    limit = yearly_limit(scheme, row.paid_on)
    values["claim"]["loss"] = resolution.loss_fen
    values["claim"]["fund_share"] = resolution.fund_share_fen
    values["meeting"] = {
        "title": meeting.title,
        "held_on": meeting.held_on,
        "minutes_number": meeting.minutes_number,
    }
    left = None if limit is None else max(limit - row.year_paid_fen, ZERO)
    values["payout"] = {
        "number": row.number,
        "on": row.paid_on,
        "amount": row.amount_fen,
        "approved": row.approved_fen,
        "granted": resolution.fund_share_fen,
        "paid_before": _paid_before(read, row),
        "cut_text": card.cuts_text or "无扣减",
        "cuts": [cut_values(cut, scheme) for cut in row.cuts],
        "payee_name": bank["account_name"] or bank["name"],
        "payee_bank": bank["account_bank"],
        "payee_account": bank["account_no"],
        "year": row.paid_on.year,
        "year_paid": row.year_paid_fen,
        "year_limit": limit,
        "year_left": left,
        "limits": [] if limit is None else [{"limit": limit, "left": left}],
        "source": word(scheme, "deposit" if row.source == DEPOSIT else "pool"),
        "pool_before": card.pool_before,
        "pool_after": card.pool_after,
        "basis": basis_of(read, meeting),
        "document_no": row.document_no,
        "payment_no": row.payment_no,
        "override_no": row.override_no or "",
        "notices": _notices(read, row),
        "steps": step_values(card.trace, scheme),
    }
    return values


def _paid_before(read: Read, row: PayoutRow) -> Money:
    """What earlier payouts of the same claim came to."""
    return total(p.amount_fen for p in payouts_of(read, row.claim_id) if p.id < row.id)


def _notices(read: Read, row: PayoutRow) -> list[Values]:
    """When the two who must know before a bank draws on its deposit were told."""
    entry = read.one(select(DepositEntryRow).where(DepositEntryRow.voucher_id == row.voucher_id))
    if entry is None:
        return []
    return [{"science_on": entry.science_notice_on, "guarantor_on": entry.guarantor_notice_on}]


def cut_values(cut: dict[str, Any], scheme: Scheme) -> Values:
    """One cut with its reason, and what becomes of it."""
    stays = bool(cut["stays_payable"])
    return {
        "label": cut["label"],
        "amount": Money(int(cut["fen"])),
        "clause": "、".join(cut["clauses"]),
        "article": articles(scheme, cut["clauses"]),
        "stays_payable": stays,
        "after": "以后续付" if stays else "不再支付",
    }


def basis_of(read: Read, meeting: MeetingRow) -> str:
    """What a payout rests on, in words."""
    minutes = f"纪要（{meeting.minutes_number}）" if meeting.minutes_number else "决议"
    return f"{read.scheme().meeting.title}{meeting.title}{minutes}"
