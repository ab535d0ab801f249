"""The dates of a project as a calendar that other programs subscribe to (iCalendar)."""

from collections.abc import Iterable
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING

from django.utils.crypto import constant_time_compare, salted_hmac

from approvals.organizations.models import User
from config.kernel.digests import sha256
from projects.overview.queries.clocks import ClockRow
from projects.registry.models import Project

SALT = "overview.calendar"
LENGTH = 40
REFRESH = timedelta(hours=6)

if TYPE_CHECKING:
    from icalendar import Event


def seal_of(user: User, project: Project) -> str:
    """Return what makes the address of a calendar a secret; a new password ends it."""
    sealed = salted_hmac(SALT, f"{user.pk}:{project.pk}:{user.password}", algorithm="sha256")
    return sealed.hexdigest()[:LENGTH]


def is_sealed(user: User, project: Project, seal: str) -> bool:
    """Whether an address was given to this person for this project."""
    return constant_time_compare(seal_of(user, project), seal)


def clocks_calendar(project: Project, rows: Iterable[ClockRow]) -> bytes:
    """Write the dates of a project, a day each, with the reason in words."""
    from icalendar import Calendar  # noqa: PLC0415 - a tenth of a start, for one page

    calendar = Calendar()
    calendar.add("prodid", "-//gov-it-projects//clocks//ZH")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", f"{project.name}：期限")
    calendar.add("refresh-interval", REFRESH, {"value": "DURATION"})
    for row in rows:
        calendar.add_component(_event(project, row))
    content: bytes = calendar.to_ical()
    return content


def _event(project: Project, row: ClockRow) -> "Event":
    from icalendar import Event  # noqa: PLC0415 - see clocks_calendar

    event = Event()
    kind = "最早" if row.is_floor else "最迟"
    event.add("uid", f"{sha256(f'{project.pk}:{row.label}:{kind}'.encode())[:32]}@gov-it-projects")
    # When it was written is the day itself: the same dates give the same bytes.
    event.add("dtstamp", datetime.combine(row.today, time.min, UTC))
    event.add("dtstart", row.on)
    event.add("dtend", row.on + timedelta(days=1))
    event.add("summary", f"{kind}：{row.label}")
    event.add("description", "\n".join(text for text in (row.words, row.why, row.quote) if text))
    event.add("transp", "TRANSPARENT")
    return event
