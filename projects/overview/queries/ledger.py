"""The project ledger (项目台账): what one may see, filtered, in pages by key, with its sums."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Q, QuerySet, Sum
from django.utils import timezone

from approvals.calendars.queries import working_calendar
from approvals.flows.models import ApprovalTask, TaskStatus
from approvals.organizations.models import User
from config.kernel.texts import nfkc_key
from projects.registry.access import visible_projects
from projects.registry.models import Project

PAGE_SIZE = 30
COUNT_CAP = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerFilter:
    """What the reader wants to see of the ledger."""

    text: str = ""
    stage: str = ""
    standing: str = ""
    unit_id: int | None = None
    year: int | None = None
    build_type: str = ""
    at_least: Decimal | None = None
    at_most: Decimal | None = None

    @property
    def conditions(self) -> Q:
        """The filter as a condition on projects."""
        found = Q()
        for word in nfkc_key(self.text).split():
            found &= (
                Q(name_key__contains=word)
                | Q(number__contains=word)
                | Q(owner_unit__name__contains=word)
            )
        exact = {
            "stage": self.stage,
            "standing": self.standing,
            "owner_unit_id": self.unit_id,
            "plan_year": self.year,
            "build_type": self.build_type,
        }
        found &= Q(**{name: value for name, value in exact.items() if value})
        if self.at_least is not None:
            found &= Q(estimated_amount__gte=self.at_least)
        if self.at_most is not None:
            found &= Q(estimated_amount__lte=self.at_most)
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """On whose desk a project lies, since how many working days, and until when."""

    holder: str
    step: str
    days: int
    due_on: date | None
    is_overdue: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerPage:
    """Some rows of the ledger, the key of the next, and what all of them come to."""

    rows: Sequence[Project]
    desks: dict[int, Desk]
    next_key: str
    count: int
    amount: Decimal

    @property
    def count_text(self) -> str:
        """The number of projects, or that there are more than were counted."""
        return f"{COUNT_CAP}+" if self.count > COUNT_CAP else str(self.count)


def ledger(user: User, wanted: LedgerFilter, on: date) -> QuerySet[Project]:
    """The projects that `user` may see and wants to see, newest first."""
    return (
        visible_projects(user, on)
        .filter(wanted.conditions)
        .select_related("owner_unit")
        .order_by("-created_at", "-pk")
    )


def ledger_page(
    user: User, wanted: LedgerFilter, on: date, *, after: str = "", size: int = PAGE_SIZE
) -> LedgerPage:
    """One page of the ledger."""
    projects = ledger(user, wanted, on)
    counted = projects.order_by().values("pk")[: COUNT_CAP + 1].count()
    amount = projects.order_by().aggregate(total=Sum("estimated_amount"))["total"]
    found = list(_beyond(projects, after)[: size + 1])
    rows = found[:size]
    last = rows[-1] if len(found) > size else None
    return LedgerPage(
        rows=rows,
        desks=desks_of([project.pk for project in rows], on),
        next_key=f"{last.created_at.isoformat()}~{last.pk}" if last else "",
        count=counted,
        amount=amount or Decimal(0),
    )


def _beyond(projects: QuerySet[Project], after: str) -> QuerySet[Project]:
    moment, _, pk = after.partition("~")
    try:
        at, last = datetime.fromisoformat(moment), int(pk)
    except ValueError:
        return projects
    return projects.filter(Q(created_at__lte=at) & (Q(created_at__lt=at) | Q(pk__lt=last)))


def desks_of(project_ids: Sequence[int], on: date) -> dict[int, Desk]:
    """On whose desks these projects lie, in one query."""
    tasks = (
        ApprovalTask.objects.filter(
            status=TaskStatus.OPEN, process__project_ref__in=list(project_ids)
        )
        .select_related("post__unit", "post__role", "process")
        .order_by("pk")
    )
    open_tasks: dict[int, list[ApprovalTask]] = defaultdict(list)
    for task in tasks:
        open_tasks[task.process.project_ref].append(task)
    calendar = working_calendar()
    desks = {}
    for project_id, waiting in open_tasks.items():
        first = waiting[0]
        holders = "、".join(dict.fromkeys(f"{t.post.unit.short_name} {t.post.title}" for t in waiting))
        desks[project_id] = Desk(
            holder=holders,
            step=first.step_label,
            days=calendar.workdays_between(timezone.localdate(first.opened_at), on),
            due_on=first.due_on,
            is_overdue=first.due_on is not None and first.due_on < on,
        )
    return desks
