"""Reading a workbook that somebody filled in: judged before it is opened, limited while read.

Judging and reading happen in a child that can be killed. A short file can mean gigabytes in
more ways than can be counted beforehand, such as one long text that every cell points to.
"""

import io
import pickle
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import IO, Any

from python_calamine import CalamineWorkbook, SheetVisibleEnum

from config.kernel.children import (
    MEGABYTE,
    ChildFailedError,
    LimitReachedError,
    Limits,
    done_in_child,
)
from documents.inspection import zip_problem
from documents.inspection.types import type_problem
from documents.inspection.zips import WORKBOOK_TO_READ
from documents.spreadsheets.judging import Extent, SpreadsheetError, judge_parts

MOST_ROWS = 5_000
MOST_COLUMNS = 100
LARGEST = Decimal(10) ** 15
LIMITS = Limits(processor_seconds=10, wall_seconds=30, memory=512 * MEGABYTE)
UNREADABLE = "工作簿已损坏，无法读取。"

type Value = str | Decimal | bool | object | None
type Rows = list[list[Value]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page of a workbook; `formulas` are the places (row, column) that are computed."""

    name: str
    rows: Rows
    is_hidden: bool
    formulas: frozenset[tuple[int, int]]


def read_rows(
    stream: IO[Any], *, max_rows: int = MOST_ROWS, max_columns: int = MOST_COLUMNS
) -> Rows:
    """Return the rows of the first page that is to be seen."""
    return read_page(stream, max_rows=max_rows, max_columns=max_columns).rows


def read_page(
    stream: IO[Any], *, max_rows: int = MOST_ROWS, max_columns: int = MOST_COLUMNS
) -> Page:
    """Return the first page that is to be seen; whatever is hidden was not meant."""
    pages = read_book(stream, max_rows=max_rows, max_columns=max_columns)
    shown = [page for page in pages.values() if not page.is_hidden]
    if not shown:
        raise SpreadsheetError("工作簿没有可见的工作表。")
    return shown[0]


def read_book(
    stream: IO[Any], *, max_rows: int = MOST_ROWS, max_columns: int = MOST_COLUMNS
) -> Mapping[str, Page]:
    """Return the pages by name; numbers come as decimals, days as dates."""
    stream.seek(0)
    content, extent = stream.read(), Extent(rows=max_rows, columns=max_columns)
    try:
        told = done_in_child(lambda: pickle.dumps(_read(content, extent)), LIMITS)
    except LimitReachedError as error:
        raise SpreadsheetError(f"工作簿无法读取：{error}") from error
    except ChildFailedError as error:
        raise SpreadsheetError(UNREADABLE) from error
    read: str | dict[str, Page] = pickle.loads(told)  # noqa: S301 - written by our own child
    if isinstance(read, str):
        raise SpreadsheetError(read)
    return read


def _read(content: bytes, extent: Extent) -> str | dict[str, Page]:
    """Return the pages, or the sentence why there are none."""
    stream = io.BytesIO(content)
    problem = type_problem(stream, "xlsx") or zip_problem(stream, WORKBOOK_TO_READ)
    if problem:
        return f"工作簿{problem}。"
    try:
        formulas = judge_parts(stream, extent)
    except SpreadsheetError as error:
        return str(error)
    stream.seek(0)
    book = CalamineWorkbook.from_filelike(stream)
    return {
        about.name: Page(
            name=about.name,
            rows=[
                [_value(cell) for cell in row]
                for row in book.get_sheet_by_name(about.name).to_python(skip_empty_area=False)
            ],
            is_hidden=about.visible is not SheetVisibleEnum.Visible,
            formulas=formulas.get(about.name, frozenset()),
        )
        for about in book.sheets_metadata
    }


def _value(cell: object) -> Value:
    if isinstance(cell, bool):
        return cell
    if isinstance(cell, int | float):
        number = Decimal(str(cell))
        if not number.is_finite():
            return str(cell)
        is_whole = abs(number) < LARGEST and number == number.to_integral_value()
        return number.quantize(Decimal(1)) if is_whole else number
    return None if cell == "" else cell
