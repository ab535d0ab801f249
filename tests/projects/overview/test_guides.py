"""Guides and blank forms from the measures in force; deadlines under a secret address."""

import io
import re

import pytest
from django.test import Client
from icalendar import Calendar
from openpyxl import load_workbook

from approvals.inbox.models import CalendarFeed
from documents.models import Job
from documents.services import run_job
from projects.construction.models import Milestone
from projects.overview.queries.guides import guided_versions, guides_of
from projects.regulations.queries import rulebook_of
from tests.builders import AT
from tests.projects.conftest import Desk, Site

pytestmark = pytest.mark.django_db


def test_a_guide_names_the_papers_the_desks_and_the_limits_of_the_measures(
    building_site: Site, desk: Desk
) -> None:
    version = building_site.county.rulebook
    assert version in guided_versions()
    rulebook = rulebook_of(version)
    page = desk(building_site.county.at("HANDLER")).get("/guides/").content.decode()

    guides = {guide.code: guide for stage in guides_of(version) for guide in stage.guides}
    for gate in rulebook.gates:
        if gate.kind != "STAGE" and gate.code in guides:
            assert len(guides[gate.code].papers) == len(gate.papers)
            assert [line.label for line in guides[gate.code].steps] == [s.label for s in gate.route]
            assert [line.label for line in guides[gate.code].clocks] == [
                clock.label for clock in gate.clocks
            ]
            assert gate.label in page


def test_an_empty_form_comes_as_a_workbook_at_once_and_as_pdf_through_the_form_centre(
    building_site: Site, desk: Desk
) -> None:
    handler, version = building_site.county.at("HANDLER"), building_site.county.rulebook
    client, address = desk(handler), f"/guides/forms/{version.pk}/application"

    book = client.get(f"{address}/xlsx/")
    page = load_workbook(io.BytesIO(book.content)).active
    led = client.post(f"{address}/pdf/")
    job = Job.objects.get(kind_code="projects.blank_form")
    run_job(job.pk, at=AT)

    assert page is not None
    assert "%E7%A9%BA%E7%99%BD" in book["Content-Disposition"]
    assert page.max_row > 10
    assert led.status_code == 302
    job.refresh_from_db()
    assert job.is_done
    assert job.result is not None
    assert client.get(f"/guides/forms/{version.pk}/nothing/xlsx/").status_code == 404


def test_deadlines_are_read_under_an_address_that_is_shown_once_and_can_be_taken_back(
    building_site: Site, desk: Desk
) -> None:
    Milestone.objects.create(
        project=building_site.project,
        position=99,
        name="需求确认",
        planned_start=AT.date(),
        planned_end=AT.date(),
    )
    client = desk(building_site.county.at("HANDLER"))
    shown = client.post("/calendars/mine/open/").content.decode()
    found = re.search(r"/calendars/mine/[\w-]{20,}/", shown)
    assert found is not None
    assert found[0] not in client.get("/calendars/mine/").content.decode()

    answer = Client().get(found[0])
    assert str(Calendar.from_ical(answer.content)["X-WR-CALNAME"]).endswith("的期限")
    assert "里程碑" in answer.content.decode()
    second = client.post("/calendars/mine/open/").content.decode()
    assert Client().get(found[0]).status_code == 404

    renewed = re.search(r"/calendars/mine/[\w-]{20,}/", second)
    assert renewed is not None
    assert Client().get(renewed[0]).status_code == 200
    client.post("/calendars/mine/close/")
    assert Client().get(renewed[0]).status_code == 404
    assert not CalendarFeed.objects.exists()


def test_who_has_left_has_no_calendar(building_site: Site, desk: Desk) -> None:
    handler = building_site.county.at("HANDLER")
    shown = desk(handler).post("/calendars/mine/open/").content.decode()
    found = re.search(r"/calendars/mine/[\w-]{20,}/", shown)
    assert found is not None
    handler.is_active = False
    handler.save(update_fields=["is_active"])

    assert Client().get(found[0]).status_code == 404
