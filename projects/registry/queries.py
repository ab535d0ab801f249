"""Questions about projects and their records that take a query to answer."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Prefetch, QuerySet
from django.urls import reverse

from approvals.experts.models import ExpertReview
from approvals.experts.queries import reviews_on
from approvals.flows.models import Opinion
from approvals.organizations.models import Unit, User
from config.kernel.templatetags.ui import file_size
from config.kernel.verdicts import Missing
from documents.models import DocumentVersion
from projects.registry import kinds
from projects.registry.models import (
    OfficialLetter,
    PinChange,
    Project,
    ProjectDocument,
    Record,
    RecordStatus,
    Stage,
    Standing,
)
from projects.regulations.models import RulebookVersion

MOST_BURDENS = 50
# What expert reviews call a record.
REVIEWED = "projects.record"


def records_of(project: Project) -> QuerySet[Record]:
    """Return the records of a project with their approvals, oldest first, without void ones."""
    return (
        Record.objects.filter(project=project)
        .exclude(status=RecordStatus.VOID)
        .select_related("approval", "created_by", "printed")
        .order_by("pk")
    )


def papers_of(project: Project, record: Record | None = None) -> QuerySet[ProjectDocument]:
    """Return the papers of a project, or of one of its records, newest first."""
    papers = ProjectDocument.objects.filter(project=project, is_withdrawn=False)
    if record is not None:
        papers = papers.filter(record=record)
    versions = DocumentVersion.objects.order_by("-number")
    return (
        papers.select_related("document__kind", "record")
        .prefetch_related(Prefetch("document__versions", queryset=versions))
        .order_by("-pk")
    )


def paper_files(papers: Iterable[ProjectDocument]) -> list[dict[str, object]]:
    """Show papers as files: kind, newest version, size, and where to fetch it."""
    rows: list[dict[str, object]] = []
    for paper in papers:
        newest = paper.document.versions.all()[0]
        rows.append(
            {
                "paper_id": paper.pk,
                "name": f"{paper.document.kind.label}：{newest.original_name}",
                "href": reverse("documents:download", kwargs={"version_id": newest.pk}),
                "show_href": reverse("documents:show", kwargs={"version_id": newest.pk})
                if newest.is_showable
                else "",
                "preview_href": reverse("documents:preview", kwargs={"version_id": newest.pk})
                if newest.is_office
                else "",
                "note": f"第{newest.number}版 · {file_size(newest.size)}",
                "is_removable": paper.record is None or paper.record.is_editable,
            }
        )
    return rows


def stated_at_decision(record: Record) -> dict[str, object]:
    """Return what the signers stated besides their opinions, e.g. the number of the reply."""
    stated: dict[str, object] = {}
    if record.approval is None:
        return stated
    opinions = Opinion.objects.filter(process=record.approval, round=record.approval.round)
    for extra in opinions.order_by("pk").values_list("extra", flat=True):
        stated.update(extra or {})
    return stated


def reviews_of(record: Record) -> QuerySet[ExpertReview]:
    """Return the expert reviews of a record, the newest first."""
    return reviews_on(REVIEWED, record.pk)


def concluded_review_of(record: Record) -> ExpertReview | None:
    """Return the newest expert review of a record that came to a conclusion."""
    return next((review for review in reviews_of(record) if review.is_concluded), None)


def latest_record(project: Project, kind: str) -> Record | None:
    """Return the newest record of a kind that was not set aside, as a row of its own table."""
    return (
        kinds.rows_of(kind)
        .filter(project=project, kind=kind)
        .exclude(status=RecordStatus.VOID)
        .select_related("project", "approval")
        .last()
    )


def passed_record(project: Project, kind: str) -> Record | None:
    """Return the newest record of a kind that took effect, as a row of its own table."""
    rows = kinds.rows_of(kind).filter(project=project, kind=kind, status=RecordStatus.PASSED)
    return rows.select_related("project", "approval").last()


def versions_for(project: Project) -> QuerySet[RulebookVersion]:
    """Return the versions in force under which a project might go on instead of its own."""
    in_force = RulebookVersion.objects.filter(status=RulebookVersion.Status.IN_FORCE)
    return (
        in_force.exclude(pk=project.rulebook_id)
        .exclude(content__level="NATIONAL")
        .select_related("regulation")
        .order_by("regulation__code", "version")
    )


def pin_changes_open() -> QuerySet[PinChange]:
    """Return what owners ask of the rule administrator, the oldest first."""
    found = PinChange.objects.filter(state=PinChange.State.ASKED)
    return found.select_related(
        "project__owner_unit", "before__regulation", "after__regulation", "asked_by"
    ).order_by("pk")


def openable_kinds(
    project: Project, rights: frozenset[str], records: Iterable[Record] | None = None
) -> list[kinds.RecordKind]:
    """Return the kinds of records that this reader may begin in the project's present stage.

    `records` are those of the project, where they were read already.
    """
    known = records_of(project) if records is None else records
    present = {record.kind for record in known if record.status != RecordStatus.FAILED}
    return [
        kind
        for kind in kinds.kinds_of(project)
        if kind.is_in_stage(project)
        and kind.is_written_with(rights)
        and (kind.is_repeatable or kind.code not in present)
        and (project.is_active or not kind.needs_active_project)
    ]


def unfinished_projects(unit: Unit, on: date) -> list[Missing]:  # noqa: ARG001 - a burden's shape
    """Return the projects that a unit still has to see through before it may close."""
    living = (
        Project.objects.filter(owner_unit=unit, standing__in=[Standing.ACTIVE, Standing.SUSPENDED])
        .exclude(stage=Stage.ARCHIVED)
        .order_by("pk")
    )
    return [
        Missing(
            label=f"{project.name}（{project.stage_label}）",
            url=reverse("projects:overview-project", kwargs={"project_id": project.pk}),
        )
        for project in living[:MOST_BURDENS]
    ]


def letters_of(project: Project) -> QuerySet[OfficialLetter]:
    """Return the official letters of a project, newest first."""
    return OfficialLetter.objects.filter(project=project).select_related("unit").order_by("-pk")


def numbers_of(user: User) -> QuerySet[OfficialLetter]:
    """Return the register of numbers of a person's unit, newest first."""
    return (
        OfficialLetter.objects.filter(unit=user.unit_id)
        .select_related("taken_by")
        .order_by("-year", "series", "-serial")
    )


def reserved_numbers(user: User) -> QuerySet[OfficialLetter]:
    """Return the numbers that a person's unit has set aside and not used."""
    return numbers_of(user).filter(state=OfficialLetter.State.RESERVED)
