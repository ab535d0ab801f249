"""Reading one's notices and how one wants to be told."""

from django.db.models import QuerySet

from approvals.notifications.models import Notice, NoticePreference
from approvals.notifications.shapes import EVENTS
from approvals.organizations.models import User

MANY = 99
_COUNTED = "_unread_notices_counted"


def notices_of(user: User) -> QuerySet[Notice]:
    """Return the notices of a person, the newest first."""
    return Notice.objects.filter(user=user).order_by("-created_at", "-id")


def remember_unread(user: User, count: int) -> None:
    """Keep a count that was read together with something else, for the rest of the request."""
    user.__dict__[_COUNTED] = count


def unread_count(user: User) -> int:
    """Count unread notices, up to one hundred, once a request: the navigation shows 99+ beyond."""
    if _COUNTED not in user.__dict__:
        unread = Notice.objects.filter(user=user, read_at=None)
        user.__dict__[_COUNTED] = unread[: MANY + 1].count()
    counted: int = user.__dict__[_COUNTED]
    return counted


def preferences_of(user: User) -> dict[str, tuple[str, bool]]:
    """Return how a person is told of each event: by choice, else as usual."""
    chosen = {row.event: row for row in NoticePreference.objects.filter(user=user)}
    return {
        code: (chosen[code].mail, chosen[code].message)
        if code in chosen
        else (event.mail, event.message)
        for code, event in EVENTS.items()
    }
