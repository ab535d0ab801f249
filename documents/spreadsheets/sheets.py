"""A sheet drawn as a workbook that looks like the paper: one grid of narrow columns, merged.

Styles are made once and copied onto cells; a style object for each would take twice the time.
"""

import io
from collections.abc import Sequence
from copy import copy
from decimal import Decimal, InvalidOperation

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from documents.sheets.layout import GridRow, PairRow, PrintLayout, Signature
from documents.spreadsheets.columns import lines_of, safe_text
from documents.spreadsheets.looks import sheet_name
from documents.spreadsheets.timeless import timeless

COLUMNS, LABEL, INDEX = 24, 4, 1
COLUMN_WIDTH, WIDE_COLUMN_WIDTH = 3.9, 5.8
LINE, LEAST = 15.0, 22.0
HIGHEST = 400.0
THIN = Side(style="thin")
BOX = Border(left=THIN, right=THIN, top=THIN, bottom=THIN)
FILL = PatternFill("solid", fgColor="EDEDED")

type Style = tuple[str, int, bool, str, str, bool, bool]

SHRUNK = "figure"
STYLE = "_style"

STYLES: dict[str, Style] = {
    "title": ("黑体", 20, True, "center", "center", False, False),
    "plain": ("宋体", 10, False, "left", "center", False, False),
    "right": ("宋体", 10, False, "right", "center", False, False),
    "block": ("黑体", 11, True, "left", "center", True, True),
    "label": ("宋体", 10, False, "center", "center", True, False),
    "name": ("宋体", 10, False, "left", "center", True, False),
    "value": ("楷体", 11, False, "left", "center", True, False),
    "long": ("楷体", 11, False, "left", "top", True, False),
    "figure": ("楷体", 10, False, "right", "center", True, False),
}


def sheet_workbook(layout: PrintLayout) -> bytes:
    """Draw a sheet as a workbook."""
    return _Drawing(layout).draw()


class _Drawing:
    """One workbook being drawn, row by row."""

    def __init__(self, layout: PrintLayout) -> None:
        self.layout = layout
        self.book = Workbook()
        page = self.book.active
        assert isinstance(page, Worksheet)
        self.page = page
        self.row = 0
        self.column_width = WIDE_COLUMN_WIDTH if layout.landscape else COLUMN_WIDTH
        self.styles = self._make_styles()

    def draw(self) -> bytes:
        """Draw all of it and return the file."""
        self.page.title = sheet_name(self.layout.title)
        self._draw_head()
        for block in self.layout.blocks:
            self._line([(COLUMNS, block.title, "block")])
            for row in block.rows:
                if isinstance(row, GridRow):
                    self._draw_grid(row)
                else:
                    self._draw_pairs(row)
            if block.note:
                self._line([(COLUMNS, f"注：{block.note}", "name")])
        self._draw_signatures()
        self._draw_end()
        self._set_up()
        stream = io.BytesIO()
        self.book.save(stream)
        return timeless(stream.getvalue())

    def _draw_head(self) -> None:
        layout, half = self.layout, COLUMNS // 2
        number = f"编号：{layout.number}" if layout.number else ""
        self._line([(half, number, "plain"), (half, layout.classification, "right")])
        self._line([(COLUMNS, layout.title, "title")], height=40)
        if layout.project:
            self._line(
                [
                    (16, f"项目名称：{layout.project}", "plain"),
                    (8, f"项目编号：{layout.project_number}", "right"),
                ]
            )

    def _draw_pairs(self, row: PairRow) -> None:
        style = "long" if row.is_long else "value"
        span = COLUMNS // len(row.pairs) - LABEL
        cells = [
            cell
            for pair in row.pairs
            for cell in ((LABEL, pair.label, "label"), (span, pair.value, style))
        ]
        self._line(cells, least=36 if row.is_long else LEAST)

    def _draw_grid(self, row: GridRow) -> None:
        spans = _spans([column.width for column in row.columns], COLUMNS - INDEX)
        self._line([(COLUMNS, row.label, "name")])
        heads = zip(spans, row.columns, strict=True)
        self._line([(INDEX, "序号", "label"), *((span, c.label, "label") for span, c in heads)])
        for number, cells in enumerate(row.cells, start=1):
            drawn = [
                (span, text, "figure" if is_figure else "value")
                for span, (text, is_figure) in zip(spans, cells, strict=True)
            ]
            self._line([(INDEX, str(number), "label"), *drawn])

    def _draw_signatures(self) -> None:
        if self.layout.signatures:
            self._line([(COLUMNS, "审签意见", "block")])
        for signature in self.layout.signatures:
            self._line(
                [(LABEL, signature.role, "label"), (COLUMNS - LABEL, _signed(signature), "long")],
                least=62,
            )

    def _draw_end(self) -> None:
        layout = self.layout
        if layout.attachments:
            self._line([(COLUMNS, "附件", "block")])
        for number, attachment in enumerate(layout.attachments, start=1):
            self._line([(COLUMNS, f"{number}. {attachment}", "name")])
        if layout.waivers:
            self._line([(COLUMNS, "豁免", "block")])
        for number, waiver in enumerate(layout.waivers, start=1):
            self._line([(COLUMNS, f"{number}. {waiver}", "long")])
        if layout.basis:
            self._line([(COLUMNS, f"依据条款：{layout.basis}", "plain")])
        self._line(
            [
                (10, f"打印时间：{layout.printed_at}", "plain"),
                (14, f"{layout.version}　防伪校验码：{layout.verification_code}", "right"),
            ]
        )

    def _line(
        self,
        cells: Sequence[tuple[int, str, str]],
        *,
        least: float = LEAST,
        height: float | None = None,
    ) -> None:
        """Draw one row of merged cells, as high as its longest text needs."""
        self.row += 1
        first, needed = 1, least
        for span, text, style in cells:
            last = first + span - 1
            for column in range(first, last + 1):
                self._dress(self._cell(column), style)
            self._put(self._cell(first), text, is_figure=style == SHRUNK)
            if span > 1:
                self.page.merge_cells(
                    start_row=self.row, end_row=self.row, start_column=first, end_column=last
                )
            lines = lines_of(text, span * self.column_width, STYLES[style][1])
            needed = max(needed, lines * LINE + 6)
            first = last + 1
        self.page.row_dimensions[self.row].height = height or min(needed, HIGHEST)

    def _cell(self, column: int) -> Cell:
        cell = self.page.cell(self.row, column)
        assert isinstance(cell, Cell)
        return cell

    def _dress(self, cell: Cell, style: str) -> None:
        # The library offers no public way to share a style; see the docstring.
        setattr(cell, STYLE, copy(getattr(self.styles[style], STYLE)))

    def _put(self, cell: Cell, text: str, *, is_figure: bool) -> None:
        """Write a text as a text, or a figure as a number that shows the same."""
        if is_figure and (number := _number(text)) is not None:
            cell.value = number
            cell.number_format = _format_of(text)
            return
        cell.value = safe_text(text)
        cell.data_type = "s"
        if cell.value.startswith(("=", "+", "-", "@")):
            cell.quotePrefix = True

    def _make_styles(self) -> dict[str, Cell]:
        """Dress one cell of a hidden page a style; the others copy it."""
        patterns = self.book.create_sheet("样式")
        cells = {}
        for number, (name, style) in enumerate(STYLES.items(), start=1):
            font, size, bold, across, down, boxed, filled = style
            cell = patterns.cell(number, 1)
            cell.font = Font(name=font, size=size, bold=bold)
            cell.alignment = Alignment(
                horizontal=across,
                vertical=down,
                wrap_text=name != SHRUNK,
                shrink_to_fit=name == SHRUNK,
            )
            cell.border = BOX if boxed else Border()
            cell.fill = FILL if filled else PatternFill()
            cells[name] = cell
        self.book.remove(patterns)
        return cells

    def _set_up(self) -> None:
        page = self.page
        for column in range(1, COLUMNS + 1):
            page.column_dimensions[get_column_letter(column)].width = self.column_width
        page.page_setup.paperSize = page.PAPERSIZE_A4
        page.page_setup.orientation = "landscape" if self.layout.landscape else "portrait"
        page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
        page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        page.print_area = f"A1:{get_column_letter(COLUMNS)}{self.row}"
        page.print_options.horizontalCentered = True
        page.page_margins.left = page.page_margins.right = 0.6
        page.page_margins.top, page.page_margins.bottom = 0.7, 0.75
        foot = page.oddFooter
        assert foot is not None
        foot.center.text = "第 &P 页 共 &N 页"
        foot.left.text = self.layout.number
        foot.right.text = self.layout.verification_code
        page.sheet_view.showGridLines = False
        self.book.properties.title = self.layout.title
        self.book.properties.creator = self.layout.unit


def _spans(shares: Sequence[int], columns: int) -> list[int]:
    """Share out grid columns, at least one each, and all of them."""
    total = sum(shares)
    spans = [max(share * columns // total, 1) for share in shares]
    at = 0
    while sum(spans) != columns:
        widest = spans.index(max(spans))
        place = at % len(spans) if sum(spans) < columns else widest
        spans[place] += 1 if sum(spans) < columns else -1
        at += 1
    return spans


def _signed(signature: Signature) -> str:
    signer = signature.signer or "　　　　　　　"
    day = signature.signed_on or "　　　年　　月　　日"
    return f"{signature.opinion}\n\n签字：{signer}　日期：{day}"


def _number(text: str) -> float | None:
    try:
        return float(Decimal(text.replace(",", "")))
    except InvalidOperation:
        return None


def _format_of(text: str) -> str:
    decimals = len(text.partition(".")[2])
    whole = "#,##0" if "," in text else "0"
    return f"{whole}.{'0' * decimals}" if decimals else whole
