"""The workbooks: a long list against its writer, the plan against its own, a ledger taken over."""

import io
import subprocess
import sys
import tempfile
from datetime import date
from decimal import Decimal
from pathlib import Path
from time import perf_counter

import xlsxwriter
from django.db import transaction

from documents.spreadsheets import ColumnKind, PlanLine, write_plan
from documents.spreadsheets.plans import COLUMNS as PLAN_COLUMNS
from projects.registry.services import (
    backfill_projects,
    check_ledger,
    match_columns,
    page_of,
    upload_ledger,
)
from tests.benchmarks.long_list import write_bare, write_long
from tests.benchmarks.measuring import Measurement, compare
from tests.builders import County, later

LEDGER_ROWS = 10_000
ROUNDS, PLAN_ROUNDS = 3, 9
MOST_MEGABYTES, MOST_SECONDS = 100, 60


def measure_workbooks(county: County) -> list[Measurement]:
    """Measure everything that leaves or comes as a workbook."""
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "list.xlsx"
        long = compare(
            "100,000 rows x 20 (bar 2)",
            lambda: write_long(target),
            "rustpy-xlsxwriter, the same rows",
            lambda: write_bare(target),
            ROUNDS,
        )
    return [long, measure_memory(), measure_plan(), measure_backfill(county)]


def measure_memory() -> Measurement:
    """Measure the most memory of a process that does nothing but write the long list."""
    told = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.long_list"],
        capture_output=True,
        check=True,
        text=True,
    )
    peak = float(told.stdout)
    return Measurement("its process at most (MB)", peak, "the bar (MB)", MOST_MEGABYTES, 1)


def plan_line() -> PlanLine:
    """Return one line of a plan."""
    return PlanLine(
        name="云溪县信息化项目",
        owner_unit="云溪县城市管理局",
        build_type="新建",
        content="建设统一事件库和部门协同处置。",
        starts_on=date(2027, 3, 1),
        ends_on=date(2027, 12, 20),
        total_amount=Decimal("1234567.89"),
        fiscal_amount=Decimal("500000.00"),
        self_raised_amount=Decimal("100000.01"),
        preparation="云发改〔2026〕12号",
    )


def measure_plan() -> Measurement:
    """Measure a plan of 1,000 rows against XlsxWriter writing the same cells and looks."""
    lines = [plan_line()] * 1_000
    return compare(
        "plan of 1,000 rows (bar 1.5)",
        lambda: write_plan(lines, title="年度计划", note="单位：万元"),
        "XlsxWriter, the same cells and looks",
        lambda: styled_plan(len(lines)),
        PLAN_ROUNDS,
    )


def styled_plan(count: int) -> bytes:
    """Write a plan by hand: cells with their looks, a sum a row, sums below."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    page = book.add_worksheet()
    look = {"border": 1, "valign": "vcenter", "text_wrap": True, "font_name": "宋体"}
    text = book.add_format({**look, "font_size": 10})
    money = book.add_format({**look, "font_size": 10, "num_format": "#,##0.00"})
    day = book.add_format({**look, "font_size": 10, "num_format": "yyyy-mm-dd"})
    line = plan_line()
    for number in range(count):
        page.set_row(number, 31)
        for place, column in enumerate(PLAN_COLUMNS):
            if column.sum_of:
                page.write_formula(number, place, f"=SUM(K{number}:N{number})", money, 60.0)
            elif column.kind is ColumnKind.MONEY:
                page.write_number(number, place, 123.456789, money)
            elif column.kind is ColumnKind.DATE:
                page.write_datetime(number, place, line.starts_on, day)
            elif column.kind is ColumnKind.NUMBER:
                page.write_number(number, place, number, text)
            else:
                page.write_string(number, place, line.content, text)
    book.close()
    return stream.getvalue()


def ledger() -> io.BytesIO:
    """Return a legacy ledger."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"constant_memory": True})
    page = book.add_worksheet()
    page.write_row(0, 0, ["项目名称", "年度", "阶段", "批复金额", "申报金额"])
    stages = ("建设", "验收", "运维", "归档")
    for number in range(1, LEDGER_ROWS + 1):
        row = [f"历史项目第{number}号", 2000 + number % 25, stages[number % 4], 12.5, 13]
        page.write_row(number, 0, row)
    book.close()
    return stream


def measure_backfill(county: County) -> Measurement:
    """Measure a legacy ledger from its upload to the last of its projects."""
    actor = county.at("HANDLER")
    began = perf_counter()
    batch = upload_ledger(
        unit=county.owner,
        rulebook=county.rulebook,
        name="历史台账.xlsx",
        stream=ledger(),
        actor=actor,
        at=later(),
    )
    batch = match_columns(
        batch,
        head_row=batch.head_row,
        columns=batch.columns,
        in_wan=True,
        actor=actor,
        at=later(),
    )
    found = check_ledger(batch, page_of(batch), later().date())
    with transaction.atomic():
        done = backfill_projects(batch, found.projects, hold=lambda: None, actor=actor, at=later())
    spent = (perf_counter() - began) * 1000
    assert done.created_count == LEDGER_ROWS
    return Measurement(
        "take over 10,000 legacy rows", spent, "the bar: 60 seconds", MOST_SECONDS * 1000, 1
    )
