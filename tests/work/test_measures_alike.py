"""Figures taken by column and by lots of alike rows are those taken row by row."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Annotated, Any

import pytest

from kcdesk.domain.reports import ROW_FIELDS
from kcdesk.domain.schemes.lots import Looked, Table
from kcdesk.domain.schemes.measuring import Figure, Indicator, Span, Take, Tally, looked_at, size
from kcdesk.domain.schemes.operands import Facts, Operand, Reckoning, Source
from kcdesk.domain.schemes.proving import Check, holds
from kcdesk.domain.schemes.scheme import Scheme
from kcdesk.kernel.errors import Refusal
from kcdesk.kernel.kinds import Field
from kcdesk.kernel.money import Money
from kcdesk.packs.schemes import load_packs
from kcdesk.store.tables.enterprises import ClassRow
from kcdesk.store.tables.loans import (
    LoanExtensionRow,
    LoanGradeRow,
    LoanProductRow,
    LoanRow,
    RepaymentRow,
)
from kcdesk.work.command import Command, handles
from kcdesk.work.context import Read, Work
from kcdesk.work.guarding import book_of, readings
from kcdesk.work.measures import Book, needed_facts, period_of, rows_of
from kcdesk.work.measures.loans import LOAN_FACTS
from kcdesk.work.query import Ask
from tests.packs.small_pack import small
from tests.work.county import ROOT, County
from tests.work.plain_loans import plain_loan_rows

DAYS = (date(2021, 4, 30), date(2021, 12, 31), date(2022, 7, 1))
GRADES = ("normal", "special_mention", "substandard", "doubtful", "loss")
NEEDED = frozenset(ROW_FIELDS["loans"])


class LendAtRandom(Command, label="造数", stage="loans"):
    """Loans with everything that may become of them."""

    seed: Annotated[int, Field("whole", "种子")]


@handles(LendAtRandom)
def lend_at_random(work: Work, command: LendAtRandom) -> None:
    chance = random.Random(command.seed)
    revision, by = work.revision().id, work.by.id
    classes = [*work.scheme().classes]
    for firm in (1, 2, 3):
        for kind in chance.sample(classes, chance.randrange(len(classes) + 1)):
            work.add(
                ClassRow(
                    enterprise_id=firm, kind=kind, from_on=_day(chance), until_on=None,
                    document_no="甲", end_document_no="",
                )
            )  # fmt: skip
    for number in range(60):
        lent = _day(chance)
        loan = work.add(
            LoanRow(
                enterprise_id=chance.randrange(3) + 1, bank_id=chance.randrange(3) + 1,
                guarantor_id=chance.choice((None, 1)), application_id=None, contract_no=f"{number}",
                iou_no="", amount_fen=Money(chance.randrange(1, 9) * 100), disbursed_on=lent,
                due_on=lent + timedelta(days=chance.randrange(30, 500)),
                security=chance.choice(("credit", "pledge", "mortgage")), rate=None, purpose="",
                interest_arrears_fen=Money(0), trace=[], scheme_revision_id=revision, entered_by=by,
                kind=chance.choice((None, "new", "renewal")),
                is_discounting=chance.random() < 0.2,
            )
        ).id  # fmt: skip
        if chance.random() < 0.6:
            paid = Money(chance.randrange(1, 3) * 100)
            for _ in range(chance.randrange(1, 3)):
                work.add(
                    RepaymentRow(
                        loan_id=loan, repaid_on=_day(chance), principal_fen=paid,
                        interest_fen=Money(1), note="",
                    )
                )  # fmt: skip
        for _ in range(chance.randrange(3)):
            grade = chance.choice(GRADES)
            work.add(LoanGradeRow(loan_id=loan, grade=grade, graded_on=_day(chance), note=""))
        if chance.random() < 0.2:
            agreed = _day(chance)
            work.add(
                LoanExtensionRow(
                    loan_id=loan, agreed_on=agreed, due_on=agreed + timedelta(days=400),
                    document_no="", reason="",
                )
            )  # fmt: skip
        if chance.random() < 0.3:
            work.add(LoanProductRow(loan_id=loan, product="p"))


def _day(chance: random.Random) -> date:
    return date(2021, 1, 1) + timedelta(days=chance.randrange(500))


@pytest.fixture(params=("nantong", "lianyungang"))
def office(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[County]:
    made = County(tmp_path / "office", request.param, date(2022, 7, 1))
    for number in range(3):
        made.bank(f"第{number + 1}银行")
        made.do("register_enterprise", name=f"{number}公司", uscc=_USCC[number])
    made.office.do(LendAtRandom(seed=7), by=made.people["clerk"])
    yield made
    made.office.close()


_USCC = ("91330482MA0000000L", "91320684MA1N00018G", "91320684MA1P3B278B")


def asked(county: County, run: Any) -> Any:
    return county.office.ask(Ask("alike", {}, run))


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("span", [Span.AT, Span.YEAR, Span.MONTH])
def test_columns_of_loans_are_what_each_loan_says(office: County, day: date, span: Span) -> None:
    period = period_of(span, day)

    def run(read: Read) -> None:
        rows = list(rows_of(read, "loans", period, NEEDED))
        assert rows == list(plain_loan_rows(read, period, NEEDED))
        assert len(rows) >= 10

    asked(office, run)


def slowly(scheme: Scheme, indicator: Indicator, rows: Iterable[Facts]) -> Figure:
    """Row by row, as the definition reads."""
    tallies = [t for t in (indicator.part, indicator.whole) if t is not None]
    taken: list[list[object]] = [[] for _ in tallies]
    for row in rows:
        work = Reckoning(scheme, row)
        for values, tally in zip(taken, tallies, strict=True):
            if all(holds(test, work) for test in tally.where):
                values.append(1 if tally.operand is None else work.get(tally.operand))
    sums = [_sum(tally, values) for tally, values in zip(tallies, taken, strict=True)]
    if indicator.whole is None:
        return Figure(sums[0], None, indicator.part.field)
    fields = indicator.part.field, indicator.whole.field
    return Figure(sums[0], sums[1], *fields, indicator.is_growth)


def _sum(tally: Tally, values: list[Any]) -> Any:
    if tally.take is Take.DISTINCT:
        return len(set(values))
    made = sum(size(value) for value in values)
    return Money(made) if tally.field.kind == "money" else made


@pytest.mark.parametrize("day", DAYS)
def test_indicators_come_to_the_same_row_by_row(office: County, day: date) -> None:
    def run(read: Read) -> None:
        scheme = read.scheme()
        book = Book(read, scheme, scheme.indicators.values())
        counted = 0
        for indicator in scheme.indicators.values():
            period, needed = period_of(indicator.span, day), needed_facts(scheme, indicator)
            rows = (
                list(plain_loan_rows(read, period, needed))
                if indicator.of == "loans"
                else list(rows_of(read, indicator.of, period, needed))
            )
            try:
                wanted = slowly(scheme, indicator, rows)
            except Refusal:
                with pytest.raises(Refusal):
                    book.measured(indicator, day)
                continue
            made = book.measured(indicator, day)
            assert made.figure == wanted
            if indicator.by is not None and indicator.part.take is not Take.DISTINCT:
                assert sum(size(x.figure.part) for x in made.lines) == size(wanted.part)
            counted += indicator.of == "loans"
        assert counted > 3

    asked(office, run)


@pytest.mark.parametrize("day", DAYS)
def test_breakers_read_the_same_row_by_row(office: County, day: date) -> None:
    def run(read: Read) -> None:
        scheme = read.scheme()
        for breaker in scheme.breakers.values():
            both = [scheme.indicators[i] for i in (breaker.indicator, breaker.beside)]
            rows = [
                list(plain_loan_rows(read, period_of(i.span, day), needed_facts(scheme, *both)))
                for i in both
            ]
            made = readings(book_of(read, scheme), scheme, breaker, day)
            assert made == scheme.weigh(breaker.id, *rows)
            for reading in made:
                of_bank = [r for r in rows[0] if reading.bank_id in ("", r["bank.id"])]
                assert reading.figure == slowly(scheme, reading.indicator, of_bank)

    asked(office, run)


def test_rows_that_lack_a_fact_are_no_lot_of_those_that_have_it() -> None:
    """What picks a parameter is looked for among the facts a row has at all."""
    table = Table.of([{"a": 1, "x": Money(2)}, {"x": Money(3)}, {"a": None, "x": None}, {"a": 1}])
    lots = table.lots(Looked(("a",), ("x",)))
    assert [(lot.facts, lot.count, lot.sums) for lot in lots] == [
        ({"a": 1}, 1, {"x": 2}),
        ({}, 1, {"x": 3}),
        ({"a": None}, 1, {}),
        ({"a": 1}, 1, {}),
    ]
    assert [lot.count for lot in table.lots(Looked(()))] == [4]


def test_what_is_looked_at_without_being_named() -> None:
    """The codes asked of an institution hang on what kind of institution it is."""
    ticks = Operand(Source.FACT, "partner.ticks", Field("codes", "条件"))
    test = Check("has_all", (ticks,), ("partner_requirements",))
    count = Tally(Take.COUNT, Field("whole", "家"), None, (test,))
    looked = looked_at(small(), Indicator("i", "指标", (), "partners", Span.AT, count))
    assert looked.keys == ("partner.kind", "partner.ticks")


def test_one_loan_of_a_table_may_be_otherwise() -> None:
    table = Table.of([{"id": "1", "x": Money(2)}, {"id": "2", "x": Money(3)}])
    other = table.changed(1, {"x": Money(30)})
    assert (other.column("x"), other.column("id")) == ([Money(2), Money(30)], ["1", "2"])
    assert other.lots(Looked((), ("x",)))[0].sums == {"x": 32}
    assert table.lots(Looked((), ("x",)))[0].sums == {"x": 5}


def test_the_shipped_programmes_name_facts_that_are_kept_by_column() -> None:
    for pack in load_packs(ROOT / "resources/schemes").values():
        looked = {
            name
            for indicator in pack.scheme.indicators.values()
            if indicator.of == "loans"
            for name in looked_at(pack.scheme, indicator).names
            if not name.startswith("enterprise.")
        }
        assert looked <= set(LOAN_FACTS), pack.scheme.id
