"""What T4 demands and a verb cannot say."""

from approvals.flows.models import Opinion
from projects.acceptance.rules import ResourceLine
from tests.autopilot.checks import RUNS, refuses, runs
from tests.autopilot.pilot import Pilot
from tests.builders import OTHER_OWNER, application_ready, send
from tests.filled import acceptance_values
from tests.life import catalogued, planned, resource


@runs
def data_not_collected(pilot: Pilot) -> None:
    """Leave data catalogued and not collected: that bars the acceptance."""
    catalogued(pilot.county, pilot.project, resource(collected_on=None), at=pilot.at)

    refuses(pilot, rule="T04-R15")


@runs
def data_not_catalogued(pilot: Pilot) -> None:
    """Leave a resource out of the catalogue: that bars the acceptance."""
    catalogued(pilot.county, pilot.project, _unlisted(), at=pilot.at)

    refuses(pilot, rule="T04-R14", also=["T04-R15"])


def _unlisted() -> ResourceLine:
    return resource(catalogued_on=None, collected_on=None)


@runs
def similar_project(pilot: Pilot) -> None:
    """Leave a project that looks alike unanswered."""
    other = application_ready(pilot.county, name=pilot.project.name, unit=OTHER_OWNER, at=pilot.at)
    send(pilot.county, other, at=pilot.at)

    refuses(pilot, rule="T04-R10", values={"background": "再次核对后补充。"})


@runs
def change_under_way(pilot: Pilot) -> None:
    """Begin a change and leave it open."""
    accounts = pilot.record_id
    pilot.draft_only("payment", amount="0.01")
    pilot.record_id = accounts

    refuses(pilot, rule="T04-S13")


@runs
def maintenance_under_way(pilot: Pilot) -> None:
    """Begin a record of the operation and leave it open."""
    archive = pilot.record_id
    pilot.draft_only("maintenance_record")
    pilot.record_id = archive

    refuses(pilot, rule="T04-R07.closed")


def _wanting(number: int, rule: str) -> None:
    def scenario(pilot: Pilot) -> None:
        rows = [dict(row) for row in acceptance_values()["materials"]]
        rows[number - 1]["completeness"] = "MISSING"
        refuses(pilot, rule=rule, values={"materials": rows})

    RUNS[f"wanting_{number}"] = scenario


for _number in range(1, 7):
    _wanting(_number, f"T17-R{23 + _number}")


@runs
def joint_plan(pilot: Pilot) -> None:
    """Compile a plan: data, development and finance departments confirm it together."""
    planned(pilot.county, pilot.project, at=pilot.at)

    signed = Opinion.objects.filter(process__matter_code="projects.annual_plan")
    steps = set(signed.values_list("step_code", "task__role_code"))
    together = {("joint", role) for role in ("DATA_HEAD", "NDRC_APPROVAL", "FINANCE_BUDGET")}
    assert together <= steps, f"It was signed by {steps}."
