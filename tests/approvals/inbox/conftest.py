"""The cast of the approval tests, at their desks, on a fixed Monday."""

from collections.abc import Callable, Iterator

import pytest
import time_machine
from django.test import Client

from approvals.organizations.models import User
from tests.approvals.flows.conftest import calls, town
from tests.approvals.flows.town import NOW

__all__ = ["calls", "town"]

type Desk = Callable[[User], Client]


@pytest.fixture(autouse=True)
def monday() -> Iterator[None]:
    """Let the clock stand at the Monday of the tests."""
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def desk() -> Desk:
    """Open a browser in which a person is signed in."""

    def open_browser(user: User) -> Client:
        client = Client()
        client.force_login(user, backend="approvals.organizations.access.AccountBackend")
        return client

    return open_browser
