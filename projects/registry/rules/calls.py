"""Calls for applications (申报批次): whether a project may be filed today under one of them.

Where no call was announced for the year of a project, none is needed. The day that counts is
the day on which the application was sent first: what comes back to be corrected may be sent
again after the last day.
"""

from collections.abc import Mapping, Sequence
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.timezone import localdate

from config.kernel.periods import chinese_day
from config.kernel.verdicts import ALLOWED, Missing, Refusal, Verdict, refused
from projects.registry import kinds
from projects.registry.models import (
    ApplicationCall,
    LateEntry,
    Project,
    Record,
    RecordStatus,
    Standing,
)
from projects.registry.rules.places import supplies
from projects.regulations.models import RulebookVersion
from projects.regulations.queries import rulebook_of

ENTERED = (RecordStatus.PENDING, RecordStatus.RETURNED, RecordStatus.PASSED)
GIVEN_UP = (Standing.TERMINATED, Standing.WITHDRAWN, Standing.NOT_ESTABLISHED)


def calls_for(project: Project) -> QuerySet[ApplicationCall]:
    """Return the calls that concern a project: of its measures and its year, earliest first."""
    return ApplicationCall.objects.filter(
        regulation=project.rulebook.regulation_id, year=project.plan_year, cancelled_at=None
    ).order_by("opens_on", "pk")


def entered_under(call: ApplicationCall) -> QuerySet[Project]:
    """Return the projects that were sent within a call, or late with consent."""
    versions = RulebookVersion.objects.filter(regulation=call.regulation_id).defer("content")
    begins = {kind.code for kind in map(kinds.first_kind, versions) if kind is not None}
    sent = Record.objects.filter(project=OuterRef("pk"), status__in=ENTERED, kind__in=begins)
    sent = sent.annotate(first_sent=Coalesce("approval__started_at", "submitted_at"))
    agreed = LateEntry.objects.filter(
        call=call, project=OuterRef("pk"), state=LateEntry.State.AGREED
    )
    in_days = sent.filter(first_sent__date__range=(call.opens_on, call.closes_on))
    return (
        Project.objects.filter(rulebook__regulation=call.regulation_id, plan_year=call.year)
        .exclude(standing__in=GIVEN_UP)
        .filter(Q(Exists(in_days)) | (Q(Exists(agreed)) & Q(Exists(sent))))
    )


def begins_project(record: Record) -> bool:
    """Whether a record is of the kind with which its project begins: the application."""
    first = kinds.first_kind(record.project.rulebook)
    return first is not None and record.kind == first.code


def may_enter_call(record: Record, on: date, facts: Mapping[str, object]) -> Verdict:
    """Decide whether a record that begins a project may be sent under a call for applications."""
    if not begins_project(record):
        return ALLOWED
    project = record.project
    calls = list(calls_for(project))
    if not calls:
        return ALLOWED
    day = _first_sent(record) or on
    call = _call_on(project, calls, day)
    if call is None:
        return _closed(project, calls, day)
    return _within_quota(project, call) & _with_papers(project, call, facts)


def _first_sent(record: Record) -> date | None:
    """Return the day on which a record was sent first, if it came back to be corrected."""
    if record.status not in (RecordStatus.RETURNED, RecordStatus.PENDING):
        return None
    return None if record.approval is None else localdate(record.approval.started_at)


def _call_on(
    project: Project, calls: Sequence[ApplicationCall], day: date
) -> ApplicationCall | None:
    """Return the call under which a project is filed on a day, late ones with consent."""
    open_ones = (call for call in calls if call.holds(day))
    found = next(open_ones, None)
    if found is not None:
        return found
    agreed = LateEntry.objects.filter(
        project=project, call__in=calls, state=LateEntry.State.AGREED, until__gte=day
    )
    return next((late.call for late in agreed.select_related("call").order_by("pk")), None)


def _closed(project: Project, calls: Sequence[ApplicationCall], day: date) -> Verdict:
    """Refuse outside every window, with the next first day or the way for late entries."""
    coming = next((call for call in calls if call.opens_on > day), None)
    over = [call for call in calls if call.closes_on < day]
    if coming is not None:
        days = f"{chinese_day(coming.opens_on)}至{chinese_day(coming.closes_on)}"
        message = f"现在不在申报时段内，{coming.label}的申报时间是{days}，请到时送审。"
        return refused(message, clause=coming.basis, opens_on=coming.opens_on)
    last = over[-1]
    message = f"{last.label}已于{chinese_day(last.closes_on)}截止。"
    if not last.accepts_late:
        return refused(f"{message}本批次不接受逾期申报，请在下一批次申报。", clause=last.basis)
    page = reverse("projects:application-late", kwargs={"project_id": project.pk})
    lacking = (Missing(label="逾期申报申请", url=page),)
    return refused(
        f"{message}确需申报的，请先提出逾期申报申请，同意后送审。",
        clause=last.basis,
        missing=lacking,
    )


def _within_quota(project: Project, call: ApplicationCall) -> Verdict:
    if call.quota is None:
        return ALLOWED
    others = entered_under(call).filter(owner_unit=project.owner_unit_id).exclude(pk=project.pk)
    count = others.count()
    if count < call.quota:
        return ALLOWED
    message = (
        f"{call.label}每个单位最多申报{call.quota}个项目，"
        f"{project.owner_unit.short_name}已申报{count}个，请在本单位内调整。"
    )
    return refused(message, clause=call.basis)


def _with_papers(project: Project, call: ApplicationCall, facts: Mapping[str, object]) -> Verdict:
    held = facts.get("papers") or ()
    assert isinstance(held, tuple | list | set | frozenset)
    lacking = [code for code in call.templates if code not in held]
    if not lacking:
        return ALLOWED
    labels = rulebook_of(project.rulebook).labels
    missing = tuple(
        Missing(label=labels.get(code, code), url=supplies(project, f"papers:{code}"))
        for code in lacking
    )
    names = "、".join(item.label for item in missing)
    refusal = Refusal(
        message=f"{call.label}要求随申报提交{names}，请按规定的模板填好后归入附件。",
        clause=call.basis,
        missing=missing,
    )
    return Verdict((refusal,))
