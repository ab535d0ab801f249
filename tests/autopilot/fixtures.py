"""The fixtures of tests that play in a theatre; their folders import them by name.

A test says by its marks which scenes it waits for. The first test of a pack lets all be played
that were chosen to be run, of whatever file of the folder: so each pack is travelled once.
"""

from collections.abc import Callable, Iterable, Iterator

import pytest
from pytest_django import DjangoDbBlocker

from tests.autopilot.theatre import Scene, Theatre, opened


def staged(pack: str, scenes: Callable[[], Iterable[Scene]]) -> list[pytest.MarkDecorator]:
    """Return the marks of a test that waits for scenes of a pack; one process plays them all."""
    return [pytest.mark.xdist_group(pack), pytest.mark.staged(pack, scenes)]


@pytest.fixture
def _django_db_helper() -> None:
    """Open no transaction around a test: the theatre keeps one around them all."""


@pytest.fixture(scope="package")
def stage(
    django_db_setup: None,  # noqa: ARG001 - the database must be there
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[Theatre]:
    """The projects of this folder, each before any gate of its pack."""
    with django_db_blocker.unblock(), opened() as theatre:
        yield theatre


@pytest.fixture
def theatre(stage: Theatre, request: pytest.FixtureRequest) -> Theatre:
    """The theatre after the tour of this test's pack."""
    folder = request.path.parent
    pack = request.node.get_closest_marker("staged").args[0]
    marks = (
        item.get_closest_marker("staged")
        for item in request.session.items
        if item.path.parent == folder
    )
    stage.tour(pack, (s for m in marks if m and m.args[0] == pack for s in m.args[1]()))
    return stage
