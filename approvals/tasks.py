"""The worker's entrance to approvals: the clock of every task."""

from celery import shared_task
from django.utils import timezone

from approvals.flows import services


@shared_task(name="approvals.watch_clocks")
def watch_clocks() -> None:
    """Remind of limits that come near, and act on those that have passed."""
    services.watch_clocks(at=timezone.now())
