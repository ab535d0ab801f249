"""The worker's entrance: messages name a job, the row decides."""

from celery import shared_task
from django.utils import timezone

from documents import services


@shared_task(name="documents.run_job")
def run_job(*, job_id: int) -> None:
    """Do a job."""
    services.run_job(job_id, at=timezone.now())


@shared_task(name="documents.sweep_jobs")
def sweep_jobs() -> None:
    """Send lost jobs again."""
    services.sweep_jobs(at=timezone.now())
