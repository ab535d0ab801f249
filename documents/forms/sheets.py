"""A form made from a declaration: same blocks, same order, one field a box.

A draft never fails on what is missing, only on what cannot be read. Rows of tables are added
and removed by plain buttons; the view shows the same form again when `adds_row` is true.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from config.kernel.forms import UiForm
from config.kernel.verdicts import Verdict
from documents.forms.boxes import field_for, from_json, rows_from_json, to_json
from documents.forms.tables import ADD, OPERATION, REMOVE, Cell, TableField, cells_of
from documents.sheets.shapes import Block, Field, Sheet
from documents.sheets.words import as_printed, rows_of


@dataclass(frozen=True, slots=True)
class Item:
    """One box as the page shows it: asked, computed, or a table."""

    label: str
    field: forms.BoundField | None = None
    value: str = ""
    table: "TableView | None" = None
    is_wide: bool = False


@dataclass(frozen=True, slots=True)
class TableView:
    """A table as the page shows it."""

    code: str
    columns: tuple[Field, ...]
    rows: list[list[Cell]]
    errors: list[str]
    hint: str
    is_required: bool
    may_grow: bool


@dataclass(frozen=True, slots=True)
class Part:
    """A block with its boxes."""

    anchor: str
    title: str
    note: str
    items: list[Item]


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetPage:
    """A form as templates read it: a box may have any code, even one of these names."""

    parts: list[Part]
    errors: Mapping[str, Any]
    non_field_errors: list[str]
    fields_in_error: list[forms.BoundField]
    is_refused: bool
    verdict: Verdict | None


class SheetForm(UiForm):
    """A sheet to fill in."""

    def __init__(
        self,
        sheet: Sheet,
        data: Mapping[str, Any] | None,
        known: Mapping[str, object],
        *,
        is_draft: bool,
    ) -> None:
        self.sheet = sheet
        self.known = known
        self.is_draft = is_draft
        self.boxes = {box.code: box for box in sheet.fields() if not box.computed}
        initial = {code: _initial(box, known.get(code)) for code, box in self.boxes.items()}
        super().__init__(data, initial=initial)
        for code, box in self.boxes.items():
            self.fields[code] = (
                TableField(box, is_draft=is_draft) if box.is_table else field_for(box)
            )

    @property
    def adds_row(self) -> bool:
        """Whether a button asked for a row more or less, and not to keep anything."""
        operation = str(self.data.get(OPERATION, "")).partition(":")[0]
        return self.is_bound and operation in {ADD, REMOVE}

    def values(self) -> dict[str, object]:
        """Return what was entered, ready for a JSON column: money and days as text."""
        cleaned = self.cleaned_data
        return {
            code: cleaned.get(code, []) if box.is_table else to_json(box, cleaned.get(code))
            for code, box in self.boxes.items()
        }

    def parts(self) -> list[Part]:
        """Return the blocks as the page shows them."""
        return [
            Part(f"part-{number}", block.title, block.note, list(self._items(block)))
            for number, block in enumerate(self.sheet.blocks, start=1)
        ]

    def page(self) -> SheetPage:
        """Return the form as templates read it."""
        return SheetPage(
            parts=self.parts(),
            errors=self.errors,
            non_field_errors=[str(error) for error in self.non_field_errors()],
            fields_in_error=self.fields_in_error,
            is_refused=self.is_refused,
            verdict=self.verdict,
        )

    def add_error(self, field: str | None, error: Any) -> None:
        """Note what is wrong; in a draft, what is only missing is not wrong."""
        if self.is_draft and isinstance(error, ValidationError):
            wrong = [e for e in error.error_list if e.code != "required"]
            if not wrong:
                return
            error = ValidationError(wrong)
        super().add_error(field, error)

    def _items(self, block: Block) -> Iterator[Item]:
        for box in block.fields:
            if box.computed:
                shown = as_printed(box, self.known.get(box.code))
                yield Item(box.full_label, value=shown or "自动生成", is_wide=box.is_wide)
            elif box.is_table:
                yield Item(box.label, table=self._table(box), is_wide=True)
            else:
                yield Item(box.label, field=self[box.code], is_wide=box.is_wide)

    def _table(self, box: Field) -> TableView:
        bound = self[box.code]
        field = bound.field
        assert isinstance(field, TableField)
        rows = bound.value() or [{} for _ in box.rows or (1,)]
        cells = cells_of(
            field, box.code, rows, rows_of(self.known.get(box.code)), is_bound=self.is_bound
        )
        is_checked = self.is_bound and not self.adds_row
        return TableView(
            box.code,
            box.columns,
            list(cells),
            [str(error) for error in bound.errors] if is_checked else [],
            box.hint,
            box.required,
            not box.rows,
        )


def build_form(
    sheet: Sheet,
    data: Mapping[str, Any] | None = None,
    initial: Mapping[str, object] | None = None,
    *,
    draft: bool = False,
) -> SheetForm:
    """Return the form of a sheet; `initial` takes what `values()` gave, or typed values."""
    return SheetForm(sheet, data, initial or {}, is_draft=draft)


def _initial(box: Field, value: object) -> object:
    return rows_from_json(box, rows_of(value)) if box.is_table else from_json(box, value)
