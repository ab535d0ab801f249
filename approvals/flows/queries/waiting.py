"""What waits at a post or a unit: asked before somebody goes or a unit closes."""

from collections.abc import Sequence
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet

from approvals.flows.models import ApprovalProcess, ApprovalTask, ProcessStatus, TaskStatus
from approvals.organizations.models import Post, Unit
from config.kernel.verdicts import Missing

MOST_NAMED = 20


def tasks_waiting_at(posts: Sequence[Post], _on: date) -> list[Missing]:
    """Name the open tasks at these posts that no other post of the role could decide."""
    open_tasks = ApprovalTask.objects.filter(status=TaskStatus.OPEN)
    siblings = open_tasks.filter(
        process=OuterRef("process"),
        round=OuterRef("round"),
        step_index=OuterRef("step_index"),
        role_code=OuterRef("role_code"),
    ).exclude(post__in=posts)
    waiting = open_tasks.filter(~Exists(siblings), post__in=posts).order_by("queue_on", "id")
    return [
        Missing(label=f"{task.subject_label}（{task.step_label}）", url=f"/todo/{task.pk}/")
        for task in waiting[:MOST_NAMED]
    ]


def tasks_to_look_at(on: date) -> QuerySet[ApprovalTask]:
    """Return the open tasks of which the clock has something to say today."""
    return (
        ApprovalTask.objects.filter(status=TaskStatus.OPEN, look_on__lte=on)
        .select_related("process")
        .order_by("look_on", "id")
    )


def processes_running_for(unit: Unit, _on: date) -> list[Missing]:
    """Name the matters of a unit that are still under approval."""
    running = ApprovalProcess.objects.filter(
        owner_unit=unit, status__in=[ProcessStatus.RUNNING, ProcessStatus.RETURNED]
    ).order_by("id")
    return [Missing(label=process.subject_label) for process in running[:MOST_NAMED]]
