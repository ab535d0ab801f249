"""Official letters: numbers taken, reserved and voided, letters issued and printed."""

from collections.abc import Mapping
from datetime import datetime

from django.utils import timezone

from approvals.organizations.models import User
from audit.actions import AuditAction
from audit.services import audited, record
from config.kernel.verdicts import enforce, refused
from documents.services import print_sheet, supersede_print
from documents.sheets import catalog
from documents.sheets.shapes import Sheet
from projects.registry.models import OfficialLetter, Project
from projects.registry.rules.letters import may_issue, may_reserve, may_void
from projects.registry.services.projects import next_number
from projects.registry.snapshots import plain

RESERVED, ISSUED, VOID = (OfficialLetter.State[name] for name in ("RESERVED", "ISSUED", "VOID"))


@audited
def reserve_numbers(
    series: str, *, count: int, purpose: str, actor: User, at: datetime
) -> list[OfficialLetter]:
    """Set the next numbers of a series aside (预留文号)."""
    enforce(may_reserve(series, count, purpose))
    taken = [_take(series, RESERVED, purpose=purpose, actor=actor, at=at) for _ in range(count)]
    for letter in taken:
        _note(AuditAction.NUMBER_RESERVED, letter, actor=actor, at=at)
    return taken


@audited
def issue_letter(  # noqa: PLR0913 - what is issued, under which number, who and when
    project: Project,
    kind: str,
    *,
    values: Mapping[str, object],
    series: str = "",
    reserved: OfficialLetter | None = None,
    actor: User,
    at: datetime,
) -> OfficialLetter:
    """Give a letter its number, freeze and print it (发文)."""
    sheet = catalog.get(kind)
    if reserved is not None:
        reserved = OfficialLetter.objects.select_for_update().get(pk=reserved.pk)
    enforce(may_issue(sheet, values, series, reserved))
    letter = reserved or _take(series, RESERVED, purpose="", actor=actor, at=at)
    letter.state, letter.kind, letter.project = ISSUED, kind, project
    letter.values, letter.issued_at = dict(values), at
    snapshot = _snapshot(sheet, project, letter, at)
    letter.printed = print_sheet(
        kind, snapshot, project_ref=project.pk, record_ref=None, actor=actor, at=at
    )
    letter.save()
    _note(AuditAction.LETTER_ISSUED, letter, actor=actor, at=at)
    return letter


@audited
def void_letter(
    letter: OfficialLetter, *, reason: str, actor: User, at: datetime
) -> OfficialLetter:
    """Give a number up for good; what was printed under it is no longer current (作废文号)."""
    locked = OfficialLetter.objects.select_for_update().get(pk=letter.pk)
    enforce(may_void(locked, reason))
    locked.state, locked.void_reason = VOID, reason
    locked.save(update_fields=["state", "void_reason"])
    if locked.printed is not None:
        supersede_print(locked.printed, at=at)
    _note(AuditAction.NUMBER_VOIDED, locked, actor=actor, at=at)
    return locked


def _take(
    series: str, state: OfficialLetter.State, *, purpose: str, actor: User, at: datetime
) -> OfficialLetter:
    if actor.unit is None:
        enforce(refused("您没有所属单位，不能取文号。"))
    assert actor.unit is not None
    year = timezone.localdate(at).year
    return OfficialLetter.objects.create(
        series=series,
        year=year,
        serial=next_number(f"letter:{series}", year),
        unit=actor.unit,
        state=state,
        purpose=purpose,
        taken_by=actor,
        taken_at=at,
    )


def _snapshot(
    sheet: Sheet, project: Project, letter: OfficialLetter, at: datetime
) -> dict[str, object]:
    return {
        "sheet": sheet.code,
        "template_version": sheet.template_version,
        "number": letter.number,
        "title": sheet.title,
        "classification": project.get_classification_display(),
        "project": {
            "id": project.pk,
            "number": project.number,
            "name": project.name,
            "unit": project.owner_unit.name,
        },
        "values": plain(letter.values),
        "frozen_at": at.isoformat(),
    }


def _note(action: AuditAction, letter: OfficialLetter, *, actor: User, at: datetime) -> None:
    record(
        action,
        target=letter,
        actor=actor,
        at=at,
        project_id=letter.project_id,
        detail={"文号": letter.number, "用途": letter.purpose, "作废原因": letter.void_reason},
    )
