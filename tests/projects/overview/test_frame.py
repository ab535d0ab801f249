"""The frame of every page: navigation by posts, counts, the foot, and what it costs."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from approvals.calendars.models import CalendarDay
from approvals.organizations.models import User
from projects.overview.queries.navigation import navigation
from tests.builders import TODAY, application_ready, send
from tests.projects.conftest import Desk, Site

pytestmark = pytest.mark.django_db


def frame(user: User, path: str = "/", **headers: str) -> dict[str, Any]:
    request = RequestFactory().get(path, headers=headers)
    request.user = User.objects.get(pk=user.pk)
    return navigation(request)


def labels(user: User) -> list[str]:
    return [item.label for item in frame(user)["nav"]]


BUSINESS = ["工作台", "待办中心", "项目台账", "办法", "表单中心"]


@pytest.mark.parametrize(
    ("role", "more"),
    [
        ("HANDLER", {"申报", "资金"}),
        ("UNIT_HEAD", {"资金"}),
        ("DATA_REVIEW", {"年度计划", "专家评审", "申报批次"}),
        ("FINANCE_BUDGET", {"年度计划", "资金"}),
    ],
)
def test_everybody_finds_what_their_post_has_to_do_with(
    building_site: Site, role: str, more: set[str]
) -> None:
    found = labels(building_site.county.at(role))

    assert set(found) == {*BUSINESS, *more}


def test_who_has_no_post_finds_the_workbench_only(building_site: Site) -> None:
    assert building_site
    assert labels(User.objects.create(username="nobody", full_name="无岗位人员")) == ["工作台"]


def test_the_frame_costs_few_queries(building_site: Site) -> None:
    user = building_site.county.at("HANDLER")
    frame(user)

    with CaptureQueriesContext(connection) as queries:
        frame(user)

    assert len(queries) <= 12


def test_a_fragment_costs_nothing(building_site: Site) -> None:
    user = User.objects.get(pk=building_site.county.at("HANDLER").pk)
    request = RequestFactory().get("/", headers={"HX-Request-Type": "partial"})
    request.user = user

    with CaptureQueriesContext(connection) as queries:
        assert navigation(request) == {"nav": (), "footer": {}}

    assert len(queries) == 0


def test_the_number_of_todos_stands_beside_their_entry(building_site: Site) -> None:
    county = building_site.county
    send(county, application_ready(county, name="停车诱导系统"))

    nav = {item.label: item.count for item in frame(county.at("UNIT_HEAD"))["nav"]}

    assert nav["待办中心"] == "1"


def test_the_foot_names_the_measures_in_force_and_the_provisional_years(
    building_site: Site, desk: Desk
) -> None:
    CalendarDay.objects.create(
        day=TODAY.replace(year=2031), is_workday=False, note="暂定", is_provisional=True
    )

    page = desk(building_site.county.at("HANDLER")).get("/").content.decode()

    assert "现行办法：《" in page
    assert "2031年节假日安排未公布，相关期限为暂定" in page


@pytest.mark.parametrize(
    ("path", "current"),
    [
        ("/", "工作台"),
        ("/todo/done/", "待办中心"),
        ("/projects/7/money/", "项目台账"),
        ("/projects/apply/", "申报"),
        ("/money/", "资金"),
    ],
)
def test_the_entry_of_the_page_is_marked(building_site: Site, path: str, current: str) -> None:
    nav = frame(building_site.county.at("HANDLER"), path)["nav"]

    assert [item.label for item in nav if item.current] == [current]


def test_the_menu_leads_out_by_a_form_with_a_token(building_site: Site, desk: Desk) -> None:
    client = desk(building_site.county.at("HANDLER"))
    client.handler.enforce_csrf_checks = True
    page = client.get("/").content.decode()

    assert '<button form="logout">' in page
    form = re.search(r'<form id="logout" method="post" action="([^"]+)" hidden>(.+?)</form>', page)
    assert form
    token = re.search(r'value="([^"]+)"', form[2])
    assert token

    client.post(form[1], {"csrfmiddlewaretoken": token[1]})

    assert client.get("/").status_code == 302
