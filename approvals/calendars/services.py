"""Filling the calendar from announced holidays, and correcting single days."""

import calendar as almanac
from datetime import date, datetime, timedelta

import chinese_calendar
from django.db import transaction
from django.utils.timezone import localdate

from approvals.calendars.models import CalendarDay
from approvals.calendars.queries import forget_calendar
from approvals.organizations.access import Ability
from approvals.organizations.models import User
from approvals.organizations.rules import may
from audit.actions import AuditAction
from audit.services import audited, record
from config.kernel.texts import clean_line
from config.kernel.verdicts import enforce, refused
from config.kernel.workdays import SATURDAY

HOLIDAY_NAMES = {
    "New Year's Day": "元旦",
    "Spring Festival": "春节",
    "Tomb-sweeping Day": "清明节",
    "Labour Day": "劳动节",
    "Dragon Boat Festival": "端午节",
    "National Day": "国庆节",
    "Mid-autumn Festival": "中秋节",
    "Anti-Fascist 70th Day": "抗战胜利纪念日",
}
# 全国年节及纪念日放假办法: the days that do not move with the moon; the rest is announced yearly.
FIXED_HOLIDAYS = {
    (1, 1): "元旦",
    (5, 1): "劳动节",
    (5, 2): "劳动节",
    (10, 1): "国庆节",
    (10, 2): "国庆节",
    (10, 3): "国庆节",
}
FIRST_YEAR, LAST_YEAR = 2004, 2099


@audited
def fill_years(*, first: int, last: int, actor: User, at: datetime) -> int:
    """Write the calendar of these years (生成工作日历); days corrected by hand stay.

    Years that are not announced are provisional; they are replaced once they are.
    """
    verdict = may(actor, Ability.EDIT_CALENDAR, localdate(at))
    if not FIRST_YEAR <= first <= last <= LAST_YEAR:
        verdict &= refused(f"年份应在 {FIRST_YEAR} 至 {LAST_YEAR} 之间，起始年份不晚于终止年份。")
    enforce(verdict)
    rows = [row for year in range(first, last + 1) for row in _year(year)]
    announced = [row.day for row in rows if not row.is_provisional]
    CalendarDay.objects.filter(is_provisional=True, day__in=announced).delete()
    before = CalendarDay.objects.count()
    CalendarDay.objects.bulk_create(rows, ignore_conflicts=True, batch_size=1000)
    written = CalendarDay.objects.count() - before
    detail = {"年份": f"{first}—{last}", "写入天数": written}
    record(
        AuditAction.CALENDAR_CHANGED,
        target=None,
        target_label="工作日历",
        actor=actor,
        at=at,
        detail=detail,
    )
    transaction.on_commit(forget_calendar)
    return written


@audited
def edit_day(day: date, *, is_workday: bool, note: str, actor: User, at: datetime) -> CalendarDay:
    """Correct one day (修改日历); it counts for every time limit from now on."""
    enforce(may(actor, Ability.EDIT_CALENDAR, localdate(at)))
    row = CalendarDay.objects.select_for_update().filter(day=day).first() or CalendarDay(day=day)
    before = "" if row.pk is None else _word(is_workday=row.is_workday)
    row.is_workday, row.note, row.is_provisional = is_workday, clean_line(note), False
    row.save()
    detail = {"原": before, "现": _word(is_workday=is_workday), "说明": row.note}
    record(
        AuditAction.CALENDAR_CHANGED,
        target=row,
        actor=actor,
        at=at,
        detail=detail,
    )
    transaction.on_commit(forget_calendar)
    return row


def _word(*, is_workday: bool) -> str:
    return "工作日" if is_workday else "休息日"


def _year(year: int) -> list[CalendarDay]:
    first = date(year, 1, 1)
    days = [first + timedelta(days=n) for n in range(366 if almanac.isleap(year) else 365)]
    try:
        chinese_calendar.is_workday(first)
    except NotImplementedError:
        return [_provisional(day) for day in days]
    return [_announced(day) for day in days]


def _announced(day: date) -> CalendarDay:
    works = bool(chinese_calendar.is_workday(day))
    _is_off, name = chinese_calendar.get_holiday_detail(day)
    note = HOLIDAY_NAMES.get(str(name), "") if name else ""
    if works and day.weekday() >= SATURDAY:
        note = f"{note}调休上班"
    return CalendarDay(day=day, is_workday=works, note=note)


def _provisional(day: date) -> CalendarDay:
    note = FIXED_HOLIDAYS.get((day.month, day.day), "")
    works = day.weekday() < SATURDAY and not note
    return CalendarDay(day=day, is_workday=works, note=note, is_provisional=True)
