"""The cast of the organization: a data department, an owner unit and three administrators."""

from collections.abc import Callable
from datetime import date, datetime

import pytest
from django.test import Client
from django.utils.timezone import make_aware

from approvals.organizations.models import Post, Role, Unit, UnitKind, User
from approvals.organizations.services import appoint, create_account, create_post, create_unit
from approvals.organizations.shapes import AUDIT_ADMIN, SECURITY_ADMIN, SYSTEM_ADMIN

AT = make_aware(datetime(2026, 11, 20, 10, 0))  # noqa: DTZ001 - made aware of our own zone
TODAY = AT.date()
PASSWORD = "Correct-Horse-9-Staple"

type MakeUser = Callable[[str, Post | None], User]
type MakePost = Callable[[Unit, str], Post]


@pytest.fixture
def bureau(db: None) -> Unit:  # noqa: ARG001 - opens the database
    """The data department, root of the tree."""
    return create_unit(
        name="云河县数据局",
        short_name="县数据局",
        kind=UnitKind.objects.get(code="DATA"),
        parent=None,
        actor=User.system(),
        at=AT,
    )


@pytest.fixture
def school(bureau: Unit) -> Unit:
    """An owner unit below it."""
    return create_unit(
        name="云河县教育局",
        short_name="县教育局",
        kind=UnitKind.objects.get(code="OWNER"),
        parent=bureau,
        actor=User.system(),
        at=AT,
    )


@pytest.fixture
def make_post(db: None) -> MakePost:  # noqa: ARG001 - opens the database
    """Set up a post of a role at a unit."""

    def make(unit: Unit, role: str) -> Post:
        return create_post(unit=unit, role=Role.objects.get(code=role), actor=User.system(), at=AT)

    return make


@pytest.fixture
def make_user(bureau: Unit) -> MakeUser:
    """Create a person who knows their password, with a post if one is given."""

    def make(username: str, post: Post | None = None) -> User:
        user = create_account(
            username=username,
            full_name=f"测试{username}",
            unit=bureau,
            password=PASSWORD,
            actor=User.system(),
            at=AT,
        ).user
        if post:
            first = date(2026, 1, 1)
            appoint(user, post=post, starts_on=first, actor=User.system(), at=AT)
        return user

    return make


@pytest.fixture
def system_admin(bureau: Unit, make_post: MakePost, make_user: MakeUser) -> User:
    """Keeps units and accounts."""
    return make_user("sysadmin", make_post(bureau, SYSTEM_ADMIN))


@pytest.fixture
def security_admin(bureau: Unit, make_post: MakePost, make_user: MakeUser) -> User:
    """Gives and takes posts."""
    return make_user("secadmin", make_post(bureau, SECURITY_ADMIN))


@pytest.fixture
def audit_admin(bureau: Unit, make_post: MakePost, make_user: MakeUser) -> User:
    """Reads the trail."""
    return make_user("audadmin", make_post(bureau, AUDIT_ADMIN))


@pytest.fixture
def handler(school: Unit, make_post: MakePost, make_user: MakeUser) -> User:
    """A case officer (经办人) of the owner unit."""
    return make_user("handler", make_post(school, "HANDLER"))


@pytest.fixture
def signed_in() -> Callable[[User], Client]:
    """Open a browser in which a person is signed in."""

    def open_browser(user: User) -> Client:
        client = Client()
        client.force_login(user, backend="approvals.organizations.access.AccountBackend")
        return client

    return open_browser
