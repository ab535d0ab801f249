"""The annual plan as a workbook with the statutory columns."""

from documents.spreadsheets import PlanLine, write_plan
from projects.planning.models import AnnualPlan, PlanItem
from projects.planning.queries import items_of, replies_of
from projects.registry.models import Project

SIGN_OFFS = ("数据部门（盖章）：", "发展改革部门（盖章）：", "财政部门（盖章）：", "编制人：")


def plan_workbook(plan: AnnualPlan) -> bytes:
    """Write a plan as it is printed and signed: one row a project, sums as formulas."""
    items = list(items_of(plan))
    replies = replies_of([item.project_id for item in items])
    return write_plan(
        (_line(item, replies.get(item.project_id, "")) for item in items),
        title=plan.title,
        note=f"编制单位：{plan.compiled_by.unit or ''}　{plan.get_status_display()}",
        sign_offs=SIGN_OFFS,
    )


def _build_type(item: PlanItem) -> str:
    """Return 续建 for what an earlier plan began, else what was applied for."""
    if getattr(item, "is_continued", False):
        return Project.BuildType.CONTINUED.label
    return item.project.get_build_type_display()


def _line(item: PlanItem, reply: str) -> PlanLine:
    return PlanLine(
        name=item.project.name,
        owner_unit=item.project.owner_unit.name,
        build_type=_build_type(item),
        content=item.content,
        starts_on=item.starts_on,
        ends_on=item.ends_on,
        total_amount=item.total_amount,
        completed_amount=item.spent_before_amount,
        fiscal_amount=item.fiscal_amount,
        bond_amount=item.bond_amount,
        upper_amount=item.upper_amount,
        self_raised_amount=item.self_raised_amount,
        year_content=item.year_content,
        preparation=reply,
        target=item.target,
        priority=item.priority,
        department=item.project.owner_unit.short_name,
        remark=item.note,
    )
