"""An annual plan with one project in it, and the county around it."""

from dataclasses import dataclass

import pytest

from approvals.flows import services as flows
from approvals.flows.models import ApprovalTask, TaskStatus
from approvals.organizations.models import User
from projects.planning.models import AnnualPlan, PlanItem
from projects.planning.services import add_projects, begin_plan
from tests.builders import County, build_county, initiated, later


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan of 2026 with one project."""

    county: County
    plan_id: int
    project_id: int

    @property
    def now(self) -> AnnualPlan:
        """The plan as it is now."""
        return AnnualPlan.objects.select_related("approval", "compiled_by").get(pk=self.plan_id)

    @property
    def item(self) -> PlanItem:
        """Its line as it is now."""
        return PlanItem.objects.select_related("plan", "project").get(plan=self.plan_id)

    @property
    def compiler(self) -> User:
        """Who compiles it."""
        return self.county.at("DATA_REVIEW")


@pytest.fixture(scope="module")
def _planned(_module_transaction: None) -> Plan:
    county = build_county()
    project = initiated(county)
    compiler = county.at("DATA_REVIEW")
    plan = begin_plan(year=2026, actor=compiler, at=later())
    add_projects(plan, project_ids=[project.pk], version=plan.version, actor=compiler, at=later())
    return Plan(county, plan.pk, project.pk)


@pytest.fixture
def plan(_planned: Plan) -> Plan:
    """A plan of 2026 with one project, being compiled."""
    return _planned


def sign_plan(plan: Plan, *roles: str) -> None:
    """Let departments confirm a plan."""
    for role in roles:
        task = ApprovalTask.objects.select_related("process").get(
            process__record_ref=plan.plan_id,
            matter_code="projects.annual_plan",
            role_code=role,
            status=TaskStatus.OPEN,
        )
        flows.approve(
            task,
            opinion="同意。",
            version=task.process.version,
            actor=plan.county.at(role),
            at=later(),
        )
