"""Workbooks to be filled in and read again (导入模板): heads, notes, choices, what is wrong.

The same page serves as template and, with the rows that were read and the reasons beside them,
as the list of what to correct.
"""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

from documents.spreadsheets.columns import safe_text
from documents.spreadsheets.looks import BORDER, SMALL, row_height, set_up_paper, sheet_name

PROBLEM_HEAD = "需要改正"
HELP_WIDTH, REASON_WIDTH = 70, 60
LAST_CHOICE_ROW = 2_000
WRONG = "#FCECEB"


@dataclass(frozen=True, slots=True, kw_only=True)
class IntakeColumn:
    """One column to fill in."""

    code: str
    label: str
    note: str = ""
    is_required: bool = False
    is_day: bool = False
    choices: tuple[str, ...] = ()
    width: float = 18


def write_intake(
    columns: Sequence[IntakeColumn],
    *,
    title: str,
    rows: Sequence[Sequence[object]] = (),
    problems: Mapping[int, Mapping[str, str]] | None = None,
) -> bytes:
    """Write a page to fill in; wrong cells of `rows` are marked, the reasons stand behind."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True, "strings_to_formulas": False})
    _Intake(book, columns, title).write(rows, problems or {})
    book.set_properties({"title": title, "created": date(2000, 1, 1)})
    book.close()
    return stream.getvalue()


class _Intake:
    """One workbook being written: the page to fill in, its explanation and its choices."""

    def __init__(self, book: Any, columns: Sequence[IntakeColumn], title: str) -> None:
        self.columns = columns
        self.page = book.add_worksheet(sheet_name(title))
        self.help = book.add_worksheet("填写说明")
        self.lists = book.add_worksheet("可选值")
        cell = {**BORDER, **SMALL}
        bold = {**cell, "bold": True, "align": "center", "bg_color": "#F2F2F2"}
        self.head = book.add_format(bold)
        self.must = book.add_format({**bold, "font_color": "#B3261E"})
        self.plain = book.add_format({**cell, "num_format": "@"})
        self.day = book.add_format({**cell, "num_format": "yyyy-mm-dd"})
        self.wrong = book.add_format({**cell, "bg_color": WRONG})

    def write(
        self, rows: Sequence[Sequence[object]], problems: Mapping[int, Mapping[str, str]]
    ) -> None:
        """Write all of it."""
        self.help.set_column(0, 0, 22)
        self.help.set_column(1, 1, HELP_WIDTH)
        for place, column in enumerate(self.columns):
            self._write_column(place, column)
        for number, row in enumerate(rows, start=1):
            self._write_row(number, row, problems.get(number, {}))
        if problems:
            self.page.write_string(0, len(self.columns), PROBLEM_HEAD, self.must)
            self.page.set_column(len(self.columns), len(self.columns), REASON_WIDTH)
        self.page.freeze_panes(1, 0)
        set_up_paper(self.page, landscape=True, heads=1)
        set_up_paper(self.help, landscape=False, heads=0)

    def _write_column(self, place: int, column: IntakeColumn) -> None:
        look = self.must if column.is_required else self.head
        self.page.set_column(place, place, column.width, self.day if column.is_day else self.plain)
        self.page.write_string(0, place, column.label, look)
        asked = "必填。" if column.is_required else "可以不填。"
        self.help.write_string(place, 0, column.label, look)
        self.help.write_string(place, 1, f"{asked}{column.note}", self.plain)
        self.help.set_row(place, row_height([(f"{asked}{column.note}", HELP_WIDTH)]))
        for line, choice in enumerate(column.choices):
            self.lists.write_string(line, place, choice)
        if column.choices:
            letter = xl_col_to_name(place)
            source = f"=可选值!${letter}$1:${letter}${len(column.choices)}"
            self.page.data_validation(
                1, place, LAST_CHOICE_ROW, place, {"validate": "list", "source": source}
            )

    def _write_row(self, number: int, row: Sequence[object], faults: Mapping[str, str]) -> None:
        for place, (column, value) in enumerate(zip(self.columns, row, strict=True)):
            look = self.wrong if column.code in faults else self.plain
            self.page.write_string(number, place, safe_text(value or ""), look)
        reasons = "".join(faults.values())
        texts = zip(row, (column.width for column in self.columns), strict=True)
        self.page.set_row(number, row_height([*texts, (reasons, REASON_WIDTH)]))
        if faults:
            self.page.write_string(number, len(self.columns), reasons, self.wrong)
