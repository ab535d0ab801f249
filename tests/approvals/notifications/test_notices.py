"""Notices: one's own only, ticked off once, counted for the navigation."""

from collections.abc import Callable

from django.test import Client

from approvals.notifications.models import Notice
from approvals.notifications.queries import unread_count
from approvals.notifications.services import notify
from approvals.organizations.models import User
from tests.approvals.organizations.conftest import AT

type Browser = Callable[[User], Client]


def test_nobody_is_told_twice_and_the_system_not_at_all(handler: User) -> None:
    notify([handler, handler, User.system()], title="有新的待办", url="/todo/", at=AT)

    assert Notice.objects.get().user == handler
    assert unread_count(handler) == 1


def test_opening_a_notice_ticks_it_off_and_leads_on(handler: User, signed_in: Browser) -> None:
    notify([handler], title="有新的待办", url="/todo/", at=AT)
    notify([handler], title="外链", url="https://elsewhere.example/", at=AT)
    client = signed_in(handler)
    first, second = Notice.objects.order_by("id")

    assert client.post(f"/notices/{first.pk}/open/")["Location"] == "/todo/"
    assert client.post(f"/notices/{second.pk}/open/")["Location"] == "/notices/"
    assert unread_count(handler) == 0


def test_somebody_elses_notice_does_not_exist(
    handler: User, system_admin: User, signed_in: Browser
) -> None:
    notify([system_admin], title="给管理员", at=AT)

    answer = signed_in(handler).post(f"/notices/{Notice.objects.get().pk}/open/")

    assert answer.status_code == 404
    assert "给管理员" not in signed_in(handler).get("/notices/").content.decode()


def test_all_are_ticked_off_at_once(handler: User, signed_in: Browser) -> None:
    for number in range(3):
        notify([handler], title=f"通知{number}", at=AT)

    client = signed_in(handler)
    page = client.get("/notices/?show=unread").content.decode()
    client.post("/notices/read-all/")

    assert page.index("通知2") < page.index("通知0")
    assert unread_count(handler) == 0
