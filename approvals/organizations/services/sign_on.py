"""Single sign-on (单点登录): whom an identity belongs to, and the posts that its claims bring.

An identity never makes an account: it opens the account of a person who is there already.
Posts by claim are appointments that the system makes and ends; administrators' posts are never
among them, and what the security administrator has appointed stays as it is.
"""

from collections.abc import Collection, Mapping
from datetime import datetime

from django.conf import settings
from django.db.models import Q
from django.utils.timezone import localdate

from approvals.organizations.access import Ability, valid_on
from approvals.organizations.models import Appointment, Post, PostClaim, User
from approvals.organizations.rules import may
from approvals.organizations.services.appointments import appoint, end_appointment
from audit.actions import AuditAction
from audit.services import audited, record
from config.kernel.verdicts import RuleViolationError, enforce, refused

FIELDS = ("username", "phone", "email")
LONGEST_VALUE = 200

type Claims = Mapping[str, object]


def claimed_name(claims: Claims) -> str:
    """Return the claim by which a person is known."""
    return str(claims.get(settings.OIDC["claim"]) or "").strip()


def person_of(claims: Claims) -> User | None:
    """Return the one active person whose account an identity opens."""
    field, value = settings.OIDC["field"], claimed_name(claims)
    if not value or field not in FIELDS:
        return None
    if field == "email" and claims.get("email_verified") is not True:
        return None
    if field == "username":
        value = User.normalize_username(value).lower()
    found = User.objects.filter(Q(**{field: value}), is_active=True, is_system=False)[:2]
    return found[0] if len(found) == 1 else None


def bring_posts(user: User, claims: Claims, *, at: datetime) -> None:
    """Appoint to the posts that the claims name, and end those they no longer name."""
    if not settings.OIDC["posts_claim"]:
        return
    given = claims.get(settings.OIDC["posts_claim"])
    values = given if isinstance(given, list) else [given]
    on, system = localdate(at), User.system()
    wanted = Post.objects.filter(
        claims__value__in=[str(value) for value in values if value],
        is_active=True,
        role__is_administrator=False,
    ).distinct()
    held = {row.post_id: row for row in user.appointments.filter(valid_on(on))}
    for post in wanted:
        if post.pk not in held:
            _appoint(user, post, actor=system, at=at)
    kept = {post.pk for post in wanted}
    for post_id, row in held.items():
        if row.from_claim and post_id not in kept:
            _end(row, actor=system, at=at)


def _appoint(user: User, post: Post, *, actor: User, at: datetime) -> None:
    """Appoint, unless the rules refuse it; the refusal is on the trail, the login goes on."""
    try:
        made = appoint(user, post=post, starts_on=localdate(at), actor=actor, at=at)
    except RuleViolationError:
        return
    Appointment.objects.filter(pk=made.pk).update(from_claim=True)


def _end(row: Appointment, *, actor: User, at: datetime) -> None:
    try:
        end_appointment(row, actor=actor, at=at)
    except RuleViolationError:
        return


@audited
def add_claim(*, value: str, post: Post, actor: User, at: datetime) -> PostClaim:
    """Let a value of the claim bring a post (新增岗位对应)."""
    enforce(may(actor, Ability.APPOINT, localdate(at)))
    if post.role.is_administrator:
        enforce(refused("管理员岗位不能由单点登录带来，须由安全管理员任命。"))
    if PostClaim.objects.filter(value=value, post=post).exists():
        enforce(refused("这个对应关系已经有了。"))
    claim = PostClaim.objects.create(value=value, post=post)
    _record(claim, "新增", actor=actor, at=at)
    return claim


@audited
def remove_claim(claim: PostClaim, *, actor: User, at: datetime) -> None:
    """Let a value bring a post no longer (删除岗位对应); at the next sign-on the post ends."""
    enforce(may(actor, Ability.APPOINT, localdate(at)))
    _record(claim, "删除", actor=actor, at=at)
    claim.delete()


def known_claims() -> Collection[PostClaim]:
    """Return every value with its post."""
    found = PostClaim.objects.select_related("post__unit", "post__role")
    return list(found.order_by("value", "pk"))


def _record(claim: PostClaim, deed: str, *, actor: User, at: datetime) -> None:
    detail = {"操作": deed, "岗位": f"{claim.post.unit.name} {claim.post.title}"}
    record(AuditAction.POST_CLAIM_CHANGED, target=claim, actor=actor, at=at, detail=detail)
