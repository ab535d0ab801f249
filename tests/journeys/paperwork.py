"""Filling in the sheets of the product in a browser, by the names of their boxes."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from playwright.sync_api import Locator, Page, expect

from documents.forms.tables import asked_columns
from documents.sheets import catalog
from documents.sheets.shapes import Field, FieldKind, Sheet
from projects.overview.demonstration.filling import TEXTS, Filler

WAN = Decimal(10_000)
ALREADY_FILLED = """() => {
  const filled = [];
  for (const control of document.querySelectorAll("main [name]")) {
    const ticked = !["radio", "checkbox"].includes(control.type) || control.checked;
    if (ticked && control.value) filled.push(control.name);
  }
  return filled;
}"""

KINDS = """() => {
  const kinds = {};
  for (const one of document.querySelectorAll("main [name]")) kinds[one.name] ??= one.type;
  return kinds;
}"""


def as_wan(amount: Decimal) -> str:
    """Write an amount as people type it: in 万元."""
    return f"{(amount / WAN).normalize():f}"


def fill_sheet(page: Page, code: str, filler: Filler, given: Mapping[str, object]) -> None:
    """Type what is given, and something sensible into every mandatory box still empty."""
    sheet = catalog.get(code)
    boxes = [box for box in sheet.fields() if not box.computed]
    assert set(given) <= {box.code for box in boxes}, set(given) - {box.code for box in boxes}
    for box in boxes:
        if box.is_table:
            _fill_table(page, box, _rows(page, sheet, box, filler, given))
    filled = set(page.evaluate(ALREADY_FILLED))
    kinds = page.evaluate(KINDS)
    for box in boxes:
        if not box.is_table and (box.code in given or _is_wanted(sheet, box, filled)):
            value = given.get(box.code, filler.value(sheet, box))
            write(page, box, box.code, kinds[box.code], value)


def _is_wanted(sheet: Sheet, box: Field, filled: set[str]) -> bool:
    return box.code not in filled and (box.required or box.code in TEXTS.get(sheet.code, {}))


def _rows(
    page: Page, sheet: Sheet, box: Field, filler: Filler, given: Mapping[str, object]
) -> list[Mapping[str, Any]]:
    if box.code in given:
        rows = given[box.code]
    elif box.required and not _has_rows(page, box):
        rows = filler.value(sheet, box)
    else:
        rows = []
    assert isinstance(rows, Iterable)
    return list(rows)


def _has_rows(page: Page, box: Field) -> bool:
    return any(name.startswith(f"{box.code}-") for name in page.evaluate(ALREADY_FILLED))


def _fill_table(page: Page, box: Field, rows: list[Mapping[str, Any]]) -> None:
    asked = asked_columns(box)
    if rows and not box.rows:
        grow(page, box.code, f"{box.code}-{{}}-{asked[0].code}", len(rows))
    kinds = page.evaluate(KINDS) if rows else {}
    for number, row in enumerate(rows):
        for column in asked:
            if row.get(column.code) is not None:
                name = f"{box.code}-{number}-{column.code}"
                write(page, column, name, kinds[name], row[column.code])


def grow(page: Page, code: str, name: str, wanted: int) -> None:
    """Press 加一行 until a table has as many rows as needed."""
    add = f"add:{code}" if code else "add"
    for number in range(wanted):
        row = page.locator(f"[name='{name.format(number)}']").first
        if row.count() == 0:
            page.locator(f"button[value='{add}']").click()
        expect(row).to_be_attached()


def write(page: Page, box: Field, name: str, kind: str, value: object) -> None:
    """Write one value into one box of the page, whatever kind of control it is, as a hand would."""
    control = page.locator(f"main [name='{name}']")
    if box.kind is FieldKind.CHOICES:
        assert isinstance(value, list)
        for code in value:
            _tick(control, code)
    elif kind in {"radio", "select-one"}:
        chosen = ("yes" if value else "no") if isinstance(value, bool) else str(value)
        _take(control, kind, chosen)
    else:
        control.fill(_as_typed(box, value))


def choose(control: Locator, value: str) -> None:
    """Take one of several, whether they hang in a list or stand side by side."""
    _take(control, control.first.evaluate("one => one.type"), value)


def _take(control: Locator, kind: str, value: str) -> None:
    if kind == "select-one":
        control.select_option(value)
    else:
        _tick(control, value)


def _tick(control: Locator, value: str) -> None:
    control.and_(control.page.locator(f"[value='{value}']")).check()


def _as_typed(box: Field, value: object) -> str:
    if box.kind is FieldKind.MONEY:
        return as_wan(Decimal(str(value)))
    return value.isoformat() if isinstance(value, date) else str(value)
