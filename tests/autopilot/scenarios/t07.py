"""What T7 demands and a verb cannot say."""

from functools import partial

import pytest

from approvals.calendars.queries import working_calendar
from approvals.organizations.models import Unit, User
from config.kernel.periods import PeriodUnit, deadline
from config.kernel.verdicts import RuleViolationError
from projects.planning.services import add_projects, begin_plan
from projects.regulations.services import import_pack, put_in_force
from tests.autopilot.checks import RUNS, assigned, refuses, runs
from tests.autopilot.pages import folded, visit, words_on
from tests.autopilot.pilot import Pilot
from tests.autopilot.scenarios.settings import with_setting


@runs
def draft_is_not_put_in_force(pilot: Pilot) -> None:
    """Import the text as it is, a draft for comment: it cannot be put in force."""
    draft = pilot.rulebook.model_copy(update={"status": "DRAFT", "summary": "征求意见稿。"})
    version = import_pack(draft, actor=User.system(), at=pilot.at)

    with pytest.raises(RuleViolationError, match="征求意见稿"):
        put_in_force(version, actor=User.system(), at=pilot.at)


@runs
def filing_before_approval(pilot: Pilot) -> None:
    """Let the city register first: then the approval waits for the registration."""
    with_setting(pilot, "filing_first", value=True)

    refuses(pilot, rule="T07-R06.before")


@runs
def own_project_argued_elsewhere(pilot: Pilot) -> None:
    """Let the owner be the government office itself: another unit argues its project."""
    Unit.objects.filter(pk=pilot.project.owner_unit_id).update(kind="LEADING_GROUP")

    assigned(pilot, roles=["UNIT_HEAD", "NDRC_APPROVAL"])


@runs
def urgent_lane(pilot: Pilot) -> None:
    """Mark the project as closing a gap of security: the decision is due in five days."""
    pilot.change(security_gap=True)
    pilot.let_pass()
    pilot.pass_gate("technical_argument")
    pilot.stand_before("project_approval")
    pilot.submit()
    pilot.walk(until="urgent")

    task = pilot.open_tasks().get(step_code="urgent")
    assert task.due_on == deadline(pilot.on, 5, PeriodUnit.WORKDAY, working_calendar())


# The five kinds of projects that come first, by the box that says so; the last are all others.
COME_FIRST = {
    "security_gap": "补短板、除隐患",
    "state_order": "上级部署",
    "city_order": "市委、市政府部署",
    "internet_plus": "互联网+",
    "integration": "整合共享",
}


def planned_by(pilot: Pilot, *, box: str) -> None:
    """Tick why a project comes first: it stands in the queue and in the plan by that."""
    pilot.change(**dict.fromkeys(COME_FIRST, False) | {box: True})
    pilot.let_pass()
    pilot.pass_gate("technical_argument")
    pilot.pass_gate("project_approval")
    compiler = pilot.county.at("NDRC_APPROVAL")
    plan = begin_plan(year=pilot.on.year, actor=compiler, at=pilot.at)

    queue = words_on(visit(pilot, compiler, f"/plans/{plan.pk}/"))
    (line,) = add_projects(
        plan, project_ids=[pilot.project_id], version=plan.version, actor=compiler, at=pilot.at
    )

    assert folded(f"优先安排：{COME_FIRST[box]}") in queue
    assert line.priority == 1 + list(COME_FIRST).index(box)


RUNS.update({f"planned_by_{box}": partial(planned_by, box=box) for box in COME_FIRST})
