"""What is owed by every scope, against an oracle that knows only a list of what happened.

Histories are drawn at random: two banks, loans and repayments, lines, persons' loans. The office
enters them in one order and in another, and must say the same of every day.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kcdesk.domain.applications import Exposure
from kcdesk.kernel.errors import Refusal
from kcdesk.kernel.money import ZERO, Money, total
from kcdesk.work.exposure import exposure_of
from kcdesk.work.query import Ask
from tests.work.asking import asking_county
from tests.work.county import County

FIRST = date(2021, 3, 1)
LAST = FIRST + timedelta(days=40)
BANKS = 2


@dataclass(frozen=True)
class Lent:
    """A loan of the firm, or of its legal representative; repaid once, in part, or not at all."""

    bank: int
    day: int
    wan: int
    back_after: int
    back_wan: int
    is_discounting: bool = False

    @property
    def on(self) -> date:
        return FIRST + timedelta(days=self.day)

    @property
    def back_on(self) -> date:
        return self.on + timedelta(days=self.back_after)

    def owed(self, on: date) -> Money:
        if on < self.on:
            return ZERO
        return Money.wan(self.wan - (min(self.back_wan, self.wan) if self.back_on <= on else 0))


LENT = st.builds(
    Lent, bank=st.integers(0, BANKS - 1), day=st.integers(0, 30), wan=st.integers(1, 50),
    back_after=st.integers(0, 10), back_wan=st.integers(0, 60),
    is_discounting=st.sampled_from([False, False, False, True]),
)  # fmt: skip
PERSONS = st.builds(
    Lent, bank=st.integers(0, BANKS - 1), day=st.integers(0, 30), wan=st.integers(1, 50),
    back_after=st.integers(0, 10), back_wan=st.integers(0, 60),
)  # fmt: skip
LINES = st.tuples(st.integers(0, BANKS - 1), st.integers(0, 30), st.integers(0, 15))


@dataclass(frozen=True)
class History:
    """Everything that happened to one firm."""

    loans: tuple[Lent, ...]
    persons: tuple[Lent, ...]
    lines: tuple[tuple[int, int, int], ...]

    def exposure(self, bank: int, on: date) -> Exposure:
        """What a list of events says: no tables, no joins."""
        counted = [x for x in self.loans if not x.is_discounting]
        here = [x for x in counted if x.bank == bank]
        first = min((x.on for x in here if x.owed(on)), default=None)
        mine = [p for p in self.persons if p.bank == bank]
        later = [p for p in mine if first is not None and p.on > first]
        granted = [
            (FIRST + timedelta(days=day), number)
            for number, (of, day, length) in enumerate(self.lines)
            if of == bank
            and FIRST + timedelta(days=day) <= on <= FIRST + timedelta(days=day + length)
        ]
        line = None if not granted else Money.wan(max(granted)[1] + 1)
        return Exposure(
            total(x.owed(on) for x in counted),
            total(x.owed(on) for x in here),
            line,
            total(p.owed(on) for p in later),
            total(p.owed(on) for p in mine if p not in later),
        )


HISTORIES = st.builds(
    History,
    st.lists(LENT, max_size=5).map(tuple),
    st.lists(PERSONS, max_size=3, unique=True).map(tuple),
    st.lists(LINES, max_size=3, unique=True).map(tuple),
)


class Ledger:
    """One office, one firm; a history is entered in any order of its loans."""

    def __init__(self, county: County) -> None:
        self.county = county
        self.firm = county.firm()
        self.banks = [county.bank(f"第{n}银行") for n in range(BANKS)]
        county.clock.day = LAST

    def enter(self, history: History, order: Sequence[int]) -> None:
        for number, (bank, day, length) in enumerate(history.lines):
            start = FIRST + timedelta(days=day)
            self.county.do(
                "record_credit_line", enterprise=self.firm, bank=self.banks[bank],
                amount=f"{number + 1}万元", from_on=start, until_on=start + timedelta(days=length),
            )  # fmt: skip
        for place in order:
            self.lend(history.loans[place], str(place))
        for person in history.persons:
            made = self.county.do(
                "record_person_loan", enterprise=self.firm, bank=self.banks[person.bank],
                name="张三", amount=f"{person.wan}万元", taken_on=person.on,
            )  # fmt: skip
            if person.back_wan:
                back = min(person.back_wan, person.wan)
                self.county.do(
                    "repay_person_loan", person_loan=made, repaid_on=person.back_on,
                    principal=f"{back}万元",
                )  # fmt: skip

    def lend(self, lent: Lent, contract_no: str) -> None:
        loan = self.county.do(
            "disburse_loan", enterprise=self.firm, bank=self.banks[lent.bank],
            amount=f"{lent.wan}万元", disbursed_on=lent.on, due_on=lent.on + timedelta(days=365),
            contract_no=contract_no, is_discounting=lent.is_discounting,
        )  # fmt: skip
        if lent.back_wan:
            self.county.do(
                "record_repayment", loan=loan, repaid_on=lent.back_on,
                principal=f"{min(lent.back_wan, lent.wan)}万元",
            )  # fmt: skip

    def exposure(self, bank: int, on: date) -> Exposure:
        asked: Ask[Any] = Ask(
            "exposure", {}, lambda read: exposure_of(read, self.firm, self.banks[bank], on)
        )
        exposure: Exposure = self.county.office.ask(asked)
        return exposure


def ledger_in(folder: str, *edits: tuple[str, str]) -> Ledger:
    return Ledger(asking_county(Path(folder), *edits))


SOME = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@SOME
@given(history=HISTORIES, data=st.data())
def test_every_scope_is_what_the_oracle_says_in_any_order_of_entry(
    history: History, data: st.DataObject
) -> None:
    order = data.draw(st.permutations(range(len(history.loans))))
    days = [FIRST + timedelta(days=n) for n in range(0, 41, 4)]
    days += [x.on for x in (*history.loans, *history.persons)]
    with TemporaryDirectory() as folder:
        ledger = ledger_in(folder)
        try:
            ledger.enter(history, order)
            for bank in range(BANKS):
                for on in days:
                    assert ledger.exposure(bank, on) == history.exposure(bank, on), (bank, on)
        finally:
            ledger.county.office.close()


TIGHT = ('value = "3000万元"', 'value = "120万元"')
"""Over all banks; low enough that some histories do not fit."""


@SOME
@given(
    loans=st.lists(
        st.builds(
            Lent, bank=st.integers(0, BANKS - 1), day=st.integers(0, 30), wan=st.integers(20, 50),
            back_after=st.just(0), back_wan=st.just(0),
        ),
        min_size=1, max_size=5,
    ),
    data=st.data(),
)  # fmt: skip
def test_whether_a_set_of_loans_fits_hangs_on_no_order(
    loans: list[Lent], data: st.DataObject
) -> None:
    """All of them run on; they fit together or they do not, whichever is entered first."""
    fits = sum(x.wan for x in loans) <= 120
    order = data.draw(st.permutations(range(len(loans))))
    with TemporaryDirectory() as folder:
        ledger = ledger_in(folder, TIGHT)
        try:
            grounds = []
            for place in order:
                try:
                    ledger.lend(loans[place], str(place))
                except Refusal as refusal:
                    grounds.append(refusal.clauses)
            assert (grounds == []) is fits
            assert set(grounds) <= {("XX-1",)}
        finally:
            ledger.county.office.close()


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 0, 2), (1, 2, 0)])
def test_the_last_of_three_is_over_whichever_it_is(order: tuple[int, ...], tmp_path: Path) -> None:
    """50 + 50 + 20 fit into 120; with 20.01 whichever comes last is refused."""
    ledger = Ledger(asking_county(tmp_path, TIGHT))
    loans = [Lent(0, 0, 50, 0, 0), Lent(1, 5, 50, 0, 0), Lent(0, 9, 21, 0, 0)]
    for place in order[:-1]:
        ledger.lend(loans[place], str(place))
    with pytest.raises(Refusal, match="超过上限"):
        ledger.lend(loans[order[-1]], "last")
    ledger.county.office.close()
