"""What in a programme keeps a clause: its conditions, figures, sums and lists, in words.

For people who ask how a clause is kept. Commands and papers that keep it are named by the
clause itself (`by`); what they are called is known further up.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Any

from kcdesk.domain.reports import DAY_FIELDS
from kcdesk.domain.schemes.scheme import Scheme
from kcdesk.packs.schemes_deadlines import watch_events
from kcdesk.packs.schemes_facts import EVENT_LABELS, FACTS

SORTS: Mapping[str, str] = {
    "conditions": "条件",
    "parameters": "数值",
    "sums": "计算",
    "blanks": "留白",
    "cuts": "扣减",
    "qualifications": "资质",
    "materials": "代偿材料",
    "default_conditions": "不良认定条件",
    "reasons": "不良原因",
    "member_units": "成员单位",
    "classes": "企业类别",
    "incidents": "失信或违规情形",
    "products": "贷款产品",
    "channels": "申请渠道",
    "application_materials": "申请材料",
    "partner_requirements": "合作条件",
    "milestones": "办理事项",
    "registers": "登记簿",
    "deadlines": "期限",
    "indicators": "指标",
    "targets": "目标",
    "breakers": "熔断",
    "fees": "费用与补贴",
}
"""What the parts of a programme are called."""

_NO_KEEPERS = frozenset({"documents", "clauses", "filled", "holidays", "papers", "paper_words"})
_CITING = ("clauses", "quorum_clauses", "online_clauses")


@dataclass(frozen=True)
class Keeper:
    """A part of the programme that cites the clause; `when` says at which events it is asked."""

    sort: str
    label: str
    when: str = ""

    def words(self) -> str:
        """``条件“单户额度”（贷款申请、放款）``."""
        return f"{self.sort}“{self.label}”{f'（{self.when}）' if self.when else ''}"


def keepers(scheme: Scheme, clause: str) -> tuple[Keeper, ...]:
    """Everything in the programme that cites the clause, each once."""
    return tuple(dict.fromkeys(_keepers(scheme, clause)))


def _keepers(scheme: Scheme, clause: str) -> Iterator[Keeper]:
    names = [field.name for field in fields(scheme) if field.name not in _NO_KEEPERS]
    for name in sorted(names, key=_rank):
        for entry in _entries(getattr(scheme, name)):
            if clause in set(_cited(entry)):
                yield Keeper(SORTS.get(name, "其他规定"), entry.label, _when(scheme, entry))
    if clause in set(_cited(scheme.meeting_spec)):
        yield Keeper("会议规则", scheme.meeting_spec.title)
    if clause in scheme.recovery_clauses:
        yield Keeper("计算", "追偿返还的分配")


def _rank(name: str) -> int:
    """The place among the parts; blanks, which only say what is open, come last."""
    known = list(SORTS)
    if name == "blanks":
        return len(known) + 1
    return known.index(name) if name in known else len(known)


def _entries(part: object) -> Iterable[Any]:
    entries: Iterable[Any] = ()
    if isinstance(part, Mapping):
        entries = part.values()
    elif isinstance(part, tuple):
        entries = part
    return [entry for entry in entries if hasattr(entry, "label")]


def _cited(entry: Any) -> Iterator[str]:
    """The clauses an entry cites, itself or in its steps."""
    for name in _CITING:
        yield from getattr(entry, name, ())
    for step in getattr(entry, "steps", ()):
        yield from _cited(step)


def _when(scheme: Scheme, entry: Any) -> str:
    return "、".join(event_label(scheme, event) for event in getattr(entry, "events", ()))


def event_label(scheme: Scheme, event: str) -> str:
    """What an event is called; an entry of a register by its register."""
    register = scheme.registers.get(event.removeprefix("entry:"))
    if register is not None:
        return f"登记{register.label}"
    return EVENT_LABELS.get(event, event)


def fact_labels(scheme: Scheme) -> Mapping[str, str]:
    """What every fact is called that a figure's clock may name: the program's and the programme's own."""
    entered = (register.facts() for register in scheme.registers.values())
    events = [DAY_FIELDS, *watch_events().values(), *entered, FACTS]
    labels = {name: field.label for facts in events for name, field in facts.items()}
    return {**labels, **{f"milestone.{m.code}": m.label for m in scheme.milestones.values()}}
