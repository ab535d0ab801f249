"""What follows when a contract is sent and when it takes effect."""

from datetime import datetime

from approvals.organizations.models import Unit, User
from audit.actions import AuditAction
from audit.services import audited, record
from config.kernel.credit_codes import normalise_credit_code
from projects.procurement.models import Contract
from projects.registry.access import sync_duties
from projects.registry.models import ProjectUnit, Record


def write_code_plainly(sent: Record, *, actor: User, at: datetime) -> None:  # noqa: ARG001
    """Keep the credit code of the contractor without blanks, in half-width capitals."""
    assert isinstance(sent, Contract)
    sent.contractor_code = normalise_credit_code(sent.contractor_code)
    sent.save(update_fields=["contractor_code"])


@audited
def take_contractor_in(passed: Record, *, actor: User, at: datetime) -> None:
    """Let the contractor take part in the project, if it is a unit of this system."""
    assert isinstance(passed, Contract)
    unit = Unit.objects.filter(social_credit_code=passed.contractor_code, is_active=True).first()
    if unit is None:
        return
    ProjectUnit.objects.get_or_create(
        project=passed.project, unit=unit, part=ProjectUnit.Part.CONTRACTOR
    )
    sync_duties(passed.project_id)
    record(
        AuditAction.PROJECT_CHANGED,
        target=passed.project,
        actor=actor,
        at=at,
        project_id=passed.project_id,
        detail={"承建单位": unit.name},
    )
