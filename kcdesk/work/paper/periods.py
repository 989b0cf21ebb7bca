"""The months, quarters and years a report is of, by number: 202309, 20233, 2023.

A report is of the last day of its time, whatever day it is printed; of a time still running, of
today. Read by the papers of the stage `reports` and by the ledgers that go by the year.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from kcdesk.kernel.errors import Refusal
from kcdesk.work.context import Read
from kcdesk.work.measures import Period
from kcdesk.work.paper.records import PaperRecord

_QUARTERS = "一二三四"


def month_days(month: int) -> Period:
    """The month 202309. Raises Refusal for what is no month."""
    year, number = divmod(month, 100)
    if not (_is_year(year) and 1 <= number <= 12):
        raise _no_period(month, "月份要写成六位数字，例如 202309。")
    return _months(year, number, 1)


def quarter_days(quarter: int) -> Period:
    """The quarter 20233. Raises Refusal for what is no quarter."""
    year, number = divmod(quarter, 10)
    if not (_is_year(year) and 1 <= number <= 4):
        raise _no_period(quarter, "季度要写成年份加一位数字，例如 20233。")
    return _months(year, number * 3 - 2, 3)


def year_days(year: int) -> Period:
    """The year 2023. Raises Refusal for what is no year."""
    if not _is_year(year):
        raise _no_period(year, "年度要写成四位数字，例如 2023。")
    return _months(year, 1, 12)


def _is_year(year: int) -> bool:
    return 1900 <= year <= 2999


def _no_period(number: int, cure: str) -> Refusal:
    return Refusal.of(
        f"“{number}”不是一个统计时期。", cure=cure, field="record", code="paper.period"
    )


def _months(year: int, first: int, count: int) -> Period:
    after = date(year + 1, 1, 1) if first + count > 12 else date(year, first + count, 1)
    return Period(date(year, first, 1), after - timedelta(days=1))


def reported(read: Read, whole: Period) -> Period:
    """As much of a time as there has been by today. Raises Refusal for one that lies ahead."""
    if whole.from_on > read.today:
        raise Refusal.of(
            f"{whole.from_on.isoformat()}还没有到，没有可以统计的。",
            cure="请选择已经开始的时期。",
            field="record",
            code="paper.period_ahead",
        )
    return Period(whole.from_on, min(whole.until_on, read.today))


def ledger_days(read: Read, year: int) -> Period:
    """The days of a ledger: of the year since the office began, or all of them up to today."""
    opened = read.office.opened_on
    if not year:
        return Period(opened, read.today)
    told = reported(read, year_days(year))
    return Period(max(told.from_on, min(opened, told.until_on)), told.until_on)


def month_title(month: int) -> str:
    """``2023年9月``."""
    return f"{month // 100}年{month % 100}月"


def quarter_title(quarter: int) -> str:
    """``2023年第三季度``."""
    return f"{quarter // 10}年第{_QUARTERS[quarter % 10 - 1]}季度"


def year_title(year: int) -> str:
    """``2023年``, or all of them."""
    return f"{year}年" if year else "全部年度"


def months(read: Read) -> Sequence[PaperRecord]:
    """Every month of the office, the newest first."""
    return _since_opening(read, lambda day: day.year * 100 + day.month, month_title)


def quarters(read: Read) -> Sequence[PaperRecord]:
    """Every quarter of the office, the newest first."""
    return _since_opening(read, lambda day: day.year * 10 + (day.month + 2) // 3, quarter_title)


def whole_years(read: Read) -> Sequence[PaperRecord]:
    """Every year of the office, the newest first."""
    return _since_opening(read, lambda day: day.year, year_title)


def _since_opening(
    read: Read, number: Callable[[date], int], title: Callable[[int], str]
) -> Sequence[PaperRecord]:
    numbers = dict.fromkeys(number(day) for day in _months_back(read.today, read.office.opened_on))
    return tuple(PaperRecord(n, title(n)) for n in numbers)


def _months_back(today: date, opened: date) -> Iterator[date]:
    """The first days of the months back to the one the office was opened in."""
    day = today.replace(day=1)
    while day >= opened.replace(day=1):
        yield day
        day = (day - timedelta(days=1)).replace(day=1)


def period_values(whole: Period, told: Period, title: str) -> dict[str, Any]:
    """What every report says of its time; of one still running, that it is."""
    is_whole = told.until_on == whole.until_on
    return {
        "title": title,
        "heading": title if is_whole else f"{title}（时期未满）",
        "from_on": told.from_on,
        "until_on": told.until_on,
    }
