"""The rows of what one did and what one sent, with where each matter is now."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from approvals.calendars.queries import working_calendar
from approvals.flows import matters
from approvals.flows.models import ApprovalProcess, ApprovalTask
from approvals.flows.queries import holders_by_post, open_tasks_read
from approvals.inbox.queries.rows import (
    PROCESS_TINTS,
    Stay,
    amount_text,
    moment_text,
    stay_of,
    stay_of_task,
)
from approvals.organizations.models import User
from config.kernel.workdays import Calendar


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
    is_paused = any(task.is_paused for task in tasks)
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
        stay=stay_of(opened_at, due_on, on=on, calendar=calendar, is_paused=is_paused)
        if opened_at
        else None,
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
    acting_for: str = ""


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
    return stay_of_task(min(waiting, key=lambda task: task.opened_at), on, calendar)


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
        acting_for=task.opinion.acting_for_label,
        decided_at=moment_text(task.decided_at, on),
        status=process.get_status_display(),
        status_tint=PROCESS_TINTS.get(process.status, "mute"),
        now_at=waiting[0].step_label if waiting else "",
        stay=now_staying(process, on, calendar),
    )
