"""What readers, senders and leaders do to a process as a whole: copy, tick off, remind, press."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.urls import reverse
from django.utils.timezone import localdate

from approvals.flows.engine import verbs
from approvals.flows.models import ApprovalProcess, Look, Reading
from approvals.flows.services.carrying import Words, carry_out
from approvals.flows.services.cases import Case
from approvals.flows.services.locking import locked_case, was_answered
from approvals.notifications.services import notify
from approvals.organizations.models import User
from audit.services import audited
from config.kernel.texts import clean

SITTING = timedelta(minutes=30)


@audited
def copy_to(
    process: ApprovalProcess,
    *,
    people: Sequence[User],
    form_key: UUID | None = None,
    actor: User,
    at: datetime,
) -> ApprovalProcess:
    """Give a matter to others to read (抄送、传阅)."""
    case = locked_case(process, actor, form_key=form_key, on=localdate(at), with_copies=True)
    if was_answered(case):
        return case.process
    known = {copy.person for copy in case.state.copies}
    verb = verbs.CopyTo(people=tuple(user.pk for user in people), actor=actor.pk, at=at)
    fresh = [user for user in people if user.pk not in known]
    names = "、".join(user.full_name for user in fresh)
    carry_out(case, verb, Words(text=names, form_key=form_key), actor=actor, at=at)
    Reading.objects.bulk_create(
        Reading(process=case.process, user=user, sent_by=actor, sent_at=at) for user in fresh
    )
    notify(
        fresh,
        title=f"抄送：{case.process.subject_label}",
        body=f"{actor.full_name}请您阅知。",
        url=reverse("approvals:inbox-process", args=[case.process.pk]),
        event="copy",
        at=at,
    )
    return case.process


@transaction.atomic
def note_look(process: ApprovalProcess, *, actor: User, at: datetime) -> Look:
    """Keep how far somebody has read (查看), and return where the sitting before ended.

    No deed of office, so nothing of it is on the trail.
    """
    found = Look.objects.filter(process=process, user=actor).first()
    newest = process.opinions.aggregate(newest=Max("pk"))["newest"] or 0
    look = Look(
        process=process,
        user=actor,
        at=at,
        opinion_ref=newest,
        content_digest=process.content_digest,
        since_at=at,
        since_ref=newest,
        since_digest=process.content_digest,
    )
    if found is not None and at - found.at > SITTING:
        look.since_at, look.since_ref = found.at, found.opinion_ref
        look.since_digest = found.content_digest
    elif found is not None:
        look.since_at, look.since_ref = found.since_at, found.since_ref
        look.since_digest = found.since_digest
    Look.objects.bulk_create(
        [look],
        update_conflicts=True,
        unique_fields=["user", "process"],
        update_fields=_LOOKED,
    )
    return look


_LOOKED = ["at", "opinion_ref", "content_digest", "since_at", "since_ref", "since_digest"]


@audited
def mark_as_read(
    process: ApprovalProcess, *, form_key: UUID | None = None, actor: User, at: datetime
) -> ApprovalProcess:
    """Tick off what one was given to read (已阅)."""
    case = locked_case(process, actor, form_key=form_key, on=localdate(at), with_copies=True)
    if was_answered(case):
        return case.process
    words = Words(form_key=form_key)
    carry_out(case, verbs.MarkRead(actor=actor.pk, at=at), words, actor=actor, at=at)
    case.process.readings.filter(user=actor, read_at=None).update(read_at=at)
    return case.process


@audited
def remind(
    process: ApprovalProcess, *, form_key: UUID | None = None, actor: User, at: datetime
) -> ApprovalProcess:
    """Ask those whose turn it is to hurry (催办)."""
    case = locked_case(process, actor, form_key=form_key, on=localdate(at))
    if not was_answered(case):
        words = Words(form_key=form_key)
        carry_out(case, verbs.Remind(actor=actor.pk, at=at), words, actor=actor, at=at)
        _press(case, "催办", f"{actor.full_name}请您尽快办理。", at)
    return case.process


@audited
def supervise(
    process: ApprovalProcess,
    *,
    demand: str,
    form_key: UUID | None = None,
    actor: User,
    at: datetime,
) -> ApprovalProcess:
    """Press for a decision from above (督办)."""
    case = locked_case(process, actor, form_key=form_key, on=localdate(at))
    if not was_answered(case):
        text = clean(demand)
        verb = verbs.Supervise(opinion=text, actor=actor.pk, at=at)
        words = Words(text=text, form_key=form_key)
        carry_out(case, verb, words, actor=actor, at=at)
        _press(case, "督办", f"{actor.full_name}督办：{text}", at)
    return case.process


def _press(case: Case, word: str, body: str, at: datetime) -> None:
    """Tell everybody on whose desk the matter lies."""
    for task in case.tasks:
        if task.is_open:
            notify(
                case.office.people(task.post_id),
                title=f"{word}：{task.subject_label}",
                body=f"“{task.step_label}”环节。{body}",
                url=reverse("approvals:inbox-task", args=[task.pk]),
                event="press",
                at=at,
            )
