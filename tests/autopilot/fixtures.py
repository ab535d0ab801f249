"""The fixtures of tests that play in a theatre; their folders import them by name."""

from collections.abc import Iterator

import pytest
from pytest_django import DjangoDbBlocker

from tests.autopilot.theatre import Theatre, opened


@pytest.fixture
def _django_db_helper() -> None:
    """Open no transaction around a test: the theatre keeps one around them all."""


@pytest.fixture(scope="module")
def theatre(
    django_db_setup: None,  # noqa: ARG001 - the database must be there
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[Theatre]:
    """The projects of this module, each before any gate of its pack."""
    with django_db_blocker.unblock(), opened() as stage:
        yield stage
