"""Who stands behind posts, for many posts at once: a route has many, a page few queries."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet

from approvals.organizations.access import lent_ids_of, valid_on
from approvals.organizations.models import Appointment, Delegation, Post, Unit, User


def posts_by_role(role_codes: Iterable[str], owner_unit: Unit) -> dict[str, list[Post]]:
    """Return the active posts that act for each role in a matter of `owner_unit`."""
    found: dict[str, list[Post]] = {code: [] for code in role_codes}
    posts = (
        Post.objects.filter(is_active=True, role__in=found, role__in_project=False)
        .filter(Q(role__at_owner=False) | Q(unit=owner_unit))
        .select_related("unit", "role")
        .order_by("unit__pinyin", "pk")
    )
    for post in posts:
        found[post.role_id].append(post)
    return found


def holders_by_post(post_ids: Iterable[int], on: date) -> dict[int, list[User]]:
    """Return who holds each post on a day by appointment, most senior appointment first."""
    found: dict[int, list[User]] = defaultdict(list)
    appointments = (
        Appointment.objects.filter(valid_on(on), post__in=set(post_ids), user__is_active=True)
        .select_related("user")
        .order_by("starts_on", "pk")
    )
    for appointment in appointments:
        found[appointment.post_id].append(appointment.user)
    return found


def acting_for(user: User, post: Post, on: date) -> User | None:
    """Return the colleague whose post it is, when `user` has it by delegation only (代办)."""
    if post.pk not in lent_ids_of(user, on):
        return None
    delegation = (
        Delegation.objects.filter(valid_on(on), receiver=user, giver__is_active=True)
        .filter(valid_on(on, "giver__appointments__"), giver__appointments__post=post)
        .select_related("giver")
        .order_by(F("starts_on"), F("pk"))
        .first()
    )
    return delegation.giver if delegation else None


def posts_to_give_to(on: date) -> QuerySet[Post]:
    """Return the business posts that somebody holds today, with these people as `held_today`."""
    held = Appointment.objects.filter(valid_on(on), user__is_active=True)
    return (
        Post.objects.filter(is_active=True, role__is_administrator=False)
        .filter(Exists(held.filter(post=OuterRef("pk"))))
        .select_related("unit", "role")
        .prefetch_related(
            Prefetch("appointments", held.select_related("user"), to_attr="held_today")
        )
        .order_by("unit__pinyin", "pk")
    )


def holders_read(post: Post) -> list[User]:
    """Return the people that `posts_to_give_to` read along."""
    held: list[Appointment] = vars(post)["held_today"]
    return [appointment.user for appointment in held]


def posts_lent_to(user: User, on: date) -> dict[int, str]:
    """Return the posts that somebody has by delegation only (代办), with whose they are."""
    lent = lent_ids_of(user, on)
    if not lent:
        return {}
    givers = (
        Delegation.objects.filter(valid_on(on), receiver=user, giver__is_active=True)
        .filter(valid_on(on, "giver__appointments__"), giver__appointments__post__in=lent)
        .order_by("-starts_on", "-pk")
    )
    return dict(givers.values_list("giver__appointments__post", "giver__full_name"))
