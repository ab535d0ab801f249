"""The annual plan through its services: compiled, confirmed by three, returned, adjusted."""

from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any

import openpyxl
import pytest

from approvals.flows import services as flows
from approvals.flows.models import ApprovalTask, TaskStatus
from config.kernel.verdicts import RuleViolationError, StaleVersionError
from projects.planning.exports import plan_workbook
from projects.planning.models import AnnualPlan, PlanItem
from projects.planning.queries import SOURCES, items_of, sums_of, waiting_projects
from projects.planning.services import (
    add_projects,
    adjust_plan,
    begin_plan,
    change_items,
    remove_item,
    submit_plan,
    withdraw_plan,
)
from projects.registry.models import Project, Stage
from tests.builders import initiated, later
from tests.life import fresh
from tests.projects.conftest import Desk
from tests.projects.planning.conftest import Plan, sign_plan

pytestmark = pytest.mark.django_db
AT = later()
LINE: dict[str, object] = {
    "content": "环卫作业监管。",
    "starts_on": date(2026, 4, 1),
    "ends_on": date(2026, 12, 31),
    "fiscal_amount": Decimal("300000.00"),
    "self_raised_amount": Decimal("123456.78"),
}


def change(plan: Plan, **changes: Any) -> AnnualPlan:
    """Change the one line of a plan."""
    shown = plan.now
    return change_items(
        shown,
        changes={plan.item.pk: {**LINE, **changes}},
        version=shown.version,
        actor=plan.compiler,
        at=AT,
    )


def submit(plan: Plan) -> AnnualPlan:
    shown = plan.now
    return submit_plan(shown, version=shown.version, actor=plan.compiler, at=AT)


def test_a_line_starts_with_what_the_earlier_stages_say(plan: Plan) -> None:
    item = plan.item

    assert item.total_amount == item.project.approved_amount == Decimal("500000.00")
    assert item.fiscal_amount == Decimal("500000.00")
    assert item.content == "车辆定位、作业计划、质量考核、统计分析。"


def test_only_projects_that_were_replied_to_and_stand_in_no_plan_wait(plan: Plan) -> None:
    assert not waiting_projects().exists()

    remove_item(plan.item, version=plan.now.version, actor=plan.compiler, at=AT)

    assert [project.pk for project in waiting_projects()] == [plan.project_id]


def test_a_line_is_put_before_those_of_lower_priority(plan: Plan) -> None:
    change(plan, priority=9)
    other = initiated(plan.county, name="数字档案馆", unit="县教育局", number="县发改〔2026〕13号")

    add_projects(
        plan.now,
        project_ids=[other.pk],
        version=plan.now.version,
        actor=plan.compiler,
        at=AT,
    )

    lines = [(item.project_id, item.position) for item in items_of(plan.now)]
    assert lines == [(other.pk, 1), (plan.project_id, 2)]


def test_a_plan_without_projects_is_refused(plan: Plan) -> None:
    remove_item(plan.item, version=plan.now.version, actor=plan.compiler, at=AT)

    with pytest.raises(RuleViolationError, match="计划中还没有项目。"):
        submit(plan)


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"fiscal_amount": 0, "self_raised_amount": 0}, "没有填写年度投资额"),
        ({"spent_before_amount": Decimal("400000.00")}, "累计完成与年度投资之和超过项目总投资"),
        ({"total_amount": Decimal("500000.01")}, "的项目总投资超过批复金额"),
        ({"starts_on": None}, "没有填写建设工期"),
        ({"content": " "}, "没有填写建设内容及规模"),
    ],
)
def test_a_plan_with_an_unsound_line_is_refused_and_leads_to_it(
    plan: Plan, changes: dict[str, object], why: str
) -> None:
    change(plan, **changes)

    with pytest.raises(RuleViolationError, match=why) as refused:
        submit(plan)

    missing = refused.value.verdict.blocking[0].missing
    assert missing[0].url == f"/plans/{plan.plan_id}/items/{plan.item.pk}/"


def test_three_departments_confirm_and_the_projects_enter_construction(plan: Plan) -> None:
    change(plan)
    submit(plan)
    assert fresh(Project(pk=plan.project_id)).stage == Stage.INITIATION

    sign_plan(plan, "DATA_HEAD", "NDRC_APPROVAL")
    assert plan.now.status == AnnualPlan.Status.PENDING
    sign_plan(plan, "FINANCE_BUDGET")

    assert plan.now.status == AnnualPlan.Status.CONFIRMED
    assert plan.now.confirmed_at == AT
    assert fresh(Project(pk=plan.project_id)).stage == Stage.CONSTRUCTION


def test_a_suspended_project_stays_where_it_is_when_the_plan_is_issued(plan: Plan) -> None:
    change(plan)
    submit(plan)
    project = fresh(Project(pk=plan.project_id))
    project.suspend()
    project.save(update_fields=["standing"])

    sign_plan(plan, "DATA_HEAD", "NDRC_APPROVAL", "FINANCE_BUDGET")

    assert fresh(project).stage == Stage.INITIATION


def test_a_plan_returned_by_one_department_comes_back_to_be_changed_and_goes_again(
    plan: Plan,
) -> None:
    change(plan)
    submit(plan)
    task = task_of(plan, "NDRC_APPROVAL")
    flows.return_for_correction(
        task,
        opinion="请压减投资。",
        version=task.process.version,
        actor=plan.county.at("NDRC_APPROVAL"),
        at=AT,
    )
    assert plan.now.status == AnnualPlan.Status.RETURNED

    change(plan, fiscal_amount=Decimal("200000.00"))
    submit(plan)
    sign_plan(plan, "DATA_HEAD", "NDRC_APPROVAL", "FINANCE_BUDGET")

    assert plan.now.status == AnnualPlan.Status.CONFIRMED
    assert plan.now.approval is not None
    assert plan.now.approval.round == 2


def task_of(plan: Plan, role: str) -> ApprovalTask:
    return ApprovalTask.objects.select_related("process").get(
        process__record_ref=plan.plan_id,
        matter_code="projects.annual_plan",
        role_code=role,
        status=TaskStatus.OPEN,
    )


def test_a_plan_under_confirmation_is_not_changed_until_it_is_withdrawn(plan: Plan) -> None:
    change(plan)
    submit(plan)
    with pytest.raises(RuleViolationError, match="不能修改"):
        change(plan)

    shown = plan.now
    withdraw_plan(shown, reason="漏列项目。", version=shown.version, actor=plan.compiler, at=AT)
    change(plan, note="补充。")

    assert plan.item.note == "补充。"
    assert submit(plan).status == AnnualPlan.Status.PENDING


def test_an_issued_plan_is_adjusted_in_a_new_edition_with_all_its_lines(plan: Plan) -> None:
    change(plan)
    submit(plan)
    sign_plan(plan, "DATA_HEAD", "NDRC_APPROVAL", "FINANCE_BUDGET")
    before = sums_of(plan.now)

    edition = adjust_plan(plan.now, actor=plan.compiler, at=AT)

    assert (edition.year, edition.edition, edition.status) == (2026, 2, "DRAFT")
    assert sums_of(edition) == before
    assert plan.now.status == AnnualPlan.Status.CONFIRMED
    with pytest.raises(RuleViolationError, match="已有正在编制的计划"):
        begin_plan(year=2026, actor=plan.compiler, at=AT)


def test_a_plan_that_is_not_issued_is_not_adjusted(plan: Plan) -> None:
    with pytest.raises(RuleViolationError, match="只有已下达的计划才能调整"):
        adjust_plan(plan.now, actor=plan.compiler, at=AT)


def test_whoever_comes_second_loses_nothing_of_the_first(plan: Plan) -> None:
    seen = plan.now.version
    change(plan, note="先来的。")

    with pytest.raises(StaleVersionError) as late:
        change_items(
            plan.now,
            changes={plan.item.pk: {"note": "后到的。"}},
            version=seen,
            actor=plan.compiler,
            at=AT,
        )

    assert plan.item.note == "先来的。"
    assert late.value.changes == (
        f"“{plan.item.project.name}”的备注现在是“先来的。”，您填写的是“后到的。”。",
    )


def test_page_workbook_and_lines_come_to_the_same_sums(plan: Plan, desk: Desk) -> None:
    change(plan)
    items = list(items_of(plan.now))
    sums = sums_of(plan.now)
    year = sum((getattr(item, name) for item in items for name, _ in SOURCES), Decimal(0))

    cells = _figures(plan_workbook(plan.now))
    page = desk(plan.compiler).get(f"/plans/{plan.plan_id}/").content.decode()

    assert sums["year_amount"] == year == Decimal("423456.78")
    assert sums["projects"] == len(items)
    assert {Decimal("42.345678"), Decimal(30), Decimal("12.345678")} <= cells
    assert page.count("42.345678") >= 2
    assert "人民币肆拾贰万叁仟肆佰伍拾陆元柒角捌分" in page


def _figures(workbook: bytes) -> set[Decimal]:
    page = openpyxl.load_workbook(BytesIO(workbook), data_only=True).active
    assert page is not None
    cells = (cell for row in page.iter_rows(values_only=True) for cell in row)
    return {round(Decimal(str(cell)), 6) for cell in cells if isinstance(cell, int | float)}


def test_the_same_project_is_not_listed_twice(plan: Plan) -> None:
    shown = plan.now

    with pytest.raises(RuleViolationError, match="请至少选择一个"):
        add_projects(
            shown,
            project_ids=[plan.project_id],
            version=shown.version,
            actor=plan.compiler,
            at=AT,
        )
    assert PlanItem.objects.filter(plan=plan.plan_id).count() == 1
