"""Reading the trail: search, pages by key, one project's extract."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from audit.models import AuditEntry
from config.kernel.searching import says

PAGE_SIZE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class TrailFilter:
    """What is searched for; an empty field matches everything."""

    actor: str = ""
    action: str = ""
    outcome: str = ""
    project: str = ""
    project_id: int | None = None
    only_projects: bool = False
    first_day: date | None = None
    last_day: date | None = None


@dataclass(frozen=True, slots=True)
class TrailPage:
    """One page of entries, newest first, and the key of the next page if there is one."""

    entries: list[AuditEntry]
    next_seq: int | None


def search_trail(wanted: TrailFilter) -> QuerySet[AuditEntry]:
    """Return the entries that match, newest first."""
    entries = AuditEntry.objects.order_by("-seq")
    if wanted.actor:
        entries = entries.filter(actor_label__startswith=wanted.actor)
    if wanted.action:
        entries = entries.filter(action=wanted.action)
    if wanted.outcome:
        entries = entries.filter(outcome=wanted.outcome)
    entries = _of_projects(entries, wanted)
    if wanted.first_day is not None:
        entries = entries.filter(occurred_at__gte=_start_of(wanted.first_day))
    if wanted.last_day is not None:
        entries = entries.filter(occurred_at__lt=_start_of(wanted.last_day + timedelta(days=1)))
    return entries


def page_of(
    entries: QuerySet[AuditEntry], *, before_seq: int | None, size: int = PAGE_SIZE
) -> TrailPage:
    """Take the entries before a sequence number; a page costs the same wherever it is."""
    if before_seq is not None:
        entries = entries.filter(seq__lt=before_seq)
    rows = list(entries[: size + 1])
    return TrailPage(rows[:size], rows[size - 1].seq if len(rows) > size else None)


def entries_for(
    project_id: int, before_seq: int | None = None, *, size: int = PAGE_SIZE
) -> TrailPage:
    """Return one page of a project's trail."""
    of_project = search_trail(TrailFilter(project_id=project_id))
    return page_of(of_project, before_seq=before_seq, size=size)


def last_seq_of(project_id: int, *, but: str) -> int:
    """Return where a project's trail stands, deeds of one kind aside; 0 if it has none."""
    of_project = AuditEntry.objects.filter(project_id=project_id).exclude(action=but)
    newest = of_project.order_by("-seq").values_list("seq", flat=True).first()
    return newest or 0


def _of_projects(entries: QuerySet[AuditEntry], wanted: TrailFilter) -> QuerySet[AuditEntry]:
    if wanted.only_projects:
        entries = entries.filter(project_id__isnull=False)
    if wanted.project_id is not None:
        entries = entries.filter(project_id=wanted.project_id)
    if wanted.project.isdecimal():
        return entries.filter(project_id=int(wanted.project))
    return entries.filter(says(wanted.project, "target_label")) if wanted.project else entries


def _start_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
