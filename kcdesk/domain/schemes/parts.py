"""What a scheme is made of: the declared rows, as plain values. Built only by `packs`.

Codes are stable English words used by rows of the office file; labels are for people.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction

from kcdesk.kernel import kinds
from kcdesk.kernel.days import add_months
from kcdesk.kernel.errors import Problem, Refusal
from kcdesk.kernel.kinds import KINDS, Field, Within


class Kept(StrEnum):
    """How kcdesk keeps a clause."""

    CHECKED = "checked"
    RECORDED = "recorded"
    COMPUTED = "computed"
    REMINDED = "reminded"
    PRINTED = "printed"
    TEXT_ONLY = "text only"

    @property
    def label(self) -> str:
        """For people."""
        return _KEPT[self]


_KEPT = {
    Kept.CHECKED: "逐笔检查",
    Kept.RECORDED: "登记留痕",
    Kept.COMPUTED: "自动计算",
    Kept.REMINDED: "到期提醒",
    Kept.PRINTED: "写入文书",
    Kept.TEXT_ONLY: "仅列条文",
}


class Severity(StrEnum):
    """What a condition that does not hold does."""

    REFUSE = "refuse"
    WARN = "warn"


class Party(StrEnum):
    """Who bears a part of a loss; the order of a ratio is the scheme's, never assumed."""

    FUND = "fund"
    GUARANTOR = "guarantor"
    REGUARANTOR = "reguarantor"
    BANK = "bank"

    @property
    def label(self) -> str:
        """For people."""
        return _PARTIES[self]


_PARTIES = {
    Party.FUND: "风险补偿金",
    Party.GUARANTOR: "担保机构",
    Party.REGUARANTOR: "再担保机构",
    Party.BANK: "合作机构",
}


@dataclass(frozen=True, slots=True)
class Document:
    """A paper the scheme rests on. Days that its text does not give stay empty."""

    id: str
    title: str
    number: str = ""
    issued_on: date | None = None
    note: str = ""
    is_basis: bool = False
    """Whether the programme names it as its legal basis, to be cited on papers."""
    cited_as: str = ""
    """What a paper says instead of the place in it (or with it, as ``{article}``), where the place
    alone says nothing to who signs."""


@dataclass(frozen=True, slots=True)
class Clause:
    """One row of the clause ledger: what the text says (paraphrased) and how it is kept.

    `reading` is the reading chosen where the text is open; `why` says why a clause is only text.
    """

    id: str
    article: str
    says: str
    kept: Kept
    document: str
    reading: str = ""
    why: str = ""
    by: tuple[str, ...] = ()
    """Commands, queries and papers (``form:…``) that keep it, where nothing in the pack does."""


@dataclass(frozen=True, slots=True)
class Blank:
    """What the text leaves to the office. `reading` is used until the office says otherwise.

    Without a reading the value is needed before anything that depends on it can be decided.
    """

    name: str
    label: str
    field: Field
    says: str
    clauses: tuple[str, ...]
    reading: object | None = None

    def take(self, raw: object, today: date) -> object:
        """The office's value out of text or a ready value; raises Refusal at field ``value``."""
        try:
            return KINDS[self.field.kind].take(raw, self.field, Within(today))
        except Refusal as refusal:
            raise Refusal(
                *(
                    Problem(f"“{self.label}”：{p.message}", p.cure, "value", self.clauses, p.code)
                    for p in refusal.problems
                )
            ) from None

    def reads(self, kept: str) -> bool:
        """Whether a value as the office file keeps it can be read."""
        try:
            self.take(kept, date.min)
        except Refusal:
            return False
        return True

    def plain(self, raw: object, today: date) -> str:
        """The value as the office file keeps it: text that `take` reads back."""
        value = self.take(raw, today)
        write = kinds.show if self.field.kind == "flag" else kinds.plain
        return str(write(value, self.field))


@dataclass(frozen=True, slots=True)
class Bound:
    """A day, or the blank that will name it."""

    day: date | None = None
    blank: str = ""


@dataclass(frozen=True, slots=True)
class Period:
    """From a day (counted) to a day (counted) or before a day (not counted)."""

    start: Bound | None = None
    last: Bound | None = None
    before: Bound | None = None


@dataclass(frozen=True, slots=True)
class DatedValue:
    """A value of a parameter while it counts; for keyed parameters, the keys it is for.

    `parties` name the places of a share vector.
    """

    value: object
    period: Period = Period()
    keys: tuple[str, ...] = ()
    parties: tuple[Party, ...] = ()


@dataclass(frozen=True, slots=True)
class Tier:
    """One row of a tiered value: counts up to and with `up_to`; None is everything above."""

    up_to: object | None
    value: object


@dataclass(frozen=True, slots=True)
class Parameter:
    """A figure of the policy. `clock` lists the facts whose day may pick it, first found first.

    `key` is the fact that chooses among keyed values, or empty.
    """

    name: str
    label: str
    field: Field
    clock: tuple[str, ...]
    clauses: tuple[str, ...]
    values: tuple[DatedValue, ...]
    key: str = ""
    tier_field: Field | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """A coded entry of a list the scheme declares: material, reason, condition, member unit."""

    code: str
    label: str
    clauses: tuple[str, ...]
    is_required: bool = True
    note: str = ""
    of: str = ""
    """Which kind of institution it is asked of; empty when of everybody."""


class Path(StrEnum):
    """How a qualification opens the list: by itself, or once the office has reviewed it."""

    DIRECT = "direct"
    REVIEW = "review"

    @property
    def label(self) -> str:
        """For people."""
        return "直接纳入" if self is Path.DIRECT else "审核后纳入"


@dataclass(frozen=True, slots=True)
class Lasting:
    """How long a recognition is good for when its entry names no end.

    `months` counts from its first day; else to the end of the year `years` later.
    """

    months: int | None = None
    years: int = 0

    def until(self, from_on: date) -> date:
        """The last day it is valid."""
        if self.months is None:
            return date(from_on.year + self.years, 12, 31)
        return add_months(from_on, self.months) - timedelta(days=1)


@dataclass(frozen=True, slots=True)
class QualificationKind:
    """A kind of recognition that opens the list, and while it does.

    `is_yearly` kinds are given anew each year: the year of the latest is enterprise.number_year.
    """

    code: str
    label: str
    clauses: tuple[str, ...]
    period: Period = Period()
    path: Path = Path.DIRECT
    lasts: Lasting | None = None
    is_yearly: bool = False


@dataclass(frozen=True, slots=True)
class ProductKind:
    """A product a loan may be lent under; one of another policy's cover is told apart."""

    code: str
    label: str
    clauses: tuple[str, ...]
    is_other_policy: bool = False


class MilestoneOf(StrEnum):
    """Whose step a milestone is."""

    APPLICATION = "application"
    LOAN = "loan"


@dataclass(frozen=True, slots=True)
class MilestoneKind:
    """A dated step that the programme asks for on the way of an application or a loan."""

    code: str
    label: str
    clauses: tuple[str, ...]
    of: MilestoneOf = MilestoneOf.APPLICATION
    note: str = ""
    is_required: bool = True
    """Whether every application or loan has to go through it."""


@dataclass(frozen=True, slots=True)
class OpinionCell:
    """A cell of a paper for somebody's opinion: its heading, whose it is, what is set at its end."""

    heading: str
    unit: str = ""
    seal: str = "盖章"


@dataclass(frozen=True, slots=True)
class PaperKind:
    """What a form is in one programme. An empty title or number is the form's own, as are
    `copies` when None. `words` are texts for its blanks ``words.…``."""

    form: str
    title: str = ""
    number: str = ""
    copies: tuple[str, ...] | None = None
    clauses: tuple[str, ...] = ()
    is_left_out: bool = False
    words: Mapping[str, str] = field(default_factory=dict)
    opinions: tuple[OpinionCell, ...] = ()


@dataclass(frozen=True, slots=True)
class Sharing:
    """Who bears how much of a loss, in this order."""

    weights: tuple[int, ...]
    parties: tuple[Party, ...]

    def __post_init__(self) -> None:
        if len(self.weights) != len(self.parties):
            raise ValueError("every weight has its party")


@dataclass(frozen=True, slots=True)
class Given:
    """A setting: fixed by the pack, or left to a blank."""

    value: object | None = None
    blank: str = ""


@dataclass(frozen=True, slots=True)
class CutKind:
    """Why a payment may be cut; whether the rest stays payable may be left to a flag blank."""

    code: str
    label: str
    clauses: tuple[str, ...]
    stays_payable: Given


class ResultRule(StrEnum):
    """How opinions become a result."""

    UNANIMOUS = "unanimous"
    MAJORITY = "majority"
    CHAIR = "chair"

    @property
    def label(self) -> str:
        """For people."""
        return _RULES[self]


_RULES = {
    ResultRule.UNANIMOUS: "一致同意",
    ResultRule.MAJORITY: "过半数同意",
    ResultRule.CHAIR: "主持人综合意见",
}


class QueueMethod(StrEnum):
    """How claims decided on one day share a short pool (money.md B8)."""

    FIRST_COME = "first_come"
    PRO_RATA = "pro_rata"

    @property
    def label(self) -> str:
        """For people."""
        return _METHODS[self]


_METHODS = {
    QueueMethod.FIRST_COME: "按申请编号先后",
    QueueMethod.PRO_RATA: "同一次会议的按比例分配",
}


@dataclass(frozen=True, slots=True)
class MeetingSpec:
    """What the pack says of the joint meeting; resolved by `Scheme.meeting`."""

    title: str
    quorum_above: Given
    rule: Given
    online_rule: Given
    clauses: tuple[str, ...]
    quorum_clauses: tuple[str, ...]
    online_clauses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MeetingRule:
    """The joint meeting's rules as they stand after the office's fill-ins.

    A quorum is more than `quorum_above` of the members; `online_rule` is for admissions reviewed
    online.
    """

    title: str
    quorum_above: Fraction
    rule: ResultRule
    online_rule: ResultRule
    clauses: tuple[str, ...]
    quorum_clauses: tuple[str, ...]
    online_clauses: tuple[str, ...]
