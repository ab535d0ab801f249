"""A unit is moved in the tree by dragging; the form is the way without scripts."""

from collections.abc import Callable

import pytest
from django.test import Client
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from approvals.organizations.models import Role, Unit, UnitKind, User
from approvals.organizations.services import (
    appoint,
    create_account,
    create_post,
    create_unit,
    ensure_catalogue,
)
from tests.approvals.organizations.conftest import AT, PASSWORD, TODAY

type Browser = Callable[[User], Client]


def test_the_form_has_the_parent_chosen_that_the_unit_was_dragged_to(
    school: Unit, bureau: Unit, system_admin: User, signed_in: Browser
) -> None:
    client = signed_in(system_admin)
    other = make_unit("县城市管理局")

    page = client.get(f"/organizations/units/{school.pk}/move/?under={other.pk}").content.decode()

    assert f'<option value="{other.pk}" selected>' in page
    school.refresh_from_db()
    assert school.parent == bureau, "looking at the form moves nothing"


def make_unit(name: str) -> Unit:
    kind = UnitKind.objects.get(code="OWNER")
    return create_unit(name=name, short_name="", kind=kind, parent=None, actor=User.system(), at=AT)


@pytest.mark.django_db(transaction=True)
def test_dragging_a_unit_onto_another_moves_it_after_the_form(
    live_server: LiveServer, page: Page
) -> None:
    ensure_catalogue()
    office, moved, target = (make_unit(name) for name in ("系统办", "县信息中心", "县城市管理局"))
    system = User.system()
    user = create_account(
        username="unitkeeper",
        full_name="管单位的",
        unit=office,
        password=PASSWORD,
        actor=system,
        at=AT,
    ).user
    role = Role.objects.get(code="SYSTEM_ADMIN")
    post = create_post(unit=office, role=role, title="", actor=system, at=AT)
    appoint(user, post=post, starts_on=TODAY, actor=system, at=AT)
    User.objects.filter(pk=user.pk).update(must_change_password=False)
    page.goto(f"{live_server.url}/login/?next=/organizations/units/")
    page.fill("input[name=username]", "unitkeeper")
    page.fill("input[name=password]", PASSWORD)
    page.click("main button.btn-primary")

    page.drag_and_drop(f"tr[data-unit='{moved.pk}']", f"tr[data-unit='{target.pk}']")
    page.wait_for_url(f"**/units/{moved.pk}/move/?under={target.pk}")
    moved.refresh_from_db()
    assert moved.parent is None
    page.click("main form button.btn-primary")
    page.wait_for_url(f"**/organizations/units/{moved.pk}/")

    moved.refresh_from_db()
    assert moved.parent == target
