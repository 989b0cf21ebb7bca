"""Only here is the time read; a fixed clock stands where it is put."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from kcdesk.kernel.clock import Clock, FixedClock, SystemClock


def test_a_fixed_clock_stands_at_nine_in_beijing_until_it_is_moved() -> None:
    clock = FixedClock(date(2024, 3, 25))
    assert clock.today() == date(2024, 3, 25)
    assert clock.now() == datetime(2024, 3, 25, 1, 0, tzinfo=UTC)
    clock.day = date(2024, 3, 26)
    assert clock.now() == datetime(2024, 3, 26, 1, 0, tzinfo=UTC)


def test_the_systems_moment_is_utc_and_its_day_is_the_local_one() -> None:
    clock: Clock = SystemClock()
    moment = clock.now()
    assert moment.utcoffset() == timedelta(0)
    assert abs(clock.today() - moment.date()) <= timedelta(days=1)
