"""Questions about the joint meeting: member units, meetings, seats, items and their opinions."""

from kcdesk.work.queries.meetings import seats
from kcdesk.work.queries.meetings.card import MeetingCard, meeting_card
from kcdesk.work.queries.meetings.items import ItemCard, ItemLine, item_card, resolution_check
from kcdesk.work.queries.meetings.lists import MeetingLine, claims_for_meeting, meetings
from kcdesk.work.queries.meetings.rounds import (
    OpinionRoundLine,
    RoundOpinionLine,
    opinion_rounds,
    round_opinions,
)
from kcdesk.work.queries.meetings.units import MemberUnitLine, member_units, proposed_member_units

__all__ = [
    "ItemCard",
    "ItemLine",
    "MeetingCard",
    "MeetingLine",
    "MemberUnitLine",
    "OpinionRoundLine",
    "RoundOpinionLine",
    "claims_for_meeting",
    "item_card",
    "meeting_card",
    "meetings",
    "member_units",
    "opinion_rounds",
    "proposed_member_units",
    "resolution_check",
    "round_opinions",
    "seats",
]
