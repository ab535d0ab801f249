"""Conditions on days: floors that open unrolled, deadlines that roll, leads and seasons."""

from datetime import date

from config.kernel.periods import PeriodUnit, add_months, floor_day
from config.kernel.workdays import DAY, Calendar
from projects.regulations.interpreter.findings import MET, UNMET, Finding
from projects.regulations.interpreter.situation import Situation
from projects.regulations.rulebook.conditions import Ahead, InDates, InSeason, NotAfter, NotBefore

MONTHS_A_YEAR = 12


def not_before(condition: NotBefore, situation: Situation) -> Finding:
    """Judge whether a period is full."""
    start, subject = situation.day(condition.event), _subject(condition.subject, situation)
    count = _count(condition, situation)
    if start is None or subject is None or count is None:
        return UNMET
    calendar = situation.calendar
    first = floor_day(start, count, condition.unit, calendar, condition.month_end)
    first = calendar.roll_forward(first) if condition.rolls else first
    opens_on = first if first > situation.on else None
    return Finding(subject >= first, day=first, opens_on=opens_on)


def not_after(condition: NotAfter, situation: Situation) -> Finding:
    """Judge whether a period has not run out."""
    start, subject = situation.day(condition.event), _subject(condition.subject, situation)
    count = _count(condition, situation)
    if start is None or subject is None or count is None:
        return UNMET
    calendar = situation.calendar
    last = floor_day(start, count, condition.unit, calendar, condition.month_end)
    last = calendar.roll_forward(last) if condition.rolls else last
    return Finding(subject <= last, day=last)


def ahead(condition: Ahead, situation: Situation) -> Finding:
    """Judge whether a day lies far enough ahead."""
    event, subject = situation.day(condition.event), _subject(condition.subject, situation)
    if event is None or subject is None:
        return UNMET
    last = days_before(event, condition.count, condition.unit, situation.calendar)
    return Finding(subject <= last, day=last)


def in_season(condition: InSeason, situation: Situation) -> Finding:
    """Judge whether a day lies in the season of its year; a season may span the new year."""
    subject = _subject(condition.subject, situation)
    if subject is None:
        return UNMET
    day = f"{subject:%m-%d}"
    first, last = condition.first, condition.last
    is_in = first <= day <= last if first <= last else day >= first or day <= last
    if is_in:
        return MET
    opens = season_start(condition, after=subject)
    return Finding(met=False, day=opens, opens_on=opens if condition.subject is None else None)


def in_dates(condition: InDates, situation: Situation) -> Finding:
    """Judge whether a day lies between two days, both included."""
    subject = _subject(condition.subject, situation)
    if subject is None:
        return UNMET
    if subject < condition.first:
        opens = condition.first if condition.first > situation.on else None
        return Finding(met=False, day=condition.first, opens_on=opens)
    return Finding(subject <= condition.last, day=condition.last)


def season_start(season: InSeason, *, after: date) -> date:
    """Return the first day of the season that begins next."""
    this_year = _day_of_year(after.year, season.first)
    return this_year if this_year > after else _day_of_year(after.year + 1, season.first)


def days_before(event: date, count: int, unit: PeriodUnit, calendar: Calendar) -> date:
    """Return the last day that lies a period before an event, which is itself not counted."""
    match unit:
        case PeriodUnit.WORKDAY:
            return calendar.add_workdays(event, -count)
        case PeriodUnit.DAY:
            return event - count * DAY
        case PeriodUnit.MONTH:
            return add_months(event, -count)
        case PeriodUnit.YEAR:
            return add_months(event, -count * MONTHS_A_YEAR)


def _day_of_year(year: int, month_and_day: str) -> date:
    """Return a day of a year; 29 February falls on the last of a shorter month."""
    month, day = map(int, month_and_day.split("-"))
    return add_months(date(2024, month, day), (year - 2024) * MONTHS_A_YEAR)


def _subject(fact: str | None, situation: Situation) -> date | None:
    return situation.on if fact is None else situation.day(fact)


def _count(condition: NotBefore | NotAfter, situation: Situation) -> int | None:
    if condition.count_fact is None:
        return condition.count
    figure = situation.figure(condition.count_fact)
    return None if figure is None else int(figure)
