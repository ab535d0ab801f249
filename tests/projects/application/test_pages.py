"""The pages of the application stage."""

from django.urls import reverse

from projects.application.models import ProjectApplication
from projects.registry.rules import record_url
from tests.builders import County, application_ready, begin_application
from tests.projects.application.conftest import Desk

START = reverse("projects:application-start")


def begin(**changes: str) -> dict[str, str]:
    """Return what the start page posts."""
    return {
        "name": "智慧停车系统",
        "plan_year": "2026",
        "build_type": "NEW",
        "object_kind": "APPLICATION_SYSTEM",
        "has_no_state_secrets": "on",
        **changes,
    }


def test_a_case_officer_begins_an_application(county: County, desk: Desk) -> None:
    browser = desk(county.at("HANDLER"))
    posted = begin(owner_unit=str(county.owner.pk), rulebook=str(county.rulebook.pk))

    response = browser.post(START, posted)

    begun = ProjectApplication.objects.get()
    assert response.url == record_url(begun)
    assert begun.project.name == "智慧停车系统"
    assert begun.details["no_state_secrets"] is True


def test_the_page_of_a_fresh_draft_opens(county: County, desk: Desk) -> None:
    draft = begin_application(county)

    response = desk(county.at("HANDLER")).get(record_url(draft))

    assert response.status_code == 200


def test_the_page_of_a_full_draft_opens(county: County, desk: Desk) -> None:
    draft = application_ready(county)

    response = desk(county.at("HANDLER")).get(record_url(draft))

    assert response.status_code == 200
