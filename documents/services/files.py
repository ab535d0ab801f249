"""Storing files: judged first, kept under a name nobody chose, with both digests."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import IO, Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Max

from audit.actions import AuditAction
from audit.services import audited, record
from config.kernel.texts import clean_line
from config.kernel.verdicts import enforce, refused
from documents.inspection import MEDIA_TYPES, clean_name, extension_of
from documents.models import Document, DocumentKind, DocumentVersion
from documents.rules import may_store_file
from documents.storage import Kept, chunks_of, discard, keep

LONGEST_TITLE = 200

type Upload = UploadedFile[Any]


def define_kind(
    code: str, label: str, *, max_bytes: int | None = None, extensions: list[str] | None = None
) -> DocumentKind:
    """Make a kind of document known, or change its limits."""
    limits: dict[str, object] = {"label": label}
    if max_bytes is not None:
        limits["max_bytes"] = max_bytes
    if extensions is not None:
        limits["extensions"] = extensions
    kind, _ = DocumentKind.objects.update_or_create(code=code, defaults=limits)
    return kind


@audited
def store_document(  # noqa: PLR0913 - what it is, whose it is, who and when
    kind_code: str,
    upload: Upload,
    *,
    title: str = "",
    classification: str = "内部",
    project_ref: int | None = None,
    actor: AbstractBaseUser,
    at: datetime,
) -> Document:
    """Store a file as the first version of a new document (上传文档)."""
    kind = DocumentKind.objects.filter(code=kind_code).first()
    if kind is None:
        enforce(refused("没有这种材料类型，请重新选择。"))
    assert kind is not None
    name = clean_name(upload.name or "")
    _enforce_content(kind, upload)
    document = Document.objects.create(
        kind=kind,
        title=clean_line(title)[:LONGEST_TITLE] or name,
        classification=classification,
        project_ref=project_ref,
        created_by_id=actor.pk,
        created_by_label=str(actor),
        created_at=at,
    )
    version = _keep_version(document, upload, actor=actor, at=at)
    record(
        AuditAction.DOCUMENT_STORED,
        target=document,
        actor=actor,
        at=at,
        project_id=project_ref,
        detail={"文件名": name, "大小": version.size, "SM3": version.sm3},
    )
    return document


@audited
def add_version(
    document: Document, upload: Upload, *, actor: AbstractBaseUser, at: datetime
) -> DocumentVersion:
    """Store a file as the next version of a document; the older ones stay (上传新版本)."""
    locked = Document.objects.select_for_update().select_related("kind").get(pk=document.pk)
    _enforce_content(locked.kind, upload)
    version = _keep_version(locked, upload, actor=actor, at=at)
    record(
        AuditAction.DOCUMENT_REPLACED,
        target=locked,
        actor=actor,
        at=at,
        project_id=locked.project_ref,
        detail={"版本": version.number, "文件名": version.original_name, "SM3": version.sm3},
    )
    return version


@audited
def record_download(version: DocumentVersion, *, actor: AbstractBaseUser, at: datetime) -> None:
    """Note on the trail who took a file home (下载文档)."""
    record(
        AuditAction.DOCUMENT_DOWNLOADED,
        target=version.document,
        actor=actor,
        at=at,
        project_id=version.document.project_ref,
        detail={"文件名": version.original_name, "版本": version.number},
    )


def write_version(  # noqa: PLR0913 - a row has that many parts
    document: Document, kept: Kept, *, name: str, owner_id: int, owner_label: str, at: datetime
) -> DocumentVersion:
    """Write the row of a stored content as the next version."""
    last = document.versions.aggregate(last=Max("number"))["last"] or 0
    return DocumentVersion.objects.create(
        document=document,
        number=last + 1,
        file=kept.path,
        original_name=name,
        size=kept.digests.size,
        sha256=kept.digests.sha256,
        sm3=kept.digests.sm3,
        media_type=MEDIA_TYPES[extension_of(name)],
        uploaded_at=at,
        uploaded_by_id=owner_id,
        uploaded_by_label=owner_label,
    )


@contextmanager
def discarded_on_failure(kept: Kept) -> Iterator[None]:
    """Delete a stored content when its row could not be written."""
    try:
        yield
    except BaseException:
        discard(kept.path)
        raise


def _enforce_content(kind: DocumentKind, upload: Upload) -> None:
    enforce(
        may_store_file(
            kind, name=upload.name or "", size=upload.size or 0, stream=_stream_of(upload)
        )
    )


def _keep_version(
    document: Document, upload: Upload, *, actor: AbstractBaseUser, at: datetime
) -> DocumentVersion:
    name = clean_name(upload.name or "")
    kept = keep(chunks_of(_stream_of(upload)), extension_of(name))
    with discarded_on_failure(kept):
        return write_version(
            document, kept, name=name, owner_id=actor.pk, owner_label=str(actor), at=at
        )


def _stream_of(upload: Upload) -> IO[Any]:
    assert upload.file is not None
    return upload.file
