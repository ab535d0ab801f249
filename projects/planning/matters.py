"""What planning sends for approval: the annual plan, confirmed by three departments."""

from datetime import datetime

from django.urls import reverse

from approvals.flows.matters import Matter, MatterPage
from approvals.flows.models import ApprovalProcess
from approvals.organizations.models import User
from projects.planning.access import may_see
from projects.planning.models import AnnualPlan
from projects.planning.queries import SOURCES, items_of, sums_of
from projects.planning.services import MATTER, confirm_plan, return_plan


def _returned(process: ApprovalProcess, /, *, actor: User, at: datetime) -> None:
    return_plan(process, actor=actor, at=at)


def _describe(process: ApprovalProcess, user: User, /) -> MatterPage:  # noqa: ARG001
    assert process.record_ref is not None
    plan = AnnualPlan.objects.get(pk=process.record_ref)
    return MatterPage(
        url=reverse("projects:planning-plan", kwargs={"plan_id": plan.pk}),
        template="projects/planning/matter.html",
        context={
            "plan": plan,
            "items": items_of(plan),
            "sums": sums_of(plan),
            "sources": SOURCES,
        },
    )


def _may_see(process: ApprovalProcess, user: User, /) -> bool:  # noqa: ARG001
    return may_see(user)


ANNUAL_PLAN = Matter(
    code=MATTER,
    label="年度计划会签",
    describe=_describe,
    on_approved=confirm_plan,
    on_returned=_returned,
    on_rejected=_returned,
    on_withdrawn=_returned,
    on_terminated=_returned,
    may_see=_may_see,
)
