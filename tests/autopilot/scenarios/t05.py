"""What T5 demands and a verb cannot say."""

from tests.autopilot.checks import refuses, runs
from tests.autopilot.pilot import Pilot


@runs
def plan_without_resources(pilot: Pilot) -> None:
    """Plan without any resource: the start has nothing to bring together."""
    pilot.change(resources=[])
    pilot.let_pass()
    pilot.pass_gate("budget_accounts")

    refuses(pilot, rule="T05-R06.resources_exist", **{"try": "start"})
