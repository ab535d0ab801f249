"""The county at a glance, for those who lead: stages, money by source, what is overdue."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, Q, Sum
from django.urls import reverse

from approvals.flows.models import ApprovalTask, TaskStatus
from approvals.organizations.models import User
from config.kernel.money import wan_text
from projects.planning.models import AnnualPlan, PlanItem
from projects.registry.access import visible_projects
from projects.registry.models import Stage, Standing

MOST_UNITS = 8
MOST_YEARS = 5
WAN = Decimal(10_000)

type Row = dict[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class County:
    """The figures of a leader's workbench."""

    stages: Sequence[Row]
    standings: Sequence[Row]
    years: Sequence[Row]
    overdue: Sequence[Row]


def county(user: User, on: date) -> County:
    """Read the county as far as this reader may see it."""
    return County(
        stages=_by_stage(user, on),
        standings=_by_standing(user, on),
        years=_by_year(user, on),
        overdue=_overdue_by_unit(user, on),
    )


def _by_stage(user: User, on: date) -> list[Row]:
    """Count the projects under way in each stage, with what they cost."""
    rows = (
        visible_projects(user, on)
        .filter(standing=Standing.ACTIVE)
        .values_list("stage")
        .annotate(count=Count("pk"), amount=Sum("estimated_amount"))
    )
    found = {stage: (count, amount) for stage, count, amount in rows}
    ledger = reverse("projects:overview-ledger")
    stages = []
    for stage in Stage:
        count, amount = found.get(stage, (0, None))
        stages.append(
            {
                "label": stage.label,
                "value": count,
                "text": f"{count} 个 / {wan_text(amount or Decimal(0))}",
                "href": f"{ledger}?stage={stage}&standing={Standing.ACTIVE}",
            }
        )
    return stages


def _by_standing(user: User, on: date) -> list[Row]:
    ledger = reverse("projects:overview-ledger")
    found = visible_projects(user, on).values_list("standing").annotate(n=Count("pk"))
    return [
        {"label": Standing(standing).label, "value": n, "href": f"{ledger}?standing={standing}"}
        for standing, n in sorted(found, key=lambda pair: (-pair[1], pair[0]))
    ]


def _by_year(user: User, on: date) -> list[Row]:
    """Add up the issued plans of each year by source; the newest edition of a year counts."""
    issued = AnnualPlan.objects.filter(status=AnnualPlan.Status.CONFIRMED)
    newest = dict(issued.order_by("year", "edition").values_list("year", "pk"))
    sums = (
        PlanItem.objects.filter(
            plan__in=newest.values(), project__in=visible_projects(user, on).values("pk")
        )
        .values_list("plan__year")
        .annotate(
            fiscal=Sum("fiscal_amount"),
            upper=Sum("upper_amount") + Sum("bond_amount"),
            own=Sum("self_raised_amount"),
        )
        .order_by("plan__year")
    )
    return [_year(year, by_source) for year, *by_source in sums][-MOST_YEARS:]


def _year(year: int, by_source: Sequence[Decimal]) -> Row:
    values = [amount / WAN for amount in by_source]
    return {
        "label": f"{year}年",
        "values": values,
        "text": f"{sum(values, Decimal(0)):,.0f}",
    }


def _overdue_by_unit(user: User, on: date) -> list[Row]:
    """Count what lies too long, by the unit on whose desk it lies."""
    visible = visible_projects(user, on).values("pk")
    found = (
        ApprovalTask.objects.filter(
            Q(process__project_ref__in=visible), status=TaskStatus.OPEN, due_on__lt=on
        )
        .values_list("post__unit__short_name")
        .annotate(n=Count("pk"))
        .order_by("-n", "post__unit__short_name")[:MOST_UNITS]
    )
    return [{"label": unit, "value": n, "text": f"{n} 件", "tint": "bad"} for unit, n in found]
