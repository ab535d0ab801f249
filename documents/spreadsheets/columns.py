"""Columns of a list, and the values that may stand in them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum, auto
from unicodedata import east_asian_width

from django.utils.timezone import is_aware, make_naive

from config.kernel.texts import clean

LONGEST_CELL = 32_000
# How wide a full sign is by its point of size, in the unit of columns: 4/3 of a pixel, 7 a unit.
FULL_BY_POINT = 4 / 3 / 7
USUAL_SIZE, SPARE = 10, 1.12
FULL_WIDTH = frozenset("WFA")
WAN_PLACES = -4

type Cell = str | float | date | None


class ColumnKind(Enum):
    """What stands in a column; amounts are given in yuan and written in 万元."""

    TEXT = auto()
    LONG_TEXT = auto()
    DATE = auto()
    MOMENT = auto()
    NUMBER = auto()
    MONEY = auto()
    PERCENT = auto()


@dataclass(frozen=True, slots=True)
class Column:
    """A column; `group` stands above several, `sum_of` makes it the sum of columns by label.

    `is_open` leaves its cells to be changed in a workbook whose other cells are locked;
    `choices` are the texts to choose from there.
    """

    label: str
    kind: ColumnKind = ColumnKind.TEXT
    width: float = 14
    group: str = ""
    is_summed: bool = False
    sum_of: tuple[str, ...] = ()
    is_open: bool = False
    choices: tuple[str, ...] = ()

    @property
    def is_figure(self) -> bool:
        """Whether it holds numbers."""
        return self.kind in {ColumnKind.NUMBER, ColumnKind.MONEY, ColumnKind.PERCENT}

    @property
    def full_label(self) -> str:
        """Its label, with the one that stands above it."""
        return f"{self.group}{self.label}"


def row_maker(columns: Sequence[Column]) -> Callable[[Sequence[object]], list[Cell]]:
    """Return what turns a row of values into cells; made once, as rows are many."""
    makers = [_maker(column) for column in columns]

    def made(row: Sequence[object]) -> list[Cell]:
        if len(row) != len(makers):
            raise ValueError("A row has as many values as the list has columns.")
        return [make(value) for make, value in zip(makers, row, strict=False)]

    return made


def _maker(column: Column) -> Callable[[object], Cell]:
    if column.kind is ColumnKind.MONEY:
        return _money
    return _figure if column.is_figure else _text


def _money(value: object) -> Cell:
    if type(value) is Decimal:
        return float(value.scaleb(WAN_PLACES))
    if value is None or value == "" or isinstance(value, date):
        return _text(value)
    return float(Decimal(str(value)).scaleb(WAN_PLACES))


def _figure(value: object) -> Cell:
    if type(value) is int:
        return value
    if value is None or value == "" or isinstance(value, date):
        return _text(value)
    return float(value) if isinstance(value, int | float | Decimal) else float(str(value))


def _text(value: object) -> Cell:
    # Nearly all texts need nothing, and a million of them is what a long list holds.
    if type(value) is str and value.isprintable() and len(value) <= LONGEST_CELL:
        return value.strip() or None
    if value is None or type(value) is date:
        return value
    if isinstance(value, datetime):
        return make_naive(value) if is_aware(value) else value
    return safe_text(value) or None


def safe_text(value: object) -> str:
    """Return a text without what a workbook cannot hold."""
    return clean(str(value))[:LONGEST_CELL]


def lines_of(text: str, width: float, size: float = USUAL_SIZE) -> int:
    """Estimate how many lines a text of that size takes in so many characters of width.

    What fits takes one; where a longer one breaks, some of each line stays empty.
    """
    full, lines = size * FULL_BY_POINT, 0
    if len(text) * full <= width and "\n" not in text:
        return 1
    for part in text.split("\n"):
        signs = (1 if east_asian_width(sign) in FULL_WIDTH else 0.5 for sign in part)
        length = full * sum(signs)
        lines += 1 if length <= width else -int(-length * SPARE // width)
    return lines
