"""The rows of what one was given to read, of a batch, and one's usual sentences."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

from django.template.loader import render_to_string
from django.urls import reverse

from approvals.calendars.queries import working_calendar
from approvals.flows import matters
from approvals.flows.models import ApprovalProcess, ApprovalTask, Reading
from approvals.flows.queries import QueueRow, agenda_of, agenda_read, open_tasks_read
from approvals.flows.shapes import Approver, StepKind
from approvals.inbox.models import Phrase
from approvals.inbox.queries.histories import now_staying
from approvals.inbox.queries.rows import (
    PROCESS_TINTS,
    USUAL_PHRASES,
    Stay,
    TodoRow,
    moment_text,
    todo_rows,
)
from approvals.organizations.models import User
from config.kernel.addresses import address_of
from config.kernel.asking import ask


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyRow:
    """Something I was given to read, and where it is now."""

    href: str
    read_href: str
    form_key: UUID
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
            form_key=uuid4(),
            read_href=reverse("approvals:inbox-read", args=[reading.process_id]),
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


def batch_rows(found: Sequence[QueueRow], *, ticked: set[int], on: date) -> list[BatchRow]:
    """Turn tasks into rows to tick; what needs more than a signature says so."""
    tasks = ApprovalTask.objects.select_related("process__definition").in_bulk(
        [row.pk for row in found]
    )
    return [
        BatchRow(
            row=row,
            value=f"{row.pk}-{tasks[row.pk].process.version}",
            is_ticked=row.pk in ticked,
            why_not=_why_not(tasks[row.pk]),
        )
        for row in todo_rows(found, on=on)
        if row.pk in tasks
    ]


def _why_not(task: ApprovalTask) -> str:
    route = task.process.definition.route
    step = route.steps[task.step_index]
    if task.part in {ApprovalTask.Part.ADVISE, ApprovalTask.Part.EXPLAIN}:
        return "须反馈意见，请逐件办理。"
    if step.asks_for_statement:
        return (
            "须填写" + "、".join(field.label for field in step.asked_of_signers) + "，请逐件办理。"
        )
    if step.kind in _NOT_AT_ONCE:
        return _NOT_AT_ONCE[step.kind]
    after = route.steps[task.step_index + 1 : task.step_index + 2]
    if any(one.approver == Approver.CHOSEN for one in after):
        return f"须选定“{after[0].label}”的办理人，请逐件办理。"
    return ""


_NOT_AT_ONCE = {
    StepKind.MEETING: "由会议决定。",
    StepKind.OUTSIDE: "须上传外部机关的决定文件，请逐件办理。",
}


def phrases_of(user: User) -> list[str]:
    """Return somebody's usual sentences (常用意见), or the usual ones of everybody."""
    own = list(Phrase.objects.filter(user=user).order_by("pk").values_list("text", flat=True))
    return own or list(USUAL_PHRASES)


def agenda_html(meeting_id: int) -> str:
    """Write the agenda of a meeting as a book (议题册), each matter with what was said of it."""
    meeting = agenda_of(meeting_id)
    context = {"meeting": meeting, "agenda": agenda_read(meeting)}
    return render_to_string("approvals/inbox/agenda_book.html", context)


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedLink:
    """Kept filters, as a way back to them."""

    pk: int
    name: str
    href: str


def saved_views_of(user: User) -> list[SavedLink]:
    """Return somebody's filters (常用筛选), in the order they were kept."""
    ((found,),) = ask(f"SELECT {SAVED_VIEWS}", [user.pk])
    return saved_links(found)


def saved_links(found: Iterable[Sequence[str]]) -> list[SavedLink]:
    """Make links of what `SAVED_VIEWS` has found."""
    home = address_of("approvals:inbox-todo")
    return [SavedLink(pk=int(pk), name=name, href=f"{home}?{query}") for pk, name, query in found]


# Somebody's filters as one value, for the queue asks for them along with something else.
SAVED_VIEWS = """
ARRAY(SELECT ARRAY[id::text, name, query] FROM approvals_savedview WHERE user_id = %s ORDER BY id)
"""
