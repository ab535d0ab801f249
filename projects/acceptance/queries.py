"""Reading tests, trial operations, acceptances and data resources."""

from collections.abc import Iterable

from django.db.models import QuerySet

from projects.acceptance.models import DataResource, TrialOperation
from projects.registry.models import Project, RecordStatus
from projects.registry.shapes import Entered, rows_in, text_in

MATERIALS = (
    "REVIEW_SHEET",
    "DESIGN_AND_TEST_PLANS",
    "SOURCE_CODE",
    "TEST_RECORDS",
    "TRAINING_MATERIAL",
    "INVENTORY",
)
QUALITIES = ("COMPLETE", "ACCURATE", "TIMELY")
NO_DATA = "NOT_APPLICABLE"

type Row = dict[str, object]


def resources_of(project: Project) -> QuerySet[DataResource]:
    """Return the data resources of a project in the order they were entered."""
    return DataResource.objects.filter(project=project).order_by("pk")


def materials_in_order(details: Entered) -> frozenset[str]:
    """Return the materials that are complete and conform (资料齐全且符合)."""
    return frozenset(
        code
        for code, row in zip(MATERIALS, rows_in(details, "materials"), strict=False)
        if text_in(row, "completeness") == "COMPLETE" and text_in(row, "conformity") == "CONFORMING"
    )


def materials_wanting(details: Entered) -> list[str]:
    """Name the materials that are incomplete or do not conform."""
    in_order = materials_in_order(details)
    return [
        text_in(row, "material")
        for code, row in zip(MATERIALS, rows_in(details, "materials"), strict=False)
        if code not in in_order
    ]


def has_no_data(details: Entered, resources: Iterable[DataResource]) -> bool:
    """Tell whether the project brings forth no data, by its acceptance and its catalogue."""
    return text_in(details, "platform_access") == NO_DATA and not list(resources)


def trial_in_force(project: Project) -> TrialOperation | None:
    """Return the newest trial operation that took effect."""
    return (
        TrialOperation.objects.filter(project=project, status=RecordStatus.PASSED)
        .order_by("pk")
        .last()
    )


def resources_declared(project: Project) -> list[Row]:
    """Return the data resources that the application announced, as the rows of a first list."""
    sharing = {"NOT_SHARED": DataResource.Sharing.CLOSED.value}
    application = project.records.filter(kind="application", status=RecordStatus.PASSED).last()
    if application is None:
        return []
    frequencies = {label: code for code, label in DataResource.Frequency.choices}
    return [
        {
            "name": text_in(row, "name"),
            "sharing": sharing.get(text_in(row, "sharing"), text_in(row, "sharing")),
            "is_open": text_in(row, "openness") == "OPEN",
            "frequency": frequencies.get(text_in(row, "frequency"), ""),
        }
        for row in rows_in(application.details, "data_resources")
    ]
