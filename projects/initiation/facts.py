"""What initiation knows of a project, for the rulebook to judge."""

from collections.abc import Mapping

from projects.initiation.models import Initiation
from projects.registry.facts import ProjectFile
from projects.registry.models import Project


def provide(project: Project, file: ProjectFile) -> Mapping[str, object]:
    """Return the amount and the day of the official reply, once it is given."""
    passed = file.passed("initiation")
    if not passed:
        return {}
    replied = Initiation.objects.filter(pk=passed[-1].pk).values_list("replied_on", flat=True)
    return {
        "initiation.approved_amount": project.approved_amount,
        "initiation.replied_on": replied[0],
    }
