"""Taking over legacy ledgers (历史项目补录): all rows or none, and each project once."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from itertools import batched

from django.db.models import QuerySet

from approvals.organizations.models import Unit, User
from audit.actions import AuditAction
from audit.services import audited, record
from config.kernel.verdicts import enforce, refused
from documents.jobs.models import Job
from documents.services import start_job
from projects.registry.access import grant_duties
from projects.registry.models import LedgerBatch, Project, Stage
from projects.registry.services.ledgers import known_keys, locked_batch
from projects.registry.services.legacy_rows import LegacyProject
from projects.registry.services.projects import next_numbers

JOB = "projects.backfill"
AT_ONCE = 1_000
LIFE = (
    Stage.APPLICATION,
    Stage.INITIATION,
    Stage.CONSTRUCTION,
    Stage.ACCEPTANCE,
    Stage.OPERATION,
    Stage.EVALUATION,
    Stage.ARCHIVED,
)


@audited
def start_backfill(batch: LedgerBatch, *, actor: User, at: datetime) -> Job:
    """Have a checked ledger taken over in the background (确认补录)."""
    batch = locked_batch(batch)
    if not batch.is_checked:
        enforce(refused("请先对应列并通过检查，再确认补录。"))
    batch.status = LedgerBatch.Status.RUNNING
    batch.save(update_fields=["status"])
    return start_job(
        JOB,
        key=f"{JOB}:{batch.pk}",
        label=f"补录历史项目 {batch.file_name}（{batch.row_count} 行）"[:200],
        params={"batch": batch.pk, "at": at.isoformat()},
        total=batch.row_count,
        actor=actor,
        at=at,
    )


@audited
def backfill_projects(
    batch: LedgerBatch,
    projects: Sequence[LegacyProject],
    *,
    hold: Callable[[], None],
    actor: User,
    at: datetime,
) -> LedgerBatch:
    """Put the projects of a ledger into the registry, those that are there already aside.

    `hold` raises when somebody else has taken the work over; nothing is written then.
    """
    batch = locked_batch(batch)
    if batch.is_done:
        return batch
    there = known_keys(projects)
    fresh = [project for project in projects if project.key not in there]
    _write(batch, fresh, actor=actor, at=at)
    hold()
    batch.status = LedgerBatch.Status.DONE
    batch.created_count, batch.known_count = len(fresh), len(there)
    batch.finished_at = at
    batch.save()
    detail = {
        "文件": batch.file_name,
        "摘要": batch.digest,
        "行数": batch.row_count,
        "补录": len(fresh),
        "已在库中": len(there),
        "单位": batch.unit.name,
    }
    record(
        AuditAction.LEDGER_BACKFILLED,
        target=batch,
        target_label=f"历史项目补录 {batch.file_name}",
        actor=actor,
        at=at,
        detail=detail,
    )
    return batch


def reopen_batch(batch: LedgerBatch) -> None:
    """Let a ledger whose rows no longer stand be matched and checked again."""
    LedgerBatch.objects.filter(pk=batch.pk, status=LedgerBatch.Status.RUNNING).update(
        status=LedgerBatch.Status.FAULTY
    )


def _write(
    batch: LedgerBatch, fresh: Sequence[LegacyProject], *, actor: User, at: datetime
) -> None:
    numbers = _numbers(fresh)
    for part in batched(fresh, AT_ONCE, strict=False):
        made = Project.objects.bulk_create(
            _project(batch, one, numbers[one.key], actor=actor, at=at) for one in part
        )
        _carry_on(made, part)
    grant_duties(batch.projects.all())


def _numbers(fresh: Sequence[LegacyProject]) -> dict[tuple[int, str, int], str]:
    by_year: dict[int, list[LegacyProject]] = {}
    for one in fresh:
        by_year.setdefault(one.plan_year, []).append(one)
    return {
        one.key: f"{year}-B{number:04d}"
        for year, ones in sorted(by_year.items())
        for one, number in zip(ones, next_numbers("backfill", year, len(ones)), strict=True)
    }


def _project(
    batch: LedgerBatch, one: LegacyProject, number: str, *, actor: User, at: datetime
) -> Project:
    phase, life_stage, life_label = one.stage
    return Project(
        number=number,
        name=one.name,
        name_key=one.name_key,
        owner_unit_id=one.unit_id,
        handler=actor,
        rulebook=batch.rulebook,
        build_type=one.build_type,
        object_kind=one.object_kind,
        plan_year=one.plan_year,
        estimated_amount=one.estimated_amount,
        approved_amount=one.approved_amount,
        life_stage=life_stage,
        life_label=life_label,
        stage_entered_on=one.entered_on,
        backfill=batch,
        backfilled_into=phase,
        created_at=at,
        changed_at=at,
    )


def _carry_on(made: Sequence[Project], ones: Sequence[LegacyProject]) -> None:
    """Carry projects to where they are, stage by stage: the database knows no other way."""
    places = {
        project.pk: LIFE.index(Stage(one.stage[0])) for project, one in zip(made, ones, strict=True)
    }
    for place, stage in enumerate(LIFE[1:], start=1):
        going = [pk for pk, goal in places.items() if goal >= place]
        if going:
            Project.objects.filter(pk__in=going).update(stage=stage)


def batches_of(units: Iterable[Unit]) -> QuerySet[LedgerBatch]:
    """Return the ledgers of these units, the newest first."""
    return (
        LedgerBatch.objects.filter(unit__in=[unit.pk for unit in units])
        .select_related("unit", "rulebook__regulation", "uploaded_by")
        .order_by("-uploaded_at", "-pk")
    )
