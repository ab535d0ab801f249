"""Carrying a project through its acceptance, and keeping its data catalogue."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

from django.utils.timezone import localdate

from approvals.organizations.models import User
from audit.actions import AuditAction
from audit.services import audited, record
from config.kernel.verdicts import enforce
from projects.acceptance.models import DataResource
from projects.acceptance.rules import ResourceLine, may_catalogue_data
from projects.registry.life import life_of
from projects.registry.models import Project, Record, Stage
from projects.registry.rules import judge_gate
from projects.registry.services import carry_on, send_back, update_project


def begin_acceptance(sent: Record, *, actor: User, at: datetime) -> None:
    """Carry the project into acceptance with the first application for it (申请验收)."""
    project = sent.project
    if project.stage == Stage.CONSTRUCTION:
        carry_on(project, Stage.ACCEPTANCE, actor=actor, at=at)


def conclude_acceptance(passed: Record, *, actor: User, at: datetime) -> None:
    """Carry a project that was accepted into operation (验收合格)."""
    project = passed.project
    if not life_of(project).is_own:
        enforce(judge_gate(project, "enter_operation", localdate(at)))
    carry_on(project, Stage.OPERATION, actor=actor, at=at)


def refuse_acceptance(failed: Record, *, actor: User, at: datetime) -> None:
    """Send a project that was not accepted back into construction (整改)."""
    project = failed.project
    send_back(project, Stage.CONSTRUCTION, actor=actor, at=at)


@audited
def catalogue_data(
    project: Project, *, lines: Sequence[ResourceLine], version: int, actor: User, at: datetime
) -> list[DataResource]:
    """Keep the catalogue of the data that a project brings forth (编制数据资源目录)."""
    project = Project.objects.select_for_update(of=("self",), no_key=True).get(pk=project.pk)
    project.require_version(version)
    enforce(may_catalogue_data(project, lines, localdate(at)))
    project.data_resources.all().delete()
    resources = DataResource.objects.bulk_create(
        DataResource(project=project, **asdict(line)) for line in lines
    )
    update_project(project, actor=actor, at=at)
    record(
        AuditAction.DATA_CATALOGUED,
        target=project,
        actor=actor,
        at=at,
        project_id=project.pk,
        detail={"数据资源": [resource.name for resource in resources]},
    )
    return resources
