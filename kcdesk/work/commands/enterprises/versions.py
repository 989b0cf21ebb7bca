"""The list frozen on a day, with its next day, and whom it was given to."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from sqlalchemy import func, select

from kcdesk.domain.people import Role
from kcdesk.domain.schemes.scheme import Scheme
from kcdesk.kernel.days import add_months
from kcdesk.kernel.errors import Refusal
from kcdesk.kernel.kinds import Field
from kcdesk.store.tables.enterprises import (
    EnterpriseNameRow,
    EnterpriseRow,
    ListDeliveryRow,
    ListingRow,
    ListVersionLineRow,
    ListVersionRow,
)
from kcdesk.work.command import Command, handles
from kcdesk.work.commands.enterprises.facts import standings
from kcdesk.work.context import Read, Work

REFRESH_MONTHS = "list_refresh_months"
"""The pack's parameter (months) for how often the list is given out anew, if it has one."""


class FreezeList(Command, label="名录定版", stage="enterprises", role=Role.REVIEWER):
    """The list as it stands at the end of a day becomes a numbered version."""

    frozen_on: Annotated[date, Field("day", "定版日期")]
    document_no: Annotated[str, Field("text", "公布文号")] = ""
    note: Annotated[str, Field("long_text", "说明")] = ""


@handles(FreezeList)
def freeze_list(work: Work, command: FreezeList) -> int:
    """Refuses a day to come, one not after the last version's, and an empty list."""
    if command.frozen_on > work.today:
        raise Refusal.of(
            "定版日期晚于今天，那时的名录还没有定。",
            cure="请到那一天再定版。",
            field="frozen_on",
            code="version.future",
        )
    last = last_version(work)
    if last is not None and command.frozen_on <= last.frozen_on:
        raise Refusal.of(
            f"第{last.ordinal}版已按{last.frozen_on.isoformat()}定版。",
            cure="新的版次要晚于上一版；上一版有误的请先撤销。",
            field="frozen_on",
            code="version.order",
        )
    firms = listed_firms(work, command.frozen_on)
    if not firms:
        raise Refusal.of(
            f"{command.frozen_on.isoformat()}没有在库企业。",
            cure="请先把企业纳入名录库。",
            field="frozen_on",
            code="version.empty",
        )
    version = work.add(
        ListVersionRow(
            ordinal=1 if last is None else last.ordinal + 1,
            frozen_on=command.frozen_on,
            document_no=command.document_no,
            next_on=next_version_on(work.scheme(), command.frozen_on),
            note=command.note,
            entered_by=work.by.id,
        )
    )
    lines = [
        {
            "version_id": version.id,
            "enterprise_id": firm.enterprise_id,
            "name": firm.name,
            "uscc": firm.uscc,
            "classes": list(firm.classes),
            "qualifications": list(firm.qualifications),
            "from_on": firm.from_on,
            "until_on": firm.until_on,
            "is_provisional": firm.is_provisional,
        }
        for firm in firms
    ]
    work.add_many(ListVersionLineRow, lines)
    work.say(f"名录定版：第{version.ordinal}版（{command.frozen_on.isoformat()}），{len(firms)}家")
    return version.id


class RecordDelivery(Command, label="登记名录送达", stage="enterprises"):
    """A version was given to a bank, a guarantor or somebody else."""

    version: Annotated[int, Field("record", "名录版次", of="enterprises")]
    receiver: Annotated[str, Field("text", "送达单位")]
    delivered_on: Annotated[date, Field("day", "送达日期")]
    way: Annotated[str, Field("text", "送达方式", hint="如公文交换、邮件、平台")] = ""


@handles(RecordDelivery)
def record_delivery(work: Work, command: RecordDelivery) -> int:
    """Refuses a day before the version was frozen."""
    version = work.get(ListVersionRow, command.version, "名录版次", "version")
    if command.delivered_on < version.frozen_on:
        raise Refusal.of(
            f"送达日期早于定版日期（{version.frozen_on.isoformat()}）。",
            cure="请核对日期。",
            field="delivered_on",
            code="version.delivery",
        )
    row = work.add(
        ListDeliveryRow(
            version_id=version.id,
            receiver=command.receiver,
            delivered_on=command.delivered_on,
            way=command.way,
        )
    )
    work.say(f"登记名录送达：第{version.ordinal}版 {command.receiver}")
    return row.id


def last_version(read: Read) -> ListVersionRow | None:
    """The newest version; None while the list was never frozen."""
    return read.one(select(ListVersionRow).order_by(ListVersionRow.ordinal.desc()))


def next_version_on(scheme: Scheme, frozen_on: date) -> date | None:
    """When the list is due anew; None where the programme sets no interval."""
    if REFRESH_MONTHS not in scheme.parameters:
        return None
    months = scheme.value(REFRESH_MONTHS, frozen_on)
    assert isinstance(months, int)
    return add_months(frozen_on, months)


@dataclass(frozen=True, slots=True)
class ListedOn:
    """A firm that was on the list on a day, as it was called and classed then."""

    enterprise_id: int
    name: str
    uscc: str
    classes: tuple[str, ...]
    qualifications: tuple[str, ...]
    from_on: date
    until_on: date | None
    is_provisional: bool


def listed_firms(read: Read, day: date) -> tuple[ListedOn, ...]:
    """Who was on the list on a day, in the order of registration."""
    scheme = read.scheme()
    rows = read.session.execute(
        select(EnterpriseRow.id, EnterpriseRow.name, EnterpriseRow.uscc, ListingRow)
        .join(ListingRow, ListingRow.enterprise_id == EnterpriseRow.id)
        .where(
            ListingRow.from_on <= day,
            ListingRow.until_on.is_(None) | (ListingRow.until_on >= day),
        )
        .order_by(EnterpriseRow.id, ListingRow.from_on)
    ).all()
    current = {firm: (name, uscc, listing) for firm, name, uscc, listing in rows}
    names, known = _names_on(read, day), standings(read)
    return tuple(
        ListedOn(
            firm,
            names.get(firm, name),
            uscc,
            _codes(known[firm].facts(scheme, day)["enterprise.classes"]),
            _codes(known[firm].facts(scheme, day)["enterprise.qualifications"]),
            listing.from_on,
            listing.until_on,
            bool(listing.is_provisional),
        )
        for firm, (name, uscc, listing) in current.items()
    )


def _codes(value: object) -> tuple[str, ...]:
    assert isinstance(value, frozenset)
    return tuple(sorted(value))


def _names_on(read: Read, day: date) -> dict[int, str]:
    """Names that firms bore that day and have given up since."""
    borne: dict[int, list[tuple[date, int, str]]] = defaultdict(list)
    for row in read.all(select(EnterpriseNameRow).where(EnterpriseNameRow.until_on > day)):
        borne[row.enterprise_id].append((row.until_on, row.id, row.name))
    return {firm: min(names)[2] for firm, names in borne.items()}


def version_count(read: Read, version_id: int) -> int:
    """How many firms stand on a version."""
    return (
        read.session.scalar(
            select(func.count(ListVersionLineRow.id)).where(
                ListVersionLineRow.version_id == version_id
            )
        )
        or 0
    )
