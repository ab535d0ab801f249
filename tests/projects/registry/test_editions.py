"""Every page of a project names the version of the measures that the project keeps to."""

from collections.abc import Iterator

import pytest
from django.urls import NoReverseMatch, get_resolver, reverse

from projects.registry.services import open_record
from tests.builders import later
from tests.projects.conftest import Desk, Site

pytestmark = pytest.mark.django_db
OK, SOME = 200, 10


def named_addresses(**known: int | str) -> Iterator[tuple[str, str]]:
    """Yield the pages whose addresses ask for nothing but what is known."""
    _, patterns = next(
        (prefix, resolver)
        for prefix, resolver in get_resolver().namespace_dict.values()
        if resolver.namespace == "projects"
    )
    for name in sorted(str(key) for key in patterns.reverse_dict if isinstance(key, str)):
        try:
            yield name, reverse(f"projects:{name}", kwargs=known)
        except NoReverseMatch:
            continue


def test_every_page_of_a_project_names_its_version(operated_site: Site, desk: Desk) -> None:
    project = operated_site.project
    browser = desk(operated_site.county.at("HANDLER"))
    edition = project.rulebook.edition
    record = open_record(
        project, "maintenance_record", actor=operated_site.county.at("HANDLER"), at=later(300)
    )
    pages = [
        *named_addresses(project_id=project.pk),
        *named_addresses(project_id=project.pk, record_id=record.pk),
    ]

    answers = {name: browser.get(address) for name, address in pages}
    shown = {
        name: answer.content.decode()
        for name, answer in answers.items()
        if answer.status_code == OK and answer["Content-Type"].startswith("text/html")
    }

    assert len(shown) > SOME
    assert [name for name, page in shown.items() if edition not in page] == []
