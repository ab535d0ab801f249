"""Legacy ledgers before they are taken over: kept, their columns matched, every row checked."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import IO

from django.db import transaction
from django.utils.timezone import localdate

from approvals.organizations.models import Unit, User
from config.kernel.texts import nfkc_key
from config.kernel.verdicts import enforce, refused
from documents.spreadsheets import Page, SpreadsheetError, read_page
from documents.storage import chunks_of, keep, open_kept
from projects.registry.life import read_life
from projects.registry.models import LedgerBatch, LedgerMapping, Project
from projects.registry.services.legacy_heads import find_heads, guess_columns
from projects.registry.services.legacy_rows import Known, LegacyProject, Reading, read_ledger
from projects.regulations.models import RulebookVersion
from projects.regulations.queries import rulebook_of

MOST_ROWS, MOST_COLUMNS = 20_000, 100
MOST_PROBLEMS = 5_000
NAME_LENGTH = 200


def upload_ledger(  # noqa: PLR0913 - the ledger, whose it is, who and when
    *,
    unit: Unit,
    rulebook: RulebookVersion,
    name: str,
    stream: IO[bytes],
    actor: User,
    at: datetime,
) -> LedgerBatch:
    """Keep a legacy ledger and guess its columns (上传历史台账); nothing is taken over yet."""
    page = _page(stream)
    if not any(any(value is not None for value in row) for row in page.rows):
        enforce(refused("工作簿的第一张表是空的，请把台账放在第一张表里。"))
    mapping = LedgerMapping.objects.filter(unit=unit).first()
    head_row = find_heads(page.rows)
    stream.seek(0)
    kept = keep(chunks_of(stream), "xlsx")
    return LedgerBatch.objects.create(
        unit=unit,
        rulebook=rulebook,
        file=kept.path,
        file_name=name[:NAME_LENGTH],
        digest=kept.digests.sm3,
        head_row=head_row,
        columns=guess_columns(page.rows[head_row - 1], mapping.headings if mapping else {}),
        in_wan=mapping.in_wan if mapping else True,
        uploaded_by=actor,
        uploaded_at=at,
    )


def page_of(batch: LedgerBatch) -> Page:
    """Read the page of a batch again."""
    with open_kept(batch.file) as stream:
        return _page(stream)


def _page(stream: IO[bytes]) -> Page:
    try:
        return read_page(stream, max_rows=MOST_ROWS, max_columns=MOST_COLUMNS)
    except SpreadsheetError as error:
        enforce(refused(str(error)))
        raise


@transaction.atomic
def match_columns(  # noqa: PLR0913 - what a ledger means by its columns, who and when
    batch: LedgerBatch,
    *,
    head_row: int,
    columns: Mapping[str, int],
    in_wan: bool,
    actor: User,
    at: datetime,
) -> LedgerBatch:
    """Say what the columns mean, keep it for the unit, and check every row (试导)."""
    batch = locked_batch(batch)
    if not batch.is_open:
        enforce(refused(f"这一批{batch.get_status_display()}，不能再改列对应。"))
    page = page_of(batch)
    heads = page.rows[head_row - 1] if head_row <= len(page.rows) else []
    if not heads:
        enforce(refused(f"第 {head_row} 行没有内容，请重新选择列名所在的行。"))
    LedgerMapping.objects.update_or_create(
        unit=batch.unit,
        defaults={
            "headings": {
                code: str(heads[place - 1] or "")
                for code, place in columns.items()
                if place <= len(heads)
            },
            "in_wan": in_wan,
            "changed_by": actor,
            "changed_at": at,
        },
    )
    batch.head_row, batch.columns, batch.in_wan = head_row, dict(columns), in_wan
    found = check_ledger(batch, page, localdate(at))
    batch.problems = [asdict(problem) for problem in found.problems[:MOST_PROBLEMS]]
    batch.row_count = found.row_count
    batch.known_count = len(known_keys(found.projects))
    is_sound = found.projects and not found.problems
    batch.status = LedgerBatch.Status.CHECKED if is_sound else LedgerBatch.Status.FAULTY
    batch.save()
    return batch


def check_ledger(batch: LedgerBatch, page: Page, on: date) -> Reading:
    """Check every row of a ledger; nothing is written."""
    return read_ledger(
        page.rows,
        head_row=batch.head_row,
        columns=batch.columns,
        formulas=page.formulas,
        known=_known(batch, on),
    )


def _known(batch: LedgerBatch, on: date) -> Known:
    units = Unit.objects.filter(path__startswith=batch.unit.path)
    named: dict[str, int] = {}
    for unit in units.order_by("-path"):
        named |= {nfkc_key(unit.name): unit.pk, nfkc_key(unit.short_name): unit.pk}
    return Known(
        unit_id=batch.unit_id,
        units=named,
        stages=_stages(batch.rulebook),
        build_types=_by_words(Project.BuildType.choices),
        object_kinds=_by_words(Project.ObjectKind.choices),
        on=on,
        in_wan=batch.in_wan,
    )


def _by_words(choices: Iterable[tuple[str, str]]) -> dict[str, str]:
    return {nfkc_key(str(label)): code for code, label in choices}


def _stages(version: RulebookVersion) -> dict[str, tuple[str, str, str]]:
    """Return the stages by the words for them: of the rulebook, and of the system."""
    found: dict[str, tuple[str, str, str]] = {}
    for stage in read_life(rulebook_of(version), "").stages:
        own = (stage.code, stage.label) if stage.rule is not None else ("", "")
        place = (str(stage.phase), *own)
        found.setdefault(nfkc_key(stage.label), place)
        found.setdefault(nfkc_key(str(stage.phase.label)), place)
    return found


def known_keys(projects: Sequence[LegacyProject]) -> set[tuple[int, str, int]]:
    """Return which of these projects the registry has already."""
    units = {project.unit_id for project in projects}
    years = {project.plan_year for project in projects}
    listed = Project.objects.filter(owner_unit__in=units, plan_year__in=years)
    there = set(listed.values_list("owner_unit_id", "name_key", "plan_year"))
    return there & {project.key for project in projects}


def locked_batch(batch: LedgerBatch) -> LedgerBatch:
    """Lock a ledger and read it again."""
    return (
        LedgerBatch.objects.select_for_update(of=("self",), no_key=True)
        .select_related("unit", "rulebook__regulation", "uploaded_by")
        .get(pk=batch.pk)
    )
