"""Planning the construction, and what follows from its reports and changes."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from django.utils.timezone import localdate

from approvals.organizations.models import User
from audit.actions import AuditAction
from audit.services import audited, record
from config.kernel.verdicts import enforce
from projects.construction.models import ChangeRequest, Milestone, ProgressReport
from projects.construction.queries import ALL_DONE
from projects.construction.rules import (
    MilestonePlan,
    difference_of,
    is_covered,
    may_plan_milestones,
    may_reach_milestone,
)
from projects.registry.models import Project, Record
from projects.registry.queries import stated_at_decision
from projects.registry.services import lock_project, update_project
from projects.registry.shapes import day_in, number_in, rows_in, text_in


def _locked(project_id: int, version: int | None = None) -> Project:
    project = lock_project(project_id)
    if version is not None:
        project.require_version(version)
    return project


@audited
def plan_milestones(
    project: Project, *, plan: Sequence[MilestonePlan], version: int, actor: User, at: datetime
) -> list[Milestone]:
    """Keep the plan of the construction: its milestones, in this order (里程碑计划)."""
    project = _locked(project.pk, version)
    enforce(may_plan_milestones(project, plan))
    before = {milestone.pk: milestone for milestone in project.milestones.all()}
    project.milestones.all().delete()
    milestones = Milestone.objects.bulk_create(
        _continued(project, position, line, before) for position, line in enumerate(plan, start=1)
    )
    update_project(project, actor=actor, at=at)
    record(
        AuditAction.MILESTONES_PLANNED,
        target=project,
        actor=actor,
        at=at,
        project_id=project.pk,
        detail={"里程碑": [milestone.name for milestone in milestones]},
    )
    return milestones


def _continued(
    project: Project, position: int, line: MilestonePlan, before: dict[int, Milestone]
) -> Milestone:
    """Write a line of the plan; what was done of the milestone it continues stays."""
    old = before.get(line.pk) if line.pk is not None else None
    return Milestone(
        pk=old.pk if old else None,
        project=project,
        position=position,
        name=line.name,
        planned_start=line.planned_start,
        planned_end=line.planned_end,
        reached_on=old.reached_on if old else None,
        percent=old.percent if old else 0,
    )


@audited
def reach_milestone(
    milestone: Milestone, *, reached_on: date, actor: User, at: datetime
) -> Milestone:
    """Note that a milestone was reached (里程碑完成)."""
    project = _locked(milestone.project_id)
    fresh = Milestone.objects.get(pk=milestone.pk)
    fresh.project = project
    enforce(may_reach_milestone(fresh, reached_on, localdate(at)))
    fresh.reached_on, fresh.percent = reached_on, ALL_DONE
    fresh.save(update_fields=["reached_on", "percent"])
    update_project(project, actor=actor, at=at)
    record(
        AuditAction.MILESTONE_REACHED,
        target=project,
        actor=actor,
        at=at,
        project_id=project.pk,
        detail={"里程碑": fresh.name, "完成日期": reached_on.isoformat()},
    )
    return fresh


def follow_progress(passed: Record, *, actor: User, at: datetime) -> None:  # noqa: ARG001
    """Bring the milestones to where the report in force says they are."""
    assert isinstance(passed, ProgressReport)
    rows = {text_in(row, "name"): row for row in rows_in(passed.details, "milestones")}
    for milestone in Milestone.objects.filter(project=passed.project, name__in=rows):
        row = rows[milestone.name]
        reached_on = day_in(row, "completed_on")
        percent = number_in(row, "progress") or Decimal(0)
        milestone.reached_on = milestone.reached_on or reached_on
        done = milestone.reached_on is not None
        milestone.percent = ALL_DONE if done else max(milestone.percent, int(percent))
        milestone.save(update_fields=["reached_on", "percent"])


def compute_change(sent: Record, *, actor: User, at: datetime) -> None:  # noqa: ARG001
    """Keep what a change does to the approved sum."""
    assert isinstance(sent, ChangeRequest)
    assert sent.project.approved_amount is not None
    sent.before_amount = sent.project.approved_amount
    sent.difference_amount = difference_of(sent)
    sent.amount = sent.before_amount + sent.difference_amount
    sent.save(update_fields=["before_amount", "difference_amount", "amount"])


@audited
def apply_change(passed: Record, *, actor: User, at: datetime) -> None:
    """Let the approved sum follow a change that took effect (变更生效)."""
    assert isinstance(passed, ChangeRequest)
    difference = difference_of(passed)
    if not difference:
        return
    project = _locked(passed.project_id)
    assert project.approved_amount is not None
    passed.before_amount = project.approved_amount
    passed.difference_amount, passed.amount = difference, project.approved_amount + difference
    passed.save(update_fields=["before_amount", "difference_amount", "amount"])
    enforce(is_covered(passed, stated_at_decision(passed)))
    update_project(project, approved_amount=passed.amount, actor=actor, at=at)
