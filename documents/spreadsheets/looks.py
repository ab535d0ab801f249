"""How cells look: a handful of formats, made once a workbook."""

from typing import Any

from documents.spreadsheets.columns import Column, ColumnKind

NUMBER_FORMATS = {
    ColumnKind.MONEY: "#,##0.00",
    ColumnKind.NUMBER: "General",
    ColumnKind.PERCENT: '0.0"%"',
    ColumnKind.DATE: "yyyy-mm-dd",
    ColumnKind.MOMENT: "yyyy-mm-dd hh:mm:ss",
}
A4 = 9
WIDE_ENOUGH_FOR_LANDSCAPE = 95
LONGEST_SHEET_NAME = 31
BORDER = {"border": 1, "valign": "vcenter", "text_wrap": True, "font_name": "宋体"}
SMALL = {"font_size": 10}
OPEN = "#FFFBE6"


def number_format(column: Column) -> str:
    """Return the number format of a column."""
    return NUMBER_FORMATS.get(column.kind, "@")


def sheet_name(title: str) -> str:
    """Return a title as the name of a page."""
    return "".join("、" if sign in "[]:*?/\\'" else sign for sign in title)[:LONGEST_SHEET_NAME]


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
        if kind in {ColumnKind.DATE, ColumnKind.MOMENT}:
            look["align"] = "center"
        return look
