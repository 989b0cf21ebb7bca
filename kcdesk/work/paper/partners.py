"""Paper values of an institution and of what was signed with it."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from sqlalchemy import select

from kcdesk.domain.fund import DepositMove
from kcdesk.domain.partners import PARTNER_KINDS
from kcdesk.domain.schemes.scheme import Scheme
from kcdesk.kernel.ratio import show_decimal
from kcdesk.store.tables.partners import AgreementRow, PartnerRow
from kcdesk.store.tables.schemes import SchemeRevisionRow
from kcdesk.work.commands.partners.agreements import last_day
from kcdesk.work.commands.partners.requirements import asked_of, requirements_on
from kcdesk.work.context import Read
from kcdesk.work.paper.citing import articles_of
from kcdesk.work.paper.firms import Values, label_of, office_values
from kcdesk.work.paper.records import PaperRecord, found
from kcdesk.work.paper.wording import party_name
from kcdesk.work.queries.fund.deposits import deposit_ledger, deposits
from kcdesk.work.queries.tracing import trace_lines


def institution_values(read: Read, partner_id: int) -> Values:
    """An institution as it stands today: what it was found to have, its deposit, its terms."""
    row = read.get(PartnerRow, partner_id, "合作机构", "partner")
    return {
        **office_values(read),
        "partner": {
            "name": row.name,
            "kind_label": label_of(PARTNER_KINDS, row.kind),
            "joined_on": row.joined_on,
            "contact_name": row.contact_name,
            "contact_phone": row.contact_phone,
            "account_name": row.account_name,
            "account_bank": row.account_bank,
            "account_no": row.account_no,
            "tech_from_on": row.tech_from_on,
            "service_team": row.service_team or "",
            **_requirements(read, row),
        },
        "deposit": _deposit(read, row),
    }


def _requirements(read: Read, row: PartnerRow) -> Values:
    """What the programme asks of it, each with what the last check found."""
    check = requirements_on(read, row.id, read.today)
    ticks = frozenset(check.ticks) if check else frozenset()
    asked = asked_of(read.scheme(), row.kind)
    return {
        "checked_on": check.checked_on if check else None,
        "line": check.line_fen if check else None,
        "note": check.note if check else "",
        "requirements": [
            {"order": n, "label": label, "met": code in ticks if check else None}
            for n, (code, label) in enumerate(asked.items(), 1)
        ],
    }


def _deposit(read: Read, row: PartnerRow) -> Values:
    """The deposit at a bank: what it is to be, what is left, what was drawn."""
    line = next((d for d in deposits().run(read) if d.id == row.id), None)
    entries = [e for e in deposit_ledger(partner=row.id).run(read) if not e.is_void]
    drawn = [e for e in entries if e.kind == DepositMove.DRAW.value]
    draws = [
        {"order": n, "on": e.posted_on, "amount": e.taken, "reason": e.reason}
        for n, e in enumerate(drawn, 1)
    ]
    return {
        "year": read.today.year,
        "required": line.required if line else None,
        "balance": line.balance if line else None,
        "short": line.short if line else None,
        "placed": line.placed if line else None,
        "drawn": line.drawn if line else None,
        "line": line.line if line else None,
        "leverage": line.leverage if line else "",
        "histories": [{"draws": draws}] if draws else [],
    }


def agreement_values(read: Read, agreement_id: int) -> Values:
    """One agreement with its institution, and what the programme said when it was signed."""
    row = read.get(AgreementRow, agreement_id, "合作协议", "agreement")
    old = None if row.renews_id is None else read.get(AgreementRow, row.renews_id, "合作协议")
    values = institution_values(read, row.partner_id)
    scheme = read.scheme(read.get(SchemeRevisionRow, row.scheme_revision_id, "方案"))
    values["agreement"] = {
        "number": row.number,
        "signed_on": row.signed_on,
        "from_on": row.from_on,
        "until_on": last_day(row),
        "sharing_words": sharing_words(scheme, row.sharing, row.parties),
        "guaranteed_words": sharing_words(scheme, row.guaranteed_sharing, row.guaranteed_parties),
        "rate_ceiling": row.rate_ceiling,
        "spread": row.spread,
        "line": row.line_fen,
        "deposit": row.deposit_fen,
        "leverage": _leverage(row),
        "document_no": row.document_no,
        "renews_number": old.number if old else "",
        "is_renewal": old is not None,
        "end_reason": row.end_reason,
        "note": row.note,
        "checks": [
            {
                "order": n,
                "label": line.label,
                "shown": line.shown,
                "article": articles_of(scheme, line.clauses),
            }
            for n, line in enumerate((x for x in trace_lines(scheme, row.trace) if x.shown), 1)
        ],
    }
    return values


def _leverage(row: AgreementRow) -> str:
    if not row.line_fen or not row.deposit_fen:
        return ""
    return f"1:{show_decimal(Fraction(row.line_fen.fen, row.deposit_fen.fen))}"


def sharing_words(scheme: Scheme, weights: str, parties: str) -> str:
    """``6:4（风险补偿金、合作机构）`` in the county's words; empty where nothing is laid down."""
    if not weights:
        return ""
    return f"{weights}（{'、'.join(party_name(scheme, code) for code in parties.split(','))}）"


def agreement_title(read: Read, agreement_id: int) -> str:
    """An agreement by its number and its institution."""
    row = read.get(AgreementRow, agreement_id, "合作协议", "agreement")
    return f"{row.number}（{read.get(PartnerRow, row.partner_id, '合作机构').name}）"


def institutions(read: Read) -> Sequence[PaperRecord]:
    """Every institution."""
    rows = select(PartnerRow.id, PartnerRow.name, PartnerRow.agreement_no)
    return found(read, rows.order_by(PartnerRow.id.desc()))


def agreements(read: Read) -> Sequence[PaperRecord]:
    """Every agreement with its institution."""
    rows = select(AgreementRow.id, AgreementRow.number, PartnerRow.name).join(
        PartnerRow, PartnerRow.id == AgreementRow.partner_id
    )
    return found(read, rows.order_by(AgreementRow.from_on.desc(), AgreementRow.id.desc()))


def agreements_under(read: Read, partner_id: int) -> Sequence[int]:
    """The agreements of an institution."""
    rows = select(AgreementRow.id).where(AgreementRow.partner_id == partner_id)
    return tuple(read.session.scalars(rows.order_by(AgreementRow.from_on.desc())))
