"""What reading across the stages leaves behind: a list that left the system."""

from datetime import datetime

from approvals.organizations.models import User
from audit.actions import AuditAction
from audit.services import audited, record


@audited
def note_export(*, count: int, wanted: str, actor: User, at: datetime) -> None:
    """Put on the trail that the ledger left the system as a workbook."""
    detail = {"项目数": count, "筛选": wanted or "无"}
    record(
        AuditAction.WORKBOOK_EXPORTED,
        target=None,
        target_label="项目台账",
        actor=actor,
        at=at,
        detail=detail,
    )
