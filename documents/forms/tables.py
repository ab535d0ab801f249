"""Tables in a form: rows posted as `code-0-column`, checked cell by cell."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.safestring import SafeString

from documents.forms.boxes import field_for, to_json
from documents.sheets.shapes import MOST_ROWS, Field
from documents.sheets.words import in_cell, is_blank

OPERATION = "op"
ADD, REMOVE = "add", "remove"

type Row = dict[str, object]


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell as the page shows it."""

    label: str
    control: SafeString | str
    is_asked: bool
    is_figure: bool
    errors: Sequence[str]
    error_id: str


class TableWidget(forms.Widget):
    """Collects the rows of a table from what was posted."""

    def __init__(self, box: Field) -> None:
        super().__init__()
        self.box = box
        self.fields = {
            column.code: field_for(column, in_table=True) for column in asked_columns(box)
        }

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> list[Row]:
        """Return the rows as typed; the operation of a pressed button is already done."""
        rows = [self._row(data, files, name, number) for number in range(self._count(data, name))]
        operation, _, target = str(data.get(OPERATION, "")).partition(":")
        code, _, place = target.partition(":")
        if code == name and operation == ADD:
            rows.append({})
        elif code == name and operation == REMOVE and place.isdecimal():
            rows = [row for number, row in enumerate(rows) if number != int(place)]
        return rows

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:  # noqa: ARG002
        """Say that a table is never left out: no rows are an answer."""
        return False

    def _row(self, data: Mapping[str, Any], files: Any, name: str, number: int) -> Row:
        return {
            code: field.widget.value_from_datadict(data, files, f"{name}-{number}-{code}")
            for code, field in self.fields.items()
        }

    def _count(self, data: Mapping[str, Any], name: str) -> int:
        if self.box.rows:
            return len(self.box.rows)
        pattern = re.compile(rf"{re.escape(name)}-(\d{{1,4}})-")
        numbers = [int(match[1]) for key in data if (match := pattern.match(key))]
        return min(max(numbers, default=-1) + 1, MOST_ROWS)


class TableField(forms.Field):
    """A table; its errors name the row and the column."""

    widget: TableWidget

    def __init__(self, box: Field, *, is_draft: bool) -> None:
        super().__init__(
            required=box.required, label=box.label, help_text=box.hint, widget=TableWidget(box)
        )
        self.box = box
        self.is_draft = is_draft
        self.error_messages["required"] = f"请在“{box.label}”中至少填写一行。"

    def to_python(self, value: object) -> list[Row]:
        """Return the rows in their kept form, without the empty ones."""
        typed = value if isinstance(value, list) else []
        problems: list[str] = []
        rows: list[Row] = []
        for number, raw in enumerate(typed, start=1):
            if _is_empty(raw) and not self.box.rows:
                continue
            row, errors = self._clean_row(raw, number)
            rows.append(row)
            problems += errors
        if problems:
            raise ValidationError(problems, code="invalid")
        return [] if all(_is_empty(raw) for raw in typed) else rows

    def has_changed(self, initial: object, data: object) -> bool:
        """Say nothing about changes; nobody asks."""
        return initial != data

    def cell_errors(self, column: Field, raw: object) -> list[str]:
        """Return what is wrong with one cell."""
        return _clean_cell(self.widget.fields[column.code], raw, is_draft=self.is_draft)[1]

    def _clean_row(self, raw: Row, number: int) -> tuple[Row, list[str]]:
        row: Row = {}
        problems: list[str] = []
        if self.box.rows:
            row[self.box.columns[0].code] = self.box.rows[number - 1]
        for column in asked_columns(self.box):
            field = self.widget.fields[column.code]
            value, errors = _clean_cell(field, raw.get(column.code), is_draft=self.is_draft)
            row[column.code] = to_json(column, value)
            problems += [f"“{self.box.label}”第{number}行：{error}" for error in errors]
        return row, problems


def asked_columns(box: Field) -> list[Field]:
    """Return the columns that are filled in, not printed in advance or computed."""
    given = box.columns[:1] if box.rows else ()
    return [column for column in box.columns if column not in given and not column.computed]


def cells_of(
    field: TableField,
    name: str,
    rows: Sequence[Row],
    known: Sequence[Mapping[str, object]],
    *,
    is_bound: bool,
) -> Iterator[list[Cell]]:
    """Walk through the rows as the page shows them."""
    asked = {column.code for column in asked_columns(field.box)}
    for number, row in enumerate(rows):
        kept = known[number] if number < len(known) else {}
        yield [
            _asked_cell(field, column, f"{name}-{number}", row, number, is_bound=is_bound)
            if column.code in asked
            else _shown_cell(field, column, kept, number)
            for column in field.box.columns
        ]


def _asked_cell(  # noqa: PLR0913 - a cell is where row and column meet
    field: TableField, column: Field, row_name: str, row: Row, number: int, *, is_bound: bool
) -> Cell:
    control = field.widget.fields[column.code]
    raw = row.get(column.code)
    errors = field.cell_errors(column, raw) if is_bound and not _is_empty(row) else []
    name = f"{row_name}-{column.code}"
    attributes = {"id": f"id_{name}", "aria-label": f"第 {number + 1} 行{column.label}"}
    if css := _look(control.widget):
        attributes["class"] = f"{css} {control.widget.attrs.get('class', '')}".strip()
    if errors:
        attributes |= {"aria-invalid": "true", "aria-describedby": f"id_{name}_error"}
    drawn = control.widget.render(name, control.prepare_value(raw), attributes)
    return Cell(column.full_label, drawn, True, column.is_figure, errors, f"id_{name}_error")  # noqa: FBT003


def _shown_cell(field: TableField, column: Field, kept: Mapping[str, object], number: int) -> Cell:
    is_given = bool(field.box.rows) and column == field.box.columns[0]
    text = field.box.rows[number] if is_given else in_cell(column, kept.get(column.code))
    return Cell(column.full_label, text, False, column.is_figure, (), "")  # noqa: FBT003


def _clean_cell(field: forms.Field, raw: object, *, is_draft: bool) -> tuple[object, list[str]]:
    try:
        return field.clean(raw), []
    except ValidationError as error:
        kept = [e for e in error.error_list if not (is_draft and e.code == "required")]
        return None, [message for e in kept for message in e.messages]


def _is_empty(row: Row) -> bool:
    return all(is_blank(value) or str(value).strip() == "" for value in row.values())


def _look(widget: forms.Widget) -> str:
    if isinstance(widget, forms.CheckboxSelectMultiple | forms.RadioSelect):
        return ""
    return "form-select" if isinstance(widget, forms.Select) else "form-control"
