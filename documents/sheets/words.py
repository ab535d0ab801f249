"""Values in words, the same on the page, on paper and in the workbook."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from django.utils.timezone import localtime

from config.kernel.money import CENT, capital_amount, wan_text
from documents.sheets.shapes import Choices, Field, FieldKind

BLANK = ""
ISO_LENGTH = len("2026-01-31")
TICKED, UNTICKED = "■", "□"
YES_NO: Choices = (("yes", "是"), ("no", "否"))


def in_words(field: Field, value: object) -> str:
    """Say a value as a reader of the page wants it: only the label that was chosen."""
    if is_blank(value):
        return BLANK
    match field.kind:
        case FieldKind.CHOICE | FieldKind.CHOICES:
            return "、".join(_labels(field.choices, value))
        case FieldKind.TABLE:
            return "；".join(_row_in_words(field, row) for row in rows_of(value))
        case _:
            return WORDS.get(field.kind, str)(value)


def as_printed(field: Field, value: object) -> str:
    """Say a value as the sheet prints it: choices as boxes, amounts with capital characters."""
    match field.kind:
        case FieldKind.YES_NO:
            chosen = [] if is_blank(value) else ["yes" if value else "no"]
            return _boxes(YES_NO, chosen)
        case FieldKind.CHOICE | FieldKind.CHOICES:
            return _boxes(field.choices, _chosen(value))
        case FieldKind.MONEY if not is_blank(value):
            amount = _decimal(value).quantize(CENT)
            return f"{wan_text(amount)}（{capital_amount(amount)}）"
        case _:
            return in_words(field, value)


def in_cell(column: Field, value: object) -> str:
    """Say a value as it stands in a table: short, without boxes or capitals."""
    if column.kind is FieldKind.DATE and not is_blank(value):
        return str(value)[:ISO_LENGTH]
    return in_words(column, value)


def is_blank(value: object) -> bool:
    """Whether nothing was entered; zero and 否 are something."""
    return value is None or value in ("", [], ())


def is_blank_row(row: Mapping[str, object]) -> bool:
    """Whether nothing was entered in a row."""
    return all(is_blank(value) for value in row.values())


def rows_of(value: object) -> list[Mapping[str, object]]:
    """Return the rows of a table; none of anything else."""
    if isinstance(value, Sequence) and not isinstance(value, str | bytes):
        return [row for row in value if isinstance(row, Mapping)]
    return []


def day_in_words(value: object) -> str:
    """Write a day as 2026年3月5日, from a date or its ISO text."""
    try:
        day = value if isinstance(value, date) else date.fromisoformat(str(value)[:10])
    except ValueError:
        return str(value)
    return f"{day.year}年{day.month}月{day.day}日"


def moment_in_words(text: str) -> str:
    """Write a moment as 2026-03-05 09:30, from its ISO text."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return text
    return f"{localtime(moment) if moment.tzinfo else moment:%Y-%m-%d %H:%M}"


def number_in_words(value: object) -> str:
    """Write a number without needless zeros."""
    number = _decimal(value)
    return f"{number.normalize():f}" if number else "0"


def _decimal(value: object) -> Decimal:
    try:
        return Decimal(str(value))
    except InvalidOperation:
        return Decimal(0)


def _chosen(value: object) -> list[str]:
    if is_blank(value):
        return []
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [str(item) for item in value]
    return [str(value)]


def _labels(known: Choices, value: object) -> list[str]:
    labels = dict(known)
    return [labels.get(code, code) for code in _chosen(value)]


def _boxes(known: Choices, chosen: Sequence[str]) -> str:
    return "  ".join(f"{TICKED if code in chosen else UNTICKED}{label}" for code, label in known)


def _row_in_words(field: Field, row: Mapping[str, object]) -> str:
    cells = (in_cell(column, row.get(column.code)) for column in field.columns)
    return "，".join(cell for cell in cells if cell)


WORDS: dict[FieldKind, Callable[[object], str]] = {
    FieldKind.DATE: day_in_words,
    FieldKind.NUMBER: number_in_words,
    FieldKind.MONEY: lambda value: wan_text(_decimal(value)),
    FieldKind.YES_NO: lambda value: "是" if value else "否",
}
