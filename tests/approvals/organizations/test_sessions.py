"""Where somebody is signed in: so many browsers, each of which can be ended; old passwords."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.test import Client
from pytest_django import Settings

from approvals.organizations.models import OpenSession, User
from approvals.organizations.passwords import LIFE, FormerValidator, is_old
from approvals.organizations.services import (
    change_password,
    deactivate_account,
    reset_password,
    unlock_account,
)
from audit.models import AuditEntry
from tests.approvals.organizations.conftest import AT, PASSWORD

type Browser = Callable[[User], Client]
NEW = "Bright-River-7-Morning"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


@pytest.fixture(autouse=True)
def _no_old_guesses() -> None:
    cache.clear()


def enter(user: User, password: str = PASSWORD, *, at: str = "127.0.0.1") -> Client:
    """Sign in, in a browser of its own, from an address."""
    client = Client(REMOTE_ADDR=at, HTTP_USER_AGENT=FIREFOX)
    client.post("/login/", {"username": user.username, "password": password})
    return client


def is_in(client: Client) -> bool:
    """Whether a browser is signed in."""
    return client.get("/account/").status_code == 200


def test_the_fourth_browser_signs_the_one_out_that_was_used_longest_ago(handler: User) -> None:
    with time_machine.travel(AT, tick=False) as clock:
        browsers = []
        for _number in range(3):
            browsers.append(enter(handler))
            clock.shift(120)
        is_in(browsers[0])

        fourth = enter(handler)

        assert [is_in(b) for b in (*browsers, fourth)] == [True, False, True, True]
    entry = AuditEntry.objects.filter(action="accounts.session.open").latest("seq")
    assert entry.detail == {"因超过同时登录数而退出的会话": 1}


def test_a_person_sees_each_browser_and_ends_the_others(handler: User) -> None:
    first = enter(handler, at="10.0.0.7")
    second = enter(handler)

    page = second.get("/account/").content.decode()
    assert "Firefox（Linux）" in page
    assert "10.0.0.7" in page
    assert "本机" in page
    second.post("/account/sessions/end/")

    assert not is_in(first)
    assert is_in(second)


def test_one_session_is_ended_by_its_owner_only(handler: User, system_admin: User) -> None:
    first, second, other = enter(handler), enter(handler), enter(system_admin)
    session = OpenSession.objects.get(session_key=first.session.session_key)

    assert other.post(f"/account/sessions/{session.pk}/end/").status_code == 404
    assert is_in(first)
    second.post(f"/account/sessions/{session.pk}/end/")
    assert not is_in(first)


def test_the_security_administrator_signs_somebody_out_everywhere(
    handler: User, security_admin: User, system_admin: User, signed_in: Browser
) -> None:
    client, address = enter(handler), f"/organizations/people/{handler.pk}/end-sessions/"
    assert signed_in(system_admin).post(address).status_code == 403

    office = signed_in(security_admin)
    assert "强制退出" in office.get(f"/organizations/people/{handler.pk}/").content.decode()
    office.post(address)

    assert not is_in(client)
    assert AuditEntry.objects.filter(action="accounts.session.end").exists()


def test_a_new_password_ends_the_other_sessions_and_the_row_follows_the_new_key(
    handler: User,
) -> None:
    first, second = enter(handler), enter(handler)
    form = {"current_password": PASSWORD, "new_password": NEW, "repeated": NEW}

    second.post("/account/password/", form)

    assert not is_in(first)
    assert is_in(second)
    kept = OpenSession.objects.get(user=handler)
    assert kept.session_key == second.session.session_key


def test_closing_or_resetting_an_account_leaves_no_session(
    handler: User, system_admin: User
) -> None:
    first = enter(handler)
    reset_password(handler, actor=system_admin, at=AT)
    assert not is_in(first)

    deactivate_account(handler, actor=system_admin, at=AT)
    assert not OpenSession.objects.filter(user=handler).exists()


def test_signing_out_and_running_out_of_time_take_the_row_away(handler: User) -> None:
    with time_machine.travel(AT, tick=False) as clock:
        enter(handler).post("/logout/")
        assert not OpenSession.objects.exists()

        client = enter(handler)
        clock.shift(31 * 60)
        client.get("/account/")
        assert not OpenSession.objects.exists()


def test_a_stranger_slows_a_name_down_but_not_in_a_browser_its_owner_has_used(
    handler: User,
) -> None:
    own = enter(handler)
    own.post("/logout/")
    for number in range(10):
        enter(handler, "wrong-password-1", at=f"10.9.0.{number + 1}")

    first = enter(handler, at="10.8.0.1")
    second = Client(REMOTE_ADDR="10.8.0.2").post(
        "/login/", {"username": handler.username, "password": PASSWORD}
    )
    again = own.post("/login/", {"username": handler.username, "password": PASSWORD})

    assert is_in(first)
    assert "多次登录失败" in second.content.decode()
    assert again.status_code == 302


def test_a_stranger_behind_the_same_address_locks_nobody_in_the_browser_they_use(
    handler: User,
) -> None:
    own = enter(handler)
    own.post("/logout/")
    for _attempt in range(12):
        stranger = enter(handler, "wrong-password-1")

    pair = {"username": handler.username, "password": PASSWORD}
    beside = Client().post("/login/", pair)
    again = own.post("/login/", pair)

    assert not is_in(stranger)
    assert beside.status_code == 429
    assert again.status_code == 302


def test_in_a_browser_of_ones_own_guesses_count_for_that_browser(
    handler: User, system_admin: User
) -> None:
    own, elsewhere = enter(system_admin), enter(handler, at="10.7.0.1")
    own.post("/logout/")
    own.post("/login/", {"username": handler.username, "password": PASSWORD})
    pair = {"username": handler.username, "password": PASSWORD}
    for browser in (own, elsewhere):
        browser.post("/logout/")
    for _attempt in range(5):
        own.post("/login/", pair | {"password": "wrong-password-1"})
    # To sign in as somebody else in between does not help.
    own.post("/login/", {"username": system_admin.username, "password": PASSWORD})
    own.post("/logout/")

    first, second = own.post("/login/", pair | {"password": "x"}), own.post("/login/", pair)

    assert "不对" in first.content.decode()
    assert "在这个浏览器上连续输错" in second.content.decode()
    assert elsewhere.post("/login/", pair).status_code == 302
    assert enter(handler, at="10.7.0.2").get("/account/").status_code == 200


def test_unlocking_forgets_what_strangers_guessed(handler: User, security_admin: User) -> None:
    for number in range(10):
        enter(handler, "wrong-password-1", at=f"10.9.0.{number + 1}")
    enter(handler, "wrong-password-1", at="10.8.0.1")
    assert not is_in(enter(handler, at="10.8.0.2"))

    unlock_account(handler, actor=security_admin, at=AT)

    assert is_in(enter(handler, at="10.8.0.3"))


def test_a_browser_known_to_one_person_is_not_known_to_another(
    handler: User, system_admin: User
) -> None:
    own = enter(system_admin)
    own.post("/logout/")
    for number in range(11):
        enter(handler, "wrong-password-1", at=f"10.9.0.{number + 1}")

    answer = own.post("/login/", {"username": handler.username, "password": "wrong-password-1"})

    assert "多次登录失败" in answer.content.decode()


def test_under_djcp3_a_password_lasts_ninety_days_and_must_then_be_changed(
    handler: User, settings: Settings
) -> None:
    late = AT + LIFE + timedelta(days=1)
    assert not is_old(handler, late)

    settings.PROTECTION_PROFILE = "djcp3"
    assert not is_old(handler, AT + LIFE - timedelta(days=1))
    with time_machine.travel(late, tick=False):
        client = enter(handler)
        assert client.get("/notices/")["Location"] == "/account/password/"
        assert "九十天" in client.get("/account/password/").content.decode()


def test_under_djcp3_none_of_the_last_five_passwords_comes_again(
    handler: User, settings: Settings
) -> None:
    chosen = [f"{NEW}-{number}" for number in range(5)]
    for number, password in enumerate(chosen):
        change_password(
            handler, new_password=password, actor=handler, at=AT + timedelta(days=number)
        )
    FormerValidator().validate(chosen[0], handler)

    settings.PROTECTION_PROFILE = "djcp3"

    for password in chosen:
        with pytest.raises(ValidationError, match="最近 5 次"):
            FormerValidator().validate(password, handler)
    FormerValidator().validate(PASSWORD, handler)
    assert handler.former_passwords.count() == 5
