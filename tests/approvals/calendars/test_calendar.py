"""The calendar: announced years as announced, later ones marked, corrections at once."""

from collections.abc import Callable
from datetime import date

import pytest
from django.core.cache import cache
from django.test import Client
from pytest_django import DjangoCaptureOnCommitCallbacks

from approvals.calendars.models import CalendarDay
from approvals.calendars.queries import provisional_years, working_calendar
from approvals.calendars.services import edit_day, fill_years
from approvals.organizations.models import User
from config.kernel.verdicts import RuleViolationError
from tests.approvals.organizations.conftest import AT


@pytest.fixture(autouse=True)
def _fresh_cache() -> None:
    cache.clear()


@pytest.mark.django_db
def test_announced_holidays_and_make_up_days_count() -> None:
    fill_years(first=2026, last=2026, actor=User.system(), at=AT)

    calendar = working_calendar()

    assert not calendar.is_workday(date(2026, 10, 1))
    assert calendar.is_workday(date(2026, 10, 10))
    assert calendar.is_workday(date(2026, 11, 20))
    assert CalendarDay.objects.get(day=date(2026, 2, 17)).note == "春节"
    assert provisional_years() == []


@pytest.mark.django_db
def test_years_that_are_not_announced_are_marked() -> None:
    fill_years(first=2026, last=2027, actor=User.system(), at=AT)

    calendar = working_calendar()

    assert provisional_years() == [2027]
    assert calendar.is_provisional(date(2027, 3, 1))
    assert not calendar.is_provisional(date(2026, 3, 2))
    assert not calendar.is_workday(date(2027, 10, 1))


@pytest.mark.django_db
def test_a_correction_announces_nothing_but_its_own_day(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        fill_years(first=2026, last=2027, actor=User.system(), at=AT)
        edit_day(date(2027, 11, 19), is_workday=False, note="停电", actor=User.system(), at=AT)

    calendar = working_calendar()

    assert calendar.is_provisional(date(2027, 3, 1))
    assert not calendar.is_provisional(date(2026, 12, 31))
    assert provisional_years() == [2027]


@pytest.mark.django_db
def test_a_correction_counts_at_once_and_survives_filling_again(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    day = date(2026, 11, 20)
    fill_years(first=2026, last=2026, actor=User.system(), at=AT)
    assert working_calendar().is_workday(day)

    with django_capture_on_commit_callbacks(execute=True):
        edit_day(day, is_workday=False, note="停电", actor=User.system(), at=AT)
        fill_years(first=2026, last=2026, actor=User.system(), at=AT)

    assert not working_calendar().is_workday(day)


def test_only_the_system_administrator_changes_it(handler: User, security_admin: User) -> None:
    for actor in (handler, security_admin):
        with pytest.raises(RuleViolationError, match="由系统管理员办理"):
            edit_day(date(2026, 11, 20), is_workday=False, note="", actor=actor, at=AT)


def test_the_page_shows_the_year_and_takes_corrections(
    system_admin: User, signed_in: Callable[[User], Client]
) -> None:
    client = signed_in(system_admin)

    client.post("/calendar/fill/", {"first": "2026", "last": "2027"})
    page = client.get("/calendar/2027/").content.decode()
    wrong = client.post("/calendar/fill/", {"first": "2027", "last": "2026"})
    changed = client.post("/calendar/2026/11/20/", {"kind": "rest", "note": "停电"})

    assert "节假日安排未公布" in page
    assert wrong.status_code == 422
    assert changed["Location"] == "/calendar/2026/"
    assert not CalendarDay.objects.get(day=date(2026, 11, 20)).is_workday
    assert client.get("/calendar/2026/2/30/").status_code == 404
    assert client.get("/calendar/1900/").status_code == 404
