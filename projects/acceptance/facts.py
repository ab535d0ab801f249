"""What tests, trial operation, acceptance and data say of a project."""

from collections.abc import Mapping

from projects.acceptance.models import TestReport, TrialOperation
from projects.acceptance.queries import (
    QUALITIES,
    has_no_data,
    materials_in_order,
    resources_of,
)
from projects.registry.facts import ProjectFile
from projects.registry.models import Project
from projects.registry.shapes import codes_in, text_in


def provide(project: Project, file: ProjectFile) -> Mapping[str, object]:
    """Tell what was tested, tried, accepted and collected."""
    return {**_of_tests(file), **_of_trial(file), **_of_acceptance(project, file)}


def _of_tests(file: ProjectFile) -> dict[str, object]:
    judged = file.judged("test_report")
    report = TestReport.objects.filter(pk=judged.pk).first() if judged else None
    return {"test_report.conclusion": report.conclusion if report else None}


def _of_trial(file: ProjectFile) -> dict[str, object]:
    judged = file.judged("trial_operation")
    trial = TrialOperation.objects.filter(pk=judged.pk).first() if judged else None
    return {
        "trial.started_on": trial.started_on if trial else None,
        "trial.ended_on": trial.ended_on if trial else None,
        "trial.conclusion": trial.conclusion if trial else None,
    }


def _of_acceptance(project: Project, file: ProjectFile) -> dict[str, object]:
    judged = file.judged("final_acceptance")
    details = judged.details if judged else {}
    resources = list(resources_of(project))
    without = has_no_data(details, resources)
    ticks = frozenset(QUALITIES) if without else codes_in(details, "quality_ticks")
    return {
        "acceptance.materials": tuple(sorted(materials_in_order(details))),
        "data.platform_access": without or text_in(details, "platform_access") == "DONE",
        "data.resource_count": len(resources),
        "data.catalogue_complete": without
        or (bool(resources) and all(r.catalogued_on for r in resources)),
        "data.collected": without or (bool(resources) and all(r.collected_on for r in resources)),
        "data.quality_ticks": tuple(sorted(ticks)),
    }
