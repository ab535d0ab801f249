"""Computed boxes of a sheet: declared beside the boxes, worked out from what was entered."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from math import prod

from documents.sheets.shapes import Field, FieldKind, Formula, Sheet
from documents.sheets.words import is_blank, rows_of

CENT, ONE = Decimal("0.01"), Decimal(1)
type Row = Mapping[str, object]


def computed_values(sheet: Sheet, values: Row) -> dict[str, object]:
    """Return the computed boxes of a sheet, in the order in which their formulas are declared."""
    known = dict(values)
    for formula in sheet.formulas:
        known[formula.into] = _worked_out(sheet, formula, known)
    return {formula.into: known[formula.into] for formula in sheet.formulas}


def _worked_out(sheet: Sheet, formula: Formula, known: Row) -> object:
    box = sheet.field(formula.into)
    if not box.is_table:
        return _as_kept(box, _result(formula, _cells(formula, known)))
    column = next(column for column in box.columns if column.code == formula.column)
    return [
        {**row, formula.column: _as_kept(column, _result(formula, _numbers(row, formula.of)))}
        for row in rows_of(known.get(formula.into))
    ]


def _cells(formula: Formula, known: Row) -> list[Decimal]:
    """Return the numbers of one column of a table, or of boxes of the sheet."""
    if not formula.table:
        return _numbers(known, formula.of)
    rows = [
        row
        for row in rows_of(known.get(formula.table))
        if not formula.only or row.get(formula.only[0]) == formula.only[1]
    ]
    return [number for row in rows for number in _numbers(row, formula.of)]


def _result(formula: Formula, numbers: Sequence[Decimal]) -> Decimal | None:
    if not numbers:
        return None
    match formula.how:
        case "SUM":
            return sum(numbers, Decimal(0))
        case "MEAN":
            return (sum(numbers, Decimal(0)) / len(numbers)).quantize(CENT, ROUND_HALF_UP)
        case _:
            return prod(numbers, start=ONE) if len(numbers) == len(formula.of) else None


def _numbers(row: Row, codes: Sequence[str]) -> list[Decimal]:
    return list(_read(row.get(code) for code in codes))


def _read(values: Iterator[object]) -> Iterator[Decimal]:
    for value in values:
        if is_blank(value):
            continue
        try:
            yield Decimal(str(value))
        except InvalidOperation:
            continue


def _as_kept(box: Field, number: Decimal | None) -> str | None:
    if number is None:
        return None
    return f"{number:.2f}" if box.kind is FieldKind.MONEY else f"{number.normalize():f}"
