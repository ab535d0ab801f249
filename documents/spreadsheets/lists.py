"""Lists: XlsxWriter up to some thousand rows, the fast writer above."""

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain, islice
from pathlib import Path
from typing import Any, BinaryIO

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell

from documents.spreadsheets.columns import Cell, Column, ColumnKind, row_maker
from documents.spreadsheets.looks import (
    WIDE_ENOUGH_FOR_LANDSCAPE,
    Looks,
    paper_of,
    row_height,
    set_up_paper,
    sheet_name,
)
from documents.spreadsheets.streams import sum_of, write_stream

MOST_STYLED_ROWS = 5_000
TITLE_ROW, NOTE_ROW, HEAD_ROW = 0, 1, 2
IDENTITY_PAGE = "标识"
NEWEST_DAY = date(9999, 12, 31)
LARGEST = 10**12
SAFE = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
PROTECTED = {"autofilter": True, "format_columns": True, "format_rows": True}


@dataclass(frozen=True, slots=True, kw_only=True)
class Guard:
    """What makes a workbook find back: who it is, the keys of its rows, its other cells locked."""

    identity: str
    keys: Sequence[str]


def write_list(  # noqa: PLR0913 - a page has that many parts
    columns: Sequence[Column],
    rows: Iterable[Sequence[object]],
    *,
    title: str,
    note: str = "",
    unit: str = "",
    foot: Sequence[str] = (),
    guard: Guard | None = None,
) -> bytes:
    """Write a list as a workbook: title, heads, rows, sums, and a set-up for paper."""
    stream = io.BytesIO()
    made = map(row_maker(columns), rows)
    cells = list(made if guard else islice(made, MOST_STYLED_ROWS + 1))
    if guard is None and len(cells) > MOST_STYLED_ROWS:
        note = f"{note}　{unit}".strip()
        write_stream(stream, columns, chain(cells, made), title=title, note=note)
        return stream.getvalue()
    parts = {"title": title, "note": note, "unit": unit}
    return _List(columns, cells, **parts, foot=foot, guard=guard).write()


def write_list_to(
    target: BinaryIO | Path,
    columns: Sequence[Column],
    rows: Iterable[Sequence[object]],
    *,
    title: str,
    note: str = "",
) -> None:
    """Write a list of any length into a file, without ever holding it."""
    made = map(row_maker(columns), rows)
    first = next(made, None)
    if first is not None:
        write_stream(target, columns, chain([first], made), title=title, note=note)
        return
    empty = write_list(columns, [], title=title, note=note)
    if isinstance(target, Path):
        target.write_bytes(empty)
    else:
        target.write(empty)


class _List:
    """One list being written."""

    def __init__(  # noqa: PLR0913 - see write_list
        self,
        columns: Sequence[Column],
        cells: list[list[Cell]],
        *,
        title: str,
        note: str,
        unit: str,
        foot: Sequence[str],
        guard: Guard | None,
    ) -> None:
        self.columns = columns
        self.cells = cells
        self.title, self.note, self.unit, self.foot = title, note, unit, foot
        self.guard = guard
        self.stream = io.BytesIO()
        self.book = xlsxwriter.Workbook(self.stream, SAFE)
        self.page = self.book.add_worksheet(sheet_name(title))
        self.looks = Looks(self.book)
        self.has_groups = any(column.group for column in columns)
        self.first = HEAD_ROW + (2 if self.has_groups else 1)
        self.last = self.first + len(cells) - 1
        self.width = len(columns)
        self.widths = [column.width for column in columns]
        self.bodies = [self.looks.body(column) for column in columns]
        self.parts = [
            [at for at, other in enumerate(columns) if other.label in column.sum_of]
            for column in columns
        ]

    def write(self) -> bytes:
        """Write all of it and return the file."""
        self._write_top()
        self._write_heads()
        for number, cells in enumerate(self.cells):
            self._write_row(self.first + number, cells)
        self._write_foot(self._write_sums())
        self._set_up()
        if self.guard is not None:
            self._guard(self.guard)
        self.book.close()
        return self.stream.getvalue()

    def _write_top(self) -> None:
        self._span(TITLE_ROW, 0, self.width - 1, self.title, self.looks.title)
        self.page.set_row(TITLE_ROW, 34)
        middle = max(self.width // 2, 1)
        self._span(NOTE_ROW, 0, middle - 1, self.note, self.looks.note)
        self._span(NOTE_ROW, middle, self.width - 1, self.unit, self.looks.unit)

    def _span(self, row: int, first: int, last: int, text: str, look: Any) -> None:
        if last > first:
            self.page.merge_range(row, first, row, last, text, look)
        elif last == first:
            self.page.write_string(row, first, text, look)

    def _write_heads(self) -> None:
        for number, column in enumerate(self.columns):
            self.page.set_column(number, number, column.width)
            self._write_head(number, column)
        for row in range(HEAD_ROW, self.first):
            self.page.set_row(row, 30)

    def _write_head(self, number: int, column: Column) -> None:
        if not self.has_groups:
            self.page.write_string(HEAD_ROW, number, column.label, self.looks.head)
        elif not column.group:
            self.page.merge_range(
                HEAD_ROW, number, HEAD_ROW + 1, number, column.label, self.looks.head
            )
        else:
            self.page.write_string(HEAD_ROW + 1, number, column.label, self.looks.head)
            members = [at for at, other in enumerate(self.columns) if other.group == column.group]
            if number == members[0]:
                self._span(HEAD_ROW, members[0], members[-1], column.group, self.looks.head)

    def _write_row(self, row: int, cells: Sequence[Cell]) -> None:
        self.page.set_row(row, row_height(zip(cells, self.widths, strict=True)))
        for number, (value, look) in enumerate(zip(cells, self.bodies, strict=True)):
            if self.parts[number]:
                self._write_row_sum(row, number, cells)
            elif isinstance(value, str):
                self.page.write_string(row, number, value, look)
            elif isinstance(value, date):
                self.page.write_datetime(row, number, value, look)
            elif value is None:
                self.page.write_blank(row, number, None, look)
            else:
                self.page.write_number(row, number, value, look)

    def _write_row_sum(self, row: int, number: int, cells: Sequence[Cell]) -> None:
        parts = self.parts[number]
        formula = f"=SUM({xl_rowcol_to_cell(row, parts[0])}:{xl_rowcol_to_cell(row, parts[-1])})"
        total = sum_of(cells[at] for at in parts)
        self.page.write_formula(row, number, formula, self.bodies[number], total)

    def _write_sums(self) -> int:
        """Write the row of sums, if there is anything to add up; return the next row."""
        row = self.last + 1
        if not self.cells or not any(column.is_summed for column in self.columns):
            return row
        for number, column in enumerate(self.columns):
            if not column.is_summed:
                self.page.write_blank(row, number, None, self.looks.sum_text)
                continue
            name = xl_col_to_name(number)
            formula = f"=SUM({name}{self.first + 1}:{name}{self.last + 1})"
            self.page.write_formula(
                row, number, formula, self.looks.sum_of(column), self._total(number, column)
            )
        self.page.write_string(row, 0, "合计", self.looks.sum_text)
        self.page.set_row(row, 22)
        return row + 1

    def _total(self, number: int, column: Column) -> float:
        if not column.sum_of:
            return sum_of(row[number] for row in self.cells)
        return sum_of(row[at] for row in self.cells for at in self.parts[number])

    def _write_foot(self, row: int) -> None:
        share = self.width // max(len(self.foot), 1)
        for number, text in enumerate(self.foot):
            last = self.width - 1 if number == len(self.foot) - 1 else (number + 1) * share - 1
            self._span(row + 1, number * share, last, text, self.looks.note)
        if self.foot:
            self.page.set_row(row + 1, 28)

    def _set_up(self) -> None:
        total = sum(column.width for column in self.columns)
        landscape = total > WIDE_ENOUGH_FOR_LANDSCAPE
        set_up_paper(self.page, landscape=landscape, heads=self.first, paper=paper_of(total))
        self.page.freeze_panes(self.first, min(2, self.width - 1))
        if self.cells:
            self.page.autofilter(self.first - 1, 0, self.last, self.width - 1)
        self.book.set_properties({"title": self.title, "created": date(2000, 1, 1)})

    def _guard(self, guard: Guard) -> None:
        """Lock all but the open columns, and hide who this is and which row is which."""
        for number, key in enumerate(guard.keys):
            self.page.write_string(self.first + number, self.width, key)
        self.page.set_column(self.width, self.width, None, None, {"hidden": True})
        for number, column in enumerate(self.columns):
            if column.is_open and self.cells:
                rule = _validation(column)
                self.page.data_validation(self.first, number, self.last, number, rule)
        self.page.protect("", PROTECTED)
        identity = self.book.add_worksheet(IDENTITY_PAGE)
        identity.write_string(0, 0, guard.identity)
        identity.protect()
        identity.very_hidden()


def _validation(column: Column) -> dict[str, Any]:
    """Return what a spreadsheet program is to let into a column."""
    if column.choices:
        return {"validate": "list", "source": list(column.choices)}
    if column.kind is ColumnKind.MONEY:
        rule: dict[str, Any] = {"validate": "decimal", "maximum": LARGEST}
        text = "请填写不小于 0 的金额，单位：万元。"
    elif column.kind is ColumnKind.DATE:
        earliest = date(1950, 1, 1)
        rule = {"validate": "date", "minimum": earliest, "maximum": NEWEST_DAY}
        text = "请填写日期，例如 2027-03-01。"
        return {**rule, "criteria": "between", "error_title": column.label, "error_message": text}
    else:
        return {"validate": "any"}
    rule |= {"criteria": "between", "minimum": 0}
    return {**rule, "error_title": column.label, "error_message": text}
