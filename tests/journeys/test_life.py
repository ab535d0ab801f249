"""The whole life of a project, from 申报 to 归档, by clicking only."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import expect
from pytest_django import Settings

from config.kernel.credit_codes import make_credit_code
from config.kernel.periods import add_months
from config.kernel.templatetags.ui import cn_date
from documents.sheets import catalog
from projects.overview.demonstration.life import INDICATORS
from tests.journeys.county import budget
from tests.journeys.deeds import Deeds, wan_text
from tests.journeys.paperwork import as_wan, choose

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

ASKED = Decimal(3_860_000)
CUT = Decimal(160_000)
GRANTED = ASKED - CUT
CONTRACTED = Decimal(3_600_000)
ADVANCE = CONTRACTED * 3 / 10
CONTRACTOR = "云帆数字科技有限公司"
A_YEAR = 366 * 24 * 60 * 60


@pytest.fixture(autouse=True)
def _sessions_last_all_year(settings: Settings) -> None:
    """Spare everybody the signing in on each day of the year: in the other journey they do it."""
    settings.SESSION_IDLE_SECONDS = A_YEAR
    settings.SESSION_LONGEST_SECONDS = A_YEAR
    settings.SESSION_COOKIE_AGE = A_YEAR


def test_a_project_lives_from_application_to_archive_in_the_browser(deeds: Deeds) -> None:
    apply(deeds)
    appraise(deeds)
    initiate(deeds)
    plan(deeds)
    contract(deeds)
    build(deeds)
    try_out(deeds)
    accept(deeds)
    operate(deeds)
    evaluate(deeds)
    archive(deeds)


def apply(deeds: Deeds) -> None:
    """申报: the sheet with its budget, a paper, the unit's own approval, the acceptance of it."""
    page = deeds.start()
    deeds.fill(page, "requirement_application", budget_lines=budget(ASKED, deeds.name))
    deeds.save(page)
    expect(page.locator("#aside")).to_contain_text(f"{wan_text(ASKED)} 万元")
    deeds.upload(page, "FEASIBILITY_STUDY", "可行性研究报告")
    expect(page.locator("section[aria-labelledby=aside-gate]")).to_contain_text("已具备")
    deeds.submit(page)
    deeds.agree("UNIT_HEAD", "DATA_INTAKE", what="申报材料")


def appraise(deeds: Deeds) -> None:
    """评审: line by line, one of them cut with the reason; countersigned, then decided."""
    page = deeds.project_page("DATA_REVIEW")
    page.locator("section.next").get_by_role("link", name=re.compile("评审")).first.click()
    granted = page.locator("[name^=reviewed-]")
    expect(granted.first).to_be_visible()
    for number, line in enumerate(budget(ASKED, deeds.name)):
        price = line["unit_price"]
        assert isinstance(price, Decimal)
        granted.nth(number).fill(as_wan(price - CUT if number == 0 else price))
    page.locator("[name^=reason-]").first.fill("与已建公共组件重复，按可复用部分核减。")
    deeds.fill(page, "appraisal", reviewed_lines=[])
    deeds.save(page)
    expect(page.locator("aside")).to_contain_text(f"{wan_text(GRANTED)} 万元")
    deeds.submit(page)
    deeds.agree("CYBERSPACE_REVIEW", "FINANCE_BUDGET", "DATA_HEAD", what="评审意见")


def initiate(deeds: Deeds) -> None:
    """立项: the development and reform department replies with a document number."""
    deeds.clock.wait(2)
    deeds.write("HANDLER", "立项审批", "initiation")
    deeds.agree("UNIT_HEAD", what="立项申请")
    deeds.agree(
        "NDRC_APPROVAL",
        what="立项申请",
        document_number="云发改审〔2026〕12号",
        replied_on=deeds.clock.day.isoformat(),
        approved_amount=as_wan(GRANTED),
    )
    page = deeds.project_page("HANDLER")
    expect(page.locator("#main")).to_contain_text(wan_text(GRANTED))


def plan(deeds: Deeds) -> None:
    """年度计划: compiled by 数据, confirmed by three, exported by 财政 in two clicks."""
    page = deeds.offices.at("DATA_REVIEW", "/plans/")
    page.locator("[name=year]").fill("2026")
    page.get_by_role("button", name="新编").click()
    page.get_by_label(f"选择 {deeds.name}").check()
    page.get_by_role("button", name="列入计划").click()
    page.locator("table.grid-table").get_by_role("link", name=deeds.name).click()
    page.locator("[name=year_content]").fill("完成采购、开发和部署。")
    page.locator("[name=starts_on]").fill("2026-03-01")
    page.locator("[name=ends_on]").fill("2026-12-31")
    page.get_by_role("button", name="保存").click()
    deeds.told(page, "已保存")
    page.get_by_role("button", name="送数据、发改、财政会签").click()
    deeds.told(page, "会签")
    deeds.agree("DATA_HEAD", "NDRC_APPROVAL", "FINANCE_BUDGET", what="年度计划")
    export_plan(deeds)
    expect(deeds.stage(deeds.project_page("HANDLER"))).to_contain_text("建设")


def export_plan(deeds: Deeds) -> None:
    """Open the plan, download the workbook: two clicks from the list of plans."""
    page = deeds.offices.at("FINANCE_BUDGET", "/plans/")
    page.get_by_role("link", name="2026年度信息化项目计划").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="导出 Excel").click()
    content = BytesIO(Path(download.value.path()).read_bytes())
    sums = load_workbook(content, data_only=True).active
    assert sums is not None
    figures = {cell.value for row in sums.iter_rows() for cell in row}
    content.seek(0)
    written = load_workbook(content).active
    assert written is not None
    formulas = [
        cell.coordinate
        for row in written.iter_rows()
        for cell in row
        if str(cell.value).startswith("=SUM(")
    ]
    assert formulas
    assert any(
        isinstance(sums[where].value, int | float)
        and Decimal(str(sums[where].value)) in {GRANTED, GRANTED / 10_000}
        for where in formulas
    ), figures


def contract(deeds: Deeds) -> None:
    """采购、指标、绩效目标: what the construction stands on."""
    day = deeds.clock.wait(3)
    deeds.write(
        "FINANCE_BUDGET",
        "资金指标",
        "appropriation",
        document_number="云财预〔2026〕12号",
        issued_on=day,
        year=2026,
        source="FISCAL",
        amount=GRANTED,
    )
    deeds.write("HANDLER", "采购合同", "contract", **contract_sheet(deeds, day))
    deeds.agree("UNIT_HEAD", "FINANCE_BUDGET", what="合同")
    deeds.write("HANDLER", "绩效目标", "performance_targets", **targets(deeds))
    deeds.agree("UNIT_HEAD", "DATA_REVIEW", what="绩效目标")


def contract_sheet(deeds: Deeds, day: date) -> dict[str, object]:
    """Return what a contract says."""
    ends_on = add_months(day, 8)
    terms = (("预付款", 30, ADVANCE, "合同生效"), ("尾款", 70, CONTRACTED - ADVANCE, "通过验收"))
    return {
        "procurement_method": "OPEN",
        "awarded_on": deeds.clock.calendar.add_workdays(day, -2),
        "contract_number": "YX-2026-001",
        "contract_title": f"{deeds.name}建设合同",
        "contractor": CONTRACTOR,
        "contractor_code": make_credit_code("91500299", "00000077"),
        "contractor_leader": "项目经理",
        "contract_amount": CONTRACTED,
        "signed_on": day,
        "starts_on": day,
        "ends_on": ends_on,
        "payment_terms": [
            {"node": node, "share": share, "amount": amount, "condition": condition}
            for node, share, amount, condition in terms
        ],
        "milestones": [
            {"name": "完成开发", "due_on": ends_on - timedelta(days=60), "deliverable": "系统"}
        ],
    }


def targets(deeds: Deeds) -> dict[str, object]:
    """Return the weighted indicators of the project."""
    columns = ("first_level", "second_level", "name", "target", "weight")
    return {
        "total_amount": GRANTED,
        "fiscal_amount": GRANTED,
        "year_amount": GRANTED,
        "starts_on": deeds.clock.day,
        "ends_on": add_months(deeds.clock.day, 12),
        "indicators": [dict(zip(columns, row, strict=True)) for row in INDICATORS],
    }


def build(deeds: Deeds) -> None:
    """建设: milestones, a payment, progress, and the test of the software."""
    plan_milestones(deeds)
    pay(deeds, "ADVANCE", ADVANCE)
    deeds.clock.wait(20)
    reach_milestones(deeds)
    deeds.write(
        "HANDLER",
        "进展报告",
        "progress_report",
        period_from=deeds.clock.day - timedelta(days=30),
        period_to=deeds.clock.day - timedelta(days=1),
        physical_progress=90,
    )
    deeds.agree("UNIT_HEAD", what="进展报告")
    check_software(deeds)


def check_software(deeds: Deeds) -> None:
    """Test the software, and have the report reviewed."""
    deeds.write(
        "HANDLER",
        "软件测试报告",
        "test_report",
        tested_from=deeds.clock.calendar.add_workdays(deeds.clock.day, -10),
        tested_to=deeds.clock.calendar.add_workdays(deeds.clock.day, -1),
        conclusion="PASSED",
    )
    deeds.agree("UNIT_HEAD", "DATA_REVIEW", what="测试报告")


def plan_milestones(deeds: Deeds) -> None:
    """Plan two milestones."""
    page = deeds.project_page("HANDLER")
    page.goto(f"{deeds.address}milestones/plan/")
    starts_on = deeds.clock.day
    for number, name in enumerate(("需求确认", "开发实施")):
        deeds.set_row(
            page,
            number,
            name=name,
            planned_start=starts_on + timedelta(days=30 * number),
            planned_end=starts_on + timedelta(days=30 * number + 29),
        )
    page.locator(".submitbar").get_by_role("button", name="保存计划").click()
    expect(page.get_by_role("heading", name="里程碑清单")).to_be_visible()


def reach_milestones(deeds: Deeds) -> None:
    """Reach both milestones, each on its own page load."""
    deeds.clock.wait_until(deeds.clock.day + timedelta(days=60))
    page = deeds.project_page("HANDLER")
    page.goto(f"{deeds.address}milestones/")
    for reached in (1, 2):
        confirm = page.locator("details.confirm").first
        confirm.locator("summary").click()
        confirm.locator("[name=reached_on]").fill(deeds.clock.day.isoformat())
        confirm.get_by_role("button", name="登记完成").click()
        expect(page.locator("#main")).to_contain_text(f"已完成 {reached} / 2")


def pay(deeds: Deeds, nature: str, amount: Decimal) -> None:
    """Ask for a payment and have it paid."""
    deeds.write(
        "HANDLER",
        "资金支付",
        "payment",
        payment_kind=nature,
        amount=amount,
        source="FISCAL",
        applied_on=deeds.clock.day,
        payee=CONTRACTOR,
    )
    deeds.agree("UNIT_HEAD", what="支付申请")
    paid_on = deeds.clock.calendar.add_workdays(deeds.clock.day, 1)
    deeds.agree("FINANCE_PAYMENT", what="支付申请", paid_on=paid_on.isoformat())


def try_out(deeds: Deeds) -> None:
    """试运行: too early an end is refused with the first possible day; two months later not."""
    starts_on = deeds.clock.wait(2)
    first_day = add_months(starts_on, 2)
    page = deeds.begin("HANDLER", "试运行评估")
    deeds.fill(page, "trial_operation", starts_on=starts_on, ends_on=first_day - timedelta(days=20))
    choose(page.locator("[name=conclusion]"), "PASSED")
    page.locator(".submitbar button[value=submit]").click()
    reasons = page.locator("#why-not")
    expect(reasons).to_contain_text("一般不少于2个月")
    expect(reasons).to_contain_text("3.6")
    expect(reasons).to_contain_text(f"最早 {cn_date(first_day)}")
    expect(reasons.get_by_role("link", name="试运行起止日期").first).to_be_visible()
    deeds.clock.wait_until(first_day + timedelta(days=2))
    page = deeds.go_on("HANDLER", "试运行")
    deeds.fill(page, "trial_operation", ends_on=first_day, conclusion="PASSED")
    deeds.submit(page)
    deeds.agree("UNIT_HEAD", "DATA_REVIEW", what="试运行评估")


def accept(deeds: Deeds) -> None:
    """验收: refused while the data are not catalogued and collected, then passed; 决算."""
    day = deeds.clock.wait(3)
    page = deeds.begin("HANDLER", "项目验收")
    deeds.fill(
        page,
        "final_acceptance",
        accepted_on=day,
        conclusion="QUALIFIED",
        quality_ticks=["COMPLETE", "ACCURATE", "TIMELY"],
    )
    page.locator(".submitbar button[value=submit]").click()
    reasons = page.locator("#why-not")
    expect(reasons).to_contain_text("第七条")
    expect(reasons).to_contain_text("请把数据资源全部编入公共数据目录")
    expect(reasons.get_by_role("link", name="数据资源目录")).to_be_visible()
    reasons.get_by_role("link", name="数据资源目录").click()
    catalogue(deeds)
    page = deeds.go_on("HANDLER", "项目验收")
    deeds.upload(page, "DATA_COLLECTION_PROOF", "数据归集证明")
    deeds.submit(page)
    expect(deeds.stage(page)).to_contain_text("验收")
    deeds.agree("UNIT_HEAD", "DATA_REVIEW", "CYBERSPACE_REVIEW", "DATA_HEAD", what="验收评估")
    expect(deeds.stage(deeds.project_page("HANDLER"))).to_contain_text("运维")


def catalogue(deeds: Deeds) -> None:
    """Write the catalogue of data."""
    page = deeds.project_page("HANDLER")
    page.goto(f"{deeds.address}data-resources/catalogue/")
    deeds.set_row(
        page,
        0,
        name="学籍业务办理数据",
        sharing="CONDITIONAL",
        sharing_basis="涉及个人信息，按需申请共享",
        frequency="DAILY",
        catalogued_on=deeds.clock.calendar.add_workdays(deeds.clock.day, -3),
        collected_on=deeds.clock.calendar.add_workdays(deeds.clock.day, -1),
    )
    page.locator(".submitbar").get_by_role("button", name="保存目录").click()
    expect(page.get_by_role("heading", name="数据资源", exact=True)).to_be_visible()


def operate(deeds: Deeds) -> None:
    """决算、运维: the last payment, the accounts, the register, a record of the operation."""
    pay(deeds, "FINAL", CONTRACTED - ADVANCE)
    settle(deeds)
    day = deeds.clock.wait(2)
    deeds.write(
        "HANDLER",
        "系统登记",
        "information_system",
        live_on=day - timedelta(days=5),
        formally_operating_since=day,
    )
    deeds.agree("UNIT_HEAD", what="系统登记")
    day = deeds.clock.wait(10)
    deeds.write(
        "HANDLER",
        "运维记录",
        "maintenance_record",
        record_kind="DAILY",
        occurred_on=day,
        closed_on=day,
    )
    deeds.agree("UNIT_HEAD", what="运维记录")


def settle(deeds: Deeds) -> None:
    """Draw up the final accounts: everything contracted was paid."""
    sheet = catalog.get("final_accounts")
    spent: list[dict[str, object]] = [{} for _ in sheet.field("expenditure").rows]
    spent[0] = dict.fromkeys(("budget_fiscal", "year_fiscal", "total_fiscal"), CONTRACTED)
    came: list[dict[str, object]] = [{} for _ in sheet.field("income").rows]
    came[0] = dict.fromkeys(("budget", "received"), CONTRACTED)
    deeds.write(
        "HANDLER",
        "竣工决算",
        "final_accounts",
        closed_on=deeds.clock.day,
        expenditure=spent,
        income=came,
    )
    deeds.agree("UNIT_HEAD", "FINANCE_BUDGET", what="竣工决算")


def evaluate(deeds: Deeds) -> None:
    """绩效: the owner's own view, then that of the data department."""
    deeds.clock.wait(20)
    page = deeds.begin("HANDLER", "绩效自评")
    deeds.fill(page, "self_evaluation", year=2026, indicators=list(scores(0)))
    deeds.submit(page)
    deeds.agree("UNIT_HEAD", "DATA_REVIEW", what="绩效自评")
    deeds.clock.wait(3)
    page = deeds.begin("DATA_REVIEW", "绩效评价")
    deeds.fill(page, "evaluation", indicators=list(scores(1)))
    deeds.submit(page)
    deeds.agree("FINANCE_BUDGET", "DATA_HEAD", what="绩效评价")


def scores(cut: int) -> Iterator[dict[str, object]]:
    """Return what each indicator earned."""
    executed = round(10 * CONTRACTED / GRANTED, 2)
    for first, _, name, target, weight in INDICATORS:
        earned = executed if first == "EXECUTION" else weight - cut
        yield {"name": name, "actual": f"已达到{target}", "score": earned}


def archive(deeds: Deeds) -> None:
    """归档: the file is handed over; the trail is whole."""
    deeds.clock.wait(5)
    deeds.write("HANDLER", "项目归档", "archive", handed_on=deeds.clock.day)
    deeds.agree("UNIT_HEAD", "DATA_INTAKE", what="归档材料")
    page = deeds.project_page("HANDLER")
    expect(page.locator(".head").first).to_contain_text("归档")
    page = deeds.offices.at("AUDIT_ADMIN", "/audit/")
    page.get_by_role("button", name="校验留痕").click()
    expect(page.locator("#main")).to_contain_text("全部完整")
