"""What the sender does to an approval: send, send again, take back; and what ends it."""

from datetime import datetime
from decimal import Decimal

from django.db.models import Max
from django.utils.timezone import localdate

from approvals.flows import matters, routing
from approvals.flows.models import ApprovalProcess, Decision, FlowDefinition, Opinion
from approvals.flows.rules import may_resubmit, may_start, may_terminate, may_withdraw
from approvals.flows.services.locking import conclude, locked, too_late
from approvals.flows.shapes import Route
from approvals.organizations.models import Unit, User
from audit.actions import AuditAction
from audit.services import audited, record
from config.kernel.texts import clean
from config.kernel.verdicts import enforce


@audited
def define_flow(route: Route, *, actor: User, at: datetime) -> FlowDefinition:
    """Publish a route (发布流程): a new version when its steps or its name changed."""
    steps = [dict(step) for step in route.to_json()["steps"]]
    versions = FlowDefinition.objects.filter(code=route.code)
    latest = versions.order_by("-version").first()
    if latest and latest.steps == steps and latest.label == route.label:
        return latest
    highest = versions.aggregate(highest=Max("version"))["highest"] or 0
    definition = FlowDefinition.objects.create(
        code=route.code, version=highest + 1, label=route.label, steps=steps, created_at=at
    )
    record(AuditAction.FLOW_DEFINED, target=definition, actor=actor, at=at)
    return definition


@audited
def start(  # noqa: PLR0913 - what a process carries, all named
    matter_code: str,
    *,
    definition: FlowDefinition,
    subject_label: str,
    project_ref: int,
    record_ref: int | None,
    owner_unit: Unit,
    amount: Decimal | None,
    stage: str,
    content_digest: str,
    actor: User,
    at: datetime,
) -> ApprovalProcess:
    """Send a matter for approval (送审)."""
    matter = matters.get(matter_code)
    on = localdate(at)
    enforce(may_start(definition.route, owner_unit=owner_unit, starter=actor, on=on))
    process = ApprovalProcess.objects.create(
        matter_code=matter.code,
        definition=definition,
        subject_label=subject_label,
        project_ref=project_ref,
        record_ref=record_ref,
        owner_unit=owner_unit,
        amount=amount,
        stage=stage,
        started_by=actor,
        started_at=at,
        content_digest=content_digest,
    )
    _write_opinion(process, Decision.SUBMITTED, actor=actor, at=at)
    routing.open_step(process, sender=actor, at=at)
    _record_move(AuditAction.PROCESS_STARTED, process, actor, at)
    return process


@audited
def resubmit(
    process: ApprovalProcess, *, content_digest: str, version: int, actor: User, at: datetime
) -> ApprovalProcess:
    """Send a corrected matter again (重新送审): a new round, from the first step."""
    process = locked(process)
    if process.version != version:
        raise too_late(process)
    on = localdate(at)
    enforce(may_resubmit(process, actor))
    enforce(
        may_start(process.definition.route, owner_unit=process.owner_unit, starter=actor, on=on)
    )
    process.run_again()
    process.round += 1
    process.step_index = 0
    process.version += 1
    process.content_digest = content_digest
    process.save(update_fields=["status", "round", "step_index", "version", "content_digest"])
    _write_opinion(process, Decision.RESUBMITTED, actor=actor, at=at)
    routing.open_step(process, sender=actor, at=at)
    matters.get(process.matter_code).on_resubmitted(process, actor=actor, at=at)
    _record_move(AuditAction.PROCESS_RESUBMITTED, process, actor, at)
    return process


@audited
def withdraw(
    process: ApprovalProcess, *, reason: str, version: int, actor: User, at: datetime
) -> ApprovalProcess:
    """Take a matter back before it is decided (撤回)."""
    process = locked(process)
    if process.version != version:
        raise too_late(process)
    enforce(may_withdraw(process, actor))
    routing.close_all(process)
    process.version += 1
    process.conclude_withdrawn()
    conclude(process, at)
    _write_opinion(process, Decision.WITHDRAWN, text=clean(reason), actor=actor, at=at)
    matters.get(process.matter_code).on_withdrawn(process, actor=actor, at=at)
    _record_move(AuditAction.PROCESS_WITHDRAWN, process, actor, at)
    return process


@audited
def terminate(
    process: ApprovalProcess, *, reason: str, actor: User, at: datetime
) -> ApprovalProcess:
    """End a process because what it was about has ended (终止)."""
    process = locked(process)
    enforce(may_terminate(process))
    routing.close_all(process)
    process.version += 1
    process.conclude_terminated()
    conclude(process, at)
    _write_opinion(process, Decision.TERMINATED, text=clean(reason), actor=actor, at=at)
    matters.get(process.matter_code).on_terminated(process, actor=actor, at=at)
    _record_move(AuditAction.PROCESS_TERMINATED, process, actor, at)
    return process


def _write_opinion(
    process: ApprovalProcess, decision: Decision, *, text: str = "", actor: User, at: datetime
) -> None:
    Opinion.objects.create(
        process=process,
        round=process.round,
        actor=actor,
        actor_label=actor.full_name,
        unit_label=actor.unit.short_name if actor.unit else "",
        decision=decision,
        text=text,
        at=at,
    )


def _record_move(action: AuditAction, process: ApprovalProcess, actor: User, at: datetime) -> None:
    record(
        action,
        target=process,
        actor=actor,
        at=at,
        project_id=process.project_ref,
        detail={"事项": matters.label_of(process.matter_code), "轮次": process.round},
    )
