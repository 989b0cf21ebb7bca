"""A scenario file: what it says, and whether every name in it is one the program knows.

Called by the command line, the demo, practice runs and acceptance tests; `kcdesk.work.player`
plays what is read here. Nothing is played before the whole file has been read and understood.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from types import MappingProxyType
from typing import Any

from kcdesk.domain.people import Role
from kcdesk.kernel.errors import Refusal
from kcdesk.kernel.kinds import Slot, slots_of
from kcdesk.packs.blanks import nearest
from kcdesk.packs.scenario_cases import shows_of
from kcdesk.packs.toml_reader import read_toml
from kcdesk.work import registry
from kcdesk.work.command import COMMANDS, fields_of
from kcdesk.work.query import QUERIES, Query

__all__ = ["COUNT", "VALUE", "Scenario", "Step", "read_scenario", "registry"]

COUNT, VALUE = "count", "value"
"""What may be expected besides columns: how many lines, and an answer that has no columns."""

VERBS: Mapping[str, tuple[str, ...]] = {
    "do": ("on", "as", "by", "with", "refused", "shows"),
    "ask": ("on", "by", "with", "expect", "refused", "shows"),
    "undo": ("on", "as", "by", "reason", "refused", "shows"),
}
LISTED = 8
"""So many known names are listed when none comes near."""

HEAD = (
    "id", "title", "shows", "scheme", "office", "region", "host_unit", "opened_on", "people", "step",
)  # fmt: skip

ClausesOf = Callable[[str], Collection[str]]
"""The clause ids of a scheme by its id."""


@dataclass(frozen=True)
class Step:
    """One step: the verb, the name it applies to, and what is to come of it.

    `refused` holds clause ids (or a problem's code) the refusal must rest on; empty when the
    step is to succeed. `expect` is a table of columns, a list of such tables, or None.
    """

    number: int
    verb: str
    name: str
    on: date | None = None
    label: str = ""
    by: str = Role.CLERK.value
    given: Mapping[str, Any] = field(default_factory=dict)
    refused: tuple[str, ...] = ()
    expect: Any = None
    reason: str = ""


@dataclass(frozen=True)
class Scenario:
    """A whole file. `people` gives names to roles; a role without one gets its own label."""

    title: str
    scheme: str
    office: str
    region: str
    host_unit: str
    opened_on: date | None
    people: Mapping[str, str]
    steps: tuple[Step, ...]
    id: str = ""
    shows: tuple[str, ...] = ()
    """The clauses it shows at work: those of the file and of its steps."""


def read_scenario(
    path: Path, scheme_ids: Sequence[str], clauses_of: ClausesOf | None = None
) -> Scenario:
    """Read and check a scenario file; `clauses_of` knows the clauses it may say it shows.

    Raises Refusal naming the file, the step and the nearest known name when it can't be read or
    names a command, query, field, column, label, role or scheme that is not there.
    """
    raw = read_toml(path, "演练")
    _names(path.name, raw, HEAD)
    steps = raw.get("step", [])
    if not isinstance(steps, list) or not steps:
        raise _no(path.name, "没有步骤。", "每一步写成一个 [[step]]。")
    scenario = Scenario(
        title=_text(path.name, raw, "title"),
        scheme=_known(path.name, "方案", _text(path.name, raw, "scheme"), scheme_ids),
        office=_text(path.name, raw, "office"),
        region=_text(path.name, raw, "region", ""),
        host_unit=_text(path.name, raw, "host_unit", ""),
        opened_on=_day(path.name, raw, "opened_on"),
        people=MappingProxyType(_people(path.name, raw.get("people", {}))),
        steps=tuple(_step(f"第{n}步", n, step) for n, step in enumerate(steps, 1)),
        id=_text(path.name, raw, "id", ""),
        shows=_shows(path.name, raw),
    )
    _check_labels(scenario.steps)
    if clauses_of is not None and scenario.shows:
        clauses = clauses_of(scenario.scheme)
        for clause in scenario.shows:
            _known(path.name, "条款", clause, clauses)
    return scenario


def _step(where: str, number: int, raw: Any) -> Step:
    if not isinstance(raw, dict):
        raise _no(where, "不是一个步骤。", "每一步写成一个 [[step]]。")
    verbs = [verb for verb in VERBS if verb in raw]
    if len(verbs) != 1:
        raise _no(where, "应当有且只有 do、ask、undo 之一。", "请核对这一步。")
    (verb,) = verbs
    _names(where, raw, (verb, *VERBS[verb]))
    step = Step(
        number=number,
        verb=verb,
        name=_text(where, raw, verb),
        on=_day(where, raw, "on"),
        label=_text(where, raw, "as", ""),
        by=_text(where, raw, "by", Role.CLERK.value),
        given=MappingProxyType(_table(where, raw, "with")),
        refused=_clauses(where, "refused", raw.get("refused", [])),
        expect=raw.get("expect"),
        reason=_text(where, raw, "reason", ""),
    )
    if not step.by.startswith("$"):
        _known(where, "岗位", step.by, [role.value for role in Role])
    if verb == "do":
        _known(where, "命令", step.name, COMMANDS)
        _check_given(where, step.given, fields_of(COMMANDS[step.name]))
    elif verb == "ask":
        _known(where, "查询", step.name, QUERIES)
        _check_given(where, step.given, QUERIES[step.name].slots)
        _check_expect(where, step.expect, QUERIES[step.name])
    return step


def _check_given(where: str, given: Mapping[str, Any], slots: Sequence[Slot]) -> None:
    by_name = {slot.name: slot for slot in slots}
    for name, value in given.items():
        slot = by_name[_known(where, "填写项", name, by_name)]
        if slot.rows is not None and isinstance(value, list):
            for row in filter(lambda row: isinstance(row, dict), value):
                _check_given(where, row, slots_of(slot.rows))


def _check_expect(where: str, expect: Any, query: Query) -> None:
    if expect is None:
        return
    extra = (COUNT,) if query.columns else (COUNT, VALUE)
    for row in expect if isinstance(expect, list) else [expect]:
        _check_columns(where, row, query.columns, extra)


def _check_columns(where: str, row: Any, slots: Sequence[Slot], extra: Sequence[str] = ()) -> None:
    if not isinstance(row, dict):
        raise _no(where, "expect 应当是 { 栏目 = 值 }，或这样的列表。", "请核对写法。")
    inner = {slot.name: slot.rows for slot in slots}
    for name, value in row.items():
        _known(where, "栏目", name, [*inner, *extra])
        rows = inner.get(name)
        if rows is not None and isinstance(value, list):
            for line in value:
                _check_columns(where, line, slots_of(rows))


def _check_labels(steps: Sequence[Step]) -> None:
    known: dict[str, Step] = {}
    for step in steps:
        where = f"第{step.number}步"
        used = [v[1:] for v in _values((step.by, step.given, step.expect)) if v.startswith("$")]
        if step.verb == "undo":
            used.append(step.name)
        for label in used:
            _known(where, "标签", label, known)
        if step.label in known:
            raise _no(
                where,
                f"标签“{step.label}”在第{known[step.label].number}步已经用过。",
                "请换一个标签。",
            )
        if step.label and not step.refused:
            known[step.label] = step


def _values(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from _values(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _values(inner)


def _people(where: str, raw: Any) -> dict[str, str]:
    if not isinstance(raw, dict):
        raise _no(where, "people 应当是 { 岗位 = 姓名 }。", "请核对写法。")
    return {
        _known(where, "岗位", role, [r.value for r in Role]): _text(where, raw, role)
        for role in raw
    }


def _clauses(where: str, name: str, raw: Any) -> tuple[str, ...]:
    given = [raw] if isinstance(raw, str) else raw
    if not isinstance(given, list) or not all(isinstance(c, str) and c for c in given):
        raise _no(where, f"{name} 应当是条款编号，或条款编号的列表。", f'例如 {name} = "PH-1"。')
    return tuple(given)


def _shows(where: str, raw: Mapping[str, Any]) -> tuple[str, ...]:
    places = [(where, raw), *((f"第{n}步", step) for n, step in enumerate(raw["step"], 1))]
    for place, table in places:
        _clauses(place, "shows", table.get("shows", []))
    return shows_of(raw)


def _names(where: str, raw: Mapping[str, Any], known: Collection[str]) -> None:
    for name in raw:
        _known(where, "名称", name, known)


def _known(where: str, what: str, name: str, known: Collection[str]) -> str:
    if name in known:
        return name
    near = nearest(name, list(known))
    if not near and known:
        listed = known if len(known) <= LISTED else get_close_matches(name, known, LISTED, 0)
        near = f"可用的有：{'、'.join(listed)}{'等' if len(known) > LISTED else ''}。"
    raise _no(where, f"没有名为“{name}”的{what}。", near)


def _text(where: str, raw: Mapping[str, Any], name: str, default: str | None = None) -> str:
    value = raw.get(name, default)
    if not isinstance(value, str) or (default is None and not value.strip()):
        raise _no(where, f"{name} 应当是文字，不能缺少。", f'请写成 {name} = "……"。')
    return value


def _day(where: str, raw: Mapping[str, Any], name: str) -> date | None:
    value = raw.get(name)
    if value is not None and type(value) is not date:
        raise _no(where, f"{name} 应当是日期。", f"请写成 {name} = 2023-09-12，不加引号。")
    return value


def _table(where: str, raw: Mapping[str, Any], name: str) -> dict[str, Any]:
    value = raw.get(name, {})
    if not isinstance(value, dict):
        raise _no(where, f"{name} 应当是 {{ 填写项 = 值 }}。", "请核对写法。")
    return value


def _no(where: str, message: str, cure: str) -> Refusal:
    return Refusal.of(f"演练文件{where}：{message}", cure=cure, code="scenario.unreadable")
