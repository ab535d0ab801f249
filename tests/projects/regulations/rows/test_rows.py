"""Each row of the table of rules, one test a row: what the text demands, happens.

A sample of the mutants is played on the same tour; `make mutate-rules` plays them all.
"""

from functools import cache
from itertools import islice

import pytest

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
from tests.autopilot.theatre import Theatre

pytestmark = pytest.mark.django_db
SAMPLE = 2


def tour(theatre: Theatre, request: pytest.FixtureRequest, pack: str) -> None:
    """Play what is asked for of a pack: all of it, or what was chosen on the command line."""
    asked = [
        item.callspec.params
        for item in request.session.items
        if item.path == request.node.path and hasattr(item, "callspec")
    ]
    rows = [p["row"] for p in asked if "row" in p and pack_of(p["row"]) == pack]
    mutants = sample_of(pack) if any(p.get("pack") == pack for p in asked) else {}
    theatre.tour(pack, [*scenes_of(rows), *scenes_with(mutants)])


@cache
def sample_of(pack: str) -> dict[MutantKey, Mutant]:
    """Return a few mutants of a pack, spread over its rows: the first of each entry."""
    found = places(pack)
    some = found[:: max(1, len(found) // (2 * SAMPLE))]
    mutants = (next(iter(mutants_at(place).items()), None) for place in some)
    return dict(islice((pair for pair in mutants if pair is not None), SAMPLE))


@pytest.mark.parametrize(
    "row", [pytest.param(row, marks=pytest.mark.xdist_group(pack_of(row))) for row in declared()]
)
def test_row(theatre: Theatre, request: pytest.FixtureRequest, row: str) -> None:
    tour(theatre, request, pack_of(row))

    theatre.require(row)


@pytest.mark.parametrize(
    "pack",
    [
        pytest.param(pack, marks=pytest.mark.xdist_group(pack))
        for pack in sorted({pack_of(row) for row in declared()} & packs().keys())
    ],
)
def test_a_sample_of_the_mutants_dies(
    theatre: Theatre, request: pytest.FixtureRequest, pack: str
) -> None:
    tour(theatre, request, pack)

    assert [key for key in sample_of(pack) if theatre.results[key] is None] == []
