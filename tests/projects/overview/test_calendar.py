"""The dates of a project in the calendar of who may see it, by a secret address."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from tests.builders import OTHER_OWNER, OWNER
from tests.projects.conftest import Desk, Site

pytestmark = pytest.mark.django_db


def address(site: Site, desk: Desk) -> str:
    """Return the address that the page of the project tells its handler."""
    page = reverse("projects:overview-project", kwargs={"project_id": site.project_id})
    text = desk(site.county.at("HANDLER")).get(f"{page}?tab=clocks").content.decode()
    found = re.search(r"/calendars/[^\"<]+", text)
    assert found is not None
    return found[0]


def test_the_address_of_the_page_opens_without_signing_in(building_site: Site, desk: Desk) -> None:
    answer = Client().get(address(building_site, desk))

    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("text/calendar")
    read = Calendar.from_ical(answer.content)
    assert str(read["X-WR-CALNAME"]) == f"{building_site.project.name}：期限"


def test_another_project_another_seal_or_another_person_is_not_there(
    building_site: Site, desk: Desk
) -> None:
    right = address(building_site, desk)
    handler, other = (building_site.county.at("HANDLER", u) for u in (OWNER, OTHER_OWNER))

    assert Client().get(right[:-3] + "ab/").status_code == 404
    assert Client().get(right.replace(f"/{handler.pk}/", f"/{other.pk}/")).status_code == 404


def test_who_has_left_or_changed_the_password_has_no_calendar(
    building_site: Site, desk: Desk
) -> None:
    right, handler = address(building_site, desk), building_site.county.at("HANDLER")
    handler.set_password("another one, long enough")
    handler.save(update_fields=["password"])
    assert Client().get(right).status_code == 404

    again = address(building_site, desk)
    handler.is_active = False
    handler.save(update_fields=["is_active"])
    assert Client().get(again).status_code == 404
