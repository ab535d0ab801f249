"""What becomes of a record when its approval ends: called by the approval engine."""

from collections.abc import Mapping
from datetime import datetime

from approvals.organizations.models import User
from audit.actions import AuditAction
from audit.services import audited, record
from projects.registry import kinds
from projects.registry.access import sync_duties
from projects.registry.models import Project, Record
from projects.registry.queries import stated_at_decision
from projects.registry.services.life import follow_life
from projects.registry.snapshots import digest_of, snapshot_of


@audited
def pass_record(target: Record, *, actor: User, at: datetime) -> Record:
    """Let a record take effect (通过), and do what its stage does then.

    One whose own conclusion says otherwise does not pass, whoever agreed to it.
    """
    passed = kinds.load(target)
    if kinds.of(passed).fails(_concluded(passed)):
        return fail_record(passed, actor=actor, at=at)
    passed.pass_()
    _decide(passed, AuditAction.RECORD_PASSED, actor=actor, at=at)
    kinds.of(passed).on_passed(passed, actor=actor, at=at)
    follow_life(passed.project, actor=actor, at=at)
    return passed


def _concluded(ended: Record) -> Mapping[str, object]:
    kind = kinds.of(ended)
    if kind.outcome_step:
        return stated_at_decision(ended)
    return kinds.values_of(ended) if kind.outcome else {}


@audited
def fail_record(target: Record, *, actor: User, at: datetime) -> Record:
    """Refuse a record (不通过), and do what its stage does then."""
    failed = kinds.load(target)
    failed.fail()
    _decide(failed, AuditAction.RECORD_FAILED, actor=actor, at=at)
    kinds.of(failed).on_failed(failed, actor=actor, at=at)
    return failed


@audited
def return_record(target: Record, *, actor: User, at: datetime) -> Record:
    """Send a record back to be supplemented and corrected (退回补正)."""
    returned = kinds.load(target)
    returned.come_back()
    returned.version += 1
    returned.save(update_fields=["status", "version"])
    kinds.of(returned).on_returned(returned, actor=actor, at=at)
    sync_duties(returned.project_id)
    record(
        AuditAction.RECORD_RETURNED,
        target=returned,
        actor=actor,
        at=at,
        project_id=returned.project_id,
    )
    return returned


@audited
def take_back_record(target: Record, *, actor: User, at: datetime) -> Record:
    """Note that a record's approval was withdrawn or stopped (撤回)."""
    taken = kinds.load(target)
    if not taken.is_editable:
        taken.take_back()
    taken.version += 1
    taken.save(update_fields=["status", "version"])
    sync_duties(taken.project_id)
    record(
        AuditAction.RECORD_WITHDRAWN,
        target=taken,
        actor=actor,
        at=at,
        project_id=taken.project_id,
    )
    return taken


def _decide(decided: Record, action: AuditAction, *, actor: User, at: datetime) -> None:
    decided.decided_at = at
    decided.version += 1
    snapshot = snapshot_of(decided, at=at)
    decided.snapshot, decided.snapshot_digest = snapshot, digest_of(snapshot)
    decided.save(update_fields=["status", "decided_at", "version", "snapshot", "snapshot_digest"])
    Project.objects.filter(pk=decided.project_id).update(changed_at=at)
    sync_duties(decided.project_id)
    record(action, target=decided, actor=actor, at=at, project_id=decided.project_id)
