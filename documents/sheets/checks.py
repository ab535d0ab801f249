"""What a filled sheet still lacks when somebody wants to send it."""

from collections.abc import Iterator, Mapping

from documents.sheets.shapes import Field, FieldKind, Sheet
from documents.sheets.words import is_blank, is_blank_row, rows_of

CHOSEN = frozenset({FieldKind.CHOICE, FieldKind.CHOICES, FieldKind.YES_NO})


def sheet_errors(sheet: Sheet, values: Mapping[str, object]) -> list[tuple[str, str]]:
    """Return, in the order of the sheet, each box that lacks something and a sentence about it."""
    return [
        (field.code, sentence)
        for field in sheet.fields()
        if not field.computed
        for sentence in _sentences(field, values.get(field.code))
    ]


def _sentences(field: Field, value: object) -> Iterator[str]:
    if field.is_table:
        yield from _table_sentences(field, value)
    elif field.required and is_blank(value):
        yield f"请{_verb(field)}“{field.label}”。"


def _table_sentences(field: Field, value: object) -> Iterator[str]:
    rows = [row for row in rows_of(value) if not is_blank_row(row)]
    if not rows:
        if field.required:
            yield f"请在“{field.label}”中至少填写一行。"
        return
    for number, row in enumerate(rows, start=1):
        for column in field.columns:
            if column.required and not column.computed and is_blank(row.get(column.code)):
                yield f"“{field.label}”第{number}行没有{_verb(column)}“{column.label}”。"


def _verb(field: Field) -> str:
    return "选择" if field.kind in CHOSEN else "填写"
