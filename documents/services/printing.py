"""Printing: a sheet is frozen once, drawn once a format, and superseded by the next."""

from collections.abc import Mapping
from datetime import datetime
from typing import TypedDict, Unpack

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import Q
from django.utils.crypto import salted_hmac

from audit.actions import AuditAction
from audit.services import audited, record
from config.kernel.digests import canonical_json, sm3
from documents import rendering, spreadsheets
from documents.jobs import handlers
from documents.jobs.handlers import Found, JobFailedError, Produced, Progress
from documents.jobs.models import Job
from documents.models import DocumentVersion, PrintedSheet
from documents.queries import is_intact, sealed_copy
from documents.services.jobs import start_job
from documents.sheets import carried
from documents.sheets.layout import PrintLayout, lay_out
from documents.sheets.shapes import Sheet
from documents.storage import open_kept

PDF, XLSX = "documents.print_pdf", "documents.print_xlsx"
FORMATS = {PDF: "PDF", XLSX: "Excel"}
CODE_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
CODE_GROUPS, CODE_GROUP = 4, 4
KIND = ("printed_sheet", "打印件")


class Printing(TypedDict):
    """Of what a sheet is printed, by whom and when."""

    project_ref: int | None
    record_ref: int | None
    actor: AbstractBaseUser
    at: datetime


@audited
def print_sheet(
    sheet_code: str, snapshot: Mapping[str, object], **of: Unpack[Printing]
) -> PrintedSheet:
    """Freeze a sheet and have it drawn as PDF and workbook; equal snapshots are drawn once."""
    printed = freeze_sheet(sheet_code, snapshot, **of)
    draw_sheet(printed, actor=of["actor"], at=of["at"])
    return printed


@audited
def freeze_sheet(
    sheet_code: str, snapshot: Mapping[str, object], **of: Unpack[Printing]
) -> PrintedSheet:
    """Freeze a sheet under its verification code; whoever asks for it draws it (固化)."""
    actor, at = of["actor"], of["at"]
    sheet = carried.sheet_of(sheet_code, snapshot)
    digest = _digest_of(snapshot)
    printed, is_new = PrintedSheet.objects.get_or_create(
        sheet_code=sheet.code,
        template_version=sheet.template_version,
        digest=digest,
        defaults={
            "number": str(snapshot.get("number", "")),
            "verification_code": _verification_code(sheet.code, digest),
            "snapshot": {"frozen_at": at.isoformat(), **snapshot},
            "project_ref": of["project_ref"],
            "record_ref": of["record_ref"],
            "subject_label": _subject_of(snapshot),
            "is_signed_by_hand": _is_signed_by_hand(sheet, snapshot),
            **_printed_by(actor),
            "created_at": at,
        },
    )
    _supersede_others(printed, at=at)
    if is_new:
        record(
            AuditAction.SHEET_PRINTED,
            target=printed,
            actor=actor,
            at=at,
            project_id=of["project_ref"],
            detail={"校验码": printed.verification_code, "快照摘要": digest},
        )
    return printed


def _printed_by(actor: AbstractBaseUser) -> dict[str, object]:
    return {"printed_by_id": actor.pk, "printed_by_label": str(actor)}


def _is_signed_by_hand(sheet: Sheet, snapshot: Mapping[str, object]) -> bool:
    """Whether a row to sign is still empty when the sheet is printed."""
    return any(not one.signer for one in lay_out(sheet, snapshot).signatures)


def draw_sheet(printed: PrintedSheet, *, actor: AbstractBaseUser, at: datetime) -> None:
    """Have a frozen sheet drawn as PDF and workbook, one job each."""
    title = carried.sheet_of(printed.sheet_code, printed.snapshot).title
    for kind_code, label in FORMATS.items():
        start_job(
            kind_code,
            key=f"{kind_code}:{printed.pk}:{actor.pk}",
            label=f"{title}（{label}）{printed.subject_label}"[:200],
            params={"sheet_id": printed.pk},
            project_ref=printed.project_ref,
            is_kept=True,
            actor=actor,
            at=at,
        )


def mark_superseded(record_ref: int, *, at: datetime) -> int:
    """Mark every print of a record as no longer current (已失效)."""
    return PrintedSheet.objects.filter(record_ref=record_ref, superseded_at__isnull=True).update(
        superseded_at=at
    )


def supersede_print(printed: PrintedSheet, *, at: datetime) -> None:
    """Mark one print as no longer current (已失效)."""
    PrintedSheet.objects.filter(pk=printed.pk, superseded_at=None).update(superseded_at=at)


def _supersede_others(printed: PrintedSheet, *, at: datetime) -> None:
    if printed.record_ref is not None:
        PrintedSheet.objects.filter(
            ~Q(pk=printed.pk),
            sheet_code=printed.sheet_code,
            record_ref=printed.record_ref,
            superseded_at__isnull=True,
        ).update(superseded_at=at)
    if not printed.is_current:
        printed.superseded_at = None
        printed.save(update_fields=["superseded_at"])


def _digest_of(snapshot: Mapping[str, object]) -> str:
    content = {key: value for key, value in snapshot.items() if key != "frozen_at"}
    return sm3(canonical_json(content))


def _subject_of(snapshot: Mapping[str, object]) -> str:
    project = snapshot.get("project")
    return str(project.get("name", "")) if isinstance(project, Mapping) else ""


def _verification_code(sheet_code: str, digest: str) -> str:
    secret = salted_hmac("documents.printed_sheet", f"{sheet_code}:{digest}", algorithm="sha256")
    number = int.from_bytes(secret.digest())
    groups = []
    for _ in range(CODE_GROUPS):
        group = ""
        for _ in range(CODE_GROUP):
            number, place = divmod(number, len(CODE_ALPHABET))
            group += CODE_ALPHABET[place]
        groups.append(group)
    return "-".join(groups)


def layout_of(printed: PrintedSheet) -> PrintLayout:
    """Lay a frozen sheet out as it is printed, with its verification code."""
    return lay_out(
        carried.sheet_of(printed.sheet_code, printed.snapshot),
        printed.snapshot,
        verification_code=printed.verification_code,
        verification_url=_verification_url(printed.verification_code),
    )


def pdf_of(printed: PrintedSheet) -> bytes:
    """Return a frozen sheet as PDF: what is stored, else what is drawn now."""
    return _stored(printed.pdf) or rendering.sheet_pdf(layout_of(printed))


def workbook_of(printed: PrintedSheet) -> bytes:
    """Return a frozen sheet as a workbook: what is stored, else what is written now."""
    return _stored(printed.xlsx) or spreadsheets.sheet_workbook(layout_of(printed))


def sealed_pdf_of(printed: PrintedSheet) -> bytes:
    """Return the copy of a frozen sheet with its electronic seals; nothing where it has none."""
    seal = sealed_copy(printed)
    return _stored(seal.version) if seal else b""


def _stored(version: DocumentVersion | None) -> bytes:
    if version is None or not is_intact(version):
        return b""
    with open_kept(version.file) as stream:
        return bytes(stream.read())


def _verification_url(code: str) -> str:
    return f"{settings.PUBLIC_URL}/verify/{code}/"


def _draw_pdf(job: Job, progress: Progress) -> Produced | Found:
    printed = _printed(job)
    if printed.pdf_id is not None:
        return Found(printed.pdf_id)
    layout = layout_of(printed)
    progress(0, 1)
    try:
        content = rendering.sheet_pdf(layout)
    except rendering.CAUSES_IN_WORDS as error:
        raise JobFailedError(str(error)) from error
    return _produced(layout, "pdf", content)


def _draw_xlsx(job: Job, progress: Progress) -> Produced | Found:
    printed = _printed(job)
    if printed.xlsx_id is not None:
        return Found(printed.xlsx_id)
    layout = layout_of(printed)
    progress(0, 1)
    return _produced(layout, "xlsx", spreadsheets.sheet_workbook(layout))


def _printed(job: Job) -> PrintedSheet:
    return PrintedSheet.objects.get(pk=job.params["sheet_id"])


def _produced(layout: PrintLayout, extension: str, content: bytes) -> Produced:
    code, label = KIND
    name = f"{layout.title.replace('/', '、')} {layout.number}".strip()
    return Produced(
        name=f"{name}.{extension}", content=content, title=name, kind_code=code, kind_label=label
    )


def _file_pdf(job: Job, version_id: int) -> None:
    PrintedSheet.objects.filter(pk=job.params["sheet_id"], pdf=None).update(pdf_id=version_id)


def _file_xlsx(job: Job, version_id: int) -> None:
    PrintedSheet.objects.filter(pk=job.params["sheet_id"], xlsx=None).update(xlsx_id=version_id)


handlers.register(PDF, _draw_pdf, on_stored=_file_pdf)
handlers.register(XLSX, _draw_xlsx, on_stored=_file_xlsx)
