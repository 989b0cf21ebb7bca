"""Paper values of the fund's ledger: month by month, with what was carried over."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby

from kcdesk.domain.fund import VoucherKind
from kcdesk.kernel.money import ZERO
from kcdesk.work.context import Read
from kcdesk.work.paper.firms import Values, undated_office
from kcdesk.work.paper.periods import ledger_days, year_title
from kcdesk.work.queries.fund import FundLine, fund_ledger, ledger_totals


def fund_values(read: Read, year: int) -> Values:
    """The pool's ledger, month by month, with what was carried over."""
    days = ledger_days(read, year)
    lines = fund_ledger(until_on=days.until_on).run(read)
    first = date(year, 1, 1) if year else date.min
    before = [x for x in lines if x.posted_on < first]
    cash = tuple(
        x for x in lines if x.posted_on >= first and (x.income is not None or x.outgo is not None)
    )
    opening = before[-1].balance if before else ZERO
    income, outgo = ledger_totals(cash)
    return {
        **undated_office(read),
        "fund": {
            "title": year_title(year),
            "from_on": days.from_on,
            "until_on": days.until_on,
            "opening": opening,
            "closing": cash[-1].balance if cash else opening,
            "income_total": income,
            "outgo_total": outgo,
            "months": list(_fund_months(cash)),
        },
    }


def _fund_months(lines: Sequence[FundLine]) -> Iterator[Values]:
    """本月合计 and 本年累计 after every month, as ledgers have them."""
    number = 0
    of_year: list[FundLine] = []
    for (year, month), some in groupby(lines, lambda x: (x.posted_on.year, x.posted_on.month)):
        mine = tuple(some)
        of_year = [*(x for x in of_year if x.posted_on.year == year), *mine]
        income, outgo = ledger_totals(mine)
        year_income, year_outgo = ledger_totals(tuple(of_year))
        yield {
            "label": f"{year}年{month}月",
            "income": income,
            "outgo": outgo,
            "year_income": year_income,
            "year_outgo": year_outgo,
            "balance": mine[-1].balance,
            "rows": [_fund_row(number + n, x) for n, x in enumerate(mine, 1)],
        }
        number += len(mine)


def _fund_row(number: int, line: FundLine) -> Values:
    return {
        "order": number,
        "on": line.posted_on,
        "number": line.number,
        "summary": line.summary,
        "kind_label": VoucherKind(line.kind).label,
        "income": line.income,
        "outgo": line.outgo,
        "balance": line.balance,
        "person": line.person,
    }
