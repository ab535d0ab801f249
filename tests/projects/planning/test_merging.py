"""Two workbooks that went different ways: no cell is lost, whatever was typed into them."""

from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any

import openpyxl
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from config.kernel.texts import clean
from documents.spreadsheets import read_book
from projects.planning.exports import exchange_workbook
from projects.planning.models import AnnualPlan, PlanVersion
from projects.planning.services.taking_in import submission_of
from projects.planning.shapes import (
    CELL_OF,
    CELLS,
    CellKind,
    Department,
    compare,
    merge,
)
from projects.planning.snapshots import columns_of_workbook

CODES = [getattr(column, "code", "sum") for column in columns_of_workbook()]
FIRST_ROW = 5
text = st.text(
    st.characters(min_codepoint=0x20, max_codepoint=0x9FFF, exclude_categories=["Cs", "Cc"]),
    max_size=30,
).map(lambda typed: clean(typed) or "无")
money = st.decimals(min_value=0, max_value=10**9, places=2).map(str)
day = st.dates(date(2000, 1, 1), date(2099, 12, 31)).map(date.isoformat)
# Without "_x0041_": the editor of these tests, openpyxl, reads that escape and does not write it.
odd = st.sampled_from(["=1+1", "+86", "@a", "<b>&amp;", "12", "TRUE"])
values = {
    CellKind.TEXT: text | odd,
    CellKind.MONEY: money,
    CellKind.DAY: day,
    CellKind.PRIORITY: st.integers(1, 5).map(str),
}  # fmt: skip
cells = st.fixed_dictionaries({cell.code: values[cell.kind] for cell in CELLS})
lines = st.dictionaries(st.integers(1, 10**9), cells, min_size=1, max_size=4)
SLOW = settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow], database=None)


@st.composite
def diverging(draw: st.DrawFn) -> tuple[Any, Any, Any]:
    """Return lines, and two ways in which cells of them were changed."""
    base = draw(lines)

    def changed() -> dict[int, dict[str, str]]:
        made = {key: dict(row) for key, row in base.items()}
        places = st.tuples(st.sampled_from(sorted(base)), st.sampled_from(CELLS))
        for key, cell in draw(st.lists(places, max_size=6)):
            made[key][cell.code] = draw(values[cell.kind])
        return made

    return base, changed(), changed()


@settings(max_examples=300, database=None)
@given(diverging())
def test_accepting_two_diverging_workbooks_loses_no_cell(case: tuple[Any, Any, Any]) -> None:
    base, first, second = case
    after_first = merge(base, compare(base, first, base))

    changes = compare(base, second, after_first)
    merged = merge(after_first, changes)

    assert after_first == first
    for key, row in base.items():
        for code, kept in row.items():
            one, two = first[key][code], second[key][code]
            assert merged[key][code] == (two if two != kept else one)
    both = {
        (key, code)
        for key, row in base.items()
        for code, kept in row.items()
        if len({kept, first[key][code], second[key][code]}) == 3
    }
    assert {(c.key, c.code) for c in changes if c.is_conflict} == both


@settings(max_examples=100, database=None)
@given(diverging())
def test_what_did_not_change_is_no_change(case: tuple[Any, Any, Any]) -> None:
    base, first, _ = case

    assert compare(base, base, first) == []
    assert compare(base, first, first) == []


def version_of(base: dict[int, dict[str, str]], department: Department) -> PlanVersion:
    plan = AnnualPlan(pk=7, year=2027, title="2027年度信息化项目计划")
    return PlanVersion(
        pk=9,
        plan=plan,
        kind=PlanVersion.Kind.WORKBOOK,
        department=department,
        digest="d" * 64,
        made_at=datetime(2026, 11, 2, tzinfo=UTC),
        lines=[
            {
                "project": key, "position": place, "number": f"2026-{place:04d}",
                "name": row["content"][:20], "unit": "县教育局", "cells": row,
            }
            for place, (key, row) in enumerate(base.items(), start=1)
        ],
    )  # fmt: skip


def typed(code: str, kept: str) -> object:
    kind = CELL_OF[code].kind
    if kind is CellKind.MONEY:
        return float(Decimal(kept) / 10_000)
    if kind is CellKind.DAY:
        return date.fromisoformat(kept)
    return int(kept) if kind is CellKind.PRIORITY else kept


@SLOW
@given(diverging(), st.sampled_from(list(Department)))
def test_a_workbook_brings_back_exactly_the_cells_that_were_typed(
    case: tuple[Any, Any, Any], department: Department
) -> None:
    base, wanted, _ = case
    version = version_of(base, department)
    content = exchange_workbook(version)
    unchanged = submission_of(read_book(BytesIO(content)), version, department)
    book = openpyxl.load_workbook(BytesIO(content))
    own = [cell.code for cell in CELLS if cell.owner is department]
    for place, row in enumerate(wanted.values()):
        for code in own:
            cell = book.worksheets[0].cell(FIRST_ROW + place, CODES.index(code) + 1)
            cell.value = typed(code, row[code])  # type: ignore[assignment]
            if isinstance(cell.value, str):
                cell.data_type = "s"
    saved = BytesIO()
    book.save(saved)

    found = submission_of(read_book(saved), version, department)

    assert unchanged.refused == found.refused == []
    assert compare(base, unchanged.lines, base) == []
    for key, row in found.lines.items():
        assert row == {code: wanted[key][code] for code in own}
