"""Workers that are killed with kill -9 at any moment: each job is done once, nothing is left over.

`KILLS=30` asks for as many deaths as the measurements want; a few are enough to keep it so.
"""

import os
import random
import signal
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connections
from django.db.models import F
from django.db.models.functions import Now
from django.utils import timezone

from approvals.organizations.models import User
from documents.jobs.models import Job
from documents.models import DocumentVersion, PrintedSheet
from documents.services import print_sheet, run_job
from documents.sheets import catalog
from documents.storage import ABANDONED_AFTER, INCOMING, discard_abandoned
from tests.documents.conftest import NOW
from tests.documents.samples import snapshot_of

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
KILLS = int(os.environ.get("KILLS", "4"))
LONGEST_LIFE = 0.6


def files() -> set[Path]:
    return {path for path in (Path(settings.MEDIA_ROOT) / "files").rglob("*") if path.is_file()}


def work_and_die(job_id: int, after: float) -> None:
    """Let a process of its own do the job, and kill it after so many seconds."""
    worker = os.fork()
    if worker == 0:
        try:
            for connection in connections.all():
                # The socket is the parent's; this process opens one of its own.
                connection.connection = None
            run_job(job_id, at=NOW)
        finally:
            os._exit(0)
    time.sleep(after)
    os.kill(worker, signal.SIGKILL)
    os.waitpid(worker, 0)


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_workers_killed_at_random_leave_one_result_for_each_job(handler: User) -> None:
    before, chance = files(), random.Random(20261128)  # noqa: S311 - a repeatable test
    for number in range(KILLS):
        snapshot = snapshot_of(catalog.get("payment"), number=f"ZF-{number}")
        print_sheet("payment", snapshot, project_ref=None, record_ref=number, actor=handler, at=NOW)

    for job in Job.objects.order_by("pk"):
        work_and_die(job.pk, chance.uniform(0, LONGEST_LIFE))
        Job.objects.filter(pk=job.pk, status="RUNNING").update(
            lease_until=Now() - timedelta(seconds=1)
        )
        for _ in range(5):
            run_job(job.pk, at=NOW)
    discard_abandoned(at=timezone.now() + 2 * ABANDONED_AFTER)

    jobs = Job.objects.all()
    assert {job.status for job in jobs} == {Job.Status.DONE}
    assert {job.pending_file for job in jobs} == {""}
    assert DocumentVersion.objects.count() == 2 * KILLS
    assert not PrintedSheet.objects.filter(pdf=None).exists()
    kept = {Path(settings.MEDIA_ROOT) / v.file for v in DocumentVersion.objects.all()}
    assert files() - before == kept
    assert not list((Path(settings.MEDIA_ROOT) / INCOMING).glob("*.part"))


def test_a_worker_killed_between_file_and_row_leaves_no_orphan(
    handler: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = files()
    snapshot = snapshot_of(catalog.get("payment"))
    print_sheet("payment", snapshot, project_ref=None, record_ref=1, actor=handler, at=NOW)
    job = Job.objects.get(kind_code="documents.print_xlsx")

    with monkeypatch.context() as patch:
        patch.setattr("documents.services.jobs._write_result", _die)
        work_and_die(job.pk, 3)
    assert len(files() - before) == 1
    Job.objects.filter(pk=job.pk).update(lease_until=F("created_at"))
    run_job(job.pk, at=NOW)

    kept = {Path(settings.MEDIA_ROOT) / v.file for v in DocumentVersion.objects.all()}
    assert files() - before == kept


def _die(*_args: object, **_kwargs: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)
