"""Onto the list and off it, each by a document.

What a change must be based on is the programme's to say, so those fields may be empty here: the
pack refuses them and cites its clause.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from sqlalchemy import select

from kcdesk.domain.enterprises import (
    ONLINE_RESULTS,
    PATHS,
    AdmissionFacts,
    Listing,
    Qualification,
    RemovalFacts,
    check_admission,
    check_removal,
    listed_on,
)
from kcdesk.domain.people import Role
from kcdesk.kernel.errors import Refusal
from kcdesk.kernel.kinds import Field, date_in_words
from kcdesk.store.tables.enterprises import EnterpriseRow, ListingRow, QualificationRow
from kcdesk.work.command import Command, handles
from kcdesk.work.context import Read, Work
from kcdesk.work.exposure import unlisted_loans


class AdmitEnterprise(Command, label="纳入名录库", stage="enterprises"):
    """From this day on the firm is on the list."""

    enterprise: Annotated[int, Field("record", "企业", of="enterprises")]
    from_on: Annotated[date, Field("day", "纳入日期")]
    document_no: Annotated[str, Field("text", "依据文号", hint="资质认定文件或会议意见的文号")] = ""
    path: Annotated[str, Field("choice", "纳入方式", options=PATHS)] = "qualification"
    online_result: Annotated[str, Field("choice", "线上审核结果", options=ONLINE_RESULTS)] = (
        "unrecorded"
    )


@handles(AdmitEnterprise)
def admit_enterprise(work: Work, command: AdmitEnterprise) -> int:
    """Checks the qualification of that day; see the programme's conditions for `admission`."""
    row = work.get(EnterpriseRow, command.enterprise, "企业", "enterprise")
    work.say(f"纳入名录库：{row.name}（{command.from_on.isoformat()}）")
    listing = admit(
        work, row, command.from_on, command.document_no,
        path=command.path, online_result=command.online_result,
    )  # fmt: skip
    return listing.id


class RemoveFromList(Command, label="调出名录库", stage="enterprises", role=Role.REVIEWER):
    """The last day on the list; loans already lent stay covered."""

    enterprise: Annotated[int, Field("record", "企业", of="enterprises")]
    until_on: Annotated[date, Field("day", "最后在库日")]
    document_no: Annotated[str, Field("text", "依据文号", hint="依据文件的文号")] = ""
    reason: Annotated[str, Field("text", "调出原因")] = ""


@handles(RemoveFromList)
def remove_from_list(work: Work, command: RemoveFromList) -> int:
    """Close the open listing."""
    row = work.get(EnterpriseRow, command.enterprise, "企业", "enterprise")
    open_listing = work.one(
        select(ListingRow).where(ListingRow.enterprise_id == row.id, ListingRow.until_on.is_(None))
    )
    if open_listing is None:
        raise Refusal.of(
            f"“{row.name}”不在名录库内。",
            cure="请核对企业。",
            field="enterprise",
            code="listing.none",
        )
    check_removal(
        work.scheme(), RemovalFacts(command.until_on, command.document_no, command.reason)
    ).refuse()
    if command.until_on < open_listing.from_on:
        raise Refusal.of(
            f"最后在库日早于纳入日期（{open_listing.from_on.isoformat()}）。",
            cure="请核对日期。",
            field="until_on",
            code="listing.order",
        )
    before = unlisted_loans(work, (row.id,))
    open_listing.until_on = command.until_on
    open_listing.removal_document_no = command.document_no
    open_listing.removal_reason = command.reason
    work.session.flush()
    refuse_unlisted(work, (row.id,), before, field="until_on")
    work.say(f"调出名录库：{row.name}（{command.until_on.isoformat()}）")
    return open_listing.id


def refuse_unlisted(
    work: Work,
    enterprise_ids: tuple[int, ...],
    before: tuple[tuple[str, date], ...],
    field: str = "",
) -> None:
    """No change of the list may leave a loan outside that was lent to a listed firm.

    `before` are the loans outside it already, as `unlisted_loans` gave them before the change.
    """
    left_out = [loan for loan in unlisted_loans(work, enterprise_ids) if loan not in before]
    if left_out:
        contract_no, day = left_out[0]
        raise Refusal.of(
            f"合同 {contract_no} 于{date_in_words(day)}放款，凭的是当时在库。这样改以后，"
            "放款日就不在名录内了。",
            cure="请核对日期；那笔放款登记有误的，先撤销放款登记。",
            field=field,
            code="listing.lent",
        )


def listings(read: Read, enterprise_id: int) -> tuple[Listing, ...]:
    """Every stretch of time on the list."""
    rows = read.all(select(ListingRow).where(ListingRow.enterprise_id == enterprise_id))
    return tuple(Listing(r.from_on, r.until_on) for r in rows)


def qualifications(read: Read, enterprise_id: int) -> tuple[Qualification, ...]:
    """Every qualification of a firm."""
    rows = read.all(select(QualificationRow).where(QualificationRow.enterprise_id == enterprise_id))
    return tuple(Qualification(r.kind, r.from_on, r.until_on) for r in rows)


def admit(
    work: Work,
    row: EnterpriseRow,
    from_on: date,
    document_no: str,
    *,
    path: str,
    online_result: str,
) -> ListingRow:
    """Write a listing after the programme's checks."""
    spans = listings(work, row.id)
    if listed_on(spans, from_on) or any(s.until_on is None for s in spans):
        raise Refusal.of(
            f"“{row.name}”已在名录库内。",
            cure="不用重复纳入。",
            field="enterprise",
            code="listing.twice",
        )
    facts = AdmissionFacts(
        from_on=from_on,
        document_no=document_no,
        path=path,
        qualifications=qualifications(work, row.id),
        online_result=online_result,
    )
    check_admission(work.scheme(), facts).refuse()
    return work.add(ListingRow(**listing_columns(row.id, from_on, document_no, path)))


def listing_columns(
    enterprise_id: int, from_on: date, document_no: str, path: str = "qualification"
) -> dict[str, Any]:
    """A stretch of time on the list that begins."""
    return {
        "enterprise_id": enterprise_id,
        "path": path,
        "from_on": from_on,
        "document_no": document_no,
        "until_on": None,
        "removal_document_no": "",
        "removal_reason": "",
    }
