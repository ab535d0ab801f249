"""What people do to an approval: send, decide, return, send again, take back.

Every decision locks what the matter wants locked, then the process row, and compares what the
reader saw with what is there: of two people deciding at once one wins, the other is told who
was quicker (`StaleVersionError`). A form carries a key of its own, so sending it twice has one
effect and the same answer.
"""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db.models import Max
from django.urls import reverse
from django.utils.timezone import localdate, localtime

from approvals.flows import matters, routing
from approvals.flows.models import (
    ApprovalProcess,
    ApprovalTask,
    Decision,
    FlowDefinition,
    Opinion,
)
from approvals.flows.queries import acting_for
from approvals.flows.rules import (
    may_answer,
    may_decide,
    may_resubmit,
    may_say,
    may_start,
    may_terminate,
    may_withdraw,
)
from approvals.flows.shapes import Route
from approvals.notifications.services import notify
from approvals.organizations.models import Unit, User
from audit.actions import AuditAction
from audit.services import audited, record
from config.kernel.texts import clean
from config.kernel.verdicts import StaleVersionError, enforce


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
    record(
        AuditAction.PROCESS_STARTED,
        target=process,
        actor=actor,
        at=at,
        project_id=project_ref,
        detail={"事项": matter.label},
    )
    return process


@audited
def approve(  # noqa: PLR0913 - what a signature consists of, all named
    task: ApprovalTask,
    *,
    opinion: str,
    extra: Mapping[str, str] | None = None,
    version: int,
    form_key: UUID | None = None,
    actor: User,
    at: datetime,
) -> ApprovalTask:
    """Agree (同意); the last signature of a step moves the process on."""
    task = _locked_task(task)
    if _was_answered(actor, form_key):
        return task
    process, on, text = task.process, localdate(at), clean(opinion)
    _require_current(task, version)
    step = process.current_step
    answers = {field.code: (extra or {}).get(field.code, "") for field in step.fields}
    enforce(
        may_decide(task, actor, on)
        & may_say(Decision.APPROVED, text, step)
        & may_answer(step, answers)
        & matters.get(task.matter_code).may_approve(process, actor, on)
    )
    _sign(task, Decision.APPROVED, text, answers, form_key=form_key, actor=actor, at=at)
    routing.close_siblings(task)
    is_last = routing.is_step_complete(process) and routing.move_on(
        process, sender=task.starter, at=at
    )
    if is_last:
        process.conclude_approved()
        _conclude(process, at)
        matters.get(process.matter_code).on_approved(process, actor=actor, at=at)
    _tell_sender(task, Decision.APPROVED, text, at)
    _record_decision(AuditAction.TASK_APPROVED, task, actor, at)
    return task


@audited
def return_for_correction(
    task: ApprovalTask,
    *,
    opinion: str,
    version: int,
    form_key: UUID | None = None,
    actor: User,
    at: datetime,
) -> ApprovalTask:
    """Send the matter back to be corrected (退回补正), saying what."""
    task = _locked_task(task)
    if _was_answered(actor, form_key):
        return task
    process = _refuse_step(
        task, Decision.RETURNED, opinion, version=version, form_key=form_key, actor=actor, at=at
    )
    process.go_back_to_sender()
    process.save(update_fields=["status", "version"])
    matters.get(process.matter_code).on_returned(process, actor=actor, at=at)
    _record_decision(AuditAction.TASK_RETURNED, task, actor, at)
    return task


@audited
def reject(
    task: ApprovalTask,
    *,
    opinion: str,
    version: int,
    form_key: UUID | None = None,
    actor: User,
    at: datetime,
) -> ApprovalTask:
    """Refuse the matter (不同意), with the reason; the process ends."""
    task = _locked_task(task)
    if _was_answered(actor, form_key):
        return task
    process = _refuse_step(
        task, Decision.REJECTED, opinion, version=version, form_key=form_key, actor=actor, at=at
    )
    process.conclude_rejected()
    _conclude(process, at)
    matters.get(process.matter_code).on_rejected(process, actor=actor, at=at)
    _record_decision(AuditAction.TASK_REJECTED, task, actor, at)
    return task


@audited
def resubmit(
    process: ApprovalProcess, *, content_digest: str, version: int, actor: User, at: datetime
) -> ApprovalProcess:
    """Send a corrected matter again (重新送审): a new round, from the first step."""
    process = _locked(process)
    if process.version != version:
        raise _too_late(process)
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
    process = _locked(process)
    if process.version != version:
        raise _too_late(process)
    enforce(may_withdraw(process, actor))
    routing.close_all(process)
    process.version += 1
    process.conclude_withdrawn()
    _conclude(process, at)
    _write_opinion(process, Decision.WITHDRAWN, text=clean(reason), actor=actor, at=at)
    matters.get(process.matter_code).on_withdrawn(process, actor=actor, at=at)
    _record_move(AuditAction.PROCESS_WITHDRAWN, process, actor, at)
    return process


@audited
def terminate(
    process: ApprovalProcess, *, reason: str, actor: User, at: datetime
) -> ApprovalProcess:
    """End a process because what it was about has ended (终止)."""
    process = _locked(process)
    enforce(may_terminate(process))
    routing.close_all(process)
    process.version += 1
    process.conclude_terminated()
    _conclude(process, at)
    _write_opinion(process, Decision.TERMINATED, text=clean(reason), actor=actor, at=at)
    matters.get(process.matter_code).on_terminated(process, actor=actor, at=at)
    _record_move(AuditAction.PROCESS_TERMINATED, process, actor, at)
    return process


def _locked(process: ApprovalProcess) -> ApprovalProcess:
    matters.get(process.matter_code).lock(process)
    return (
        ApprovalProcess.objects.select_for_update(of=("self",), no_key=True)
        .select_related("definition", "owner_unit", "started_by")
        .get(pk=process.pk)
    )


def _locked_task(task: ApprovalTask) -> ApprovalTask:
    process = _locked(task.process)
    fresh = ApprovalTask.objects.select_related("post__unit", "starter").get(pk=task.pk)
    fresh.process = process
    return fresh


def _was_answered(actor: User, form_key: UUID | None) -> bool:
    """Whether this very form was answered already; the process lock makes copies queue here."""
    return form_key is not None and Opinion.objects.filter(actor=actor, form_key=form_key).exists()


def _require_current(task: ApprovalTask, version: int) -> None:
    if task.process.version != version or not task.is_open:
        raise _too_late(task.process)


def _too_late(process: ApprovalProcess) -> StaleVersionError:
    """Say who did what when, and where the matter is now."""
    last = process.opinions.order_by("-pk").first()
    assert last is not None
    moment = localtime(last.at)
    who = (
        f"{last.actor_label}（{last.unit_label}{last.post_label}）"
        if last.unit_label
        else str(last.actor_label)
    )
    at_step = f"在“{last.step_label}”环节" if last.step_label else ""
    done = f"{who}已于{moment:%-m月%-d日 %H:%M}{at_step}办理：{last.get_decision_display()}。"
    now = (
        f"现在到达“{process.current_step.label}”环节。"
        if process.is_running
        else f"该事项{process.get_status_display()}。"
    )
    return StaleVersionError(done, changes=(now,))


def _refuse_step(  # noqa: PLR0913 - shared by the two buttons that end a step
    task: ApprovalTask,
    decision: Decision,
    opinion: str,
    *,
    version: int,
    form_key: UUID | None,
    actor: User,
    at: datetime,
) -> ApprovalProcess:
    process, text = task.process, clean(opinion)
    _require_current(task, version)
    enforce(may_decide(task, actor, localdate(at)) & may_say(decision, text, process.current_step))
    _sign(task, decision, text, {}, form_key=form_key, actor=actor, at=at)
    routing.close_all(process)
    process.version += 1
    _tell_sender(task, decision, text, at)
    return process


def _sign(  # noqa: PLR0913 - see approve
    task: ApprovalTask,
    decision: Decision,
    text: str,
    answers: Mapping[str, str],
    *,
    form_key: UUID | None,
    actor: User,
    at: datetime,
) -> None:
    giver = acting_for(actor, task.post, localdate(at))
    Opinion.objects.create(
        process=task.process,
        task=task,
        round=task.round,
        step_code=task.step_code,
        step_label=task.step_label,
        actor=actor,
        actor_label=actor.full_name,
        post_label=task.post.title,
        unit_label=task.post.unit.short_name,
        acting_for_label=giver.full_name if giver else "",
        decision=decision,
        text=text,
        extra=dict(answers),
        at=at,
        form_key=form_key,
    )
    routing.finish(task, decision, actor=actor, at=at)


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


def _conclude(process: ApprovalProcess, at: datetime) -> None:
    process.ended_at = at
    process.save(update_fields=["status", "version", "ended_at"])


def _tell_sender(task: ApprovalTask, decision: Decision, text: str, at: datetime) -> None:
    process = task.process
    notify(
        [task.starter],
        f"{decision.label}：{process.subject_label}",
        f"“{task.step_label}”环节{decision.label}。{text}",
        reverse("approvals:inbox-process", args=[process.pk]),
        at=at,
    )


def _record_decision(action: AuditAction, task: ApprovalTask, actor: User, at: datetime) -> None:
    record(
        action,
        target=task,
        actor=actor,
        at=at,
        project_id=task.process.project_ref,
        detail={"环节": task.step_label, "岗位": task.post.title, "轮次": task.round},
    )


def _record_move(action: AuditAction, process: ApprovalProcess, actor: User, at: datetime) -> None:
    record(action, target=process, actor=actor, at=at, project_id=process.project_ref)
