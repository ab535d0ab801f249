"""Where the pages are that records are filled in on, and that supply what a rule misses."""

from collections.abc import Iterable, Mapping

from django.urls import reverse

from projects.registry import kinds
from projects.registry.kinds.declared import CHECKLIST
from projects.registry.models import Project, Record, RecordStatus


def record_url(record: Record) -> str:
    """Return the page on which a record is filled in."""
    page = kinds.page_of(record.kind) or "projects:registry-record"
    return reverse(page, kwargs={"project_id": record.project_id, "record_id": record.pk})


def newest_by_kind(records: Iterable[Record]) -> dict[str, Record]:
    """Return the newest record of each kind, of records in the order they were begun."""
    return {record.kind: record for record in records}


def newest_in(project: Project) -> dict[str, Record]:
    """Return the newest record of each kind of a project, but those set aside, in one query."""
    found = Record.objects.filter(project=project).exclude(status=RecordStatus.VOID)
    newest = found.order_by("kind", "-pk").distinct("kind").only("kind", "project_id")
    return newest_by_kind(newest)


def supplies(project: Project, what: str, newest: Mapping[str, Record] | None = None) -> str:
    """Return the page of a project that supplies what a rule misses, by the rule's own code.

    `newest` spares the queries where many rules are judged at once.
    """
    kind, _, code = what.partition(":")
    base = reverse("projects:overview-project", kwargs={"project_id": project.pk})
    if kind == "papers":
        return f"{base}?tab=papers&kind={code}"
    if kind == "tab":
        return f"{base}?tab={code}"
    record_kind, _, box = (code if kind == "record" else what).partition("#")
    record = _newest(project, record_kind) if newest is None else newest.get(record_kind)
    if record is None:
        return f"{base}?tab=records&kind={record_kind}"
    box = box.replace("checklist.", CHECKLIST)
    return f"{record_url(record)}#id_{box}" if box else record_url(record)


def _newest(project: Project, kind: str) -> Record | None:
    found = Record.objects.filter(project=project, kind=kind).exclude(status=RecordStatus.VOID)
    return found.order_by("pk").last()
