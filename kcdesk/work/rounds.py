"""What member units said online of a firm, and what it comes to by the programme's rule.

The round is held by the stage of meetings, the admission that rests on it belongs to firms; so
what both ask stands beside the stages.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from kcdesk.domain.meetings import Result, Tally, tally
from kcdesk.store.tables.meetings import MemberUnitRow, OpinionRoundRow, RoundOpinionRow
from kcdesk.work.context import Read

ONLINE_RESULT = {
    Result.AGREED: "agreed",
    Result.REFUSED: "refused",
    Result.PENDING: "pending",
    Result.DEFERRED: "pending",
}
"""What an admission is told; a round put off has not come to an end."""


@dataclass(frozen=True, slots=True)
class CountedRound:
    """A round's answers, counted; `missing` are the units that have not answered."""

    tally: Tally
    missing: tuple[str, ...]

    @property
    def words(self) -> str:
        """``同意6、未表态1（缺1：科技局）``."""
        return self.tally.words_with(self.missing)


def round_opinions(read: Read, round_id: int) -> Sequence[tuple[RoundOpinionRow, MemberUnitRow]]:
    """Every unit asked in a round, in the units' order."""
    found = read.session.execute(
        select(RoundOpinionRow, MemberUnitRow)
        .join(MemberUnitRow, MemberUnitRow.id == RoundOpinionRow.unit_id)
        .where(RoundOpinionRow.round_id == round_id)
        .order_by(MemberUnitRow.order_no, MemberUnitRow.id)
    )
    return [(opinion, unit) for opinion, unit in found]


def counted_round(read: Read, asked: OpinionRoundRow) -> CountedRound:
    """The answers counted by the programme's rule for opinions online."""
    answers = round_opinions(read, asked.id)
    counted = tally(
        read.scheme().meeting.online_rule,
        [opinion.choice for opinion, _ in answers if opinion.choice],
        len(answers),
        asked.chair_choice or None,
    )
    return CountedRound(counted, tuple(u.name for opinion, u in answers if not opinion.choice))


def admission_round(
    read: Read, enterprise_id: int, on: date, after: date | None
) -> OpinionRoundRow | None:
    """The latest round on a firm that an admission on that day can rest on.

    One from before the firm was last admitted has done its service.
    """
    statement = select(OpinionRoundRow).where(
        OpinionRoundRow.enterprise_id == enterprise_id,
        OpinionRoundRow.application_id.is_(None),
        OpinionRoundRow.opened_on <= on,
    )
    if after is not None:
        statement = statement.where(OpinionRoundRow.opened_on > after)
    return read.one(statement.order_by(OpinionRoundRow.opened_on.desc(), OpinionRoundRow.id.desc()))


def online_result_of(read: Read, enterprise_id: int, on: date, after: date | None) -> str | None:
    """What an admission is told of the round it rests on; None when there was none."""
    asked = admission_round(read, enterprise_id, on, after)
    return None if asked is None else ONLINE_RESULT[counted_round(read, asked).tally.result]
