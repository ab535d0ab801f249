"""Setting targets, scoring them, and closing the file of a project."""

from datetime import datetime

from django.utils.timezone import localdate

from approvals.organizations.models import User
from audit.actions import AuditAction
from audit.services import audited, record
from projects.evaluation.models import Evaluation, Indicator, SelfEvaluation
from projects.evaluation.queries import grade_of, items_of_archive, total_score
from projects.registry.life import life_of
from projects.registry.models import Record, Stage
from projects.registry.services import carry_on
from projects.registry.shapes import amount_in, rows_in, text_in
from projects.registry.snapshots import plain


def take_targets_over(passed: Record, *, actor: User, at: datetime) -> None:  # noqa: ARG001
    """Make the approved targets the indicators of the project (绩效指标)."""
    passed.project.indicators.all().delete()
    Indicator.objects.bulk_create(
        Indicator(
            project=passed.project,
            position=position,
            level_one=text_in(row, "first_level"),
            level_two=text_in(row, "second_level"),
            name=text_in(row, "name"),
            target=text_in(row, "target"),
            weight=amount_in(row, "weight"),
        )
        for position, row in enumerate(rows_in(passed.details, "indicators"), start=1)
    )


def begin_evaluation(sent: Record, *, actor: User, at: datetime) -> None:
    """Carry the project into evaluation with the owner unit's own one (绩效自评)."""
    assert isinstance(sent, SelfEvaluation)
    sent.score = total_score(sent.details)
    sent.save(update_fields=["score"])
    project = sent.project
    if project.stage == Stage.OPERATION:
        carry_on(project, Stage.EVALUATION, actor=actor, at=at)


def grade_project(sent: Record, *, actor: User, at: datetime) -> None:  # noqa: ARG001
    """Keep the score and the grade of an evaluation (评价等级)."""
    assert isinstance(sent, Evaluation)
    sent.score = total_score(sent.details)
    sent.grade = grade_of(sent.score, sent.project.rulebook)
    sent.save(update_fields=["score", "grade"])


def complete_items(sent: Record, *, actor: User, at: datetime) -> None:  # noqa: ARG001
    """Keep the list of what is handed over as it was when it was sent."""
    sent.details = {**sent.details, "items": plain(items_of_archive(sent))}
    sent.save(update_fields=["details"])


@audited
def archive_project(passed: Record, *, actor: User, at: datetime) -> None:
    """Close the file of a project: its life is complete (归档)."""
    project = passed.project
    if life_of(project).is_own:
        return
    carry_on(project, Stage.ARCHIVED, actor=actor, at=at)
    record(
        AuditAction.PROJECT_ARCHIVED,
        target=project,
        actor=actor,
        at=at,
        project_id=project.pk,
        detail={"归档日期": localdate(at).isoformat()},
    )
