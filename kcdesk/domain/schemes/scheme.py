"""A scheme: the policy of one county as values, the checks and the sums it declares.

Called by the later stages of domain (which hand over facts) and by work. A value that hangs on
a day the text does not give is decided when every possible day agrees; otherwise it is refused
with the name of what must be filled in. Nothing missing is ever guessed.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from typing import Any, cast

from kcdesk.domain.schemes.aiming import Target
from kcdesk.domain.schemes.breaking import Breaker, Reading, weigh
from kcdesk.domain.schemes.carrying import tier_of
from kcdesk.domain.schemes.charging import Fee
from kcdesk.domain.schemes.conditions import Condition
from kcdesk.domain.schemes.deadlines import DeadlineSpec
from kcdesk.domain.schemes.judging import Findings, find
from kcdesk.domain.schemes.lots import Table
from kcdesk.domain.schemes.measuring import Indicator, Measured, measure
from kcdesk.domain.schemes.operands import Facts
from kcdesk.domain.schemes.parts import (
    Blank,
    Clause,
    CutKind,
    DatedValue,
    Document,
    Given,
    Item,
    MeetingRule,
    MeetingSpec,
    MilestoneKind,
    PaperKind,
    Parameter,
    ProductKind,
    QualificationKind,
    ResultRule,
    Tier,
)
from kcdesk.domain.schemes.periods import Days, Unfilled, covers
from kcdesk.domain.schemes.reckoning import Computation, SumSpec, reckon
from kcdesk.domain.schemes.registering import RegisterKind
from kcdesk.kernel.days import HolidayTable
from kcdesk.kernel.errors import Refusal
from kcdesk.kernel.kinds import date_in_words

_SOME_DAY = date(2000, 1, 1)


@dataclass(frozen=True)
class Scheme:
    """Everything one pack declares. `revision` is the sha256 (hex) of the pack's text.

    `filled` holds what the office filled in for the blanks, as typed values.
    """

    id: str
    title: str
    region: str
    revision: str
    documents: Mapping[str, Document]
    clauses: Mapping[str, Clause]
    blanks: Mapping[str, Blank]
    parameters: Mapping[str, Parameter]
    conditions: tuple[Condition, ...]
    sums: Mapping[str, SumSpec]
    materials: Mapping[str, Item]
    default_conditions: Mapping[str, Item]
    reasons: Mapping[str, Item]
    member_units: Mapping[str, Item]
    qualifications: Mapping[str, QualificationKind]
    cuts: Mapping[str, CutKind]
    meeting_spec: MeetingSpec
    recovery_clauses: tuple[str, ...]
    classes: Mapping[str, Item] = field(default_factory=dict)
    incidents: Mapping[str, Item] = field(default_factory=dict)
    tags: Mapping[str, Item] = field(default_factory=dict)
    chains: Mapping[str, Item] = field(default_factory=dict)
    products: Mapping[str, ProductKind] = field(default_factory=dict)
    channels: Mapping[str, Item] = field(default_factory=dict)
    application_materials: Mapping[str, Item] = field(default_factory=dict)
    partner_requirements: Mapping[str, Item] = field(default_factory=dict)
    milestones: Mapping[str, MilestoneKind] = field(default_factory=dict)
    registers: Mapping[str, RegisterKind] = field(default_factory=dict)
    deadlines: Mapping[str, DeadlineSpec] = field(default_factory=dict)
    indicators: Mapping[str, Indicator] = field(default_factory=dict)
    targets: Mapping[str, Target] = field(default_factory=dict)
    breakers: Mapping[str, Breaker] = field(default_factory=dict)
    fees: Mapping[str, Fee] = field(default_factory=dict)
    papers: Mapping[str, PaperKind] = field(default_factory=dict)
    """What forms are in this programme, by form; the others are as the forms say."""
    paper_words: Mapping[str, str] = field(default_factory=dict)
    """What the county calls things on all its papers, where it does not use the usual words."""
    holidays: HolidayTable = field(default_factory=lambda: HolidayTable({}))
    filled: Mapping[str, object] = field(default_factory=dict)

    def blank(self, name: str) -> Blank:
        """A blank by name. Raises Refusal naming the nearest one."""
        if name not in self.blanks:
            near = difflib.get_close_matches(name, self.blanks, 1)
            hint = f"是不是“{self.blanks[near[0]].label}”（{near[0]}）？" if near else ""
            raise Refusal.of(
                f"方案没有名为“{name}”的留白。",
                cure=f"{hint}请从列表中选择。",
                field="name",
                code="scheme.blank_unknown",
            )
        return self.blanks[name]

    def with_blanks(self, values: Mapping[str, object]) -> Scheme:
        """The scheme with the office's fill-ins: text as kept in the file, or typed values."""
        taken = {name: self.blank(name).take(raw, _SOME_DAY) for name, raw in values.items()}
        return replace(self, filled={**self.filled, **taken})

    def reading_with(self, name: str, value: object) -> Scheme:
        """The scheme under one possible reading of an open blank."""
        return replace(self, filled={**self.filled, name: value})

    def open_blanks(self) -> tuple[Blank, ...]:
        """Blanks with neither a fill-in nor a reading: the office has to fill them in."""
        return tuple(
            b for b in self.blanks.values() if b.reading is None and b.name not in self.filled
        )

    def blank_value(self, name: str) -> object:
        """The office's fill-in, else the pack's reading. Raises Refusal when there is neither."""
        value = self.filled.get(name, self.blanks[name].reading)
        if value is None:
            raise Unfilled(self.blanks[name])
        return value

    def given(self, setting: Given) -> object:
        """A setting's value: the pack's, or the blank's."""
        return self.blank_value(setting.blank) if setting.blank else setting.value

    def value(self, name: str, on: date, key: str = "") -> Any:
        """The value of a parameter on a day, for a key if it is keyed.

        Raises Refusal when nothing is laid down for that day, or when the day hangs on a blank
        not filled in and the possible values differ.
        """
        return self.dated_on(name, on, key).value

    def tier_value(self, name: str, on: date, of: object) -> object:
        """What a tiered parameter gives for `of` on a day. Raises Refusal like `value`."""
        return tier_of(of, cast("tuple[Tier, ...]", self.value(name, on)))

    def dated_on(self, name: str, on: date, key: str = "") -> DatedValue:
        """The dated value itself, with its parties and period. Raises Refusal like `value`."""
        parameter = self.parameters[name]
        days = Days(self, (on,))
        agreed = days.agreeing(
            lambda scheme: scheme.pick(parameter, on, key),
            parameter.label,
            lambda dated: (dated.value, dated.parties),
        )
        return agreed.outcome

    def picked_by(self, name: str) -> tuple[str, ...]:
        """The facts that pick a parameter's value: its days and its key."""
        parameter = self.parameters[name]
        return (*parameter.clock, *([parameter.key] if parameter.key else []))

    def dated(self, name: str, facts: Facts) -> DatedValue:
        """The dated value that the facts' clock and key pick; an open day raises `Unfilled`."""
        parameter = self.parameters[name]
        clock = next((c for c in parameter.clock if c in facts), parameter.clock[0])
        on = facts.get(clock)
        if not isinstance(on, date):
            raise Refusal.of(
                f"没有填写日期，无法确定“{parameter.label}”。",
                cure="请先填写日期。",
                field=clock.rpartition(".")[2],
                clauses=parameter.clauses,
                code="scheme.clock_missing",
            )
        return self.pick(parameter, on, str(facts.get(parameter.key)) if parameter.key else "")

    def pick(self, parameter: Parameter, on: date, key: str) -> DatedValue:
        """The one value that counts on the day. Raises Unfilled, or Refusal when there is none."""
        found = [
            v
            for v in parameter.values
            if (not v.keys or key in v.keys) and covers(v.period, on, self)
        ]
        if len(found) != 1:
            state = "没有规定" if not found else "重复规定了"
            raise Refusal.of(
                f"方案{state}{date_in_words(on)}的“{parameter.label}”。",
                cure="请核对日期和担保方式；如确属方案缺漏，请管理人员补充方案的新版本。",
                clauses=parameter.clauses,
                code="scheme.value_missing",
            )
        return found[0]

    def counting(self, codes: frozenset[str], on: date) -> frozenset[str]:
        """Which of the qualification kinds open the list on that day."""
        return frozenset(
            code
            for code, kind in self.qualifications.items()
            if code in codes and covers(kind.period, on, self)
        )

    def listed(self, name: str) -> Mapping[str, Item]:
        """One of the lists that facts tick off (``has_all``)."""
        lists: Mapping[str, Mapping[str, Item]] = {
            "materials": self.materials,
            "default_conditions": self.default_conditions,
            "application_materials": self.application_materials,
            "partner_requirements": self.partner_requirements,
        }
        return lists[name]

    def listed_codes(self, name: str, of: str = "") -> frozenset[str]:
        """The required codes of one of the lists; without those asked of another kind than `of`."""
        return frozenset(
            code
            for code, item in self.listed(name).items()
            if item.is_required and not (of and item.of and item.of != of)
        )

    @property
    def meeting(self) -> MeetingRule:
        """The joint meeting's rules with the office's fill-ins."""
        spec = self.meeting_spec
        quorum = self.given(spec.quorum_above)
        assert isinstance(quorum, Fraction)
        return MeetingRule(
            title=spec.title,
            quorum_above=quorum,
            rule=ResultRule(str(self.given(spec.rule))),
            online_rule=ResultRule(str(self.given(spec.online_rule))),
            clauses=spec.clauses,
            quorum_clauses=spec.quorum_clauses,
            online_clauses=spec.online_clauses,
        )

    def check(self, event: str, facts: Facts) -> Findings:
        """Every condition of the event, judged on the facts; never raises for a refusal."""
        return find(self, event, facts)

    def compute(self, sum_id: str, facts: Facts) -> Computation:
        """The sum's amounts with their trace. Raises Refusal where a value it needs is open."""
        return reckon(self, self.sums[sum_id], facts)

    def measure(self, indicator: str, rows: Table | Iterable[Facts]) -> Measured:
        """An indicator over rows. Raises Refusal when a row lacks a fact that it needs."""
        return measure(self, self.indicators[indicator], rows)

    def weigh(
        self,
        breaker: str,
        rows: Table | Iterable[Facts],
        beside_rows: Table | Iterable[Facts] | None = None,
    ) -> tuple[Reading, ...]:
        """A breaker's readings. Raises Refusal when a rate that breaks cannot be computed."""
        return weigh(self, self.breakers[breaker], self.indicators, rows, beside_rows)
