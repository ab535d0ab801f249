"""Calls for applications: opened, changed and cancelled by the office; late entries decided."""

from collections.abc import Sequence
from datetime import date, datetime

from django.urls import reverse
from django.utils.timezone import localdate

from approvals.notifications.services import notify
from approvals.organizations.models import User
from approvals.organizations.queries import holders_of, posts_for_role
from audit.actions import AuditAction
from audit.services import audited, record
from config.kernel.periods import chinese_day
from config.kernel.texts import clean, clean_line
from config.kernel.verdicts import enforce
from projects.application.queries import organizers_of
from projects.application.rules import (
    may_announce,
    may_ask_late,
    may_cancel_call,
    may_change_call,
    may_decide_late,
)
from projects.registry.models import ApplicationCall, LateEntry, Project
from projects.registry.rules import calls_for
from projects.registry.services import lock_project
from projects.regulations.models import Regulation

FILING = "HANDLER"


@audited(refused_as=AuditAction.CALL_OPENED)
def open_call(  # noqa: PLR0913 - a call has that many terms, all named
    *,
    regulation: Regulation,
    year: int,
    label: str,
    notice_number: str,
    opens_on: date,
    closes_on: date,
    quota: int | None,
    templates: Sequence[str],
    accepts_late: bool,
    note: str,
    actor: User,
    at: datetime,
) -> ApplicationCall:
    """Announce a call for applications (发布申报批次)."""
    regulation = Regulation.objects.select_for_update(no_key=True).get(pk=regulation.pk)
    call = ApplicationCall(
        regulation=regulation,
        year=year,
        label=clean_line(label),
        notice_number=clean_line(notice_number),
        opens_on=opens_on,
        closes_on=closes_on,
        quota=quota,
        templates=list(templates),
        accepts_late=accepts_late,
        note=clean(note),
        opened_by=actor,
        opened_at=at,
    )
    enforce(may_announce(call, on=localdate(at)))
    call.save()
    _note(AuditAction.CALL_OPENED, call, actor=actor, at=at)
    return call


@audited(refused_as=AuditAction.CALL_CHANGED)
def change_call(  # noqa: PLR0913 - what of a call may be changed, all named
    call: ApplicationCall,
    *,
    notice_number: str,
    opens_on: date,
    closes_on: date,
    quota: int | None,
    templates: Sequence[str],
    accepts_late: bool,
    note: str,
    version: int,
    actor: User,
    at: datetime,
) -> ApplicationCall:
    """Change the terms of a call, e.g. its last day (修改申报批次)."""
    call = _locked(call, version)
    before = (call.opens_on, call.closes_on)
    call.notice_number, call.note = clean_line(notice_number), clean(note)
    call.opens_on, call.closes_on = opens_on, closes_on
    call.quota, call.templates, call.accepts_late = quota, list(templates), accepts_late
    enforce(may_change_call(call, was=before, on=localdate(at)))
    call.version += 1
    call.save()
    _note(AuditAction.CALL_CHANGED, call, actor=actor, at=at)
    return call


@audited(refused_as=AuditAction.CALL_CANCELLED)
def cancel_call(
    call: ApplicationCall, *, reason: str, version: int, actor: User, at: datetime
) -> ApplicationCall:
    """Cancel a call; what was filed under it stays (取消申报批次)."""
    call = _locked(call, version)
    enforce(may_cancel_call(call))
    call.cancelled_at, call.cancel_reason = at, clean(reason)
    call.version += 1
    call.save(update_fields=["cancelled_at", "cancel_reason", "version"])
    _note(AuditAction.CALL_CANCELLED, call, actor=actor, at=at)
    return call


@audited(refused_as=AuditAction.LATE_ENTRY_ASKED)
def ask_late_entry(project: Project, *, reason: str, actor: User, at: datetime) -> LateEntry:
    """Ask to file a project after the last day (申请逾期申报)."""
    project = lock_project(project.pk)
    on = localdate(at)
    enforce(may_ask_late(project, on))
    call = calls_for(project).filter(closes_on__lt=on, accepts_late=True).last()
    assert call is not None
    asked = LateEntry.objects.create(
        call=call, project=project, reason=clean(reason), asked_by=actor, asked_at=at
    )
    _note_late(AuditAction.LATE_ENTRY_ASKED, asked, actor=actor, at=at)
    notify(
        organizers_of(project.rulebook, on),
        title=f"逾期申报申请：{project.name}",
        body=f"{project.owner_unit.name}申请在{call.label}截止后申报。理由：{asked.reason}",
        url=reverse("projects:application-call", kwargs={"call_id": call.pk}),
        at=at,
    )
    return asked


@audited(refused_as=AuditAction.LATE_ENTRY_DECIDED)
def decide_late_entry(  # noqa: PLR0913 - the parts of a decision, all named
    asked: LateEntry,
    *,
    agrees: bool,
    until: date | None,
    answer: str,
    actor: User,
    at: datetime,
) -> LateEntry:
    """Let a project be filed late until a day, or refuse that (办理逾期申报)."""
    asked = (
        LateEntry.objects.select_for_update(of=("self",))
        .select_related("call", "project__owner_unit")
        .get(pk=asked.pk)
    )
    on = localdate(at)
    enforce(may_decide_late(asked, agrees=agrees, until=until, actor=actor, on=on))
    asked.state = LateEntry.State.AGREED if agrees else LateEntry.State.REFUSED
    asked.until = until if agrees else None
    asked.answer, asked.decided_by, asked.decided_at = clean(answer), actor, at
    asked.save(update_fields=["state", "until", "answer", "decided_by", "decided_at"])
    _note_late(AuditAction.LATE_ENTRY_DECIDED, asked, actor=actor, at=at)
    said = f"最迟{chinese_day(until)}送审。" if agrees and until else ""
    handlers = posts_for_role(FILING, asked.project.owner_unit)
    notify(
        [asked.asked_by, *(user for post in handlers for user in holders_of(post, on))],
        title=f"逾期申报{asked.get_state_display()}：{asked.project.name}",
        body=f"{said}{asked.answer}",
        url=reverse("projects:application-late", kwargs={"project_id": asked.project_id}),
        at=at,
    )
    return asked


def _locked(call: ApplicationCall, version: int) -> ApplicationCall:
    fresh = (
        ApplicationCall.objects.select_for_update(of=("self",), no_key=True)
        .select_related("regulation")
        .get(pk=call.pk)
    )
    fresh.require_version(version)
    return fresh


def _note(action: AuditAction, call: ApplicationCall, *, actor: User, at: datetime) -> None:
    detail: dict[str, object] = {
        "办法": call.regulation.title,
        "申报年度": call.year,
        "开始日期": call.opens_on,
        "截止日期": call.closes_on,
    }
    if call.is_cancelled:
        detail["理由"] = call.cancel_reason
    record(action, target=call, actor=actor, at=at, detail=detail)


def _note_late(action: AuditAction, late: LateEntry, *, actor: User, at: datetime) -> None:
    detail: dict[str, object] = {"批次": late.call.label, "理由": late.reason}
    if not late.is_open:
        detail |= {"结果": late.get_state_display(), "意见": late.answer}
    record(
        action, target=late.project, actor=actor, at=at, project_id=late.project_id, detail=detail
    )
