"""Plays a scenario through the same door as the screens: `Office.do`, `ask` and `undo`.

Called by the command line, the demo and tests. Founds a new office on the first day, gives every
role a person, moves the office's clock as the steps say, and compares what came of each step
with what the file says. It stops at the first step that turned out otherwise.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from inspect import signature
from pathlib import Path
from types import TracebackType
from typing import Any, get_type_hints

from kcdesk.domain.people import Role
from kcdesk.kernel import cite
from kcdesk.kernel.clock import Clock, FixedClock
from kcdesk.kernel.errors import Fault, Problem, Refusal
from kcdesk.kernel.kinds import (
    KINDS,
    Slot,
    Within,
    plain,
    plain_fields,
    show,
    slots_of,
    take_fields,
)
from kcdesk.packs.library import Library
from kcdesk.work.command import COMMANDS
from kcdesk.work.foresight import command_of
from kcdesk.work.office import Done, Office
from kcdesk.work.query import QUERIES, Query
from kcdesk.work.scenario import COUNT, VALUE, Scenario, Step

RESULT_KEYS = ("result", "refusal", "asked")


@dataclass(frozen=True)
class Outcome:
    """What came of a step. `unmet` says in Chinese what was expected and got; empty when met."""

    step: Step
    done: Done | None = None
    refusal: Refusal | None = None
    asked: Any = None
    unmet: str = ""

    def as_json(self) -> dict[str, Any]:
        """One object a step, as the command line prints it."""
        told: dict[str, Any] = {
            "step": self.step.number,
            self.step.verb: self.step.name,
            "ok": not self.unmet,
            "result": None,
            "refusal": None,
            "asked": self.asked,
        }
        if self.step.label:
            told["as"] = self.step.label
        if self.done is not None:
            told["result"] = {
                "id": self.done.result,
                "seq": self.done.seq,
                "summary": self.done.summary,
                "touched": sorted(self.done.touched),
            }
        if self.refusal is not None:
            told["refusal"] = {
                "clauses": list(self.refusal.clauses),
                "problems": [dataclasses.asdict(p) for p in self.refusal.problems],
            }
        if self.unmet:
            told["unmet"] = self.unmet
        return told


class Player:
    """One play of a scenario into a new office; a ``with`` block closes the office after it."""

    def __init__(self, scenario: Scenario, folder: Path, library: Library, clock: Clock) -> None:
        """Found the office in `folder`.

        `clock` only gives the day when the scenario names none. Raises Refusal or Fault when
        there is an office already or the folder can't be written.
        """
        named = [step.on for step in scenario.steps if step.on is not None]
        first = scenario.opened_on or (named[0] if named else clock.today())
        self.clock = FixedClock(first)
        self.scenario = scenario
        found = {
            "name": scenario.office,
            "region": scenario.region,
            "host_unit": scenario.host_unit,
            "scheme": scenario.scheme,
            "opened_on": first,
            "person": self._name_of(Role.ADMIN),
            "role": Role.ADMIN.value,
        }
        command = take_fields(COMMANDS["found_office"], found, Within(first))
        self.office, done = Office.create(
            folder, command, clock=self.clock, library=library, key="found"
        )
        assert done.result is not None
        self.people: dict[str, int] = {Role.ADMIN.value: done.result}
        self._seqs: dict[str, int] = {}
        self._ids: dict[str, int | None] = {}
        try:
            self._staff()
        except BaseException:
            self.office.close()
            raise

    def __enter__(self) -> Player:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.office.close()

    def play(self) -> Iterator[Outcome]:
        """Play step by step; the last outcome is the unmet one if there is any."""
        for step in self.scenario.steps:
            if step.on is not None:
                self.clock.day = step.on
            outcome = self._outcome(step)
            yield outcome
            if outcome.unmet:
                return

    def id_of(self, label: str) -> int | None:
        """The id a label stands for."""
        return self._ids[label]

    def _staff(self) -> None:
        for role in Role:
            if role is not Role.ADMIN:
                person = {"name": self._name_of(role), "role": role.value}
                command = take_fields(COMMANDS["add_person"], person, Within(self.clock.today()))
                done = self.office.do(command, by=self.people[Role.ADMIN.value], key=role.value)
                assert done.result is not None
                self.people[role.value] = done.result

    def _name_of(self, role: Role) -> str:
        return self.scenario.people.get(role.value, f"{role.label}员")

    def _outcome(self, step: Step) -> Outcome:
        try:
            done, answer = self._carry_out(step)
        except Refusal as refusal:
            return Outcome(step, refusal=refusal, unmet=_unmet_refusal(step, refusal))
        except Fault as fault:
            return Outcome(step, unmet=f"应当办理成功，实际遇到故障：{fault}")
        if step.refused:
            got = f"实际已办理：{done.summary}" if done is not None else "实际得到了回答。"
            return Outcome(step, done, unmet=f"应当依据 {cite.join(step.refused)} 被拒绝，{got}")
        if done is not None and step.label:
            self._seqs[step.label], self._ids[step.label] = done.seq, done.result
        unmet = "；".join(self._unmet(step, answer))
        return Outcome(step, done, asked=_told(answer), unmet=unmet)

    def _carry_out(self, step: Step) -> tuple[Done | None, Any]:
        within = Within(self.clock.today())
        given: dict[str, Any] = self._resolved(step.given)
        if step.verb == "do":
            command = command_of(self.office, step.name, given, within)
            return self.office.do(command, by=self._person(step.by), key=_key(step)), None
        if step.verb == "undo":
            seq = self._seqs[step.name]
            by = self._person(step.by)
            return self.office.undo(seq, by=by, reason=step.reason, key=_key(step)), None
        query = QUERIES[step.name]
        parameters = take_fields(parameters_of(query), given, within)
        return None, self.office.ask(query.ask(**vars(parameters)))

    def _person(self, by: str) -> int:
        return self._id(by) if by.startswith("$") else self.people[by]

    def _id(self, reference: str) -> int:
        known = self._ids[reference[1:]]
        if known is None:
            raise Refusal.of(f"标签“{reference[1:]}”那一步没有编号。", code="scenario.label")
        return known

    def _resolved(self, value: Any) -> Any:
        """The value with every ``$label`` made the id it stands for."""
        if isinstance(value, str) and value.startswith("$"):
            return self._id(value)
        if isinstance(value, Mapping):
            return {name: self._resolved(inner) for name, inner in value.items()}
        if isinstance(value, list):
            return [self._resolved(inner) for inner in value]
        return value

    def _unmet(self, step: Step, answer: Any) -> Iterator[str]:
        if step.expect is None:
            return
        expect, within = self._resolved(step.expect), Within(self.clock.today())
        if isinstance(answer, tuple | list):
            yield from _unmet_lines(answer, expect, within)
        elif isinstance(expect, list):
            yield f"应为{len(expect)}行，实际是一个答复"
        elif dataclasses.is_dataclass(answer):
            yield from _unmet_card(answer, expect, within)
        elif set(expect) != {VALUE}:
            yield f"这个查询只答复一个值，请写成 {VALUE} = ……"
        elif _told(answer) != expect[VALUE]:
            yield f"应为 {expect[VALUE]}，实际是 {_told(answer)}"


def _key(step: Step) -> str:
    """Of the journal entry: the same play gives the same journal, and papers that name its digest
    are the same to the byte."""
    return f"step {step.number}"


@cache
def parameters_of(query: Query) -> type[Any]:
    """A dataclass of the query's parameters, so that they are read as a command's fields are."""
    hints = get_type_hints(query.function, include_extras=True)
    fields: list[Any] = [
        (p.name, hints[p.name])
        if p.default is p.empty
        else (p.name, hints[p.name], dataclasses.field(default=p.default))
        for p in list(signature(query.function).parameters.values())[1:]
    ]
    return dataclasses.make_dataclass(query.name, fields, frozen=True, kw_only=True)


def _unmet_refusal(step: Step, refusal: Refusal) -> str:
    said = "；".join(_sentence(p) for p in refusal.problems)
    if not step.refused:
        return f"应当办理成功，实际被拒绝：{said}"
    grounds = {*refusal.clauses, *(p.code for p in refusal.problems)}
    if set(step.refused) <= grounds:
        return ""
    return f"应当依据 {cite.join(step.refused)} 被拒绝，实际的理由是：{said}"


def _sentence(problem: Problem) -> str:
    return f"{problem.field}：{problem}" if problem.field else str(problem)


def _unmet_lines(lines: Sequence[Any], expect: Any, within: Within) -> Iterator[str]:
    if isinstance(expect, dict) and COUNT in expect:
        if len(lines) != expect[COUNT]:
            yield f"应有{expect[COUNT]}行，实际有{len(lines)}行"
        expect = {name: value for name, value in expect.items() if name != COUNT}
        if not expect:
            return
    wanted = expect if isinstance(expect, list) else [expect]
    if len(lines) != len(wanted):
        yield f"应有{len(wanted)}行，实际有{len(lines)}行"
        return
    for number, (line, want) in enumerate(zip(lines, wanted, strict=True), 1):
        for unmet in _unmet_card(line, want, within):
            yield f"第{number}行{unmet}"


def _unmet_card(card: Any, expect: Mapping[str, Any], within: Within) -> Iterator[str]:
    slots = {slot.name: slot for slot in slots_of(type(card))}
    for name, want in expect.items():
        slot = slots[name]
        value = getattr(card, name)
        if not _is(value, want, slot, within):
            got = _told(value) if slot.rows is not None else show(value, slot.field)
            yield f"“{slot.field.label}”（{name}）应为 {want}，实际是 {got or '空'}"


def _is(value: Any, want: Any, slot: Slot, within: Within) -> bool:
    """Whether a value is what a file says, written for people or for machines."""
    if value is None or want == "":
        return want == "" and value in (None, "", ())
    if slot.rows is not None:
        return (
            isinstance(want, list)
            and len(want) == len(value)
            and all(not any(_unmet_card(v, w, within)) for v, w in zip(value, want, strict=True))
        )
    if want in (show(value, slot.field), plain(value, slot.field)):
        return True
    try:
        return bool(KINDS[slot.field.kind].take(want, slot.field, within) == value)
    except Refusal:
        return False


def _told(answer: Any) -> Any:
    """An answer as JSON."""
    if dataclasses.is_dataclass(answer):
        return plain_fields(answer)
    if isinstance(answer, tuple | list):
        return [_told(inner) for inner in answer]
    if isinstance(answer, bytes):
        return f"{len(answer)} 字节"
    return answer if isinstance(answer, str | int | bool | None) else str(answer)
