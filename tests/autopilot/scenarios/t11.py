"""What T11 demands and a verb cannot say."""

from approvals.flows.models import Opinion
from tests.autopilot.checks import runs, step_refuses
from tests.autopilot.pilot import Pilot


@runs
def another_than_the_head_is_responsible(pilot: Pilot) -> None:
    """Name somebody as first responsible who is not the head that signs."""
    pilot.change(first_responsible="信息科科长")

    step_refuses(pilot, role="UNIT_HEAD", stated={}, rule="T11-R09.head")


@runs
def filed_instead_of_approved(pilot: Pilot) -> None:
    """Ask for a filing: it is filed for the record, and nobody approves."""
    pilot.change(mode="FILING")
    pilot.let_pass()

    _went_through(pilot, "unit_head", "filing")


@runs
def approved_and_not_filed(pilot: Pilot) -> None:
    """Ask for an approval: it is approved, and nobody files it."""
    pilot.change(mode="APPROVAL")
    pilot.let_pass()

    _went_through(pilot, "unit_head", "approval")


def _went_through(pilot: Pilot, *steps: str) -> None:
    signed = Opinion.objects.filter(process__record_ref=pilot.record_id, task__isnull=False)
    seen = tuple(signed.order_by("pk").values_list("step_code", flat=True))
    assert seen == steps, f"It went through {seen}."
