"""What changes who signs and by when: hand over, add, let go, ask, stop the clock."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from approvals.flows.engine import AddMode, verbs
from approvals.flows.models import ApprovalProcess, ApprovalTask
from approvals.flows.services.carrying import Words, carry_out
from approvals.flows.services.locking import current_case
from approvals.organizations.models import Post, User
from audit.services import audited
from config.kernel.texts import clean


@audited
def reassign(  # noqa: PLR0913 - a deed about a task, all named
    task: ApprovalTask,
    *,
    to_post: Post,
    reason: str,
    version: int,
    form_key: UUID | None = None,
    actor: User,
    at: datetime,
) -> ApprovalTask:
    """Give a task to another post (转办)."""
    return _handle(
        task,
        lambda seat, text: verbs.Reassign(
            seat=seat, opinion=text, to_desk=to_post.pk, actor=actor.pk, at=at
        ),
        reason,
        to_post,
        version=version,
        form_key=form_key,
        actor=actor,
        at=at,
    )


@audited
def add_signer(  # noqa: PLR0913 - see reassign
    task: ApprovalTask,
    *,
    to_post: Post,
    mode: AddMode,
    reason: str,
    version: int,
    form_key: UUID | None = None,
    actor: User,
    at: datetime,
) -> ApprovalTask:
    """Let another post sign too (加签): before, after or beside."""
    return _handle(
        task,
        lambda seat, text: verbs.AddSigner(
            seat=seat, opinion=text, to_desk=to_post.pk, mode=mode, actor=actor.pk, at=at
        ),
        reason,
        to_post,
        version=version,
        form_key=form_key,
        actor=actor,
        at=at,
    )


@audited
def remove_signer(
    task: ApprovalTask,
    *,
    version: int,
    form_key: UUID | None = None,
    actor: User,
    at: datetime,
) -> ApprovalTask:
    """Let an added signer go (减签)."""
    case, is_new = current_case(
        task.process, version=version, form_key=form_key, actor=actor, at=at
    )
    number = case.number_of(task)
    if not is_new:
        return case.task(number)
    verb = verbs.RemoveSigner(seat=number, actor=actor.pk, at=at)
    text = f"减去{case.task(number).post.title}"
    carry_out(case, verb, Words(text=text, form_key=form_key), actor=actor, at=at)
    return case.task(number)


@audited
def ask_opinion(  # noqa: PLR0913 - see reassign
    task: ApprovalTask,
    *,
    to_post: Post,
    reason: str,
    version: int,
    form_key: UUID | None = None,
    actor: User,
    at: datetime,
) -> ApprovalTask:
    """Ask another post for its opinion (征求意见); the task stays open."""
    return _handle(
        task,
        lambda seat, text: verbs.AskOpinion(
            seat=seat, opinion=text, to_desk=to_post.pk, actor=actor.pk, at=at
        ),
        reason,
        to_post,
        version=version,
        form_key=form_key,
        actor=actor,
        at=at,
    )


@audited
def pause_clock(  # noqa: PLR0913 - see reassign
    task: ApprovalTask,
    *,
    reason: str,
    version: int,
    form_key: UUID | None = None,
    actor: User,
    at: datetime,
) -> ApprovalTask:
    """Stop the clock while something is supplied (暂停计时)."""
    return _handle(
        task,
        lambda seat, text: verbs.Pause(seat=seat, opinion=text, actor=actor.pk, at=at),
        reason,
        None,
        version=version,
        form_key=form_key,
        actor=actor,
        at=at,
    )


@audited
def resume_clock(
    process: ApprovalProcess,
    *,
    version: int,
    form_key: UUID | None = None,
    actor: User,
    at: datetime,
) -> ApprovalProcess:
    """Let the clock run again (恢复计时); what was lost is added to every limit."""
    case, is_new = current_case(process, version=version, form_key=form_key, actor=actor, at=at)
    if is_new:
        verb = verbs.Resume(actor=actor.pk, at=at)
        carry_out(case, verb, Words(form_key=form_key), actor=actor, at=at)
    return case.process


def _handle(  # noqa: PLR0913 - see reassign
    task: ApprovalTask,
    verb_of: Callable[[int, str], verbs.Verb],
    reason: str,
    to_post: Post | None,
    *,
    version: int,
    form_key: UUID | None,
    actor: User,
    at: datetime,
) -> ApprovalTask:
    case, is_new = current_case(
        task.process, task, version=version, form_key=form_key, actor=actor, at=at
    )
    number = case.number_of(task)
    if is_new:
        text = clean(reason)
        whom = f"{to_post.unit.short_name}{to_post.title}" if to_post else ""
        words = Words(text=f"{whom}：{text}" if whom else text, form_key=form_key)
        carry_out(case, verb_of(number, text), words, actor=actor, at=at)
    return case.task(number)
