"""The conditional updates that make a job happen once, by the clock of the database."""

import uuid
from datetime import datetime, timedelta

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Now

from documents.jobs.handlers import JobLostError
from documents.jobs.models import Job

LEASE = timedelta(seconds=60)
REPUBLISH_AFTER = timedelta(seconds=30)
MOST_ATTEMPTS = 5
GIVEN_UP = "执行中断次数过多，系统已停止自动重试。请点“重试”；仍不成功请联系系统管理员。"


def take(job_id: int) -> Job | None:
    """Take the lease of a job that waits or was abandoned; None when it is not ours to do."""
    lease = uuid.uuid4()
    taken = (
        Job.objects.filter(_is_waiting() | _is_abandoned(), pk=job_id, attempts__lt=MOST_ATTEMPTS)
    ).update(
        status=Job.Status.RUNNING,
        lease=lease,
        lease_until=Now() + LEASE,
        attempts=F("attempts") + 1,
        done=0,
        error="",
    )
    return Job.objects.get(pk=job_id, lease=lease) if taken else None


def report(job: Job, done: int, total: int) -> None:
    """Note the progress and renew the lease, or raise `JobLostError`."""
    total = max(total, 1)
    renewed = held(job).update(done=min(done, total), total=total, lease_until=Now() + LEASE)
    if not renewed:
        raise JobLostError


def held(job: Job) -> QuerySet[Job]:
    """Return the row, if this worker still holds its lease."""
    return Job.objects.filter(pk=job.pk, lease=job.lease, status=Job.Status.RUNNING)


def note_file(job: Job, path: str) -> None:
    """Note where the result is about to be written, so that whoever comes after can clear it."""
    if not held(job).update(pending_file=path):
        raise JobLostError


def put_back(job: Job) -> bool:
    """Give the job back for another attempt, or False when there were enough of them."""
    if job.attempts >= MOST_ATTEMPTS:
        return False
    return bool(held(job).update(status=Job.Status.QUEUED, lease=None, published_at=None))


def fail(job: Job, error: str, *, at: datetime) -> None:
    """End a job that did not succeed, with the cause in words."""
    held(job).update(status=Job.Status.FAILED, lease=None, error=error, finished_at=at)


def give_up_on_exhausted(*, at: datetime) -> list[Job]:
    """End the jobs whose workers died too often."""
    exhausted = Job.objects.filter(_is_abandoned(), attempts__gte=MOST_ATTEMPTS)
    jobs = list(exhausted)
    Job.objects.filter(pk__in=[job.pk for job in jobs], status=Job.Status.RUNNING).update(
        status=Job.Status.FAILED, lease=None, error=GIVEN_UP, finished_at=at
    )
    return jobs


def unpublished() -> QuerySet[Job]:
    """Return the jobs whose message is due again: never sent, lost, or its worker died."""
    is_stale = Q(published_at__isnull=True) | Q(published_at__lt=Now() - REPUBLISH_AFTER)
    return Job.objects.filter(is_stale, _is_waiting() | _is_abandoned()).order_by("pk")


def _is_waiting() -> Q:
    return Q(status=Job.Status.QUEUED)


def _is_abandoned() -> Q:
    return Q(status=Job.Status.RUNNING, lease_until__lt=Now())
