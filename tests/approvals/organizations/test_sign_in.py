"""Signing in: one sentence for every wrong pair, locks, one-time passwords, sessions, codes."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client

from approvals.organizations.models import Unit, User
from approvals.organizations.services import create_account, deactivate_account, unlock_account
from approvals.organizations.services.sign_in import one_guess_at_a_time
from audit.models import AuditEntry
from tests.approvals.organizations.conftest import AT, PASSWORD, MakeUser

type Browser = Callable[[User], Client]


def enter(client: Client, username: str, password: str, **more: str) -> tuple[int, str]:
    """Send the sign-in form; return status and page."""
    data = {"username": username, "password": password, **more}
    answer = client.post("/login/", data)
    return answer.status_code, answer.content.decode()


@pytest.fixture(autouse=True)
def _no_old_guesses() -> None:
    cache.clear()


def test_the_login_page_says_how_long_as_the_settings_have_it(handler: User, settings: Any) -> None:
    settings.SESSION_IDLE_SECONDS = 600
    client = Client()

    page = client.get("/login/").content.decode()
    for _ in range(5):
        refused = enter(client, handler.username, "wrong")[1]

    assert "10 分钟不操作会自动退出" in page
    assert "15分钟" in refused
    assert "请15分钟后再试" in enter(client, handler.username, "wrong")[1]


def test_the_right_pair_opens_a_session_with_a_new_key(handler: User) -> None:
    client = Client()
    client.get("/login/")

    answer = client.post("/login/", {"username": " ＨＡＮＤＬＥＲ ", "password": PASSWORD})

    assert answer.status_code == 302
    assert answer["Location"] == "/"
    assert client.session["_auth_user_id"] == str(handler.pk)
    assert AuditEntry.objects.filter(action="accounts.session.open", actor_id=handler.pk).exists()


def test_unknown_wrong_and_closed_get_the_same_answer(
    handler: User, make_user: MakeUser, system_admin: User
) -> None:
    closed = make_user("closed", None)
    deactivate_account(closed, actor=system_admin, at=AT)

    unknown = enter(Client(), "nobody", "wrong-password-1")
    wrong = enter(Client(), handler.username, "wrong-password-1")
    left = enter(Client(), closed.username, PASSWORD)

    def masked(page: str, name: str) -> str:
        start = page.index("csrfmiddlewaretoken")
        return (page[:start] + page[start + 120 :]).replace(name, "")

    assert unknown[0] == wrong[0] == left[0] == 422
    pages = {
        masked(unknown[1].split("<main")[1], "nobody"),
        masked(wrong[1].split("<main")[1], "handler"),
        masked(left[1].split("<main")[1], "closed"),
    }
    assert len(pages) == 1
    assert "用户名或密码不对" in pages.pop()


def test_five_failures_lock_the_pair_of_name_and_address_only(
    handler: User, security_admin: User
) -> None:
    client = Client()
    for _attempt in range(5):
        enter(client, handler.username, "wrong-password-1")

    status, page = enter(client, handler.username, PASSWORD)
    elsewhere = Client(REMOTE_ADDR="10.1.2.3").post(
        "/login/", {"username": handler.username, "password": PASSWORD}
    )

    assert status == 429
    assert "登录已暂停" in page
    assert elsewhere.status_code == 302
    unlock_account(handler, actor=security_admin, at=AT)
    assert enter(client, handler.username, PASSWORD)[0] == 302


def test_a_second_guess_at_the_same_time_is_not_looked_at(handler: User) -> None:
    with one_guess_at_a_time(handler.username, "127.0.0.1"):
        status, page = enter(Client(), handler.username, PASSWORD)

    assert status == 422
    assert "还在核对" in page


def test_a_one_time_password_must_be_changed_before_anything_else(
    bureau: Unit, system_admin: User
) -> None:
    account = create_account(
        username="newcomer", full_name="新人", unit=bureau, actor=system_admin, at=AT
    )
    client = Client()
    with time_machine.travel(AT, tick=False):
        enter(client, "newcomer", account.one_time_password)

        forced = client.get("/notices/")
        short = client.post(
            "/account/password/",
            {
                "current_password": account.one_time_password,
                "new_password": "short",
                "repeated": "short",
            },
        )
        changed = client.post(
            "/account/password/",
            {
                "current_password": account.one_time_password,
                "new_password": "云河 的 春天 很早 来 了 呀",
                "repeated": "云河 的 春天 很早 来 了 呀",
            },
        )

        assert forced["Location"] == "/account/password/"
        assert "密码至少 12 位，现有 5 位。" in short.content.decode()
        assert changed["Location"] == "/"
        assert client.get("/notices/").status_code == 200


def test_a_one_time_password_expires(bureau: Unit, system_admin: User) -> None:
    account = create_account(
        username="newcomer", full_name="新人", unit=bureau, actor=system_admin, at=AT
    )

    with time_machine.travel(AT + timedelta(days=8), tick=False):
        status, page = enter(Client(), "newcomer", account.one_time_password)

    assert status == 422
    assert "一次性密码已过期" in page


@pytest.mark.parametrize(
    ("password", "sentence"),
    [
        ("my-Handler-2026-x", "用户名或姓名"),
        ("123456789012345", "数字"),
        ("password-password", "最先被猜"),
        ("ababababababab", "重复的字符太多"),
        ("x" * 200, "最多 128 位"),
    ],
)
def test_a_password_that_is_guessed_first_is_refused(
    handler: User, signed_in: Browser, password: str, sentence: str
) -> None:
    answer = signed_in(handler).post(
        "/account/password/",
        {"current_password": PASSWORD, "new_password": password, "repeated": password},
    )

    assert answer.status_code == 422
    assert sentence in answer.content.decode()


def test_changing_the_password_ends_other_sessions(handler: User, signed_in: Browser) -> None:
    here, elsewhere = signed_in(handler), signed_in(handler)
    new = "Seven-Green-Boats-Sail"

    here.post(
        "/account/password/",
        {"current_password": PASSWORD, "new_password": new, "repeated": new},
    )

    assert here.get("/account/").status_code == 200
    assert elsewhere.get("/account/").status_code == 302


def test_a_closed_account_is_out_with_its_next_request(
    handler: User, system_admin: User, signed_in: Browser
) -> None:
    client = signed_in(handler)
    assert client.get("/account/").status_code == 200

    deactivate_account(handler, actor=system_admin, at=AT)

    assert client.get("/account/").status_code == 302


@pytest.mark.parametrize(
    ("steps", "is_in"),
    [([29], True), ([31], False), ([25] * 28, True), ([25] * 29, False)],
)
def test_a_session_ends_after_half_an_hour_idle_or_twelve_hours(
    handler: User,
    signed_in: Browser,
    steps: list[int],
    is_in: bool,
) -> None:
    client = signed_in(handler)
    now = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
    with time_machine.travel(now, tick=False) as clock:
        client.get("/account/")
        for minutes in steps:
            clock.shift(timedelta(minutes=minutes))
            answer = client.get("/account/")

    assert (answer.status_code == 200) is is_in
    if not is_in:
        assert answer["Location"] == "/login/?next=%2Faccount%2F"


def test_pages_are_kept_out_of_caches_and_forgotten_on_leaving(
    handler: User, signed_in: Browser
) -> None:
    client = signed_in(handler)

    page, leaving = client.get("/account/"), client.post("/logout/")

    assert page["Cache-Control"] == "no-store"
    assert "cache" in leaving["Clear-Site-Data"]
    assert client.get("/account/").status_code == 302


def test_leaving_needs_a_post(handler: User, signed_in: Browser) -> None:
    assert signed_in(handler).get("/logout/").status_code == 405


@pytest.mark.parametrize(
    ("asked", "taken"),
    [
        ("/account/", "/account/"),
        ("https://elsewhere.example/", "/"),
        ("//elsewhere.example", "/"),
        ("javascript:alert(1)", "/"),
    ],
)
def test_nobody_is_sent_elsewhere_after_signing_in(handler: User, asked: str, taken: str) -> None:
    answer = Client().post(
        "/login/", {"username": handler.username, "password": PASSWORD, "next": asked}
    )

    assert answer["Location"] == taken
