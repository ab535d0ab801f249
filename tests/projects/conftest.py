"""The cast of the later stages: a county with somebody at every desk, and projects under way.

Building a project takes a second or more, so a module builds what it needs once, inside a
transaction of its own; every test goes back to a savepoint.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from django.db import transaction
from django.test import Client
from pytest_django import DjangoDbBlocker

from approvals.organizations.models import User
from projects.registry.models import Project, Stage
from projects.registry.services import change_standing
from tests.builders import County, build_county
from tests.life import PAID, contracted, fresh, funded, project_at

type Desk = Callable[[User], Client]


@dataclass(frozen=True, slots=True)
class Site:
    """A county, and one project of it."""

    county: County
    project_id: int

    @property
    def project(self) -> Project:
        """The project as it is now."""
        return fresh(Project(pk=self.project_id))


def suspended(site: Site) -> None:
    """Let the project rest."""
    project = site.project
    change_standing(
        project, project.suspend, reason="资金未到位。", actor=site.county.at("HANDLER"), at=PAID
    )


@pytest.fixture
def county(db: None) -> County:  # noqa: ARG001 - opens the database
    """A county with somebody at every desk."""
    return build_county()


@pytest.fixture(scope="module")
def _module_transaction(
    django_db_setup: None,  # noqa: ARG001
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[None]:
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def _module_county(_module_transaction: None) -> County:
    return build_county()


@pytest.fixture(scope="module")
def building_site(_module_county: County) -> Site:
    """A project whose construction has begun, without a contract."""
    project = project_at(_module_county, Stage.CONSTRUCTION)
    return Site(_module_county, project.pk)


@pytest.fixture(scope="module")
def funded_site(_module_county: County) -> Site:
    """A project with a contract of 40 万元 and as much in quotas, of 50 万元 approved."""
    project = project_at(_module_county, Stage.CONSTRUCTION, name="不动产登记窗口", reply="21")
    contracted(_module_county, project)
    funded(_module_county, project)
    return Site(_module_county, project.pk)


@pytest.fixture(scope="module")
def operated_site(_module_county: County) -> Site:
    """A project that was accepted and is in operation."""
    project = project_at(_module_county, Stage.OPERATION, name="学籍管理", reply="22")
    return Site(_module_county, project.pk)


@pytest.fixture(scope="module")
def evaluated_site(_module_county: County) -> Site:
    """A project whose owner unit has evaluated itself."""
    project = project_at(_module_county, Stage.EVALUATION, name="应急指挥", reply="23")
    return Site(_module_county, project.pk)


@pytest.fixture
def desk() -> Desk:
    """Open a browser in which a person is signed in."""

    def open_browser(user: User) -> Client:
        client = Client()
        client.force_login(user, backend="approvals.organizations.access.AccountBackend")
        return client

    return open_browser
