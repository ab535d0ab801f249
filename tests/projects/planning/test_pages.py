"""The pages of the annual plan: who gets in, what is said, what is kept."""

from io import BytesIO

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from audit.actions import AuditAction
from audit.models import AuditEntry
from projects.planning.models import AnnualPlan, PlanItem
from projects.planning.services import begin_plan, submit_plan
from projects.registry.models import Stage
from tests.builders import OTHER_OWNER, later
from tests.life import fresh
from tests.projects.conftest import Desk
from tests.projects.planning.conftest import Plan, sign_plan

pytestmark = pytest.mark.django_db
TYPED = {
    "position": "1",
    "content": "环卫作业监管平台。",
    "year_content": "完成开发。",
    "starts_on": "2026-04-01",
    "ends_on": "2026-12-31",
    "total_amount": "500000",
    "spent_before_amount": "0",
    "fiscal_amount": "500000",
    "bond_amount": "0",
    "upper_amount": "0",
    "self_raised_amount": "0",
    "priority": "1",
    "target": "接入120辆。",
    "note": "",
}


def typed(plan: Plan, **changes: str) -> dict[str, str]:
    return {"version": str(plan.now.version), **TYPED, **changes}


def item_url(plan: Plan) -> str:
    return f"/plans/{plan.plan_id}/items/{plan.item.pk}/"


def test_a_case_officer_does_not_learn_of_plans(plan: Plan, desk: Desk) -> None:
    outsider = desk(plan.county.at("HANDLER", OTHER_OWNER))

    assert outsider.get("/plans/").status_code == 404
    assert outsider.get(f"/plans/{plan.plan_id}/").status_code == 404
    assert outsider.post(f"/plans/{plan.plan_id}/submit/").status_code == 404
    assert "年度计划" not in outsider.get("/").content.decode()


@pytest.mark.parametrize("what", ["add", "submit", "withdraw", "adjust"])
def test_the_finance_department_reads_and_exports_but_does_not_compile(
    plan: Plan, desk: Desk, what: str
) -> None:
    finance = desk(plan.county.at("FINANCE_BUDGET"))

    assert finance.get(f"/plans/{plan.plan_id}/").status_code == 200
    assert finance.post(f"/plans/{plan.plan_id}/{what}/").status_code == 403
    assert finance.post(item_url(plan), typed(plan)).status_code == 403
    assert finance.post("/plans/", {"year": "2027"}).status_code == 403


def test_the_finance_department_exports_a_plan_in_two_clicks_and_leaves_a_trace(
    plan: Plan, desk: Desk
) -> None:
    finance = desk(plan.county.at("FINANCE_BUDGET"))
    page = finance.get(f"/plans/{plan.plan_id}/")
    assert 'href="export/"' in page.content.decode()

    answer = finance.get(f"/plans/{plan.plan_id}/export/")

    sheet = openpyxl.load_workbook(BytesIO(answer.content)).active
    assert sheet is not None
    cells = {cell for row in sheet.iter_rows(values_only=True) for cell in row}
    assert "环卫作业监管系统" in cells
    assert AuditEntry.objects.filter(action=AuditAction.PLAN_EXPORTED).exists()


def test_a_plan_is_begun_for_the_coming_year(plan: Plan, desk: Desk) -> None:
    compiler = desk(plan.compiler)

    answer = compiler.post("/plans/", {"year": "2027"})
    again = compiler.post("/plans/", {"year": "2027"})

    begun = AnnualPlan.objects.get(year=2027)
    assert (answer.status_code, answer["Location"]) == (302, f"/plans/{begun.pk}/")
    assert again.status_code == 422
    assert "2027年度已有正在编制的计划" in again.content.decode()


def test_a_line_is_changed_on_its_page(plan: Plan, desk: Desk) -> None:
    compiler = desk(plan.compiler)
    assert 'value="500000' in compiler.get(item_url(plan)).content.decode()

    answer = compiler.post(item_url(plan), typed(plan, fiscal_amount="420000.50"))

    assert answer.status_code == 302
    assert str(plan.item.fiscal_amount) == "420000.50"


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"ends_on": "2026-03-01"}, "建设工期的止日早于起日。"),
        ({"fiscal_amount": "四十万"}, "年度财政资金"),
        ({"fiscal_amount": "-1"}, "年度财政资金"),
        ({"content": ""}, "建设内容及规模"),
        ({"priority": "10"}, "优先级"),
    ],
)
def test_what_cannot_stand_is_said_at_its_field_and_nothing_typed_is_lost(
    plan: Plan, desk: Desk, changes: dict[str, str], why: str
) -> None:
    answer = desk(plan.compiler).post(item_url(plan), typed(plan, note="别丢了", **changes))

    page = answer.content.decode()
    assert answer.status_code == 422
    assert why in page
    assert "别丢了" in page
    assert plan.item.note == ""


def test_whoever_is_second_is_told_keeps_what_was_typed_and_may_save_again(
    plan: Plan, desk: Desk
) -> None:
    compiler = desk(plan.compiler)
    seen = typed(plan, note="我写的备注")
    compiler.post(item_url(plan), typed(plan, note="同事先写的"))

    answer = compiler.post(item_url(plan), seen)
    page = answer.content.decode()
    again = compiler.post(item_url(plan), {**seen, "version": str(plan.now.version)})

    assert answer.status_code == 409
    assert "我写的备注" in page
    assert f'name="version" value="{plan.now.version - 1}"' in page
    assert again.status_code == 302
    assert plan.item.note == "我写的备注"


def test_every_reason_why_a_plan_may_not_be_sent_stands_on_its_page(plan: Plan, desk: Desk) -> None:
    compiler = desk(plan.compiler)

    page = compiler.get(f"/plans/{plan.plan_id}/").content.decode()
    answer = compiler.post(
        f"/plans/{plan.plan_id}/submit/", {"version": plan.now.version}, follow=True
    )

    assert "没有填写建设工期" in page
    assert 'aria-disabled="true"' in page
    assert item_url(plan) in page
    assert "没有填写建设工期" in answer.content.decode()
    assert plan.now.status == AnnualPlan.Status.DRAFT


def test_a_signer_decides_on_the_page_with_the_whole_grid(plan: Plan, desk: Desk) -> None:
    _sent(plan, desk)
    finance = desk(plan.county.at("FINANCE_BUDGET"))

    todo = finance.get("/todo/").content.decode()
    task = plan.now.approval.tasks.get(role_code="FINANCE_BUDGET")  # type: ignore[union-attr]
    page = finance.get(f"/todo/{task.pk}/").content.decode()

    assert plan.now.title in todo
    assert "环卫作业监管系统" in page
    assert "50.00" in page
    assert "合计" in page


def _sent(plan: Plan, desk: Desk) -> None:
    desk(plan.compiler).post(item_url(plan), typed(plan))
    shown = plan.now
    submit_plan(shown, version=shown.version, actor=plan.compiler, at=later())


def test_the_buttons_carry_a_plan_from_the_draft_into_construction(plan: Plan, desk: Desk) -> None:
    compiler = desk(plan.compiler)
    compiler.post(item_url(plan), typed(plan))

    answer = compiler.post(f"/plans/{plan.plan_id}/submit/", {"version": plan.now.version})
    sign_plan(plan, "DATA_HEAD", "NDRC_APPROVAL", "FINANCE_BUDGET")
    page = compiler.get(f"/plans/{plan.plan_id}/").content.decode()
    adjusted = compiler.post(f"/plans/{plan.plan_id}/adjust/", follow=True).content.decode()

    assert answer.status_code == 302
    assert "已下达" in page
    assert "编制调整稿" in page
    assert "（第2稿）" in adjusted
    assert fresh(plan.item.project).stage == Stage.CONSTRUCTION


def test_a_withdrawal_asks_for_the_reason(plan: Plan, desk: Desk) -> None:
    _sent(plan, desk)
    compiler = desk(plan.compiler)
    url = f"/plans/{plan.plan_id}/withdraw/"
    assert "撤回会签" in compiler.get(f"/plans/{plan.plan_id}/").content.decode()

    silent = compiler.post(url, {"version": plan.now.version, "reason": " "}, follow=True)
    assert "撤回理由" in silent.content.decode()
    assert plan.now.status == AnnualPlan.Status.PENDING
    compiler.post(url, {"version": plan.now.version, "reason": "漏列项目。"})

    assert plan.now.status == AnnualPlan.Status.RETURNED


def test_a_project_is_taken_out_and_put_in_again(plan: Plan, desk: Desk) -> None:
    compiler = desk(plan.compiler)
    compiler.post(f"{item_url(plan)}remove/", {"version": plan.now.version})
    assert not PlanItem.objects.filter(plan=plan.plan_id).exists()

    stale = compiler.post(
        f"/plans/{plan.plan_id}/add/", {"version": 1, "project_ids": [plan.project_id]}, follow=True
    )
    compiler.post(
        f"/plans/{plan.plan_id}/add/",
        {"version": plan.now.version, "project_ids": [plan.project_id]},
    )

    assert "已被他人修改" in stale.content.decode()
    assert plan.item.project_id == plan.project_id


def test_the_list_takes_the_same_queries_for_one_plan_and_for_many(plan: Plan, desk: Desk) -> None:
    compiler = desk(plan.compiler)
    compiler.get("/plans/")
    with CaptureQueriesContext(connection) as few:
        compiler.get("/plans/")
    for year in range(2010, 2022):
        begin_plan(year=year, actor=plan.compiler, at=later())

    with CaptureQueriesContext(connection) as many:
        compiler.get("/plans/")

    assert len(many) == len(few)
