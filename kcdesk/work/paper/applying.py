"""Paper values only the application form asks: the firm in full, its annexes, its papers.

Everything is as of the day of the application, so that a later print says the same. What nobody
has entered is empty and leaves its place to the pen.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from sqlalchemy import or_, select

from kcdesk.domain.applications import BALANCE_KINDS, LOAN_KINDS, SECURITIES
from kcdesk.domain.enterprises import ACCOUNT_KINDS, OWNERSHIPS, RIGHTS
from kcdesk.kernel.kinds import Option
from kcdesk.kernel.money import total
from kcdesk.store.tables.applications import ApplicationRow
from kcdesk.store.tables.enterprises import EnterpriseRow, ShareholderRow
from kcdesk.work.commands.applications.annexes import BalanceEntry
from kcdesk.work.commands.enterprises.particulars import AMOUNTS
from kcdesk.work.context import Read
from kcdesk.work.exposure import outstanding_of
from kcdesk.work.paper.ticks import class_ticks, incident_ticks, qualification_ticks, ticks
from kcdesk.work.queries.applications import ApplicationAnnexes, application_annexes, material_lines
from kcdesk.work.queries.enterprises.card import enterprise_card
from kcdesk.work.queries.enterprises.particulars import (
    EnterpriseParticulars,
    StatementLine,
    enterprise_particulars,
)

Values = dict[str, Any]

SAME_ADDRESS = "同注册地址"


def applicant_values(read: Read, enterprise_id: int, on: date) -> Values:
    """A firm as the application form wants it, beside what every paper says of it."""
    card = enterprise_card(enterprise=enterprise_id).run(read)
    told = enterprise_particulars(enterprise=enterprise_id).run(read)
    last, latest = _statements(told.statements, on)
    year = _figures(last)
    if last is None:
        # Entered with the firm itself, by offices that keep no figures year by year.
        year |= {"revenue": card.revenue, "total_assets": card.total_assets}
    is_told = bool(told.accounts or told.shareholders or told.ownership or told.legal_rep_phone)
    unsaid = SAME_ADDRESS if is_told else ""
    contact = card.contacts[0] if card.contacts else None
    staff = card.staff_count if last is None or last.staff_count is None else last.staff_count
    return {
        "staff": staff,
        "office_address": told.office_address or unsaid,
        "production_address": told.production_address or unsaid,
        "legal_rep_phone": told.legal_rep_phone,
        "ownership": ticks(OWNERSHIPS, told.ownership),
        "technical_field": told.technical_field,
        "college_staff": told.college_staff_count,
        "research_staff": told.research_staff_count,
        "contact_email": contact.email if contact else "",
        "accounts": [
            {"kind_label": label, "bank": a.account_bank, "number": a.account_no}
            for label, a in _labelled(ACCOUNT_KINDS, told.accounts)
        ],
        "shareholders": [
            {"order": n, "name": s.name, "share": s.share}
            for n, s in enumerate(told.shareholders, 1)
        ],
        "rights": {
            **{option.value: None for option in RIGHTS},
            **{r.kind: r.held_count for r in told.rights},
            "total": sum(r.held_count for r in told.rights) if told.rights else None,
        },
        "last_year": {"until_on": None if last is None else last.until_on, **year},
        "latest": {"until_on": None if latest is None else latest.until_on, **_figures(latest)},
        "ticks": qualification_ticks(read, enterprise_id, on),
        "class_ticks": class_ticks(read, enterprise_id, on),
        "incident_ticks": incident_ticks(read, enterprise_id, on),
        "related": list(related_firms(read, enterprise_id, told, on)),
    }


def related_firms(
    read: Read, enterprise_id: int, told: EnterpriseParticulars, on: date
) -> Iterator[Values]:
    """What the firm told first, then what the office's own records show, each firm once."""
    known = {e.id: (e, why) for e, why in _on_record(read, enterprise_id, told)}
    found: list[tuple[str, str, str, int | None]] = []
    for entry in told.related_firms:
        row = read.one(
            select(EnterpriseRow).where(
                or_(EnterpriseRow.name == entry.name, EnterpriseRow.uscc == entry.uscc)
            )
        )
        if row is not None:
            known.pop(row.id, None)
        ident, uscc = (None, entry.uscc) if row is None else (row.id, row.uscc)
        found.append((entry.name, uscc, entry.relation, ident))
    found += [(e.name, e.uscc, why, e.id) for e, why in known.values()]
    for n, (name, uscc, relation, ident) in enumerate(found, 1):
        balance = None if ident is None else outstanding_of(read, ident, on)
        yield {
            "order": n,
            "name": name,
            "uscc": uscc,
            "relation": relation,
            "balance": balance or None,
        }


def _on_record(
    read: Read, enterprise_id: int, told: EnterpriseParticulars
) -> Iterator[tuple[EnterpriseRow, str]]:
    """Firms of the office's records that are certainly related: the same person by the number of
    the identity card, or one is a shareholder of the other by its full name."""
    firm = read.get(EnterpriseRow, enterprise_id, "企业")
    others = select(EnterpriseRow).where(EnterpriseRow.id != firm.id).order_by(EnterpriseRow.id)
    if firm.legal_rep_id:
        same = others.where(EnterpriseRow.legal_rep_id == firm.legal_rep_id)
        yield from ((row, "法定代表人相同") for row in read.all(same))
    owners = [s.name for s in told.shareholders]
    yield from (
        (row, "本企业股东") for row in read.all(others.where(EnterpriseRow.name.in_(owners)))
    )
    owned = others.join(ShareholderRow, ShareholderRow.enterprise_id == EnterpriseRow.id).where(
        ShareholderRow.name == firm.name
    )
    yield from ((row, "本企业出资") for row in read.all(owned))


def _statements(
    lines: Iterable[StatementLine], on: date
) -> tuple[StatementLine | None, StatementLine | None]:
    """The year before the day, and the newest part of a year up to it."""
    last = next((s for s in lines if s.is_year and s.until_on.year == on.year - 1), None)
    latest = next((s for s in lines if not s.is_year and s.until_on <= on), None)
    return last, latest


def _figures(line: StatementLine | None) -> Values:
    return {name: None if line is None else getattr(line, name) for name in AMOUNTS}


def asking_values(read: Read, row: ApplicationRow) -> Values:
    """What the form says of the application beside what every paper says of it."""
    annexes = application_annexes(application=row.id).run(read)
    kind = row.kind or "new"
    return {
        "kind_label": next(o.label for o in LOAN_KINDS if o.value == kind),
        "security": ticks(SECURITIES, row.security),
        "is_not_first_loan": not row.is_first_loan,
        "is_not_renewal": not row.is_renewal,
        "policy_loans": row.policy_loans or "",
        "recommendation": row.opinion if row.recommended_on is not None else "",
        "balances": _balances(annexes.balances),
        "borrowings": _borrowings(annexes),
        "materials": [
            {"order": m.order_no, "label": m.label, "is_present": m.is_present, "note": m.note}
            for m in material_lines(read, row.id)
        ],
    }


def _balances(entries: Iterable[BalanceEntry]) -> Mapping[str, Values]:
    """Each kind with its lines and their sum; no sum where there is nothing to add."""
    by_kind: dict[str, list[BalanceEntry]] = {kind.value: [] for kind in BALANCE_KINDS}
    for entry in entries:
        by_kind[entry.kind].append(entry)
    return {
        kind: {
            "lines": [
                {"order": n, "name": b.name, "amount": b.amount, "age": b.age, "share": b.share}
                for n, b in enumerate(of_kind, 1)
            ],
            "total": total(b.amount for b in of_kind) if of_kind else None,
        }
        for kind, of_kind in by_kind.items()
    }


def _borrowings(annexes: ApplicationAnnexes) -> list[Values]:
    labels = {o.value: o.label for o in SECURITIES}
    lines: list[Values] = [
        {"lender": k.lender, "amount": k.amount, "security": f"{labels[k.security]}（科创贷）",
         "from_on": k.from_on, "until_on": k.until_on}
        for k in annexes.known
    ]  # fmt: skip
    lines += [
        {"lender": b.lender, "amount": b.amount, "security": b.security, "from_on": b.from_on,
         "until_on": b.until_on}
        for b in annexes.borrowings
    ]  # fmt: skip
    return [{"order": n, **line} for n, line in enumerate(lines, 1)]


def _labelled(options: tuple[Option, ...], entries: Iterable[Any]) -> Iterator[tuple[str, Any]]:
    """Entries with a kind, in the order of the kinds, each with its label."""
    held = list(entries)
    for option in options:
        yield from ((option.label, entry) for entry in held if entry.kind == option.value)
