"""The ledger as a workbook: exactly the projects that were listed."""

from collections.abc import Iterator
from datetime import date
from itertools import batched

from django.db.models import QuerySet

from documents.spreadsheets import Column, ColumnKind, Listing
from projects.overview.queries.ledger import desks_of, holder_of
from projects.registry.models import Project

AT_ONCE = 1_000
COLUMNS = (
    Column("项目编号", width=12),
    Column("项目名称", ColumnKind.LONG_TEXT, 30),
    Column("申报年度", ColumnKind.NUMBER, 9),
    Column("建设单位", width=22),
    Column("阶段", width=10),
    Column("状态", width=10),
    Column("申报金额", ColumnKind.MONEY, 13, is_summed=True),
    Column("批复金额", ColumnKind.MONEY, 13, is_summed=True),
    Column("在谁手上", ColumnKind.LONG_TEXT, 24),
    Column("环节", width=14),
    Column("停留工作日", ColumnKind.NUMBER, 10),
    Column("是否超期", width=9),
)


def ledger_listing(listed: QuerySet[Project], on: date, *, wanted: str) -> Listing:
    """Return the listed projects as a list to export, one row each, in the order of the page."""
    return Listing(
        title="项目台账",
        columns=COLUMNS,
        rows=_rows(listed, on),
        count=listed.order_by().count(),
        wanted=wanted,
        unit="单位：万元",
    )


def _rows(listed: QuerySet[Project], on: date) -> Iterator[list[object]]:
    for projects in batched(listed.iterator(AT_ONCE), AT_ONCE, strict=False):
        desks = desks_of([project.pk for project in projects], on)
        for project in projects:
            desk = desks.get(project.pk)
            yield [
                project.number,
                project.name,
                project.plan_year,
                project.owner_unit.name,
                project.stage_label,
                project.get_standing_display(),
                project.estimated_amount,
                project.approved_amount,
                holder_of(project, desk),
                desk.step if desk else "",
                desk.days if desk else None,
                "超期" if desk and desk.is_overdue else "",
            ]
