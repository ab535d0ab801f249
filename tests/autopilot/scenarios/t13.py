"""What T13 demands and a verb cannot say."""

from tests.autopilot.checks import refuses, runs
from tests.autopilot.pilot import Pilot


@runs
def accepted_with_an_open_purchase(pilot: Pilot) -> None:
    """Leave a purchase undecided: its functions are not accepted before."""
    pilot.leave_open("procurement")

    refuses(pilot, rule="T13-S04")


@runs
def accepted_with_an_open_change(pilot: Pilot) -> None:
    """Leave a change undecided: the project is not accepted before."""
    pilot.leave_open("change_application")

    refuses(pilot, rule="T13-S06")
