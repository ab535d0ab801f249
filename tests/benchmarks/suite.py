"""What is measured: the pages people wait for, a form, and the workbook of the plan."""

import io
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from importlib import import_module
from time import process_time
from uuid import uuid4

import time_machine
import xlsxwriter
from django.test import Client

from approvals.flows import matters
from approvals.flows.models import ApprovalTask
from approvals.inbox.views import lists
from documents.rendering import engine
from documents.rendering.sheets import sheet_pdf
from documents.sheets import catalog
from documents.sheets.layout import lay_out
from documents.spreadsheets import PlanLine, write_plan
from projects.registry.models import Stage
from projects.regulations.interpreter import judge
from projects.regulations.rulebook import Rulebook
from projects.regulations.services import read_pack, shipped_packs
from tests.approvals.flows.test_race import crowd
from tests.approvals.flows.town import NOW, Calls, Town, paving_matter
from tests.benchmarks.forms import measure_forms
from tests.benchmarks.measuring import Measurement, compare
from tests.benchmarks.pages import measure_page, measure_view, signed_in
from tests.benchmarks.workbooks import measure_workbooks
from tests.builders import build_county
from tests.documents.samples import snapshot_of
from tests.life import project_at

WAITING = 2000
DECISIONS, FORMS, WORKBOOKS = 60, 7, 5
VERDICTS = 2_000


def measure_all() -> list[Measurement]:
    """Build a busy desk and a long-lived project, and measure."""
    matters.register(paving_matter(Calls()))
    county = build_county()
    project = project_at(county, Stage.OPERATION)
    tasks = crowd(Town(), WAITING)
    with time_machine.travel(NOW, tick=True):
        clerk = signed_in(county.at("DATA_INTAKE"))
        queue = [
            measure("queue " + what, clerk, "/todo/", lists)
            for what, measure in (("page", measure_view), ("page and its frame", measure_page))
        ]
        decided = measure_deciding(clerk, tasks)
    handler = signed_in(county.at("HANDLER"))
    view = import_module("projects.overview.views.project")
    address = f"/projects/{project.pk}/"
    shown = measure_page("project page, in operation", handler, address, view)
    others = [measure_judging(), measure_form(), *map(measure_workbook, (1_000, 10_000))]
    forms = measure_forms(county, project)
    return [*queue, shown, decided, *others, *forms, *measure_workbooks(county)]


def measure_deciding(client: Client, tasks: list[int]) -> Measurement:
    """Measure one agreement, page of the next matter included, against a view that does nothing."""
    desk = ApprovalTask.objects.get(pk=tasks[-1]).post_id
    left = iter(
        ApprovalTask.objects.filter(pk__in=tasks, post_id=desk).values_list("pk", flat=True)
    )

    def decide() -> None:
        form = {"decision": "APPROVED", "opinion": "同意。", "version": "1", "form_key": uuid4()}
        answer = client.post(f"/todo/{next(left)}/decide/", form)
        assert answer.status_code in {200, 302}, answer.status_code

    def nothing() -> None:
        client.post("/bench/empty/", {"opinion": "同意。"})

    return compare("decide one task", decide, "empty Django view", nothing, DECISIONS)


def measure_form() -> Measurement:
    """Measure a sheet drawn as PDF against the engine drawing one line."""
    sheet = catalog.get("payment")
    layout = lay_out(sheet, snapshot_of(sheet))
    return compare(
        "render one form (PDF)",
        lambda: sheet_pdf(layout),
        "the same engine, one line of text",
        lambda: engine.draw("<html lang='zh-Hans'><p>项目资金支付申请表</p></html>"),
        FORMS,
    )


def plan_lines(count: int) -> list[PlanLine]:
    """Return the rows of a plan."""
    return [
        PlanLine(
            name=f"云溪县信息化项目第{number}号",
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
        for number in range(count)
    ]


def measure_workbook(count: int) -> Measurement:
    """Measure the workbook of the plan against XlsxWriter writing the same cells bare."""
    lines = plan_lines(count)
    return compare(
        f"export {count:,} plan rows",
        lambda: write_plan(lines, title="年度计划", note="单位：万元", sign_offs=["编制人："]),
        "XlsxWriter, the same cells bare",
        lambda: bare_workbook(lines),
        WORKBOOKS,
    )


def bare_workbook(lines: list[PlanLine]) -> bytes:
    """Write the cells of a plan without styles, sums or page set-up."""
    content = io.BytesIO()
    book = xlsxwriter.Workbook(content, {"in_memory": True})
    sheet = book.add_worksheet()
    for number, line in enumerate(lines):
        for place, value in enumerate(cells_of(line)):
            sheet.write(number, place, value)
    book.close()
    return content.getvalue()


def cells_of(line: PlanLine) -> list[object]:
    """Return the cells of a row."""
    cells: Mapping[str, object] = {name: getattr(line, name) for name in line.__slots__}
    return [str(one) if isinstance(one, date) else one for one in cells.values()]


def measure_judging() -> Measurement:
    """Measure verdicts on the largest gate, nothing answered yet; the bar is 2,000 a second."""
    rulebook = max(map(read_pack, shipped_packs()), key=_most_demands)
    gate = max(rulebook.demands, key=lambda code: len(rulebook.demands[code]))
    count = len(rulebook.demands[gate])

    def verdicts() -> None:
        for _ in range(VERDICTS):
            judge(rulebook, gate, {}, NOW.date())

    verdicts()
    start = process_time()
    verdicts()
    spent = (process_time() - start) * 1000
    name = f"{VERDICTS} verdicts, {count} demands, uncached"
    return Measurement(name, spent, "the bar: 2,000 a second", VERDICTS / 2000 * 1000, 1)


def _most_demands(rulebook: Rulebook) -> int:
    return max(len(found) for found in rulebook.demands.values())
