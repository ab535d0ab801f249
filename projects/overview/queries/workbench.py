"""What the workbench shows: what waits for me, what I sent, what comes up, and the county."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Count, Sum
from django.urls import reverse
from django.utils import timezone

from approvals.calendars.queries import working_calendar
from approvals.flows.models import ApprovalProcess
from approvals.flows.queries import (
    QueueFilter,
    QueueRow,
    QueueSample,
    open_tasks_read,
    queue_sample,
    sent_page,
    todo_page,
)
from approvals.notifications.models import Announcement, Notice
from approvals.notifications.queries import announcements_on, notices_of
from approvals.organizations.models import User
from approvals.organizations.queries import posts_of
from config.kernel.workdays import Calendar
from projects.construction.models import Milestone
from projects.overview.queries.county import County, county
from projects.registry.access import visible_projects
from projects.registry.models import Record, RecordStatus, Stage, Standing
from projects.registry.rules import record_url

FEW, ANNOUNCED = 8, 5
DAYS_AHEAD = 30
LEADERS = {"DATA_HEAD", "NDRC_HEAD", "LEADING_GROUP", "UNIT_HEAD", "AUDIT_READ", "DATA_REVIEW"}

type Row = dict[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Workbench:
    """One reader's day."""

    waiting: QueueSample
    todo: Sequence[Row]
    sent: Sequence[Row]
    drafts: Sequence[Row]
    coming: Sequence[Row]
    notices: Sequence[Notice]
    announcements: Sequence[Announcement]
    county: County | None
    total: int
    amount: Decimal

    @property
    def figures(self) -> list[Row]:
        """The key figures above everything else."""
        todo, ledger = reverse("approvals:inbox-todo"), reverse("projects:overview-ledger")
        return [
            {"label": "待我办理", "value": self.waiting.total_text, "note": "件", "href": todo},
            {
                "label": "其中超期",
                "value": self.waiting.overdue_text,
                "note": "件",
                "href": f"{todo}?overdue=on",
            },
            {"label": "待我填报、补正", "value": len(self.drafts), "note": "件"},
            {"label": "可查看的项目", "value": self.total, "note": "个", "href": ledger},
            {"label": "申报金额合计", "value": f"{self.amount / 10_000:,.2f}", "note": "万元"},
        ]


def workbench(user: User, on: date) -> Workbench:
    """Read the workbench of a person."""
    posts = posts_of(user, on)
    post_ids = [post.pk for post in posts]
    calendar = working_calendar()
    todo = todo_page(user, post_ids, wanted=QueueFilter(), size=FEW).rows
    totals = visible_projects(user, on).aggregate(total=Count("pk"), amount=Sum("estimated_amount"))
    leads = bool({post.role_id for post in posts} & LEADERS)
    return Workbench(
        waiting=queue_sample(user, post_ids, on),
        todo=[_todo(task, on, calendar) for task in todo],
        sent=[_sent(process, on, calendar) for process in _running(user)],
        drafts=_drafts(user, on),
        coming=_coming(user, on),
        notices=list(notices_of(user).filter(read_at=None)[:FEW]),
        announcements=list(announcements_on(on)[:ANNOUNCED]),
        county=county(user, on) if leads else None,
        total=totals["total"],
        amount=totals["amount"] or Decimal(0),
    )


def _todo(task: QueueRow, on: date, calendar: Calendar) -> Row:
    return {
        "task": task,
        "href": reverse("approvals:inbox-task", kwargs={"task_id": task.pk}),
        "days": calendar.workdays_between(timezone.localdate(task.opened_at), on),
        "is_overdue": task.due_on is not None and task.due_on < on and not task.is_paused,
    }


def _running(user: User) -> list[ApprovalProcess]:
    found = sent_page(user, size=FEW * 3).rows
    return [process for process in found if not process.is_concluded][:FEW]


def _sent(process: ApprovalProcess, on: date, calendar: Calendar) -> Row:
    """Say where a matter that I sent is stuck, since when, and until when it should be done."""
    tasks = open_tasks_read(process)
    first = tasks[0] if tasks else None
    holders = dict.fromkeys(f"{t.post.unit.short_name} {t.post.title}" for t in tasks)
    return {
        "process": process,
        "href": reverse("approvals:inbox-process", kwargs={"process_id": process.pk}),
        "holder": "、".join(holders),
        "step": first.step_label if first else "",
        "days": calendar.workdays_between(timezone.localdate(first.opened_at), on)
        if first
        else None,
        "is_overdue": first is not None and first.due_on is not None and first.due_on < on,
        "tint": "warn" if process.is_returned else "info",
    }


def _drafts(user: User, on: date) -> list[Row]:
    """Return what the reader began and has to finish or correct, the latest first."""
    found = (
        Record.objects.filter(
            project__in=visible_projects(user, on).filter(
                standing__in=[Standing.ACTIVE, Standing.SUSPENDED]
            ),
            created_by=user,
            status__in=[RecordStatus.DRAFT, RecordStatus.RETURNED, RecordStatus.WITHDRAWN],
        )
        .select_related("project")
        .order_by("-saved_at", "-pk")[:FEW]
    )
    return [{"record": record, "href": record_url(record)} for record in found]


def _coming(user: User, on: date) -> list[Row]:
    """Return the milestones that are due within a month or overdue, the earliest first."""
    projects = visible_projects(user, on).filter(
        standing=Standing.ACTIVE, stage__in=[Stage.CONSTRUCTION, Stage.ACCEPTANCE]
    )
    found = (
        Milestone.objects.filter(
            project__in=projects,
            reached_on=None,
            planned_end__lte=on + timedelta(days=DAYS_AHEAD),
        )
        .select_related("project")
        .order_by("planned_end", "pk")[:FEW]
    )
    return [
        {
            "milestone": milestone,
            "href": reverse(
                "projects:construction-milestones", kwargs={"project_id": milestone.project_id}
            ),
            "is_past": milestone.planned_end < on,
        }
        for milestone in found
    ]
