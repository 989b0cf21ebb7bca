"""The programme's breakers at work: after every entry that can move a rate they are weighed, and
what lies above its limit is suspended, inside the same entry and with the evidence.

Asked by `Office` after a handler has written; and, before a class is saved, what it would do to a
bank's rate. Going on again is decided by people: a rate that was above its limit when they
decided suspends anew only when it has risen since.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from sqlalchemy import select

from kcdesk.domain.loans import Grade
from kcdesk.domain.schemes.breaking import Breaker, Level, Reading, Scope, watched
from kcdesk.domain.schemes.lots import Table
from kcdesk.domain.schemes.operands import Facts
from kcdesk.domain.schemes.scheme import Scheme
from kcdesk.kernel.errors import Refusal
from kcdesk.kernel.money import ZERO, Money
from kcdesk.store.tables.partners import SuspensionRow
from kcdesk.work.agreements import suspensions_on
from kcdesk.work.commands.partners.suspensions import suspend
from kcdesk.work.context import Read, Work
from kcdesk.work.measures import Book

MOVING = frozenset(
    {
        "loan",
        "repayment",
        "loan_grade",
        "loan_extension",
        "claim",
        "resolution",
        "payout",
        "register_entry",
        "scheme_blank",
        "scheme_revision",
    }
)
"""Tables whose rows a rate may be made of."""

EVERYBODY = "全部合作机构"

Change: TypeAlias = Callable[[Table], Table]
"""What the rows would be."""


def book_of(read: Read, scheme: Scheme) -> Book:
    """The rows that the programme's breakers weigh."""
    ids = {i for b in scheme.breakers.values() for i in (b.indicator, b.beside) if i}
    return Book(read, scheme, (scheme.indicators[i] for i in sorted(ids)))


def readings(
    book: Book, scheme: Scheme, breaker: Breaker, on: date, change: Change | None = None
) -> tuple[Reading, ...]:
    """A breaker's readings of a day, or as they would be. Raises Refusal when a rate is open."""
    first, second = watched(scheme, breaker)
    chosen, other = scheme.indicators[first], scheme.indicators.get(second)
    both = [chosen] if other is None else [chosen, other]
    tables = [book.table(indicator, on) for indicator in both]
    if change is not None:
        tables = [change(table) for table in tables]
    return scheme.weigh(breaker.id, tables[0], tables[-1])


def guard(work: Work, touched: Iterable[str]) -> None:
    """Suspend what now lies above its limit. A rate that cannot be computed suspends nobody."""
    if not MOVING & set(touched):
        return
    scheme = work.scheme()
    if not scheme.breakers:
        return
    book = book_of(work, scheme)
    for breaker in scheme.breakers.values():
        try:
            found = readings(book, scheme, breaker, work.today)
        except Refusal:
            continue  # the report says what is missing
        for reading in found:
            if reading.level is Level.TRIPPED and not _was_let_go_on(work, book, scheme, reading):
                _suspend(work, reading)


def _suspend(work: Work, reading: Reading) -> None:
    partner = partner_of(reading)
    if any(row.partner_id == partner for row in suspensions_on(work, partner, work.today)):
        return
    figure, who = reading.figure, reading.bank or EVERYBODY
    said = f"{who}{reading.indicator.label}{figure.shown}"
    suspend(
        work,
        partner,
        work.today,
        reason=f"{reading.breaker.label}：{said}（{figure.part_shown}／{figure.whole_shown}）",
        clauses=reading.breaker.clauses,
        evidence={step.label: _with_note(step.shown, step.note) for step in reading.evidence},
    )
    work.say(f"{work.summary or work.command.about.label}；{said}，已暂停新增备案")


def _with_note(shown: str, note: str) -> str:
    return f"{shown}（{note}）" if note else shown


def partner_of(reading: Reading) -> int | None:
    """Whom a reading would suspend; None is everybody."""
    return int(reading.bank_id) if reading.breaker.scope is Scope.BANK else None


def _was_let_go_on(work: Work, book: Book, scheme: Scheme, reading: Reading) -> bool:
    """Whether people let it go on with a rate no lower than today's."""
    ended = work.one(
        select(SuspensionRow)
        .where(
            SuspensionRow.partner_id.is_(None)
            if partner_of(reading) is None
            else SuspensionRow.partner_id == partner_of(reading),
            SuspensionRow.is_automatic,
            SuspensionRow.until_on.is_not(None),
        )
        .order_by(SuspensionRow.until_on.desc(), SuspensionRow.id.desc())
    )
    if ended is None or ended.until_on is None:
        return False
    then = readings(book, scheme, reading.breaker, ended.until_on)
    known = [r.figure.value for r in then if r.bank_id == reading.bank_id]
    value = reading.figure.value
    return bool(known) and known[0] is not None and value is not None and _at_most(value, known[0])


def _at_most(left: object, right: object) -> bool:
    return bool(left <= right)  # type: ignore[operator]


@dataclass(frozen=True)
class Move:
    """What an entry would do to one rate."""

    breaker: Breaker
    before: Reading
    after: Reading

    @property
    def words(self) -> str:
        """For the person about to save it."""
        who = self.after.bank or EVERYBODY
        risen = "升至" if self._is_up else "变为"
        text = (
            f"使{who}{self.after.indicator.label}由{self.before.figure.shown}"
            f"{risen}{self.after.figure.shown}"
        )
        if self.after.level is Level.TRIPPED:
            if self.before.level is Level.TRIPPED:
                return f"{text}，仍高于暂停线。"
            return f"{text}：将暂停新增备案。"
        if self.after.level is Level.WARNED:
            return f"{text}，距暂停线{self.after.distance_shown}。"
        return f"{text}。"

    @property
    def _is_up(self) -> bool:
        before, after = self.before.figure.value, self.after.figure.value
        return before is not None and after is not None and not _at_most(after, before)


def moves_of_grade(read: Read, loan_id: int, grade: str) -> tuple[Move, ...]:
    """The rates that a new class of a loan would move; nothing where a rate is open."""
    return _moves(read, loan_id, lambda row: _graded(row, Grade(grade)))


def moves_of_repayment(read: Read, loan_id: int, principal: Money) -> tuple[Move, ...]:
    """The rates that a repayment would move: money paid back on good loans raises them."""
    return _moves(read, loan_id, lambda row: _repaid(row, principal))


def _moves(read: Read, loan_id: int, become: Callable[[Facts], Facts]) -> tuple[Move, ...]:
    scheme = read.scheme()
    book = book_of(read, scheme)
    moves: list[Move] = []
    tables: dict[Table, Table] = {}

    def change(table: Table) -> Table:
        if table not in tables:
            tables[table] = _with_loan(table, loan_id, become)
        return tables[table]

    for breaker in scheme.breakers.values():
        try:
            before = readings(book, scheme, breaker, read.today)
            after = readings(book, scheme, breaker, read.today, change)
        except Refusal:
            continue
        moves += [
            Move(breaker, was, will)
            for was, will in zip(before, after, strict=True)
            if was.figure != will.figure
        ]
    return tuple(moves)


_ALTERED = (
    "loan.outstanding",
    "loan.is_open",
    "loan.grade",
    "loan.is_bad",
    "loan.became_bad_in_period",
)


def _with_loan(table: Table, loan_id: int, become: Callable[[Facts], Facts]) -> Table:
    """The rows with one loan as it would be; rows of something else are left as they are."""
    ident = str(loan_id)
    places = [place for place, known in enumerate(table.column("loan.id")) if known == ident]
    for place in places:
        row = table.row(place, _ALTERED)
        if len(row) == len(_ALTERED):
            table = table.changed(place, become(row))
    return table


def _graded(row: Facts, grade: Grade) -> Facts:
    is_owed = bool(row["loan.is_open"])
    was_bad = bool(row["loan.is_bad"]) and not row["loan.became_bad_in_period"]
    return {
        "loan.grade": grade.value,
        "loan.is_bad": grade.is_bad and is_owed,
        "loan.became_bad_in_period": grade.is_bad and not was_bad,
    }


def _repaid(row: Facts, principal: Money) -> Facts:
    left = row["loan.outstanding"]
    assert isinstance(left, Money)
    left = max(left - principal, ZERO)
    is_bad = bool(row["loan.is_bad"]) and left > ZERO
    return {"loan.outstanding": left, "loan.is_open": left > ZERO, "loan.is_bad": is_bad}
