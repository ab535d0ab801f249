"""The calendar as the clocks use it, and as a year on a page."""

from datetime import date

from django.db.models import Max, Min, Q

from approvals.calendars.models import CalendarDay
from config.kernel.caching import forget, get_once, keep
from config.kernel.workdays import DAY, SATURDAY, Calendar

CACHE_KEY = "approvals.calendar"
CACHE_SECONDS = 300


def working_calendar() -> Calendar:
    """Return the calendar that counts working days; an edit takes effect at once."""
    calendar = get_once(CACHE_KEY)
    if not isinstance(calendar, Calendar):
        calendar = read_calendar()
        keep(CACHE_KEY, calendar, CACHE_SECONDS)
    return calendar


def forget_calendar() -> None:
    """Let the next question read the table again."""
    forget(CACHE_KEY)


def read_calendar() -> Calendar:
    """Read the days that differ from an ordinary week."""
    days = CalendarDay.objects.values_list("day", "is_workday")
    # A correction within a year that is not announced announces no more than its own day.
    span = CalendarDay.objects.aggregate(
        last=Max("day"), guessed=Min("day", filter=Q(is_provisional=True))
    )
    guessed = CalendarDay.objects.filter(is_provisional=True)
    announced_until = span["guessed"] - DAY if span["guessed"] else span["last"]
    return Calendar(
        days_off=frozenset(day for day, works in days if not works and day.weekday() < SATURDAY),
        make_up_days=frozenset(day for day, works in days if works and day.weekday() >= SATURDAY),
        announced_until=announced_until,
        guessed_years=tuple(day.year for day in guessed.dates("day", "year")),
    )


def days_of_year(year: int) -> dict[date, CalendarDay]:
    """Return the recorded days of a year."""
    return {row.day: row for row in CalendarDay.objects.filter(day__year=year)}


def recorded_years() -> list[int]:
    """Return the years that have a calendar, in order."""
    span = CalendarDay.objects.aggregate(first=Min("day"), last=Max("day"))
    if span["first"] is None:
        return []
    return list(range(span["first"].year, span["last"].year + 1))


def provisional_years() -> list[int]:
    """Return the years whose holidays are not announced (节假日安排未公布)."""
    return list(working_calendar().guessed_years)
