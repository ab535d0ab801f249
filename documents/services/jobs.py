"""Jobs from start to end: put in the outbox, run once, retried with the cause in words."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import partial
from types import TracebackType
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now

from audit.actions import AuditAction
from audit.services import audited, record
from config.kernel.background import enqueue
from config.kernel.verdicts import enforce
from documents.inspection import extension_of
from documents.jobs import handlers, leases
from documents.jobs.handlers import Found, JobFailedError, JobLostError, Produced
from documents.jobs.models import Job
from documents.models import Document, DocumentKind, DocumentVersion
from documents.rules import may_cancel_job, may_retry_job
from documents.services.files import discarded_on_failure, write_version
from documents.storage import Kept, chunks_of, discard, discard_abandoned, keep, new_path

TASK = "documents.run_job"
MOST_ERRORS = 3
UNEXPECTED = "生成时出现意外错误，系统管理员可按作业编号{number}查看日志。可以稍后重试。"
KEPT_FOR = timedelta(days=30)
PURGED_AT_ONCE = 100
_DONE: dict[str, Any] = {
    "status": Job.Status.DONE,
    "done": F("total"),
    "lease": None,
    "error": "",
    "pending_file": "",
    "finished_at": Now(),
}


@transaction.atomic
def start_job(  # noqa: PLR0913 - what is to be done, for whom, who and when
    kind_code: str,
    *,
    key: str,
    label: str,
    params: Mapping[str, object],
    project_ref: int | None = None,
    total: int = 1,
    is_kept: bool = False,
    actor: AbstractBaseUser,
    at: datetime,
) -> Job:
    """Put a job in the outbox; the same key again gives the same job, a failed one starts anew."""
    job, is_new = Job.objects.select_for_update().get_or_create(
        key=key,
        defaults={
            "kind_code": kind_code,
            "label": label,
            "params": dict(params),
            "owner_id": actor.pk,
            "owner_label": str(actor),
            "project_ref": project_ref,
            "total": max(total, 1),
            "published_at": at,
            "created_at": at,
            "expires_at": None if is_kept else at + KEPT_FOR,
        },
    )
    if is_new:
        enqueue(TASK, job_id=job.pk)
    elif job.has_failed or job.is_cancelled or (job.is_done and job.result_id is None):
        _start_again(job, at=at)
    return job


def run_job(job_id: int, *, at: datetime) -> None:
    """Do a job, if it is still to be done and nobody else is doing it."""
    job = leases.take(job_id)
    if job is None:
        return
    with _Outcome(job, at):
        _clear_leftover(job)
        produced = handlers.get(job.kind_code).run(job, partial(leases.report, job))
        _finish(job, produced, at=at)


@audited
def cancel_job(job: Job, *, actor: AbstractBaseUser, at: datetime) -> Job:
    """Stop a job (取消); its worker notices at its next step."""
    locked = Job.objects.select_for_update().get(pk=job.pk)
    enforce(may_cancel_job(locked))
    locked.status = Job.Status.CANCELLED
    locked.lease = None
    locked.finished_at = at
    locked.save(update_fields=["status", "lease", "finished_at"])
    record(AuditAction.JOB_CANCELLED, target=locked, actor=actor, at=at)
    return locked


@audited
def retry_job(job: Job, *, actor: AbstractBaseUser, at: datetime) -> Job:
    """Start a job again that failed or was cancelled (重试)."""
    locked = Job.objects.select_for_update().get(pk=job.pk)
    enforce(may_retry_job(locked))
    _start_again(locked, at=at)
    record(AuditAction.JOB_RETRIED, target=locked, actor=actor, at=at)
    return locked


def sweep_jobs(*, at: datetime) -> int:
    """Send again what was lost, end what failed too often, purge what expired."""
    for job in leases.give_up_on_exhausted(at=at):
        _clear_leftover(job)
    with transaction.atomic():
        due = list(leases.unpublished().select_for_update(skip_locked=True)[:PURGED_AT_ONCE])
        Job.objects.filter(pk__in=[job.pk for job in due]).update(published_at=Now())
        for job in due:
            enqueue(TASK, job_id=job.pk)
    _purge_expired(at=at)
    discard_abandoned(at=at)
    return len(due)


def _start_again(job: Job, *, at: datetime) -> None:
    job.status = Job.Status.QUEUED
    job.lease = None
    job.attempts = 0
    job.done = 0
    job.error = ""
    job.finished_at = None
    job.published_at = at
    job.expires_at = None if job.expires_at is None else at + KEPT_FOR
    job.save()
    enqueue(TASK, job_id=job.pk)


def _finish(job: Job, produced: Produced | Found | None, *, at: datetime) -> None:
    if not isinstance(produced, Produced):
        found = produced.version_id if isinstance(produced, Found) else None
        leases.held(job).update(**_DONE, result_id=found)
        return
    kept = _keep(job, produced)
    with discarded_on_failure(kept), transaction.atomic():
        if not leases.held(job).select_for_update().exists():
            raise JobLostError
        version = _write_result(job, produced, kept, at=at)
        leases.held(job).update(**_DONE, result_id=version.pk)
        handlers.get(job.kind_code).on_stored(job, version.pk)


def _clear_leftover(job: Job) -> None:
    """Delete the file of a worker that was killed after writing it and before saying so."""
    path = job.pending_file
    if path and not DocumentVersion.objects.filter(file=path).exists():
        discard(path)


def _keep(job: Job, produced: Produced) -> Kept:
    extension = extension_of(produced.name)
    path = new_path(extension)
    leases.note_file(job, path)
    if isinstance(produced.content, bytes):
        return keep([produced.content], extension, path)
    try:
        with produced.content.open("rb") as stream:
            return keep(chunks_of(stream), extension, path)
    finally:
        if produced.is_temporary:
            produced.content.unlink()


def _write_result(job: Job, produced: Produced, kept: Kept, *, at: datetime) -> DocumentVersion:
    kind, _ = DocumentKind.objects.get_or_create(
        code=produced.kind_code, defaults={"label": produced.kind_label}
    )
    document = Document.objects.create(
        kind=kind,
        title=produced.title,
        project_ref=job.project_ref,
        created_by_id=job.owner_id,
        created_by_label=job.owner_label,
        created_at=at,
    )
    return write_version(
        document,
        kept,
        name=produced.name,
        owner_id=job.owner_id,
        owner_label=job.owner_label,
        at=at,
    )


def _purge_expired(*, at: datetime) -> None:
    expired = Job.objects.filter(
        status=Job.Status.DONE, result__isnull=False, expires_at__lt=at
    ).select_related("result")[:PURGED_AT_ONCE]
    for job in expired:
        assert job.result is not None
        with transaction.atomic():
            path = job.result.file
            DocumentVersion.objects.filter(pk=job.result.pk).update(purged_at=at)
            Job.objects.filter(pk=job.pk).update(result=None)
            transaction.on_commit(partial(discard, path))


class _Outcome:
    """Ends the attempt: a cause in words, another attempt, or nothing when all went well."""

    def __init__(self, job: Job, at: datetime) -> None:
        self.job = job
        self.at = at

    def __enter__(self) -> None:
        return None

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> bool:
        if error is None or isinstance(error, JobLostError):
            return True
        if isinstance(error, JobFailedError):
            leases.fail(self.job, str(error), at=self.at)
            return True
        if self.job.attempts >= MOST_ERRORS or not leases.put_back(self.job):
            leases.fail(self.job, UNEXPECTED.format(number=self.job.pk), at=self.at)
        return False
