"""What T1 demands and a verb cannot say."""

from tests.autopilot.checks import assigned, refuses, runs
from tests.autopilot.pilot import Pilot
from tests.autopilot.scenarios.settings import stages_of, with_setting


@runs
def seven_stages(pilot: Pilot) -> None:
    """Travel through seven stages in the order of the text, each entered on its day."""
    assert stages_of(pilot) == ["申报", "立项", "建设", "验收", "应用", "运维", "绩效评价"]


@runs
def repeated_construction(pilot: Pilot) -> None:
    """Find that the thing is there already: there is no approval."""
    approval = pilot.record_id
    pilot.draft("duplicate_check", result="REPEATED")
    pilot.let_pass()
    pilot.record_id = approval

    refuses(pilot, rule="T01-R11")


@runs
def approver_is_a_setting(pilot: Pilot) -> None:
    """Let the administrator name another approver, and see it come to that desk."""
    with_setting(pilot, "approver", "NDRC")

    assigned(pilot, roles=["UNIT_HEAD", "NDRC_APPROVAL"])


@runs
def approver_is_the_leading_group(pilot: Pilot) -> None:
    """Let the administrator name the leading group."""
    with_setting(pilot, "approver", "LEADING_GROUP")

    assigned(pilot, roles=["UNIT_HEAD", "LEADING_GROUP"])
