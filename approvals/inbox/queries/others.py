"""The rows of what one was given to read, of a batch, and one's usual sentences."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from approvals.calendars.queries import working_calendar
from approvals.flows import matters
from approvals.flows.models import ApprovalProcess, ApprovalTask, Reading
from approvals.flows.queries import open_tasks_read
from approvals.inbox.models import Phrase
from approvals.inbox.queries.rows import (
    PROCESS_TINTS,
    USUAL_PHRASES,
    Stay,
    TodoRow,
    moment_text,
    now_staying,
    todo_rows,
)
from approvals.organizations.models import User


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyRow:
    """Something I was given to read, and where it is now."""

    href: str
    title: str
    matter: str
    unit: str
    sent_by: str
    sent_at: str
    is_read: bool
    status: str
    tint: str
    where: str
    stay: Stay | None


def copy_rows(readings: Iterable[Reading], *, on: date) -> list[CopyRow]:
    """Turn what one was given to read into rows."""
    calendar = working_calendar()
    return [
        CopyRow(
            href=reverse("approvals:inbox-process", args=[reading.process_id]),
            title=reading.process.subject_label,
            matter=matters.label_of(reading.process.matter_code),
            unit=reading.process.owner_unit.short_name,
            sent_by=reading.sent_by.full_name,
            sent_at=moment_text(reading.sent_at, on),
            is_read=reading.read_at is not None,
            status=reading.process.get_status_display(),
            tint=PROCESS_TINTS.get(reading.process.status, "mute"),
            where=next((task.step_label for task in open_tasks_read(reading.process)), ""),
            stay=now_staying(reading.process, on, calendar),
        )
        for reading in readings
    ]


def is_unread(process: ApprovalProcess, user: User) -> bool:
    """Whether somebody was given a process and has not ticked it off."""
    return process.readings.filter(user=user, read_at=None).exists()


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchRow:
    """One task that may be ticked, with the version that is shown."""

    row: TodoRow
    value: str
    is_ticked: bool
    why_not: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchResult:
    """What became of one task of a batch."""

    title: str
    step: str
    why: str

    @property
    def done(self) -> bool:
        """Whether it was signed."""
        return not self.why


def batch_rows(tasks: Iterable[ApprovalTask], *, ticked: set[int], on: date) -> list[BatchRow]:
    """Turn tasks into rows to tick; what needs more than a signature says so."""
    tasks = list(tasks)
    processes = ApprovalProcess.objects.select_related("definition").in_bulk(
        [task.process_id for task in tasks]
    )
    return [
        BatchRow(
            row=row,
            value=f"{task.pk}-{processes[task.process_id].version}",
            is_ticked=task.pk in ticked,
            why_not=_why_not(task, processes[task.process_id]),
        )
        for task, row in zip(tasks, todo_rows(tasks, on=on), strict=True)
    ]


def _why_not(task: ApprovalTask, process: ApprovalProcess) -> str:
    step = process.definition.route.steps[task.step_index]
    if task.part in {ApprovalTask.Part.ADVISE, ApprovalTask.Part.EXPLAIN}:
        return "须反馈意见，请逐件办理。"
    if step.asks_for_statement:
        return "须填写" + "、".join(field.label for field in step.fields) + "，请逐件办理。"
    return "由会议决定。" if step.kind == "MEETING" else ""


def phrases_of(user: User) -> list[str]:
    """Return somebody's usual sentences (常用意见), or the usual ones of everybody."""
    own = list(Phrase.objects.filter(user=user).order_by("pk").values_list("text", flat=True))
    return own or list(USUAL_PHRASES)
