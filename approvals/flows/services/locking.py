"""Locking a process before anything is read of it, and telling the slower of two what happened.

Everybody locks what the matter names (the project) first, then the process, the trail last.
"""

from datetime import date
from uuid import UUID

from django.db import OperationalError
from django.utils.timezone import localtime
from psycopg.errors import DeadlockDetected, LockNotAvailable

from approvals.flows import matters
from approvals.flows.models import ApprovalProcess, ApprovalTask, Opinion
from approvals.flows.services.cases import Case, read_case
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


_NEVER_CHANGES = ("definition", "owner_unit", "started_by")


def locked_case(
    process: ApprovalProcess, *users: User, on: date, with_copies: bool = False
) -> Case:
    """Lock a process and read it as it is now; what never changes is not read twice."""
    fresh = locked(process)
    known = vars(process)["_state"].fields_cache
    for name in _NEVER_CHANGES:
        if name in known:
            setattr(fresh, name, known[name])
    return read_case(fresh, *users, on=on, with_copies=with_copies)


def was_answered(
    process: ApprovalProcess, task: ApprovalTask | None, actor: User, form_key: UUID | None
) -> bool:
    """Whether this very form was answered already; the process lock makes copies queue here."""
    if form_key is None:
        return False
    used = Opinion.objects.filter(actor=actor, form_key=form_key)
    answered = used.values_list("process_id", "task_id").first()
    if answered is None:
        return False
    other_task = task is not None and answered[1] not in {None, task.pk}
    if answered[0] != process.pk or other_task:
        enforce(refused("这张表单已用于办理另一事项，请重新打开页面。"))
    return True


def require_current(task: ApprovalTask, version: int) -> None:
    """Raise `StaleVersionError` unless the reader saw the task as it is now."""
    if task.process.version != version or not task.is_open:
        raise too_late(task.process)


def require_version(process: ApprovalProcess, version: int) -> None:
    """Raise `StaleVersionError` unless the reader saw the process as it is now."""
    if process.version != version:
        raise too_late(process)


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
