"""What I did, what I sent and what I was given to read, the latest first."""

from datetime import datetime

from django.db.models import Model, Prefetch, Q, QuerySet

from approvals.flows.models import ApprovalProcess, ApprovalTask, Reading, TaskStatus
from approvals.flows.queries.queue import COUNT_CAP, PAGE_SIZE, UNREAD, QueuePage, key_of
from approvals.organizations.models import User


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
    key = key_of(found[size - 1].pk, getattr(found[size - 1], column)) if more else ""
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


def copies_page(
    user: User, *, unread: bool = False, after: str = "", size: int = PAGE_SIZE
) -> QueuePage[Reading]:
    """Return what I was given to read (抄送、待阅), the latest first, with where each is now."""
    readings = Reading.objects.filter(user=user)
    rows = (
        (readings.filter(read_at=None) if unread else readings)
        .select_related("process__owner_unit", "sent_by")
        .prefetch_related(Prefetch("process__tasks", _open_tasks(), to_attr="open_tasks"))
    )
    return _newest_first(rows, "sent_at", after, size)


def unread_copies(user: User) -> int:
    """Count what one was given to read and has not ticked off, up to the cap, once a request."""
    if UNREAD not in user.__dict__:
        unread = Reading.objects.filter(user=user, read_at=None)
        user.__dict__[UNREAD] = unread[: COUNT_CAP + 1].count()
    counted: int = user.__dict__[UNREAD]
    return counted
