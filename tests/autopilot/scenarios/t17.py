"""What T17 demands and a verb cannot say."""

from datetime import timedelta

import pytest

from config.kernel.verdicts import RuleViolationError
from projects.registry.models import ProjectMember
from projects.registry.services import appoint_member, end_member
from tests.autopilot.checks import refuses, runs
from tests.autopilot.pilot import Pilot


@runs
def nobody_controls_quality(pilot: Pilot) -> None:
    """Take everybody out of the quality group: the survey must not begin."""
    for member in _members(pilot, "QUALITY_GROUP"):
        end_member(member, last_day=pilot.on, actor=pilot.project.handler, at=pilot.at)
    pilot.at += timedelta(days=1)

    refuses(pilot, rule="T17-R08")


@runs
def a_developer_controls_no_quality(pilot: Pilot) -> None:
    """Put a developer into the quality group: who writes a program does not judge it."""
    developer = _members(pilot, "DEVELOPER")[0].user

    with pytest.raises(RuleViolationError) as caught:
        appoint_member(
            pilot.project,
            "QUALITY_GROUP",
            user=developer,
            starts_on=pilot.on,
            actor=pilot.project.handler,
            at=pilot.at,
        )

    assert "同一人不能兼任" in caught.value.verdict.text


@runs
def opinion_unhandled(pilot: Pilot) -> None:
    """Leave an opinion of a user undecided: the trial is not judged before."""
    evaluation = pilot.record_id
    pilot.draft("trial_feedback")
    pilot.submit()
    pilot.record_id = evaluation

    refuses(pilot, rule="T17-R18")


@runs
def nobody_develops(pilot: Pilot) -> None:
    """Take the developers out of the project: there is nobody to appoint."""
    for member in _members(pilot, "DEVELOPER"):
        end_member(member, last_day=pilot.on, actor=pilot.project.handler, at=pilot.at)
    pilot.at += timedelta(days=1)

    refuses(pilot, rule="T17-S03")


@runs
def archived_with_an_open_change(pilot: Pilot) -> None:
    """Ask for a change and leave it undecided: the project is not filed before."""
    pilot.leave_open("requirement_change")
    pilot.let_pass()
    pilot.pass_gate("release")
    pilot.draft_only("archiving")

    refuses(pilot, rule="T17-S06")


def _members(pilot: Pilot, role: str) -> list[ProjectMember]:
    found = ProjectMember.objects.filter(
        project_id=pilot.project_id, role__code=role, is_ended=False
    )
    return list(found.select_related("user", "role", "appointment", "project"))
