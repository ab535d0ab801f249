"""What T13 demands and a verb cannot say."""

from functools import partial

from projects.registry.models import RecordStatus
from projects.regulations.queries import role_in
from tests.autopilot.checks import RUNS, refuses, runs
from tests.autopilot.pilot import Pilot


def training_signed_by(pilot: Pilot, *, role: str) -> None:
    """Let one of the two units confirm the training, which they hold together: no trial yet."""
    pilot.submit()
    pilot.agree(pilot.walk_to(role_in(pilot.rulebook, role)))

    refuses(pilot, rule="T13-R11", **{"try": "trial_run"})


RUNS["training_signed_by_the_users_only"] = partial(training_signed_by, role="UNIT_HEAD")
RUNS["training_signed_by_the_it_department_only"] = partial(
    training_signed_by, role="IT_DEPARTMENT"
)


@runs
def change_without_the_leading_group(pilot: Pilot) -> None:
    """Let the competent department agree to a change and nobody else: it is not decided."""
    pilot.submit()
    pilot.walk_to(role_in(pilot.rulebook, "IT_LEADING_GROUP"))

    assert pilot.record.status == RecordStatus.PENDING
    refuses(pilot, rule="T13-S04", **{"try": "functional_acceptance"})
