"""When an annual plan may be changed, sent and adjusted."""

from config.kernel.verdicts import ALLOWED, Verdict, refused
from projects.planning.models import AnnualPlan
from projects.planning.queries import items_of


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
        name = item.project.name
        if item.year_amount <= 0:
            verdict &= refused(f"“{name}”没有填写年度投资额。")
        if item.spent_before_amount + item.year_amount > item.total_amount:
            verdict &= refused(f"“{name}”累计完成与年度投资之和超过项目总投资。")
        approved = item.project.approved_amount
        if approved is not None and item.total_amount > approved:
            verdict &= refused(f"“{name}”的项目总投资超过批复金额。")
    return verdict
