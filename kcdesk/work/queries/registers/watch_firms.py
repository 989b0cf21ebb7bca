"""Watch points of the list and of institutions: what ends, what is to be gone through again."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from sqlalchemy import func, select, true

from kcdesk.domain.partners import is_partner_on
from kcdesk.domain.schemes.deadlines import DeadlineSpec, WatchPoint
from kcdesk.kernel.days import add_months
from kcdesk.store.tables.enterprises import (
    EnterpriseRow,
    IncidentRow,
    ListingRow,
    QualificationRow,
)
from kcdesk.store.tables.partners import AgreementRow, PartnerRow
from kcdesk.work.commands.enterprises.bans import incident_label
from kcdesk.work.commands.enterprises.versions import last_version
from kcdesk.work.context import Read
from kcdesk.work.entries import entry_rows, latest_entry_on
from kcdesk.work.queries.registers.watched import Watched, horizon

MONTHS_BACK = 11
"""How far back a report left out is still asked for."""


def list_refresh(read: Read, spec: DeadlineSpec) -> Iterable[Watched]:
    """The whole list, from its last version; while there is none, from the last time somebody
    came onto it. An entry that it was gone through counts too."""
    version = last_version(read)
    last = None if version is None else version.frozen_on
    if last is None:
        last = read.session.scalar(
            select(func.max(ListingRow.from_on)).where(ListingRow.from_on <= read.today)
        )
    gone_through = latest_entry_on(read, spec.register) if spec.register else None
    days = [d for d in (last, gone_through) if d is not None]
    since = max(days, default=read.office.opened_on)
    said = f"上次是{since.isoformat()}" if days else "启用以来还没有更新过"
    yield Watched(said, since, "enterprises")


def listing_end(read: Read) -> Iterable[Watched]:
    """Those let in provisionally are left out where the programme watches them by themselves."""
    watched = {spec.watch for spec in read.scheme().deadlines.values()}
    are_told = WatchPoint.PROVISIONAL_ADMISSION in watched
    rows = read.session.execute(
        select(EnterpriseRow.id, EnterpriseRow.name, ListingRow.from_on, ListingRow.until_on)
        .join(EnterpriseRow, EnterpriseRow.id == ListingRow.enterprise_id)
        .where(
            ListingRow.until_on >= read.today,
            ListingRow.until_on <= horizon(read.today),
            ListingRow.removal_reason == "",
            true() if not are_told else func.coalesce(ListingRow.is_provisional, 0) == 0,
        )
        .order_by(ListingRow.until_on, ListingRow.id)
    )
    for ident, name, from_on, until_on in rows:
        yield Watched(f"{name} 在库期限", from_on, "enterprises", ident, end=until_on)


def qualification_end(read: Read) -> Iterable[Watched]:
    kinds = read.scheme().qualifications
    rows = read.session.execute(
        select(EnterpriseRow.id, EnterpriseRow.name, QualificationRow)
        .join(EnterpriseRow, EnterpriseRow.id == QualificationRow.enterprise_id)
        .where(
            QualificationRow.until_on >= read.today,
            QualificationRow.until_on <= horizon(read.today),
        )
        .order_by(QualificationRow.until_on, QualificationRow.id)
    )
    for ident, name, row in rows:
        kind = kinds[row.kind].label if row.kind in kinds else row.kind
        yield Watched(f"{name} {kind}", row.from_on, "enterprises", ident, end=row.until_on)


def provisional_admission(read: Read) -> Iterable[Watched]:
    """Firms let onto the list provisionally, until that is made definite; and those let in by last
    year's number, until one of the year they came is entered."""
    yearly = [code for code, kind in read.scheme().qualifications.items() if kind.is_yearly]
    numbers = (
        select(
            QualificationRow.enterprise_id.label("firm"),
            func.max(QualificationRow.from_on).label("latest"),
        )
        .where(QualificationRow.kind.in_(yearly))
        .group_by(QualificationRow.enterprise_id)
        .subquery()
    )
    rows = read.session.execute(
        select(
            EnterpriseRow.id, EnterpriseRow.name, ListingRow.from_on, ListingRow.is_provisional,
            numbers.c.latest,
        )
        .join(ListingRow, ListingRow.enterprise_id == EnterpriseRow.id)
        .outerjoin(numbers, numbers.c.firm == EnterpriseRow.id)
        .where(
            ListingRow.from_on <= read.today,
            (ListingRow.until_on >= read.today) | ListingRow.until_on.is_(None),
        )
        .order_by(ListingRow.from_on, ListingRow.id)
    )  # fmt: skip
    for ident, name, from_on, is_provisional, latest in rows:
        if is_provisional or (latest is not None and latest.year < from_on.year):
            end = date(from_on.year, 12, 31)
            yield Watched(f"{name} 暂准入库", from_on, "enterprises", ident, end=end)


def open_incident(read: Read) -> Iterable[Watched]:
    """What speaks against a firm and is not lifted yet, from the day it happened."""
    rows = read.session.execute(
        select(EnterpriseRow.id, EnterpriseRow.name, IncidentRow)
        .join(EnterpriseRow, EnterpriseRow.id == IncidentRow.enterprise_id)
        .where(
            IncidentRow.happened_on <= read.today,
            IncidentRow.lifted_on.is_(None) | (IncidentRow.lifted_on > read.today),
        )
        .order_by(IncidentRow.happened_on, IncidentRow.id)
    )
    for ident, name, row in rows:
        told = f"{name} {incident_label(read, row.kind)}"
        yield Watched(told, row.happened_on, "enterprises", ident)


def agreement_end(read: Read) -> Iterable[Watched]:
    """The last agreement of every institution that still works with the office."""
    rows = read.session.execute(
        select(PartnerRow, AgreementRow)
        .join(AgreementRow, AgreementRow.partner_id == PartnerRow.id)
        .where(AgreementRow.ended_on.is_(None))
        .order_by(PartnerRow.id, AgreementRow.from_on, AgreementRow.id)
    )
    latest = {partner.id: (partner, agreement) for partner, agreement in rows}
    for partner, agreement in latest.values():
        is_partner = is_partner_on(partner.joined_on, partner.left_on, read.today)
        if is_partner and agreement.until_on is not None:
            yield Watched(
                f"{partner.name} 合作协议 {agreement.number}".rstrip(), agreement.from_on,
                "partners", partner.id, end=agreement.until_on,
            )  # fmt: skip


def partner_report(read: Read, spec: DeadlineSpec) -> Iterable[Watched]:
    """Every institution (of the kind named), month by month. With a register, each month that
    has no entry, so that a report left out is not forgotten with the month."""
    this = read.today.replace(day=1)
    for row in read.all(select(PartnerRow).order_by(PartnerRow.id)):
        if not is_partner_on(row.joined_on, row.left_on, read.today):
            continue
        if spec.partner_kind not in ("", row.kind):
            continue
        if not spec.register:
            yield Watched(
                row.name, this, "partners", row.id, end=_month_end(this), is_open_for_sure=False
            )
            continue
        for first in _unreported(read, spec.register, row, this):
            said = "" if first == this else f" {first.year}年{first.month}月应报"
            yield Watched(f"{row.name}{said}", first, "registers", end=_month_end(first))


def _unreported(read: Read, register: str, row: PartnerRow, this: date) -> list[date]:
    """The months, of a year at most, without a report. An entry is the report of its own month;
    a further one of that month makes up for the earliest that was left out. Whoever joins reports
    from the next month on."""
    begun = max(add_months(row.joined_on.replace(day=1), 1), read.office.opened_on.replace(day=1))
    months = [add_months(this, -ago) for ago in range(MONTHS_BACK, -1, -1)]
    missing = [first for first in months if first >= begun]
    late: list[date] = []
    for entry in entry_rows(read, register):
        if entry.subject_id == row.id:
            own = entry.noted_on.replace(day=1)
            if own in missing:
                missing.remove(own)
            else:
                late.append(own)
    for own in late:
        if missing and missing[0] < own:
            missing.pop(0)
    return missing


def _month_end(first: date) -> date:
    return add_months(first, 1) - timedelta(days=1)
