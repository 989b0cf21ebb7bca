"""Onto the list and off it, each by a document.

What a change must be based on is the programme's to say, so those fields may be empty here: the
pack refuses them and cites its clause.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Annotated, Any

from sqlalchemy import select

from kcdesk.domain.enterprises import (
    ONLINE_RESULTS,
    PATHS,
    AdmissionFacts,
    Listing,
    RemovalFacts,
    Standing,
    Term,
    check_admission,
    check_removal,
    overlapping,
    term_of,
)
from kcdesk.domain.people import Role
from kcdesk.domain.schemes.scheme import Scheme
from kcdesk.kernel.errors import Refusal
from kcdesk.kernel.kinds import Field, date_in_words
from kcdesk.store.tables.enterprises import EnterpriseRow, ListingRow
from kcdesk.work.command import Command, handles
from kcdesk.work.commands.enterprises.facts import standing_of
from kcdesk.work.context import Read, Work
from kcdesk.work.exposure import unlisted_loans
from kcdesk.work.rounds import online_result_of


class AdmitEnterprise(Command, label="纳入名录库", stage="enterprises"):
    """From this day on the firm is on the list."""

    enterprise: Annotated[int, Field("record", "企业", of="enterprises")]
    from_on: Annotated[date, Field("day", "纳入日期")]
    document_no: Annotated[str, Field("text", "依据文号", hint="资质认定文件或会议意见的文号")] = ""
    path: Annotated[str, Field("choice", "纳入方式", options=PATHS)] = "qualification"
    online_result: Annotated[
        str,
        Field("choice", "线上审核结果", options=ONLINE_RESULTS, hint="征询过意见的，程序自动计票"),
    ] = "unrecorded"
    submitted_on: Annotated[date | None, Field("day", "申请入库日期")] = None


@handles(AdmitEnterprise)
def admit_enterprise(work: Work, command: AdmitEnterprise) -> int:
    """Checks the qualification of that day; see the programme's conditions for `admission`."""
    row = work.get(EnterpriseRow, command.enterprise, "企业", "enterprise")
    facts = AdmissionFacts(
        from_on=command.from_on,
        document_no=command.document_no,
        path=command.path,
        online_result=_online_result(work, row, command),
        submitted_on=command.submitted_on,
    )
    listing = admit(work, row, facts, standing_of(work, row.id), listings(work, row.id))
    until = "" if listing.until_on is None else f"至{listing.until_on.isoformat()}"
    kind = "暂准纳入" if listing.is_provisional else "纳入"
    work.say(f"{kind}名录库：{row.name}（{command.from_on.isoformat()}{until}）")
    return listing.id


def _online_result(work: Work, row: EnterpriseRow, command: AdmitEnterprise) -> str:
    """The result of the round that was held; what was entered may not say otherwise."""
    if command.path != "meeting":
        return command.online_result
    before = [span.from_on for span in listings(work, row.id)]
    counted = online_result_of(work, row.id, command.from_on, max(before, default=None))
    if counted is None:
        return command.online_result
    if command.online_result not in ("unrecorded", counted):
        label = next(o.label for o in ONLINE_RESULTS if o.value == counted)
        raise Refusal.of(
            f"成员单位的线上意见计票结果是“{label}”，与所填的不同。",
            cure="线上审核结果不用填，程序按登记的意见计票；意见登记有误的请先更正。",
            field="online_result",
            code="listing.online",
        )
    return counted


class RemoveFromList(Command, label="调出名录库", stage="enterprises", role=Role.REVIEWER):
    """The last day on the list; loans already lent stay covered."""

    enterprise: Annotated[int, Field("record", "企业", of="enterprises")]
    until_on: Annotated[date, Field("day", "最后在库日")]
    document_no: Annotated[str, Field("text", "依据文号", hint="依据文件的文号")] = ""
    reason: Annotated[str, Field("text", "调出原因")] = ""


@handles(RemoveFromList)
def remove_from_list(work: Work, command: RemoveFromList) -> int:
    """End the listing that is open or runs to a later day."""
    row = work.get(EnterpriseRow, command.enterprise, "企业", "enterprise")
    facts = RemovalFacts(command.until_on, command.document_no, command.reason)
    before = unlisted_loans(work, (row.id,))
    listing = end_listing(work, row, facts)
    work.session.flush()
    refuse_unlisted(work, (row.id,), before, field="until_on")
    work.say(f"调出名录库：{row.name}（{command.until_on.isoformat()}）")
    return listing.id


def end_listing(work: Work, row: EnterpriseRow, facts: RemovalFacts) -> ListingRow:
    """Write the last day after the programme's checks; what it does to loans is for the caller."""
    listing = open_listing(work, row.id, facts.until_on)
    if listing is None:
        raise Refusal.of(
            f"“{row.name}”不在名录库内。",
            cure="请核对企业。",
            field="enterprise",
            code="listing.none",
        )
    check_removal(work.scheme(), facts).refuse()
    if facts.until_on < listing.from_on:
        raise Refusal.of(
            f"最后在库日早于纳入日期（{listing.from_on.isoformat()}）。",
            cure="请核对日期。",
            field="until_on",
            code="listing.order",
        )
    listing.until_on = facts.until_on
    listing.removal_document_no = facts.document_no
    listing.removal_reason = facts.reason
    return listing


def open_listing(read: Read, enterprise_id: int, day: date) -> ListingRow | None:
    """The latest stretch that has not ended by the day and that nobody has ended yet."""
    return read.one(
        select(ListingRow)
        .where(
            ListingRow.enterprise_id == enterprise_id,
            ListingRow.until_on.is_(None)
            | (
                (ListingRow.until_on >= day)
                & (ListingRow.until_on == ListingRow.expires_on)
                & (ListingRow.removal_reason == "")
            ),
        )
        .order_by(ListingRow.from_on.desc(), ListingRow.id.desc())
    )


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


def admit(
    work: Work,
    row: EnterpriseRow,
    facts: AdmissionFacts,
    standing: Standing,
    spans: tuple[Listing, ...],
) -> ListingRow:
    """Write a listing after the programme's checks; `facts` need not know the firm yet."""
    _refuse_twice(row.name, spans, Listing(facts.from_on, facts.from_on))
    refuse_banned(row.name, standing, facts.from_on)
    term = judged(work.scheme(), with_known(work.scheme(), facts, standing))
    _refuse_twice(row.name, spans, Listing(facts.from_on, term.until_on))
    return work.add(ListingRow(**listing_columns(row.id, facts, term)))


def _refuse_twice(name: str, spans: tuple[Listing, ...], wanted: Listing) -> None:
    met = overlapping(spans, wanted)
    if met is not None:
        raise Refusal.of(
            f"“{name}”已在名录库内（{_stretch(met)}）。",
            cure=_how_to_renew(met, wanted.from_on),
            field="enterprise" if met.until_on is None else "from_on",
            code="listing.twice",
        )


def with_known(scheme: Scheme, facts: AdmissionFacts, standing: Standing) -> AdmissionFacts:
    """The facts with what is known of the firm that day."""
    return AdmissionFacts(
        from_on=facts.from_on,
        document_no=facts.document_no,
        path=facts.path,
        qualifications=standing.qualifications,
        online_result=facts.online_result,
        submitted_on=facts.submitted_on,
        known=standing.facts(scheme, facts.from_on),
    )


def judged(scheme: Scheme, facts: AdmissionFacts) -> Term:
    """How long the admission is good for. Raises Refusal with everything that speaks against it."""
    term = term_of(scheme, facts, check_admission(scheme, facts).refuse())
    if term.until_on is not None and term.until_on < facts.from_on:
        raise Refusal.of(
            f"按方案这次纳入的有效期只到{date_in_words(term.until_on)}，早于纳入日期。",
            cure="请核对纳入日期和申请入库日期；已经过期的须重新申请。",
            field="from_on",
            code="listing.expired",
        )
    return term


def refuse_banned(name: str, standing: Standing, day: date) -> None:
    """A banned firm stays out, whatever the programme asks; only a decision releases it."""
    held = [ban for ban in standing.bans if ban.holds(day)]
    if held:
        raise Refusal.of(
            f"“{name}”从{date_in_words(min(b.from_on for b in held))}起在禁入名单内。",
            cure="须按决定解除禁入以后才能纳入。",
            field="enterprise",
            code="listing.banned",
        )


def _stretch(span: Listing) -> str:
    end = "" if span.until_on is None else span.until_on.isoformat()
    return f"{span.from_on.isoformat()}起" if not end else f"{span.from_on.isoformat()}至{end}"


def _how_to_renew(met: Listing, from_on: date) -> str:
    if met.until_on is None or met.from_on > from_on:
        return "不用重复纳入。"
    after = met.until_on + timedelta(days=1)
    return f"续期的，纳入日期填{date_in_words(after)}或以后。"


def listing_columns(enterprise_id: int, facts: AdmissionFacts, term: Term) -> dict[str, Any]:
    """A stretch of time on the list that begins."""
    return {
        "enterprise_id": enterprise_id,
        "path": facts.path,
        "from_on": facts.from_on,
        "document_no": facts.document_no,
        "until_on": term.until_on,
        "removal_document_no": "",
        "removal_reason": "",
        "submitted_on": facts.submitted_on,
        "expires_on": term.until_on,
        "is_provisional": term.is_provisional,
    }
