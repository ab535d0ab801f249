"""Locking a project: whoever changes anything of it takes this lock first."""

from functools import cache

from django.db.models import Model

from approvals.organizations.models import Unit, User
from config.kernel.asking import ask
from config.kernel.joining import columns_of, next_of
from projects.registry.models import Project
from projects.regulations.models import Regulation, RulebookVersion


def lock_project(project_id: int) -> Project:
    """Lock a project and read it with its unit, its case officer and its measures.

    Raise `Project.DoesNotExist` if there is none.
    """
    rows = ask(_sql(), [project_id])
    if not rows:
        raise Project.DoesNotExist(f"There is no project {project_id}.")
    values = iter(rows[0])
    project = next_of(Project, values)
    project.owner_unit, project.handler = next_of(Unit, values), next_of(User, values)
    project.rulebook = next_of(RulebookVersion, values)
    project.rulebook.regulation = next_of(Regulation, values)
    return project


_PARTS: dict[str, type[Model]] = {
    "project": Project,
    "unit": Unit,
    "handler": User,
    "version": RulebookVersion,
    "regulation": Regulation,
}
_LOCK = """
SELECT {columns} FROM projects_project AS project
JOIN approvals_unit AS unit ON unit.id = project.owner_unit_id
JOIN approvals_user AS handler ON handler.id = project.handler_id
JOIN projects_rulebookversion AS version ON version.id = project.rulebook_id
JOIN projects_regulation AS regulation ON regulation.id = version.regulation_id
WHERE project.id = %s FOR NO KEY UPDATE OF project
"""


@cache
def _sql() -> str:
    return _LOCK.format(columns=columns_of(_PARTS))
