"""When an annual plan may be changed, sent and adjusted."""

from datetime import date
from decimal import Decimal

from django.urls import reverse

from approvals.organizations.models import User
from approvals.organizations.queries import posts_of
from config.kernel.verdicts import ALLOWED, Missing, Verdict, refused
from projects.planning.access import COMPILE, EXPORT, may_see
from projects.planning.models import AnnualPlan, PlanImport, PlanItem
from projects.planning.queries import SOURCES, compilers_of_route, items_of
from projects.planning.shapes import Department


def may_compile(plan: AnnualPlan) -> Verdict:
    """Decide whether the lines of a plan may be changed now."""
    if plan.status in {AnnualPlan.Status.DRAFT, AnnualPlan.Status.RETURNED}:
        return ALLOWED
    return refused(f"计划{plan.get_status_display()}，不能修改；下达后请另编调整稿。")


def may_begin(year: int) -> Verdict:
    """Decide whether a plan of a year may be begun."""
    open_ones = AnnualPlan.objects.filter(year=year).exclude(status=AnnualPlan.Status.CONFIRMED)
    if open_ones.exists():
        return refused(f"{year}年度已有正在编制的计划，请在原稿上继续。")
    return ALLOWED


def may_submit_plan(plan: AnnualPlan) -> Verdict:
    """Decide whether a plan may go to joint confirmation: lines there, and none overspent."""
    verdict = may_compile(plan)
    items = list(items_of(plan))
    if not items:
        verdict &= refused("计划中还没有项目。")
    for item in items:
        verdict &= _line_is_sound(item)
    return verdict


def _line_is_sound(item: PlanItem) -> Verdict:
    """Decide whether the sums of one line can stand."""
    verdict = ALLOWED
    name = item.project.name
    ids = {"plan_id": item.plan_id, "item_id": item.pk}
    where = (Missing(label=name, url=reverse("projects:planning-item", kwargs=ids)),)
    year = sum((getattr(item, source) for source, _ in SOURCES), Decimal(0))
    if year <= 0:
        verdict &= refused(f"“{name}”没有填写年度投资额。", missing=where)
    if item.spent_before_amount + year > item.total_amount:
        verdict &= refused(f"“{name}”累计完成与年度投资之和超过项目总投资。", missing=where)
    if item.starts_on is None or item.ends_on is None:
        verdict &= refused(f"“{name}”没有填写建设工期。", missing=where)
    if not item.content.strip():
        verdict &= refused(f"“{name}”没有填写建设内容及规模。", missing=where)
    approved = item.project.approved_amount
    if approved is not None and item.total_amount > approved:
        verdict &= refused(f"“{name}”的项目总投资超过批复金额。", missing=where)
    return verdict


def department_of(user: User, on: date) -> Department | None:
    """Return for which department somebody compiles plans together with the others (会编)."""
    if not may_see(user):
        return None
    kind = user.unit.kind_id if user.unit else ""
    compiles = user.has_perm(COMPILE)
    if kind not in set(Department):
        return Department.DATA if compiles else None
    takes_part = compiles or user.has_perm(EXPORT) or _confirms(user, on)
    return Department(kind) if takes_part else None


def _confirms(user: User, on: date) -> bool:
    roles = {post.role_id for post in posts_of(user, on)}
    return not roles.isdisjoint(compilers_of_route())


def may_hand_out(plan: AnnualPlan) -> Verdict:
    """Decide whether a plan may be handed out to be filled in."""
    verdict = may_compile(plan)
    if not plan.items.exists():
        verdict &= refused("计划中还没有项目，请先列入项目再导出会编工作簿。")
    return verdict


def may_settle(found: PlanImport) -> Verdict:
    """Decide whether the changes of a workbook may be decided on now."""
    if not found.is_open:
        return refused(f"这份工作簿{found.get_status_display()}，不能再改。")
    return may_compile(found.base.plan)
