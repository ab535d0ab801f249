"""Single sign-on opens the account of a known person, and never makes one."""

from collections.abc import Callable, Iterator
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from approvals.organizations.models import Post, PostClaim, User
from approvals.organizations.services.second_factor import begin_enrolment, confirm_enrolment
from audit.models import AuditEntry
from tests.approvals.organizations.conftest import AT, MakePost, MakeUser
from tests.approvals.organizations.test_second_factor import code_of
from tests.identity_peer import CLIENT_ID, CLIENT_SECRET, IdentityPeer
from tests.peers import serving

type Browser = Callable[[User], Client]


class _Stop(HTTPRedirectHandler):
    def redirect_request(self, *args: object, **kwargs: object) -> Request | None:
        """Stay where one is led from."""
        del args, kwargs
        return None


@pytest.fixture(autouse=True)
def _no_old_guesses() -> None:
    cache.clear()


@pytest.fixture
def provider(settings: Settings) -> Iterator[IdentityPeer]:
    """An identity provider that the system is set up for."""
    with serving(IdentityPeer()) as peer:
        settings.OIDC = settings.OIDC | {
            "server_url": peer.address,
            "client_id": CLIENT_ID,
            "client_secret": CLIENT_SECRET,
        }
        yield peer


def come_back(client: Client, next_page: str = "") -> str:
    """Go to the provider and come back; return where one is led in the end."""
    led = client.get("/login/sso/", {"next": next_page})
    opener = build_opener(_Stop)
    try:
        opener.open(led["Location"])
    except OSError as answer:
        back = urlsplit(answer.headers["Location"])  # type: ignore[attr-defined]
    return str(client.get(f"{back.path}?{back.query}")["Location"])


def is_in(client: Client) -> bool:
    """Whether a browser is signed in."""
    return client.get("/account/").status_code == 200


def test_the_identity_of_a_known_person_opens_their_account(
    provider: IdentityPeer, handler: User
) -> None:
    provider.claims = {"sub": "77", "preferred_username": "Handler"}
    client = Client()
    assert "统一身份认证登录" in client.get("/login/").content.decode()

    assert come_back(client, "/notices/") == "/notices/"

    assert client.session["_auth_user_id"] == str(handler.pk)
    assert AuditEntry.objects.filter(action="accounts.session.open", actor_id=handler.pk).exists()


def test_an_unknown_a_closed_and_the_system_identity_open_nothing_and_make_nobody(
    provider: IdentityPeer, make_user: MakeUser
) -> None:
    closed = make_user("closed", None)
    User.objects.filter(pk=closed.pk).update(is_active=False)
    before = User.objects.count()

    for name in ("stranger", "closed", "system", ""):
        provider.claims = {"sub": "1", "preferred_username": name}
        client = Client()
        assert come_back(client) == "/login/"
        assert "没有与您对应的在用账号" in client.get("/login/").content.decode()
        assert not is_in(client)

    assert User.objects.count() == before
    assert AuditEntry.objects.filter(action="accounts.session.fail").count() == 4


def test_a_token_signed_with_another_key_and_information_about_another_are_refused(
    provider: IdentityPeer, handler: User
) -> None:
    provider.claims = {"sub": "1", "preferred_username": handler.username}
    provider.signs_with = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    forged = Client()
    assert come_back(forged) == "/login/"
    assert not is_in(forged)

    provider.signs_with, provider.told_otherwise = provider.key, {"sub": "2"}
    mixed = Client()
    assert come_back(mixed) == "/login/"
    assert not is_in(mixed)


def test_an_answer_that_this_browser_did_not_ask_for_is_refused(
    provider: IdentityPeer, handler: User
) -> None:
    provider.claims = {"sub": "1", "preferred_username": handler.username}
    client = Client()

    answer = client.get("/login/sso/callback/?code=stolen&state=invented")

    assert answer["Location"] == "/login/"
    assert not is_in(client)


def test_who_has_a_code_app_is_asked_for_it_unless_the_provider_is_strong(
    provider: IdentityPeer, handler: User, settings: Settings
) -> None:
    begin_enrolment(handler)
    confirm_enrolment(handler, code=code_of(handler, AT), actor=handler, at=AT)
    provider.claims = {"sub": "1", "preferred_username": handler.username}
    asked = Client()
    assert come_back(asked) == "/login/code/"
    assert not is_in(asked)

    settings.OIDC = settings.OIDC | {"is_strong": "1"}
    trusted = Client()
    come_back(trusted)
    assert is_in(trusted)


def test_a_mail_address_counts_only_if_the_provider_has_verified_it(
    provider: IdentityPeer, handler: User, settings: Settings
) -> None:
    User.objects.filter(pk=handler.pk).update(email="h@example.gov.cn")
    settings.OIDC = settings.OIDC | {"field": "email", "claim": "email"}
    provider.claims = {"sub": "1", "email": "h@example.gov.cn"}
    assert come_back(Client()) == "/login/"

    provider.claims["email_verified"] = True
    assert come_back(Client()) == "/"


def test_claims_bring_posts_and_take_them_away_but_leave_what_was_appointed(
    provider: IdentityPeer, handler: User, bureau: object, make_post: MakePost, settings: Settings
) -> None:
    del bureau
    unit = handler.unit
    assert unit is not None
    reviewer, admin = make_post(unit, "DATA_REVIEW"), make_post(unit, "AUDIT_ADMIN")
    PostClaim.objects.create(value="review", post=reviewer)
    PostClaim.objects.create(value="admin", post=admin)
    settings.OIDC = settings.OIDC | {"posts_claim": "groups"}
    provider.claims = {
        "sub": "1",
        "preferred_username": handler.username,
        "groups": ["review", "admin", "other"],
    }
    own = handler.appointments.get()

    come_back(Client())
    come_back(Client())

    today = timezone.localdate()
    brought = handler.appointments.exclude(pk=own.pk).get()
    assert (brought.post, brought.from_claim, brought.starts_on) == (reviewer, True, today)

    provider.claims["groups"] = []
    come_back(Client())
    assert list(handler.appointments.all()) == [own]


def test_without_a_provider_there_is_no_way_to_it(handler: User) -> None:
    del handler
    client = Client()

    assert client.get("/login/sso/").status_code == 404
    assert client.get("/login/sso/callback/").status_code == 404
    assert "统一身份认证" not in client.get("/login/").content.decode()
    for closed in ("/accounts/login/", "/accounts/signup/", "/3rdparty/signup/"):
        assert client.get(closed).status_code in {302, 404}


def test_the_security_administrator_says_which_value_brings_which_post(
    security_admin: User,
    system_admin: User,
    handler: User,
    signed_in: Browser,
) -> None:
    post = handler.appointments.get().post
    form, address = {"value": "staff", "post": post.pk}, "/organizations/post-claims/"
    assert signed_in(system_admin).post(address, form).status_code == 403

    office = signed_in(security_admin)
    office.post(address, form)
    again = office.post(address, form)
    admins = Post.objects.get(role="SYSTEM_ADMIN")
    refused = office.post(address, {"value": "x", "post": admins.pk})

    assert PostClaim.objects.get().post == post
    assert "已经有了" in again.content.decode()
    assert refused.status_code == 422
    office.post(f"{address}{PostClaim.objects.get().pk}/remove/")
    assert not PostClaim.objects.exists()
