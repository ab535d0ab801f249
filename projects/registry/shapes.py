"""Reading what was entered in a sheet: kept as JSON, wanted as money, days and rows."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation

from documents.sheets.words import is_blank, is_blank_row, rows_of

type Entered = Mapping[str, object]

NOTHING = Decimal(0)


def text_in(entered: Entered, code: str) -> str:
    """Return what was written in a box; nothing where it is blank."""
    value = entered.get(code)
    return "" if is_blank(value) else str(value).strip()


def number_in(entered: Entered, code: str) -> Decimal | None:
    """Return the number in a box, if there is one."""
    text = text_in(entered, code)
    try:
        return Decimal(text) if text else None
    except InvalidOperation:
        return None


def amount_in(entered: Entered, code: str) -> Decimal:
    """Return the amount in a box; a blank one counts as nothing."""
    return number_in(entered, code) or NOTHING


def day_in(entered: Entered, code: str) -> date | None:
    """Return the day in a box, if there is one."""
    value = entered.get(code)
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(text_in(entered, code)[:10])
    except ValueError:
        return None


def codes_in(entered: Entered, code: str) -> frozenset[str]:
    """Return the choices that were ticked."""
    value = entered.get(code)
    if isinstance(value, list | tuple):
        return frozenset(str(item) for item in value)
    text = text_in(entered, code)
    return frozenset({text}) if text else frozenset()


def rows_in(entered: Entered, code: str) -> list[Entered]:
    """Return the rows of a table without the blank ones."""
    return [row for row in rows_of(entered.get(code)) if not is_blank_row(row)]


def sum_of(entered: Entered, table: str, *columns: str) -> Decimal:
    """Add up columns of a table."""
    return sum(
        (amount_in(row, column) for row in rows_in(entered, table) for column in columns), NOTHING
    )
