"""What lies in the dossier of a project: its decided sheets, its papers, its trail."""

import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime

from django.utils.timezone import localdate

from audit.chain import LINK_FIELDS, SIGNED_FIELDS
from audit.models import AuditEntry
from audit.queries import TrailFilter, search_trail
from config.kernel.periods import chinese_day
from documents import rendering, spreadsheets
from documents.models import DocumentVersion, PrintedSheet
from documents.sheets import carried
from documents.sheets.layout import PrintLayout, lay_out
from documents.storage import chunks_of, open_kept
from projects.registry import kinds
from projects.registry.life import life_of
from projects.registry.models import Project, Record
from projects.registry.queries import papers_of, records_of

NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|\x00-\x1f]')
LONGEST_NAME = 80
OF_THE_PROJECT, TRAIL = "00-项目材料", "99-留痕"
DRAWN: tuple[tuple[str, Callable[[PrintLayout], bytes]], ...] = (
    ("pdf", rendering.sheet_pdf),
    ("xlsx", spreadsheets.sheet_workbook),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """One file of a dossier before it has its place: `read` gives its content from the start."""

    folder: str
    name: str
    extension: str
    title: str
    dated: date | None
    read: Callable[[], Iterable[bytes]]


def papers_in(project: Project, *, until: int) -> Iterator[Paper]:
    """Walk through everything that belongs into a dossier, the trail up to one entry."""
    folders = Folders(project)
    records = list(records_of(project))
    for record in records:
        if record.decided_at is not None and record.snapshot:
            yield from _sheets_of(record, folders.of(record))
    for filed in papers_of(project):
        folder = folders.of(filed.record) if filed.record else OF_THE_PROJECT
        for version in filed.document.versions.all():
            if version.purged_at is None:
                yield version_paper(version, filed.document.kind.label, folder)
    yield _trail(project, until)


class Folders:
    """The folders of a dossier: one a stage, in the order of the project's own life."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.stages = life_of(project).stages

    def of(self, record: Record) -> str:
        """Return the folder of the stage in which a record is made."""
        record.project = self.project
        kind = kinds.of(record)
        for number, stage in enumerate(self.stages, 1):
            if kind.code in stage.gates or stage.phase in kind.stages:
                return f"{number:02d}-{stage.label}"
        return OF_THE_PROJECT


def _sheets_of(record: Record, folder: str) -> Iterator[Paper]:
    snapshot = record.snapshot or {}
    sheet = carried.sheet_of(str(snapshot["sheet"]), snapshot)
    printed = PrintedSheet.objects.filter(record_ref=record.pk, superseded_at=None).first()
    layout = lay_out(
        sheet, snapshot, verification_code=printed.verification_code if printed else ""
    )
    name = f"{record.title} {record.number}".strip()
    dated = localdate(record.decided_at)
    for extension, draw in DRAWN:
        yield Paper(
            folder=folder,
            name=name,
            extension=extension,
            title=f"{record.title}（{record.get_status_display()}）",
            dated=dated,
            read=lambda draw=draw: [draw(layout)],  # type: ignore[misc]
        )


def version_paper(version: DocumentVersion, kind: str, folder: str) -> Paper:
    """Return a stored file as a paper of the dossier."""
    stem, _, extension = version.original_name.rpartition(".")
    return Paper(
        folder=folder,
        name=f"{kind} 第{version.number}版 {stem}",
        extension=extension,
        title=f"{kind}：{version.original_name}（第{version.number}版）",
        dated=localdate(version.uploaded_at),
        read=lambda: _stored(version.file),
    )


def _stored(path: str) -> Iterator[bytes]:
    with open_kept(path) as stream:
        yield from chunks_of(stream)


def _trail(project: Project, until: int) -> Paper:
    def lines() -> Iterator[bytes]:
        entries = search_trail(TrailFilter(project_id=project.pk)).filter(seq__lte=until)
        for entry in entries.order_by("seq").iterator():
            row = json.dumps(_row(entry), ensure_ascii=False, sort_keys=True)
            yield f"{row}\n".encode()

    return Paper(
        folder=TRAIL,
        name="留痕摘录",
        extension="jsonl",
        title="本项目的留痕摘录，每条可以单独校验",
        dated=None,
        read=lines,
    )


def _row(entry: AuditEntry) -> dict[str, object]:
    names = ("seq", *SIGNED_FIELDS, *LINK_FIELDS)
    return {name: _plain(getattr(entry, name)) for name in names}


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    return value


def file_name(name: str) -> str:
    """Return a name that every system takes for a file."""
    return NOT_IN_NAMES.sub("_", " ".join(name.split()))[:LONGEST_NAME].strip(". ") or "未命名"


def in_words(day: date | None) -> str:
    """Write a day in the catalogue."""
    return chinese_day(day) if day else ""
