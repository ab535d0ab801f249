"""Short words to declare boxes; a star behind the label makes the box mandatory, as in print."""

from decimal import Decimal

from documents.sheets.shapes import Choices, Field, FieldKind

STAR = "*"
ZERO = Decimal(0)
HUNDRED = Decimal(100)


def text(code: str, label: str, *, hint: str = "", share: int = 2, computed: bool = False) -> Field:
    """Declare one line of text."""
    return _box(FieldKind.TEXT, code, label, hint=hint, share=share, computed=computed)


def lines(
    code: str, label: str, *, hint: str = "", share: int = 4, computed: bool = False
) -> Field:
    """Declare a text of several lines."""
    return _box(FieldKind.LONG_TEXT, code, label, hint=hint, share=share, computed=computed)


def day(code: str, label: str, *, hint: str = "", computed: bool = False) -> Field:
    """Declare a day."""
    return _box(FieldKind.DATE, code, label, hint=hint, computed=computed)


def number(  # noqa: PLR0913 - each bound has a name
    code: str,
    label: str,
    *,
    unit: str = "",
    hint: str = "",
    low: Decimal | None = ZERO,
    high: Decimal | None = None,
    computed: bool = False,
    share: int = 1,
) -> Field:
    """Declare a number."""
    return _box(
        FieldKind.NUMBER, code, label,
        unit=unit, hint=hint, min=low, max=high, computed=computed, share=share,
    )  # fmt: skip


def percent(code: str, label: str, *, computed: bool = False) -> Field:
    """Declare a share in per cent."""
    return number(code, label, unit="%", high=HUNDRED, computed=computed)


def money(code: str, label: str, *, hint: str = "", computed: bool = False) -> Field:
    """Declare an amount, stored in yuan and written in 万元."""
    return _box(FieldKind.MONEY, code, label, hint=hint, min=ZERO, computed=computed)


def one_of(code: str, label: str, known: Choices, *, hint: str = "") -> Field:
    """Declare one choice."""
    return _box(FieldKind.CHOICE, code, label, choices=known, hint=hint)


def any_of(code: str, label: str, known: Choices, *, hint: str = "") -> Field:
    """Declare any number of choices."""
    return _box(FieldKind.CHOICES, code, label, choices=known, hint=hint)


def yes_no(code: str, label: str, *, hint: str = "") -> Field:
    """Declare a question."""
    return _box(FieldKind.YES_NO, code, label, hint=hint)


def person(code: str, label: str) -> Field:
    """Declare a name."""
    return _box(FieldKind.PERSON, code, label)


def unit(code: str, label: str, *, computed: bool = False) -> Field:
    """Declare the name of a unit."""
    return _box(FieldKind.UNIT, code, label, computed=computed)


def table(
    code: str, label: str, *columns: Field, rows: tuple[str, ...] = (), hint: str = ""
) -> Field:
    """Declare rows of boxes; with `rows` their first cells are printed in advance."""
    return _box(FieldKind.TABLE, code, label, columns=columns, rows=rows, hint=hint)


def _box(kind: FieldKind, code: str, label: str, **parts: object) -> Field:
    required = label.endswith(STAR)
    return Field(code, label.removesuffix(STAR), kind, required=required, **parts)  # type: ignore[arg-type]
