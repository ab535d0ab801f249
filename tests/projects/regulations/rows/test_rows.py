"""Each row of the table of rules, one test a row: what the text demands, happens.

A sample of the mutants is played on the same tour; `make mutate-rules` plays them all.
"""

from functools import cache, partial
from itertools import islice

import pytest

from tests.autopilot.fixtures import staged
from tests.autopilot.mutants import Mutant
from tests.autopilot.rows import (
    MutantKey,
    declared,
    mutants_at,
    pack_of,
    packs,
    places,
    scenes_of,
    scenes_with,
)
from tests.autopilot.theatre import Scene, Theatre

pytestmark = pytest.mark.django_db
SAMPLE = 2


@cache
def sample_of(pack: str) -> dict[MutantKey, Mutant]:
    """Return a few mutants of a pack, spread over its rows: the first of each entry."""
    found = places(pack)
    some = found[:: max(1, len(found) // (2 * SAMPLE))]
    mutants = (next(iter(mutants_at(place).items()), None) for place in some)
    return dict(islice((pair for pair in mutants if pair is not None), SAMPLE))


def sampled(pack: str) -> list[Scene]:
    """Return the scenes of a few mutants of a pack."""
    return scenes_with(sample_of(pack))


@pytest.mark.parametrize(
    "row",
    [pytest.param(row, marks=staged(pack_of(row), partial(scenes_of, row))) for row in declared()],
)
def test_row(theatre: Theatre, row: str) -> None:
    theatre.require(row)


@pytest.mark.parametrize(
    "pack",
    [
        pytest.param(pack, marks=staged(pack, partial(sampled, pack)))
        for pack in sorted({pack_of(row) for row in declared()} & packs().keys())
    ],
)
def test_a_sample_of_the_mutants_dies(theatre: Theatre, pack: str) -> None:
    assert [key for key in sample_of(pack) if theatre.results[key] is None] == []
