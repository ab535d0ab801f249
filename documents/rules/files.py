"""What may be stored, shown and repeated."""

from typing import IO, Any

from config.kernel.verdicts import ALLOWED, Verdict, refused
from documents import rendering
from documents.inspection import clean_name, extension_of, type_problem
from documents.jobs.models import Job
from documents.models import DocumentKind, DocumentVersion
from documents.storage import has_room_for

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
