"""One-time codes: asked for once bound, counted once, guessed at five times at most."""

import base64
import hmac
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client, override_settings

from approvals.organizations.models import SecondFactor, Unit, User
from approvals.organizations.services.second_factor import (
    _read,
    begin_enrolment,
    confirm_enrolment,
    has_second_factor,
    verify_second_factor,
)
from tests.approvals.organizations.conftest import AT, PASSWORD, MakePost, MakeUser

type Browser = Callable[[User], Client]


@pytest.fixture(autouse=True)
def _no_old_guesses() -> None:
    cache.clear()


def code_of(user: User, at: datetime) -> str:
    """Return what the app of a person shows."""
    secret = base64.b32decode(_read(SecondFactor.objects.get(user=user).encrypted_secret))
    counter = (int(at.timestamp()) // 30).to_bytes(8)
    digest = hmac.digest(secret, counter, "sha1")
    place = digest[-1] & 15
    number = int.from_bytes(digest[place : place + 4]) & 0x7FFFFFFF
    return f"{number % 10**6:06}"


def test_with_a_code_app_the_password_alone_opens_nothing(handler: User) -> None:
    begin_enrolment(handler)
    confirm_enrolment(handler, code=code_of(handler, AT), actor=handler, at=AT)
    client = Client()
    later = AT + timedelta(minutes=5)
    with time_machine.travel(later, tick=False):
        answer = client.post("/login/", {"username": handler.username, "password": PASSWORD})
        assert answer["Location"] == "/login/code/"
        assert client.get("/account/").status_code == 302

        wrong = client.post("/login/code/", {"code": "000000"})
        right = client.post("/login/code/", {"code": code_of(handler, later)})

        assert wrong.status_code == 422
        assert right.status_code == 302
        assert client.get("/account/").status_code == 200


def test_a_code_and_a_recovery_code_count_once(handler: User) -> None:
    begin_enrolment(handler)
    codes = confirm_enrolment(handler, code=code_of(handler, AT), actor=handler, at=AT)
    later = AT + timedelta(minutes=5)
    code = code_of(handler, later)

    assert verify_second_factor(handler, code=code, at=later)
    assert not verify_second_factor(handler, code=code, at=later)
    assert verify_second_factor(handler, code=codes[0].upper(), at=later)
    assert not verify_second_factor(handler, code=codes[0], at=later)


def test_guessing_codes_is_stopped_for_a_quarter_of_an_hour(handler: User) -> None:
    begin_enrolment(handler)
    confirm_enrolment(handler, code=code_of(handler, AT), actor=handler, at=AT)
    later = AT + timedelta(minutes=5)
    for _attempt in range(5):
        assert not verify_second_factor(handler, code="000000", at=later)

    assert not verify_second_factor(handler, code=code_of(handler, later), at=later)
    much_later = later + timedelta(minutes=16)
    assert verify_second_factor(handler, code=code_of(handler, much_later), at=much_later)


@override_settings(SECOND_FACTOR_REQUIRED=True)
def test_who_signs_must_bind_a_code_app_where_it_is_required(
    bureau: Unit, make_post: MakePost, make_user: MakeUser, signed_in: Browser, handler: User
) -> None:
    reviewer = make_user("reviewer", make_post(bureau, "DATA_REVIEW"))
    client = signed_in(reviewer)

    led = client.get("/account/")
    page = client.get("/account/second-factor/")
    bound = client.post(
        "/account/second-factor/",
        {"code": code_of(reviewer, datetime.now(UTC))},  # noqa: TID251
    )

    assert led["Location"] == "/account/second-factor/"
    assert page.status_code == 200
    assert "恢复码" in bound.content.decode()
    assert has_second_factor(reviewer)
    assert client.get("/account/").status_code == 200
    assert signed_in(handler).get("/account/").status_code == 200
