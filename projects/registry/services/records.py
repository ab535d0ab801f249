"""Records: begun, saved, sent for approval, taken back, set aside, printed."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import Field, Max
from django.utils import timezone

from approvals.flows import services as flows
from approvals.flows.models import ProcessStatus
from approvals.flows.shapes import Route
from approvals.organizations.models import User
from audit.actions import AuditAction
from audit.services import audited, record
from config.kernel.verdicts import enforce, refused
from documents.models import PrintedSheet
from documents.services import draw_sheet, freeze_sheet, mark_superseded
from projects.registry import kinds
from projects.registry.models import Project, Record, RecordStatus
from projects.registry.rules import (
    begins_project,
    calls_for,
    may_keep,
    may_open,
    may_save,
    may_submit,
)
from projects.registry.services.differences import require_seen
from projects.registry.services.known import known_values, register_what_it_says
from projects.registry.services.locking import lock_project
from projects.registry.services.outcomes import pass_record
from projects.registry.services.projects import next_number
from projects.registry.snapshots import (
    content_of,
    digest_of,
    kept_snapshot,
    parts_of,
    plain,
    snapshot_of,
)
from projects.regulations.queries import flow_of

LONGEST_STAGE = 30


def _locked(target: Record, version: int, entered: Mapping[str, object] | None = None) -> Record:
    """Lock the project, then the record, and refuse a page that is no longer true."""
    project = lock_project(target.project_id)
    fresh = (
        kinds.rows_of(target.kind).select_for_update(of=("self",), no_key=True).get(pk=target.pk)
    )
    fresh.project = project
    require_seen(fresh, version, entered or {})
    return fresh


def _hold_calls(sent: Record) -> None:
    """Let nobody else file under the same calls meanwhile: a unit's quota is counted once."""
    if begins_project(sent):
        list(calls_for(sent.project).select_for_update(of=("self",), no_key=True).values_list("pk"))


@audited
def open_record(project: Project, kind_code: str, *, actor: User, at: datetime) -> Record:
    """Begin a record of one kind, with all that is already known filled in."""
    project = lock_project(project.pk)
    kind = kinds.in_project(project, kind_code)
    enforce(may_open(project, kind))

    last = Record.objects.filter(project=project, kind=kind.code).aggregate(n=Max("serial"))["n"]
    serial = (last or 0) + 1
    title = kind.label if not kind.is_repeatable else f"{kind.label}（第{serial}次）"
    new = kind.model(
        project=project,
        kind=kind.code,
        serial=serial,
        title=title,
        created_by=actor,
        created_at=at,
        saved_at=at,
    )
    _put(new, kind, known_values(new))
    new.save()
    record(AuditAction.RECORD_CREATED, target=new, actor=actor, at=at, project_id=project.pk)
    return new


def _put(target: Record, kind: kinds.RecordKind, values: Mapping[str, object]) -> None:
    """Put values where they belong: typed columns first, everything else into the details."""
    details = dict(target.details)
    for code, value in values.items():
        attribute = kind.typed.get(code)
        if attribute is None:
            details[code] = plain(value)
            continue
        field = type(target)._meta.get_field(attribute)  # noqa: SLF001 - Django's public name
        assert isinstance(field, Field)
        setattr(target, attribute, field.to_python(value) if value != "" else _empty(field))
    target.details = details


def _empty(field: object) -> object:
    return None if getattr(field, "null", False) else ""


@audited
def save_record(
    target: Record, *, values: Mapping[str, object], version: int, actor: User, at: datetime
) -> Record:
    """Keep what was entered so far; a draft never fails on what is still missing."""
    return keep_record(_locked(target, version, values), values=values, actor=actor, at=at)


@audited
def keep_record(
    draft: Record, *, values: Mapping[str, object], actor: User, at: datetime
) -> Record:
    """Keep what was entered in a record that the caller has locked, project first."""
    enforce(may_save(draft))

    _put(draft, kinds.of(draft), values)
    enforce(may_keep(draft))
    register_what_it_says(draft, actor=actor, at=at)
    draft.saved_at = at
    draft.version += 1
    draft.save()
    if draft.printed_id is not None:
        mark_superseded(draft.pk, at=at)
    record(AuditAction.RECORD_SAVED, target=draft, actor=actor, at=at, project_id=draft.project_id)
    return draft


@audited
def submit_record(target: Record, *, version: int, actor: User, at: datetime) -> Record:
    """Send a record for approval (送审); where the rulebook has no route it takes effect."""
    sent = _locked(target, version)
    on = timezone.localdate(at)
    _hold_calls(sent)
    enforce(may_submit(sent, on))

    kind = kinds.of(sent)
    if not sent.number:
        sent.number = _document_number(kind, on.year)
    snapshot = snapshot_of(sent, at=at)
    sent.sent_before = sent.snapshot
    sent.snapshot, sent.snapshot_digest = snapshot, digest_of(snapshot)
    sent.submitted_at, sent.version = at, sent.version + 1
    record(
        AuditAction.RECORD_SUBMITTED,
        target=sent,
        actor=actor,
        at=at,
        project_id=sent.project_id,
        detail={"内容摘要": sent.snapshot_digest},
    )
    _send(sent, kind, actor=actor, at=at)
    return sent


def _send(sent: Record, kind: kinds.RecordKind, *, actor: User, at: datetime) -> None:
    definition = flow_of(sent.project.rulebook, kind.gate_code)
    if definition is None:
        sent.save()
        kind.on_submitted(sent, actor=actor, at=at)
        pass_record(sent, actor=actor, at=at)
        return
    sent.submit()
    sent.save()
    kind.on_submitted(sent, actor=actor, at=at)
    process = sent.approval
    if process is not None and process.status == ProcessStatus.RETURNED:
        flows.resubmit(
            process,
            **_content(sent, process.definition.route),
            version=process.version,
            actor=actor,
            at=at,
        )
        return
    sent.approval = flows.start(
        kind.matter_code,
        definition=definition,
        subject_label=f"{sent.project.name} · {sent.title}",
        project_ref=sent.project_id,
        record_ref=sent.pk,
        owner_unit=sent.project.owner_unit,
        amount=sent.amount if sent.amount is not None else sent.project.estimated_amount,
        stage=sent.project.stage_label[:LONGEST_STAGE],
        **_content(sent, definition.route),
        actor=actor,
        at=at,
    )
    sent.save(update_fields=["approval"])


def _content(sent: Record, route: Route) -> dict[str, Any]:
    """Return the digests of what is sent, as a whole and by the parts that steps cover."""
    assert sent.snapshot is not None
    covered = {name for step in route.steps for name in step.covers}
    parts = parts_of(sent.snapshot, kinds.sheet_of(sent), covered) if covered else {}
    return {"content_digest": content_of(sent.snapshot), "parts": parts}


def _document_number(kind: kinds.RecordKind, year: int) -> str:
    if not kind.is_numbered:
        return ""
    serial = next_number(f"record:{kind.code}", year)
    if kind.number_pattern:
        return kind.number_pattern.replace("{year}", str(year)).replace("{serial}", str(serial))
    return f"{kind.number_prefix or kind.label}〔{year}〕{serial}号"


@audited
def withdraw_record(
    target: Record, *, reason: str, version: int, actor: User, at: datetime
) -> Record:
    """Take a record back from the desks it lies on (撤回)."""
    taken = _locked(target, version)
    process = taken.approval
    if process is None or taken.status != RecordStatus.PENDING:
        enforce(refused(f"{taken.title}没有在审批中，无需撤回。"))
    assert process is not None
    flows.withdraw(process, reason=reason, version=process.version, actor=actor, at=at)
    taken.refresh_from_db()
    return taken


@audited
def discard_record(target: Record, *, version: int, actor: User, at: datetime) -> None:
    """Set a draft aside for good (作废)."""
    draft = _locked(target, version)
    enforce(may_save(draft))
    if draft.approval is not None and draft.status == RecordStatus.RETURNED:
        flows.terminate(draft.approval, reason="填报人作废。", actor=actor, at=at)
        draft.refresh_from_db()
    if draft.is_editable:
        draft.discard()
    draft.version += 1
    draft.save(update_fields=["status", "version"])
    record(
        AuditAction.RECORD_DISCARDED,
        target=draft,
        actor=actor,
        at=at,
        project_id=draft.project_id,
    )


@audited
def print_record(target: Record, *, actor: User, at: datetime) -> PrintedSheet:
    """Print the sheet of a record as PDF and XLSX, from its snapshot."""
    sheet = freeze_record(target, actor=actor, at=at)
    draw_sheet(sheet, actor=actor, at=at)
    return sheet


@audited
def freeze_record(target: Record, *, actor: User, at: datetime) -> PrintedSheet:
    """Freeze the sheet of a record as it is to be printed (固化)."""
    fresh = (
        Record.objects.select_related(
            "project__owner_unit", "project__rulebook__regulation", "approval"
        )
        .defer("project__rulebook__content")
        .get(pk=target.pk)
    )
    frozen_at = fresh.decided_at or fresh.submitted_at or fresh.saved_at
    snapshot = kept_snapshot(fresh) or snapshot_of(fresh, at=frozen_at)
    sheet = freeze_sheet(
        str(snapshot["sheet"]),
        snapshot,
        project_ref=fresh.project_id,
        record_ref=fresh.pk,
        actor=actor,
        at=at,
    )
    Record.objects.filter(pk=fresh.pk).update(printed=sheet)
    return sheet
