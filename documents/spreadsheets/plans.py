"""The annual plan as a workbook, in its statutory columns."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from operator import attrgetter

from documents.spreadsheets.columns import Column, ColumnKind
from documents.spreadsheets.lists import write_list

NOTHING = Decimal(0)
PERIOD, YEAR = "建设工期", "年度投资额"
SOURCES = ("财政资金", "政府债券", "上级补助", "单位自筹")
UNIT = "单位：万元"

COLUMNS = (
    Column("序号", ColumnKind.NUMBER, 4.5),
    Column("项目名称", ColumnKind.LONG_TEXT, 21),
    Column("项目建设单位", ColumnKind.TEXT, 13),
    Column("建设性质", ColumnKind.TEXT, 6.5),
    Column("建设内容及规模", ColumnKind.LONG_TEXT, 26),
    Column("起", ColumnKind.DATE, 10.5, PERIOD),
    Column("止", ColumnKind.DATE, 10.5, PERIOD),
    Column("项目总投资", ColumnKind.MONEY, 10.5, is_summed=True),
    Column("至上年底累计完成", ColumnKind.MONEY, 10.5, is_summed=True),
    Column("小计", ColumnKind.MONEY, 10.5, YEAR, is_summed=True, sum_of=SOURCES),
    *(Column(source, ColumnKind.MONEY, 10, YEAR, is_summed=True) for source in SOURCES),
    Column("年度建设内容", ColumnKind.LONG_TEXT, 20),
    Column("前期工作进度", ColumnKind.LONG_TEXT, 15),
    Column("绩效目标", ColumnKind.LONG_TEXT, 16),
    Column("优先级", ColumnKind.NUMBER, 5),
    Column("主管部门", ColumnKind.TEXT, 11),
    Column("备注", ColumnKind.LONG_TEXT, 9),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanLine:
    """One project of the plan; amounts in yuan."""

    name: str
    owner_unit: str
    build_type: str
    content: str
    starts_on: date | None
    ends_on: date | None
    total_amount: Decimal
    completed_amount: Decimal = NOTHING
    fiscal_amount: Decimal = NOTHING
    bond_amount: Decimal = NOTHING
    upper_amount: Decimal = NOTHING
    self_raised_amount: Decimal = NOTHING
    year_content: str = ""
    preparation: str = ""
    target: str = ""
    priority: int | None = None
    department: str = ""
    remark: str = ""


_values = attrgetter(*(field.name for field in fields(PlanLine)))


def write_plan(
    lines: Iterable[PlanLine], *, title: str, note: str = "", sign_offs: Sequence[str] = ()
) -> bytes:
    """Write the annual plan: title, 单位：万元, statutory columns, sums, places to sign."""
    return write_list(
        COLUMNS,
        (_cells(number, line) for number, line in enumerate(lines, start=1)),
        title=title,
        note=note,
        unit=UNIT,
        foot=sign_offs,
    )


def _cells(number: int, line: PlanLine) -> list[object]:
    before_sources = 8
    cells = _values(line)
    return [number, *cells[:before_sources], None, *cells[before_sources:]]
