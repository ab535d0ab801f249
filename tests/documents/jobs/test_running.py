"""A job happens once, whatever the broker does."""

import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db.models import F
from django.db.models.functions import Now
from pytest_django import DjangoCaptureOnCommitCallbacks

from approvals.organizations.models import User
from config.kernel.verdicts import RuleViolationError
from documents.jobs import handlers, leases
from documents.jobs.handlers import JobFailedError, Produced, Progress
from documents.jobs.models import Job
from documents.models import DocumentVersion
from documents.services import cancel_job, retry_job, run_job, start_job, sweep_jobs
from documents.services.jobs import MOST_ERRORS
from documents.storage import INCOMING, is_kept
from tests.documents.conftest import NOW
from tests.documents.samples import CONTENTS

pytestmark = pytest.mark.django_db


class Workshop:
    """Does the jobs of this test, and counts them."""

    def __init__(self) -> None:
        self.runs = 0
        self.error: Exception | None = None

    def __call__(self, job: Job, progress: Progress) -> Produced | None:
        self.runs += 1
        progress(1, 2)
        if self.error is not None:
            raise self.error
        return Produced(name="结果.pdf", content=CONTENTS["pdf"], title=job.label)


@pytest.fixture
def workshop() -> Iterator[Workshop]:
    workshop = Workshop()
    handlers.register("tests.make", workshop)
    yield workshop
    del handlers._handlers["tests.make"]


@pytest.fixture
def job(handler: User, workshop: Workshop) -> Job:  # noqa: ARG001
    return start_job(
        "tests.make", key="tests:1", label="测试作业", params={}, actor=handler, at=NOW
    )


def test_a_message_delivered_five_times_makes_one_result(job: Job, workshop: Workshop) -> None:
    for _ in range(5):
        run_job(job.pk, at=NOW)

    job.refresh_from_db()
    assert workshop.runs == 1
    assert DocumentVersion.objects.count() == 1
    assert (job.status, job.done, job.attempts) == (Job.Status.DONE, job.total, 1)
    assert job.result is not None
    assert is_kept(job.result.file)


def test_the_same_key_is_the_same_job(job: Job, handler: User) -> None:
    again = start_job(
        "tests.make", key="tests:1", label="测试作业", params={}, actor=handler, at=NOW
    )

    assert again.pk == job.pk


def test_a_running_job_is_not_taken_by_another_worker(job: Job) -> None:
    assert leases.take(job.pk) is not None
    assert leases.take(job.pk) is None


def test_a_job_whose_worker_died_is_taken_over_and_the_dead_one_writes_nothing(
    job: Job, workshop: Workshop
) -> None:
    dead = leases.take(job.pk)
    assert dead is not None
    Job.objects.filter(pk=job.pk).update(lease_until=Now() - timedelta(seconds=1))

    run_job(job.pk, at=NOW)

    assert workshop.runs == 1
    assert not leases.held(dead).exists()
    with pytest.raises(handlers.JobLostError):
        leases.report(dead, 1, 2)
    assert DocumentVersion.objects.count() == 1


def test_progress_renews_the_lease(job: Job) -> None:
    taken = leases.take(job.pk)
    assert taken is not None
    Job.objects.filter(pk=job.pk).update(lease_until=Now() + timedelta(seconds=5))

    leases.report(taken, 3, 10)

    renewed = Job.objects.filter(pk=job.pk, lease_until__gt=Now() + timedelta(seconds=50))
    assert renewed.exists()
    assert Job.objects.get(pk=job.pk).percent == 30


def test_a_job_that_cannot_succeed_ends_with_the_cause(job: Job, workshop: Workshop) -> None:
    workshop.error = JobFailedError("字库中没有字符“𰻝”。")

    run_job(job.pk, at=NOW)

    job.refresh_from_db()
    assert (job.status, job.error) == (Job.Status.FAILED, "字库中没有字符“𰻝”。")
    assert not DocumentVersion.objects.exists()


def test_an_unexpected_error_is_tried_again_and_then_told(job: Job, workshop: Workshop) -> None:
    workshop.error = ZeroDivisionError()

    for _ in range(MOST_ERRORS):
        with pytest.raises(ZeroDivisionError):
            run_job(job.pk, at=NOW)

    run_job(job.pk, at=NOW)
    job.refresh_from_db()
    assert (job.status, workshop.runs) == (Job.Status.FAILED, MOST_ERRORS)
    assert str(job.pk) in job.error


def test_a_failed_job_is_retried_from_the_start(
    job: Job, workshop: Workshop, handler: User
) -> None:
    workshop.error = JobFailedError("不行。")
    run_job(job.pk, at=NOW)
    workshop.error = None

    retry_job(job, actor=handler, at=NOW)
    run_job(job.pk, at=NOW)

    job.refresh_from_db()
    assert (job.status, job.error) == (Job.Status.DONE, "")


def test_a_finished_job_is_neither_retried_nor_cancelled(job: Job, handler: User) -> None:
    run_job(job.pk, at=NOW)

    with pytest.raises(RuleViolationError, match="重试"):
        retry_job(job, actor=handler, at=NOW)
    with pytest.raises(RuleViolationError, match="已经结束"):
        cancel_job(job, actor=handler, at=NOW)


def test_a_cancelled_job_is_dropped_by_its_worker(
    job: Job, workshop: Workshop, handler: User
) -> None:
    taken = leases.take(job.pk)
    assert taken is not None
    cancel_job(job, actor=handler, at=NOW)

    with pytest.raises(handlers.JobLostError):
        leases.report(taken, 1, 2)
    run_job(job.pk, at=NOW)

    assert workshop.runs == 0
    job.refresh_from_db()
    assert job.is_cancelled


def test_the_sweeper_sends_lost_messages_again(
    job: Job,
    handler: User,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    fresh = start_job("tests.make", key="tests:2", label="新", params={}, actor=handler, at=NOW)
    Job.objects.filter(pk=fresh.pk).update(published_at=Now())
    Job.objects.filter(pk=job.pk).update(published_at=Now() - timedelta(minutes=2))

    with django_capture_on_commit_callbacks() as sent:
        assert sweep_jobs(at=NOW) == 1
    with django_capture_on_commit_callbacks() as sent_again:
        assert sweep_jobs(at=NOW) == 0

    assert (len(sent), len(sent_again)) == (1, 0)


def test_the_sweeper_ends_a_job_whose_workers_keep_dying(job: Job) -> None:
    for _ in range(leases.MOST_ATTEMPTS):
        assert leases.take(job.pk) is not None
        Job.objects.filter(pk=job.pk).update(lease_until=Now() - timedelta(seconds=1))

    sweep_jobs(at=NOW)

    job.refresh_from_db()
    assert leases.take(job.pk) is None
    assert (job.status, job.error) == (Job.Status.FAILED, leases.GIVEN_UP)


def test_an_expired_result_is_purged(
    job: Job, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    run_job(job.pk, at=NOW)
    version = DocumentVersion.objects.get()
    Job.objects.update(expires_at=F("created_at"))

    with django_capture_on_commit_callbacks(execute=True):
        sweep_jobs(at=NOW + timedelta(days=1))

    version.refresh_from_db()
    assert version.purged_at is not None
    assert not is_kept(version.file)


def test_the_sweeper_clears_what_killed_processes_left_half_written() -> None:
    folder = Path(settings.MEDIA_ROOT) / INCOMING
    folder.mkdir(parents=True, exist_ok=True)
    for name, age in (("dead", timedelta(hours=2)), ("alive", timedelta(minutes=1))):
        (folder / f"{name}.part").write_bytes(b"half")
        moment = (NOW - age).timestamp()
        os.utime(folder / f"{name}.part", (moment, moment))

    sweep_jobs(at=NOW)

    assert sorted(part.name for part in folder.glob("*.part")) == ["alive.part"]
    (folder / "alive.part").unlink()
