"""What a sheet is made of: pure data, without forms, tables or drawing."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Literal

type Choices = tuple[tuple[str, str], ...]

LONGEST_LINE = 200
LONGEST_TEXT = 20_000
MOST_ROWS = 500
# How a sheet looks on paper: a form with its boxes, or an official letter or minutes.
FORM, LETTER, MINUTES = "FORM", "LETTER", "MINUTES"
# Printed in the row that is kept for seals; an electronic one finds its place by it.


class FieldKind(StrEnum):
    """What is written into a field."""

    TEXT = "TEXT"
    LONG_TEXT = "LONG_TEXT"
    DATE = "DATE"
    NUMBER = "NUMBER"
    MONEY = "MONEY"
    CHOICE = "CHOICE"
    CHOICES = "CHOICES"
    PERSON = "PERSON"
    UNIT = "UNIT"
    YES_NO = "YES_NO"
    TABLE = "TABLE"


@dataclass(frozen=True, slots=True)
class Field:
    """One box of a sheet, or one column of a table in it.

    `rows` are the given first cells of a table whose rows are printed in advance; `share` is
    the width of a column against its neighbours; `computed` boxes are shown, never asked.
    """

    code: str
    label: str
    kind: FieldKind = FieldKind.TEXT
    required: bool = False
    choices: Choices = ()
    columns: "tuple[Field, ...]" = ()
    rows: tuple[str, ...] = ()
    hint: str = ""
    unit: str = ""
    min: Decimal | None = None
    max: Decimal | None = None
    max_length: int | None = None
    computed: bool = False
    share: int = 2

    @property
    def is_table(self) -> bool:
        """Whether it holds rows."""
        return self.kind is FieldKind.TABLE

    @property
    def is_wide(self) -> bool:
        """Whether it takes the whole width of the sheet."""
        return self.kind in {FieldKind.LONG_TEXT, FieldKind.TABLE, FieldKind.CHOICES}

    @property
    def is_figure(self) -> bool:
        """Whether it is set flush right in tables."""
        return self.kind in {FieldKind.NUMBER, FieldKind.MONEY}

    @property
    def longest(self) -> int:
        """How many characters it takes."""
        if self.max_length is not None:
            return self.max_length
        return LONGEST_TEXT if self.kind is FieldKind.LONG_TEXT else LONGEST_LINE

    @property
    def full_label(self) -> str:
        """The label with its unit, as it is printed."""
        unit = "万元" if self.kind is FieldKind.MONEY else self.unit
        return f"{self.label}（{unit}）" if unit else self.label


@dataclass(frozen=True, slots=True)
class Block:
    """A titled part of a sheet."""

    title: str
    fields: tuple[Field, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class SignOff:
    """A row to sign in, filled from the opinions given at an approval step."""

    role_label: str
    step: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Formula:
    """How a computed box comes about: `into` a box, or into one `column` of the table there.

    It reads the boxes `of` the same sheet or row, or the columns `of` a `table`, of its rows
    `only` those in which a column has a value.
    """

    into: str
    how: Literal["SUM", "MEAN", "PRODUCT"]
    of: tuple[str, ...]
    column: str = ""
    table: str = ""
    only: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A form (表单) as it is filled in on the screen and printed.

    A sheet with `stages` is a kind of record by itself: projects offer it in these stages, and
    nothing else needs to be written for it.
    """

    code: str
    title: str
    blocks: tuple[Block, ...]
    sign_offs: tuple[SignOff, ...] = ()
    basis: str = ""
    number_prefix: str = ""
    template_version: int = 1
    landscape: bool = False
    profile: str = FORM
    stages: tuple[str, ...] = field(default=(), compare=False)
    formulas: tuple[Formula, ...] = field(default=(), compare=False)

    @property
    def is_letter(self) -> bool:
        """Whether it is printed as an official letter."""
        return self.profile != FORM

    def fields(self) -> Iterator[Field]:
        """Walk through all boxes in the order of the sheet."""
        return (field for block in self.blocks for field in block.fields)

    def field(self, code: str) -> Field:
        """Return the box with this code."""
        return next(field for field in self.fields() if field.code == code)


def choices(**labels: str) -> Choices:
    """Write choices as code and label: `choices(NEW="新建")`."""
    return tuple(labels.items())
