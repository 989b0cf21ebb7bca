"""Write resources/calendar from the chinesecalendar package: ``python -m tests.house.make_calendar``.

Run it after a new release of that package knows another year. A year may as well be written
by hand from the notice; tests/packs/test_calendars.py compares the two.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path

from chinese_calendar import constants

NAMES = {
    "New Year's Day": "元旦",
    "Spring Festival": "春节",
    "Tomb-sweeping Day": "清明节",
    "Labour Day": "劳动节",
    "Dragon Boat Festival": "端午节",
    "Mid-autumn Festival": "中秋节",
    "National Day": "国庆节",
    "Anti-Fascist 70th Day": "抗日战争胜利70周年纪念日",
}

OFF: Mapping[date, str] = constants.holidays
WORK: Mapping[date, str] = constants.workdays
ONE_DAY = timedelta(days=1)
SATURDAY = 5


def notice_year(day: date) -> int:
    """December's days are moved for the New Year that follows, by that year's notice."""
    return day.year + (day.month == 12)


def runs() -> Iterator[list[date]]:
    """The days off in unbroken stretches: 中秋节 in the midst of 国庆节 is one holiday.

    A weekend between two days off belongs to them; the package leaves some of those out.
    """
    run: list[date] = []
    for day in sorted(OFF):
        if run:
            between = [run[-1] + ONE_DAY * n for n in range(1, (day - run[-1]).days)]
            if any(d.weekday() < SATURDAY or d in WORK for d in between):
                yield run
                run = []
        run.append(day)
    yield run


def text_of(year: int) -> str:
    """The file of one year."""
    left = {day: name for day, name in sorted(WORK.items()) if notice_year(day) == year}
    parts = [
        f"# {year}年放假调休安排：from 至 until 放假，work 为调休上班的周末。",
        f"year = {year}",
    ]
    for run in runs():
        if notice_year(run[0]) != year:
            continue
        names = list(dict.fromkeys(OFF[day] for day in run))
        work = [day for day, name in left.items() if name in names]
        for day in work:
            del left[day]
        parts.append(
            "\n[[holiday]]\n"
            f'name = "{"、".join(NAMES[name] for name in names)}"\n'
            f"from = {run[0]}\n"
            f"until = {run[-1]}" + (f"\nwork = [{', '.join(map(str, work))}]" if work else "")
        )
    assert not left, f"working weekends without a holiday: {left}"
    return "\n".join(parts) + "\n"


def years() -> range:
    """Every year the package knows."""
    return range(min(OFF).year, max(OFF).year + 1)


def main() -> None:
    """Write them all."""
    folder = Path(__file__).resolve().parents[2] / "resources" / "calendar"
    for year in years():
        (folder / f"{year}.toml").write_text(text_of(year), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
