"""The money as workbooks: the ledger of all projects, and the payments of one."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import batched

from django.db.models import QuerySet

from documents.spreadsheets import Column, ColumnKind, Listing
from projects.finance.queries import payments_of, with_sums
from projects.registry.models import Project

AT_ONCE = 1_000
UNIT = "单位：万元"
MONEY_COLUMNS = (
    Column("项目编号", width=12),
    Column("项目名称", ColumnKind.LONG_TEXT, 30),
    Column("建设单位", width=20),
    Column("阶段", width=10),
    Column("批复金额", ColumnKind.MONEY, 13, is_summed=True),
    Column("合同金额", ColumnKind.MONEY, 13, is_summed=True),
    Column("已下达指标", ColumnKind.MONEY, 13, is_summed=True),
    Column("已支付", ColumnKind.MONEY, 13, is_summed=True),
    Column("合同未付", ColumnKind.MONEY, 13, is_summed=True),
    Column("支付率", ColumnKind.PERCENT, 9),
    Column("决算金额", ColumnKind.MONEY, 13, is_summed=True),
)
PAYMENT_COLUMNS = (
    Column("编号", width=16),
    Column("款项性质", width=12),
    Column("合同", ColumnKind.LONG_TEXT, 26),
    Column("状态", width=10),
    Column("支付日期", ColumnKind.DATE, 12),
    Column("金额", ColumnKind.MONEY, 13, is_summed=True),
)
HUNDRED = Decimal(100)


def money_listing(listed: QuerySet[Project], *, wanted: str) -> Listing:
    """Return the ledger of money as a list to export, in the order of the page."""
    return Listing(
        title="资金台账",
        columns=MONEY_COLUMNS,
        rows=_money_rows(listed),
        count=listed.order_by().count(),
        wanted=wanted,
        unit=UNIT,
    )


def _money_rows(listed: QuerySet[Project]) -> Iterator[list[object]]:
    for projects in batched(listed.iterator(AT_ONCE), AT_ONCE, strict=False):
        for row in with_sums(projects):
            yield [
                row.project.number,
                row.project.name,
                row.project.owner_unit.name,
                row.project.stage_label,
                row.project.approved_amount,
                row.contracted,
                row.appropriated,
                row.paid,
                row.unpaid,
                row.paid / row.contracted * HUNDRED if row.contracted else None,
                row.settled,
            ]


def payments_listing(project: Project) -> Listing:
    """Return the payments of a project as a list to export, oldest first."""
    payments = payments_of(project)
    return Listing(
        title=f"{project.name}支付情况",
        columns=PAYMENT_COLUMNS,
        rows=(
            [
                payment.number,
                payment.get_nature_display(),
                payment.basis_contract.title if payment.basis_contract else "",
                payment.get_status_display(),
                payment.paid_on,
                payment.amount,
            ]
            for payment in payments
        ),
        count=payments.order_by().count(),
        unit=UNIT,
    )
