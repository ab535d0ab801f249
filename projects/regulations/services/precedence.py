"""An administrator rules which of two regulations of equal rank wins (适用裁定)."""

from datetime import datetime

from approvals.organizations.models import User
from audit.actions import AuditAction
from audit.services import audited, record
from config.kernel.texts import clean
from config.kernel.verdicts import enforce, refused
from projects.regulations.models import PrecedenceDecision, Regulation


@audited
def decide_precedence(
    winner: Regulation, *, over: Regulation, reason: str, actor: User, at: datetime
) -> PrecedenceDecision:
    """Rule that one regulation wins over another; an earlier ruling on the two is replaced."""
    reason = clean(reason)
    if winner.pk == over.pk:
        enforce(refused("请选择两部不同的办法。"))
    if not reason:
        enforce(refused("请写明以哪一个为准的理由。"))
    first, second = sorted((winner, over), key=lambda regulation: regulation.pk)
    decision, _ = PrecedenceDecision.objects.update_or_create(
        first=first,
        second=second,
        defaults={
            "winner": winner,
            "reason": reason,
            "decided_by_label": str(actor),
            "decided_at": at,
        },
    )
    record(
        AuditAction.PRECEDENCE_DECIDED,
        target=decision,
        actor=actor,
        at=at,
        detail={"为准": winner.title, "理由": reason},
    )
    return decision
