"""Rows of the same fields on a page, added and removed by plain buttons.

A page that edits a list posts all of its rows; `op=add` and `op=remove:2` ask for a row more or
less, and the page is shown again with everything that was typed.
"""

from collections.abc import Mapping
from typing import Any

from django.forms import BaseFormSet, Form, formset_factory
from django.http import QueryDict

OPERATION, ADD, REMOVE = "op", "add", "remove"
TOTAL = "TOTAL_FORMS"
PREFIX = "form"
MOST_ROWS = 300


class RowFormSet(BaseFormSet):  # type: ignore[type-arg]
    """The rows of a list; a row left wholly empty is no row."""

    default_error_messages = {
        "missing_management_form": "页面的数据不完整，请刷新后重新填写。",
        "too_many_forms": "最多 %(num)d 行，请合并后再填。",
    }

    def entered(self) -> list[dict[str, Any]]:
        """Return what was entered, row by row."""
        return [form.cleaned_data for form in self.forms if form.has_changed()]

    @property
    def status(self) -> int:
        """The HTTP status of a page that shows the rows again."""
        wrong = self.is_bound and (self.total_error_count() or self.non_form_errors())
        return 422 if wrong else 200


def rows_of(form: type[Form], *, most: int = MOST_ROWS) -> type[RowFormSet]:
    """Return the formset of a form of one row."""
    made = formset_factory(
        form, formset=RowFormSet, extra=0, max_num=most, absolute_max=most, validate_max=True
    )
    assert issubclass(made, RowFormSet)
    return made


def asks_for_rows(data: Mapping[str, Any]) -> bool:
    """Tell whether a button asked for a row more or less, and not to keep anything."""
    return str(data.get(OPERATION, "")).partition(":")[0] in {ADD, REMOVE}


def with_rows_changed(data: QueryDict) -> dict[str, Any]:
    """Return what was posted with the row more or less that was asked for."""
    operation, _, place = str(data.get(OPERATION, "")).partition(":")
    rows = _rows(data)
    if operation == ADD and len(rows) < MOST_ROWS:
        rows.append({})
    elif operation == REMOVE and place.isdecimal():
        rows = [row for number, row in enumerate(rows) if number != int(place)]
    changed = {f"{PREFIX}-{TOTAL}": str(len(rows)), f"{PREFIX}-INITIAL_FORMS": "0"}
    for number, row in enumerate(rows):
        changed |= {f"{PREFIX}-{number}-{name}": value for name, value in row.items()}
    return changed


def _rows(data: QueryDict) -> list[dict[str, Any]]:
    total = str(data.get(f"{PREFIX}-{TOTAL}", ""))
    count = min(int(total), MOST_ROWS) if total.isdecimal() else 0
    rows: list[dict[str, Any]] = [{} for _ in range(count)]
    for key in data:
        _, _, rest = key.partition(f"{PREFIX}-")
        number, _, name = rest.partition("-")
        if name and number.isdecimal() and int(number) < count:
            rows[int(number)][name] = data.get(key)
    return rows
