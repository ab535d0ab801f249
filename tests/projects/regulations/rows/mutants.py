"""Every mutant of every entry that serves a row; `make mutate-rules` runs them all.

The file is not collected by itself: a sample of it runs with the ordinary tests.
"""

import pytest

from tests.autopilot.rows import Place, UnfitMutantError, mutants_at, packs, places, scenes_with
from tests.autopilot.theatre import Theatre

pytestmark = pytest.mark.django_db


def tour(theatre: Theatre, request: pytest.FixtureRequest, pack: str) -> None:
    """Play all mutants of a pack that were chosen to be run."""
    chosen = [
        item.callspec.params["place"]
        for item in request.session.items
        if item.path == request.node.path
        and isinstance(item, pytest.Function)
        and item.callspec.params["pack"] == pack
    ]
    mutants = {key: mutant for place in chosen for key, mutant in mutants_at(place).items()}
    theatre.tour(pack, scenes_with(mutants))


@pytest.mark.parametrize(
    ("pack", "place"),
    [
        pytest.param(pack, place, id="-".join(place), marks=pytest.mark.xdist_group(pack))
        for pack in packs()
        for place in places(pack)
    ],
)
def test_every_mutant_dies(
    theatre: Theatre, request: pytest.FixtureRequest, pack: str, place: Place
) -> None:
    tour(theatre, request, pack)

    results = {key[2]: theatre.results[key] for key in mutants_at(place)}
    assert results, "No mutant of it is a rulebook."
    assert [change for change, error in results.items() if error is None] == []
    unfit = [key for key, error in results.items() if isinstance(error, UnfitMutantError)]
    assert unfit == []
