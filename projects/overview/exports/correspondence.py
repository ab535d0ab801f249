"""What a dossier holds beside records and attachments: letters, expert opinions, what was signed.

A number that was given up stays in the register, with its reason; so does what bore it.
"""

from collections.abc import Iterator

from django.utils.timezone import localdate

from documents import spreadsheets
from documents.models import PrintedSheet
from documents.queries import sealed_copy
from documents.services import layout_of
from documents.sheets import catalog
from documents.spreadsheets import Column, ColumnKind
from projects.overview.exports.papers import (
    DRAWN,
    OF_THE_PROJECT,
    Folders,
    Paper,
    version_paper,
)
from projects.registry.models import OfficialLetter, Project, Record
from projects.registry.queries import letters_of

LETTERS, REGISTER = "98-公文", "文号登记"
SCAN, SEALED, SEALED_BEFORE = "签章扫描件", "电子签章件", "电子签章件（已失效）"
COLUMNS = (
    Column("文号", width=24),
    Column("文种", width=18),
    Column("标题", ColumnKind.LONG_TEXT, 40),
    Column("状态", width=10),
    Column("取号人", width=12),
    Column("取号日期", ColumnKind.DATE, 12),
    Column("发文日期", ColumnKind.DATE, 12),
    Column("作废原因", ColumnKind.LONG_TEXT, 30),
)


def correspondence_in(project: Project) -> Iterator[Paper]:
    """Walk through the letters of a project, the opinions of experts, what was signed."""
    yield from _letters(project)
    yield from _opinions(project)
    yield from _returned(project)


def _letters(project: Project) -> Iterator[Paper]:
    """Return the letters and the register of their numbers, the oldest first."""
    letters = list(letters_of(project).select_related("printed", "taken_by").order_by("pk"))
    for letter in letters:
        if letter.printed is not None:
            stated = f"{letter.number}（{letter.get_state_display()}）"
            yield from _drawn(letter.printed, LETTERS, stated)
    if letters:
        yield Paper(
            folder=LETTERS,
            name=REGISTER,
            extension="xlsx",
            title="本项目公文的文号登记",
            dated=None,
            read=lambda: [
                spreadsheets.write_list(COLUMNS, map(_registered, letters), title=REGISTER)
            ],
        )


def _opinions(project: Project) -> Iterator[Paper]:
    """Return what was printed for the project and is neither a record's sheet nor a letter."""
    prints = PrintedSheet.objects.filter(project_ref=project.pk, record_ref=None, letters=None)
    for printed in prints.filter(superseded_at=None).order_by("pk"):
        yield from _drawn(printed, OF_THE_PROJECT, printed.number)


def _drawn(printed: PrintedSheet, folder: str, stated: str) -> Iterator[Paper]:
    layout = layout_of(printed)
    name = f"{layout.title} {stated}".strip()
    for extension, draw in DRAWN:
        yield Paper(
            folder=folder,
            name=name,
            extension=extension,
            title=name,
            dated=localdate(printed.created_at),
            read=lambda draw=draw: [draw(layout)],  # type: ignore[misc]
        )


def _registered(letter: OfficialLetter) -> list[object]:
    return [
        letter.number,
        catalog.get(letter.kind).title,
        letter.values.get("heading", ""),
        letter.get_state_display(),
        letter.taken_by.full_name,
        localdate(letter.taken_at),
        None if letter.issued_at is None else localdate(letter.issued_at),
        letter.void_reason,
    ]


def _returned(project: Project) -> Iterator[Paper]:
    """Return the scans that came back and the sealed copies, each beside its sheet."""
    folders = Folders(project)
    records = Record.objects.filter(project=project).in_bulk()
    numbers = set(letters_of(project).values_list("printed", flat=True))
    prints = PrintedSheet.objects.filter(project_ref=project.pk).select_related("scan")
    for printed in prints.prefetch_related("scan__versions").order_by("pk"):
        record = records.get(printed.record_ref or 0)
        folder = OF_THE_PROJECT if record is None else folders.of(record)
        folder = LETTERS if printed.pk in numbers else folder
        for version in printed.scan.versions.all() if printed.scan else ():
            if version.purged_at is None:
                yield version_paper(version, f"{SCAN} {printed}", folder)
        seal = sealed_copy(printed)
        if seal is not None and seal.version is not None:
            state = SEALED if printed.is_current else SEALED_BEFORE
            yield version_paper(seal.version, state, folder)
