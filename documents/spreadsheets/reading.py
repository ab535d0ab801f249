"""Reading a workbook that somebody filled in: judged before it is opened, limited while read."""

import re
import zipfile
from decimal import Decimal
from typing import IO, Any

from python_calamine import CalamineError, CalamineWorkbook

from documents.inspection import zip_problem
from documents.inspection.types import type_problem
from documents.inspection.zips import WORKBOOK_TO_READ

MOST_ROWS = 5_000
MOST_COLUMNS = 100
FORBIDDEN = re.compile(rb"<!(DOCTYPE|ENTITY)")
CELL = re.compile(rb'<c r="([A-Z]{1,3})(\d{1,7})"')
LETTERS = 26

type Value = str | Decimal | bool | object | None


class SpreadsheetError(Exception):
    """A workbook cannot be read; the message says why."""


def read_rows(
    stream: IO[Any], *, max_rows: int = MOST_ROWS, max_columns: int = MOST_COLUMNS
) -> list[list[Value]]:
    """Return the rows of the first page; numbers come as decimals, days as dates."""
    problem = type_problem(stream, "xlsx") or zip_problem(stream, WORKBOOK_TO_READ)
    if problem:
        raise SpreadsheetError(f"工作簿{problem}。")
    _judge_parts(stream, max_rows, max_columns)
    stream.seek(0)
    try:
        book = CalamineWorkbook.from_filelike(stream)
        rows = book.get_sheet_by_index(0).to_python(skip_empty_area=False, nrows=max_rows + 1)
    except CalamineError as error:
        raise SpreadsheetError("工作簿已损坏，无法读取。") from error
    if len(rows) > max_rows:
        raise SpreadsheetError(f"工作簿超过 {max_rows} 行，请分批导入。")
    return [[_value(cell) for cell in row] for row in rows]


def _judge_parts(stream: IO[Any], max_rows: int, max_columns: int) -> None:
    stream.seek(0)
    with zipfile.ZipFile(stream) as archive:
        for entry in archive.infolist():
            content = archive.read(entry)
            if FORBIDDEN.search(content):
                raise SpreadsheetError("工作簿含有不允许的实体定义。")
            if entry.filename.startswith("xl/worksheets/"):
                _judge_extent(content, max_rows, max_columns)


def _judge_extent(content: bytes, max_rows: int, max_columns: int) -> None:
    for match in CELL.finditer(content):
        letters, row = match[1], int(match[2])
        if row > max_rows or _column(letters) > max_columns:
            raise SpreadsheetError(
                f"单元格 {letters.decode()}{row} 超出范围（最多 {max_rows} 行、{max_columns} 列）。"
            )


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * LETTERS + letter - ord("A") + 1
    return number


def _value(cell: object) -> Value:
    if isinstance(cell, bool):
        return cell
    if isinstance(cell, int | float):
        number = Decimal(str(cell))
        return number.quantize(Decimal(1)) if number == number.to_integral_value() else number
    return None if cell == "" else cell
