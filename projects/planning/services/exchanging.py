"""Compiling together (三方会编): workbooks handed out, taken in, and decided cell by cell."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import IO, Any

from django.db.models import Max

from approvals.organizations.models import User
from audit.actions import AuditAction
from audit.services import audited, record
from config.kernel.digests import canonical_json, digests_of, sha256
from config.kernel.verdicts import Verdict, enforce, refused
from projects.planning.models import AnnualPlan, PlanImport, PlanItem, PlanVersion
from projects.planning.queries import changes_of, items_of, lines_of
from projects.planning.rules import may_hand_out, may_settle
from projects.planning.services.compiling import locked_plan, touch
from projects.planning.services.taking_in import read_submission
from projects.planning.shapes import CELL_OF, CellChange, CellKind, Department

ACCEPT, REFUSE = "accept", "refuse"
CHUNK = 1024 * 1024
MOST_TOLD = 200
LONGEST_TOLD = 60
NAME_LENGTH = 200


def freeze_version(
    plan: AnnualPlan, kind: str, *, department: str = "", actor: User, at: datetime
) -> PlanVersion:
    """Keep what a plan says now as one of its versions."""
    last = plan.versions.filter(kind=kind).aggregate(n=Max("serial"))["n"] or 0
    lines = lines_of(plan)
    return PlanVersion.objects.create(
        plan=plan,
        kind=kind,
        serial=last + 1,
        department=department,
        lines=lines,
        digest=sha256(canonical_json(lines)),
        made_by=actor,
        made_at=at,
    )


@audited
def hand_out_plan(
    plan: AnnualPlan, *, department: Department, version: int, actor: User, at: datetime
) -> PlanVersion:
    """Hand a plan out to be filled in by a department (导出会编工作簿)."""
    plan = locked_plan(plan, version)
    enforce(may_hand_out(plan))
    kept = freeze_version(
        plan, PlanVersion.Kind.WORKBOOK, department=department, actor=actor, at=at
    )
    record(
        AuditAction.PLAN_HANDED_OUT,
        target=plan,
        actor=actor,
        at=at,
        detail={"部门": department.label, "底稿": kept.serial, "摘要": kept.digest},
    )
    return kept


@audited
def take_in_plan(  # noqa: PLR0913 - the workbook, whose it is, who and when
    plan: AnnualPlan,
    *,
    name: str,
    stream: IO[bytes],
    department: Department,
    actor: User,
    at: datetime,
) -> PlanImport:
    """Take a filled-in workbook in (导入会编工作簿); nothing is changed before it is decided."""
    enforce(may_hand_out(plan))
    submission = read_submission(stream, plan, department)
    stream.seek(0)
    digest = digests_of(iter(lambda: stream.read(CHUNK), b"")).sm3
    found = PlanImport.objects.create(
        base=submission.base,
        file_name=name[:NAME_LENGTH],
        digest=digest,
        lines={str(key): dict(cells) for key, cells in submission.lines.items()},
        refused=[dict(one) for one in submission.refused],
        imported_by=actor,
        imported_at=at,
    )
    detail = {
        "文件": found.file_name,
        "摘要": digest,
        "部门": department.label,
        "改动": len(changes_of(found)),
        "拒绝": len(found.refused),
    }
    record(AuditAction.PLAN_TAKEN_IN, target=plan, actor=actor, at=at, detail=detail)
    return found


@audited
def settle_import(
    found: PlanImport,
    *,
    decisions: Mapping[str, str],
    version: int,
    actor: User,
    at: datetime,
) -> PlanImport:
    """Take over the cells that were accepted, leave the others (确认会编改动)."""
    plan = locked_plan(found.base.plan, version)
    found = _locked(found)
    enforce(may_settle(found))
    changes = changes_of(found)
    enforce(_all_decided(changes, decisions))
    accepted = [change for change in changes if decisions[change.place] == ACCEPT]
    _take_over(plan, accepted)
    found.status = PlanImport.Status.SETTLED
    found.decisions = {change.place: decisions[change.place] for change in changes}
    found.settled_at = at
    found.version += 1
    found.save(update_fields=["status", "decisions", "settled_at", "version"])
    if accepted:
        touch(plan)
    detail = {
        "文件": found.file_name,
        "摘要": found.digest,
        "部门": found.department.label,
        "采用": len(accepted),
        "不采用": len(changes) - len(accepted),
        "改动": [_told(change) for change in accepted[:MOST_TOLD]],
    }
    record(AuditAction.PLAN_IMPORT_SETTLED, target=plan, actor=actor, at=at, detail=detail)
    return found


@audited
def discard_import(found: PlanImport, *, actor: User, at: datetime) -> PlanImport:
    """Leave a workbook aside as a whole (作废会编导入)."""
    found = _locked(found)
    if not found.is_open:
        enforce(refused(f"这份工作簿{found.get_status_display()}，不能作废。"))
    found.status = PlanImport.Status.DISCARDED
    found.settled_at = at
    found.version += 1
    found.save(update_fields=["status", "settled_at", "version"])
    record(
        AuditAction.PLAN_IMPORT_DISCARDED,
        target=found.base.plan,
        actor=actor,
        at=at,
        detail={"文件": found.file_name, "摘要": found.digest},
    )
    return found


def _locked(found: PlanImport) -> PlanImport:
    return (
        PlanImport.objects.select_for_update(of=("self",), no_key=True)
        .select_related("base__plan")
        .get(pk=found.pk)
    )


def _all_decided(changes: list[CellChange], decisions: Mapping[str, str]) -> Verdict:
    open_ones = [c for c in changes if decisions.get(c.place) not in {ACCEPT, REFUSE}]
    if not open_ones:
        return Verdict()
    labels = "、".join(dict.fromkeys(CELL_OF[change.code].label for change in open_ones[:5]))
    return refused(f"还有 {len(open_ones)} 处改动没有决定（{labels}），请逐处选择采用或不采用。")


def _take_over(plan: AnnualPlan, accepted: list[CellChange]) -> None:
    by_project: dict[int, dict[str, object]] = {}
    for change in accepted:
        by_project.setdefault(change.key, {})[change.code] = _value(change)
    items = list(items_of(plan).filter(project__in=list(by_project)))
    for item in items:
        for code, value in by_project[item.project_id].items():
            setattr(item, code, value)
        if item.starts_on and item.ends_on and item.ends_on < item.starts_on:
            enforce(refused(f"“{item.project.name}”建设工期的止日早于起日，请核对后再确认。"))
    PlanItem.objects.bulk_update(items, list(CELL_OF)) if items else None


def _value(change: CellChange) -> Any:
    text = change.theirs
    match CELL_OF[change.code].kind:
        case CellKind.MONEY:
            return Decimal(text)
        case CellKind.DAY:
            return date.fromisoformat(text) if text else None
        case CellKind.PRIORITY:
            return int(text)
        case _:
            return text


def _told(change: CellChange) -> str:
    label = CELL_OF[change.code].label
    before, after = change.now[:LONGEST_TOLD], change.theirs[:LONGEST_TOLD]
    return f"{change.key} {label}：{before} → {after}"
