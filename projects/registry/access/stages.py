"""The duties of the rulebook that count where a project is in its life."""

from projects.registry.models import Project
from projects.regulations.queries import rulebook_of
from projects.regulations.rulebook import Duty


def duties_in_stage(project: Project) -> list[Duty]:
    """Return the duties of a project's rulebook in its present stage."""
    here = {str(project.stage), project.stage_code}
    return [
        duty for duty in rulebook_of(project.rulebook).duties if not here.isdisjoint(duty.stages)
    ]
