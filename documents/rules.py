"""What may be stored, printed and repeated."""

from dataclasses import dataclass
from enum import StrEnum
from typing import IO, Any

from django.db.models import Q

from config.kernel.digests import sha256
from config.kernel.verdicts import ALLOWED, Verdict, refused
from documents import rendering
from documents.inspection import clean_name, codes_in, extension_of, text_of_pdf, type_problem
from documents.jobs.models import Job
from documents.models import DocumentKind, DocumentVersion, PrintedSheet
from documents.storage import has_room_for, is_kept, open_kept

BOUND = ("bound_sheets", "批量打印件")
KILOBYTE = 1024
MEGABYTE = KILOBYTE * KILOBYTE


def may_store_file(kind: DocumentKind, *, name: str, size: int, stream: IO[Any]) -> Verdict:
    """Decide whether a file may become a document of this kind; the first reason is enough."""
    shown = f"“{clean_name(name)}”"
    extension = extension_of(name)
    if size == 0:
        return refused(f"{shown}是空文件，请重新选择文件。")
    if extension not in kind.extensions:
        return refused(
            f"{shown}的类型不在“{kind.label}”允许的范围内，只能上传：{'、'.join(kind.extensions)}。"
        )
    if size > kind.max_bytes:
        return refused(
            f"{shown}有{size_text(size)}，超过“{kind.label}”{size_text(kind.max_bytes)}的上限。"
        )
    if not has_room_for(size):
        return refused(f"服务器存储空间不足，{shown}没有保存，请联系系统管理员。")
    problem = type_problem(stream, extension)
    return refused(f"{shown}{problem}。") if problem else ALLOWED


def may_preview(version: DocumentVersion) -> Verdict:
    """Decide whether a file can be drawn to be looked at in place."""
    if version.purged_at is not None:
        return refused("这个文件的保留期已过，系统已清除。")
    if not version.is_office:
        return refused("这种文件不能就地查看，请下载后用相应的软件打开。")
    return ALLOWED if rendering.office_program() else refused(rendering.NOT_INSTALLED)


def may_cancel_job(job: Job) -> Verdict:
    """Decide whether a job can still be stopped."""
    return ALLOWED if job.is_open else refused("该作业已经结束，不能取消。")


def may_retry_job(job: Job) -> Verdict:
    """Decide whether a job may be started again."""
    if job.has_failed or job.is_cancelled:
        return ALLOWED
    return refused("只有未完成或已取消的作业可以重试。")


def size_text(size: int) -> str:
    """Name a size as people read it."""
    if size < MEGABYTE:
        return f"{max(size / KILOBYTE, 0.1):.1f} KB"
    return f"{size / MEGABYTE:.1f} MB".replace(".0 MB", " MB")


class Authenticity(StrEnum):
    """What can be said of a file that claims to be one of our prints."""

    GENUINE = "GENUINE"
    SAME_TEXT = "SAME_TEXT"
    ALTERED = "ALTERED"
    BOUND = "BOUND"
    SEVERAL = "SEVERAL"
    PICTURE = "PICTURE"
    UNKNOWN = "UNKNOWN"

    @property
    def heading(self) -> str:
        """The finding in a few words."""
        return _FINDINGS[self][0]

    @property
    def message(self) -> str:
        """The finding in a sentence, with what to do."""
        return _FINDINGS[self][1]

    @property
    def tint(self) -> str:
        """The tint of the finding on a page."""
        return _FINDINGS[self][2]


_FINDINGS = {
    Authenticity.GENUINE: (
        "文件未被改动。",
        "这个文件与系统生成的原件逐字节一致。",
        "ok",
    ),
    Authenticity.SAME_TEXT: (
        "文字一致，但不是原件。",
        "这个文件重新保存过，文字内容与系统生成的原件一致；需要原件的请向出具单位索取。",
        "warn",
    ),
    Authenticity.ALTERED: (
        "内容已被改动。",
        "这个文件印有系统的校验码，但内容与系统生成的原件不一致，请以原件为准。",
        "bad",
    ),
    Authenticity.BOUND: (
        "批量打印件，未被改动。",
        "这个文件由系统把多份表单合并而成，与生成时逐字节一致；下面是其中第一份，其余请按校验码核验。",
        "ok",
    ),
    Authenticity.SEVERAL: (
        "含有多份表单，请逐份核验。",
        "在这个文件上读到了多个校验码，不能作为一份表单比对；下面是其中第一份，其余请按校验码核验。",
        "warn",
    ),
    Authenticity.PICTURE: (
        "扫描件，请人工核对。",
        "从扫描件上读到了校验码，系统有这份表单；扫描件的内容请与下列信息和原件人工核对。",
        "warn",
    ),
    Authenticity.UNKNOWN: (
        "没有查到。",
        "在这个文件上没有读到系统出具的校验码，系统中也没有相同的文件。",
        "bad",
    ),
}


@dataclass(frozen=True, slots=True)
class FileFinding:
    """What was found out about a file, and the print that it claims to be."""

    authenticity: Authenticity
    printed: PrintedSheet | None = None


def judge_file(content: bytes, name: str) -> FileFinding:
    """Compare a file with the print that it is, or that it claims to be by its code."""
    digest = sha256(content)
    same = PrintedSheet.objects.filter(Q(pdf__sha256=digest) | Q(xlsx__sha256=digest)).first()
    if same is not None:
        return FileFinding(Authenticity.GENUINE, same)
    extension = extension_of(name)
    codes = codes_in(content, extension)
    known = PrintedSheet.objects.filter(verification_code__in=codes).select_related("pdf")
    by_code = {printed.verification_code: printed for printed in known}
    printed = next((by_code[code] for code in codes if code in by_code), None)
    if printed is None:
        return FileFinding(Authenticity.UNKNOWN)
    if len(by_code) > 1:
        made = DocumentVersion.objects.filter(sha256=digest, document__kind__code=BOUND[0])
        found = Authenticity.BOUND if made.exists() else Authenticity.SEVERAL
        return FileFinding(found, printed)
    text = text_of_pdf(content) if extension == "pdf" else ""
    if not text or printed.pdf is None or not is_kept(printed.pdf.file):
        return FileFinding(Authenticity.PICTURE, printed)
    with open_kept(printed.pdf.file) as stream:
        original = text_of_pdf(stream.read())
    found = Authenticity.SAME_TEXT if text == original else Authenticity.ALTERED
    return FileFinding(found, printed)
