"""What the registry sends for approval: the records of projects, of every kind."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime

from django.urls import reverse
from django.utils import timezone

from approvals.flows.matters import Change, Matter, MatterPage
from approvals.flows.models import ApprovalProcess, ApprovalTask
from approvals.organizations.models import User
from config.kernel.templatetags.ui import wan
from config.kernel.verdicts import Verdict
from documents.sheets.shapes import Sheet
from documents.sheets.words import in_words
from projects.registry import kinds, services
from projects.registry.access import rights_on, sync_duties
from projects.registry.models import Project, Record
from projects.registry.queries import paper_files, papers_of
from projects.registry.rules import record_url
from projects.registry.snapshots import read_layout
from projects.registry.standings import STANDING_CHANGE, WAIVER


def _number(reference: int | None) -> int:
    assert reference is not None
    return reference


def _record(process: ApprovalProcess) -> Record:
    return (
        Record.objects.select_related(
            "project__owner_unit", "project__rulebook__regulation", "approval"
        )
        .select_for_update(of=("self",), no_key=True)
        .get(pk=_number(process.record_ref))
    )


def _lock(process: ApprovalProcess) -> None:
    Project.objects.select_for_update(of=("self",), no_key=True).get(
        pk=_number(process.project_ref)
    )


def _sync(task: ApprovalTask) -> None:
    sync_duties(task.process.project_ref)


def _approved(process: ApprovalProcess, *, actor: User, at: datetime) -> None:
    services.pass_record(_record(process), actor=actor, at=at)


def _rejected(process: ApprovalProcess, *, actor: User, at: datetime) -> None:
    services.fail_record(_record(process), actor=actor, at=at)


def _returned(process: ApprovalProcess, *, actor: User, at: datetime) -> None:
    services.return_record(_record(process), actor=actor, at=at)


def _taken_back(process: ApprovalProcess, *, actor: User, at: datetime) -> None:
    services.take_back_record(_record(process), actor=actor, at=at)


def _describe(process: ApprovalProcess, user: User) -> MatterPage:  # noqa: ARG001 - see Matter
    record = kinds.load(
        Record.objects.select_related("project__owner_unit").get(pk=_number(process.record_ref))
    )
    sheet = kinds.sheet_of(record)
    return MatterPage(
        url=record_url(record),
        template="projects/registry/matter.html",
        context={
            "record": record,
            "layout": read_layout(record),
            "facts": _facts_of(record),
            "files": paper_files(papers_of(record.project, record)),
            "brief_template": kinds.get(record.kind).brief_template,
            "brief": kinds.get(record.kind).brief(record),
        },
        changes=_changes(record, sheet),
    )


def _facts_of(record: Record) -> list[dict[str, str]]:
    """Return what a signer asks first: which project, whose, how large, how far."""
    project = record.project
    page = reverse("projects:overview-project", kwargs={"project_id": project.pk})
    return [
        {"label": "项目", "value": project.name, "href": page},
        {"label": "项目编号", "value": project.number},
        {"label": "建设单位", "value": project.owner_unit.name},
        {"label": "阶段", "value": project.get_stage_display()},
        {"label": "申报金额（万元）", "value": wan(project.estimated_amount)},
        {"label": "批复金额（万元）", "value": wan(project.approved_amount)},
    ]


def _changes(record: Record, sheet: Sheet) -> tuple[Change, ...]:
    """Compare what was sent now with what was sent in the round before."""
    if not record.sent_before or not record.snapshot:
        return ()
    before, after = record.sent_before["values"], record.snapshot["values"]
    return tuple(
        Change(label=field.label, before=in_words(field, old), after=in_words(field, new))
        for block in sheet.blocks
        for field in block.fields
        if (old := before.get(field.code)) != (new := after.get(field.code))
    )


def _may_see(process: ApprovalProcess, user: User) -> bool:
    project = Project.objects.select_related("owner_unit").get(pk=_number(process.project_ref))
    return "view_project" in rights_on(user, project, timezone.localdate())


def _may_approve(process: ApprovalProcess, user: User, on: date) -> Verdict:  # noqa: ARG001
    record = Record.objects.select_related("project").get(pk=_number(process.record_ref))
    return kinds.get(record.kind).may_pass(kinds.load(record))


def _may_state(process: ApprovalProcess, stated: Mapping[str, str], on: date) -> Verdict:
    record = Record.objects.select_related("project").get(pk=_number(process.record_ref))
    return kinds.get(record.kind).may_state(kinds.load(record), stated, on)


def matter_of(kind: kinds.RecordKind) -> Matter:
    """Return what the approval engine needs to know of one kind of record."""
    matter = Matter(
        code=kind.matter_code,
        label=kind.label,
        describe=_describe,
        on_assigned=_sync,
        on_unassigned=_sync,
        on_approved=_approved,
        on_returned=_returned,
        on_rejected=_rejected,
        on_withdrawn=_taken_back,
        on_terminated=_taken_back,
        may_see=_may_see,
        lock=_lock,
    )
    if kind.checks_passing:
        matter = replace(matter, may_approve=_may_approve)
    return replace(matter, may_state=_may_state) if kind.checks_statements else matter


KINDS = (STANDING_CHANGE, WAIVER)
