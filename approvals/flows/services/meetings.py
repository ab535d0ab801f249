"""Meetings (会议审议): an agenda of many matters, and all results entered in one act."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Max
from django.utils.timezone import localdate

from approvals.flows.models import (
    ApprovalProcess,
    ApprovalTask,
    Meeting,
    MeetingItem,
    MeetingResult,
)
from approvals.flows.services.deciding import approve, reject, return_for_correction
from approvals.flows.services.locking import take_in
from approvals.flows.shapes import MEETING_DAY, MINUTES, StepKind
from approvals.organizations.models import Post, User
from approvals.organizations.queries import post_ids_of
from audit.actions import AuditAction
from audit.services import audited, record
from config.kernel.texts import clean, clean_line
from config.kernel.verdicts import ALLOWED, Verdict, enforce, refused

DECIDE: dict[MeetingResult, Callable[..., ApprovalTask]] = {
    MeetingResult.APPROVED: approve,
    MeetingResult.RETURNED: return_for_correction,
    MeetingResult.REJECTED: reject,
}


@audited
def call_meeting(  # noqa: PLR0913 - what a sitting consists of
    *,
    title: str,
    held_on: date,
    place: str,
    post: Post,
    form_key: UUID | None = None,
    actor: User,
    at: datetime,
) -> Meeting:
    """Call a meeting (召集会议) from one's post; the same form sent again calls no second one."""
    if not take_in(actor, form_key, at):
        return Meeting.objects.filter(called_by=actor, post=post).latest("pk")
    enforce(_may_convene(post, actor, at))
    meeting = Meeting.objects.create(
        title=clean_line(title),
        held_on=held_on,
        place=clean_line(place),
        post=post,
        called_by=actor,
        called_at=at,
    )
    record(AuditAction.MEETING_CALLED, target=meeting, actor=actor, at=at)
    return meeting


def _may_convene(post: Post, actor: User, at: datetime) -> Verdict:
    if post.pk in post_ids_of(actor, localdate(at)):
        return ALLOWED
    return refused(f"您今天不在“{post.title}”岗位上，不能召集会议或录入结果。")


def _locked(meeting: Meeting, actor: User, at: datetime) -> Meeting:
    fresh = (
        Meeting.objects.select_for_update(of=("self",)).select_related("post").get(pk=meeting.pk)
    )
    enforce(_may_convene(fresh.post, actor, at))
    if fresh.is_concluded:
        enforce(refused("会议结果已经录入，不能再改。"))
    return fresh


@audited
def put_on_agenda(
    meeting: Meeting,
    *,
    tasks: Sequence[ApprovalTask],
    form_key: UUID | None = None,
    actor: User,
    at: datetime,
) -> Meeting:
    """Put matters on the agenda (列入议题)."""
    if not take_in(actor, form_key, at):
        return meeting
    meeting = _locked(meeting, actor, at)
    known = set(meeting.items.values_list("task_id", flat=True))
    place = meeting.items.aggregate(last=Max("place"))["last"] or 0
    for task in tasks:
        enforce(_may_discuss(meeting, task))
        if task.pk not in known:
            place += 1
            MeetingItem.objects.create(meeting=meeting, task=task, place=place)
    record(AuditAction.MEETING_CHANGED, target=meeting, actor=actor, at=at, detail={"议题": place})
    return meeting


def _may_discuss(meeting: Meeting, task: ApprovalTask) -> Verdict:
    step = task.process.definition.route.steps[task.step_index]
    if step.kind != StepKind.MEETING or not task.is_open or task.post_id != meeting.post_id:
        return refused(f"“{task.subject_label}”不在等待本岗位召集会议审议，不能列入议题。")
    return ALLOWED


@audited
def drop_item(
    item: MeetingItem, *, form_key: UUID | None = None, actor: User, at: datetime
) -> Meeting:
    """Take a matter off the agenda (撤下议题)."""
    if not take_in(actor, form_key, at):
        return item.meeting
    meeting = _locked(item.meeting, actor, at)
    item.delete()
    record(AuditAction.MEETING_CHANGED, target=meeting, actor=actor, at=at)
    return meeting


@audited
def enter_results(  # noqa: PLR0913 - what minutes consist of
    meeting: Meeting,
    *,
    minutes_number: str,
    results: Mapping[int, tuple[MeetingResult, str]],
    stated: Mapping[int, Mapping[str, str]] | None = None,
    chosen: Mapping[int, Sequence[Post]] | None = None,
    form_key: UUID | None = None,
    actor: User,
    at: datetime,
) -> Meeting:
    """Enter what the minutes say about every matter (录入结果): all of it, or nothing.

    `stated` are the answers to what the step of each matter asks for besides, and `chosen` the
    posts that get it next where the meeting chooses them.
    """
    if not take_in(actor, form_key, at):
        return meeting
    meeting = _locked(meeting, actor, at)
    number = clean_line(minutes_number)
    if not number:
        enforce(refused("请填写会议纪要文号。"))
    items = _items_with(results, meeting)
    known = {MEETING_DAY: meeting.held_on.isoformat(), MINUTES: number}
    for item in items:
        result, note = results[item.pk]
        item.result, item.note = result, clean(note)
        item.save(update_fields=["result", "note"])
        besides = _besides(item, MeetingResult(result), known, stated, chosen)
        _decide(item, MeetingResult(result), number, besides, actor=actor, at=at)
    meeting.minutes_number, meeting.concluded_at = number, at
    meeting.save(update_fields=["minutes_number", "concluded_at"])
    record(
        AuditAction.MEETING_CONCLUDED,
        target=meeting,
        actor=actor,
        at=at,
        detail={"纪要文号": number, "议题": len(items)},
    )
    return meeting


def _items_with(results: Mapping[int, object], meeting: Meeting) -> list[MeetingItem]:
    """Return the matters of a meeting, none of them without a result."""
    items = list(meeting.items.select_related("task__process").order_by("task__process_id"))
    missing = [str(item.place) for item in items if item.pk not in results]
    if missing or not items:
        enforce(refused(f"请录入全部议题的结果，还缺第{'、'.join(missing) or '一'}项。"))
    return items


def _besides(
    item: MeetingItem,
    result: MeetingResult,
    known: Mapping[str, str],
    stated: Mapping[int, Mapping[str, str]] | None,
    chosen: Mapping[int, Sequence[Post]] | None,
) -> dict[str, Any]:
    """Return what goes with a decision besides its words: the answers, and who gets it next."""
    said: dict[str, Any] = {}
    if result != MeetingResult.RETURNED:
        said["extra"] = {**(stated or {}).get(item.pk, {}), **known}
    if result == MeetingResult.APPROVED:
        said["chosen"] = (chosen or {}).get(item.pk, ())
    return said


def _decide(  # noqa: PLR0913 - which matter, what the minutes say of it, by whom
    item: MeetingItem,
    result: MeetingResult,
    number: str,
    besides: Mapping[str, Any],
    *,
    actor: User,
    at: datetime,
) -> None:
    """Sign one matter as the minutes say; what was deferred stays on the desk."""
    if result not in DECIDE:
        return
    process = ApprovalProcess.objects.get(pk=item.task.process_id)
    said = f"{number}：{item.note}" if item.note else f"{number}：{result.label}。"
    if not item.note and result != MeetingResult.APPROVED:
        enforce(refused(f"第{item.place}项“{item.task.subject_label}”未通过，请写明会议意见。"))
    given = {"opinion": said, "minutes": number, "version": process.version, **besides}
    DECIDE[result](item.task, **given, actor=actor, at=at)
