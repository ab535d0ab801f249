"""What the pages of the to-do centre show, prepared so that templates only print it.

The rows of the queue are plain values: fifty rows are drawn on every visit, and formatting a
day or resolving an address inside the loop of a template costs more than reading the row.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.http import QueryDict
from django.urls import reverse
from django.utils.timezone import localdate, localtime

from approvals.calendars.queries import working_calendar
from approvals.flows import matters
from approvals.flows.models import ApprovalProcess, ApprovalTask, ProcessStatus
from approvals.flows.queries import (
    QueueFilter,
    QueueOrder,
    capped_text,
    holders_by_post,
    open_count,
    open_tasks_read,
    todo_page,
)
from approvals.organizations.models import User
from approvals.organizations.queries import post_ids_of
from config.kernel.money import wan_text
from config.kernel.workdays import Calendar

SOON = 2
USUAL_PHRASES = (
    "同意。",
    "材料齐全，符合要求，同意。",
    "请补充测算依据和明细后重新送审。",
    "内容与已建系统重复，请说明差异。",
)
PROCESS_TINTS = {
    ProcessStatus.RUNNING: "info",
    ProcessStatus.RETURNED: "warn",
    ProcessStatus.APPROVED: "ok",
    ProcessStatus.REJECTED: "bad",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Stay:
    """How long something has been lying there, in working days, and how urgent that is."""

    days: int
    word: str
    tint: str
    due_text: str
    has_limit: bool = True

    @property
    def limit(self) -> str:
        """The last day, as a phrase of its own."""
        return f"{self.due_text}前" if self.has_limit else self.due_text

    @property
    def label(self) -> str:
        """The number and the word, for a status."""
        return f"{self.days} 天{f' {self.word}' if self.word else ''}"


def stay_of(opened_at: datetime, due_on: date | None, *, on: date, calendar: Calendar) -> Stay:
    """Count the working days since a task came in (停留工作日)."""
    days = max(calendar.workdays_between(localdate(opened_at), on), 0)
    if due_on is None:
        return Stay(days=days, word="", tint="mute", due_text="不限时", has_limit=False)
    due_text = day_text(due_on, on)
    if due_on < on:
        return Stay(days=days, word="超期", tint="bad", due_text=due_text)
    if calendar.workdays_between(on, due_on) <= SOON:
        return Stay(days=days, word="临期", tint="warn", due_text=due_text)
    return Stay(days=days, word="", tint="mute", due_text=due_text)


def day_text(day: date, on: date) -> str:
    """Write a day shortly; the year only when it is not this one."""
    year = "" if day.year == on.year else f"{day.year}年"
    return f"{year}{day.month}月{day.day}日"


def moment_text(moment: datetime, on: date) -> str:
    """Write a day and the time of day shortly."""
    local = localtime(moment)
    return f"{day_text(local.date(), on)} {local:%H:%M}"


@dataclass(frozen=True, slots=True, kw_only=True)
class TodoRow:
    """One row of the queue."""

    pk: int
    href: str
    title: str
    matter: str
    step: str
    unit: str
    amount: str
    stay: Stay
    is_current: bool = False


def amount_text(amount: Decimal | None) -> str:
    """Write an amount in 万元, or a dash."""
    return "—" if amount is None else wan_text(amount)


def todo_rows(
    tasks: Iterable[ApprovalTask], *, on: date, suffix: str = "", current: int = 0
) -> list[TodoRow]:
    """Turn tasks into rows; `suffix` carries the filters along."""
    calendar, home = working_calendar(), reverse("approvals:inbox-todo")
    return [
        TodoRow(
            pk=task.pk,
            href=f"{home}{task.pk}/{suffix}",
            title=task.subject_label,
            matter=matters.label_of(task.matter_code),
            step=task.step_label,
            unit=task.unit.short_name,
            amount=amount_text(task.amount),
            stay=stay_of(task.opened_at, task.due_on, on=on, calendar=calendar),
            is_current=task.pk == current,
        )
        for task in tasks
    ]


def next_task(
    user: User, task: ApprovalTask, *, wanted: QueueFilter, order: QueueOrder, on: date
) -> ApprovalTask | None:
    """Return what comes after a task in the queue, else what comes first."""
    posts = post_ids_of(user, on)
    key = f"{getattr(task, order.column).isoformat()}~{task.pk}"
    for after in (key, ""):
        page = todo_page(user, posts, wanted=wanted, order=order, after=after, size=2)
        if rows := [row for row in page.rows if row.pk != task.pk]:
            return rows[0]
    return None


def todo_count_text(user: User, on: date) -> str:
    """Count what waits for somebody, up to a cap, for the navigation; empty when nothing does."""
    count = open_count(user, post_ids_of(user, on))
    return capped_text(count) if count else ""


def query_suffix(query: QueryDict, *, without: Iterable[str] = ()) -> str:
    """Return the filters of an address, to hang them on another one."""
    kept = query.copy()
    for name in ("after", *without):
        kept.pop(name, None)
    for name in [name for name, value in kept.items() if not value]:
        kept.pop(name)
    return f"?{kept.urlencode()}" if kept else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SentRow:
    """Something I sent, and where it is stuck."""

    href: str
    title: str
    matter: str
    unit: str
    amount: str
    sent_at: str
    status: str
    tint: str
    where: str
    who: str
    since: str
    stay: Stay | None


def sent_rows(processes: Sequence[ApprovalProcess], *, on: date) -> list[SentRow]:
    """Turn processes with their open tasks into rows; the people are read in one query."""
    posts = {task.post_id for process in processes for task in open_tasks_read(process)}
    holders = holders_by_post(posts, on) if posts else {}
    calendar = working_calendar()
    return [_sent_row(process, holders, on=on, calendar=calendar) for process in processes]


def _sent_row(
    process: ApprovalProcess, holders: dict[int, list[User]], *, on: date, calendar: Calendar
) -> SentRow:
    tasks = open_tasks_read(process)
    names = dict.fromkeys(
        user.full_name for task in tasks for user in holders.get(task.post_id, ())
    )
    posts = dict.fromkeys(f"{task.post.unit.short_name}{task.post.title}" for task in tasks)
    opened_at = min((task.opened_at for task in tasks), default=None)
    due_on = min((task.due_on for task in tasks if task.due_on), default=None)
    return SentRow(
        href=reverse("approvals:inbox-process", args=[process.pk]),
        title=process.subject_label,
        matter=matters.label_of(process.matter_code),
        unit=process.owner_unit.short_name,
        amount=amount_text(process.amount),
        sent_at=moment_text(process.started_at, on),
        status=process.get_status_display(),
        tint=PROCESS_TINTS.get(process.status, "mute"),
        where=tasks[0].step_label if tasks else _where_without_task(process),
        who=f"{'、'.join(posts)}（{'、'.join(names) or '暂无在岗人员'}）" if tasks else "",
        since=f"{moment_text(opened_at, on)}到达" if opened_at else "",
        stay=stay_of(opened_at, due_on, on=on, calendar=calendar) if opened_at else None,
    )


def _where_without_task(process: ApprovalProcess) -> str:
    return "请补正后重新送审" if process.is_returned else "已办结"


@dataclass(frozen=True, slots=True, kw_only=True)
class DoneRow:
    """Something I decided, and what became of it."""

    href: str
    title: str
    matter: str
    step: str
    unit: str
    decision: str
    tint: str
    text: str
    decided_at: str
    status: str
    status_tint: str
    now_at: str
    stay: Stay | None


DECISION_TINTS = {
    "APPROVED": "ok",
    "RETURNED": "warn",
    "REJECTED": "bad",
    "DEEMED": "warn",
    "PASSED_ON": "warn",
    "ESCALATED": "bad",
    "SUPERVISED": "warn",
    "ADVISED": "info",
    "EXPLAINED": "info",
}


def done_rows(tasks: Iterable[ApprovalTask], *, on: date) -> list[DoneRow]:
    """Turn decided tasks into rows."""
    calendar = working_calendar()
    return [_done_row(task, on, calendar) for task in tasks]


def now_staying(process: ApprovalProcess, on: date, calendar: Calendar) -> Stay | None:
    """Count how long a process has been lying where it lies now."""
    waiting = open_tasks_read(process)
    if not waiting:
        return None
    first = min(waiting, key=lambda task: task.opened_at)
    return stay_of(first.opened_at, first.due_on, on=on, calendar=calendar)


def _done_row(task: ApprovalTask, on: date, calendar: Calendar) -> DoneRow:
    assert task.decided_at is not None
    process = task.process
    waiting = open_tasks_read(process)
    return DoneRow(
        href=reverse("approvals:inbox-process", args=[task.process_id]),
        title=task.subject_label,
        matter=matters.label_of(task.matter_code),
        step=task.step_label,
        unit=task.unit.short_name,
        decision=task.get_decision_display(),
        tint=DECISION_TINTS.get(task.decision, "mute"),
        text=task.opinion.text,
        decided_at=moment_text(task.decided_at, on),
        status=process.get_status_display(),
        status_tint=PROCESS_TINTS.get(process.status, "mute"),
        now_at=waiting[0].step_label if waiting else "",
        stay=now_staying(process, on, calendar),
    )
