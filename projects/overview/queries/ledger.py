"""The project ledger (项目台账): what one may see, filtered, in pages by key, with its sums."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Q, QuerySet, Sum
from django.utils import timezone

from approvals.calendars.queries import working_calendar
from approvals.flows.models import ApprovalTask, TaskStatus
from approvals.organizations.models import Unit, User
from config.kernel.texts import nfkc_key
from projects.registry.access import visible_projects
from projects.registry.models import Project, Stage

PAGE_SIZE = 30
COUNT_CAP = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerFilter:
    """What the reader wants to see of the ledger; `unit_path` takes in all units below."""

    text: str = ""
    stage: str = ""
    standing: str = ""
    unit_path: str = ""
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
                | Q(owner_unit__pinyin__contains=word)
            )
        exact = {
            "stage": self.stage,
            "standing": self.standing,
            "owner_unit__path__startswith": self.unit_path,
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
    approved: Decimal

    @property
    def count_text(self) -> str:
        """The number of projects, or that there are more than were counted."""
        return f"{COUNT_CAP}+" if self.count > COUNT_CAP else str(self.count)


def ledger(user: User, wanted: LedgerFilter, on: date) -> QuerySet[Project]:
    """Return the projects that `user` may see and wants to see, newest first."""
    return (
        visible_projects(user, on)
        .filter(wanted.conditions)
        .select_related("owner_unit", "handler")
        .order_by("-created_at", "-pk")
    )


def ledger_page(
    user: User, wanted: LedgerFilter, on: date, *, after: str = "", size: int = PAGE_SIZE
) -> LedgerPage:
    """Return one page of the ledger."""
    projects = ledger(user, wanted, on)
    counted = projects.order_by().values("pk")[: COUNT_CAP + 1].count()
    sums = projects.order_by().aggregate(
        amount=Sum("estimated_amount"), approved=Sum("approved_amount")
    )
    found = list(_beyond(projects, after)[: size + 1])
    rows = found[:size]
    last = rows[-1] if len(found) > size else None
    return LedgerPage(
        rows=rows,
        desks=desks_of([project.pk for project in rows], on),
        next_key=f"{last.created_at.isoformat()}~{last.pk}" if last else "",
        count=counted,
        amount=sums["amount"] or Decimal(0),
        approved=sums["approved"] or Decimal(0),
    )


def _beyond(projects: QuerySet[Project], after: str) -> QuerySet[Project]:
    """Go on after a key; an unreadable one means the beginning."""
    moment, _, pk = after.partition("~")
    try:
        at, last = datetime.fromisoformat(moment), int(pk)
    except ValueError:
        return projects
    if timezone.is_naive(at):
        return projects
    return projects.filter(Q(created_at__lte=at) & (Q(created_at__lt=at) | Q(pk__lt=last)))


def owners_seen(user: User, on: date) -> QuerySet[Unit]:
    """Return the units whose projects the reader may see, in the order of the unit tree."""
    owners = visible_projects(user, on).values("owner_unit")
    return Unit.objects.filter(pk__in=owners).order_by("path")


def desks_of(project_ids: Sequence[int], on: date) -> dict[int, Desk]:
    """Return on whose desks these projects lie, in one query."""
    by_project = open_tasks_of(project_ids)
    desks = {number: desk_of(tasks, on) for number, tasks in by_project.items()}
    return {number: desk for number, desk in desks.items() if desk is not None}


def open_tasks_of(project_ids: Sequence[int]) -> defaultdict[int, list[ApprovalTask]]:
    """Return the open tasks of each of these projects, in one query."""
    tasks = (
        ApprovalTask.objects.filter(
            status=TaskStatus.OPEN, process__project_ref__in=list(project_ids)
        )
        .select_related("post__unit", "post__role", "process")
        .order_by("pk")
    )
    open_tasks: defaultdict[int, list[ApprovalTask]] = defaultdict(list)
    for task in tasks:
        open_tasks[task.process.project_ref or 0].append(task)
    return open_tasks


def desk_of(tasks: Iterable[ApprovalTask], on: date) -> Desk | None:
    """Say on whose desks a project lies: the one that waits longest, and all its holders."""
    waiting = list(tasks)
    if not waiting:
        return None
    first = waiting[0]
    holders = dict.fromkeys(f"{t.post.unit.short_name} {t.post.title}" for t in waiting)
    due = [task.due_on for task in waiting if task.due_on is not None]
    return Desk(
        holder="、".join(holders),
        step=first.step_label,
        days=working_calendar().workdays_between(timezone.localdate(first.opened_at), on),
        due_on=min(due, default=None),
        is_overdue=bool(due) and min(due) < on,
    )


def holder_of(project: Project, desk: Desk | None) -> str:
    """Name who has a project in hand: the desks, else its handler, nobody when it has ended."""
    if desk is not None:
        return desk.holder
    if not project.is_active or project.stage == Stage.ARCHIVED:
        return ""
    return f"{project.owner_unit.short_name} {project.handler.full_name}"
