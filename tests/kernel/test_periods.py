"""Working days and the periods of the civil code."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.kernel.periods import (
    MonthEnd,
    PeriodUnit,
    add_months,
    deadline,
    floor_day,
    period_text,
)
from config.kernel.workdays import Calendar

CALENDAR = Calendar(
    days_off=frozenset({date(2026, 10, day) for day in range(1, 8)}),
    make_up_days=frozenset({date(2026, 2, 28)}),
    announced_until=date(2026, 12, 31),
)
DAYS = st.dates(date(2000, 1, 1), date(2100, 1, 1))


def test_a_month_without_the_day_ends_on_its_last() -> None:
    assert add_months(date(2026, 1, 31), 1) == date(2026, 2, 28)
    assert add_months(date(2024, 1, 31), 1) == date(2024, 2, 29)
    assert add_months(date(2026, 3, 31), -1) == date(2026, 2, 28)


def test_the_day_after_a_short_month_may_stand_for_the_day_it_has_not() -> None:
    assert add_months(date(2026, 1, 31), 1, MonthEnd.NEXT_DAY) == date(2026, 3, 1)
    assert add_months(date(2026, 1, 31), 2, MonthEnd.NEXT_DAY) == date(2026, 3, 31)
    leap_day = date(2024, 2, 29)
    assert floor_day(leap_day, 1, PeriodUnit.YEAR, None, MonthEnd.NEXT_DAY) == date(2025, 3, 1)


def test_a_deadline_on_a_make_up_saturday_stays() -> None:
    assert deadline(date(2026, 1, 31), 1, PeriodUnit.MONTH, CALENDAR) == date(2026, 2, 28)


def test_a_deadline_on_a_sunday_rolls_to_monday() -> None:
    assert deadline(date(2027, 1, 31), 1, PeriodUnit.MONTH, CALENDAR) == date(2027, 3, 1)


def test_a_deadline_in_a_long_holiday_rolls_to_its_end() -> None:
    assert deadline(date(2026, 9, 24), 7, PeriodUnit.DAY, CALENDAR) == date(2026, 10, 8)


def test_the_start_day_is_not_counted() -> None:
    assert deadline(date(2026, 11, 23), 5, PeriodUnit.WORKDAY, CALENDAR) == date(2026, 11, 30)
    assert deadline(date(2026, 11, 23), 1, PeriodUnit.DAY, CALENDAR) == date(2026, 11, 24)


def test_a_year_ends_on_its_corresponding_day() -> None:
    assert deadline(date(2024, 2, 29), 1, PeriodUnit.YEAR, CALENDAR) == date(2025, 2, 28)


def test_a_floor_never_rolls() -> None:
    assert floor_day(date(2027, 1, 31), 1, PeriodUnit.MONTH) == date(2027, 2, 28)
    assert floor_day(date(2026, 9, 24), 7, PeriodUnit.DAY, CALENDAR) == date(2026, 10, 1)


def test_a_period_is_named_with_its_unit() -> None:
    assert period_text(30, PeriodUnit.WORKDAY) == "30个工作日"


def test_days_beyond_the_announced_year_are_provisional() -> None:
    assert CALENDAR.is_provisional(date(2027, 1, 1))
    assert not CALENDAR.is_provisional(date(2026, 12, 31))
    assert not Calendar().is_provisional(date(2099, 1, 1))


@given(DAYS, st.integers(1, 400))
def test_adding_workdays_and_counting_them_agree(start: date, count: int) -> None:
    end = CALENDAR.add_workdays(start, count)

    assert CALENDAR.is_workday(end)
    assert CALENDAR.workdays_between(start, end) == count
    assert CALENDAR.workdays_between(end, start) == -count


NEAR = st.dates(date(2026, 9, 1), date(2026, 11, 30))


@given(NEAR, NEAR, st.frozensets(NEAR), st.frozensets(NEAR))
def test_counting_workdays_is_asking_each_day(
    start: date, end: date, days_off: frozenset[date], make_up_days: frozenset[date]
) -> None:
    calendar = Calendar(days_off=days_off, make_up_days=make_up_days)
    first, last = min(start, end), max(start, end)
    each = [first + timedelta(days=offset) for offset in range(1, (last - first).days + 1)]
    worked = sum(map(calendar.is_workday, each))

    assert calendar.workdays_between(start, end) == (worked if start <= end else -worked)


@given(DAYS, st.integers(0, 60))
def test_going_back_over_workdays_ends_on_a_workday_before(start: date, count: int) -> None:
    day = CALENDAR.add_workdays(start, -count)

    assert day <= start
    assert count == 0 or CALENDAR.is_workday(day)


@given(DAYS, st.integers(0, 60), st.sampled_from(PeriodUnit))
def test_a_deadline_is_a_workday_not_before_its_floor(
    start: date, count: int, unit: PeriodUnit
) -> None:
    due = deadline(start, count, unit, CALENDAR)

    floor = floor_day(start, count, unit, CALENDAR)
    assert CALENDAR.is_workday(due)
    assert floor <= due <= floor + timedelta(days=10)


@pytest.mark.parametrize("day", [date(2026, 10, 1), date(2026, 11, 22)])
def test_holidays_and_sundays_are_not_worked(day: date) -> None:
    assert not CALENDAR.is_workday(day)
