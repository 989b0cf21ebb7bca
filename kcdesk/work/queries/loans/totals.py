"""The loans in figures, and those overdue or soon due: summed in the file, however many."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from sqlalchemy import text

from kcdesk.domain.loans import overdue_days
from kcdesk.kernel.kinds import Field
from kcdesk.kernel.money import Money
from kcdesk.work.context import Read
from kcdesk.work.query import query

_LIVE = """
SELECT l.id, l.amount_fen, l.contract_no, e.name, l.enterprise_id, l.disbursed_on,
  l.amount_fen - coalesce((SELECT sum(r.principal_fen) FROM repayment r WHERE r.loan_id = l.id), 0)
    AS left_fen,
  max(l.due_on, coalesce(
    (SELECT max(x.due_on) FROM loan_extension x WHERE x.loan_id = l.id), l.due_on)) AS due
FROM loan l JOIN enterprise e ON e.id = l.enterprise_id
"""

_TOTALS = """
SELECT count(*), coalesce(sum(amount_fen), 0), count(DISTINCT enterprise_id),
  coalesce(sum(left_fen > 0), 0), coalesce(sum(left_fen), 0),
  coalesce(sum(left_fen > 0 AND due < :today), 0) FROM (
"""


@dataclass(frozen=True)
class LoanTotals:
    """The loans of the office in figures."""

    loans_count: Annotated[int, Field("whole", "累计笔数")]
    lent: Annotated[Money, Field("money", "累计发放", unit="万元")]
    borrowers_count: Annotated[int, Field("whole", "贷款企业（家）")]
    live_count: Annotated[int, Field("whole", "未结清（笔）")]
    outstanding: Annotated[Money, Field("money", "余额", unit="万元")]
    overdue_count: Annotated[int, Field("whole", "逾期（笔）")]


@query("贷款合计")
def loan_totals(read: Read) -> LoanTotals:
    """Summed in the file, however many loans there are."""
    row = read.session.execute(text(_TOTALS + _LIVE + ")"), {"today": read.today.isoformat()}).one()
    return LoanTotals(row[0], Money(row[1]), row[2], row[3], Money(row[4]), row[5])


@dataclass(frozen=True)
class DueLoanLine:
    """A loan that is overdue or soon due."""

    id: Annotated[int, Field("record", "编号", of="loans")]
    enterprise: Annotated[str, Field("text", "企业名称")]
    contract_no: Annotated[str, Field("text", "合同号")]
    final_due_on: Annotated[date, Field("day", "到期日")]
    overdue_days: Annotated[int, Field("whole", "逾期天数")]


_DUE = "SELECT id, name, contract_no, disbursed_on, due, left_fen FROM ("

_BETWEEN = """) WHERE due >= :first AND due <= :last AND left_fen > 0
ORDER BY due, id LIMIT :most"""
"""The day first: what is left of a loan is summed only where the day fits."""


_AMONG = "WHERE l.id IN (SELECT value FROM json_each(:among))"


@dataclass(frozen=True)
class DueLoan:
    """A loan with principal left whose last maturity lies in the time asked for."""

    id: int
    enterprise: str
    contract_no: str
    disbursed_on: date
    final_due_on: date
    left: Money


def due_between(
    read: Read, first: date, last: date, most: int, among: Collection[int] | None = None
) -> Iterator[DueLoan]:
    """The loans (of these, where some are named) that are due in a time, the oldest first."""
    rows = read.session.execute(
        text(_DUE + _LIVE + ("" if among is None else _AMONG) + _BETWEEN),
        {
            "first": first.isoformat(),
            "last": last.isoformat(),
            "most": most,
            **({} if among is None else {"among": json.dumps(list(among))}),
        },
    )
    for ident, name, contract_no, lent, due, left in rows:
        yield DueLoan(
            ident,
            name,
            contract_no,
            date.fromisoformat(lent),
            date.fromisoformat(due),
            Money(left),
        )


@query("到期和逾期贷款")
def due_loans(
    read: Read,
    until_on: Annotated[date, Field("day", "到期日不晚于")],
    most: Annotated[int, Field("whole", "最多行数")] = 100,
) -> tuple[DueLoanLine, ...]:
    """Loans with principal left whose last maturity is not after a day, the oldest first."""
    return tuple(
        DueLoanLine(
            x.id,
            x.enterprise,
            x.contract_no,
            x.final_due_on,
            overdue_days(x.final_due_on, read.today, x.left),
        )
        for x in due_between(read, date.min, until_on, most)
    )
