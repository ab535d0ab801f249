"""The people around the trail."""

from collections.abc import Callable
from datetime import date

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from approvals.organizations.models import Appointment, Post, Role, Unit, UnitKind, User

type Login = Callable[[str], Client]


@pytest.fixture
def login_as() -> Login:
    """Return a browser of somebody who holds a post of this role."""

    def login(role_code: str) -> Client:
        kind = UnitKind.objects.get(code="ADMINISTRATION")
        unit, _ = Unit.objects.get_or_create(
            name="信息中心", defaults={"kind": kind, "path": "/901/", "short_name": "信息中心"}
        )
        role = Role.objects.get(code=role_code)
        group = Group.objects.create(name=f"trail {role_code}")
        post = Post.objects.create(unit=unit, role=role, title=role.label, group=group)
        user = User.objects.create(username=role_code.lower(), full_name=role.label, unit=unit)
        Appointment.objects.create(user=user, post=post, starts_on=date(2026, 1, 1))
        client = Client()
        client.force_login(user)
        return client

    return login
