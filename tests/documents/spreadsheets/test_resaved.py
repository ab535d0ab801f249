"""Every kind of workbook, opened by LibreOffice and saved again: nothing is lost.

Frozen heads are not compared: they belong to a view, and a conversion opens none.
"""

import io
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from documents.sheets import catalog
from documents.sheets.layout import lay_out
from documents.spreadsheets import (
    Column,
    ColumnKind,
    IntakeColumn,
    sheet_workbook,
    write_intake,
    write_list,
    write_list_to,
    write_marked,
)
from tests.documents.samples import snapshot_of
from tests.documents.spreadsheets.test_listings import LISTS
from tests.office import converted, needs_soffice

EVERY_NTH_FORM = 9
LONG = "建设统一事件库，“引号” <&> =1+1 007\n㙓𬭎堃喆龑"
VALUES: dict[ColumnKind, object] = {
    ColumnKind.TEXT: "+86 007",
    ColumnKind.LONG_TEXT: LONG,
    ColumnKind.NUMBER: 7,
    ColumnKind.MONEY: Decimal("1234567.89"),
    ColumnKind.PERCENT: Decimal("33.3"),
    ColumnKind.DATE: date(2026, 3, 1),
    ColumnKind.MOMENT: datetime(2026, 3, 1, 9, 30, 15),  # noqa: DTZ001 - a workbook has no zones
}
ASKED = (
    IntakeColumn(code="name", label="单位名称", is_required=True),
    IntakeColumn(code="kind", label="类别", choices=("数据部门", "财政部门")),
    IntakeColumn(code="until", label="撤销日期", is_day=True),
)


def rows_of(columns: Sequence[Column]) -> list[list[object]]:
    return [[VALUES[column.kind] for column in columns] for _ in range(3)]


def workbooks(folder: Path) -> dict[str, bytes]:
    """Write one workbook of every kind, and some of the forms."""
    books = {
        f"list-{name}.xlsx": write_list(columns, rows_of(columns), title=name, unit="万元")
        for name, columns in LISTS.items()
    }
    for sheet in list(catalog.all())[::EVERY_NTH_FORM]:
        made = sheet_workbook(lay_out(sheet, snapshot_of(sheet)))
        books[f"form-{sheet.code}.xlsx"] = made
    write_list_to(folder / "long", LISTS["ledger"], rows_of(LISTS["ledger"]), title="长台账")
    books["long.xlsx"] = (folder / "long").read_bytes()
    books["template.xlsx"] = write_intake(ASKED, title="单位")
    wrong = {1: {"kind": "没有这个类别。"}}
    books["errors.xlsx"] = write_intake(
        ASKED, title="单位", rows=[["局", "无", "2026-03-01"]], problems=wrong
    )
    rows: list[list[object]] = [["名称", "金额"], [LONG, Decimal("1.5")], ["局", "无"]]
    books["marked.xlsx"] = write_marked(rows, {(3, 2): "不是数。"}, {3: "不是数。"}, title="问题")
    return books


def traits(content: bytes) -> Mapping[tuple[str, object], object]:
    """Return what a reader sees and a printer needs, by the place it stands in."""
    found: dict[tuple[str, object], object] = {}
    for page in openpyxl.load_workbook(io.BytesIO(content)).worksheets:
        found |= {(page.title, at): trait for at, trait in _set_up_of(page).items()}
        for row in page.iter_rows():
            for cell in row:
                if cell.value is not None:
                    note = cell.comment.text.strip() if cell.comment else ""
                    number_format = cell.number_format.replace("\\", "").replace('"', "")
                    stands = cell.alignment.horizontal or "general"
                    look = (number_format, bool(cell.alignment.wrap_text), stands)
                    found[page.title, cell.coordinate] = (cell.value, cell.data_type, *look, note)
    return found


def _set_up_of(page: Worksheet) -> dict[object, object]:
    fit = page.sheet_properties.pageSetUpPr
    return {
        "merged": sorted(map(str, page.merged_cells.ranges)),
        "titles": page.print_title_rows,
        "area": page.print_area,
        "orientation": page.page_setup.orientation or "portrait",
        "is fitted": bool(fit and fit.fitToPage),
        "filter": page.auto_filter.ref,
        "choices": {rule.formula1 for rule in page.data_validations.dataValidation},
    }


def results(content: bytes) -> dict[str, object]:
    page = openpyxl.load_workbook(io.BytesIO(content), data_only=True).worksheets[0]
    return {cell.coordinate: cell.value for row in page.iter_rows() for cell in row if cell.value}


@needs_soffice
def test_no_workbook_loses_anything_when_libreoffice_saves_it_again(tmp_path: Path) -> None:
    before = workbooks(tmp_path)

    after = converted(tmp_path, before, "xlsx")

    for name, content in before.items():
        kept = traits(after[name])
        lost = [
            (at, trait, kept.get(at))
            for at, trait in traits(content).items()
            if kept.get(at) != trait
        ]
        assert not lost, name
        worked_out = results(after[name])
        for at, value in results(content).items():
            expected = pytest.approx(value) if isinstance(value, float) else value
            assert worked_out[at] == expected, (name, at)
