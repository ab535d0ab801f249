"""The cells of an annual plan: who fills them in, how they are written, and how they differ.

A line is kept as text, cell by cell, so that what left in a workbook, what came back and what
stands in the plan are compared alike. Everything here is pure.
"""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from enum import Enum, StrEnum
from re import fullmatch

from config.kernel.money import MoneyTextError, parse_money
from config.kernel.texts import clean

type Cells = Mapping[str, str]
type Lines = Mapping[int, Cells]

HIGHEST_PRIORITY, USUAL_PRIORITY, LOWEST_PRIORITY = 1, 3, 9
DAY = r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?"
EARLIEST, LATEST = date(1950, 1, 1), date(2100, 12, 31)


class Department(StrEnum):
    """Who compiles the annual plan together (三方会编); by the kind of the unit."""

    DATA = "DATA"
    NDRC = "NDRC"
    FINANCE = "FINANCE"

    @property
    def label(self) -> str:
        """What it is called."""
        return {"DATA": "数据部门", "NDRC": "发展改革部门", "FINANCE": "财政部门"}[self.value]


class CellKind(Enum):
    """What stands in a cell."""

    TEXT = "text"
    DAY = "day"
    MONEY = "money"
    PRIORITY = "priority"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanCell:
    """One column of the plan that is filled in, and the department that fills it in."""

    code: str
    label: str
    kind: CellKind
    owner: Department
    longest: int = 4000
    is_required: bool = False

    def read(self, value: object) -> str:
        """Return what was entered as it is kept, or raise `CellError` saying what is wrong."""
        if isinstance(value, bool):
            raise CellError("这里不能填是或否。")
        readers = {
            CellKind.TEXT: self._text,
            CellKind.DAY: _day,
            CellKind.MONEY: _money,
            CellKind.PRIORITY: _priority,
        }
        kept = readers[self.kind](value)
        if self.is_required and not kept:
            raise CellError("这一格不能为空。")
        return kept

    def _text(self, value: object) -> str:
        text = clean(as_text(value))
        if len(text) > self.longest:
            raise CellError(f"不能超过 {self.longest} 个字，现有 {len(text)} 个字。")
        return text


class CellError(ValueError):
    """A cell cannot be taken over; the message says why."""


CELLS = (
    PlanCell(
        code="content", label="建设内容及规模", kind=CellKind.TEXT, owner=Department.DATA,
        is_required=True,
    ),
    PlanCell(code="starts_on", label="建设工期起", kind=CellKind.DAY, owner=Department.DATA),
    PlanCell(code="ends_on", label="建设工期止", kind=CellKind.DAY, owner=Department.DATA),
    PlanCell(
        code="total_amount", label="项目总投资", kind=CellKind.MONEY, owner=Department.NDRC
    ),
    PlanCell(
        code="spent_before_amount", label="至上年底累计完成", kind=CellKind.MONEY,
        owner=Department.NDRC,
    ),
    PlanCell(
        code="fiscal_amount", label="财政资金", kind=CellKind.MONEY, owner=Department.FINANCE
    ),
    PlanCell(code="bond_amount", label="政府债券", kind=CellKind.MONEY, owner=Department.FINANCE),
    PlanCell(code="upper_amount", label="上级补助", kind=CellKind.MONEY, owner=Department.FINANCE),
    PlanCell(
        code="self_raised_amount", label="单位自筹", kind=CellKind.MONEY, owner=Department.FINANCE
    ),
    PlanCell(code="year_content", label="年度建设内容", kind=CellKind.TEXT, owner=Department.DATA),
    PlanCell(
        code="target", label="绩效目标", kind=CellKind.TEXT, owner=Department.DATA, longest=2000
    ),
    PlanCell(code="priority", label="优先级", kind=CellKind.PRIORITY, owner=Department.DATA),
    PlanCell(code="note", label="备注", kind=CellKind.TEXT, owner=Department.DATA, longest=300),
)  # fmt: skip
CELL_OF = {cell.code: cell for cell in CELLS}


@dataclass(frozen=True, slots=True, kw_only=True)
class CellChange:
    """A cell that came back other than it left; `now` is what the plan says of it today."""

    key: int
    code: str
    base: str
    theirs: str
    now: str

    @property
    def is_conflict(self) -> bool:
        """Whether the plan was changed here too since it left."""
        return self.now != self.base

    @property
    def place(self) -> str:
        """How a page names the cell."""
        return f"{self.key}-{self.code}"


def compare(base: Lines, theirs: Lines, now: Lines) -> list[CellChange]:
    """Return what a workbook changed and the plan does not say already, row by row.

    A row that has left the plan meanwhile is left out: there is nothing to change.
    """
    return [
        CellChange(key=key, code=code, base=base[key][code], theirs=theirs[key][code],
                   now=now[key][code])
        for key in theirs
        if key in base and key in now
        for code in CELL_OF
        if code in theirs[key]
        and theirs[key][code] != base[key][code]
        and theirs[key][code] != now[key][code]
    ]  # fmt: skip


def merge(now: Lines, changes: Iterable[CellChange]) -> dict[int, dict[str, str]]:
    """Return the lines with these changes in them; every other cell stays as it is."""
    merged = {key: dict(cells) for key, cells in now.items()}
    for change in changes:
        merged[change.key][change.code] = change.theirs
    return merged


def as_text(value: object) -> str:
    """Return a value of a workbook as the text that a person would have typed."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return format(value, "f") if isinstance(value, Decimal) else str(value)


def _plain(value: object) -> str:
    return unicodedata.normalize("NFKC", clean(as_text(value)))


def _day(value: object) -> str:
    text = _plain(value)
    if not text:
        return ""
    match = fullmatch(DAY, text)
    if match is None:
        raise CellError("请填写日期，例如 2027-03-01。")
    try:
        day = date(*map(int, match.groups()))
    except ValueError as error:
        raise CellError("没有这一天，请核对日期。") from error
    if not EARLIEST <= day <= LATEST:
        raise CellError(f"日期应在 {EARLIEST.year} 年至 {LATEST.year} 年之间。")
    return day.isoformat()


def _money(value: object) -> str:
    text = _plain(value)
    if not text:
        return "0.00"
    try:
        return str(parse_money(text, in_wan=True))
    except MoneyTextError as error:
        raise CellError(str(error)) from error


def _priority(value: object) -> str:
    try:
        number = Decimal(_plain(value))
    except InvalidOperation as error:
        raise CellError("优先级请填 1 至 9 的整数，1 最高。") from error
    if number not in range(HIGHEST_PRIORITY, LOWEST_PRIORITY + 1):
        raise CellError("优先级请填 1 至 9 的整数，1 最高。")
    return str(int(number))
