"""A hundred ledgers, hostile and odd: each bad cell is named, and the rest is read right."""

from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any

import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from documents.spreadsheets import read_page
from projects.registry.services.legacy_heads import find_heads, guess_columns
from projects.registry.services.legacy_rows import Known, Reading, read_ledger

GOOD, BAD = True, False
TODAY = date(2026, 3, 2)
HEADS = ["项目名称", "年度", "阶段", "批复金额", "建设单位", "日期"]
CODES = ["name", "plan_year", "stage", "approved_amount", "unit", "entered_on"]
KNOWN = Known(
    unit_id=7,
    units={"县城市管理局": 7, "环卫所": 8},
    stages={"建设": ("CONSTRUCTION", "", ""), "运维": ("OPERATION", "", "")},
    build_types={"新建": "NEW"},
    object_kinds={},
    on=TODAY,
    in_wan=True,
)
FULL_WIDTH = str.maketrans("0123456789.", "０１２３４５６７８９．")


def either(good: Any, bad: Any) -> st.SearchStrategy[tuple[bool, object]]:
    return st.tuples(st.just(GOOD), good) | st.tuples(st.just(BAD), bad)


amount = st.decimals(min_value=0, max_value=10**6, places=2)
name = st.text("平台系统数据一二三ABab=+-@'<&", min_size=1, max_size=12)
cells = st.tuples(
    either(name, st.sampled_from(["", "   ", "名" * 201, True])),
    either(
        st.integers(1990, 2026).flatmap(
            lambda year: st.sampled_from(
                [year, str(year), f"{year}年", str(year).translate(FULL_WIDTH)]
            )
        ),
        st.sampled_from(["", "去年", 1850, 2027, "20二三", True, 2020.5, "=2020+1"]),
    ),
    either(st.sampled_from(["建设", "运维", " 建设 "]), st.sampled_from(["", "施工", 3, True])),
    either(
        amount.flatmap(
            lambda value: st.sampled_from(
                [float(value), str(value), str(value).translate(FULL_WIDTH), f"{value}万元"]
            )
        )
        | st.none(),
        st.sampled_from(["NaN", "-1", -3, "一百万", 1e300, True, "=1+1", 0.1234567, "inf"]),
    ),
    either(
        st.sampled_from([None, "环卫所", "县城市管理局 "]), st.sampled_from(["别的单位", 9, True])
    ),
    either(
        st.dates(date(1990, 1, 1), TODAY) | st.none(),
        st.sampled_from(["昨天", date(2026, 3, 3), "2026-02-30", True, 45000]),
    ),
)


def workbook(rows: list[tuple[tuple[bool, object], ...]]) -> BytesIO:
    stream = BytesIO()
    book = xlsxwriter.Workbook(stream, {"strings_to_formulas": False})
    page = book.add_worksheet()
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    page.write_row(1, 0, HEADS)
    for number, row in enumerate(rows, start=2):
        for place, (_, value) in enumerate(row):
            if isinstance(value, date):
                page.write_datetime(number, place, value, day)
            elif isinstance(value, str) and value in {"=1+1", "=2020+1"}:
                page.write_formula(number, place, value, None, 2021)
            elif isinstance(value, str):
                page.write_string(number, place, value)
            else:
                page.write(number, place, value)
    book.close()
    return stream


def reading(stream: BytesIO) -> Reading:
    page = read_page(stream)
    head_row = find_heads(page.rows)
    return read_ledger(
        page.rows,
        head_row=head_row,
        columns=guess_columns(page.rows[head_row - 1], {}),
        formulas=page.formulas,
        known=KNOWN,
    )


@settings(max_examples=100, database=None)
@given(st.lists(cells, min_size=1, max_size=4))
def test_exactly_the_bad_cells_are_named_and_the_good_rows_are_read_right(
    rows: list[tuple[tuple[bool, object], ...]],
) -> None:
    found = reading(workbook(rows))

    filled = [
        (number, row)
        for number, row in enumerate(rows, start=3)
        if any(value is not None and str(value).strip() for _, value in row)
    ]
    bad = {
        (number, place)
        for number, row in filled
        for place, (is_good, _) in enumerate(row, start=1)
        if not is_good
    }
    named = {(one.row, one.column) for one in found.problems if "同名项目" not in one.message}
    assert named == bad
    doubled = sum("同名项目" in one.message for one in found.problems)
    sound = [row for number, row in filled if all(is_good for is_good, _ in row)]
    assert len(found.projects) == len(sound) - doubled
    assert found.row_count == len(filled)
    for project in found.projects:
        row = rows[project.row - 3]
        assert project.name == str(row[0][1]).strip()
        assert 1990 <= project.plan_year <= 2026
        assert project.approved_amount is None or project.approved_amount >= 0
        if isinstance(row[3][1], float):
            assert project.approved_amount == Decimal(str(row[3][1])) * 10_000


def test_sums_blank_rows_and_titles_are_no_projects() -> None:
    rows: list[tuple[tuple[bool, object], ...]] = [
        tuple((True, value) for value in row)
        for row in (
            ["甲", 2021, "建设", 1.5, None, None],
            [None, None, None, None, None, None],
            ["合计", None, None, 1.5, None, None],
        )
    ]

    found = reading(workbook(rows))

    assert ([one.name for one in found.projects], found.problems) == (["甲"], [])
