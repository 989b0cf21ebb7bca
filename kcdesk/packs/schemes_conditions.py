"""Reading conditions: what must hold at which event, and what is said when it does not."""

from __future__ import annotations

from kcdesk.domain.schemes.conditions import Condition
from kcdesk.domain.schemes.operands import Source
from kcdesk.domain.schemes.parts import Severity
from kcdesk.domain.schemes.proving import Check
from kcdesk.domain.schemes.showing import placeholders
from kcdesk.packs.schemes_parts import read_code
from kcdesk.packs.schemes_scope import Names, Scope
from kcdesk.packs.schemes_steps import read_steps
from kcdesk.packs.schemes_tables import Table, unknown
from kcdesk.packs.schemes_tests import read_test, read_tests


def read_condition(table: Table, names: Names) -> Condition:
    """``[[condition]]``"""
    events = table.texts("events")
    for event in events:
        if event not in names.events:
            slip = unknown("环节", event, names.events)
            raise table.refusal("events", slip.reason, slip.cure)
    clauses = names.citations.read(table, "condition")
    scope = Scope(names, events, {})
    steps = read_steps(table, scope, in_sum=False)
    when = read_tests(table, "when", Scope(names, events, {}))
    test = read_test(table.table("test"), scope)
    message, cure = table.text("message"), table.text("cure")
    places = []
    for key, text in (("message", message), ("cure", cure)):
        with table.at(key):
            for place in placeholders(text):
                if place == "missing" and test.op == "has_all":
                    continue
                places.append((place, scope.operand(place)))
    return Condition(
        id=read_code(table, "id"),
        label=table.text("label"),
        events=events,
        test=test,
        message=message,
        cure=cure,
        clauses=clauses,
        severity=Severity(table.one_of("severity", [s.value for s in Severity], "refuse")),
        field=_blamed(table, test, scope),
        when=when,
        steps=steps,
        places=tuple(places),
    )


def _blamed(table: Table, test: Check, scope: Scope) -> str:
    """The last part of the fact to blame: the one named, else the first of the test."""
    if table.has("field"):
        with table.at("field"):
            operand = scope.operand(table.text("field"))
        return operand.name.rpartition(".")[2]
    facts = [o.name for o in test.operands if o.source is Source.FACT]
    return facts[0].rpartition(".")[2] if facts else ""
