"""What is read of meetings: those of my posts, and what could be put on the agenda."""

from collections import defaultdict
from collections.abc import Sequence

from django.db.models import Count, Prefetch, QuerySet

from approvals.flows.models import ApprovalTask, Meeting, MeetingItem, Opinion, TaskStatus
from approvals.flows.shapes import StepKind


def meetings_of(post_ids: Sequence[int]) -> QuerySet[Meeting]:
    """Return the meetings that these posts called, the latest first."""
    return (
        Meeting.objects.filter(post__in=post_ids)
        .select_related("post__unit")
        .annotate(item_count=Count("items"))
        .order_by("-held_on", "-pk")
    )


def meeting_read(pk: int, post_ids: Sequence[int]) -> QuerySet[Meeting]:
    """Return one meeting of these posts with its agenda."""
    return _with_agenda().filter(pk=pk, post__in=post_ids)


def agenda_of(pk: int) -> Meeting:
    """Return a meeting with its agenda, for whoever was let in before."""
    return _with_agenda().get(pk=pk)


def _with_agenda() -> QuerySet[Meeting]:
    items = MeetingItem.objects.select_related(
        "task__unit", "task__process__definition", "task__process__started_by__unit"
    ).order_by("place")
    return (
        Meeting.objects.select_related("post__unit", "called_by")
        .prefetch_related(Prefetch("items", items, to_attr="agenda"))
        .order_by("pk")
    )


def agenda_read(meeting: Meeting) -> list[MeetingItem]:
    """Return the agenda that `meeting_read` read along, each matter with what was said of it."""
    agenda: list[MeetingItem] = vars(meeting)["agenda"]
    said: dict[int, list[Opinion]] = defaultdict(list)
    opinions = Opinion.objects.filter(process__in=[item.task.process_id for item in agenda])
    for opinion in opinions.exclude(task=None).order_by("pk"):
        said[opinion.process_id].append(opinion)
    for item in agenda:
        vars(item)["said"] = said[item.task.process_id]
    return agenda


def waiting_for_meeting(post_ids: Sequence[int]) -> list[ApprovalTask]:
    """Return the open tasks of these posts that a meeting has to decide."""
    tasks = (
        ApprovalTask.objects.filter(status=TaskStatus.OPEN, post__in=post_ids)
        .exclude(agenda_items__meeting__concluded_at=None, agenda_items__isnull=False)
        .filter(process__definition__steps__contains=[{"kind": StepKind.MEETING.value}])
        .select_related("unit", "process__definition")
        .order_by("queue_on", "pk")
    )
    return [
        task
        for task in tasks[:500]
        if task.process.definition.route.steps[task.step_index].kind == StepKind.MEETING
    ]
