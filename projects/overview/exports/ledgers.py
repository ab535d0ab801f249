"""The ledger as a workbook: exactly the projects that were listed."""

from collections.abc import Iterator, Sequence
from datetime import date

from documents.spreadsheets import Column, ColumnKind, write_list
from projects.overview.queries.ledger import desks_of, holder_of
from projects.registry.models import Project

COLUMNS = (
    Column("项目编号", width=12),
    Column("项目名称", ColumnKind.LONG_TEXT, 30),
    Column("建设单位", width=22),
    Column("建设性质", width=10),
    Column("项目类别", width=14),
    Column("阶段", width=10),
    Column("状态", width=10),
    Column("申报年度", ColumnKind.NUMBER, 9),
    Column("申报金额", ColumnKind.MONEY, 13, is_summed=True),
    Column("审定金额", ColumnKind.MONEY, 13, is_summed=True),
    Column("批复金额", ColumnKind.MONEY, 13, is_summed=True),
    Column("经办人", width=10),
    Column("在谁手上", ColumnKind.LONG_TEXT, 24),
    Column("停留工作日", ColumnKind.NUMBER, 10),
    Column("进入本阶段日期", ColumnKind.DATE, 14),
)


def ledger_workbook(listed: Sequence[Project], on: date, *, wanted: str = "") -> bytes:
    """Write the listed projects, one row each, and say which filter they answer."""
    note = f"共 {len(listed)} 个项目，导出日期 {on.isoformat()}"
    note += f"，筛选条件：{wanted}" if wanted else ""
    return write_list(COLUMNS, _rows(listed, on), title="项目台账", note=note, unit="单位：万元")


def _rows(projects: Sequence[Project], on: date) -> Iterator[list[object]]:
    desks = desks_of([project.pk for project in projects], on)
    for project in projects:
        desk = desks.get(project.pk)
        yield [
            project.number,
            project.name,
            project.owner_unit.name,
            project.get_build_type_display(),
            project.get_object_kind_display(),
            project.stage_label,
            project.get_standing_display(),
            project.plan_year,
            project.estimated_amount,
            project.reviewed_amount,
            project.approved_amount,
            project.handler.full_name,
            holder_of(project, desk),
            desk.days if desk else None,
            project.stage_entered_on,
        ]
