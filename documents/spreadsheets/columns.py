"""Columns of a list, and the values that may stand in them."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum, auto
from unicodedata import east_asian_width

from config.kernel.money import to_wan
from config.kernel.texts import clean

LONGEST_CELL = 32_000
FULL, HALF = 2.2, 1.1
FULL_WIDTH = frozenset("WFA")


class ColumnKind(Enum):
    """What stands in a column; amounts are given in yuan and written in 万元."""

    TEXT = auto()
    LONG_TEXT = auto()
    DATE = auto()
    NUMBER = auto()
    MONEY = auto()
    PERCENT = auto()


@dataclass(frozen=True, slots=True)
class Column:
    """A column; `group` stands above several, `sum_of` makes it the sum of columns by label."""

    label: str
    kind: ColumnKind = ColumnKind.TEXT
    width: float = 14
    group: str = ""
    is_summed: bool = False
    sum_of: tuple[str, ...] = ()

    @property
    def is_figure(self) -> bool:
        """Whether it holds numbers."""
        return self.kind in {ColumnKind.NUMBER, ColumnKind.MONEY, ColumnKind.PERCENT}


def plain(column: Column, value: object) -> str | float | date | None:
    """Return what is written into the cell."""
    if value is None or value == "":
        return None
    if isinstance(value, date):
        return value
    if column.is_figure:
        number = Decimal(str(value))
        return float(to_wan(number) if column.kind is ColumnKind.MONEY else number)
    return safe_text(value)


def safe_text(value: object) -> str:
    """Return a text without what a workbook cannot hold."""
    return clean(str(value))[:LONGEST_CELL]


def lines_of(text: str, width: float) -> int:
    """Estimate how many lines a text takes in so many characters of width."""
    lines = 0
    for part in text.split("\n"):
        length = sum(FULL if east_asian_width(sign) in FULL_WIDTH else HALF for sign in part)
        lines += max(1, -int(-length // width))
    return lines
