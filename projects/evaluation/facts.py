"""What the evaluation says of a project."""

from collections.abc import Mapping

from projects.evaluation.models import Evaluation
from projects.registry.facts import ProjectFile
from projects.registry.models import Project


def provide(project: Project, file: ProjectFile) -> Mapping[str, object]:  # noqa: ARG001
    """Tell whether the owner unit evaluated itself, and the grade it was given."""
    passed = file.passed("evaluation")
    grade = (
        Evaluation.objects.filter(pk=passed[-1].pk).values_list("grade", flat=True).first()
        if passed
        else None
    )
    return {
        "evaluation.self_done": bool(file.passed("self_evaluation")),
        "evaluation.grade": grade,
    }
