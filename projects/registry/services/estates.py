"""The projects of a unit go to another unit with all that is under way in them (机构改革)."""

from django.db.models import F
from django.utils.timezone import localdate

from approvals.flows.services import rehouse_processes
from approvals.organizations.estates import Estate, Move
from approvals.organizations.models import Unit
from audit.actions import AuditAction
from audit.services import record
from config.kernel.verdicts import ALLOWED, enforce
from projects.registry.access import sync_duties
from projects.registry.models import Project, ProjectUnit, Stage
from projects.registry.rules.members import may_handle


def _options(unit: Unit) -> list[tuple[int, str]]:
    projects = Project.objects.filter(owner_unit=unit).order_by("-created_at", "-pk")
    return [
        (project.pk, f"{project.number} {project.name}（{project.stage_label}）")
        for project in projects
    ]


def _move_projects(move: Move) -> int:
    """Put projects under the new unit; papers that were printed keep the name on them."""
    projects = Project.objects.filter(owner_unit=move.unit)
    if move.projects is not None:
        projects = projects.filter(pk__in=move.projects)
    keys = list(projects.order_by("pk").values_list("pk", flat=True))
    Project.objects.filter(pk__in=keys).update(
        owner_unit=move.target, changed_at=move.at, version=F("version") + 1
    )
    if move.projects is None:
        _move_parts(move)
    moved = list(
        Project.objects.filter(pk__in=keys)
        .select_related("owner_unit", "handler", "rulebook__regulation")
        .order_by("pk")
    )
    verdict = ALLOWED
    for project in moved:
        record(
            AuditAction.PROJECT_CHANGED,
            target=project,
            actor=move.actor,
            at=move.at,
            project_id=project.pk,
            detail={"建设单位": f"{move.unit.name}→{move.target.name}", "原因": "机构改革"},
        )
        is_split = move.projects is not None
        if is_split and project.is_active and project.stage != Stage.ARCHIVED:
            verdict &= may_handle(project, project.handler, localdate(move.at))
        sync_duties(project.pk)
    enforce(verdict)
    return len(moved)


def _move_parts(move: Move) -> None:
    """Let the new unit take the place of the old one where it takes part in others' projects."""
    mine = ProjectUnit.objects.filter(unit=move.unit)
    for part in mine.order_by("pk"):
        same = ProjectUnit.objects.filter(unit=move.target, project=part.project_id, part=part.part)
        if same.exists():
            part.delete()
        else:
            part.unit = move.target
            part.save(update_fields=["unit"])


def _move_matters(move: Move) -> int:
    return rehouse_processes(
        move.unit,
        target=move.target,
        projects=move.projects,
        actor=move.actor,
        at=move.at,
    )


ESTATES = (
    Estate(label="项目", options=_options, move=_move_projects),
    Estate(label="审批中的事项", options=lambda _unit: [], move=_move_matters),
)
