"""Telling of tasks that nobody may do any more, because an appointment has run out (任期届满)."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.timezone import localdate

from approvals.flows.queries.unattended import HEAD, Unattended, posts_unattended
from approvals.notifications.services import notify
from approvals.organizations.access import valid_on
from approvals.organizations.models import Appointment, User
from approvals.organizations.shapes import SECURITY_ADMIN

MONDAY = 0


@transaction.atomic
def tell_unattended(*, at: datetime) -> int:
    """Tell who looks after posts what waits there for nobody: on the first day, then on Mondays."""
    on = localdate(at)
    found = [item for item in posts_unattended(on) if on.weekday() == MONDAY or _is_new(item, on)]
    for item in found:
        notify(
            _those_in_charge(item, on),
            title=f"{item.label}有 {item.tasks} 件待办无人办理",
            body=f"{_why(item)}请安排接手的人，待办随岗位一并交接。",
            url=reverse("approvals:inbox-unattended"),
            event="deadline",
            at=at,
        )
    return len(found)


def _is_new(item: Unattended, on: date) -> bool:
    return item.last is not None and item.last.ends_on == on - timedelta(days=1)


def _why(item: Unattended) -> str:
    if item.last is None:
        return "这个岗位没有能办理的人。"
    ended = item.last.ends_on
    assert ended is not None
    return f"{item.last.user.full_name}的任期已于{ended.month}月{ended.day}日届满。"


def _those_in_charge(item: Unattended, on: date) -> list[User]:
    """Return the security administrators, who appoint, and the heads of the unit and above."""
    units = [*item.post.unit.ancestor_ids, item.post.unit_id]
    offices = Q(post__role=SECURITY_ADMIN) | Q(post__role=HEAD, post__unit__in=units)
    held = Appointment.objects.filter(
        valid_on(on), offices, user=OuterRef("pk"), post__is_active=True
    )
    return list(User.objects.filter(Exists(held), is_active=True).order_by("pk"))
