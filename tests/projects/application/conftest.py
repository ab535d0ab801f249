"""The cast of the application stage."""

from collections.abc import Callable

import pytest
from django.test import Client

from approvals.organizations.models import User
from tests.builders import County, build_county

type Desk = Callable[[User], Client]


@pytest.fixture
def county(db: None) -> County:  # noqa: ARG001 - opens the database
    """A county with somebody at every desk."""
    return build_county()


@pytest.fixture
def desk() -> Desk:
    """Open a browser in which a person is signed in."""

    def open_browser(user: User) -> Client:
        client = Client()
        client.force_login(user, backend="approvals.organizations.access.AccountBackend")
        return client

    return open_browser
