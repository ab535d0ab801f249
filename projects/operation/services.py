"""What follows when a system is registered and an event of its operation recorded."""

from datetime import datetime

from approvals.organizations.models import Unit, User
from audit.actions import AuditAction
from audit.services import audited, record
from projects.operation.models import InformationSystem, MaintenanceRecord
from projects.operation.queries import system_named
from projects.registry.access import sync_duties
from projects.registry.models import ProjectUnit, Record
from projects.registry.shapes import text_in


def bind_to_system(sent: Record, *, actor: User, at: datetime) -> None:  # noqa: ARG001
    """Tie a record to the system it is about."""
    assert isinstance(sent, MaintenanceRecord)
    sent.system = system_named(sent.project, text_in(sent.details, "system_name"))
    sent.save(update_fields=["system"])


@audited
def take_maintainer_in(passed: Record, *, actor: User, at: datetime) -> None:
    """Let the maintenance provider take part in the project, if it is a unit of this system."""
    assert isinstance(passed, InformationSystem)
    name = text_in(passed.details, "maintenance_provider")
    unit = Unit.objects.filter(name=name, is_active=True).order_by("pk").first()
    if unit is None:
        return
    ProjectUnit.objects.get_or_create(
        project=passed.project, unit=unit, part=ProjectUnit.Part.MAINTENANCE
    )
    sync_duties(passed.project_id)
    record(
        AuditAction.PROJECT_CHANGED,
        target=passed.project,
        actor=actor,
        at=at,
        project_id=passed.project_id,
        detail={"运维单位": unit.name},
    )
