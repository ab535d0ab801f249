"""Compiling an annual plan: begun, filled with projects, changed line by line."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import ROUND_DOWN, Decimal

from django.db.models import Field, Max, Sum
from django.utils.timezone import localdate

from approvals.organizations.models import User
from audit.actions import AuditAction
from audit.services import audited, record
from config.kernel.money import CENT, wan_text
from config.kernel.periods import chinese_day
from config.kernel.verdicts import StaleVersionError, enforce, refused
from projects.planning.models import AnnualPlan, PlanItem
from projects.planning.queries import (
    in_order_of_priority,
    items_of,
    last_line_of,
    running_projects,
    waiting_projects,
)
from projects.planning.rules import may_begin, may_compile
from projects.registry.facts import facts_of
from projects.registry.models import Project
from projects.registry.queries import passed_record
from projects.registry.services import next_number

LONGEST = 40


def locked_plan(
    plan: AnnualPlan, version: int, changes: Mapping[int, Mapping[str, object]] | None = None
) -> AnnualPlan:
    """Lock a plan and refuse a page that is no longer true, naming what differs by now."""
    fresh = AnnualPlan.objects.select_for_update(of=("self",), no_key=True).get(pk=plan.pk)
    try:
        fresh.require_version(version)
    except StaleVersionError as stale:
        told = tuple(_differences(fresh, changes or {}))
        raise StaleVersionError(stale.message, changes=told) from None
    return fresh


def _differences(plan: AnnualPlan, changes: Mapping[int, Mapping[str, object]]) -> Iterable[str]:
    """Say what stands in the lines of a plan now where a page that came too late says else."""
    for item in items_of(plan).filter(pk__in=list(changes)):
        for name, typed in changes[item.pk].items():
            field = PlanItem._meta.get_field(name)  # noqa: SLF001 - Django's public name
            assert isinstance(field, Field)
            stored = getattr(item, name)
            if stored == typed:
                continue
            now, said = (_in_words(value) for value in (stored, typed))
            yield f"“{item.project.name}”的{field.verbose_name}现在是{now}，您填写的是{said}。"


def _in_words(value: object) -> str:
    if isinstance(value, Decimal):
        return f"{wan_text(value)}万元"
    if isinstance(value, date):
        return chinese_day(value)
    text = "" if value is None else str(value)
    return f"“{text[:LONGEST]}{'…' if len(text) > LONGEST else ''}”" if text else "空白"


def touch(plan: AnnualPlan) -> None:
    """Count a change of the plan."""
    plan.version += 1
    plan.save(update_fields=["version"])


@audited
def begin_plan(*, year: int, actor: User, at: datetime) -> AnnualPlan:
    """Begin the plan of a year."""
    next_number("annual_plan", year)  # its row lock keeps two beginners apart
    enforce(may_begin(year))
    edition = 1 + (AnnualPlan.objects.filter(year=year).aggregate(n=Max("edition"))["n"] or 0)
    plan = AnnualPlan.objects.create(
        year=year,
        edition=edition,
        title=f"{year}年度信息化项目计划" + (f"（第{edition}稿）" if edition > 1 else ""),
        compiled_by=actor,
        created_at=at,
    )
    record(AuditAction.PLAN_BEGUN, target=plan, actor=actor, at=at)
    return plan


@audited
def adjust_plan(plan: AnnualPlan, *, actor: User, at: datetime) -> AnnualPlan:
    """Begin a new edition from an issued plan, with all its lines (调整稿)."""
    if plan.status != AnnualPlan.Status.CONFIRMED:
        enforce(refused("只有已下达的计划才能调整；编制中的计划请直接修改。"))
    edition = begin_plan(year=plan.year, actor=actor, at=at)
    for item in items_of(plan):
        item.pk = None
        item.plan = edition
        item.save(force_insert=True)
    return edition


@audited
def add_projects(
    plan: AnnualPlan, *, project_ids: Iterable[int], version: int, actor: User, at: datetime
) -> list[PlanItem]:
    """Put projects into a plan: replied to and new (新建), or still being built (续建)."""
    plan = locked_plan(plan, version)
    enforce(may_compile(plan))
    chosen = list(project_ids)
    new = waiting_projects().filter(pk__in=chosen)
    projects = [*new, *running_projects(plan).filter(pk__in=chosen)]
    if not projects:
        enforce(refused("请至少选择一个可以列入本计划的项目：已批复待列入的，或正在建设的。"))
    ranked = in_order_of_priority(projects, localdate(at))
    items = [_line(plan, project, rank) for project, rank, _ in ranked]
    PlanItem.objects.bulk_create(items)
    _put_in_order(plan, items)
    touch(plan)
    record(
        AuditAction.PLAN_COMPILED,
        target=plan,
        actor=actor,
        at=at,
        detail={"列入": [project.number for project, _, _ in ranked]},
    )
    return items


def _put_in_order(plan: AnnualPlan, new: Iterable[PlanItem]) -> None:
    """Put new lines before those of lower priority; the others stay in the order they have."""
    added = list(new)
    order = [item for item in items_of(plan) if item.pk not in {one.pk for one in added}]
    for item in added:
        behind = (n for n, other in enumerate(order) if other.priority > item.priority)
        order.insert(next(behind, len(order)), item)
    for position, item in enumerate(order, start=1):
        item.position = position
    PlanItem.objects.bulk_update(order, ["position"])


def _line(plan: AnnualPlan, project: Project, rank: int) -> PlanItem:
    """Write a line with all that the earlier stages, and the plan before, already say."""
    last = last_line_of(project, plan.year)
    if last is not None:
        return _continued(plan, project, last)
    total = project.approved_amount or Decimal(0)
    application = passed_record(project, "application")
    details = application.details if application else {}
    shares = _shares(project, total)
    return PlanItem(
        plan=plan,
        project=project,
        position=0,
        priority=rank,
        content=str(details.get("functions", "") or details.get("business_goals", "") or ""),
        target=str(details.get("expected_benefits", "") or ""),
        total_amount=total,
        **shares,
    )


def _continued(plan: AnnualPlan, project: Project, last: PlanItem) -> PlanItem:
    """Write the line of a project under way: what was paid is done, the rest is for the year."""
    total = project.approved_amount or last.total_amount
    paid = min(total, Decimal(str(facts_of(project).get("payment.total_passed") or 0)))
    left = total - paid
    shares = {
        source: (amount * left / total).quantize(CENT, ROUND_DOWN) if total else Decimal(0)
        for source, amount in _shares(project, total).items()
    }
    shares["fiscal_amount"] += left - sum(shares.values())
    return PlanItem(
        plan=plan,
        project=project,
        position=0,
        content=last.content,
        target=last.target,
        starts_on=last.starts_on,
        ends_on=last.ends_on,
        priority=last.priority,
        total_amount=total,
        spent_before_amount=paid,
        note=f"续建，上次列入{last.plan.year}年度计划",
        **shares,
    )


def _shares(project: Project, total: Decimal) -> dict[str, Decimal]:
    """Divide the approved sum by source as the application did; the rest falls to the fisc."""
    columns = {
        "BOND": "bond_amount",
        "UPPER": "upper_amount",
        "SELF_RAISED": "self_raised_amount",
        "OTHER": "self_raised_amount",
    }
    shares = dict.fromkeys(columns.values(), Decimal(0))
    left = total
    asked = (
        project.records.filter(kind="application")
        .values("projectapplication__lines__source")
        .annotate(total=Sum("projectapplication__lines__amount"))
        .order_by("projectapplication__lines__source")
    )
    for row in asked:
        column = columns.get(row["projectapplication__lines__source"])
        if column is not None and row["total"]:
            part = min(left, row["total"])
            shares[column] += part
            left -= part
    return {**shares, "fiscal_amount": left}


@audited
def change_items(
    plan: AnnualPlan,
    *,
    changes: Mapping[int, Mapping[str, object]],
    version: int,
    actor: User,
    at: datetime,
) -> AnnualPlan:
    """Change lines of a plan: amounts by source, periods, contents."""
    plan = locked_plan(plan, version, changes)
    enforce(may_compile(plan))
    changed: list[str] = []
    for item in items_of(plan).filter(pk__in=list(changes)):
        for name, value in changes[item.pk].items():
            setattr(item, name, value)
        item.save()
        changed.append(item.project.number)
    touch(plan)
    record(AuditAction.PLAN_COMPILED, target=plan, actor=actor, at=at, detail={"修改": changed})
    return plan


@audited
def remove_item(item: PlanItem, *, version: int, actor: User, at: datetime) -> AnnualPlan:
    """Take a project out of a plan again."""
    plan = locked_plan(item.plan, version)
    enforce(may_compile(plan))
    number = item.project.number
    item.delete()
    touch(plan)
    record(AuditAction.PLAN_COMPILED, target=plan, actor=actor, at=at, detail={"移出": [number]})
    return plan
