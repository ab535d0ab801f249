"""Every mutant of every entry that serves a row; `make mutate-rules` runs them all.

The file is not collected by itself: a sample of it runs with the ordinary tests.
"""

from functools import partial

import pytest

from tests.autopilot.fixtures import staged
from tests.autopilot.rows import Place, UnfitMutantError, mutants_at, packs, places, scenes_with
from tests.autopilot.theatre import Scene, Theatre

pytestmark = pytest.mark.django_db


def mutated(place: Place) -> list[Scene]:
    """Return the scenes of all mutants of an entry."""
    return scenes_with(mutants_at(place))


@pytest.mark.parametrize(
    "place",
    [
        pytest.param(place, id="-".join(place), marks=staged(pack, partial(mutated, place)))
        for pack in packs()
        for place in places(pack)
    ],
)
def test_every_mutant_dies(theatre: Theatre, place: Place) -> None:
    results = {key[2]: theatre.results[key] for key in mutants_at(place)}
    assert results, "No mutant of it is a rulebook."
    assert [change for change, error in results.items() if error is None] == []
    unfit = [key for key, error in results.items() if isinstance(error, UnfitMutantError)]
    assert unfit == []
