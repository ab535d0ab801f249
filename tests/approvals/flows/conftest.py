"""The cast of the approval tests."""

from collections.abc import Iterator

import pytest

from approvals.flows import matters
from tests.approvals.flows.town import MATTER, Calls, Town, paving_matter


@pytest.fixture
def calls() -> Iterator[Calls]:
    """What the engine tells the matter of the tests."""
    heard = Calls()
    matters.register(paving_matter(heard))
    yield heard
    matters.unregister(MATTER)


@pytest.fixture
def town(db: None, calls: Calls) -> Town:  # noqa: ARG001
    """A town with people at every desk."""
    return Town()
