"""Locking a process before anything is read of it, and telling the slower of two what happened.

Everybody locks what the matter names (the project) first, then the process, the trail last.
"""

from datetime import date, datetime
from functools import cache
from uuid import UUID

from django.utils.timezone import localtime

from approvals.flows import matters
from approvals.flows.models import ApprovalProcess, ApprovalTask, Look, Opinion
from approvals.flows.services.cases import Case, read_case
from approvals.organizations.models import User
from config.kernel.asking import ask
from config.kernel.days import day_of
from config.kernel.joining import columns_of, next_of
from config.kernel.verdicts import StaleVersionError, enforce, refused

MOST_TOLD = 6
_LOCK = """
SELECT {columns} FROM approvals_approvalprocess AS process
WHERE process.id = %s FOR NO KEY UPDATE
"""
_NEVER_CHANGES = ("definition", "owner_unit", "started_by")


def locked(process: ApprovalProcess) -> ApprovalProcess:
    """Lock the process, after what its matter wants locked; nothing is joined, losers are many."""
    matters.get(process.matter_code).lock(process)
    (row,) = ask(_lock_sql(), [process.pk])
    return next_of(ApprovalProcess, iter(row))


@cache
def _lock_sql() -> str:
    return _LOCK.format(columns=columns_of({"process": ApprovalProcess}))


def locked_case(
    process: ApprovalProcess,
    actor: User,
    *,
    form_key: UUID | None = None,
    on: date,
    with_copies: bool = False,
) -> Case:
    """Lock a process and read it as it is now; what never changes is not read twice."""
    fresh = locked(process)
    known = vars(process)["_state"].fields_cache
    for name in _NEVER_CHANGES:
        if name in known:
            setattr(fresh, name, known[name])
    return read_case(fresh, actor, form_key=form_key, on=on, with_copies=with_copies)


def current_case(  # noqa: PLR0913 - what is acted on, as it was seen, by whom
    process: ApprovalProcess,
    task: ApprovalTask | None = None,
    *,
    version: int,
    form_key: UUID | None,
    actor: User,
    at: datetime,
) -> tuple[Case, bool]:
    """Lock and read what somebody acts on, and say whether the form comes for the first time.

    Raise `StaleVersionError` unless they saw it as it is now, and the task still open.
    """
    case = locked_case(process, actor, form_key=form_key, on=day_of(at))
    if was_answered(case, task):
        return case, False
    if task is None:
        require_version(case.process, version, actor)
    else:
        require_current(case.task(case.number_of(task)), version, actor)
    return case, True


def was_answered(case: Case, task: ApprovalTask | None = None) -> bool:
    """Whether this very form was answered already; the process lock makes copies queue here."""
    if case.answered is None:
        return False
    process_id, task_id = case.answered
    other_task = task is not None and task_id not in {None, task.pk}
    if process_id != case.process.pk or other_task:
        enforce(refused("这张表单已用于办理另一事项，请重新打开页面。"))
    return True


def take_in(user: User, form_key: UUID | None, at: datetime) -> bool:
    """Whether a form comes for the first time; copies of it wait here for the first."""
    if form_key is None:
        return True
    return bool(ask(_TAKE_IN, [user.pk, form_key, at]))


_TAKE_IN = (
    "INSERT INTO approvals_receipt (user_id, form_key, at) VALUES (%s, %s, %s)"
    " ON CONFLICT DO NOTHING RETURNING id"
)


def require_current(task: ApprovalTask, version: int, reader: User) -> None:
    """Raise `StaleVersionError` unless the reader saw the task as it is now."""
    if task.process.version != version or not task.is_open:
        raise too_late(task.process, reader)


def require_version(process: ApprovalProcess, version: int, reader: User) -> None:
    """Raise `StaleVersionError` unless the reader saw the process as it is now."""
    if process.version != version:
        raise too_late(process, reader)


def too_late(process: ApprovalProcess, reader: User) -> StaleVersionError:
    """Say who did what since the reader looked, what changed in the matter, and where it is now."""
    look = Look.objects.filter(process=process, user=reader).first()
    after = look.opinion_ref if look else 0
    news = list(process.opinions.order_by("-pk")[:MOST_TOLD])
    last, *earlier = news
    told = [_told(opinion) for opinion in reversed(earlier) if look and opinion.pk > after]
    if look is not None and look.content_digest != process.content_digest:
        told.append(_what_changed(process, reader))
    now = (
        f"现在到达“{process.current_step.label}”环节。"
        if process.is_running
        else f"该事项{process.get_status_display()}。"
    )
    return StaleVersionError(_told(last), changes=(*told, now))


def _told(opinion: Opinion) -> str:
    moment = localtime(opinion.at)
    who = (
        f"{opinion.signer}（{opinion.unit_label}{opinion.post_label}）"
        if opinion.unit_label
        else opinion.signer
    )
    at_step = f"在“{opinion.step_label}”环节" if opinion.step_label else ""
    when = f"{moment.month}月{moment.day}日 {moment:%H:%M}"
    return f"{who}已于{when}{at_step}办理：{opinion.get_decision_display()}。"


def _what_changed(process: ApprovalProcess, reader: User) -> str:
    page = matters.get(process.matter_code).describe(process, reader)
    labels = "、".join(change.label for change in page.changes[:MOST_TOLD])
    return f"送审内容已修改{f'：{labels}' if labels else ''}。"
