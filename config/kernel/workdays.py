"""Working days: weekends and the exceptions somebody announced, handed in as sets.

The table of exceptions belongs to `approvals.calendars`; this module asks no database.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

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
        return sum(self.is_workday(day) for day in _days_after(start, end))


def _days_after(start: date, end: date) -> Iterator[date]:
    return (start + timedelta(days=offset) for offset in range(1, (end - start).days + 1))
