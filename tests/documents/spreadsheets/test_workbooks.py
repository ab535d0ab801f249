"""Workbooks written and read."""

import io
import zipfile
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import openpyxl
import pytest

from documents.sheets import catalog
from documents.sheets.layout import lay_out
from documents.spreadsheets import (
    Column,
    ColumnKind,
    PlanLine,
    SpreadsheetError,
    read_rows,
    sheet_workbook,
    write_list,
    write_plan,
)
from tests.documents.samples import CONTENTS, snapshot_of, zipped

LEADS = ["=1+1", "+1", "-1+2", "@SUM(A1)", "\t=1", "\r=1", "＝1", "=cmd|'/c calc'!A1", "http://a.b"]
TITLE = "2027年度信息化项目计划表（上报稿）"


def line(name: str = "平台（一期）", amount: str = "1234567.89") -> PlanLine:
    return PlanLine(
        name=name,
        owner_unit="县城市管理局",
        build_type="新建",
        content="建设统一事件库和部门协同处置。",
        starts_on=date(2027, 3, 1),
        ends_on=date(2027, 12, 20),
        total_amount=Decimal(amount),
        fiscal_amount=Decimal("500000.00"),
        self_raised_amount=Decimal("100000.01"),
        preparation="云发改〔2026〕12号",
    )


def plan(lines: list[PlanLine]) -> bytes:
    return write_plan(
        lines,
        title=TITLE,
        note="编制单位：县数据局",
        sign_offs=["编制：", "会签（发改）：", "会签（财政）："],
    )


def opened(content: bytes, *, results: bool = False) -> Any:
    return openpyxl.load_workbook(io.BytesIO(content), data_only=results).active


def formulas(content: bytes) -> list[str]:
    return [
        str(cell.value)
        for row in opened(content).iter_rows()
        for cell in row
        if cell.data_type == "f"
    ]


class TestThePlan:
    def test_it_has_the_statutory_columns(self) -> None:
        page = opened(plan([line()]))

        heads = {cell.value for row in page.iter_rows(min_row=3, max_row=4) for cell in row}
        assert heads >= {
            "序号", "项目名称", "项目建设单位", "建设性质", "建设内容及规模", "建设工期",
            "项目总投资", "至上年底累计完成", "年度投资额", "财政资金", "政府债券", "上级补助",
            "单位自筹", "年度建设内容", "前期工作进度", "绩效目标", "优先级", "主管部门", "备注",
        }  # fmt: skip
        assert page["A1"].value == TITLE
        assert "单位：万元" in {cell.value for cell in page[2]}

    def test_sums_are_formulas_that_carry_their_result(self) -> None:
        content = plan([line(), line("平台（二期）", "1000000.00")])

        page, results = opened(content), opened(content, results=True)
        assert page["H7"].value == "=SUM(H5:H6)"
        assert results["H7"].value == pytest.approx(223.456789)
        assert page["J5"].value == "=SUM(K5:N5)"
        assert results["J5"].value == pytest.approx(60.000001)
        assert results["J7"].value == pytest.approx(120.000002)

    def test_it_prints_on_a3_with_heads_on_each_page(self) -> None:
        page = opened(plan([line()]))

        assert page.page_setup.orientation == "landscape"
        assert int(page.page_setup.paperSize) == 8
        assert page.print_title_rows == "$1:$4"
        assert page.freeze_panes == "C5"
        assert page.auto_filter.ref == "A4:T5"
        assert page.sheet_properties.pageSetUpPr.fitToPage

    def test_places_to_sign_stand_at_its_foot(self) -> None:
        page = opened(plan([line()]))

        texts = {cell.value for cell in page[8]}
        assert texts >= {"编制：", "会签（发改）：", "会签（财政）："}

    def test_an_empty_plan_opens(self) -> None:
        assert opened(plan([]))["A1"].value == TITLE

    def test_a_very_long_plan_is_written_fast_and_sums_too(self) -> None:
        content = plan([line() for _ in range(5_001)])

        page = opened(content)
        assert page.max_row == 3 + 5_001 + 1
        assert page["H4"].value == pytest.approx(123.456789)
        assert any(formula.startswith("=SUM(H4:H5004") for formula in formulas(content))
        assert page.print_title_rows == "$1:$3"


class TestInjection:
    @pytest.mark.parametrize("text", LEADS)
    def test_no_text_becomes_a_formula_in_a_list(self, text: str) -> None:
        columns = [Column("名称"), Column("金额", ColumnKind.MONEY)]

        content = write_list(columns, [[text, Decimal(1)]], title="清单")

        assert formulas(content) == []
        cell = opened(content)["A4"]
        assert (cell.value, cell.data_type, cell.hyperlink) == (text.strip(), "s", None)

    @pytest.mark.parametrize("text", LEADS)
    def test_no_text_becomes_a_formula_in_a_long_list(self, text: str) -> None:
        content = write_list([Column("名称")], [[text]] * 5_001, title="清单")

        assert formulas(content) == []
        assert opened(content)["A4"].value == text.strip()

    @pytest.mark.parametrize("text", LEADS)
    def test_no_text_becomes_a_formula_in_a_sheet(self, text: str) -> None:
        sheet = catalog.get("payment")
        snapshot = snapshot_of(sheet, number=text, attachments=[{"kind": text, "name": text}])
        snapshot["values"] = {field.code: text for field in sheet.fields() if not field.is_table}

        assert formulas(sheet_workbook(lay_out(sheet, snapshot))) == []


class TestReading:
    def test_what_was_written_is_read_back_exactly(self) -> None:
        rows = read_rows(io.BytesIO(plan([line()])))

        assert rows[4][1] == "平台（一期）"
        assert rows[4][5] == date(2027, 3, 1)
        assert rows[4][7] == Decimal("123.456789")

    @pytest.mark.parametrize("extension", sorted(set(CONTENTS) - {"xlsx"}))
    def test_only_a_workbook_is_read(self, extension: str) -> None:
        with pytest.raises(SpreadsheetError, match=r"^工作簿.*。$"):
            read_rows(io.BytesIO(CONTENTS[extension]))

    def test_a_cell_at_the_end_of_the_world_is_refused(self) -> None:
        far = dict(_parts(CONTENTS["xlsx"]))
        sheet = far["xl/worksheets/sheet1.xml"]
        far["xl/worksheets/sheet1.xml"] = sheet.replace(b'<c r="A1"', b'<c r="XFD1048576"')

        with pytest.raises(SpreadsheetError, match="XFD1048576 超出范围"):
            read_rows(io.BytesIO(zipped(**far)))

    def test_an_entity_is_refused(self) -> None:
        bad = dict(_parts(CONTENTS["xlsx"]))
        bad["xl/styles.xml"] = b'<!DOCTYPE x [<!ENTITY a "b">]>' + bad["xl/styles.xml"]

        with pytest.raises(SpreadsheetError, match="实体"):
            read_rows(io.BytesIO(zipped(**bad)))

    def test_too_many_rows_are_refused(self) -> None:
        content = write_list([Column("名称")], [["x"]] * 20, title="清单")

        with pytest.raises(SpreadsheetError, match="超出范围（最多 10 行"):
            read_rows(io.BytesIO(content), max_rows=10)


def _parts(content: bytes) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            yield name, archive.read(name)
