"""What waits at a post or a unit: asked before somebody goes or a unit closes."""

from collections.abc import Sequence
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from approvals.flows.models import (
    ApprovalProcess,
    ApprovalTask,
    Meeting,
    Part,
    ProcessStatus,
    TaskStatus,
)
from approvals.organizations.access import valid_on
from approvals.organizations.holdings import Holding, Keeper, Passing
from approvals.organizations.models import Appointment, Post, Unit, User
from config.kernel.verdicts import Missing

MOST_NAMED = 20


def tasks_waiting_at(posts: Sequence[Post], without: User | None, on: date) -> list[Missing]:
    """Name the tasks at these posts that nobody could do on that day, were a person gone."""
    waiting = tasks_without_hands(on, without=without).filter(post__in=posts)
    return [
        Missing(label=f"{task.subject_label}（{task.step_label}）", url=f"/todo/{task.pk}/")
        for task in waiting.order_by("queue_on", "id")[:MOST_NAMED]
    ]


def tasks_without_hands(on: date, *, without: User | None = None) -> QuerySet[ApprovalTask]:
    """Return the unfinished tasks that nobody appointed to their post may do on that day.

    Those whose own matter it is may only give advice or explain, as the engine has it.
    """
    holders = Appointment.objects.filter(
        valid_on(on), post=OuterRef("post"), post__is_active=True, user__is_active=True
    )
    if without is not None:
        holders = holders.exclude(user=without)
    able = holders.exclude(user=OuterRef("process__started_by")).exclude(user=OuterRef("starter"))
    signs = Q(part__in=[Part.SIGN, Part.ADDED])
    return ApprovalTask.objects.filter(
        Q(signs, ~Exists(able)) | Q(~signs, ~Exists(holders)),
        status__in=[TaskStatus.OPEN, TaskStatus.WAITING],
    )


def tasks_to_look_at(on: date) -> QuerySet[ApprovalTask]:
    """Return the open tasks of which the clock has something to say today."""
    return (
        ApprovalTask.objects.filter(status=TaskStatus.OPEN, look_on__lte=on)
        .select_related("process")
        .order_by("look_on", "id")
    )


def meetings_called_by(user: User, _on: date) -> list[Holding]:
    """Name the meetings somebody called that have no result yet; they belong to the post."""
    meetings = Meeting.objects.filter(called_by=user, concluded_at=None).select_related("post")
    return [
        Holding(
            kind="meeting",
            number=meeting.pk,
            label=meeting.title,
            note=f"{meeting.held_on} 召开，由“{meeting.post.title}”的接手人继续主持并录入结果。",
            url=f"/todo/meetings/{meeting.pk}/",
            follows=True,
        )
        for meeting in meetings.order_by("held_on", "pk")
    ]


def _stays_with_its_post(item: Holding, passing: Passing) -> None:
    """Leave a meeting where it is: its post has somebody new."""


MEETINGS = Keeper(
    order=200,
    kind="meeting",
    label="会议",
    held_by=meetings_called_by,
    pass_on=_stays_with_its_post,
)


def processes_running_for(unit: Unit, _on: date) -> list[Missing]:
    """Name the matters of a unit that are still under approval."""
    running = ApprovalProcess.objects.filter(
        owner_unit=unit, status__in=[ProcessStatus.RUNNING, ProcessStatus.RETURNED]
    ).order_by("id")
    return [Missing(label=process.subject_label) for process in running[:MOST_NAMED]]
