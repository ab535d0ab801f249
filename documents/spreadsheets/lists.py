"""Lists: XlsxWriter up to some thousand rows, a faster writer above.

The fast writer stores no results with its sums; they are worked out when the workbook is opened.
"""

import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import xlsxwriter
from rustpy_xlsxwriter import FastExcel, Format
from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell

from documents.spreadsheets.columns import Column, ColumnKind, lines_of, plain
from documents.spreadsheets.looks import Looks, number_format

MOST_STYLED_ROWS = 5_000
LONGEST_SHEET_NAME = 31
A4 = 9
LINE, GAP = 13.0, 5.0
TITLE_ROW, NOTE_ROW, HEAD_ROW = 0, 1, 2
WIDE_ENOUGH_FOR_LANDSCAPE = 95

type Cell = str | float | date | None


def write_list(  # noqa: PLR0913 - a page has that many parts
    columns: Sequence[Column],
    rows: Iterable[Sequence[object]],
    *,
    title: str,
    note: str = "",
    unit: str = "",
    foot: Sequence[str] = (),
) -> bytes:
    """Write a list as a workbook: title, heads, rows, sums, and a set-up for A4."""
    cells = [
        [plain(column, value) for column, value in zip(columns, row, strict=True)] for row in rows
    ]
    if len(cells) > MOST_STYLED_ROWS:
        return _write_fast(columns, cells, title=title, note=f"{note}　{unit}".strip())
    return _List(columns, cells, title=title, note=note, unit=unit, foot=foot).write()


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
    ) -> None:
        self.columns = columns
        self.cells = cells
        self.title, self.note, self.unit, self.foot = title, note, unit, foot
        self.stream = io.BytesIO()
        self.book = xlsxwriter.Workbook(
            self.stream,
            {
                "in_memory": True,
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "strings_to_numbers": False,
            },
        )
        self.page = self.book.add_worksheet(sheet_name(title))
        self.looks = Looks(self.book)
        self.has_groups = any(column.group for column in columns)
        self.first = HEAD_ROW + (2 if self.has_groups else 1)
        self.last = self.first + len(cells) - 1
        self.width = len(columns)

    def write(self) -> bytes:
        """Write all of it and return the file."""
        self._write_top()
        self._write_heads()
        for number, cells in enumerate(self.cells):
            self._write_row(self.first + number, cells)
        self._write_foot(self._write_sums())
        self._set_up()
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
        self.page.set_row(row, LINE * self._lines(cells) + GAP)
        for number, (column, value) in enumerate(zip(self.columns, cells, strict=True)):
            look = self.looks.body(column)
            if column.sum_of:
                self._write_row_sum(row, number, column, cells)
            elif isinstance(value, str):
                self.page.write_string(row, number, value, look)
            elif isinstance(value, date):
                self.page.write_datetime(row, number, value, look)
            elif value is None:
                self.page.write_blank(row, number, None, look)
            else:
                self.page.write_number(row, number, value, look)

    def _lines(self, cells: Sequence[Cell]) -> int:
        return max(
            lines_of(value, column.width) if isinstance(value, str) else 1
            for column, value in zip(self.columns, cells, strict=True)
        )

    def _write_row_sum(self, row: int, number: int, column: Column, cells: Sequence[Cell]) -> None:
        parts = [at for at, other in enumerate(self.columns) if other.label in column.sum_of]
        formula = f"=SUM({xl_rowcol_to_cell(row, parts[0])}:{xl_rowcol_to_cell(row, parts[-1])})"
        self.page.write_formula(
            row, number, formula, self.looks.body(column), _sum(cells[at] for at in parts)
        )

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
            return _sum(row[number] for row in self.cells)
        parts = [at for at, other in enumerate(self.columns) if other.label in column.sum_of]
        return _sum(row[at] for row in self.cells for at in parts)

    def _write_foot(self, row: int) -> None:
        share = self.width // max(len(self.foot), 1)
        for number, text in enumerate(self.foot):
            last = self.width - 1 if number == len(self.foot) - 1 else (number + 1) * share - 1
            self._span(row + 1, number * share, last, text, self.looks.note)
        if self.foot:
            self.page.set_row(row + 1, 28)

    def _set_up(self) -> None:
        total = sum(column.width for column in self.columns)
        self.page.set_paper(A4)
        if total > WIDE_ENOUGH_FOR_LANDSCAPE:
            self.page.set_landscape()
        self.page.fit_to_pages(1, 0)
        self.page.repeat_rows(TITLE_ROW, self.first - 1)
        self.page.freeze_panes(self.first, min(2, self.width - 1))
        self.page.set_margins(left=0.4, right=0.4, top=0.55, bottom=0.6)
        self.page.center_horizontally()
        self.page.set_footer("&C第 &P 页 共 &N 页&R&D")
        if self.cells:
            self.page.autofilter(self.first - 1, 0, self.last, self.width - 1)
        self.book.set_properties({"title": self.title, "created": date(2000, 1, 1)})


def sheet_name(title: str) -> str:
    """Return a title as the name of a page."""
    return "".join("、" if sign in "[]:*?/\\'" else sign for sign in title)[:LONGEST_SHEET_NAME]


def _sum(values: Iterable[Cell]) -> float:
    numbers = (value for value in values if isinstance(value, int | float))
    return round(sum(numbers), 6)


def _write_fast(
    columns: Sequence[Column], cells: list[list[Cell]], *, title: str, note: str
) -> bytes:
    heads = [f"{column.group}{column.label}" for column in columns]
    stream = io.BytesIO()
    last = len(columns) - 1
    title_look = Format().set_bold().set_font_size(16).set_align("center").set_font_name("黑体")
    head_look = Format().set_bold().set_text_wrap().set_align("center").set_font_name("宋体")
    head_look = head_look.set_border("thin").set_background_color("#F2F2F2")
    writer = FastExcel(stream).format(datetime_format="yyyy-mm-dd")
    writer.freeze(row=3, col=min(2, last)).sheet(
        sheet_name(title),
        (_fast_row(columns, heads, row) for row in cells),
        header_row=HEAD_ROW,
        merge_ranges=_banner(title, title_look, note, last),
        header_format=head_look,
        column_formats={
            head: _fast_format(column) for head, column in zip(heads, columns, strict=True)
        },
        column_widths={head: column.width for head, column in zip(heads, columns, strict=True)},
        autofilter=True,
        totals_row={
            head: "sum" for head, column in zip(heads, columns, strict=True) if column.is_summed
        },
        totals_label="合计",
        page_setup={
            "landscape": True,
            "paper_size": A4,
            "repeat_rows": (TITLE_ROW, HEAD_ROW),
            "fit_to_pages": (1, 0),
            "footer": "&C第 &P 页 共 &N 页",
        },
    ).save()
    return stream.getvalue()


def _banner(title: str, look: Format, note: str, last: int) -> list[tuple[object, ...]]:
    """Return the lines above the heads; one column alone has nothing to merge, and none."""
    if last == 0:
        return []
    return [
        (TITLE_ROW, 0, TITLE_ROW, last, title, look),
        (NOTE_ROW, 0, NOTE_ROW, last, note or " ", Format()),
    ]


def _fast_row(
    columns: Sequence[Column], heads: Sequence[str], row: Sequence[Cell]
) -> Mapping[str, Cell]:
    by_label = dict(zip((column.label for column in columns), row, strict=True))
    return {
        head: _sum(by_label[label] for label in column.sum_of) if column.sum_of else value
        for head, column, value in zip(heads, columns, row, strict=True)
    }


def _fast_format(column: Column) -> Format:
    look = Format().set_font_name("宋体").set_font_size(10).set_border("thin")
    if column.is_figure or column.kind is ColumnKind.DATE:
        return look.set_num_format(number_format(column))
    return look.set_text_wrap()
