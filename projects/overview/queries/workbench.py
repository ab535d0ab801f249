"""What the workbench shows: what waits for me, what I sent, what comes due, how the county stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, Sum

from approvals.calendars.queries import working_calendar
from approvals.flows.models import ApprovalProcess, ApprovalTask
from approvals.flows.queries import QueueFilter, sent_page, todo_page
from approvals.notifications.models import Notice
from approvals.notifications.queries import notices_of
from approvals.organizations.models import User
from approvals.organizations.queries import posts_of
from projects.registry.access import visible_projects
from projects.registry.models import Record, RecordStatus, Stage, Standing

FEW = 8
LEADERS = {"DATA_HEAD", "NDRC_HEAD", "LEADING_GROUP", "UNIT_HEAD", "AUDIT_READ", "DATA_REVIEW"}

type Row = dict[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Workbench:
    """One reader's day."""

    todo: Sequence[ApprovalTask]
    sent: Sequence[ApprovalProcess]
    drafts: Sequence[Record]
    notices: Sequence[Notice]
    stages: Sequence[Row]
    standings: Sequence[Row]
    overdue_units: Sequence[Row]
    total: int
    amount: Decimal


def workbench(user: User, on: date) -> Workbench:
    """Read the workbench of a person."""
    posts = posts_of(user, on)
    projects = visible_projects(user, on)
    todo = todo_page(user, [post.pk for post in posts], wanted=QueueFilter(), size=FEW).rows
    totals = projects.aggregate(total=Count("pk"), amount=Sum("estimated_amount"))
    shows_county = bool({post.role_id for post in posts} & LEADERS)
    return Workbench(
        todo=[_with_days(task, on) for task in todo],
        sent=[p for p in sent_page(user, size=FEW).rows if not p.is_concluded],
        drafts=_drafts(user, projects_ids=projects.values("pk")),
        notices=list(notices_of(user).filter(read_at=None)[:FEW]),
        stages=_by_stage(user, on) if shows_county else [],
        standings=_by_standing(user, on) if shows_county else [],
        overdue_units=_overdue_by_unit(user, on) if shows_county else [],
        total=totals["total"],
        amount=totals["amount"] or Decimal(0),
    )


def _with_days(task: ApprovalTask, on: date) -> ApprovalTask:
    task.days = working_calendar().workdays_between(task.opened_at.date(), on)  # type: ignore[attr-defined]
    return task


def _drafts(user: User, projects_ids: object) -> list[Record]:
    return list(
        Record.objects.filter(
            project__in=projects_ids,  # type: ignore[misc]
            created_by=user,
            status__in=[RecordStatus.DRAFT, RecordStatus.RETURNED],
        )
        .select_related("project")
        .order_by("-saved_at")[:FEW]
    )


def _by_stage(user: User, on: date) -> list[Row]:
    found = dict(
        visible_projects(user, on)
        .filter(standing=Standing.ACTIVE)
        .values_list("stage")
        .annotate(n=Count("pk"))
    )
    return [
        {
            "label": stage.label,
            "value": found.get(stage, 0),
            "href": f"/projects/?stage={stage}",
        }
        for stage in Stage
    ]


def _by_standing(user: User, on: date) -> list[Row]:
    found = visible_projects(user, on).values_list("standing").annotate(n=Count("pk"))
    return [
        {"label": Standing(standing).label, "value": n, "href": f"/projects/?standing={standing}"}
        for standing, n in sorted(found, key=lambda pair: -pair[1])
    ]


def _overdue_by_unit(user: User, on: date) -> list[Row]:
    visible = visible_projects(user, on).values("pk")
    found = (
        ApprovalTask.objects.filter(
            status="OPEN", due_on__lt=on, process__project_ref__in=visible
        )
        .values_list("post__unit__short_name")
        .annotate(n=Count("pk"))
        .order_by("-n")[:FEW]
    )
    return [{"label": unit, "value": n} for unit, n in found]


