"""The worker's entrance to approvals: the clocks, what leaves as notice, reorganizations."""

from celery import shared_task
from django.utils import timezone

from approvals.flows import services
from approvals.notifications import services as notices
from approvals.organizations.services import carry_out_due


@shared_task(name="approvals.watch_clocks")
def watch_clocks() -> None:
    """Remind of limits that come near, and act on those that have passed."""
    services.watch_clocks(at=timezone.now())


@shared_task(name="approvals.tell_unattended")
def tell_unattended() -> None:
    """Tell who looks after posts of tasks that nobody may do any more."""
    services.tell_unattended(at=timezone.now())


@shared_task(name="approvals.carry_out_reorganizations")
def carry_out_reorganizations() -> None:
    """Let the reorganizations take effect whose day has come."""
    carry_out_due(at=timezone.now())


@shared_task(name="approvals.deliver_notices")
def deliver_notices() -> None:
    """Send what waits in the outbox."""
    notices.deliver_due(at=timezone.now())


@shared_task(name="approvals.send_digests")
def send_digests() -> None:
    """Gather the day's summaries."""
    notices.send_digests(at=timezone.now())
