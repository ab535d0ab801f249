"""Security keys in a real browser with a virtual authenticator; and what they may not do."""

import json
import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from django.core.cache import cache
from django.test import Client
from fido2.cose import ES256
from fido2.webauthn import Aaguid, AttestedCredentialData
from playwright.sync_api import Page
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from approvals.organizations.models import SecurityKey, Unit, User
from approvals.organizations.services import create_account, ensure_catalogue, unlock_account
from approvals.organizations.services.second_factor import (
    renew_recovery_codes,
    verify_second_factor,
)
from approvals.organizations.services.security_keys import remove_key, verify_key
from config.kernel.verdicts import RuleViolationError
from tests.approvals.organizations.conftest import AT, PASSWORD, MakePost, MakeUser

type Browser = Callable[[User], Client]
AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "usb",
    "hasUserVerification": False,
    "automaticPresenceSimulation": True,
}


@pytest.fixture(autouse=True)
def _no_old_guesses() -> None:
    cache.clear()


@pytest.mark.django_db(transaction=True)
def test_a_key_is_registered_and_opens_the_account_and_its_copy_does_not(
    live_server: LiveServer, page: Page
) -> None:
    ensure_catalogue()
    user = create_account(
        username="keyholder",
        full_name="持钥人",
        unit=None,
        password=PASSWORD,
        actor=User.system(),
        at=AT,
    ).user
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    added = devices.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    base = live_server.url.replace("127.0.0.1", "localhost")

    _sign_in(page, base)
    page.goto(f"{base}/account/security-keys/")
    page.fill("input[name=name]", "办公室的密钥")
    page.click("form[data-key=create] button")
    page.wait_for_selector("text=安全密钥已登记")
    codes = page.locator("ol.mono li").all_text_contents()
    assert len(codes) == 10
    page.context.clear_cookies()
    _sign_in(page, base)
    page.click("form[data-key=get] button")
    page.wait_for_url(f"{base}/")

    key = SecurityKey.objects.get(user=user)
    assert (key.name, key.counter > 0, key.last_used_at is not None) == ("办公室的密钥", True, True)
    SecurityKey.objects.update(counter=key.counter + 1000)
    page.context.clear_cookies()
    _sign_in(page, base)
    page.click("form[data-key=get] button")
    page.wait_for_selector("text=安全密钥没有通过")
    devices.send(
        "WebAuthn.removeVirtualAuthenticator", {"authenticatorId": added["authenticatorId"]}
    )


def _sign_in(page: Page, base: str) -> None:
    page.goto(f"{base}/login/")
    page.fill("input[name=username]", "keyholder")
    page.fill("input[name=password]", PASSWORD)
    page.click("main button.btn-primary")


@pytest.fixture
def keyed(handler: User) -> SecurityKey:
    """A key of the handler that nobody can use."""
    return SecurityKey.objects.create(
        user=handler, name="旧密钥", credential_id=b"1", credential=b"", created_at=AT
    )


def test_an_answer_without_a_challenge_or_that_nobody_can_read_is_refused(
    keyed: SecurityKey, handler: User
) -> None:
    answers = ("", "[]", "{}", json.dumps({"id": "x", "rawId": "x", "response": {}}))

    for answer in answers:
        assert not verify_key(handler, response=answer, state=None, host="localhost", at=AT)
    assert keyed.counter == 0


def test_a_key_goes_with_the_password_only(
    keyed: SecurityKey, handler: User, signed_in: Browser
) -> None:
    client, address = signed_in(handler), f"/account/security-keys/{keyed.pk}/remove/"
    client.post(address, {"current_password": "wrong"})
    assert SecurityKey.objects.exists()

    client.post(address, {"current_password": PASSWORD})
    assert not SecurityKey.objects.exists()


def test_the_last_key_stays_where_the_post_demands_one(
    bureau: Unit, make_post: MakePost, make_user: MakeUser, signed_in: Browser, settings: Settings
) -> None:
    settings.SECURITY_KEY_REQUIRED = True
    reviewer = make_user("reviewer", make_post(bureau, "DATA_REVIEW"))
    assert signed_in(reviewer).get("/notices/")["Location"] == "/account/security-keys/"

    only = SecurityKey.objects.create(
        user=reviewer, name="唯一的", credential_id=b"2", credential=b"", created_at=AT
    )
    assert signed_in(reviewer).get("/notices/").status_code == 200
    with pytest.raises(RuleViolationError, match="另一把"):
        remove_key(only, actor=reviewer, at=AT)


def test_unlocking_an_account_forgets_its_keys(
    keyed: SecurityKey, handler: User, security_admin: User
) -> None:
    del keyed
    unlock_account(handler, actor=security_admin, at=AT)

    assert not handler.security_keys.exists()


def test_a_recovery_code_stands_in_for_a_lost_key_once(
    keyed: SecurityKey, handler: User, signed_in: Browser
) -> None:
    keyed.credential = bytes(_some_credential())
    keyed.save()
    shown = signed_in(handler).post("/account/security-keys/codes/", {"current_password": PASSWORD})
    first, second = re.findall(r"<li>([a-z0-9-]+)</li>", shown.content.decode())[:2]

    assert _by_code(handler, first) == "/"
    assert _by_code(handler, first) == ""
    assert _by_code(handler, second) == "/"
    remove_key(keyed, actor=handler, at=AT)
    assert not handler.recovery_codes.exists()


def test_guessing_recovery_codes_is_stopped_without_an_app_too(
    keyed: SecurityKey, handler: User
) -> None:
    del keyed
    code = renew_recovery_codes(handler, actor=handler, at=AT)[0]
    for _guess in range(5):
        assert not verify_second_factor(handler, code="aaaaa-bbbbb", at=AT)

    assert not verify_second_factor(handler, code=code, at=AT)
    assert verify_second_factor(handler, code=code, at=AT + timedelta(minutes=16))


def test_recovery_codes_need_the_password_and_something_to_recover(
    handler: User, signed_in: Browser
) -> None:
    with pytest.raises(RuleViolationError, match="请先绑定动态口令或登记安全密钥"):
        renew_recovery_codes(handler, actor=handler, at=AT)
    signed_in(handler).post("/account/security-keys/codes/", {"current_password": "wrong"})

    assert not handler.recovery_codes.exists()


def _some_credential() -> AttestedCredentialData:
    public = ec.generate_private_key(ec.SECP256R1()).public_key()
    key = ES256.from_cryptography_key(public)  # type: ignore[no-untyped-call]
    return AttestedCredentialData.create(Aaguid.NONE, b"1", key)


def _by_code(user: User, code: str) -> str:
    """Sign in with the password and a code; return where it leads to, if it opens."""
    client = Client()
    client.post("/login/", {"username": user.username, "password": PASSWORD})
    answer = client.post("/login/code/", {"code": code})
    return str(answer.headers.get("Location", ""))
