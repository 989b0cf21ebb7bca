"""Paper values of the list of firms: its versions, the list as of today, the bans.

A version shows who stood on it, as they were called and classed then; what was not frozen with it
(the trade, the contact, what is owed) is as the file has it now, the loans as of the version's day.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from kcdesk.domain.enterprises import BAN_KINDS, PATHS, SIZES, Standing
from kcdesk.kernel.money import ZERO, total
from kcdesk.store.tables.enterprises import (
    ContactRow,
    EnterpriseRow,
    ListingRow,
    ListVersionLineRow,
    ListVersionRow,
    QualificationRow,
)
from kcdesk.work.commands.enterprises.facts import standings
from kcdesk.work.commands.enterprises.versions import (
    ListedOn,
    last_version,
    listed_firms,
    next_version_on,
)
from kcdesk.work.context import Read
from kcdesk.work.paper.firms import Values, label_of, undated_office
from kcdesk.work.paper.records import PaperRecord
from kcdesk.work.queries.enterprises.standing import bans
from kcdesk.work.queries.enterprises.versions import labels, live_loans

Firm = ListedOn | ListVersionLineRow


@dataclass(frozen=True, slots=True)
class _Edition:
    """A version, or the list as of today: its head and its firms, and those of the one before."""

    number: str
    on: date
    document_no: str
    next_on: date | None
    note: str
    firms: Sequence[Firm]
    before: Mapping[int, Firm] | None


def list_title(read: Read, version: int) -> str:
    """``第3版``, or today's."""
    if not version:
        return f"{read.today.isoformat()}在库"
    return f"第{read.get(ListVersionRow, version, '名录版次').ordinal}版"


def list_records(read: Read) -> Sequence[PaperRecord]:
    """The list as of today, then its versions, the newest first."""
    versions = read.all(select(ListVersionRow).order_by(ListVersionRow.ordinal.desc()))
    return (
        PaperRecord(0, "今天在库的企业", read.today.isoformat()),
        *(PaperRecord(v.id, f"第{v.ordinal}版", v.frozen_on.isoformat()) for v in versions),
    )


def list_values(read: Read, version: int) -> Values:
    """Every firm of a version (0: of today) with what a county's list tells of it."""
    edition = _edition(read, version)
    told = _Telling(read, edition)
    rows = [told.row(number, firm) for number, firm in enumerate(edition.firms, 1)]
    gone, added = _gone(edition), len(rows) - _kept(edition)
    return {
        **undated_office(read),
        "list": {
            "number": edition.number,
            "on": edition.on,
            "document_no": edition.document_no,
            "next_on": edition.next_on,
            "note": edition.note,
            "count": len(rows),
            "added_count": None if edition.before is None else added,
            "removed_count": None if edition.before is None else len(gone),
            "changes_text": "" if edition.before is None else _changes(added, len(gone)),
            "removed_names": "、".join(firm.name for firm in gone) or "无",
            "provisional_count": sum(bool(firm.is_provisional) for firm in edition.firms),
            "outstanding": total(row["outstanding"] or ZERO for row in rows),
            "rows": rows,
        },
    }


def _edition(read: Read, version: int) -> _Edition:
    if not version:
        newest = last_version(read)
        return _Edition(
            "当日名录", read.today, "", next_version_on(read.scheme(), read.today), "",
            listed_firms(read, read.today), None if newest is None else _of(read, newest),
        )  # fmt: skip
    row = read.get(ListVersionRow, version, "名录版次", "record")
    earlier = read.one(select(ListVersionRow).where(ListVersionRow.ordinal == row.ordinal - 1))
    return _Edition(
        f"第{row.ordinal}版", row.frozen_on, row.document_no, row.next_on, row.note,
        tuple(_of(read, row).values()), None if earlier is None else _of(read, earlier),
    )  # fmt: skip


def _of(read: Read, version: ListVersionRow) -> Mapping[int, ListVersionLineRow]:
    rows = read.all(
        select(ListVersionLineRow)
        .where(ListVersionLineRow.version_id == version.id)
        .order_by(ListVersionLineRow.enterprise_id)
    )
    return {row.enterprise_id: row for row in rows}


def _changes(added: int, removed: int) -> str:
    return f"比上一版新增{added}家、调出{removed}家。"


def _kept(edition: _Edition) -> int:
    before = edition.before or {}
    return sum(firm.enterprise_id in before for firm in edition.firms)


def _gone(edition: _Edition) -> Sequence[Firm]:
    now = {firm.enterprise_id for firm in edition.firms}
    return [firm for ident, firm in (edition.before or {}).items() if ident not in now]


class _Telling:
    """What the file knows of the firms of a list, each table read once."""

    def __init__(self, read: Read, edition: _Edition) -> None:
        self._scheme, self._edition = read.scheme(), edition
        self._firms = {row.id: row for row in read.all(select(EnterpriseRow))}
        self._standings = standings(read)
        self._contacts = _first_of(read.all(select(ContactRow).order_by(ContactRow.id)))
        self._owed = live_loans(read, edition.on)
        self._listings = {
            row.enterprise_id: row
            for row in read.all(
                select(ListingRow)
                .where(ListingRow.from_on <= edition.on)
                .order_by(ListingRow.from_on, ListingRow.id)
            )
        }
        self._papers: defaultdict[int, list[QualificationRow]] = defaultdict(list)
        for row in read.all(select(QualificationRow).order_by(QualificationRow.id)):
            if row.from_on <= edition.on and (row.until_on or edition.on) >= edition.on:
                self._papers[row.enterprise_id].append(row)

    def row(self, number: int, firm: Firm) -> Values:
        """One firm's line."""
        ident, on = firm.enterprise_id, self._edition.on
        known, listing = self._firms[ident], self._listings.get(ident)
        contact = self._contacts.get(ident)
        facts = self._standings.get(ident, Standing()).facts(self._scheme, on)
        papers = self._papers[ident]
        return {
            "order": number,
            "name": firm.name,
            "uscc": firm.uscc,
            "region": known.region,
            "industry": known.industry,
            "size": label_of(SIZES, str(facts["enterprise.size"] or "")),
            "qualifications": labels(self._scheme.qualifications, firm.qualifications),
            "certificates": "、".join(q.certificate_no for q in papers if q.certificate_no),
            "valid_until": min((q.until_on for q in papers if q.until_on), default=None),
            "classes": labels(self._scheme.classes, firm.classes),
            "path": "" if listing is None else _short(listing.path),
            "listed_on": firm.from_on,
            "document_no": "" if listing is None else listing.document_no,
            "officer": known.officer,
            "contact": "" if contact is None else contact.name,
            "phone": "" if contact is None else contact.phone,
            "outstanding": self._owed.get(ident, (0, ZERO))[1] or None,
            "state": "暂准" if firm.is_provisional else "在库",
            "change": self._change(firm),
        }

    def _change(self, firm: Firm) -> str:
        before = self._edition.before
        if before is None:
            return ""
        was = before.get(firm.enterprise_id)
        if was is None:
            return "新增"
        told = [f"原名{was.name}"] if was.name != firm.name else []
        if sorted(was.classes) != sorted(firm.classes):
            told.append(f"原类别{labels(self._scheme.classes, was.classes) or '无'}")
        return "；".join(told)


def _short(path: str) -> str:
    """直接 where a certificate opens the list, 审核 where the meeting does."""
    return {"qualification": "直接", "meeting": "审核"}.get(path, label_of(PATHS, path))


def _first_of(rows: Iterable[ContactRow]) -> Mapping[int, ContactRow]:
    found: dict[int, ContactRow] = {}
    for row in rows:
        found.setdefault(row.enterprise_id, row)
    return found


def ban_title(read: Read, record: int) -> str:
    """The bans as of today."""
    del record
    return read.today.isoformat()


def ban_records(read: Read) -> Sequence[PaperRecord]:
    """There is one list of bans: today's."""
    return (PaperRecord(0, "今天禁入的企业", read.today.isoformat()),)


def ban_values(read: Read, record: int) -> Values:
    """Who is banned today, and by which decision."""
    del record
    lines: Sequence[Any] = bans().run(read)
    return {
        **undated_office(read),
        "bans": {
            "on": read.today,
            "count": len({line.enterprise for line in lines}),
            "rows": [
                {
                    "order": number,
                    "name": line.enterprise_name,
                    "uscc": line.uscc,
                    "kind": label_of(BAN_KINDS, line.kind),
                    "on": line.from_on,
                    "document_no": line.document_no,
                    "reason": line.reason,
                }
                for number, line in enumerate(lines, 1)
            ],
        },
    }
