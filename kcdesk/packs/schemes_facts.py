"""Which facts each event provides: what a pack may name, gathered from the stages of domain.

Most facts are the program's; a pack adds its own milestones, and the options of its own lists.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from kcdesk.domain import (
    applications,
    claims,
    enterprises,
    fund,
    loans,
    meetings,
    partners,
    payouts,
    reports,
)
from kcdesk.kernel.kinds import Field, Option

EVENTS: Mapping[str, Mapping[str, Field]] = {
    **partners.EVENTS,
    **fund.EVENTS,
    **enterprises.EVENTS,
    **applications.EVENTS,
    **loans.EVENTS,
    **claims.EVENTS,
    **meetings.EVENTS,
    **payouts.EVENTS,
}

EVENT_LABELS: Mapping[str, str] = {
    "agreement": "签订合作协议",
    "deposit_draw": "保证金划扣",
    "outflow": "资金池其他支出",
    "admission": "纳入名录库",
    "removal": "调出名录库",
    "application": "贷款申请",
    "milestone": "登记办理事项",
    "disbursement": "放款",
    "extension": "展期",
    "subsidy": "费用与补贴",
    "claim": "提交代偿申请",
    "review": "代偿初审",
    "resolution": "联席会议决议",
    "payout": "兑付",
}

WITH_MILESTONES = ("milestone", "disbursement", "subsidy", "claim", "review", "resolution")
"""Events that know the day of every milestone there is."""

ENTRY = "entry:"
"""The event of saving an entry of a register: ``entry:<id>``."""

FACTS: Mapping[str, Field] = {
    name: field for facts in EVENTS.values() for name, field in facts.items()
}


def events_with(
    lists: Mapping[str, Mapping[str, str]],
) -> Mapping[str, Mapping[str, Field]]:
    """The events' facts with the pack's own: milestones, and options of its lists (code → label)."""
    reached = {
        f"milestone.{code}": Field("day", label) for code, label in lists["milestones"].items()
    }
    return {
        event: {
            **{name: _with_options(field, lists) for name, field in facts.items()},
            **(reached if event in WITH_MILESTONES else {}),
        }
        for event, facts in EVENTS.items()
    }


def _with_options(field: Field, lists: Mapping[str, Mapping[str, str]]) -> Field:
    if not field.source:
        return field
    options = tuple(Option(code, label) for code, label in lists[field.source].items())
    return replace(field, options=options)


def rows_with(
    lists: Mapping[str, Mapping[str, str]], events: Mapping[str, Mapping[str, Field]]
) -> Mapping[str, Mapping[str, Field]]:
    """The facts of the rows that indicators count; an entry of a register has those of its event."""
    entries = {
        f"{reports.REGISTER}{event.removeprefix(ENTRY)}": {**reports.DAY_FIELDS, **facts}
        for event, facts in events.items()
        if event.startswith(ENTRY)
    }
    rows = {
        of: {
            name: _labelled(name, _with_options(field, lists), lists)
            for name, field in facts.items()
        }
        for of, facts in reports.ROW_FIELDS.items()
    }
    return {**rows, **entries}


_OFFERED: Mapping[str, str] = {"enterprise.chain": "chains", "enterprise.tags": "tags"}
"""Facts an office may word as it likes, unless the programme lists what there is."""


def _labelled(name: str, field: Field, lists: Mapping[str, Mapping[str, str]]) -> Field:
    offered = lists.get(_OFFERED.get(name, ""), {})
    if not offered:
        return field
    options = tuple(Option(code, label) for code, label in offered.items())
    return replace(field, kind="codes" if field.kind == "codes" else "choice", options=options)
