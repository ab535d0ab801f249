"""Reading one's notices."""

from django.db.models import QuerySet

from approvals.notifications.models import Notice
from approvals.organizations.models import User

MANY = 99


def notices_of(user: User) -> QuerySet[Notice]:
    """Return the notices of a person, the newest first."""
    return Notice.objects.filter(user=user).order_by("-created_at", "-id")


def unread_count(user: User) -> int:
    """Count unread notices, up to one hundred: the navigation shows 99+ beyond."""
    return Notice.objects.filter(user=user, read_at=None)[: MANY + 1].count()
