"""What T2 demands and a verb cannot say."""

from tests.autopilot.checks import refuses, runs
from tests.autopilot.pilot import Pilot
from tests.autopilot.scenarios.settings import stages_of


@runs
def open_issue(pilot: Pilot) -> None:
    """Raise an issue and leave it open: the acceptance has to wait."""
    pilot.change(state="OPEN")
    pilot.let_pass()

    refuses(pilot, rule="T02-R11", also=["T02-R10"], **{"try": "NEXT_STAGE"})


@runs
def three_stages(pilot: Pilot) -> None:
    """Come to the last of three stages, and read them on the page of the project."""
    assert stages_of(pilot) == ["项目规划", "项目实施", "项目验收"]
