"""What figures and steps press for, beside deadlines: the fund, the rates, an institution's year,
what is still to be done after a disbursement.

For the to-do list. What a programme does not lay down is not spoken of.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Annotated

from sqlalchemy import select

from kcdesk.kernel.cite import join
from kcdesk.kernel.errors import Refusal
from kcdesk.kernel.kinds import Field
from kcdesk.kernel.money import ZERO
from kcdesk.kernel.ratio import show_percent
from kcdesk.store.tables.partners import PartnerRow
from kcdesk.work.commands.payouts import institution_year_paid
from kcdesk.work.context import Read
from kcdesk.work.measures.book import Book
from kcdesk.work.queries.fund import fund_card, proposed_appropriation
from kcdesk.work.queries.loans import due_milestones
from kcdesk.work.queries.reports.limits import warned

HEED = "注意"
MOST_LINES = 8
"""More loans than this are told in one line."""
YEAR_LIMIT, YEAR_WARN = "institution_year_limit", "institution_year_warn"
"""The parameters a programme keeps an institution's limit of a year under, and how much of it may
be used before that is spoken of."""


@dataclass(frozen=True)
class TodoLine:
    """Something to do, and the screen where it is done."""

    urgency: Annotated[str, Field("text", "缓急")]
    what: Annotated[str, Field("text", "待办事项")]
    due_on: Annotated[date | None, Field("day", "期限")]
    screen: Annotated[str, Field("code", "办理处")]
    record: Annotated[int, Field("whole", "记录")]
    clauses: Annotated[str, Field("text", "依据条款")] = ""


def heeded(read: Read, book: Book) -> Iterator[TodoLine]:
    """What to look at today; the book holds what the breakers weigh."""
    yield from _fund(read)
    yield from _rates(read, book)
    yield from _years(read)
    yield from _steps(read)


def _fund(read: Read) -> Iterator[TodoLine]:
    """Below the floor the programme lays down, or less at a bank than there has to be."""
    if not fund_card().run(read).appropriated:
        return  # nothing was ever paid in: that is told among what a new office lacks
    short = proposed_appropriation().run(read)
    clauses = join(short.clauses)
    if short.below_floor and short.floor is not None:
        yield TodoLine(
            HEED,
            f"资金余额 {short.held.show()} 元，低于最低余额 {short.floor.show()} 元，"
            f"请申请补充 {short.below_floor.show()} 元",
            None, "fund", 0, clauses,
        )  # fmt: skip
    if short.deposits_short:
        yield TodoLine(
            HEED,
            f"{short.banks}保证金不足 {short.deposits_short.show()} 元，请补存",
            None, "fund", 0,
        )  # fmt: skip


def _rates(read: Read, book: Book) -> Iterator[TodoLine]:
    """Rates that come near the limit at which they suspend."""
    for line in warned(read, book):
        what = f"{line.who}{line.label}：{line.shown}，距暂停线{line.distance}"
        yield TodoLine(HEED, what, None, "measures", 0, line.clauses)


def _years(read: Read) -> Iterator[TodoLine]:
    """Institutions that have used most of what a year allows them."""
    scheme = read.scheme()
    if not {YEAR_LIMIT, YEAR_WARN} <= scheme.parameters.keys():
        return
    try:
        limit, share = scheme.value(YEAR_LIMIT, read.today), scheme.value(YEAR_WARN, read.today)
    except Refusal:
        return  # the open blank stands in the list already
    clauses = join(scheme.parameters[YEAR_WARN].clauses)
    for bank in read.all(select(PartnerRow).order_by(PartnerRow.id)):
        used = institution_year_paid(read, bank.id, read.today.year)
        if used and used.fen * share.denominator >= limit.fen * share.numerator:
            yield TodoLine(
                HEED,
                f"{bank.name}本年度已清算 {used.show()} 元，用去年度上限 {limit.show()} 元的"
                f"{show_percent(Fraction(used.fen, limit.fen))}，还可清算 {max(limit - used, ZERO).show()} 元",
                None, "partners", bank.id, clauses,
            )  # fmt: skip


def _steps(read: Read) -> Iterator[TodoLine]:
    """Loans after whose disbursement something is still to be done."""
    waiting = due_milestones().run(read)
    if len(waiting) > MOST_LINES:
        yield TodoLine("待办", f"{len(waiting)}笔贷款放款后还有事项待办理", None, "loans", 0)
        return
    for line in waiting:
        what = f"{line.enterprise} 合同 {line.contract_no} 待{line.missing}"
        yield TodoLine("待办", what, None, "loans", line.id)
