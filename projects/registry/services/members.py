"""Who takes part in a project, in a role that its rulebook puts inside projects."""

from datetime import date, datetime, timedelta

from django.utils.timezone import localdate

from approvals.organizations.models import Role, User
from approvals.organizations.services import (
    appoint_in_project,
    release_from_project,
    succeed_in_project,
)
from audit.actions import AuditAction
from audit.services import audited, record
from config.kernel.verdicts import enforce
from projects.registry.access import sync_duties
from projects.registry.models import Project, ProjectMember
from projects.registry.rules.members import may_appoint_member, may_end_member
from projects.registry.services.locking import lock_project

LONGEST_TITLE = 60


@audited
def appoint_member(  # noqa: PLR0913 - a place in a project has that many sides
    project: Project,
    role_code: str,
    *,
    user: User,
    starts_on: date,
    ends_on: date | None = None,
    actor: User,
    at: datetime,
) -> ProjectMember:
    """Give a person a role of a project (指定项目成员)."""
    lock_project(project.pk)
    enforce(may_appoint_member(project, role_code, user, localdate(at)))
    role = Role.objects.get(code=role_code)
    serial = ProjectMember.objects.filter(project=project, role=role, user=user).count() + 1
    again = f" {serial}" if serial > 1 else ""
    appointment = appoint_in_project(
        user,
        role=role,
        title=f"{role.label[:20]}（{project.number} {user.full_name}{again}）"[:LONGEST_TITLE],
        starts_on=starts_on,
        ends_on=ends_on,
        actor=actor,
        at=at,
    )
    member = ProjectMember.objects.create(
        project=project, role=role, user=user, appointment=appointment
    )
    sync_duties(project.pk)
    record(
        AuditAction.MEMBER_APPOINTED,
        target=project,
        actor=actor,
        at=at,
        project_id=project.pk,
        detail={"角色": role.label, "人员": user.full_name, "开始日期": starts_on.isoformat()},
    )
    return member


@audited
def pass_place(
    member: ProjectMember, *, user: User, on: date, actor: User, at: datetime
) -> ProjectMember:
    """Give somebody's role of a project to a successor, with what waits on the desk (交接)."""
    enforce(may_appoint_member(member.project, member.role_id, user, on, instead_of=member))
    appointment = succeed_in_project(
        member.appointment, user=user, starts_on=on, actor=actor, at=at
    )
    successor = ProjectMember.objects.create(
        project=member.project, role=member.role, user=user, appointment=appointment
    )
    record(
        AuditAction.MEMBER_APPOINTED,
        target=member.project,
        actor=actor,
        at=at,
        project_id=member.project_id,
        detail={"角色": member.role.label, "人员": user.full_name, "接替": member.user.full_name},
    )
    last_day = max(on - timedelta(days=1), member.appointment.starts_on)
    end_member(member, last_day=last_day, actor=actor, at=at)
    return successor


@audited
def end_member(
    member: ProjectMember, *, last_day: date, actor: User, at: datetime
) -> ProjectMember:
    """Take a role of a project from a person after a last day (项目成员退出)."""
    enforce(may_end_member(member, last_day, localdate(at)))
    release_from_project(member.appointment, last_day=last_day, actor=actor, at=at)
    member.is_ended = True
    member.save(update_fields=["is_ended"])
    sync_duties(member.project_id)
    record(
        AuditAction.MEMBER_RELEASED,
        target=member.project,
        actor=actor,
        at=at,
        project_id=member.project_id,
        detail={
            "角色": member.role.label,
            "人员": member.user.full_name,
            "最后一天": last_day.isoformat(),
        },
    )
    return member
