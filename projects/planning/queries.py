"""Reading annual plans, their sums, and the projects that wait for one."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from django.db.models import Count, Exists, F, OuterRef, QuerySet, Subquery, Sum

from approvals.flows.models import FlowDefinition
from projects.initiation.models import Initiation
from projects.planning.models import AnnualPlan, PlanItem
from projects.registry.models import Project, Record, RecordStatus, Stage, Standing
from projects.regulations.queries import flow_of, versions_in_force

SOURCES = (
    ("fiscal_amount", "财政资金"),
    ("bond_amount", "债券资金"),
    ("upper_amount", "上级资金"),
    ("self_raised_amount", "自筹资金"),
)
SUMMED = ("total_amount", "spent_before_amount", *(name for name, _ in SOURCES))
BEING_BUILT = (Stage.CONSTRUCTION, Stage.ACCEPTANCE)
YEAR_AMOUNT = F("fiscal_amount") + F("bond_amount") + F("upper_amount") + F("self_raised_amount")


def items_of(plan: AnnualPlan) -> QuerySet[PlanItem]:
    """Return the projects of a plan in the order of print, with the sum of their year.

    `is_continued` tells what was begun by the plan of an earlier year (续建).
    """
    return (
        PlanItem.objects.filter(plan=plan)
        .select_related("project__owner_unit")
        .annotate(
            year_amount=YEAR_AMOUNT, is_continued=Exists(_issued_before(plan.year, "project"))
        )
        .order_by("position", "pk")
    )


def sums_of(plan: AnnualPlan) -> dict[str, Decimal]:
    """Return the sums of a plan: investment, spent before, and the year by source."""
    return sums_by_plan([plan])[plan.pk]


def sums_by_plan(plans: Iterable[AnnualPlan]) -> dict[int, dict[str, Decimal]]:
    """Return the sums of several plans, in one query."""
    ids = [plan.pk for plan in plans]
    rows = (
        PlanItem.objects.filter(plan__in=ids)
        .order_by()
        .values_list("plan")
        .annotate(*(Sum(name) for name in SUMMED), projects=Count("pk"))
    )
    sums = {pk: dict.fromkeys((*SUMMED, "year_amount", "projects"), Decimal(0)) for pk in ids}
    for plan_id, *added, projects in rows:
        of_plan = dict(zip(SUMMED, added, strict=True))
        year = sum((of_plan[name] for name, _ in SOURCES), Decimal(0))
        sums[plan_id] = {**of_plan, "year_amount": year, "projects": Decimal(projects)}
    return sums


def places_of(project: Project) -> QuerySet[PlanItem]:
    """Return where a project stands in annual plans, the newest plan first."""
    return (
        PlanItem.objects.filter(project=project)
        .select_related("plan")
        .annotate(year_amount=YEAR_AMOUNT)
        .order_by("-plan__year", "-plan__edition")
    )


def waiting_projects() -> QuerySet[Project]:
    """Return the projects that were replied to and stand in no plan yet."""
    replied = Record.objects.filter(
        project=OuterRef("pk"), kind="initiation", status=RecordStatus.PASSED
    )
    planned = PlanItem.objects.filter(project=OuterRef("pk"))
    return (
        Project.objects.filter(
            Exists(replied),
            ~Exists(planned),
            stage=Stage.INITIATION,
            standing=Standing.ACTIVE,
        )
        .select_related("owner_unit")
        .order_by("created_at", "pk")
    )


def running_projects(plan: AnnualPlan) -> QuerySet[Project]:
    """Return the projects of earlier plans that are still being built, but stand not in this one.

    `planned_in` is the year of the plan they stood in last (续建).
    """
    earlier = _issued_before(plan.year, "pk")
    return (
        Project.objects.filter(
            Exists(earlier),
            ~Exists(PlanItem.objects.filter(project=OuterRef("pk"), plan=plan)),
            stage__in=BEING_BUILT,
            standing=Standing.ACTIVE,
        )
        .select_related("owner_unit")
        .annotate(planned_in=Subquery(earlier.values("plan__year")[:1]))
        .order_by("created_at", "pk")
    )


def last_line_of(project: Project, year: int) -> PlanItem | None:
    """Return where a project stood last in an issued plan of a year before this one."""
    return _issued(year).filter(project=project).select_related("plan").first()


def _issued(year: int) -> QuerySet[PlanItem]:
    return PlanItem.objects.filter(
        plan__year__lt=year, plan__status=AnnualPlan.Status.CONFIRMED
    ).order_by("-plan__year", "-plan__edition")


def _issued_before(year: int, project: str) -> QuerySet[PlanItem]:
    """Return the earlier lines about the project that the outer query names."""
    return _issued(year).filter(project=OuterRef(project))


def replies_of(project_ids: Sequence[int]) -> dict[int, str]:
    """Return the official replies to these projects, by project."""
    found = Initiation.objects.filter(
        project__in=list(project_ids), status=RecordStatus.PASSED
    ).order_by("pk")
    return {reply.project_id: f"立项批复 {reply.reply_number}" for reply in found}


def plans() -> QuerySet[AnnualPlan]:
    """All plans, newest year and edition first."""
    return AnnualPlan.objects.select_related("compiled_by", "approval").order_by(
        "-year", "-edition"
    )


def plan_flow() -> FlowDefinition | None:
    """Return the route on which annual plans are confirmed, of a rulebook in force."""
    flows = (flow_of(version, "annual_plan") for version in versions_in_force())
    return next((flow for flow in flows if flow is not None), None)
