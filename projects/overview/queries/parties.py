"""Who takes part in a project (参与各方): owner, contractors, supervision, maintenance."""

from projects.procurement.queries import contracts_in_force
from projects.registry.models import Project, ProjectUnit

type Row = dict[str, object]


def parties_of(project: Project) -> list[Row]:
    """Return the parties with what binds each to the project."""
    rows: list[Row] = [
        {"label": "建设单位", "value": project.owner_unit.name},
        {"label": "经办人", "value": _person(project)},
    ]
    named = set()
    for contract in contracts_in_force(project):
        if contract.contractor_name and contract.contractor_name not in named:
            named.add(contract.contractor_name)
            rows.append({"label": "承建单位", "value": contract.contractor_name})
    units = ProjectUnit.objects.filter(project=project).select_related("unit").order_by("pk")
    rows += [
        {"label": unit.get_part_display(), "value": unit.unit.name}
        for unit in units
        if unit.unit.name not in named
    ]
    return rows


def _person(project: Project) -> str:
    phone = project.handler.phone
    return f"{project.handler.full_name}（{phone}）" if phone else project.handler.full_name
