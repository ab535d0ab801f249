"""One form field for each kind of box, and the way of its values into JSON and back."""

import unicodedata
from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms

from config.kernel.fields import (
    ChoiceRadio,
    CleanCharField,
    CleanTextField,
    DayField,
    MoneyField,
    YesNoField,
    name_errors,
)
from config.kernel.texts import clean_line
from documents.sheets.shapes import Field, FieldKind
from documents.sheets.words import YES_NO, number_in_words

UNCHOSEN = ("", "请选择")
MOST_RADIOS = 6
DIGITS, DECIMALS = 18, 4


class NumberField(forms.DecimalField):
    """A number as people type it."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "class": "num", "autocomplete": "off"})

    def __init__(self, *, unit: str = "", **kwargs: Any) -> None:
        super().__init__(max_digits=DIGITS, decimal_places=DECIMALS, **kwargs)
        self.unit = unit

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]
        """Read full-width digits, separators and a per-cent sign."""
        text = unicodedata.normalize("NFKC", clean_line(str(value))) if value is not None else ""
        return super().to_python(text.replace(",", "").removesuffix("%"))


def field_for(box: Field, *, in_table: bool = False) -> forms.Field:
    """Return the form field of a box; its messages name the box."""
    field = _plain_field(box, in_table=in_table)
    field.label = box.label
    field.required = box.required
    field.help_text = box.hint
    name_errors(field, f"“{box.label}”")
    return field


def _plain_field(box: Field, *, in_table: bool) -> forms.Field:
    match box.kind:
        case FieldKind.LONG_TEXT:
            rows = 2 if in_table else 4
            return CleanTextField(
                max_length=box.longest, widget=forms.Textarea(attrs={"rows": rows})
            )
        case FieldKind.DATE:
            return DayField()
        case FieldKind.NUMBER:
            return NumberField(unit=box.unit, min_value=box.min, max_value=box.max)
        case FieldKind.MONEY:
            return MoneyField(in_wan=True)
        case FieldKind.CHOICE | FieldKind.CHOICES | FieldKind.YES_NO:
            return _choice_field(box, in_table=in_table)
        case _:
            return CleanCharField(max_length=box.longest)


def _choice_field(box: Field, *, in_table: bool) -> forms.Field:
    if box.kind is FieldKind.CHOICES:
        return forms.MultipleChoiceField(choices=box.choices, widget=forms.CheckboxSelectMultiple)
    if box.kind is FieldKind.YES_NO:
        return YesNoField() if not in_table else _yes_no_cell()
    if in_table or len(box.choices) > MOST_RADIOS:
        return forms.ChoiceField(choices=[UNCHOSEN, *box.choices])
    return ChoiceRadio(choices=box.choices)


def _yes_no_cell() -> forms.Field:
    return forms.TypedChoiceField(
        choices=[UNCHOSEN, *YES_NO], coerce=lambda value: value == "yes", empty_value=None
    )


def to_json(box: Field, value: object) -> object:
    """Turn a cleaned value into what a JSON column keeps; nothing is None, an empty text or []."""
    match box.kind:
        case FieldKind.DATE:
            return value.isoformat() if isinstance(value, date) else None
        case FieldKind.MONEY:
            return f"{value:.2f}" if isinstance(value, Decimal) else None
        case FieldKind.NUMBER:
            return number_in_words(value) if isinstance(value, Decimal) else None
        case FieldKind.YES_NO:
            return value if isinstance(value, bool) else None
        case FieldKind.CHOICES:
            return list(value) if isinstance(value, list | tuple) else []
        case _:
            return str(value or "")


def from_json(box: Field, value: object) -> object:
    """Turn a kept value into what the form field shows."""
    if value is None or value == "":
        return None
    if box.kind is FieldKind.MONEY:
        try:
            return Decimal(str(value))
        except InvalidOperation:
            return value
    if box.kind is FieldKind.NUMBER:
        return number_in_words(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value


def rows_from_json(box: Field, rows: list[Mapping[str, object]]) -> list[dict[str, object]]:
    """Do the same for the rows of a table."""
    return [
        {column.code: from_json(column, row.get(column.code)) for column in box.columns}
        for row in rows
    ]
