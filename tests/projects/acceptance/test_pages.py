"""The pages of the data catalogue, without scripts."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from projects.acceptance.models import DataResource
from tests.life import catalogued, resource
from tests.projects.conftest import Desk, Site

pytestmark = pytest.mark.django_db


def url(site: Site, tail: str = "") -> str:
    return f"/projects/{site.project_id}/data-resources/{tail}"


def posted(site: Site, *, op: str = "save", **row: str) -> dict[str, str]:
    given = {"name": "作业轨迹", "sharing": "UNCONDITIONAL", "frequency": "DAILY"} | row
    return {
        "op": op,
        "version": str(site.project.version),
        "form-TOTAL_FORMS": "1",
        "form-INITIAL_FORMS": "0",
        **{f"form-0-{name}": value for name, value in given.items()},
    }


def test_a_catalogue_is_written_and_shown(building_site: Site, desk: Desk) -> None:
    browser = desk(building_site.county.at("HANDLER"))

    saved = browser.post(
        url(building_site, "catalogue/"), posted(building_site, catalogued_on="2026-05-01")
    )

    page = browser.get(url(building_site)).content.decode()
    assert saved.status_code == 302
    assert "作业轨迹" in page
    assert "未归集" in page


def test_a_row_more_keeps_what_was_typed(building_site: Site, desk: Desk) -> None:
    browser = desk(building_site.county.at("HANDLER"))

    page = browser.post(url(building_site, "catalogue/"), posted(building_site, op="add"))

    assert [form["name"].value() for form in page.context["formset"]] == ["作业轨迹", None]
    assert not DataResource.objects.exists()


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ({"name": ""}, "请填写资源名称"),
        ({"sharing": "SOMETIMES"}, "共享条件没有这个选项"),
        ({"catalogued_on": "2026-13-01"}, "编目日期不是有效的日期"),
        ({"name": "据" * 201}, "资源名称最多 200 字"),
        ({"sharing": "CLOSED"}, "不是无条件共享，请填写依据或理由"),
        ({"collected_on": "2026-05-01"}, "已归集，请填写编目日期"),
    ],
)
def test_a_wrong_row_is_answered_in_a_sentence(
    building_site: Site, desk: Desk, row: dict[str, str], reason: str
) -> None:
    browser = desk(building_site.county.at("HANDLER"))

    page = browser.post(url(building_site, "catalogue/"), posted(building_site, **row))

    assert page.status_code == 422
    assert reason in page.content.decode()


@pytest.mark.parametrize("given", [{}, {"op": "save", "version": "1"}, {"op": "remove:x"}])
def test_a_post_without_its_fields_is_answered(
    building_site: Site, desk: Desk, given: dict[str, str]
) -> None:
    browser = desk(building_site.county.at("HANDLER"))

    answer = browser.post(url(building_site, "catalogue/"), given)

    assert answer.status_code in {200, 302, 409, 422}


@pytest.mark.parametrize("role", ["DATA_REVIEW", "AUDIT_READ"])
def test_who_only_reads_may_not_write(building_site: Site, desk: Desk, role: str) -> None:
    browser = desk(building_site.county.at(role))

    assert browser.get(url(building_site)).status_code == 200
    assert browser.get(url(building_site, "catalogue/")).status_code == 403


def test_a_stranger_finds_nothing(building_site: Site, desk: Desk) -> None:
    browser = desk(building_site.county.at("HANDLER", "县教育局"))

    assert browser.get(url(building_site)).status_code == 404
    assert browser.get(url(building_site, "catalogue/")).status_code == 404


def test_many_resources_take_as_many_queries_as_few(building_site: Site, desk: Desk) -> None:
    browser = desk(building_site.county.at("HANDLER"))
    catalogued(building_site.county, building_site.project)
    browser.get(url(building_site))
    with CaptureQueriesContext(connection) as few:
        browser.get(url(building_site))
    lines = [resource(f"资源{number}") for number in range(40)]
    catalogued(building_site.county, building_site.project, *lines)
    with CaptureQueriesContext(connection) as many:
        browser.get(url(building_site))

    assert len(few) == len(many)
