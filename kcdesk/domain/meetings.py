"""The joint meeting: its lifecycle (C5), quorum, and how opinions become a result."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kcdesk.domain.claims import CLAIM_FIELDS, ClaimFacts
from kcdesk.domain.schemes.judging import Findings
from kcdesk.domain.schemes.moves import Labelled, Moves
from kcdesk.domain.schemes.operands import Facts
from kcdesk.domain.schemes.parts import ResultRule
from kcdesk.domain.schemes.scheme import Scheme
from kcdesk.kernel.errors import Refusal
from kcdesk.kernel.kinds import Field, Option


class Opinion(Labelled):
    """What a member unit says of an item."""

    AGREE = "agree", "同意"
    DISAGREE = "disagree", "不同意"
    ABSTAIN = "abstain", "弃权"
    DEFER = "defer", "缓议"


OPINIONS = tuple(Option(o.value, o.label) for o in Opinion)


class Result(Labelled):
    """What follows from the opinions."""

    AGREED = "agreed", "同意"
    REFUSED = "refused", "不同意"
    DEFERRED = "deferred", "缓议"
    PENDING = "pending", "待表态"


RESULTS = tuple(Option(r.value, r.label) for r in Result)

EVENTS: Mapping[str, Mapping[str, Field]] = {
    "resolution": {
        **CLAIM_FIELDS,
        "meeting.expected": Field("whole", "应到", unit="家"),
        "meeting.present": Field("whole", "实到", unit="家"),
        "meeting.result": Field("choice", "表决结果", options=RESULTS),
    }
}


@dataclass(frozen=True, slots=True)
class ResolutionFacts:
    """A claim before the meeting: the claim, who is there, what the opinions come to."""

    claim: ClaimFacts
    expected: int
    present: int
    result: str

    def facts(self) -> Facts:
        """For the scheme's conditions."""
        return {
            **self.claim.facts(),
            "meeting.expected": self.expected,
            "meeting.present": self.present,
            "meeting.result": self.result,
        }


def check_resolution(scheme: Scheme, facts: ResolutionFacts) -> Findings:
    """The scheme's conditions for approving a claim; not asked when the meeting says no."""
    return scheme.check("resolution", facts.facts())


def has_quorum(scheme: Scheme, present: int, expected: int) -> bool:
    """Whether more than the scheme's share of the members is there."""
    above = scheme.meeting.quorum_above
    return present * above.denominator > above.numerator * expected


@dataclass(frozen=True, slots=True)
class Tally:
    """Opinions counted. `missing` members have not answered."""

    result: Result
    agreed: int
    against: int
    abstained: int
    deferred: int
    missing: int

    @property
    def words(self) -> str:
        """``同意6、不同意1``: the counts that are not nothing."""
        counts = (
            (Opinion.AGREE.label, self.agreed),
            (Opinion.DISAGREE.label, self.against),
            (Opinion.ABSTAIN.label, self.abstained),
            (Opinion.DEFER.label, self.deferred),
            ("未表态", self.missing),
        )
        return "、".join(f"{label}{count}" for label, count in counts if count)

    def words_with(self, silent: Sequence[str]) -> str:
        """``同意2、未表态1（缺1：财政局）``: the counts, and who has not answered yet."""
        if not silent:
            return self.words
        return f"{self.words}（缺{len(silent)}：{'、'.join(silent)}）"


def tally(
    rule: str, opinions: Iterable[str], expected: int, chair_says: str | None = None
) -> Tally:
    """Count the opinions of `expected` members by the rule.

    unanimous: every member answers 同意; one 不同意 stops it, 弃权 is no 同意.
    majority: more than half of the members. chair: what the chair says after all have answered.
    Raises Refusal when there are more opinions than members.
    """
    given = [Opinion(o) for o in opinions]
    missing = expected - len(given)
    if missing < 0:
        raise Refusal.of(
            f"意见有{len(given)}条，超过应表态的{expected}家。",
            cure="请核对成员单位的意见是否重复登记。",
            code="meeting.opinions",
        )
    count = {o: given.count(o) for o in Opinion}
    match ResultRule(rule):
        case ResultRule.UNANIMOUS:
            result = _unanimous(count, missing, expected)
        case ResultRule.MAJORITY:
            result = _majority(count, missing, expected)
        case _:
            is_open = missing or chair_says is None
            result = Result.PENDING if is_open else _OF_OPINION[Opinion(str(chair_says))]
    return Tally(
        result,
        count[Opinion.AGREE],
        count[Opinion.DISAGREE],
        count[Opinion.ABSTAIN],
        count[Opinion.DEFER],
        missing,
    )


def _unanimous(count: Mapping[Opinion, int], missing: int, expected: int) -> Result:
    if count[Opinion.DISAGREE]:
        return Result.REFUSED
    if missing or not expected:
        return Result.PENDING
    if count[Opinion.DEFER]:
        return Result.DEFERRED
    return Result.AGREED if count[Opinion.AGREE] == expected else Result.REFUSED


def _majority(count: Mapping[Opinion, int], missing: int, expected: int) -> Result:
    if count[Opinion.AGREE] * 2 > expected:
        return Result.AGREED
    if count[Opinion.DEFER] * 2 > expected:
        return Result.DEFERRED
    if missing:
        return Result.PENDING
    return Result.REFUSED if expected else Result.PENDING


_OF_OPINION = {
    Opinion.AGREE: Result.AGREED,
    Opinion.DISAGREE: Result.REFUSED,
    Opinion.ABSTAIN: Result.DEFERRED,
    Opinion.DEFER: Result.DEFERRED,
}


class MeetingState(Labelled):
    """Where a meeting stands."""

    PREPARING = "preparing", "筹备"
    NOTIFIED = "notified", "已通知"
    SIGNING_IN = "signing_in", "签到"
    DELIBERATING = "deliberating", "审议"
    DRAFTING = "drafting", "纪要起草"
    COUNTERSIGNING = "countersigning", "会签"
    ISSUED = "issued", "已签发"
    ARCHIVED = "archived", "已归档"
    CANCELLED = "cancelled", "已取消"


class MeetingEvent(Labelled):
    """What may happen to a meeting."""

    NOTIFY = "notify", "发出通知"
    OPEN = "open", "开始签到"
    DELIBERATE = "deliberate", "开始审议"
    CONCLUDE = "conclude", "审议结束"
    CIRCULATE = "circulate", "送会签"
    RETURN = "return", "退回修改纪要"
    ISSUE = "issue", "签发纪要"
    ARCHIVE = "archive", "归档"
    CANCEL = "cancel", "取消会议"


def _meeting_moves() -> dict[tuple[MeetingState, MeetingEvent], MeetingState]:
    at, on = MeetingState, MeetingEvent
    return {
        (at.PREPARING, on.NOTIFY): at.NOTIFIED,
        (at.PREPARING, on.OPEN): at.SIGNING_IN,
        (at.NOTIFIED, on.OPEN): at.SIGNING_IN,
        (at.SIGNING_IN, on.DELIBERATE): at.DELIBERATING,
        (at.DELIBERATING, on.CONCLUDE): at.DRAFTING,
        (at.DRAFTING, on.CIRCULATE): at.COUNTERSIGNING,
        (at.DRAFTING, on.ISSUE): at.ISSUED,
        (at.COUNTERSIGNING, on.RETURN): at.DRAFTING,
        (at.COUNTERSIGNING, on.ISSUE): at.ISSUED,
        (at.ISSUED, on.ARCHIVE): at.ARCHIVED,
        (at.PREPARING, on.CANCEL): at.CANCELLED,
        (at.NOTIFIED, on.CANCEL): at.CANCELLED,
        (at.SIGNING_IN, on.CANCEL): at.CANCELLED,
    }


MOVES = Moves("会议", _meeting_moves(), frozenset({MeetingEvent.RETURN, MeetingEvent.CANCEL}))


def move(state: str, event: str, reason: str | None = None) -> MeetingState:
    """The next state. Raises Refusal naming the moves open now."""
    return MOVES.move(MeetingState(state), MeetingEvent(event), reason)


_ORDINALS = "零一二三四五六七八九"


def ordinal_in_words(ordinal: int) -> str:
    """``一``, ``十``, ``十二``, ``二十一``: for “2023年第一次会议”; 1 to 99."""
    if not 1 <= ordinal <= 99:
        raise ValueError("a year has 1 to 99 meetings")
    tens, ones = divmod(ordinal, 10)
    head = "" if tens == 0 else "十" if tens == 1 else f"{_ORDINALS[tens]}十"
    return head + (_ORDINALS[ones] if ones else "")


def meeting_title(year: int, ordinal: int) -> str:
    """``2023年第一次会议``."""
    return f"{year}年第{ordinal_in_words(ordinal)}次会议"
