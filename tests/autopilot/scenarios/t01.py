"""What T1 demands and a verb cannot say."""

from datetime import date, datetime

from config.kernel.verdicts import RuleViolationError
from tests.autopilot.checks import assigned, refuses, runs
from tests.autopilot.pilot import Pilot
from tests.autopilot.scenarios.settings import stages_of, with_setting
from tests.builders import AT


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
def binds_from_its_first_day(pilot: Pilot) -> None:
    """Begin a project on the eve and on the day itself: only the eve is barred."""
    words = "自2022年4月28日起施行"
    eve, day = (why_not(pilot, date(2022, 4, number)) for number in (27, 28))

    assert words in eve, f"On the eve of its first day it says only: {eve}"
    assert words not in day, f"On its first day it says: {day}"


def why_not(pilot: Pilot, on: date) -> str:
    """Try to begin a project on a day, and return what stands in the way."""
    try:
        Pilot(pilot.county, pilot.script, at=datetime.combine(on, AT.timetz())).begin()
    except RuleViolationError as refused:
        return refused.verdict.text
    return ""


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
