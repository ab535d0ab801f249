"""Long lists: written row by row by a fast writer, which keeps none of them in memory.

It stores no results with its sums; they are worked out when the workbook is opened.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import BinaryIO

from rustpy_xlsxwriter import FastExcel, Format

from documents.spreadsheets.columns import Cell, Column, ColumnKind
from documents.spreadsheets.looks import (
    WIDE_ENOUGH_FOR_LANDSCAPE,
    number_format,
    paper_of,
    sheet_name,
)

TITLE_ROW, NOTE_ROW, HEAD_ROW = 0, 1, 2
BANNER_HEIGHT, HEAD_HEIGHT = 34, 30


def write_stream(
    target: BinaryIO | Path,
    columns: Sequence[Column],
    cells: Iterable[Sequence[Cell]],
    *,
    title: str,
    note: str,
) -> None:
    """Write a list of any length, with its heads, formats, sums and set-up for paper."""
    heads = _heads(columns)
    by_head = list(zip(heads, columns, strict=True))
    last = len(columns) - 1
    writer = FastExcel(target).format(datetime_format="yyyy-mm-dd")
    writer.freeze(row=HEAD_ROW + 1, col=min(2, last)).sheet(
        sheet_name(title),
        _rows(columns, heads, cells),
        header_row=HEAD_ROW,
        merge_ranges=_banner(title, note, last),
        row_heights={TITLE_ROW: BANNER_HEIGHT, HEAD_ROW: HEAD_HEIGHT},
        header_format=_head_format(),
        column_formats={head: _format(column) for head, column in by_head},
        column_widths={head: column.width for head, column in by_head},
        autofilter=True,
        totals_row={head: "sum" for head, column in by_head if column.is_summed},
        totals_label="" if columns[0].is_summed else "合计",
        totals_format=Format().set_bold().set_border("thin").set_font_name("宋体"),
        page_setup=_page_setup(columns),
    ).save()


def _heads(columns: Sequence[Column]) -> list[str]:
    """Return the heads; two of the same name would be one column to the writer."""
    heads: list[str] = []
    for column in columns:
        head = column.full_label
        heads.append(head if head not in heads else f"{head}（{len(heads) + 1}）")
    return heads


def _banner(title: str, note: str, last: int) -> list[tuple[object, ...]]:
    """Return the lines above the heads; one column alone has nothing to merge, and none."""
    if last == 0:
        return []
    look = Format().set_bold().set_font_size(16).set_align("center").set_font_name("黑体")
    return [
        (TITLE_ROW, 0, TITLE_ROW, last, title, look),
        (NOTE_ROW, 0, NOTE_ROW, last, note or " ", Format().set_font_name("宋体")),
    ]


def _rows(
    columns: Sequence[Column], heads: Sequence[str], cells: Iterable[Sequence[Cell]]
) -> Iterator[Mapping[str, Cell]]:
    parts = {
        head: [at for at, other in enumerate(columns) if other.label in column.sum_of]
        for head, column in zip(heads, columns, strict=True)
        if column.sum_of
    }
    for row in cells:
        made = dict(zip(heads, row, strict=True))
        for head, places in parts.items():
            made[head] = sum_of(row[at] for at in places)
        yield made


def sum_of(values: Iterable[Cell]) -> float:
    """Add up what is a number."""
    numbers = (value for value in values if isinstance(value, int | float))
    return round(sum(numbers), 6)


def _head_format() -> Format:
    look = Format().set_bold().set_text_wrap().set_align("center").set_font_name("宋体")
    return look.set_border("thin").set_background_color("#F2F2F2")


def _format(column: Column) -> Format:
    # Not every program fits the height of a row; then at least its first line is to be read.
    look = Format().set_font_name("宋体").set_font_size(10).set_border("thin").set_align("top")
    if column.is_figure or column.kind in {ColumnKind.DATE, ColumnKind.MOMENT}:
        return look.set_num_format(number_format(column))
    return look.set_text_wrap()


def _page_setup(columns: Sequence[Column]) -> dict[str, object]:
    return {
        "landscape": sum(column.width for column in columns) > WIDE_ENOUGH_FOR_LANDSCAPE,
        "paper_size": paper_of(sum(column.width for column in columns)),
        "repeat_rows": (TITLE_ROW, HEAD_ROW),
        "fit_to_pages": (1, 0),
        "footer": "&C第 &P 页 共 &N 页&R&D",
    }
