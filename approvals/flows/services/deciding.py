"""What the holder of a post does to a task: agree, send back, refuse."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.urls import reverse
from django.utils.timezone import localdate

from approvals.flows import matters, routing
from approvals.flows.models import ApprovalProcess, ApprovalTask, Decision, Opinion
from approvals.flows.queries import acting_for
from approvals.flows.rules import may_answer, may_decide, may_say
from approvals.flows.services.locking import conclude, locked_task, require_current, was_answered
from approvals.notifications.services import notify
from approvals.organizations.models import User
from audit.actions import AuditAction
from audit.services import audited, record
from config.kernel.texts import clean
from config.kernel.verdicts import enforce


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
    task = locked_task(task)
    if was_answered(task, actor, form_key):
        return task
    process, on, text = task.process, localdate(at), clean(opinion)
    require_current(task, version)
    step = process.current_step
    answers = {field.code: (extra or {}).get(field.code, "") for field in step.fields}
    enforce(
        may_decide(task, actor, on)
        & may_say(Decision.APPROVED, text, step)
        & may_answer(step, answers)
        & matters.get(task.matter_code).may_approve(process, actor, on)
        & matters.get(task.matter_code).may_state(process, answers, on)
    )
    _sign(task, Decision.APPROVED, text, answers, form_key=form_key, actor=actor, at=at)
    routing.close_siblings(task)
    is_last = routing.is_step_complete(process) and routing.move_on(
        process, sender=task.starter, at=at
    )
    if is_last:
        process.conclude_approved()
        conclude(process, at)
        matters.get(process.matter_code).on_approved(process, actor=actor, at=at)
    _tell_sender(task, Decision.APPROVED, text, at)
    _record_decision(AuditAction.TASK_APPROVED, task, actor, at)
    return task


@audited
def return_for_correction(  # noqa: PLR0913 - see approve
    task: ApprovalTask,
    *,
    opinion: str,
    version: int,
    form_key: UUID | None = None,
    actor: User,
    at: datetime,
) -> ApprovalTask:
    """Send the matter back to be corrected (退回补正), saying what."""
    task = locked_task(task)
    if was_answered(task, actor, form_key):
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
def reject(  # noqa: PLR0913 - see approve
    task: ApprovalTask,
    *,
    opinion: str,
    version: int,
    form_key: UUID | None = None,
    actor: User,
    at: datetime,
) -> ApprovalTask:
    """Refuse the matter (不同意), with the reason; the process ends."""
    task = locked_task(task)
    if was_answered(task, actor, form_key):
        return task
    process = _refuse_step(
        task, Decision.REJECTED, opinion, version=version, form_key=form_key, actor=actor, at=at
    )
    process.conclude_rejected()
    conclude(process, at)
    matters.get(process.matter_code).on_rejected(process, actor=actor, at=at)
    _record_decision(AuditAction.TASK_REJECTED, task, actor, at)
    return task


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
    require_current(task, version)
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


def _tell_sender(task: ApprovalTask, decision: Decision, text: str, at: datetime) -> None:
    process = task.process
    notify(
        [task.starter],
        title=f"{decision.label}：{process.subject_label}",
        body=f"“{task.step_label}”环节{decision.label}。{text}",
        url=reverse("approvals:inbox-process", args=[process.pk]),
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
