"""The workbook of a plan, opened and saved by another program, comes back as it left."""

from datetime import datetime, time
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from documents.spreadsheets import IDENTITY_PAGE
from projects.planning.exports import exchange_workbook
from projects.planning.queries import changes_of
from projects.planning.shapes import Department
from tests.office import converted, needs_soffice
from tests.projects.planning.conftest import Plan
from tests.projects.planning.test_exchange import (
    ROW,
    changed_here,
    column,
    edited,
    handed_out,
    put,
    reasons,
    taken_in,
)

pytestmark = pytest.mark.django_db
CELLS: dict[str, object] = {
    "content": "第一行\n第二行  两个空格，“引号” <&> 007",
    "year_content": "㙓𬭎堃喆龑",
    "target": "+86 电话",
    "note": "'=1+1",
    "starts_on": "2026-03-01",
    "ends_on": "2026-12-31",
    "priority": "2",
    "total_amount": "123456789.01",
    "spent_before_amount": "0.01",
    "fiscal_amount": "1234567.89",
    "bond_amount": "0.10",
    "self_raised_amount": "99999999.99",
}
EDITS: dict[Department, tuple[str, object, str]] = {
    Department.DATA: ("year_content", "完成部署\n并试运行", "完成部署\n并试运行"),
    Department.NDRC: ("total_amount", 98.765432, "987654.32"),
    Department.FINANCE: ("bond_amount", 1.5, "15000.00"),
}


def sum_of_sources(page: Worksheet) -> object:
    return page.cell(ROW, column("fiscal_amount") - 1).value


@needs_soffice
@pytest.mark.parametrize("department", list(Department))
def test_what_libreoffice_saved_again_differs_in_what_was_changed_and_in_nothing_else(
    plan: Plan, tmp_path: Path, department: Department
) -> None:
    changed_here(plan, **CELLS)
    left = exchange_workbook(handed_out(plan, department))
    code, typed, kept = EDITS[department]

    untouched, changed = resaved(tmp_path, left, edited(left, put(code, typed)))

    same = taken_in(plan, untouched, department)
    assert (changes_of(same), reasons(same)) == ([], [])
    found = taken_in(plan, changed, department)
    assert [(one.code, one.theirs) for one in changes_of(found)] == [(code, kept)]
    assert reasons(found) == []


@needs_soffice
def test_libreoffice_keeps_what_the_workbook_is_and_works_its_sums_out_again(
    plan: Plan, tmp_path: Path
) -> None:
    changed_here(plan, **CELLS)
    left = exchange_workbook(handed_out(plan))

    (saved,) = resaved(tmp_path, edited(left, put("bond_amount", 1.5)))

    before = openpyxl.load_workbook(BytesIO(left)).worksheets[0]
    after = openpyxl.load_workbook(BytesIO(saved)).worksheets[0]
    results = openpyxl.load_workbook(BytesIO(saved), data_only=True).worksheets[0]
    assert sum_of_sources(after) == sum_of_sources(before)
    assert sum_of_sources(results) == pytest.approx(123.456789 + 1.5 + 9999.999999)
    assert sorted(map(str, after.merged_cells.ranges)) == sorted(
        map(str, before.merged_cells.ranges)
    )
    assert after.print_title_rows == before.print_title_rows
    assert after.page_setup.orientation == "landscape"
    assert after.protection.sheet
    for one in before[ROW]:
        other = after[one.coordinate]
        assert other.protection.locked == one.protection.locked
        assert other.number_format.replace("\\", "") == one.number_format


def test_a_workbook_with_the_marks_of_other_programs_comes_back_as_it_left(plan: Plan) -> None:
    changed_here(plan, **CELLS)
    left = exchange_workbook(handed_out(plan, Department.DATA))

    found = taken_in(plan, edited(left, _as_others_save), Department.DATA)

    assert (changes_of(found), reasons(found)) == ([], [])


def _as_others_save(page: Worksheet) -> None:
    """Days as moments in another format, numbers with a tail, the hidden page only hidden."""
    assert page.parent is not None
    page.parent[IDENTITY_PAGE].sheet_state = "hidden"
    for code in ("starts_on", "ends_on"):
        cell = page.cell(ROW, column(code))
        assert isinstance(cell.value, datetime)
        cell.value = datetime.combine(cell.value.date(), time())
        cell.number_format = r"yyyy\-mm\-dd"
    page.cell(ROW, column("total_amount")).value = 12345.678901000001
    page.cell(ROW, column("priority")).value = 2.0
    page.freeze_panes = None


def resaved(folder: Path, *workbooks: bytes) -> list[bytes]:
    """Open workbooks in LibreOffice and save them again."""
    files = {f"{number}.xlsx": content for number, content in enumerate(workbooks)}
    return list(converted(folder, files, "xlsx").values())
