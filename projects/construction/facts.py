"""What the construction says of a project."""

from collections.abc import Mapping

from projects.construction.models import ProgressReport
from projects.registry.facts import ProjectFile
from projects.registry.models import Project


def provide(project: Project, file: ProjectFile) -> Mapping[str, object]:  # noqa: ARG001
    """Tell how far the construction is, by the newest report in force."""
    reports = file.passed("progress_report")
    percent = (
        ProgressReport.objects.filter(pk__in=[report.pk for report in reports])
        .order_by("period_to", "pk")
        .values_list("percent", flat=True)
        .last()
        if reports
        else None
    )
    return {"construction.percent": percent}
