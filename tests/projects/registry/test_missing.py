"""What a gate misses is named with the page that supplies it, however many things there are."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from projects.registry.rules import gatekeeper, record_url
from projects.registry.services import discard_record
from tests.life import TRIED, fill
from tests.projects.conftest import Site

pytestmark = pytest.mark.django_db
GATE = "final_acceptance"
TODAY = date(2026, 9, 1)


def places(site: Site) -> set[str]:
    """Return the pages that would supply what the gate misses."""
    verdict = gatekeeper(site.project, TODAY).judge(GATE)
    return {missing.url for refusal in verdict.refusals for missing in refusal.missing}


def test_the_pages_of_all_that_is_missing_are_found_by_one_question(building_site: Site) -> None:
    keeper = gatekeeper(building_site.project, TODAY)
    keeper.judge(GATE)

    with CaptureQueriesContext(connection) as asked:
        verdict = keeper.judge(GATE)

    assert len([one for refusal in verdict.refusals for one in refusal.missing]) > 1
    assert len(asked) == 1


def test_the_page_is_that_of_the_newest_record_that_was_not_set_aside(building_site: Site) -> None:
    county, project = building_site.county, building_site.project
    nowhere = f"/projects/{project.pk}/?tab=records&kind={GATE}"
    assert nowhere in places(building_site)

    draft = fill(county, project, GATE, {}, at=TRIED)
    assert nowhere not in places(building_site)
    assert any(place.startswith(record_url(draft)) for place in places(building_site))

    discard_record(draft, version=draft.version, actor=county.at("HANDLER"), at=TRIED)
    assert nowhere in places(building_site)
