"""Who holds which post, and which posts sign for a role."""

from collections.abc import Collection
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from approvals.organizations.access import posts_of, valid_on
from approvals.organizations.models import (
    Appointment,
    Delegation,
    ExclusivePair,
    Post,
    Unit,
    User,
)
from config.kernel.days import day_of


def holders_of(post: Post, on: date) -> QuerySet[User]:
    """Return who may act in a post that day: those appointed, and those acting for them."""
    appointed = Appointment.objects.filter(
        valid_on(on), post=post, post__is_active=True, user__is_active=True
    )
    holds = Exists(appointed.filter(user=OuterRef("pk")))
    if post.role.is_administrator:
        return User.objects.filter(holds, is_active=True).order_by("pinyin", "id")
    administers = Appointment.objects.filter(
        valid_on(on),
        user=OuterRef("pk"),
        post__is_active=True,
        post__role__is_administrator=True,
    )
    acts = Exists(
        Delegation.objects.filter(
            valid_on(on), receiver=OuterRef("pk"), giver__in=appointed.values("user")
        )
    )
    return User.objects.filter(holds | (acts & ~Exists(administers)), is_active=True).order_by(
        "pinyin", "id"
    )


def posts_for_role(role_code: str, owner_unit: Unit) -> list[Post]:
    """Return the posts that sign for a role: at the owner unit, or wherever the role sits."""
    posts = Post.objects.filter(role=role_code, is_active=True).select_related("unit", "role")
    posts = posts.filter(role__in_project=False)
    return list(posts.filter(Q(role__at_owner=False) | Q(unit=owner_unit)).order_by("id"))


def unit_subtree_ids(unit: Unit) -> list[int]:
    """Return the unit and every unit below it."""
    return list(
        Unit.objects.filter(path__startswith=unit.path)
        .order_by("path")
        .values_list("id", flat=True)
    )


def appointments_to_come(user: User, on: date) -> QuerySet[Appointment]:
    """Return a person's appointments that count today or later, without those in projects."""
    return (
        Appointment.objects.filter(Q(ends_on=None) | Q(ends_on__gte=on), user=user)
        .filter(post__is_active=True, post__role__in_project=False)
        .select_related("user", "post__unit", "post__role")
        .order_by("starts_on", "pk")
    )


def appointments_during(
    users: Collection[int], starts_on: date, ends_on: date | None
) -> QuerySet[Appointment]:
    """Return the appointments of these people that count on one of these days."""
    return (
        Appointment.objects.filter(
            Q(ends_on=None) | Q(ends_on__gte=starts_on),
            user__in=users,
            starts_on__lte=ends_on or date.max,
        )
        .select_related("user", "post__role", "post__unit")
        .order_by("starts_on", "pk")
    )


def delegations_during(user: User, starts_on: date, ends_on: date | None) -> QuerySet[Delegation]:
    """Return what a person has delegated, or received, for one of these days."""
    return Delegation.objects.filter(
        Q(giver=user) | Q(receiver=user), ends_on__gte=starts_on, starts_on__lte=ends_on or date.max
    )


def reasons_to_keep_apart() -> dict[frozenset[str], str]:
    """Return why one person never holds posts of two roles, for each exclusive pair."""
    pairs = ExclusivePair.objects.order_by("pk").values_list("first_id", "second_id", "reason")
    return {frozenset({first, second}): reason for first, second, reason in pairs}


def holds_administrator_post(users: Collection[int], starts_on: date, ends_on: date | None) -> bool:
    """Whether any of these people is one of the three administrators on one of these days."""
    found = appointments_during(users, starts_on, ends_on)
    return found.filter(post__role__is_administrator=True).exists()


def post_label(user: User, at: datetime) -> str:
    """Name the posts a person acts in, for the trail; the system has none."""
    if user.is_system:
        return ""
    on = day_of(at)
    known: dict[date, str] = user.__dict__.setdefault("_posts_told_by_day", {})
    if on not in known:
        posts = posts_of(user, on)
        known[on] = "、".join(f"{post.unit.short_name}{post.title}" for post in posts)
    return known[on]
