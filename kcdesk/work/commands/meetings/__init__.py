"""The joint meeting: called, signed in, opinions taken, resolutions recorded, minutes closed."""

from kcdesk.work.commands.meetings.calling import CallMeeting, PlaceOnAgenda
from kcdesk.work.commands.meetings.minutes import CloseMeeting
from kcdesk.work.commands.meetings.opinions import (
    RecordOpinion,
    RecordRestOpinions,
    counted_opinions,
)
from kcdesk.work.commands.meetings.record import (
    CLOSED,
    items_of,
    resolution_of,
    standing_items,
    standing_resolution,
)
from kcdesk.work.commands.meetings.resolutions import (
    RESULTS,
    RecordResolution,
    doubts_of_resolution,
)
from kcdesk.work.commands.meetings.rounds import (
    OpenOpinionRound,
    RecordChairOpinion,
    RecordRoundOpinion,
)
from kcdesk.work.commands.meetings.seats import SignIn, SignInRest
from kcdesk.work.commands.meetings.units import (
    AdoptMemberUnits,
    RegisterMemberUnit,
    ReviseMemberUnit,
)

__all__ = [
    "CLOSED",
    "RESULTS",
    "AdoptMemberUnits",
    "CallMeeting",
    "CloseMeeting",
    "OpenOpinionRound",
    "PlaceOnAgenda",
    "RecordChairOpinion",
    "RecordOpinion",
    "RecordResolution",
    "RecordRestOpinions",
    "RecordRoundOpinion",
    "RegisterMemberUnit",
    "ReviseMemberUnit",
    "SignIn",
    "SignInRest",
    "counted_opinions",
    "doubts_of_resolution",
    "items_of",
    "resolution_of",
    "standing_items",
    "standing_resolution",
]
