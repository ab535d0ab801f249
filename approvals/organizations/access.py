"""Which posts a person holds on a day, and what the three administrators may do.

Membership is read from the appointments valid that day, once per request: the answer is
kept on the user object, which lives no longer than the request, so a change of posts
takes effect with the next one.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from enum import StrEnum
from functools import cache

from django.conf import settings
from django.contrib.auth.backends import ModelBackend
from django.db.models import Exists, Model, OuterRef, Q, QuerySet

from approvals.organizations.models import Appointment, Post, Role, Unit, User
from approvals.organizations.shapes import (
    ADMINISTRATORS,
    AUDIT_ADMIN,
    SECURITY_ADMIN,
    SIGNING_ROLES,
    SYSTEM_ADMIN,
)
from config.kernel.asking import ask
from config.kernel.joining import columns_of, next_of


class Ability(StrEnum):
    """What an administrator may do (三员的职权)."""

    SEE_ORGANIZATION = "查看单位、人员和岗位"
    EDIT_UNITS = "维护单位"
    EDIT_ACCOUNTS = "维护人员账号"
    EDIT_CALENDAR = "维护工作日历"
    EDIT_POSTS = "设置岗位"
    APPOINT = "授予和收回岗位"
    UNLOCK = "解除登录锁定"
    KEEP_SEALS = "保管签章证书"
    EDIT_CHANNELS = "配置通知渠道"
    READ_TRAIL = "查阅留痕"


ABILITIES: dict[str, frozenset[Ability]] = {
    SYSTEM_ADMIN: frozenset(
        {
            Ability.SEE_ORGANIZATION,
            Ability.EDIT_UNITS,
            Ability.EDIT_ACCOUNTS,
            Ability.EDIT_CALENDAR,
            Ability.EDIT_CHANNELS,
        }
    ),
    SECURITY_ADMIN: frozenset(
        {
            Ability.SEE_ORGANIZATION,
            Ability.EDIT_POSTS,
            Ability.APPOINT,
            Ability.UNLOCK,
            Ability.KEEP_SEALS,
        }
    ),
    AUDIT_ADMIN: frozenset({Ability.READ_TRAIL}),
}


class AccountBackend(ModelBackend):
    """Sign-in by password; who comes with a session is read without composing the question."""

    def get_user(self, user_id: int) -> User | None:
        """Return the person of a session, or None for a deactivated account."""
        found = ask(_account_sql(), [user_id])
        user = next_of(User, iter(found[0])) if found else None
        return user if user is not None and self.user_can_authenticate(user) else None


@cache
def _account_sql() -> str:
    columns = columns_of({"account": User})
    return f"SELECT {columns} FROM approvals_user AS account WHERE account.id = %s"  # noqa: S608


def valid_on(on: date, prefix: str = "") -> Q:
    """Return the condition "from … to … includes that day" for appointments and delegations."""
    ends_on = Q(**{f"{prefix}ends_on": None}) | Q(**{f"{prefix}ends_on__gte": on})
    return Q(**{f"{prefix}starts_on__lte": on}) & ends_on


def appointed_posts(users: QuerySet[User] | list[int], on: date) -> QuerySet[Post]:
    """Return the active posts that any of these people hold by appointment."""
    appointment = Appointment.objects.filter(valid_on(on), post=OuterRef("pk"), user__in=users)
    return (
        Post.objects.filter(Exists(appointment), is_active=True)
        .select_related("unit", "role")
        .order_by("id")
    )


def posts_of(user: User, on: date) -> list[Post]:
    """Return the posts a person acts in on a day: their own and those delegated to them.

    Administrators' posts cannot be delegated, and administrators act for nobody.
    """
    cache: dict[date, list[Post]] = user.__dict__.setdefault("_posts_by_day", {})
    if on not in cache:
        cache[on] = _read_posts(user, on)
    return cache[on]


def posts_read(user: User, on: date) -> Sequence[Post]:
    """Return the posts a person acts in, if somebody has asked for them already."""
    cache: dict[date, list[Post]] = user.__dict__.get("_posts_by_day", {})
    return cache.get(on, ())


def forget_posts(*users: User) -> None:
    """Let the next question read the appointments again, after they were changed."""
    for user in users:
        user.__dict__.pop("_posts_by_day", None)
        user.__dict__.pop("_lent_by_day", None)
        user.__dict__.pop("_posts_told_by_day", None)


def _read_posts(user: User, on: date) -> list[Post]:
    if not user.pk or not user.is_active:
        return []
    rows = ask(_posts_sql(), {"me": user.pk, "on": on})
    found = [(next_post(iter(row[1:])), row[0]) for row in rows]
    own = [post for post, is_lent in found if not is_lent]
    lent = [post for post, is_lent in found if is_lent]
    if not lent or any(post.role.is_administrator for post in own):
        return own
    user.__dict__.setdefault("_lent_by_day", {})[on] = {post.pk for post in lent}
    return own + lent


# Every page asks this once, and putting the question together took longer than answering it.
@cache
def _posts_sql() -> str:
    return _POSTS.format(columns=columns_of(POST_PARTS))


POST_PARTS: dict[str, type[Model]] = {"post": Post, "unit": Unit, "role": Role}
_POSTS = """
SELECT DISTINCT ON (post.id) appointment.user_id <> %(me)s, {columns}
FROM approvals_appointment AS appointment
JOIN approvals_post AS post ON post.id = appointment.post_id AND post.is_active
JOIN approvals_unit AS unit ON unit.id = post.unit_id
JOIN approvals_role AS role ON role.code = post.role_id
WHERE appointment.starts_on <= %(on)s AND coalesce(appointment.ends_on, %(on)s) >= %(on)s
  AND appointment.user_id = ANY(ARRAY(
    SELECT %(me)s::bigint UNION ALL
    SELECT giver_id FROM approvals_delegation AS lent
    JOIN approvals_user AS giver ON giver.id = lent.giver_id AND giver.is_active
    WHERE lent.receiver_id = %(me)s AND lent.starts_on <= %(on)s
      AND coalesce(lent.ends_on, %(on)s) >= %(on)s
  )) AND (appointment.user_id = %(me)s OR NOT role.is_administrator)
ORDER BY post.id, appointment.user_id <> %(me)s
"""


def next_post(values: Iterator[object]) -> Post:
    """Put a post together with its unit and its role, from the columns of `POST_PARTS`."""
    post = next_of(Post, values)
    post.unit, post.role = next_of(Unit, values), next_of(Role, values)
    return post


def lent_ids_of(user: User, on: date) -> frozenset[int]:
    """Return the keys of the posts a person acts in by delegation only (代办)."""
    posts_of(user, on)
    lent: dict[date, set[int]] = user.__dict__.get("_lent_by_day", {})
    return frozenset(lent.get(on, ()))


def post_ids_of(user: User, on: date) -> list[int]:
    """Return the keys of the posts a person acts in."""
    return [post.pk for post in posts_of(user, on)]


def roles_of(user: User, on: date) -> set[str]:
    """Return the codes of the roles a person acts in."""
    return {post.role_id for post in posts_of(user, on)}


def is_role(user: User, code: str, on: date) -> bool:
    """Whether a person acts in that role on that day."""
    return code in roles_of(user, on)


def is_administrator(user: User, on: date) -> bool:
    """Whether a person is one of the three administrators that day."""
    return not roles_of(user, on).isdisjoint(ADMINISTRATORS)


def needs_second_factor(user: User, on: date) -> bool:
    """Whether the person's posts demand a one-time code beside the password."""
    required = settings.SECOND_FACTOR_REQUIRED or settings.SECURITY_KEY_REQUIRED
    return required and not roles_of(user, on).isdisjoint(SIGNING_ROLES)


def needs_security_key(user: User, on: date) -> bool:
    """Whether the person's posts demand a security key, where a code is not enough."""
    return settings.SECURITY_KEY_REQUIRED and not roles_of(user, on).isdisjoint(SIGNING_ROLES)


def has_ability(user: User, ability: Ability, on: date) -> bool:
    """Whether one of the person's administrator posts includes that ability."""
    return any(ability in ABILITIES.get(role, ()) for role in roles_of(user, on))
