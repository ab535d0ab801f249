"""Dates as a calendar that other programs subscribe to (iCalendar): a project's, a person's."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from django.utils.crypto import constant_time_compare, salted_hmac

from approvals.organizations.models import User
from config.kernel.digests import sha256
from projects.overview.queries.clocks import ClockRow
from projects.overview.queries.deadlines import Deadline
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
    return _calendar(f"{project.name}：期限", [_clock_event(project, row) for row in rows])


def deadlines_calendar(user: User, deadlines: Iterable[Deadline], *, on: date, base: str) -> bytes:
    """Write the deadlines of a person, a day each, with the page where each is met."""
    events = [
        _event(
            _uid(f"{user.pk}:{deadline.key}"),
            on=deadline.on,
            written_on=on,
            summary=deadline.label,
            text=f"{deadline.words}\n{base}{deadline.path}",
        )
        for deadline in deadlines
    ]
    return _calendar(f"{user.full_name}的期限", events)


def _calendar(name: str, events: Iterable["Event"]) -> bytes:
    from icalendar import Calendar  # noqa: PLC0415 - a tenth of a start, for one page

    calendar = Calendar()
    calendar.add("prodid", "-//gov-it-projects//clocks//ZH")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", REFRESH, {"value": "DURATION"})
    for event in events:
        calendar.add_component(event)
    content: bytes = calendar.to_ical()
    return content


def _clock_event(project: Project, row: ClockRow) -> "Event":
    kind = "最早" if row.is_floor else "最迟"
    doubt = "节假日安排未公布，日期为暂定。" if row.is_provisional else ""
    return _event(
        _uid(f"{project.pk}:{row.label}:{kind}"),
        on=row.on,
        written_on=row.today,
        summary=f"{kind}：{row.label}",
        text="\n".join(text for text in (row.words, row.why, row.quote, doubt) if text),
    )


def _uid(key: str) -> str:
    return f"{sha256(key.encode())[:32]}@gov-it-projects"


def _event(uid: str, *, on: date, written_on: date, summary: str, text: str) -> "Event":
    from icalendar import Event  # noqa: PLC0415 - see _calendar

    event = Event()
    event.add("uid", uid)
    # When it was written is the day itself: the same dates give the same bytes.
    event.add("dtstamp", datetime.combine(written_on, time.min, UTC))
    event.add("dtstart", on)
    event.add("dtend", on + timedelta(days=1))
    event.add("summary", summary)
    event.add("description", text)
    event.add("transp", "TRANSPARENT")
    return event
