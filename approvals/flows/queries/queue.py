"""The queues: what waits for my posts, what I did, what I sent.

A busy post holds tens of thousands of open tasks. The to-do page therefore takes the first rows
of each post from its partial index and merges them; one query over all posts would sort them.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum

from django.db.models import Model, Prefetch, Q, QuerySet

from approvals.flows.models import ApprovalProcess, ApprovalTask, Reading, TaskStatus
from approvals.organizations.models import User
from config.kernel.searching import says

PAGE_SIZE = 50
COUNT_CAP = 500
_COUNTED = "_open_tasks_counted"


class QueueOrder(Enum):
    """What comes first; each order walks along an indexed column."""

    DUE = "due"
    STAY = "stay"

    @property
    def column(self) -> str:
        """The column to walk along."""
        return "queue_on" if self is QueueOrder.DUE else "opened_at"

    @property
    def read(self) -> Callable[[str], date]:
        """What turns a key back into a value of the column."""
        return date.fromisoformat if self is QueueOrder.DUE else datetime.fromisoformat


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueFilter:
    """What the reader wants to see of the queue."""

    matter_code: str = ""
    stage: str = ""
    unit_text: str = ""
    overdue_on: date | None = None

    def __bool__(self) -> bool:
        return bool(self.matter_code or self.stage or self.unit_text or self.overdue_on)

    @property
    def conditions(self) -> Q:
        """The filter as a condition on tasks."""
        found = Q()
        if self.matter_code:
            found &= Q(matter_code=self.matter_code)
        if self.stage:
            found &= Q(stage=self.stage)
        if self.unit_text:
            found &= says(self.unit_text, "unit__name")
        if self.overdue_on:
            found &= Q(queue_on__lt=self.overdue_on)
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class QueuePage[Row: Model]:
    """Some rows, and the key of the next ones; empty at the end."""

    rows: Sequence[Row]
    next_key: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueSample:
    """What the first few hundred tasks of a queue say about it."""

    total: int
    overdue: int
    matter_codes: frozenset[str]
    stages: frozenset[str]
    units: frozenset[str]

    @property
    def total_text(self) -> str:
        """The number, or that it is more than was counted."""
        return capped_text(self.total)

    @property
    def overdue_text(self) -> str:
        """The number of overdue tasks, or that it is more than was counted."""
        return capped_text(self.overdue)


def capped_text(count: int) -> str:
    """Write a count that stopped at the cap."""
    return f"{COUNT_CAP}+" if count > COUNT_CAP else str(count)


def open_tasks_of(user: User, post_ids: Sequence[int]) -> QuerySet[ApprovalTask]:
    """Return what waits for the posts, without the reader's own matters."""
    return ApprovalTask.objects.filter(status=TaskStatus.OPEN, post__in=post_ids).exclude(
        starter=user
    )


def todo_page(  # noqa: PLR0913 - a page is asked for by this much
    user: User,
    post_ids: Sequence[int],
    *,
    wanted: QueueFilter,
    order: QueueOrder = QueueOrder.DUE,
    after: str = "",
    size: int = PAGE_SIZE,
) -> QueuePage[ApprovalTask]:
    """Return one page of the to-do queue (待办)."""
    if not post_ids:
        return QueuePage(rows=[])
    condition = wanted.conditions & _beyond(order, after)
    slices = [
        open_tasks_of(user, [post_id])
        .filter(condition)
        .order_by(order.column, "pk")
        .values_list("pk", order.column)[: size + 1]
        for post_id in post_ids
    ]
    merged = slices[0]
    if len(slices) > 1:
        merged = merged.union(*slices[1:], all=True).order_by(order.column, "pk")[: size + 1]
    keys = list(merged)
    place = {pk: index for index, (pk, _) in enumerate(keys[:size])}
    rows = ApprovalTask.objects.filter(pk__in=place).select_related("unit", "post__unit")
    return QueuePage(
        rows=sorted(rows, key=lambda task: place[task.pk]),
        next_key=_key(*keys[size - 1]) if len(keys) > size else "",
    )


def _key(pk: int, value: date) -> str:
    return f"{value.isoformat()}~{pk}"


def _beyond(order: QueueOrder, after: str) -> Q:
    """Return the condition for rows after the key; an unreadable key means the beginning."""
    value_text, _, pk_text = after.partition("~")
    try:
        value, pk = order.read(value_text), int(pk_text)
    except ValueError:
        return Q()
    column = order.column
    return Q(**{f"{column}__gte": value}) & (Q(**{f"{column}__gt": value}) | Q(pk__gt=pk))


def queue_sample(user: User, post_ids: Sequence[int], on: date) -> QueueSample:
    """Look at the first few hundred tasks: enough for the counts and the choices of the filters."""
    tasks = open_tasks_of(user, post_ids)
    seen = list(tasks.values_list("matter_code", "stage", "unit__name")[: COUNT_CAP + 1])
    user.__dict__[_COUNTED] = len(seen)
    return QueueSample(
        total=len(seen),
        overdue=tasks.filter(queue_on__lt=on)[: COUNT_CAP + 1].count() if seen else 0,
        matter_codes=frozenset(matter_code for matter_code, _, _ in seen),
        stages=frozenset(stage for _, stage, _ in seen if stage),
        units=frozenset(unit for _, _, unit in seen),
    )


def open_count(user: User, post_ids: Sequence[int]) -> int:
    """Count what waits, up to the cap; a page that looked at the queue counts no second time."""
    if _COUNTED not in user.__dict__:
        user.__dict__[_COUNTED] = open_tasks_of(user, post_ids)[: COUNT_CAP + 1].count()
    counted: int = user.__dict__[_COUNTED]
    return counted


def filtered_count(user: User, post_ids: Sequence[int], wanted: QueueFilter) -> int:
    """Count what the filter leaves, up to the cap."""
    return open_tasks_of(user, post_ids).filter(wanted.conditions)[: COUNT_CAP + 1].count()


def _open_tasks() -> QuerySet[ApprovalTask]:
    return (
        ApprovalTask.objects.filter(status=TaskStatus.OPEN)
        .select_related("post__unit", "post__role")
        .order_by("pk")
    )


def open_tasks_read(process: ApprovalProcess) -> list[ApprovalTask]:
    """Return the open tasks that `done_page` and `sent_page` read along."""
    tasks: list[ApprovalTask] = process.__dict__["open_tasks"]
    return tasks


def _newest_first[Row: Model](
    rows: QuerySet[Row], column: str, after: str, size: int
) -> QueuePage[Row]:
    value_text, _, pk_text = after.partition("~")
    try:
        value, last = datetime.fromisoformat(value_text), int(pk_text)
        rows = rows.filter(
            Q(**{f"{column}__lte": value}) & (Q(**{f"{column}__lt": value}) | Q(pk__lt=last))
        )
    except ValueError:
        pass
    found = list(rows.order_by(f"-{column}", "-pk")[: size + 1])
    more = len(found) > size
    key = _key(found[size - 1].pk, getattr(found[size - 1], column)) if more else ""
    return QueuePage(rows=found[:size], next_key=key)


def done_page(user: User, *, after: str = "", size: int = PAGE_SIZE) -> QueuePage[ApprovalTask]:
    """Return what I decided (已办), the latest first, with where each matter is now."""
    rows = (
        ApprovalTask.objects.filter(status=TaskStatus.DONE, decided_by=user)
        .select_related("unit", "process", "opinion")
        .prefetch_related(Prefetch("process__tasks", _open_tasks(), to_attr="open_tasks"))
    )
    return _newest_first(rows, "decided_at", after, size)


def sent_page(user: User, *, after: str = "", size: int = PAGE_SIZE) -> QueuePage[ApprovalProcess]:
    """Return what I sent (我发起), the latest first, each with its open tasks."""
    rows = (
        ApprovalProcess.objects.filter(started_by=user)
        .select_related("owner_unit")
        .prefetch_related(Prefetch("tasks", _open_tasks(), to_attr="open_tasks"))
    )
    return _newest_first(rows, "started_at", after, size)


def copies_page(user: User, *, after: str = "", size: int = PAGE_SIZE) -> QueuePage[Reading]:
    """Return what I was given to read (抄送), the latest first, with where each matter is now."""
    rows = (
        Reading.objects.filter(user=user)
        .select_related("process__owner_unit", "sent_by")
        .prefetch_related(Prefetch("process__tasks", _open_tasks(), to_attr="open_tasks"))
    )
    return _newest_first(rows, "sent_at", after, size)
