"""The shipped arrangements, the deadlines of the rules, and what an office may slip in."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import chinese_calendar
import pytest

from kcdesk.kernel.days import HolidayTable
from kcdesk.kernel.errors import Refusal
from kcdesk.packs.calendars import load_holidays, read_arrangement
from tests.house import make_calendar

OFF_2026 = [
    ("2026-01-01", "2026-01-03"),
    ("2026-02-15", "2026-02-23"),
    ("2026-04-04", "2026-04-06"),
    ("2026-05-01", "2026-05-05"),
    ("2026-06-19", "2026-06-21"),
    ("2026-09-25", "2026-09-27"),
    ("2026-10-01", "2026-10-07"),
]
WORKED_2026 = ["2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10"]

DEADLINES = [
    ("DY-11b", "2023-09-18", 15, "2023-10-13"),
    ("DY-11b", "2026-09-21", 15, "2026-10-19"),
    ("NJ-F4b", "2021-04-30", 5, "2021-05-11"),
    ("NJ-F4b", "2021-09-30", 5, "2021-10-13"),
    ("F8", "2026-02-13", 5, "2026-02-27"),
]


@pytest.fixture(scope="module")
def holidays(resources: Path) -> HolidayTable:
    return load_holidays(resources / "calendar")


def on(text: str) -> date:
    return date.fromisoformat(text)


def test_2026_is_as_the_state_council_announced_it(holidays: HolidayTable) -> None:
    off = {
        on(first) + timedelta(days=n)
        for first, last in OFF_2026
        for n in range((on(last) - on(first)).days + 1)
    }
    assert holidays.years[2026].holidays == off
    assert holidays.years[2026].workdays == {on(day) for day in WORKED_2026}


@pytest.mark.parametrize(("clause", "start", "days", "end"), DEADLINES)
def test_the_deadlines_of_the_rules(
    holidays: HolidayTable, clause: str, start: str, days: int, end: str
) -> None:
    assert holidays.add_working_days(on(start), days) == on(end), clause


def test_every_day_is_as_another_program_has_it(holidays: HolidayTable) -> None:
    years = make_calendar.years()
    assert sorted(holidays.years) == list(years)
    day = date(years[0], 1, 1)
    while day.year <= years[-1]:
        assert holidays.is_working(day) == chinese_calendar.is_workday(day), day
        day += timedelta(days=1)


@pytest.mark.parametrize("year", make_calendar.years())
def test_the_shipped_files_are_what_the_tool_writes(resources: Path, year: int) -> None:
    file = resources / "calendar" / f"{year}.toml"
    assert file.read_text(encoding="utf-8") == make_calendar.text_of(year)


def test_a_weekend_worked_in_december_counts_in_its_own_year(holidays: HolidayTable) -> None:
    assert holidays.is_working(on("2011-12-31"))
    assert on("2022-12-31") in holidays.years[2022].holidays


def test_a_year_not_yet_announced_is_refused_by_its_number(holidays: HolidayTable) -> None:
    with pytest.raises(Refusal, match="没有2027年的放假安排"):
        holidays.add_working_days(on("2026-12-25"), 10)


def written(folder: Path, year: str, *lines: str) -> Path:
    path = folder / f"{year}.toml"
    path.write_text("\n".join((f"year = {year}", *lines)), encoding="utf-8")
    return path


def test_an_office_adds_a_year_and_replaces_a_shipped_one(tmp_path: Path) -> None:
    shipped, own = tmp_path / "shipped", tmp_path / "own"
    shipped.mkdir()
    own.mkdir()
    new_year = ("[[holiday]]", 'name = "元旦"', "from = 2026-12-31", "until = 2027-01-01")
    written(shipped, "2026", "holiday = []")
    written(shipped, "2027", "holiday = []")
    written(own, "2027", *new_year, "work = [2027-01-02]")
    table = load_holidays(shipped, own)
    assert sorted(table.years) == [2026, 2027]
    assert not table.is_working(on("2026-12-31"))
    assert not table.is_working(on("2027-01-01"))
    assert table.is_working(on("2027-01-02"))


def test_no_folder_is_no_year(tmp_path: Path) -> None:
    assert load_holidays(tmp_path / "none", tmp_path).years == {}


def test_an_arrangement_tells_its_holidays_by_name(resources: Path) -> None:
    arrangement = read_arrangement(resources / "calendar" / "2023.toml")
    assert arrangement.year == 2023
    last = arrangement.holidays[-1]
    assert (last.name, last.off[0], len(last.off)) == ("中秋节、国庆节", on("2023-09-29"), 8)
    assert last.work == (on("2023-10-07"), on("2023-10-08"))


GOOD = ("[[holiday]]", 'name = "元旦"', "from = 2026-01-01", "until = 2026-01-03")


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (("holiday = 3",), "只能有 year 和若干 [[holiday]]"),
        (("holiday = [3]",), "只能有 year 和若干 [[holiday]]"),
        ((), "只能有 year 和若干 [[holiday]]"),
        (('note = "x"', "holiday = []"), "只能有 year 和若干 [[holiday]]"),
        (("[[holiday]]", "from = 2026-01-01"), "没有写 name"),
        (("[[holiday]]", 'name = ""'), "没有写 name"),
        ((*GOOD, "works = []"), "“元旦”不认识“works”"),
        (("[[holiday]]", 'name = "元旦"', "from = 2026-01-01"), "from 和 until 应当是日期"),
        ((*GOOD[:2], 'from = "2026-01-01"', GOOD[3]), "from 和 until 应当是日期"),
        ((*GOOD[:2], "from = 2026-01-01T08:00:00", GOOD[3]), "from 和 until 应当是日期"),
        ((*GOOD, "work = 2026-01-04"), "work 应当是日期的列表"),
        ((*GOOD, "work = [4]"), "work 应当是日期的列表"),
        ((*GOOD[:3], "until = 2025-12-31"), "从2026-01-01到2025-12-31不是一段假期"),
        ((*GOOD[:3], "until = 2026-03-01"), "不是一段假期"),
        ((*GOOD[:2], "from = 2025-11-30", "until = 2025-12-01"), "2025-11-30不在2026年的安排之内"),
        ((*GOOD, "work = [2027-01-02]"), "2027-01-02不在2026年的安排之内"),
        ((*GOOD, "work = [2026-01-05]"), "调休上班日2026-01-05不是周六、周日"),
        ((*GOOD, "work = [2026-01-03]"), "2026-01-03写了两次，在“元旦”和“元旦”"),
        ((*GOOD, *GOOD), "2026-01-01写了两次"),
    ],
)
def test_a_slip_in_an_offices_file_is_refused_with_its_place(
    tmp_path: Path, lines: tuple[str, ...], said: str
) -> None:
    path = written(tmp_path, "2026", *lines)
    with pytest.raises(Refusal) as caught:
        load_holidays(tmp_path)
    (problem,) = caught.value.problems
    assert problem.code == "calendar.file"
    assert f"{tmp_path.name}/{path.name}" in problem.message
    assert said in problem.message


@pytest.mark.parametrize("name", ["2026年", "0000", "26", "holidays"])
def test_a_file_is_named_by_its_year(tmp_path: Path, name: str) -> None:
    (tmp_path / f"{name}.toml").write_text("year = 2026\nholiday = []", encoding="utf-8")
    with pytest.raises(Refusal, match="文件名应当是四位年份"):
        load_holidays(tmp_path)


def test_the_year_inside_is_the_year_outside(tmp_path: Path) -> None:
    (tmp_path / "2027.toml").write_text("year = 2026\nholiday = []", encoding="utf-8")
    with pytest.raises(Refusal, match="year 应当写 2027"):
        load_holidays(tmp_path)
