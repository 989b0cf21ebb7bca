"""How far a record must be for its paper: what carries 草稿, and what cannot be printed yet.

Two tables by form; a form that neither names is printed as it is, whenever it is asked for. They
go by the form's id, so an office's own drawing of a shipped form keeps its rule. Called by
`printing` and by the lists of papers; what a paper shows is not decided here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Select, select

from kcdesk.domain.claims import UNREVIEWED, ClaimState
from kcdesk.domain.meetings import MeetingState
from kcdesk.kernel.errors import Refusal
from kcdesk.packs.forms import FormSpec
from kcdesk.store.tables.applications import ApplicationRow
from kcdesk.store.tables.claims import ClaimRow
from kcdesk.store.tables.meetings import AgendaItemRow, MeetingRow
from kcdesk.store.tables.payouts import PayoutRow
from kcdesk.work.commands.meetings import resolution_of
from kcdesk.work.context import Read
from kcdesk.work.paper.standing_partners import PARTNER_DRAFTS, PARTNER_EARLY


@dataclass(frozen=True, slots=True)
class Early:
    """Why a paper cannot be printed of a record yet, or any more."""

    is_met: Callable[[Read, int], bool]
    message: str
    cure: str


def latest_item(read: Read, claim_id: int) -> AgendaItemRow | None:
    """The newest agenda item of a claim."""
    return read.one(
        select(AgendaItemRow)
        .where(AgendaItemRow.claim_id == claim_id)
        .order_by(AgendaItemRow.id.desc())
    )


def _claim_state(read: Read, claim_id: int) -> ClaimState:
    return ClaimState(read.get(ClaimRow, claim_id, "代偿申请").state)


def _is_undecided(read: Read, claim_id: int) -> bool:
    """No resolution stands for the item the paper is about."""
    item = latest_item(read, claim_id)
    return item is None or resolution_of(read, item.id) is None


def _has_open_minutes(read: Read, meeting_id: int) -> bool:
    state = MeetingState(read.get(MeetingRow, meeting_id, "会议").state)
    return state not in (MeetingState.ISSUED, MeetingState.ARCHIVED)


DRAFTS: Final[Mapping[str, Callable[[Read, int], bool]]] = {
    # A claim returned to the bank is written anew: what was printed before is not to be sealed.
    "claim_application": lambda read, key: (
        _claim_state(read, key) in (ClaimState.DRAFT, ClaimState.RETURNED)
    ),
    "review_sheet": lambda read, key: _claim_state(read, key) in UNREVIEWED,
    "approval": _is_undecided,
    "minutes": _has_open_minutes,
    "meeting_notice": lambda read, key: not read.get(MeetingRow, key, "会议").notice_number,
    **PARTNER_DRAFTS,
}
"""By form: whether the paper of a record still carries 草稿. One row a form is all it takes."""

EARLY: Final[Mapping[str, Early]] = {
    "approval": Early(
        lambda read, key: latest_item(read, key) is None,
        "这件代偿申请还没有列入会议议题，不能打印审批表。",
        "请先召集联席会议并列入议题。",
    ),
    "payout_notice": Early(
        lambda read, key: read.get(PayoutRow, key, "兑付").is_void,
        "这笔兑付已经作废，不能再打印通知书。",
        "以前打印的，在打印记录里查看；重新兑付以后，打印新的通知书。",
    ),
    **{form: Early(*early) for form, early in PARTNER_EARLY.items()},
}
"""By form: when it cannot be printed of a record, and what to do about it."""


EARLY_AT_ONCE: Final[Mapping[str, Select[int]]] = {
    "approval": select(ClaimRow.id).where(ClaimRow.id.not_in(select(AgendaItemRow.claim_id))),
    "payout_notice": select(PayoutRow.id).where(PayoutRow.is_void),
    "intent_letter": select(ApplicationRow.id).where(ApplicationRow.guarantor_id.is_(None)),
}
"""The same as `EARLY` for every record in one question, where a county has thousands of them."""


def is_draft(read: Read, spec: FormSpec, record: int) -> bool:
    """Whether the paper of a record carries 草稿 and is not to be sealed."""
    rule = DRAFTS.get(spec.id)
    return rule is not None and rule(read, record)


def is_early(read: Read, spec: FormSpec, record: int) -> bool:
    """Whether the paper cannot be printed of a record as that stands."""
    early = EARLY.get(spec.id)
    return early is not None and early.is_met(read, record)


def refuse_early(read: Read, spec: FormSpec, record: int) -> None:
    """Raises Refusal where `is_early`."""
    if is_early(read, spec, record):
        early = EARLY[spec.id]
        raise Refusal.of(early.message, cure=early.cure, field="record", code="paper.early")


def early_among(read: Read, spec: FormSpec, records: Sequence[int]) -> frozenset[int]:
    """Those of the records where `is_early`."""
    at_once = EARLY_AT_ONCE.get(spec.id)
    if at_once is not None:
        return frozenset(read.session.scalars(at_once))
    return frozenset(record for record in records if is_early(read, spec, record))
