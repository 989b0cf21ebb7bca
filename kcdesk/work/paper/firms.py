"""Paper values of the office, a firm, its bank, its application and its loan."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from kcdesk.domain.applications import SECURITIES
from kcdesk.domain.enterprises import SIZES
from kcdesk.domain.loans import GRADES
from kcdesk.kernel.ident import mask_resident_id
from kcdesk.kernel.kinds import Option
from kcdesk.kernel.money import ZERO, Money
from kcdesk.store.tables.applications import ApplicationRow
from kcdesk.store.tables.enterprises import ListingRow
from kcdesk.store.tables.partners import PartnerRow
from kcdesk.work.commands.enterprises.facts import enterprise_facts
from kcdesk.work.context import Read
from kcdesk.work.paper.applying import applicant_values, asking_values
from kcdesk.work.queries.enterprises.card import enterprise_card
from kcdesk.work.queries.loans import loan_card

Values = dict[str, Any]


def label_of(options: tuple[Option, ...], value: str) -> str:
    """The label of an option; empty for an empty value."""
    return next((o.label for o in options if o.value == value), value)


def office_values(read: Read) -> Values:
    """The office as papers name it."""
    office = read.office
    return {
        "office": {
            "name": office.name,
            "region": office.region,
            "host_unit": office.host_unit or office.name,
            "contact_name": office.contact_name,
            "contact_phone": office.contact_phone,
            "scheme_title": read.revision().title.strip("《》"),
            # Titles that stand side by side are not parted by a comma (GB/T 15834).
            "scheme_basis": "、".join(
                f"{d.title}（{d.number}）" if d.number else d.title
                for d in read.scheme().documents.values()
                if d.is_basis
            ).replace("》、《", "》《"),
        },
        "today": read.today,
    }


def undated_office(read: Read) -> Values:
    """The office on a paper that is of a time of its own: printed on any day it says the same."""
    return {"office": office_values(read)["office"]}


def enterprise_values(read: Read, enterprise_id: int, on: date) -> Values:
    """A firm; every blank the application form may ask. Its time on the list and its size are
    those of `on`, the day that counts for the paper."""
    card = enterprise_card(enterprise=enterprise_id).run(read)
    contact = card.contacts[0] if card.contacts else None
    listing = _listing(read, enterprise_id, on)
    size = enterprise_facts(read, enterprise_id, on)["enterprise.size"]
    return {
        "enterprise": {
            "name": card.name,
            "uscc": card.uscc,
            "legal_rep": card.legal_rep,
            "legal_rep_id": card.legal_rep_id,
            "legal_rep_id_masked": mask_resident_id(card.legal_rep_id) if card.legal_rep_id else "",
            "controller": card.controller,
            "registered_on": card.registered_on,
            "registered_capital": card.registered_capital,
            "region": card.region,
            "address": card.address,
            "industry": card.industry,
            "main_business": card.main_business,
            "staff": card.staff_count,
            "size_class": label_of(SIZES, str(size or "")),
            "revenue": card.revenue,
            "total_assets": card.total_assets,
            "officer": card.officer,
            "contact_name": contact.name if contact else "",
            "contact_post": contact.post if contact else "",
            "contact_phone": contact.phone if contact else "",
            "listed_on": None if listing is None else listing.from_on,
            "listing_document": "" if listing is None else listing.document_no,
            "listed_until": None if listing is None else listing.until_on,
            "submitted_on": None if listing is None else listing.submitted_on,
            "qualifications": [
                {
                    "label": q.kind,
                    "certificate_no": q.certificate_no,
                    "document_no": q.document_no,
                    "from_on": q.from_on,
                    "until_on": q.until_on,
                }
                for q in card.qualifications
            ],
        }
    }


def _listing(read: Read, enterprise_id: int, on: date) -> ListingRow | None:
    """The stretch on the list that holds a day."""
    return read.one(
        select(ListingRow)
        .where(
            ListingRow.enterprise_id == enterprise_id,
            ListingRow.from_on <= on,
            ListingRow.until_on.is_(None) | (ListingRow.until_on >= on),
        )
        .order_by(ListingRow.from_on.desc(), ListingRow.id.desc())
    )


def partner_values(read: Read, bank_id: int, guarantor_id: int | None) -> Values:
    """The bank and, where there is one, the guarantor."""
    bank = read.get(PartnerRow, bank_id, "贷款银行")
    guarantor = None if guarantor_id is None else read.get(PartnerRow, guarantor_id, "担保机构")
    return {
        "bank": {
            "name": bank.name,
            "branch": "",
            "account_name": bank.account_name,
            "account_bank": bank.account_bank,
            "account_no": bank.account_no,
            "contact_name": bank.contact_name,
            "contact_phone": bank.contact_phone,
        },
        "guarantor": {"name": guarantor.name if guarantor else ""},
    }


def application_values(read: Read, application_id: int) -> Values:
    """An application with its firm and bank."""
    row = read.get(ApplicationRow, application_id, "贷款申请")
    firm = enterprise_values(read, row.enterprise_id, row.recommended_on or read.today)
    firm["enterprise"] |= applicant_values(read, row.enterprise_id, row.applied_on)
    return {
        **office_values(read),
        **firm,
        **partner_values(read, row.bank_id, row.guarantor_id),
        "application": {
            "number": row.number,
            "applied_on": row.applied_on,
            "amount": row.amount_fen,
            "term_months": row.term_months,
            "purpose": row.purpose,
            "security_label": label_of(SECURITIES, row.security),
            "is_first_loan": row.is_first_loan,
            "is_renewal": row.is_renewal,
            "other_loans": row.other_loans,
            "opinion": row.opinion,
            "recommendation_number": row.document_no,
            "recommended_on": row.recommended_on,
            "recommendation_valid_until": row.valid_until_on,
            "suggested_amount": row.suggested_amount_fen or row.amount_fen,
            **asking_values(read, row),
        },
    }


def loan_values(read: Read, loan_id: int) -> Values:
    """A loan as it stands today, with its firm and bank."""
    card = loan_card(loan=loan_id).run(read)
    return {
        **office_values(read),
        **enterprise_values(read, card.enterprise_id, card.disbursed_on),
        **partner_values(read, card.bank_id, card.guarantor_id),
        "loan": {
            "contract_no": card.contract_no,
            "iou_no": card.iou_no,
            "amount": card.amount,
            "disbursed_on": card.disbursed_on,
            "due_on": card.due_on,
            "extended_due_on": card.extended_due_on,
            "final_due_on": card.final_due_on,
            "rate": card.rate,
            "security_label": label_of(SECURITIES, card.security),
            "purpose": card.purpose,
            "repaid_principal": card.repaid,
            "outstanding": card.outstanding,
            "interest_status": interest_status(card.interest_arrears),
            "grade_label": label_of(GRADES, card.grade),
            "grade_on": card.graded_on,
            "overdue_days": card.overdue_days,
            "overdue_on": first_overdue_day(card.final_due_on) if card.overdue_days else None,
            "extensions": [{"due_on": x.due_on, "agreed_on": x.agreed_on} for x in card.extensions],
        },
    }


def first_overdue_day(final_due_on: date) -> date:
    """The day after the (extended) maturity, from which days overdue are counted."""
    return final_due_on + timedelta(days=1)


def interest_status(arrears: Money) -> str:
    """How the interest of the agreed term stands, as papers say it."""
    if arrears == ZERO:
        return "约定贷款期限内的利息已付清"
    return f"约定贷款期限内尚欠利息{arrears.show()}元"
