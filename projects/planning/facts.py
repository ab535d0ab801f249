"""What the annual plan says of a project."""

from collections.abc import Mapping
from decimal import Decimal

from projects.planning.models import AnnualPlan, PlanItem
from projects.planning.queries import YEAR_AMOUNT
from projects.registry.facts import ProjectFile
from projects.registry.models import Project


def provide(project: Project, file: ProjectFile) -> Mapping[str, object]:  # noqa: ARG001
    """Tell whether the project stands in an issued plan, and with how much."""
    item = (
        PlanItem.objects.filter(project=project, plan__status=AnnualPlan.Status.CONFIRMED)
        .annotate(year_amount=YEAR_AMOUNT)
        .order_by("-plan__year", "-plan__edition")
        .first()
    )
    return {
        "plan.issued": item is not None,
        "plan.year_amount": Decimal(0) if item is None else item.year_amount,
    }
