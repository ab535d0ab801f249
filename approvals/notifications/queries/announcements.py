"""Which announcements are shown, and who may write them."""

from datetime import date

from django.db.models import Q, QuerySet

from approvals.notifications.models import Announcement
from approvals.organizations.models import Unit, User
from approvals.organizations.queries import posts_of

DATA = "DATA"


def publishing_unit(user: User, on: date) -> Unit | None:
    """Return the data department that a person may announce for, if any."""
    found = (
        post.unit
        for post in posts_of(user, on)
        if post.unit.kind_id == DATA and not post.role.is_administrator
    )
    return next(found, None)


def announcements_on(on: date) -> QuerySet[Announcement]:
    """Return the announcements in force on a day, pinned ones first."""
    in_force = Q(ends_on=None) | Q(ends_on__gte=on)
    return (
        Announcement.objects.filter(in_force, starts_on__lte=on, withdrawn_at=None)
        .select_related("unit")
        .order_by("-is_pinned", "-starts_on", "-id")
    )


def announcements_for(user: User, on: date) -> QuerySet[Announcement]:
    """Return what a person may open: those in force; a publisher all that was ever written."""
    if publishing_unit(user, on) is None:
        return announcements_on(on)
    return Announcement.objects.select_related("unit").order_by("-starts_on", "-id")
