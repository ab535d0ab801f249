"""Lists as workbooks: whatever a text begins with it stays a text, and a long list streams."""

import io
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from approvals.inbox.views.exports import TODO_COLUMNS
from approvals.organizations.views.people import PEOPLE_COLUMNS
from documents.spreadsheets import (
    Column,
    ColumnKind,
    IntakeColumn,
    Listing,
    write_intake,
    write_list,
    write_list_to,
    write_marked,
)
from documents.spreadsheets.plans import COLUMNS as PLAN_COLUMNS
from documents.views.trail import COLUMNS as TRAIL_COLUMNS
from projects.evaluation.views import SCORE_COLUMNS
from projects.finance.exports import MONEY_COLUMNS, PAYMENT_COLUMNS
from projects.overview.exports import COLUMNS as LEDGER_COLUMNS

LEADS = [
    "=1+1", "+1", "-1+2", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "＋1", "－1", "＠A1",
    "=cmd|'/c calc'!A1",
]  # fmt: skip
LISTS = {
    "ledger": LEDGER_COLUMNS,
    "money": MONEY_COLUMNS,
    "payments": PAYMENT_COLUMNS,
    "scores": SCORE_COLUMNS,
    "people": PEOPLE_COLUMNS,
    "trail": TRAIL_COLUMNS,
    "plan": PLAN_COLUMNS,
    "to-do": TODO_COLUMNS,
}
TEXTS = {ColumnKind.TEXT, ColumnKind.LONG_TEXT}


def formulas_of(content: bytes) -> int:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read("xl/worksheets/sheet1.xml").count(b"<f")


def row_of(columns: Sequence[Column], text: str) -> list[object]:
    return [text if column.kind in TEXTS else None for column in columns]


@pytest.mark.parametrize("text", LEADS)
@pytest.mark.parametrize("name", sorted(LISTS))
def test_no_text_in_any_exported_column_becomes_a_formula(
    name: str, text: str, tmp_path: Path
) -> None:
    columns = LISTS[name]
    ours = formulas_of(write_list(columns, [row_of(columns, "名")], title="清单"))
    long, plain = tmp_path / "long.xlsx", tmp_path / "plain.xlsx"
    write_list_to(long, columns, [row_of(columns, text)], title=text)
    write_list_to(plain, columns, [row_of(columns, "名")], title="清单")

    short = write_list(columns, [row_of(columns, text)], title=text, note=text, unit=text)

    assert formulas_of(short) == ours
    assert formulas_of(long.read_bytes()) == formulas_of(plain.read_bytes())


def opened(content: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(content)).active


def test_the_two_writers_write_the_same_cells(tmp_path: Path) -> None:
    columns = [
        Column("名称", ColumnKind.LONG_TEXT, 20),
        Column("日期", ColumnKind.DATE),
        Column("时间", ColumnKind.MOMENT, 19),
        Column("金额", ColumnKind.MONEY, is_summed=True),
        Column("支付率", ColumnKind.PERCENT),
        Column("数", ColumnKind.NUMBER),
    ]
    row: list[object] = [
        " 平台\u202e（一期）\u0000 ", date(2027, 3, 1), datetime(2027, 3, 1, 8, 30, 15),  # noqa: DTZ001 - a workbook knows no zones
        Decimal("1234567.89"), Decimal("45.5"), 3,
    ]  # fmt: skip
    target = tmp_path / "long.xlsx"

    write_list_to(target, columns, [row], title="清单", note="共 1 行")
    long, short = opened(target.read_bytes()), opened(write_list(columns, [row], title="清单"))

    assert [cell.value for cell in short[4]] == [cell.value for cell in long[4]]
    assert [cell.value for cell in long[4]] == [
        "平台（一期）", datetime(2027, 3, 1), datetime(2027, 3, 1, 8, 30, 15), 123.456789, 45.5, 3  # noqa: DTZ001 - see above
    ]  # fmt: skip
    assert [cell.number_format for cell in short[4]][1:] == [
        cell.number_format for cell in long[4]
    ][1:]
    assert (long["A1"].value, long["A2"].value) == ("清单", "共 1 行")
    assert (long.freeze_panes, long.print_title_rows) == ("C4", "$1:$3")


def test_a_list_is_narrowed_to_chosen_columns_and_a_sum_that_lost_its_parts_keeps_its_value() -> (
    None
):
    columns = [
        Column("名称"), Column("预算", group="上年"), Column("追加"),
        Column("合计", ColumnKind.MONEY, sum_of=("预算", "追加")),
    ]  # fmt: skip
    listing = Listing(title="清单", columns=columns, rows=[["路", "1", "2", 30_000]], count=1)

    chosen = listing.narrowed(["合计", "名称", "没有这一列"])
    both = listing.narrowed(["上年预算", "追加", "合计"])

    assert [column.label for column in chosen.columns] == ["名称", "合计"]
    assert list(chosen.rows) == [["路", 30_000]]
    assert chosen.columns[1].sum_of == ()
    assert both.columns[2].sum_of == ("预算", "追加")
    assert listing.narrowed([]) is listing
    assert listing.narrowed(["没有这一列"]) is listing


def test_a_long_list_is_never_held(tmp_path: Path) -> None:
    alive = 0
    most = 0

    class Row(list[object]):
        def __init__(self) -> None:
            nonlocal alive, most
            super().__init__(["名", Decimal(1)])
            alive += 1
            most = max(most, alive)

        def __del__(self) -> None:
            nonlocal alive
            alive -= 1

    def rows() -> Iterator[Row]:
        for _ in range(8_000):
            yield Row()

    columns = [Column("名称"), Column("金额", ColumnKind.MONEY, is_summed=True)]
    write_list_to(tmp_path / "long.xlsx", columns, rows(), title="清单")

    assert most < 10


def test_a_row_of_another_length_is_a_bug_and_rises() -> None:
    with pytest.raises(ValueError, match="as many values"):
        write_list([Column("名称"), Column("金额")], [["名"]], title="清单")


def handed_back() -> dict[str, bytes]:
    """Write the two kinds of workbook that say what is wrong, with texts of several lines."""
    asked = [IntakeColumn(code="name", label="单位名称"), IntakeColumn(code="kind", label="类别")]
    why = "没有这个类别，请从列表中选择一个；可选值在“可选值”页。" * 2
    return {
        "errors": write_intake(
            asked, title="单位", rows=[["县" * 30, "无"]], problems={1: {"kind": why}}
        ),
        "marked": write_marked(
            [["名称"], ["县" * 30]], {(2, 1): why}, {2: f"{why}\n{why}"}, title="问题"
        ),
    }


@pytest.mark.parametrize("name", ["errors", "marked"])
def test_what_is_handed_back_shows_each_text_whole_and_prints_on_the_width_of_a_page(
    name: str,
) -> None:
    page = openpyxl.load_workbook(io.BytesIO(handed_back()[name])).worksheets[0]

    texts = [cell for cell in page[2] if cell.value]
    assert all(cell.alignment.wrap_text for cell in texts)
    height = page.row_dimensions[2].height
    assert height is not None
    assert height >= 3 * 13
    assert page.sheet_properties.pageSetUpPr is not None
    assert page.sheet_properties.pageSetUpPr.fitToPage
    assert page.page_setup.orientation == "landscape"


def test_a_number_stands_clear_of_the_text_beside_it() -> None:
    columns = [Column("序号", ColumnKind.NUMBER), Column("名称")]

    page = openpyxl.load_workbook(io.BytesIO(write_list(columns, [[1, "名"]], title="清单"))).active

    assert isinstance(page, Worksheet)
    assert page["A4"].alignment.horizontal == "center"
