"""A firm stays on the list: a provisional admission made definite, a running one prolonged.

What the programme asks of an admission it asks again, on the day of the renewal; the day the firm
came onto the list stays what it was, so that no loan lent meanwhile falls outside.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated

from sqlalchemy import select

from kcdesk.domain.enterprises import AdmissionFacts, Listing, Term, overlapping
from kcdesk.kernel.errors import Refusal
from kcdesk.kernel.kinds import Field, date_in_words
from kcdesk.store.tables.enterprises import EnterpriseRow, ListingRow
from kcdesk.work.command import Command, handles
from kcdesk.work.commands.enterprises.admissions import (
    judged,
    listings,
    refuse_banned,
    with_known,
)
from kcdesk.work.commands.enterprises.facts import standing_of
from kcdesk.work.context import Work


class RenewListing(Command, label="续期或转正", stage="enterprises"):
    """What was lacking has come, or the time on the list runs on from a new recognition."""

    enterprise: Annotated[int, Field("record", "企业", of="enterprises")]
    renewed_on: Annotated[date, Field("day", "续期或转正日期")]
    document_no: Annotated[str, Field("text", "依据文号", hint="当年编号或重新认定的文号")] = ""
    submitted_on: Annotated[date | None, Field("day", "申请日期")] = None


@handles(RenewListing)
def renew_listing(work: Work, command: RenewListing) -> int:
    """Only a stretch that runs that day and that nobody has ended; it must gain something."""
    row = work.get(EnterpriseRow, command.enterprise, "企业", "enterprise")
    listing = _running(work, row, command.renewed_on)
    standing = standing_of(work, row.id)
    refuse_banned(row.name, standing, command.renewed_on)
    facts = AdmissionFacts(
        from_on=command.renewed_on,
        document_no=command.document_no,
        path=listing.path,
        submitted_on=command.submitted_on,
    )
    term = judged(work.scheme(), with_known(work.scheme(), facts, standing))
    _refuse_nothing_gained(row.name, listing, term, command.renewed_on)
    _refuse_overlap(work, row, listing, term)
    was = "转正" if listing.is_provisional else "续期"
    listing.until_on = listing.expires_on = term.until_on
    listing.is_provisional = False
    listing.document_no = "；".join(filter(None, (listing.document_no, command.document_no)))
    until = "" if term.until_on is None else f"，有效至{term.until_on.isoformat()}"
    work.say(f"名录库{was}：{row.name}（{command.renewed_on.isoformat()}{until}）")
    return listing.id


def _running(work: Work, row: EnterpriseRow, day: date) -> ListingRow:
    listing = work.one(
        select(ListingRow)
        .where(
            ListingRow.enterprise_id == row.id,
            ListingRow.from_on <= day,
            ListingRow.until_on.is_(None)
            | ((ListingRow.until_on >= day) & (ListingRow.until_on == ListingRow.expires_on)),
            ListingRow.removal_reason == "",
        )
        .order_by(ListingRow.from_on.desc())
    )
    if listing is None:
        raise Refusal.of(
            f"“{row.name}”在{date_in_words(day)}不在名录库内，没有可以续期的记录。",
            cure="请核对日期；在库期限已经届满或者已经调出的，重新办理纳入。",
            field="renewed_on",
            code="listing.none",
        )
    return listing


def _refuse_nothing_gained(name: str, listing: ListingRow, term: Term, day: date) -> None:
    if term.is_provisional:
        raise Refusal.of(
            f"“{name}”在{date_in_words(day)}按方案还只能暂准，不能续期或转正。",
            cure="请先登记当年的编号或资质，再办理。",
            field="renewed_on",
            code="listing.provisional",
        )
    if listing.is_provisional:
        return
    is_longer = listing.until_on is not None and (
        term.until_on is None or term.until_on > listing.until_on
    )
    if not is_longer:
        end = "" if listing.until_on is None else f"（有效至{date_in_words(listing.until_on)}）"
        raise Refusal.of(
            f"“{name}”已正式在库{end}，按方案现在续期不会延长。",
            cure="不用办理；取得新的编号或重新认定以后再续期。",
            field="renewed_on",
            code="listing.unchanged",
        )


def _refuse_overlap(work: Work, row: EnterpriseRow, listing: ListingRow, term: Term) -> None:
    own = Listing(listing.from_on, listing.until_on)
    others = [span for span in listings(work, row.id) if span != own]
    met = overlapping(others, Listing(listing.from_on, term.until_on))
    if met is not None:
        raise Refusal.of(
            f"“{row.name}”从{date_in_words(met.from_on)}起已经另行纳入。",
            cure="不用续期；那次纳入登记有误的，请先撤销。",
            field="enterprise",
            code="listing.twice",
        )
