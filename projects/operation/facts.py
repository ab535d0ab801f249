"""What the operation says of a project."""

from collections.abc import Mapping

from projects.registry.facts import ProjectFile
from projects.registry.models import Project


def provide(project: Project, file: ProjectFile) -> Mapping[str, object]:  # noqa: ARG001
    """Tell how many systems are registered."""
    return {"operation.system_count": len(file.passed("information_system"))}
