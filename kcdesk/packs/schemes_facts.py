"""Which facts each event provides: what a pack may name, gathered from the stages of domain."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from kcdesk.domain import applications, claims, enterprises, loans, meetings, payouts
from kcdesk.kernel.kinds import Field, Option

EVENTS: Mapping[str, Mapping[str, Field]] = {
    **enterprises.EVENTS,
    **applications.EVENTS,
    **loans.EVENTS,
    **claims.EVENTS,
    **meetings.EVENTS,
    **payouts.EVENTS,
}

EVENT_LABELS: Mapping[str, str] = {
    "admission": "纳入名录库",
    "removal": "调出名录库",
    "application": "贷款申请",
    "disbursement": "放款",
    "extension": "展期",
    "claim": "提交代偿申请",
    "review": "代偿初审",
    "resolution": "联席会议决议",
    "payout": "兑付",
}

FACTS: Mapping[str, Field] = {
    name: field for facts in EVENTS.values() for name, field in facts.items()
}


def events_with(lists: Mapping[str, Mapping[str, str]]) -> Mapping[str, Mapping[str, Field]]:
    """The events' facts with the options of the pack's own lists (code → label) put in."""
    return {
        event: {name: _with_options(field, lists) for name, field in facts.items()}
        for event, facts in EVENTS.items()
    }


def _with_options(field: Field, lists: Mapping[str, Mapping[str, str]]) -> Field:
    if not field.source:
        return field
    options = tuple(Option(code, label) for code, label in lists[field.source].items())
    return replace(field, options=options)
