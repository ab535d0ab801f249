"""What T14 demands and a verb cannot say."""

from tests.autopilot.checks import refuses, runs
from tests.autopilot.pilot import Pilot


@runs
def accepted_with_an_open_quality_issue(pilot: Pilot) -> None:
    """Leave a quality issue undecided: the project is not accepted before."""
    pilot.leave_open("quality_issue")

    refuses(pilot, rule="T14-S01")
