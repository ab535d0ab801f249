"""The kinds of records of the operation."""

from collections.abc import Mapping

from documents.sheets.shapes import Choices
from projects.acceptance.queries import resources_of, trial_in_force
from projects.operation.models import InformationSystem, MaintenanceRecord
from projects.operation.queries import name_of, systems_of
from projects.operation.rules import may_record_maintenance, may_register_system
from projects.operation.services import bind_to_system, take_maintainer_in
from projects.procurement.queries import contracts_in_force
from projects.registry.kinds import RecordKind
from projects.registry.models import Project, Record, Stage
from projects.registry.shapes import text_in

OPERATED = (Stage.OPERATION, Stage.EVALUATION)


def _maintainer(project: Project) -> str:
    contract = contracts_in_force(project).first()
    return contract.contractor_name if contract else ""


def _system_known(record: Record) -> Mapping[str, object]:
    project, trial = record.project, trial_in_force(record.project)
    closed = {"CLOSED": "NOT_SHARED"}
    return {
        "system_name": project.name,
        "system_version": text_in(trial.details, "software_version") if trial else "",
        "owner_unit": project.owner_unit.name,
        "user_unit": project.owner_unit.name,
        "maintenance_provider": _maintainer(project),
        "live_on": trial.started_on if trial else None,
        "data_resources": [
            {
                "name": resource.name,
                "sharing": closed.get(resource.sharing, resource.sharing),
                "frequency": resource.get_frequency_display(),
            }
            for resource in resources_of(project)
        ],
    }


def _record_known(record: Record) -> Mapping[str, object]:
    systems = list(systems_of(record.project))
    return {
        "system_name": name_of(systems[0]) if len(systems) == 1 else "",
        "recorder": record.created_by.full_name,
        "maintenance_provider": _maintainer(record.project),
    }


def _systems_to_choose(record: Record) -> Mapping[str, Choices]:
    names = [name_of(system) for system in systems_of(record.project)]
    return {"system_name": tuple((name, name) for name in names)}


INFORMATION_SYSTEM = RecordKind(
    code="information_system",
    label="系统登记",
    stages=OPERATED,
    sheet="information_system",
    model=InformationSystem,
    typed={"formally_operating_since": "went_live_on"},
    is_repeatable=True,
    prefill=_system_known,
    check=may_register_system,
    on_passed=take_maintainer_in,
)

MAINTENANCE_RECORD = RecordKind(
    code="maintenance_record",
    label="运维记录",
    stages=OPERATED,
    sheet="maintenance_record",
    model=MaintenanceRecord,
    typed={"record_kind": "category", "occurred_on": "occurred_on"},
    is_repeatable=True,
    prefill=_record_known,
    offer=_systems_to_choose,
    check=may_record_maintenance,
    on_submitted=bind_to_system,
)

KINDS: tuple[RecordKind, ...] = (INFORMATION_SYSTEM, MAINTENANCE_RECORD)
