"""What T16 demands and a verb cannot say."""

from tests.autopilot.checks import refuses, runs
from tests.autopilot.pilot import Pilot


@runs
def compared_with_an_open_issue(pilot: Pilot) -> None:
    """Leave an issue undecided: plan and result are not compared before."""
    pilot.leave_open("issue")

    refuses(pilot, rule="T16-S01")
