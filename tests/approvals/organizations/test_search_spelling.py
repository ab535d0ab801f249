"""A search finds what is meant, however the text and the search are spelt (NFKC)."""

import pytest

from approvals.organizations.models import Unit
from approvals.organizations.queries import units_found
from tests.builders import County, build_county

pytestmark = pytest.mark.django_db


@pytest.fixture
def county() -> County:
    """A county one of whose units is spelt with a radical and full-width letters."""
    county = build_county()
    Unit.objects.filter(pk=county.owner.pk).update(name="县⽹信　ＩＴ中心")
    return county


@pytest.mark.parametrize("text", ["网信 it", "⽹信　ｉｔ", "县网信"])
def test_units_are_found_however_they_are_spelt(county: County, text: str) -> None:
    assert list(units_found(text=text)) == [county.owner]


def test_what_is_not_there_is_not_found(county: County) -> None:
    assert county.owner not in units_found(text="网信办")
