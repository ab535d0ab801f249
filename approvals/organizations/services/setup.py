"""The first set-up (首次设置): from a one-time token to units, administrators, people and posts.

There is no default account. Whoever can run a command on the server makes a token; whoever
holds it opens the wizard once. The system user acts, the trail says so, and each part of the
wizard is closed for good once it is done.
"""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.timezone import localdate

from approvals.organizations.models import Post, Role, SetupRun, Unit, UnitKind, User
from approvals.organizations.services.accounts import NewAccount, create_account
from approvals.organizations.services.appointments import appoint
from approvals.organizations.services.posts import create_post
from approvals.organizations.services.units import create_unit
from approvals.organizations.shapes import ADMINISTRATORS, ROLES
from audit.actions import AuditAction
from audit.services import audited, record
from config.kernel.pinyin import pinyin_key
from config.kernel.verdicts import ALLOWED, Verdict, enforce, refused

TOKEN_LIFE = timedelta(hours=24)
TOKEN_BYTES = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class NewDepartment:
    """A unit of the second level, as typed."""

    kind: str
    name: str
    social_credit_code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewHolder:
    """Somebody for a post, as typed."""

    role: str
    full_name: str
    username: str


def setup_is_possible() -> bool:
    """Whether the system is still without people, or its set-up has begun and is not complete."""
    run = SetupRun.objects.first()
    if run is not None:
        return run.completed_at is None
    return not User.objects.filter(is_system=False).exists()


@audited
def issue_setup_token(*, actor: User, at: datetime) -> str:
    """Make the one-time token of the wizard; an earlier one no longer opens it."""
    if not setup_is_possible():
        enforce(refused("系统已经设置完成，不再需要首次设置。"))
    token = secrets.token_urlsafe(TOKEN_BYTES)
    values = {"token_digest": digest_of(token), "expires_at": at + TOKEN_LIFE}
    run, _created = SetupRun.objects.update_or_create(is_only=True, defaults=values)
    detail = {"步骤": "生成一次性口令"}
    record(
        AuditAction.SYSTEM_SET_UP,
        target=run,
        target_label="首次设置",
        actor=actor,
        at=at,
        detail=detail,
    )
    return token


@audited
def open_setup(*, token: str, actor: User, at: datetime) -> str:
    """Exchange the token for the right to go on in this browser; it opens nothing twice."""
    run = SetupRun.objects.select_for_update().filter(completed_at=None).first()
    is_right = run is not None and secrets.compare_digest(
        run.token_digest, digest_of(token.strip())
    )
    if run is None or not is_right or run.expires_at <= at:
        enforce(
            refused(
                "一次性口令不对、已用过或已过期，请在服务器上运行 manage.py setup_token 重新生成。"
            )
        )
    assert run is not None
    run.expires_at = at
    run.save(update_fields=["expires_at"])
    detail = {"步骤": "打开"}
    record(
        AuditAction.SYSTEM_SET_UP,
        target=run,
        target_label="首次设置",
        actor=actor,
        at=at,
        detail=detail,
    )
    return run.token_digest


def open_run(proof: object) -> SetupRun | None:
    """Return the set-up that a browser with this proof may go on with."""
    return SetupRun.objects.filter(completed_at=None, token_digest=proof or "").first()


def finish_step(run: SetupRun, code: str) -> None:
    """Remember that a step is done."""
    if code not in run.done_steps:
        run.done_steps = [*run.done_steps, code]
        run.save(update_fields=["done_steps"])


@audited
def set_up_root(  # noqa: PLR0913 - a unit has that many particulars
    *,
    name: str,
    short_name: str,
    kind: UnitKind,
    social_credit_code: str,
    actor: User,
    at: datetime,
) -> Unit:
    """Add the unit at the root of the tree."""
    if Unit.objects.exists():
        enforce(refused("已经有单位了，不必再设顶层单位。"))
    return create_unit(
        name=name,
        short_name=short_name,
        kind=kind,
        parent=None,
        social_credit_code=social_credit_code,
        actor=actor,
        at=at,
    )


@audited
def set_up_administrators(
    *, holders: Sequence[NewHolder], actor: User, at: datetime
) -> list[NewAccount]:
    """Create the three administrators (三员), three different people."""
    root = Unit.objects.filter(parent=None).order_by("id").first()
    if root is None:
        enforce(refused("请先完成“顶层单位”一步。"))
    assert root is not None
    if Post.objects.filter(role__in=ADMINISTRATORS).exists():
        enforce(refused("三员已经设好，不能重复设置。"))
    enforce(_are_different_people(holders))
    return _place(holders, {holder.role: root for holder in holders}, actor, at)


@audited
def set_up_departments(
    *, departments: Sequence[NewDepartment], actor: User, at: datetime
) -> list[Unit]:
    """Add the departments that the rulebook gives duties to."""
    root = Unit.objects.filter(parent=None).order_by("id").first()
    if root is None:
        enforce(refused("请先完成“顶层单位”一步。"))
    return [
        create_unit(
            name=department.name,
            short_name="",
            kind=UnitKind.objects.get(code=department.kind),
            parent=root,
            social_credit_code=department.social_credit_code,
            actor=actor,
            at=at,
        )
        for department in departments
    ]


@audited
def set_up_people(*, holders: Sequence[NewHolder], actor: User, at: datetime) -> list[NewAccount]:
    """Create the first people in their posts; one person may have several."""
    units = {holder.role: unit_for_role(holder.role) for holder in holders}
    missing = [ROLES[role].label for role, unit in units.items() if unit is None]
    if missing:
        enforce(refused(f"还没有可设这些岗位的单位：{'、'.join(missing)}。请先新增单位。"))
    return _place(holders, {role: unit for role, unit in units.items() if unit}, actor, at)


@audited
def complete_setup(run: SetupRun, *, needed: Sequence[str], actor: User, at: datetime) -> None:
    """Close the wizard for good (完成设置)."""
    run = SetupRun.objects.select_for_update().get(pk=run.pk)
    if missing := [label for label in needed if label not in run.done_steps]:
        enforce(refused(f"还有 {len(missing)} 步没有完成。"))
    run.completed_at = at
    run.save(update_fields=["completed_at"])
    detail = {"步骤": "完成"}
    record(
        AuditAction.SYSTEM_SET_UP,
        target=run,
        target_label="首次设置",
        actor=actor,
        at=at,
        detail=detail,
    )


def unit_for_role(role: str) -> Unit | None:
    """Return the unit where a role usually sits."""
    kinds = ROLES[role].unit_kinds
    return Unit.objects.filter(kind__in=kinds, is_active=True).order_by("id").first()


def digest_of(token: str) -> str:
    """Return what is stored of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def _are_different_people(holders: Sequence[NewHolder]) -> Verdict:
    names = {holder.full_name for holder in holders}
    usernames = {holder.username for holder in holders if holder.username}
    if len(names) < len(holders) or len(usernames) < sum(bool(h.username) for h in holders):
        return refused("系统、安全、审计管理员必须是三个不同的人（三员分立），请分别填写。")
    return ALLOWED


def _place(
    holders: Sequence[NewHolder], units: dict[str, Unit], actor: User, at: datetime
) -> list[NewAccount]:
    accounts: dict[tuple[str, str], NewAccount] = {}
    created: list[NewAccount] = []
    for holder in holders:
        unit, person = units[holder.role], (holder.full_name, holder.username)
        if person not in accounts:
            accounts[person] = _account(holder, unit, actor, at)
            created.append(accounts[person])
        role = Role.objects.get(code=holder.role)
        post = Post.objects.filter(unit=unit, role=role).first() or create_post(
            unit=unit, role=role, actor=actor, at=at
        )
        user = accounts[person].user
        appoint(user, post=post, starts_on=localdate(at), actor=actor, at=at)
    return created


def _account(holder: NewHolder, unit: Unit, actor: User, at: datetime) -> NewAccount:
    username = holder.username or _free_username(holder.full_name)
    return create_account(
        username=username, full_name=holder.full_name, unit=unit, actor=actor, at=at
    )


def _free_username(full_name: str) -> str:
    """Make a user name of the pinyin, with a number where it is taken."""
    bare = "".join(c for c in pinyin_key(full_name).split()[0] if c.isalnum())[:40] or "user"
    taken = set(User.objects.filter(username__startswith=bare).values_list("username", flat=True))
    number, username = 1, bare
    while username in taken:
        number += 1
        username = f"{bare}{number}"
    return username
