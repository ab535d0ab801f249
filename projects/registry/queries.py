"""Questions about projects and their records that take a query to answer."""

from django.db.models import Prefetch, QuerySet

from approvals.flows.models import Opinion
from documents.models import DocumentVersion
from projects.registry import kinds
from projects.registry.models import Project, ProjectDocument, Record, RecordStatus


def records_of(project: Project) -> QuerySet[Record]:
    """The records of a project with their approvals, oldest first; set-aside ones left out."""
    return (
        Record.objects.filter(project=project)
        .exclude(status=RecordStatus.VOID)
        .select_related("approval", "created_by", "printed")
        .order_by("pk")
    )


def papers_of(project: Project, record: Record | None = None) -> QuerySet[ProjectDocument]:
    """The papers of a project, or of one of its records, newest first."""
    papers = ProjectDocument.objects.filter(project=project, is_withdrawn=False)
    if record is not None:
        papers = papers.filter(record=record)
    versions = DocumentVersion.objects.order_by("-number")
    return (
        papers.select_related("document__kind", "record")
        .prefetch_related(Prefetch("document__versions", queryset=versions))
        .order_by("-pk")
    )


def stated_at_decision(record: Record) -> dict[str, object]:
    """What the signers stated besides their opinions, e.g. the number of the reply."""
    stated: dict[str, object] = {}
    if record.approval is None:
        return stated
    opinions = Opinion.objects.filter(process=record.approval, round=record.approval.round)
    for extra in opinions.order_by("pk").values_list("extra", flat=True):
        stated.update(extra or {})
    return stated


def latest_record(project: Project, kind: str) -> Record | None:
    """The newest record of a kind that was not set aside, as a row of its own table."""
    found = (
        Record.objects.filter(project=project, kind=kind)
        .exclude(status=RecordStatus.VOID)
        .select_related("project", "approval")
        .last()
    )
    return None if found is None else kinds.load(found)


def passed_record(project: Project, kind: str) -> Record | None:
    """The newest record of a kind that took effect, as a row of its own table."""
    found = Record.objects.filter(project=project, kind=kind, status=RecordStatus.PASSED).last()
    return None if found is None else kinds.load(found)


def openable_kinds(project: Project, rights: frozenset[str]) -> list[kinds.RecordKind]:
    """The kinds of records that this reader may begin in the project's present stage."""
    present = set(
        Record.objects.filter(project=project)
        .exclude(status__in=[RecordStatus.VOID, RecordStatus.FAILED])
        .values_list("kind", flat=True)
    )
    return [
        kind
        for kind in kinds.all_kinds()
        if project.stage in kind.stages
        and kind.permission.partition(".")[2] in rights
        and (kind.is_repeatable or kind.code not in present)
        and (project.is_active or not kind.needs_active_project)
    ]


