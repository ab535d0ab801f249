"""Posts: set up, close, reopen."""

from datetime import date, datetime

from django.contrib.auth.models import Group
from django.utils.timezone import localdate

from approvals.organizations.access import Ability, forget_posts
from approvals.organizations.models import Appointment, Post, Role, Unit, User
from approvals.organizations.queries import holds_administrator_post
from approvals.organizations.rules import keeps_roles_apart, may, may_close_post
from audit.actions import AuditAction
from audit.services import audited, record
from config.kernel.texts import clean_line
from config.kernel.verdicts import ALLOWED, Verdict, enforce, refused


@audited
def create_post(*, unit: Unit, role: Role, title: str = "", actor: User, at: datetime) -> Post:
    """Set up a post (设置岗位): a role at a unit, with the group that carries its rights."""
    title = clean_line(title) or role.label
    verdict = may(actor, Ability.EDIT_POSTS, localdate(at))
    if not unit.is_active:
        verdict &= refused("该单位已停用，不能设置岗位。")
    if Post.objects.filter(unit=unit, role=role, title=title).exists():
        verdict &= refused(f"{unit.short_name}已有“{title}”岗位，请换一个岗位名称。")
    enforce(verdict)
    group = Group.objects.create(name=f"post:{unit.pk}:{role.code}:{title}")
    post = Post.objects.create(unit=unit, role=role, title=title, group=group)
    detail = {"单位": unit.name, "角色": role.label}
    record(AuditAction.POST_CREATED, target=post, actor=actor, at=at, detail=detail)
    return post


@audited
def appoint_in_project(  # noqa: PLR0913 - a place in a project has that many sides
    user: User,
    *,
    role: Role,
    title: str,
    starts_on: date,
    ends_on: date | None,
    actor: User,
    at: datetime,
) -> Appointment:
    """Give a person a place in one project: a post of its own, held from one day to another."""
    unit = user.unit
    enforce(_may_stand_in_project(user, role, starts_on, ends_on))
    assert unit is not None
    group = Group.objects.create(name=f"post:{unit.pk}:{role.code}:{title}")
    post = Post.objects.create(unit=unit, role=role, title=title, group=group)
    appointment = Appointment.objects.create(
        user=user, post=post, starts_on=starts_on, ends_on=ends_on
    )
    forget_posts(user)
    detail = {"单位": unit.name, "角色": role.label, "任职起": starts_on.isoformat()}
    record(AuditAction.APPOINTMENT_MADE, target=user, actor=actor, at=at, detail=detail)
    return appointment


@audited
def succeed_in_project(
    appointment: Appointment, *, user: User, starts_on: date, actor: User, at: datetime
) -> Appointment:
    """Appoint a successor to the very post of somebody in a project: what waits there stays."""
    post = appointment.post
    ends_on = appointment.ends_on
    enforce(_may_stand_in_project(user, post.role, starts_on, ends_on))
    successor = Appointment.objects.create(
        user=user, post=post, starts_on=starts_on, ends_on=ends_on
    )
    forget_posts(user)
    detail = {"岗位": post.title, "任职起": starts_on.isoformat(), "接替": str(appointment.user)}
    record(AuditAction.APPOINTMENT_MADE, target=user, actor=actor, at=at, detail=detail)
    return successor


def _may_stand_in_project(user: User, role: Role, starts_on: date, ends_on: date | None) -> Verdict:
    verdict = ALLOWED if role.in_project else refused(f"{role.label}不是项目内的角色。")
    if user.unit is None or not user.is_active:
        verdict &= refused(f"{user.full_name}没有所属单位或已停用，不能担任{role.label}。")
    if holds_administrator_post([user.pk], starts_on, ends_on):
        verdict &= refused(f"{user.full_name}是管理员，不能担任{role.label}。")
    return verdict & keeps_roles_apart(user, role, starts_on, ends_on)


@audited
def release_from_project(
    appointment: Appointment, *, last_day: date, actor: User, at: datetime
) -> None:
    """Take a place in a project from a person after a last day."""
    if last_day < appointment.starts_on:
        enforce(refused("最后一天不能早于任职起。"))
    appointment.ends_on = last_day
    appointment.save(update_fields=["ends_on"])
    user, role = appointment.user, appointment.post.role
    detail = {"角色": role.label, "最后一天": last_day.isoformat()}
    record(AuditAction.APPOINTMENT_ENDED, target=user, actor=actor, at=at, detail=detail)


@audited
def close_post(post: Post, *, actor: User, at: datetime) -> None:
    """Take a post out of use (停用岗位); refused while somebody or something is there."""
    post = (
        Post.objects.select_for_update(of=("self",)).select_related("unit", "role").get(pk=post.pk)
    )
    enforce(may_close_post(post, actor, localdate(at)))
    post.is_active = False
    post.save(update_fields=["is_active"])
    record(
        AuditAction.POST_CLOSED, target=post, actor=actor, at=at, detail={"单位": post.unit.name}
    )


@audited
def reopen_post(post: Post, *, actor: User, at: datetime) -> None:
    """Put a post into use again (启用岗位)."""
    verdict = may(actor, Ability.EDIT_POSTS, localdate(at))
    if not post.unit.is_active:
        verdict &= refused("该单位已停用，请先启用单位。")
    enforce(verdict)
    Post.objects.filter(pk=post.pk).update(is_active=True)
    record(AuditAction.POST_CHANGED, target=post, actor=actor, at=at, detail={"状态": "启用"})
