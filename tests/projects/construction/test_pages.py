"""The pages of the milestones, without scripts."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from projects.construction.models import Milestone
from tests.life import contracted
from tests.projects.conftest import Desk, Site

pytestmark = pytest.mark.django_db


def url(site: Site, tail: str = "") -> str:
    return f"/projects/{site.project_id}/milestones/{tail}"


def rows(site: Site, *lines: tuple[str, str, str], op: str = "save") -> dict[str, str]:
    posted = {
        "op": op,
        "version": str(site.project.version),
        "form-TOTAL_FORMS": str(len(lines)),
        "form-INITIAL_FORMS": "0",
    }
    for number, (name, starts, ends) in enumerate(lines):
        posted |= {
            f"form-{number}-name": name,
            f"form-{number}-planned_start": starts,
            f"form-{number}-planned_end": ends,
        }
    return posted


FIRST = ("需求确认", "2026-04-01", "2026-04-30")
SECOND = ("系统上线", "2026-05-01", "2026-06-05")


def test_the_plan_begins_with_what_the_contract_agreed(building_site: Site, desk: Desk) -> None:
    contracted(building_site.county, building_site.project)
    page = desk(building_site.county.at("HANDLER")).get(url(building_site, "plan/"))

    assert "已带出合同约定的里程碑" in page.content.decode()
    assert [form["name"].value() for form in page.context["formset"]] == ["需求确认", "系统上线"]


def test_a_row_is_added_and_nothing_is_lost(building_site: Site, desk: Desk) -> None:
    browser = desk(building_site.county.at("HANDLER"))

    page = browser.post(url(building_site, "plan/"), rows(building_site, FIRST, op="add"))

    forms = page.context["formset"].forms
    assert page.status_code == 200
    assert [form["name"].value() for form in forms] == ["需求确认", None]
    assert not Milestone.objects.exists()


def test_a_row_is_removed(building_site: Site, desk: Desk) -> None:
    browser = desk(building_site.county.at("HANDLER"))

    page = browser.post(
        url(building_site, "plan/"), rows(building_site, FIRST, SECOND, op="remove:0")
    )

    assert [form["name"].value() for form in page.context["formset"]] == ["系统上线"]


def test_a_script_gets_the_table_only(building_site: Site, desk: Desk) -> None:
    browser = desk(building_site.county.at("HANDLER"))

    part = browser.post(
        url(building_site, "plan/"),
        rows(building_site, FIRST, op="add"),
        headers={"HX-Request": "true", "HX-Request-Type": "partial"},
    )

    text = part.content.decode()
    assert 'id="lines"' in text
    assert "<html" not in text


def test_a_plan_is_saved_and_shown_as_a_chart(building_site: Site, desk: Desk) -> None:
    browser = desk(building_site.county.at("HANDLER"))

    saved = browser.post(url(building_site, "plan/"), rows(building_site, FIRST, SECOND))

    page = browser.get(url(building_site)).content.decode()
    assert saved.status_code == 302
    assert "系统上线" in page
    assert "gantt" in page


def test_a_wrong_row_is_named_and_nothing_is_lost(building_site: Site, desk: Desk) -> None:
    browser = desk(building_site.county.at("HANDLER"))
    wrong = ("系统上线", "2026-06-05", "2026-05-01")

    page = browser.post(url(building_site, "plan/"), rows(building_site, FIRST, wrong))

    text = page.content.decode()
    assert page.status_code == 422
    assert "计划完成早于计划开始" in text
    assert "需求确认" in text


def test_a_rule_that_refuses_is_shown_above_the_rows(building_site: Site, desk: Desk) -> None:
    browser = desk(building_site.county.at("HANDLER"))

    page = browser.post(url(building_site, "plan/"), rows(building_site, FIRST, FIRST))

    assert page.status_code == 422
    assert "第2行的里程碑“需求确认”与前面的重复" in page.content.decode()


def test_a_page_that_is_no_longer_true_answers_409(building_site: Site, desk: Desk) -> None:
    browser = desk(building_site.county.at("HANDLER"))
    posted = rows(building_site, FIRST)
    browser.post(url(building_site, "plan/"), posted)

    again = browser.post(url(building_site, "plan/"), posted)

    assert again.status_code == 409
    assert "已被他人修改" in again.content.decode()


@pytest.mark.parametrize(
    "posted",
    [
        {},
        {"op": "add"},
        {"op": "remove:99", "form-TOTAL_FORMS": "-1"},
        {"op": "save", "version": "1", "form-TOTAL_FORMS": "九"},
        {"op": "save", "version": "x", "form-TOTAL_FORMS": "1", "form-0-name": "里" * 10_000},
        {"version": "1", "form-TOTAL_FORMS": "999999", "form-0-name": "⼀😀", "form-0-pk": "-3"},
    ],
)
def test_what_cannot_be_read_is_answered_in_a_sentence(
    building_site: Site, desk: Desk, posted: dict[str, str]
) -> None:
    browser = desk(building_site.county.at("HANDLER"))

    assert browser.post(url(building_site, "plan/"), posted).status_code in {200, 409, 422}


def test_a_milestone_is_reached_on_the_page(building_site: Site, desk: Desk) -> None:
    browser = desk(building_site.county.at("HANDLER"))
    browser.post(url(building_site, "plan/"), rows(building_site, FIRST))
    milestone = Milestone.objects.get()

    browser.post(url(building_site, f"{milestone.pk}/reach/"), {"reached_on": "2026-04-18"})

    assert Milestone.objects.get().reached_on == date(2026, 4, 18)


def test_a_milestone_cannot_be_reached_in_the_future(building_site: Site, desk: Desk) -> None:
    browser = desk(building_site.county.at("HANDLER"))
    browser.post(url(building_site, "plan/"), rows(building_site, FIRST))
    milestone = Milestone.objects.get()

    page = browser.post(
        url(building_site, f"{milestone.pk}/reach/"), {"reached_on": "2099-01-01"}, follow=True
    )

    assert "实际完成日期不能晚于今天" in page.content.decode()


@pytest.mark.parametrize("role", ["UNIT_HEAD", "AUDIT_READ", "FINANCE_BUDGET"])
def test_who_only_reads_may_not_plan(building_site: Site, desk: Desk, role: str) -> None:
    browser = desk(building_site.county.at(role))

    assert browser.get(url(building_site)).status_code == 200
    assert browser.get(url(building_site, "plan/")).status_code == 403
    assert browser.post(url(building_site, "plan/"), rows(building_site, FIRST)).status_code == 403


def test_a_stranger_finds_nothing(building_site: Site, desk: Desk) -> None:
    browser = desk(building_site.county.at("HANDLER", "县教育局"))

    assert browser.get(url(building_site)).status_code == 404
    assert browser.post(url(building_site, "1/reach/")).status_code == 404


def test_many_milestones_take_as_many_queries_as_few(building_site: Site, desk: Desk) -> None:
    browser = desk(building_site.county.at("HANDLER"))
    browser.post(url(building_site, "plan/"), rows(building_site, FIRST, SECOND))
    browser.get(url(building_site))
    with CaptureQueriesContext(connection) as few:
        browser.get(url(building_site))
    lines = [(f"里程碑{n}", "2026-04-01", "2026-04-30") for n in range(40)]
    browser.post(url(building_site, "plan/"), rows(building_site, *lines))
    browser.get(url(building_site))
    with CaptureQueriesContext(connection) as many:
        browser.get(url(building_site))

    assert len(few) == len(many)
