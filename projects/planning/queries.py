"""Reading annual plans, their sums, and the projects that wait for one."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Sum

from approvals.calendars.queries import working_calendar
from approvals.flows.models import FlowDefinition
from config.kernel.money import CENT
from config.kernel.texts import clean
from projects.initiation.models import Initiation
from projects.planning.models import AnnualPlan, PlanImport, PlanItem, PlanVersion
from projects.planning.shapes import (
    CELLS,
    LOWEST_PRIORITY,
    USUAL_PRIORITY,
    CellChange,
    CellKind,
    PlanCell,
    as_text,
    compare,
)
from projects.registry.facts import facts_of_each
from projects.registry.models import Project, Record, RecordStatus, Stage, Standing
from projects.regulations.interpreter import plan_priority
from projects.regulations.models import RulebookVersion
from projects.regulations.queries import flow_of, rulebook_of, versions_in_force

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
        _admitting(), project=OuterRef("pk"), status=RecordStatus.PASSED
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


def _admitting() -> Q:
    """Say which record a project passes before it waits for a plan, by its own measures."""
    found = Q(kind="initiation")
    here = Project.objects.filter(rulebook=OuterRef("pk"), stage=Stage.INITIATION)
    for version in RulebookVersion.objects.filter(Exists(here)):
        for kind in {plan.after for plan in rulebook_of(version).plans if plan.after}:
            found |= Q(kind=kind, project__rulebook=version)
    return found


def in_order_of_priority(projects: Iterable[Project], on: date) -> list[tuple[Project, int, str]]:
    """Put projects into the order in which their measures let them come first (优先安排).

    Each with its rank from 1 and the name of its class; measures without classes rank all alike.
    """
    waiting = list(projects)
    versions = RulebookVersion.objects.in_bulk({project.rulebook_id for project in waiting})
    for project in waiting:
        project.rulebook = versions[project.rulebook_id]
    classed = [p for p in waiting if any(r.priorities for r in rulebook_of(p.rulebook).plans)]
    facts, calendar = facts_of_each(classed) if classed else {}, working_calendar()
    found: list[tuple[Project, int, str]] = []
    for project in waiting:
        told = project.pk in facts and plan_priority(
            rulebook_of(project.rulebook), facts[project.pk], on, calendar
        )
        rank, label = (told[0], told[1].label) if told else (USUAL_PRIORITY, "")
        found.append((project, min(rank, LOWEST_PRIORITY), label))
    return sorted(found, key=lambda one: one[1])


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


def cells_of(item: PlanItem) -> dict[str, str]:
    """Return what a line says, cell by cell, as it is kept in versions and workbooks."""
    return {cell.code: _kept(cell, getattr(item, cell.code)) for cell in CELLS}


def _kept(cell: PlanCell, value: object) -> str:
    if cell.kind is CellKind.MONEY:
        return str(Decimal(str(value)).quantize(CENT))
    return clean(as_text(value))


def lines_of(plan: AnnualPlan) -> list[dict[str, Any]]:
    """Return the lines of a plan as a version keeps them, in the order of print."""
    return [
        {
            "project": item.project_id,
            "position": item.position,
            "number": item.project.number,
            "name": item.project.name,
            "unit": item.project.owner_unit.name,
            "cells": cells_of(item),
        }
        for item in items_of(plan)
    ]


def cells_by_project(lines: Iterable[Mapping[str, Any]]) -> dict[int, dict[str, str]]:
    """Return the cells of kept lines by project."""
    return {int(line["project"]): dict(line["cells"]) for line in lines}


def versions_of_year(year: int) -> QuerySet[PlanVersion]:
    """Return what was reported, approved and adjusted in a year, oldest first."""
    return (
        PlanVersion.objects.filter(plan__year=year)
        .exclude(kind=PlanVersion.Kind.WORKBOOK)
        .select_related("plan")
        .order_by("made_at", "pk")
    )


def imports_of(plan: AnnualPlan) -> QuerySet[PlanImport]:
    """Return the workbooks that came back, the newest first."""
    return (
        PlanImport.objects.filter(base__plan=plan)
        .select_related("base", "imported_by")
        .defer("lines", "base__lines")
        .order_by("-imported_at", "-pk")
    )


def changes_of(found: PlanImport) -> list[CellChange]:
    """Return what a workbook would change in its plan as the plan is now."""
    base = found.base
    now = cells_by_project(lines_of(base.plan))
    theirs = {int(key): cells for key, cells in found.lines.items()}
    return compare(cells_by_project(base.lines), theirs, now)


def compilers_of_route() -> frozenset[str]:
    """Return the roles that confirm annual plans, and so compile them together."""
    flow = plan_flow()
    steps = flow.route.steps if flow is not None else ()
    return frozenset(role for step in steps for role in step.roles)
