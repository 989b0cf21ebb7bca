"""What can already be said of a command whose required fields are not all filled in yet.

A screen asks its dry run field by field; a scenario file gives what it gives. A loan over every
cap is over it whichever bank lends it, so that is said beside the fields that are missing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from kcdesk.domain.applications import Security
from kcdesk.domain.loans import LoanFacts, check_room
from kcdesk.kernel.errors import Problem, Refusal
from kcdesk.kernel.kinds import KINDS, Within, take_fields
from kcdesk.kernel.money import ZERO
from kcdesk.work.command import COMMANDS, Command, fields_of
from kcdesk.work.commands.enterprises.facts import enterprise_facts
from kcdesk.work.context import Read
from kcdesk.work.exposure import exposure_of
from kcdesk.work.office import Office
from kcdesk.work.query import Ask


def command_of(office: Office, name: str, given: Mapping[str, object], within: Within) -> Command:
    """The command, or one Refusal with what its fields lack and what can already be foreseen."""
    try:
        return take_fields(COMMANDS[name], given, within)
    except Refusal as refusal:
        raise Refusal(*refusal.problems, *foreseen(office, name, given)) from refusal


def foreseen(office: Office, name: str, given: Mapping[str, object]) -> tuple[Problem, ...]:
    """What the given fields alone would be refused for; empty when nothing is known."""
    look = _LOOKS.get(name)
    if look is None:
        return ()
    known = _readable(name, given, Within(office.clock.today()))
    return office.ask(Ask(f"foresee_{name}", known, lambda read: look(read, known)))


def _readable(name: str, given: Mapping[str, object], within: Within) -> dict[str, Any]:
    known = {}
    for slot in fields_of(COMMANDS[name]):
        if slot.name in given:
            try:
                known[slot.name] = KINDS[slot.field.kind].take(given[slot.name], slot.field, within)
            except Refusal:
                continue
    return known


def _room_for(read: Read, known: Mapping[str, Any]) -> tuple[Problem, ...]:
    enterprise, amount = known.get("enterprise"), known.get("amount")
    if enterprise is None or amount is None or amount <= ZERO:
        return ()
    day = known.get("disbursed_on", read.today)
    owed = exposure_of(read, enterprise, known.get("bank"), day)
    facts = LoanFacts(
        amount=amount,
        disbursed_on=day,
        due_on=day + timedelta(days=1),
        is_listed=True,
        is_partner=True,
        exposure=owed,
        security=Security.CREDIT.value,
        enterprise=enterprise_facts(read, enterprise, day),
    )
    return check_room(read.scheme(), facts, day, owed)


_LOOKS: Mapping[str, Callable[[Read, Mapping[str, Any]], tuple[Problem, ...]]] = {
    "disburse_loan": _room_for,
}
