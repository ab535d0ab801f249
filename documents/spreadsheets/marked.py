"""A workbook handed back: its rows as they were, the bad cells coloured and told why."""

import io
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import xlsxwriter

from documents.spreadsheets.columns import safe_text
from documents.spreadsheets.lists import SAFE
from documents.spreadsheets.looks import BORDER, SMALL, row_height, set_up_paper, sheet_name

type Marks = Mapping[tuple[int, int], str]

WIDTH, REASON_WIDTH = 16, 60
COMMENT = {"width": 260, "height": 70, "author": ""}


def write_marked(
    rows: Sequence[Sequence[object]], marks: Marks, reasons: Mapping[int, str], *, title: str
) -> bytes:
    """Write rows again; `marks` are by row and column from one, `reasons` stand behind a row."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, SAFE)
    page = book.add_worksheet(sheet_name(title))
    plain = {**BORDER, **SMALL}
    bad = {**plain, "bg_color": "#FCD5D0", "font_color": "#9C0006"}
    looks = {
        (is_bad, is_day): book.add_format(
            {**(bad if is_bad else plain), **({"num_format": "yyyy-mm-dd"} if is_day else {})}
        )
        for is_bad in (False, True)
        for is_day in (False, True)
    }
    width = max((len(row) for row in rows), default=0)
    page.set_column(0, max(width - 1, 0), WIDTH)
    page.set_column(width, width, REASON_WIDTH)
    for number, row in enumerate(rows, start=1):
        for place in range(1, width + 1):
            value = row[place - 1] if place <= len(row) else None
            why = marks.get((number, place), "")
            look = looks[bool(why), isinstance(value, date)]
            _put(page, number - 1, place - 1, value, look)
            if why:
                page.write_comment(number - 1, place - 1, why, COMMENT)
        if number in reasons:
            reason = reasons[number]
            page.write_string(number - 1, width, safe_text(reason), looks[True, False])
        texts = [*((value, WIDTH) for value in row), (reasons.get(number), REASON_WIDTH)]
        page.set_row(number - 1, row_height(texts))
    set_up_paper(page, landscape=True, heads=0)
    book.close()
    return stream.getvalue()


def _put(page: Any, row: int, column: int, value: object, look: object) -> None:
    if value is None:
        page.write_blank(row, column, None, look)
    elif isinstance(value, bool):
        page.write_boolean(row, column, value, look)
    elif isinstance(value, date):
        page.write_datetime(row, column, value, look)
    elif isinstance(value, Decimal):
        page.write_number(row, column, float(value), look)
    else:
        page.write_string(row, column, safe_text(value), look)
