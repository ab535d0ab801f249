"""How cells look: a handful of formats, made once a workbook."""

from collections.abc import Iterable
from typing import Any

from documents.spreadsheets.columns import Column, ColumnKind, lines_of

NUMBER_FORMATS = {
    ColumnKind.MONEY: "#,##0.00",
    ColumnKind.NUMBER: "General",
    ColumnKind.PERCENT: '0.0"%"',
    ColumnKind.DATE: "yyyy-mm-dd",
    ColumnKind.MOMENT: "yyyy-mm-dd hh:mm:ss",
}
A4, A3 = 9, 8
WIDE_ENOUGH_FOR_LANDSCAPE, TOO_WIDE_FOR_A4 = 95, 190
LONGEST_SHEET_NAME = 31
BORDER = {"border": 1, "valign": "vcenter", "text_wrap": True, "font_name": "宋体"}
SMALL = {"font_size": 10}
OPEN = "#FFFBE6"
# A bare number at the right edge runs into the text of the next column.
CENTRED = {ColumnKind.DATE, ColumnKind.MOMENT, ColumnKind.NUMBER}
LINE, GAP = 13.0, 5.0


def number_format(column: Column) -> str:
    """Return the number format of a column."""
    return NUMBER_FORMATS.get(column.kind, "@")


def sheet_name(title: str) -> str:
    """Return a title as the name of a page."""
    return "".join("、" if sign in "[]:*?/\\'" else sign for sign in title)[:LONGEST_SHEET_NAME]


def row_height(texts: Iterable[tuple[object, float]]) -> float:
    """Return how high a row must be for its texts in their columns; programs do not all fit it."""
    lines = (lines_of(text, width) for text, width in texts if isinstance(text, str))
    return LINE * max(lines, default=1) + GAP


def paper_of(width: float) -> int:
    """Return the paper for columns of that width: on A4 more than this could not be read."""
    return A3 if width > TOO_WIDE_FOR_A4 else A4


def set_up_paper(page: Any, *, landscape: bool, heads: int, paper: int = A4) -> None:
    """Print a page no wider than the paper, its heads again on each sheet."""
    page.set_paper(paper)
    if landscape:
        page.set_landscape()
    page.fit_to_pages(1, 0)
    if heads:
        page.repeat_rows(0, heads - 1)
    page.set_margins(left=0.4, right=0.4, top=0.55, bottom=0.6)
    page.center_horizontally()
    page.set_footer("&C第 &P 页 共 &N 页&R&D")


class Looks:
    """The formats of one workbook."""

    def __init__(self, book: Any) -> None:
        self.book = book
        self.title = book.add_format(
            {"font_name": "黑体", "font_size": 18, "align": "center", "valign": "vcenter"}
        )
        plain = {"font_name": "宋体", "font_size": 10, "valign": "vcenter"}
        self.note = book.add_format(plain)
        self.unit = book.add_format({**plain, "align": "right"})
        self.head = book.add_format(
            {**BORDER, **SMALL, "bold": True, "align": "center", "bg_color": "#F2F2F2"}
        )
        self.sum_text = book.add_format({**BORDER, **SMALL, "bold": True, "align": "center"})
        self._bodies = {kind: book.add_format(self._body(kind)) for kind in ColumnKind}
        opened = {"locked": False, "bg_color": OPEN}
        self._open = {kind: book.add_format({**self._body(kind), **opened}) for kind in ColumnKind}
        self._sums = {
            kind: book.add_format({**self._body(kind), "bold": True}) for kind in ColumnKind
        }

    def body(self, column: Column) -> Any:
        """Return the format of an ordinary cell."""
        return (self._open if column.is_open else self._bodies)[column.kind]

    def sum_of(self, column: Column) -> Any:
        """Return the format of a sum."""
        return self._sums[column.kind]

    def _body(self, kind: ColumnKind) -> dict[str, object]:
        look: dict[str, object] = {**BORDER, **SMALL}
        if kind in NUMBER_FORMATS:
            look["num_format"] = NUMBER_FORMATS[kind]
        if kind in CENTRED:
            look["align"] = "center"
        return look
