"""What somebody leads in projects goes to somebody else: the project, a place in it, a right."""

from datetime import date, datetime

from django.db.models import QuerySet

from approvals.organizations.holdings import Holding, Keeper, Passing
from approvals.organizations.models import User
from audit.actions import AuditAction
from audit.services import audited, record
from config.kernel.verdicts import enforce
from projects.registry.access import move_named_right, named_rights_of
from projects.registry.models import Project, ProjectMember, Stage, Standing
from projects.registry.rules.members import may_handle
from projects.registry.services.locking import lock_project
from projects.registry.services.members import pass_place


@audited
def change_handler(
    project: Project, *, handler: User, on: date, actor: User, at: datetime
) -> Project:
    """Put a project into the hands of another case officer (变更经办人)."""
    project = lock_project(project.pk)
    enforce(may_handle(project, handler, on))
    before = project.handler
    project.handler = handler
    project.changed_at = at
    project.version += 1
    project.save(update_fields=["handler", "changed_at", "version"])
    record(
        AuditAction.HANDLER_CHANGED,
        target=project,
        actor=actor,
        at=at,
        project_id=project.pk,
        detail={"原经办人": before.full_name, "现经办人": handler.full_name},
    )
    return project


def unfinished(user: User) -> QuerySet[Project]:
    """Return the projects that somebody still has to see through."""
    living = Project.objects.filter(
        handler=user, standing__in=[Standing.ACTIVE, Standing.SUSPENDED]
    ).exclude(stage=Stage.ARCHIVED)
    return living.select_related("owner_unit").order_by("pk")


def _held_projects(user: User, on: date) -> list[Holding]:  # noqa: ARG001 - a keeper's shape
    return [
        Holding(
            kind="project",
            number=project.pk,
            label=f"{project.name}（{project.number}）",
            note=f"经办；{project.owner_unit.short_name}，{project.stage_label}。",
            must_move=True,
        )
        for project in unfinished(user)
    ]


def _pass_project(item: Holding, passing: Passing) -> None:
    assert passing.receiver is not None
    change_handler(
        Project.objects.get(pk=item.number),
        handler=passing.receiver,
        on=passing.first_day,
        actor=passing.actor,
        at=passing.at,
    )


def _held_places(user: User, on: date) -> list[Holding]:  # noqa: ARG001 - a keeper's shape
    members = ProjectMember.objects.filter(user=user, is_ended=False)
    members = members.exclude(project__stage=Stage.ARCHIVED)
    return [
        Holding(
            kind="member",
            number=member.pk,
            label=f"{member.project.name}：{member.role.label}",
            note="项目成员，今天起由接手人担任。",
            must_move=True,
        )
        for member in members.select_related("project", "role").order_by("pk")
    ]


def _pass_place(item: Holding, passing: Passing) -> None:
    member = ProjectMember.objects.select_related(
        "project__owner_unit", "role", "user", "appointment__post__role"
    ).get(pk=item.number)
    assert passing.receiver is not None
    pass_place(member, user=passing.receiver, on=passing.on, actor=passing.actor, at=passing.at)


def _held_rights(user: User, on: date) -> list[Holding]:  # noqa: ARG001 - a keeper's shape
    return [
        Holding(
            kind="right",
            number=right.number,
            label=f"{right.project_name}：{right.label}",
            note="授予本人的项目权限。",
        )
        for right in named_rights_of(user)
    ]


def _pass_right(item: Holding, passing: Passing) -> None:
    move_named_right(item.number, passing.receiver)


KEEPERS = (
    Keeper(
        order=400, kind="project", label="经办的项目", held_by=_held_projects, pass_on=_pass_project
    ),
    Keeper(
        order=500, kind="member", label="项目内的岗位", held_by=_held_places, pass_on=_pass_place
    ),
    Keeper(
        order=600,
        kind="right",
        label="授予本人的项目权限",
        held_by=_held_rights,
        pass_on=_pass_right,
    ),
)
