"""What a programme costs every day: reading its text, saving with its breakers, the home screen.

Ten thousand loans of five thousand firms under Pinghu (no breakers) and Nantong (two of them),
in seconds of the processor: what the clock says hangs on who else is at work.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import count
from pathlib import Path
from statistics import median
from typing import Annotated, Any

from kcdesk.kernel.kinds import Field
from kcdesk.kernel.money import Money
from kcdesk.packs.library import Library
from kcdesk.packs.schemes import read_pack
from kcdesk.store.tables.applications import ApplicationRow
from kcdesk.store.tables.enterprises import ClassRow, EnterpriseRow, ListingRow, QualificationRow
from kcdesk.store.tables.loans import LoanGradeRow, LoanRow, MilestoneRow, RepaymentRow
from kcdesk.work.command import Command, handles
from kcdesk.work.context import Work
from kcdesk.work.queries.loans import grade_effects, repayment_effects
from kcdesk.work.queries.registers import reminders
from kcdesk.work.queries.reports import (
    breakdown_lines,
    breaker_lines,
    home_card,
    report_lines,
    target_lines,
    todos,
)
from kcdesk.work.queries.schemes import offered_schemes
from tests.bench import ledger
from tests.bench.figures import Figure
from tests.files.planted_list import credit_code
from tests.work.county import ROOT, County

TODAY = date(2023, 9, 12)
FIRMS, LOANS, BANKS, FREE = 5_000, 10_000, 8, 300
SAVE, HOME, REPORT = 0.1, 0.1, 0.5
"""Most seconds of the processor."""


class FillProgramme(Command, label="造数", stage="loans"):
    """Firms with a class and a qualification, two loans each, some of it repaid, a few bad."""

    banks: Annotated[int, Field("whole", "银行数")]
    firms: Annotated[int, Field("whole", "户数")]
    loans: Annotated[int, Field("whole", "笔数")]


@handles(FillProgramme)
def fill_programme(work: Work, command: FillProgramme) -> None:
    chance = random.Random(command.firms)
    scheme = work.scheme()
    kind, classes = next(iter(scheme.qualifications), "high_tech"), list(scheme.classes)
    known: set[str] = set()
    while len(known) < command.firms + FREE:
        known.add(credit_code(chance))
    ids = range(1, command.firms + FREE + 1)
    work.add_many(
        EnterpriseRow,
        [ledger._firm(chance, key, code) for key, code in zip(ids, sorted(known), strict=True)],
    )
    work.add_many(QualificationRow, [{**ledger._qualification(key), "kind": kind} for key in ids])
    work.add_many(ListingRow, [ledger._listing(key) for key in ids])
    if classes:
        work.add_many(ClassRow, [_class(key, chance.choice(classes)) for key in ids])
    revision, by = work.revision().id, work.by.id
    lent = [
        ledger._loan(chance, n % command.firms + 1, n % command.banks + 1, revision, by)
        | {"id": n + 1, "contract_no": f"合同{n}"}
        for n in range(command.loans)
    ]
    work.add_many(LoanRow, lent)
    back = [x for x in lent if chance.random() < 0.6]
    work.add_many(RepaymentRow, [_repayment(x["id"], chance.choice((5, 10, 30))) for x in back])
    work.add_many(LoanGradeRow, [_grade(x["id"], "normal") for x in lent if chance.random() < 0.5])
    work.add_many(
        LoanGradeRow, [_grade(x["id"], "substandard") for x in lent if chance.random() < 0.03]
    )
    free = range(command.firms + 1, command.firms + FREE + 1)
    work.add_many(ApplicationRow, [_application(key, by) for key in free])
    work.add_many(MilestoneRow, [_diligence(key) for key in free])


def figures(folder: Path, rounds: int) -> Iterator[Figure]:
    yield from reading(rounds)
    for scheme in ("pinghu", "nantong"):
        county = large(folder / scheme, scheme)
        yield from _saves(county, scheme, rounds)
        yield from _asked(county, scheme, rounds)
        county.office.close()


def reading(rounds: int) -> Iterator[Figure]:
    """The texts of the programmes, and the list of them that founding an office shows."""
    for path in sorted((ROOT / "resources/schemes").glob("*/scheme.toml")):
        text = path.read_text("utf-8")
        yield _alone(
            f"{path.parent.name}: reading the text", lambda: read_pack(text, is_new=False), rounds  # noqa: B023 - run at once
        )  # fmt: skip
    yield _alone(
        "the programmes to choose from",
        lambda: offered_schemes(Library(ROOT / "resources", ROOT / "forms")),
        rounds,
        0.03,
    )


def large(folder: Path, scheme: str) -> County:
    """The office these figures are of."""
    county = County(folder, scheme, TODAY)
    for number in range(BANKS):
        bank = county.bank(f"第{number + 1}银行")
        if scheme != "pinghu":
            county.do(
                "register_agreement", by="reviewer", partner=bank, number=f"协议{number}",
                signed_on="2020-09-01", from_on="2020-09-01", until_on="2029-08-31", sharing="7:3",
            )  # fmt: skip
    county.office.do(
        FillProgramme(banks=BANKS, firms=FIRMS, loans=LOANS), by=county.people["clerk"]
    )
    return county


def _saves(county: County, scheme: str, rounds: int) -> Iterator[Figure]:
    numbers, chance = count(1), random.Random(2)
    on = TODAY.isoformat()
    saves: dict[str, Callable[[int], Any]] = {
        "register_enterprise": lambda n: county.done(
            "register_enterprise", name=f"平湖新来{n}有限公司", uscc=credit_code(chance)
        ),
        "record_repayment": lambda n: county.done(
            "record_repayment", loan=_open(county, n), repaid_on=on, principal="1万元"
        ),
        "disburse_loan": lambda n: county.done(
            "disburse_loan", enterprise=FIRMS + n, bank=1, application=n, amount="10万元",
            disbursed_on=on, due_on="2024-09-11", contract_no=f"新合同{n}",
        ),
        "grade_loan": lambda n: county.done(
            "grade_loan", loan=_open(county, n), grade="关注", graded_on=on
        ),
    }  # fmt: skip
    for name, save in saves.items():
        yield _alone(
            f"{scheme}, {LOANS:,} loans: {name}", lambda: save(next(numbers)), 3 * rounds, SAVE  # noqa: B023 - run at once
        )  # fmt: skip


def _open(county: County, number: int) -> int:
    """A loan with principal left."""
    row = county.office.connection.execute(
        "SELECT id FROM loan WHERE id > ? AND NOT EXISTS "
        "(SELECT 1 FROM repayment WHERE loan_id = loan.id) ORDER BY id LIMIT 1",
        (100 * number,),
    ).fetchone()
    return int(row[0])


def _asked(county: County, scheme: str, rounds: int) -> Iterator[Figure]:
    office, label = county.office, f"{scheme}, {LOANS:,} loans: "
    loan = _open(county, 50)
    asked: dict[str, tuple[Callable[[], Any], float]] = {
        "what a class would do": (lambda: grade_effects(loan=loan, grade="substandard"), SAVE),
        "what a repayment would do": (
            lambda: repayment_effects(loan=loan, principal=Money.wan(1)),
            SAVE,
        ),
        "reminders": (reminders, HOME),
        "what is to do": (todos, HOME),
        "figures of the home screen": (home_card, HOME),
        "report, indicators": (lambda: report_lines(on=TODAY), REPORT),
        "report, groups": (lambda: breakdown_lines(on=TODAY), REPORT),
        "report, targets": (lambda: target_lines(on=TODAY), REPORT),
        "report, breakers": (lambda: breaker_lines(on=TODAY), REPORT),
    }
    for name, (ask, most) in asked.items():
        yield _alone(label + name, lambda: office.ask(ask()), rounds, most)  # noqa: B023 - run at once


def _alone(work: str, do: Callable[[], object], rounds: int, most: float | None = None) -> Figure:
    do()
    times = []
    for _ in range(rounds):
        begun = time.process_time()
        do()
        times.append(time.process_time() - begun)
    return Figure(work, median(times), most=most)


def _class(firm: int, kind: str) -> dict[str, Any]:
    return {
        "enterprise_id": firm, "kind": kind, "from_on": date(2021, 1, 1), "until_on": None,
        "document_no": "甲", "end_document_no": "",
    }  # fmt: skip


def _repayment(loan: int, wan: int) -> dict[str, Any]:
    return {
        "loan_id": loan, "repaid_on": date(2023, 9, 1), "principal_fen": Money.wan(wan),
        "interest_fen": Money.wan(1), "note": "",
    }  # fmt: skip


def _grade(loan: int, grade: str) -> dict[str, Any]:
    return {"loan_id": loan, "grade": grade, "graded_on": date(2023, 9, 2), "note": ""}


def _application(firm: int, by: int) -> dict[str, Any]:
    return {
        "id": firm - FIRMS, "number": f"DK2023-{firm}", "enterprise_id": firm, "bank_id": 1,
        "guarantor_id": None, "applied_on": TODAY - timedelta(days=20), "amount_fen": Money.wan(10),
        "term_months": 12, "purpose": "周转", "security": "credit", "is_first_loan": False,
        "is_renewal": False, "other_loans": "", "state": "approved", "opinion": "", "document_no": "",
        "suggested_amount_fen": None, "recommended_on": TODAY - timedelta(days=15),
        "valid_until_on": None, "decided_on": TODAY - timedelta(days=2), "entered_by": by,
    }  # fmt: skip


def _diligence(firm: int) -> dict[str, Any]:
    return {
        "application_id": firm - FIRMS, "loan_id": None, "code": "due_diligence",
        "reached_on": TODAY - timedelta(days=10), "document_no": "", "partner_id": None, "note": "",
    }  # fmt: skip
