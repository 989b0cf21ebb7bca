"""Whose an entry is: the name of its record, and what the record is found by."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, literal, select

from kcdesk.domain.schemes.registering import RegisterSubject
from kcdesk.store.tables.applications import ApplicationRow
from kcdesk.store.tables.claims import ClaimRow
from kcdesk.store.tables.enterprises import EnterpriseRow
from kcdesk.store.tables.loans import LoanRow
from kcdesk.store.tables.partners import PartnerRow
from kcdesk.store.tables.registers import RegisterEntryRow
from kcdesk.work.context import Read

_NOTHING = literal("")


@dataclass(frozen=True)
class SubjectName:
    """The record as a list shows it, and the words a search may find it by."""

    shown: str
    keys: str


def subject_names(read: Read, subject: RegisterSubject | None) -> Mapping[int, SubjectName]:
    """The records of a stage that entries belong to, by id."""
    if subject is None:
        return {}
    owned = select(RegisterEntryRow.subject_id).where(RegisterEntryRow.subject == subject.value)
    rows = read.session.execute(_statement(subject, owned))
    return {
        ident: SubjectName(" ".join(filter(None, (number, name))), f"{number}|{name}|{keys}")
        for ident, number, name, keys in rows
    }


def _statement(subject: RegisterSubject, owned: Any) -> Select[int, str, str, str]:
    """Id, number, name and search keys."""
    match subject:
        case RegisterSubject.ENTERPRISES:
            return select(
                EnterpriseRow.id, _NOTHING, EnterpriseRow.name, EnterpriseRow.search_keys
            ).where(EnterpriseRow.id.in_(owned))
        case RegisterSubject.PARTNERS:
            return select(PartnerRow.id, _NOTHING, PartnerRow.name, _NOTHING).where(
                PartnerRow.id.in_(owned)
            )
        case RegisterSubject.APPLICATIONS:
            return _of_firm(ApplicationRow, ApplicationRow.number).where(
                ApplicationRow.id.in_(owned)
            )
        case RegisterSubject.LOANS:
            return _of_firm(LoanRow, LoanRow.contract_no).where(LoanRow.id.in_(owned))
        case _:  # claims
            return (
                select(ClaimRow.id, ClaimRow.number, EnterpriseRow.name, EnterpriseRow.search_keys)
                .join(LoanRow, LoanRow.id == ClaimRow.loan_id)
                .join(EnterpriseRow, EnterpriseRow.id == LoanRow.enterprise_id)
                .where(ClaimRow.id.in_(owned))
            )


def _of_firm(row: type[ApplicationRow] | type[LoanRow], number: Any) -> Select[int, str, str, str]:
    return select(row.id, number, EnterpriseRow.name, EnterpriseRow.search_keys).join(
        EnterpriseRow, EnterpriseRow.id == row.enterprise_id
    )
