"""Working days: weekends and the exceptions somebody announced, handed in as sets.

The table of exceptions belongs to `approvals.calendars`; this module asks no database.
"""

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

SATURDAY = 5
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Calendar:
    """Weekdays are worked, except days off; make-up days (调休上班) are worked in any case."""

    days_off: frozenset[date] = frozenset()
    make_up_days: frozenset[date] = frozenset()
    announced_until: date | None = None
    guessed_years: tuple[int, ...] = ()

    def is_workday(self, day: date) -> bool:
        """Whether people work on that day."""
        if day in self.make_up_days:
            return True
        return day.weekday() < SATURDAY and day not in self.days_off

    def is_provisional(self, day: date) -> bool:
        """Whether the holidays of that day are not announced yet (节假日安排未公布)."""
        return self.announced_until is not None and day > self.announced_until

    def roll_forward(self, day: date) -> date:
        """Return the day itself, or the first working day after it."""
        while not self.is_workday(day):
            day += DAY
        return day

    def add_workdays(self, start: date, count: int) -> date:
        """Return the day `count` working days after `start`, which is itself not counted."""
        step = DAY if count >= 0 else -DAY
        day, left = start, abs(count)
        while left:
            day += step
            left -= self.is_workday(day)
        return day

    def workdays_between(self, start: date, end: date) -> int:
        """Count the working days after `start` up to and with `end`; negative when reversed."""
        if end < start:
            return -self.workdays_between(end, start)
        less, more = _exceptions(self.days_off, self.make_up_days)
        usual = _weekdays_until(end) - _weekdays_until(start)
        return usual - _within(less, start, end) + _within(more, start, end)


@lru_cache(maxsize=16)
def _exceptions(
    days_off: frozenset[date], make_up_days: frozenset[date]
) -> tuple[list[date], list[date]]:
    """Return the weekdays that are not worked and the days of weekends that are, in order."""
    free = [day for day in days_off - make_up_days if day.weekday() < SATURDAY]
    return sorted(free), sorted(day for day in make_up_days if day.weekday() >= SATURDAY)


def _weekdays_until(day: date) -> int:
    """Count the days from Monday to Friday since the beginning of the calendar."""
    weeks, rest = divmod(day.toordinal(), 7)  # its first day was a Monday
    return weeks * SATURDAY + min(rest, SATURDAY)


def _within(days: list[date], start: date, end: date) -> int:
    return bisect_right(days, end) - bisect_right(days, start)
