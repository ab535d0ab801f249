"""Locking a process before anything is read of it, and telling the slower of two what happened.

Everybody locks what the matter names (the project) first, then the process, the trail last.
"""

from datetime import datetime
from uuid import UUID

from django.db import OperationalError
from django.utils.timezone import localtime
from psycopg.errors import DeadlockDetected, LockNotAvailable

from approvals.flows import matters
from approvals.flows.models import ApprovalProcess, ApprovalTask, Opinion
from approvals.organizations.models import User
from config.kernel.verdicts import StaleVersionError, enforce, refused


def locked(process: ApprovalProcess) -> ApprovalProcess:
    """Lock the process, after what its matter wants locked; nothing is joined, losers are many."""
    try:
        matters.get(process.matter_code).lock(process)
        return ApprovalProcess.objects.select_for_update(no_key=True).get(pk=process.pk)
    except OperationalError as busy:
        if isinstance(busy.__cause__, LockNotAvailable | DeadlockDetected):
            raise StaleVersionError("这件事项正由他人办理，请稍候刷新后再试。") from busy
        raise


def locked_task(task: ApprovalTask) -> ApprovalTask:
    """Lock the process of a task and read the task as it is now."""
    process = locked(task.process)
    fresh = ApprovalTask.objects.get(pk=task.pk)
    fresh.process = process
    return fresh


def was_answered(task: ApprovalTask, actor: User, form_key: UUID | None) -> bool:
    """Whether this very form was answered already; the process lock makes copies queue here."""
    if form_key is None:
        return False
    used = Opinion.objects.filter(actor=actor, form_key=form_key)
    answered = used.values_list("task_id", flat=True).first()
    if answered not in {None, task.pk}:
        enforce(refused("这张表单已用于办理另一事项，请重新打开页面。"))
    return answered is not None


def require_current(task: ApprovalTask, version: int) -> None:
    """Raise `StaleVersionError` unless the reader saw the task as it is now."""
    if task.process.version != version or not task.is_open:
        raise too_late(task.process)


def too_late(process: ApprovalProcess) -> StaleVersionError:
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
    when = f"{moment.month}月{moment.day}日 {moment:%H:%M}"
    done = f"{who}已于{when}{at_step}办理：{last.get_decision_display()}。"
    now = (
        f"现在到达“{process.current_step.label}”环节。"
        if process.is_running
        else f"该事项{process.get_status_display()}。"
    )
    return StaleVersionError(done, changes=(now,))


def conclude(process: ApprovalProcess, at: datetime) -> None:
    """Write that the process has ended."""
    process.ended_at = at
    process.save(update_fields=["status", "version", "ended_at"])
