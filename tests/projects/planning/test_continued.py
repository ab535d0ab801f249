"""Projects under way go into the plan of the next year (续建)."""

from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest

from projects.planning.exports import plan_workbook
from projects.planning.models import AnnualPlan, PlanItem
from projects.planning.queries import running_projects
from projects.planning.services import add_projects, begin_plan, remove_item
from tests.life import moment, paid
from tests.projects.conftest import Desk, Site, suspended

pytestmark = pytest.mark.django_db
AUTUMN = moment(10, 20)


def next_plan(site: Site, year: int = 2027) -> AnnualPlan:
    return begin_plan(year=year, actor=site.county.at("DATA_REVIEW"), at=AUTUMN)


def taken_over(site: Site, plan: AnnualPlan) -> PlanItem:
    compiler = site.county.at("DATA_REVIEW")
    (item,) = add_projects(
        plan, project_ids=[site.project_id], version=plan.version, actor=compiler, at=AUTUMN
    )
    plan.refresh_from_db()
    return item


def test_a_project_under_construction_is_offered_to_the_plan_of_the_next_year(
    funded_site: Site, desk: Desk
) -> None:
    plan = next_plan(funded_site)

    page = desk(plan.compiled_by).get(f"/plans/{plan.pk}/").content.decode()

    assert [project.pk for project in running_projects(plan)] == [funded_site.project_id]
    assert funded_site.project.name in page
    assert "2026年度计划" in page


def test_what_was_paid_is_done_and_the_rest_is_for_the_year(funded_site: Site) -> None:
    paid(funded_site.county, funded_site.project, "120000.00")

    item = taken_over(funded_site, next_plan(funded_site))

    assert item.total_amount == Decimal("500000.00")
    assert item.spent_before_amount == Decimal("120000.00")
    assert item.fiscal_amount == Decimal("380000.00")
    assert item.starts_on is not None
    assert item.note == "续建，上次列入2026年度计划"


def test_it_is_printed_as_continued_whatever_was_applied_for(funded_site: Site, desk: Desk) -> None:
    plan = next_plan(funded_site)
    taken_over(funded_site, plan)

    sheet = openpyxl.load_workbook(BytesIO(plan_workbook(plan))).active
    page = desk(plan.compiled_by).get(f"/plans/{plan.pk}/").content.decode()

    assert sheet is not None
    cells = {cell for row in sheet.iter_rows(values_only=True) for cell in row}
    assert funded_site.project.get_build_type_display() == "新建"
    assert "续建" in cells
    assert "<td>续建</td>" in page


def test_it_is_offered_once_and_again_after_it_was_taken_out(funded_site: Site) -> None:
    plan = next_plan(funded_site)
    item = taken_over(funded_site, plan)

    assert not running_projects(plan).exists()

    remove_item(item, version=plan.version, actor=plan.compiled_by, at=AUTUMN)
    assert running_projects(plan).exists()


def test_neither_its_own_year_nor_a_resting_project_is_offered(funded_site: Site) -> None:
    of_its_year = next_plan(funded_site, 2025)
    assert not running_projects(of_its_year).exists()

    plan = next_plan(funded_site)
    suspended(funded_site)

    assert not running_projects(plan).exists()
