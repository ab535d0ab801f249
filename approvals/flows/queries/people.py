"""Who stands behind posts, for many posts at once: a route has many, a page few queries."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from functools import cache

from django.db.models import Exists, F, OuterRef, Prefetch, QuerySet

from approvals.organizations.access import POST_PARTS, lent_ids_of, next_post, valid_on
from approvals.organizations.models import Appointment, Delegation, Post, Unit, User
from config.kernel.asking import ask
from config.kernel.joining import columns_of, next_of


def posts_by_role(role_codes: Iterable[str], owner_unit: Unit) -> dict[str, list[Post]]:
    """Return the active posts that act for each role in a matter of `owner_unit`."""
    found: dict[str, list[Post]] = {code: [] for code in role_codes}
    for row in ask(_posts_sql(), [list(found), owner_unit.pk]):
        post = next_post(iter(row))
        found[post.role_id].append(post)
    return found


def holders_by_post(post_ids: Iterable[int], on: date) -> dict[int, list[User]]:
    """Return who holds each post on a day by appointment, most senior appointment first."""
    found: dict[int, list[User]] = defaultdict(list)
    for post_id, *values in ask(_holders_sql(), {"posts": list(set(post_ids)), "on": on}):
        found[post_id].append(next_of(User, iter(values)))
    return found


# Every step that opens asks both, and putting the questions together took longer than the answers.
@cache
def _posts_sql() -> str:
    return _POSTS.format(columns=columns_of(POST_PARTS))


@cache
def _holders_sql() -> str:
    return _HOLDERS.format(columns=columns_of({"holder": User}))


_POSTS = """
SELECT {columns} FROM approvals_post AS post
JOIN approvals_unit AS unit ON unit.id = post.unit_id
JOIN approvals_role AS role ON role.code = post.role_id AND NOT role.in_project
WHERE post.is_active AND post.role_id = ANY(%s)
  AND (NOT role.at_owner OR post.unit_id = %s)
ORDER BY unit.pinyin, post.id
"""
_HOLDERS = """
SELECT appointment.post_id, {columns} FROM approvals_appointment AS appointment
JOIN approvals_user AS holder ON holder.id = appointment.user_id AND holder.is_active
WHERE appointment.post_id = ANY(%(posts)s)
  AND appointment.starts_on <= %(on)s AND coalesce(appointment.ends_on, %(on)s) >= %(on)s
ORDER BY appointment.starts_on, appointment.id
"""


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
