"""The annual plan as workbooks: the one that is signed, and the one a department fills in."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.timezone import localtime

from documents.spreadsheets import Column, ColumnKind, Guard, PlanLine, write_list, write_plan
from projects.planning.models import AnnualPlan, PlanItem, PlanVersion
from projects.planning.queries import SOURCES, items_of, replies_of
from projects.planning.shapes import CELL_OF, CellKind, Department, PlanCell
from projects.planning.snapshots import (
    SUM,
    FixedColumn,
    columns_of_workbook,
    identity_of,
    key_of,
    may_change,
)
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


GROUPS = {"starts_on": "建设工期", "ends_on": "建设工期"} | {
    name: "年度投资额" for name, _ in SOURCES
}
HEADS = {"starts_on": "起", "ends_on": "止"}
KINDS = {
    CellKind.TEXT: ColumnKind.LONG_TEXT,
    CellKind.DAY: ColumnKind.DATE,
    CellKind.MONEY: ColumnKind.MONEY,
    CellKind.PRIORITY: ColumnKind.NUMBER,
}
WIDTHS = {
    "position": 5, "number": 11, "name": 24, "unit": 14, "content": 28, "year_content": 22,
    "target": 18, "note": 12, "priority": 7,
}  # fmt: skip
AMOUNT_WIDTH = 11.5
PRIORITIES = ("1", "2", "3", "4", "5")


def exchange_workbook(version: PlanVersion) -> bytes:
    """Write the workbook a department fills in: its columns open, all others locked."""
    department = Department(version.department)
    columns = [_column(column, department) for column in columns_of_workbook()]
    open_ones = "、".join(cell.label for cell in CELL_OF.values() if may_change(cell, department))
    return write_list(
        columns,
        (_row(line) for line in version.lines),
        title=version.plan.title,
        note=f"{department.label}会编工作簿　导出于{localtime(version.made_at):%Y-%m-%d %H:%M}"
        f"　黄色列由{department.label}填写：{open_ones}",
        unit="单位：万元",
        guard=Guard(
            identity=identity_of(version),
            keys=[key_of(version, line["project"]) for line in version.lines],
        ),
    )


def _column(column: FixedColumn | PlanCell | None, department: Department) -> Column:
    if column is None:
        labels = tuple(CELL_OF[name].label for name, _ in SOURCES)
        return Column(
            SUM, ColumnKind.MONEY, AMOUNT_WIDTH, "年度投资额", is_summed=True, sum_of=labels
        )
    if isinstance(column, FixedColumn):
        is_number = column.code == "position"
        kind = ColumnKind.NUMBER if is_number else ColumnKind.LONG_TEXT
        return Column(column.label, kind, WIDTHS[column.code])
    return Column(
        HEADS.get(column.code, column.label),
        KINDS[column.kind],
        WIDTHS.get(column.code, AMOUNT_WIDTH),
        GROUPS.get(column.code, ""),
        is_summed=column.kind is CellKind.MONEY,
        is_open=may_change(column, department),
        choices=PRIORITIES if column.kind is CellKind.PRIORITY else (),
    )


def _row(line: Mapping[str, Any]) -> list[object]:
    return [
        line[column.code]
        if isinstance(column, FixedColumn)
        else None
        if column is None
        else _value(column, line["cells"][column.code])
        for column in columns_of_workbook()
    ]


def _value(cell: PlanCell, text: str) -> object:
    if not text:
        return None
    if cell.kind is CellKind.MONEY:
        return Decimal(text)
    if cell.kind is CellKind.DAY:
        return date.fromisoformat(text)
    return int(text) if cell.kind is CellKind.PRIORITY else text
