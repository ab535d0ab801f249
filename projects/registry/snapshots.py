"""What a record's sheet prints, frozen when it is sent and again when it is decided."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.timezone import localdate

from approvals.flows.models import Opinion
from config.kernel.digests import canonical_json, sha256
from documents.sheets import carried
from documents.sheets.layout import PrintLayout, lay_out
from documents.sheets.shapes import Sheet
from projects.registry import kinds
from projects.registry.models import ProjectDocument, Record
from projects.regulations.queries import rulebook_of, valid_waivers
from projects.regulations.rulebook.routes import PAPERS


def plain(value: object) -> object:
    """Return a value as JSON can keep it: money and dates as text."""
    if isinstance(value, Decimal):
        return f"{value:.2f}" if value.as_tuple().exponent == -2 else str(value)  # noqa: PLR2004
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    return value


def read_layout(record: Record) -> PrintLayout:
    """Lay out a record to be read on a page, as its sheet is printed."""
    kept = kept_snapshot(record)
    if kept is not None:
        return lay_out(carried.sheet_of(str(kept["sheet"]), kept), kept)
    values = plain(kinds.values_of(kinds.load(record)))
    return lay_out(kinds.sheet_of(record), {"values": values, "number": record.number})


def snapshot_of(record: Record, *, at: datetime) -> dict[str, object]:
    """Freeze a record: its values, the opinions so far, its papers and its rulebook."""
    project = record.project
    version = project.rulebook
    kind = kinds.of(record)
    sheet = kind.form
    form = {} if kind.declared is None else {carried.FORM: carried.to_json(sheet)}
    return {
        **form,
        **_waivers(record, kind, localdate(at)),
        "sheet": sheet.code,
        "template_version": sheet.template_version,
        "number": record.number,
        "title": record.title,
        "classification": project.get_classification_display(),
        "project": {
            "id": project.pk,
            "number": project.number,
            "name": project.name,
            "unit": project.owner_unit.name,
        },
        "values": plain(kinds.values_of(kinds.load(record))),
        "opinions": _opinions(record),
        "attachments": _attachments(record),
        "rulebook": {
            "code": version.regulation.code,
            "title": version.regulation.title,
            "version": version.version,
        },
        "basis": _basis(record, kind),
        "frozen_at": at.isoformat(),
    }


def _basis(record: Record, kind: kinds.RecordKind) -> list[str]:
    """Return the clause that asks for a record, and what the measures print on every sheet."""
    rulebook = rulebook_of(record.project.rulebook)
    rule = None if kind.rule is None else kind.rule.rule
    clauses = []
    if rule is not None and not rule.is_system_default:
        clauses.append(f"《{rulebook.text_of(rule).title}》{rule.clause}")
    printed = (one for one in rulebook.exhibits if "print" in one.places)
    return [*clauses, *(f"{one.label}：{one.body or one.quote}" for one in printed)]


def _waivers(record: Record, kind: kinds.RecordKind, on: date) -> dict[str, object]:
    """Return the waivers under which a record is sent: those of the rules of its gate."""
    rulebook = rulebook_of(record.project.rulebook)
    gate = rulebook.gate(kind.gate_code)
    if gate is None:
        return {}
    asked = {rule.id for rule in (*rulebook.requirements_of(gate), *gate.papers)}
    waivers = [
        {
            "rule": waiver.rule_id,
            "clause": waiver.clause,
            "quote": waiver.quote,
            "reason": waiver.reason,
            "approver": waiver.approver_label,
            "until": waiver.expires_on.isoformat(),
        }
        for waiver in valid_waivers(record.project_id, on)
        if waiver.rule_id in asked
    ]
    return {"waivers": waivers} if waivers else {}


def kept_snapshot(record: Record) -> dict[str, Any] | None:
    """Return the snapshot of a record that was decided under another version than now holds."""
    kept: dict[str, Any] | None = record.snapshot
    if not kept or record.decided_at is None:
        return None
    version, then = record.project.rulebook, kept["rulebook"]
    now = (version.regulation.code, version.version)
    return None if (then["code"], then["version"]) == now else kept


def digest_of(snapshot: dict[str, object]) -> str:
    """Return the digest of what a snapshot says, whenever it was taken."""
    content = {key: value for key, value in snapshot.items() if key != "frozen_at"}
    return sha256(canonical_json(content))


def content_of(snapshot: dict[str, Any]) -> str:
    """Return the digest of what is approved: the values and the papers, not the opinions on them.

    An opinion given meanwhile changes the snapshot, but no consent falls because of it.
    """
    return sha256(canonical_json([snapshot["values"], snapshot["attachments"]]))


def parts_of(snapshot: dict[str, Any], sheet: Sheet, wanted: Iterable[str]) -> dict[str, str]:
    """Return the digests of those parts of a form that some step of its route covers."""
    found: dict[str, object] = {PAPERS: snapshot["attachments"]}
    values = snapshot["values"]
    for block in sheet.blocks:
        found[block.title] = {field.code: values.get(field.code) for field in block.fields}
    return {name: sha256(canonical_json(found[name])) for name in wanted if name in found}


def _opinions(record: Record) -> list[dict[str, str]]:
    if record.approval_id is None:
        return []
    opinions = Opinion.objects.filter(process_id=record.approval_id).order_by("at", "pk")
    return [
        {
            "step": opinion.step_code,
            "step_label": opinion.step_label,
            "name": opinion.signer,
            "post": opinion.post_label,
            "unit": opinion.unit_label,
            "verdict_label": opinion.get_decision_display(),
            "text": opinion.text,
            "date": opinion.at.date().isoformat(),
        }
        for opinion in opinions
    ]


def _attachments(record: Record) -> list[dict[str, str]]:
    papers = (
        ProjectDocument.objects.filter(record=record, is_withdrawn=False)
        .select_related("document__kind")
        .prefetch_related("document__versions")
        .order_by("pk")
    )
    attachments = []
    for paper in papers:
        newest = max(paper.document.versions.all(), key=lambda version: version.number)
        attachments.append(
            {
                "kind": paper.document.kind.label,
                "name": newest.original_name,
                "sha256": newest.sha256,
            }
        )
    return attachments
