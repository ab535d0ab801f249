"""The project page: all tabs in every stage, next steps with reasons, a constant price."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from projects.overview.queries.tabs import TABS
from projects.registry.models import Project
from tests.builders import OTHER_OWNER, application_ready, later, open_task, send
from tests.filled import maintenance_values, payment_values
from tests.life import fill
from tests.projects.conftest import Desk, Site

pytestmark = pytest.mark.django_db
CODES = [code for code, _ in TABS]


def url(project: Project, tab: str = "") -> str:
    return f"/projects/{project.pk}/" + (f"?tab={tab}" if tab else "")


def text_of(browser: Client, address: str) -> str:
    answer = browser.get(address)
    assert answer.status_code == 200
    return str(answer.content.decode())


@pytest.fixture(scope="module", params=[0, 1, 2], ids=["building", "operated", "evaluated"])
def any_site(
    request: pytest.FixtureRequest,
    building_site: Site,
    operated_site: Site,
    evaluated_site: Site,
) -> Site:
    """A project under construction, in operation, under evaluation."""
    return (building_site, operated_site, evaluated_site)[request.param]


@pytest.mark.parametrize("role", ["HANDLER", "UNIT_HEAD", "DATA_REVIEW", "AUDIT_READ"])
def test_every_tab_opens_in_every_stage_for_every_reader(
    any_site: Site, desk: Desk, role: str
) -> None:
    browser = desk(any_site.county.at(role))

    for code, label in TABS:
        page = text_of(browser, url(any_site.project, code))
        assert re.search(rf'aria-current="page">{label}<', page), code
        assert "None" not in page, code


def test_an_unknown_tab_is_the_first_and_a_plan_stands_under_initiation(
    building_site: Site, desk: Desk
) -> None:
    browser = desk(building_site.county.at("HANDLER"))

    assert 'aria-current="page">概况<' in text_of(browser, url(building_site.project, "nonsense"))
    assert "2026年度信息化项目计划" in text_of(browser, url(building_site.project, "plan"))


@pytest.mark.parametrize("tab", CODES)
def test_a_page_costs_the_same_however_many_records_there_are(
    operated_site: Site, desk: Desk, tab: str
) -> None:
    project, county = operated_site.project, operated_site.county
    browser = desk(county.at("HANDLER"))
    fill(county, project, "maintenance_record", maintenance_values(), at=later(250))
    few = _queries(browser, url(project, tab))
    for _ in range(6):
        fill(county, project, "maintenance_record", maintenance_values(), at=later(250))

    assert _queries(browser, url(project, tab)) == few
    assert few <= 60


def _queries(browser: Client, address: str) -> int:
    browser.get(address)
    with CaptureQueriesContext(connection) as queries:
        browser.get(address)
    return len(queries)


def test_what_lies_on_ones_own_desk_comes_first(building_site: Site, desk: Desk) -> None:
    county = building_site.county
    application = application_ready(county, name="停车诱导系统")
    send(county, application)
    task = open_task(application, "UNIT_HEAD")

    page = text_of(desk(county.at("UNIT_HEAD")), url(application.project))
    mine = text_of(desk(county.at("HANDLER")), url(application.project))

    assert f'<a class="btn btn-primary" href="/todo/{task.pk}/">' in page
    assert "去办理：" in page
    assert "去办理：" not in mine
    assert "县城市管理局" in mine


def test_what_may_not_be_begun_says_why_and_what_is_missing(
    building_site: Site, desk: Desk
) -> None:
    page = text_of(desk(building_site.county.at("HANDLER")), url(building_site.project))

    payment = page[page.index("办理资金支付") - 200 :]
    assert 'aria-disabled="true"' in payment[:220]
    assert "没有已备案的采购合同，不能支付。" in payment
    assert f"/projects/{building_site.project_id}/?tab=records&amp;kind=contract" in payment


def test_the_missing_thing_is_begun_where_the_reason_leads(building_site: Site, desk: Desk) -> None:
    browser = desk(building_site.county.at("HANDLER"))

    page = text_of(browser, f"{url(building_site.project, 'records')}&kind=contract")
    answer = browser.post(f"/projects/{building_site.project_id}/records/contract/new/")

    assert "本项目还没有采购合同。" in page
    assert f'action="/projects/{building_site.project_id}/records/contract/new/"' in page
    assert answer.status_code == 302


def test_what_is_begun_is_gone_on_with_and_says_what_it_lacks(
    funded_site: Site, desk: Desk
) -> None:
    fill(funded_site.county, funded_site.project, "payment", payment_values(payee=""), at=later(60))

    page = text_of(desk(funded_site.county.at("HANDLER")), url(funded_site.project))

    assert "继续填报资金支付（第1次）" in page
    assert re.search(r"送审还差 \d+ 项。", page)


def test_who_may_only_read_is_offered_nothing(building_site: Site, desk: Desk) -> None:
    page = text_of(desk(building_site.county.at("AUDIT_READ")), url(building_site.project))

    assert "当前没有需要您办理的事项。" in page
    assert "/new/" not in page
    assert "上传项目材料" not in text_of(
        desk(building_site.county.at("AUDIT_READ")), url(building_site.project, "papers")
    )


def test_another_unit_does_not_learn_that_a_project_exists(building_site: Site, desk: Desk) -> None:
    outsider = desk(building_site.county.at("HANDLER", OTHER_OWNER))

    assert outsider.get(url(building_site.project)).status_code == 404


def test_the_trail_is_read_page_by_page_in_chinese(evaluated_site: Site, desk: Desk) -> None:
    browser = desk(evaluated_site.county.at("HANDLER"))
    first = browser.get(url(evaluated_site.project, "trail"))
    pager = first.context["pager"]

    second = browser.get(f"/projects/{evaluated_site.project_id}/{pager['next_href']}")

    seen = [entry.seq for entry in first.context["entries"]]
    then = [entry.seq for entry in second.context["entries"]]
    assert min(seen) > max(then)
    assert not re.search(r">projects\.|>approvals\.", first.content.decode())
    assert second.context["pager"]["first_href"] == "?tab=trail"


@pytest.mark.parametrize("key", ["", "x", "-1", "9" * 40])
def test_an_unreadable_key_of_the_trail_is_its_beginning(
    building_site: Site, desk: Desk, key: str
) -> None:
    browser = desk(building_site.county.at("HANDLER"))

    assert browser.get(f"{url(building_site.project, 'trail')}&before={key}").status_code == 200


def test_a_stopped_project_says_so_and_offers_to_resume(building_site: Site, desk: Desk) -> None:
    project = building_site.project
    project.suspend()
    project.save(update_fields=["standing"])

    page = text_of(desk(building_site.county.at("HANDLER")), url(project))

    assert "进入，暂停" in page
    assert "办理采购合同" not in page
    assert "办理暂停、恢复、终止或撤回" in page
