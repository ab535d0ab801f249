"""Periods of time as 民法典 201 to 203 count them, and months with a month-end."""

from calendar import monthrange
from datetime import date, timedelta
from enum import StrEnum

from config.kernel.workdays import Calendar

MONTHS_A_YEAR = 12


class PeriodUnit(StrEnum):
    """What a period is counted in."""

    WORKDAY = "WORKDAY"
    DAY = "DAY"
    MONTH = "MONTH"
    YEAR = "YEAR"

    @property
    def label(self) -> str:
        """Name the unit as it follows a number."""
        return {"WORKDAY": "个工作日", "DAY": "日", "MONTH": "个月", "YEAR": "年"}[self.value]


class MonthEnd(StrEnum):
    """Which day stands for one that a shorter month does not have (没有对应日)."""

    LAST_DAY = "LAST_DAY"
    NEXT_DAY = "NEXT_DAY"


def period_text(count: int, unit: PeriodUnit) -> str:
    """Name a period, e.g. 30个工作日."""
    return f"{count}{unit.label}"


def add_months(day: date, count: int, month_end: MonthEnd = MonthEnd.LAST_DAY) -> date:
    """Return the corresponding day `count` months on, or what stands for it in a shorter month."""
    year, month = divmod(day.year * MONTHS_A_YEAR + day.month - 1 + count, MONTHS_A_YEAR)
    length = monthrange(year, month + 1)[1]
    if day.day > length and month_end is MonthEnd.NEXT_DAY:
        return date(year, month + 1, length) + timedelta(days=1)
    return date(year, month + 1, min(day.day, length))


def floor_day(
    start: date,
    count: int,
    unit: PeriodUnit,
    calendar: Calendar | None = None,
    month_end: MonthEnd = MonthEnd.LAST_DAY,
) -> date:
    """Return the day on which a minimum period is full; a floor never rolls over a day off."""
    match unit:
        case PeriodUnit.WORKDAY:
            return (calendar or Calendar()).add_workdays(start, count)
        case PeriodUnit.DAY:
            return start + timedelta(days=count)
        case PeriodUnit.MONTH:
            return add_months(start, count, month_end)
        case PeriodUnit.YEAR:
            return add_months(start, count * MONTHS_A_YEAR, month_end)


def deadline(start: date, count: int, unit: PeriodUnit, calendar: Calendar) -> date:
    """Return the last day of a period; the start is not counted, a day off rolls forward."""
    return calendar.roll_forward(floor_day(start, count, unit, calendar))


def chinese_day(day: date) -> str:
    """Write a day as it is written in an official paper, e.g. 2026年3月31日."""
    return f"{day.year}年{day.month}月{day.day}日"
