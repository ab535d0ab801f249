"""The calendar as a year on a page (工作日历)."""

import calendar as almanac
from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from approvals.calendars import services
from approvals.calendars.forms import DayForm, YearsForm
from approvals.calendars.models import CalendarDay
from approvals.calendars.queries import days_of_year, provisional_years, recorded_years
from approvals.organizations.access import Ability, has_ability
from approvals.organizations.models import User
from approvals.organizations.views.office import posted
from config.kernel.forms import attempt
from config.kernel.workdays import SATURDAY

WEEKDAYS = "一二三四五六日"


@dataclass(frozen=True, slots=True, kw_only=True)
class DayCell:
    """One day as the grid draws it."""

    day: date
    css: str
    title: str
    href: str
    mark: str
    is_today: bool


def calendar_now(request: HttpRequest) -> HttpResponse:
    """Lead to this year."""
    del request
    return redirect("approvals:calendar-year", timezone.localdate().year)


def calendar_year(request: HttpRequest, year: int) -> HttpResponse:
    """Show a year; whoever keeps the calendar may open each day."""
    if not services.FIRST_YEAR <= year <= services.LAST_YEAR:
        raise Http404
    may_edit = _may_edit(request)
    recorded = days_of_year(year)
    years = recorded_years()
    context = {
        "year": year,
        "years": [
            {"label": str(other), "href": _year_href(other), "current": other == year}
            for other in years
            if abs(other - year) <= 4  # noqa: PLR2004 - nine years fit on a phone
        ],
        "months": [_month(year, month, recorded, may_edit=may_edit) for month in range(1, 13)],
        "weekdays": WEEKDAYS,
        "is_recorded": bool(recorded),
        "is_provisional": any(row.is_provisional for row in recorded.values()),
        "workdays": sum(
            _works(date(year, 1, 1).replace(month=m, day=d), recorded)
            for m in range(1, 13)
            for d in range(1, almanac.monthrange(year, m)[1] + 1)
        ),
        "may_edit": may_edit,
        "form": YearsForm(initial={"first": year, "last": year}),
    }
    return render(request, "approvals/calendars/year.html", context)


def fill_years(request: HttpRequest) -> HttpResponse:
    """Write the calendar of some years (生成工作日历)."""
    user = _keeper(request)
    form = YearsForm(posted(request))
    if (
        request.method == "POST"
        and form.is_valid()
        and attempt(form, services.fill_years, actor=user, at=timezone.now())
    ):
        first, last = form.cleaned_data["first"], form.cleaned_data["last"]
        later = [year for year in provisional_years() if first <= year <= last]
        note = (
            f"{'、'.join(map(str, later))}年的节假日安排未公布，先按法定节假日推算。"
            if later
            else ""
        )
        messages.success(request, f"已生成工作日历，写入 {form.result} 天。{note}")
        return redirect("approvals:calendar-year", first)
    return render(request, "approvals/calendars/fill.html", {"form": form}, status=form.status)


def edit_day(request: HttpRequest, year: int, month: int, day: int) -> HttpResponse:
    """Correct one day (修改日历)."""
    user = _keeper(request)
    try:
        which = date(year, month, day)
    except ValueError as error:
        raise Http404 from error
    row = CalendarDay.objects.filter(day=which).first()
    works = row.is_workday if row else which.weekday() < SATURDAY
    form = DayForm(
        posted(request),
        initial={"kind": "work" if works else "rest", "note": row.note if row else ""},
    )
    if (
        request.method == "POST"
        and form.is_valid()
        and attempt(form, services.edit_day, which, actor=user, at=timezone.now())
    ):
        messages.success(request, f"{which.month}月{which.day}日已改为{_word(form.result)}。")
        return redirect("approvals:calendar-year", year)
    context = {"form": form, "day": which, "row": row, "trail": _trail(year)}
    return render(request, "approvals/calendars/day.html", context, status=form.status)


def _month(
    year: int, month: int, recorded: dict[date, CalendarDay], *, may_edit: bool
) -> dict[str, object]:
    weeks = almanac.Calendar(firstweekday=0).monthdatescalendar(year, month)
    cells = [
        [_cell(day, recorded, may_edit=may_edit) if day.month == month else None for day in week]
        for week in weeks
    ]
    return {"label": f"{month}月", "weeks": cells}


def _cell(day: date, recorded: dict[date, CalendarDay], *, may_edit: bool) -> DayCell:
    row = recorded.get(day)
    works = _works(day, recorded)
    is_usual = works == (day.weekday() < SATURDAY)
    word = "工作日" if works else "休息日"
    note = f"，{row.note}" if row and row.note else ""
    return DayCell(
        day=day,
        css=("work" if works else "rest") + ("" if is_usual and not note else " special"),
        title=f"{day.month}月{day.day}日 星期{WEEKDAYS[day.weekday()]}，{word}{note}",
        href=f"/calendar/{day.year}/{day.month}/{day.day}/" if may_edit else "",
        mark="" if is_usual else ("班" if works else "休"),
        is_today=day == timezone.localdate(),
    )


def _works(day: date, recorded: dict[date, CalendarDay]) -> bool:
    row = recorded.get(day)
    return row.is_workday if row else day.weekday() < SATURDAY


def _word(row: CalendarDay) -> str:
    return "工作日" if row.is_workday else "休息日"


def _may_edit(request: HttpRequest) -> bool:
    user = request.user
    assert isinstance(user, User)
    return has_ability(user, Ability.EDIT_CALENDAR, timezone.localdate())


def _keeper(request: HttpRequest) -> User:
    if not _may_edit(request):
        raise PermissionDenied
    user = request.user
    assert isinstance(user, User)
    return user


def _year_href(year: int) -> str:
    return reverse("approvals:calendar-year", args=[year])


def _trail(year: int) -> list[dict[str, str]]:
    return [{"label": f"{year}年工作日历", "href": _year_href(year)}]
