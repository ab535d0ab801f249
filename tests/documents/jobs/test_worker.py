"""A real worker prints a sheet, and a message that was lost is found again."""

import subprocess
import time

import pytest

from approvals.organizations.models import User
from documents.jobs.models import Job
from documents.models import PrintedSheet
from documents.services import print_sheet, sweep_jobs
from documents.sheets import catalog
from tests.documents.conftest import NOW
from tests.documents.samples import snapshot_of

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
LONGEST_WAIT = 90.0


def wait_for_all() -> None:
    ends = time.monotonic() + LONGEST_WAIT
    while Job.objects.filter(status__in=("QUEUED", "RUNNING")).exists():
        assert time.monotonic() < ends, list(Job.objects.values("label", "status", "error"))
        time.sleep(0.2)


def test_a_worker_prints_a_sheet_in_both_formats(
    handler: User, celery_worker_process: subprocess.Popen[bytes]
) -> None:
    snapshot = snapshot_of(catalog.get("payment"))

    print_sheet("payment", snapshot, project_ref=None, record_ref=1, actor=handler, at=NOW)
    wait_for_all()

    printed = PrintedSheet.objects.get()
    assert printed.pdf is not None
    assert printed.xlsx is not None
    assert celery_worker_process.poll() is None


@pytest.mark.usefixtures("celery_worker_process")
def test_a_job_whose_message_was_lost_is_done_after_a_sweep(handler: User) -> None:
    snapshot = snapshot_of(catalog.get("payment"))
    print_sheet("payment", snapshot, project_ref=None, record_ref=1, actor=handler, at=NOW)
    wait_for_all()
    Job.objects.update(status=Job.Status.QUEUED, result=None, attempts=0, published_at=None)

    assert sweep_jobs(at=NOW) == 2
    wait_for_all()

    assert {job.attempts for job in Job.objects.all()} == {1}
