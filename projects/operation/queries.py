"""Reading the systems in operation and their records."""

from django.db.models import QuerySet

from projects.operation.models import InformationSystem
from projects.registry.models import Project, RecordStatus
from projects.registry.shapes import text_in


def systems_of(project: Project) -> QuerySet[InformationSystem]:
    """Return the systems that a project put into operation, oldest first."""
    return InformationSystem.objects.filter(project=project, status=RecordStatus.PASSED).order_by(
        "pk"
    )


def name_of(system: InformationSystem) -> str:
    """Return the name of a system."""
    return text_in(system.details, "system_name")


def system_named(project: Project, name: str) -> InformationSystem | None:
    """Return the registered system of a project that bears a name."""
    return next((system for system in systems_of(project) if name_of(system) == name), None)
