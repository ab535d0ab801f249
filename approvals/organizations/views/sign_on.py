"""Single sign-on by OpenID Connect (单点登录): allauth speaks the protocol, we decide who enters.

Of allauth only two addresses are mounted. Whatever comes back from the identity provider ends
here: in the same place as a right password, or on the login page with the reason. Nobody can
register, connect accounts or change anything by it. The identity token counts only with its
signature verified, and the user information only if it is about the same subject.
"""

from typing import Any

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialApp, SocialLogin, SocialToken
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from approvals.organizations.services.sign_in import note_failure
from approvals.organizations.services.sign_on import bring_posts, claimed_name, person_of
from approvals.organizations.views.sign_in import enter, safe_destination

PROVIDER, PROVIDER_ID = "openid_connect", "sso"
UNKNOWN = "统一身份认证成功，但没有与您对应的在用账号，请联系系统管理员。"
FAILED = "统一身份认证没有成功，请重新登录；仍不成功请联系系统管理员。"


class SignOnAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Ends the protocol in our own login."""

    def list_apps(self, request: HttpRequest, **asked: Any) -> list[SocialApp]:  # noqa: ARG002
        """Return the one provider of the settings; none is kept in the database."""
        oidc = settings.OIDC
        if not oidc["server_url"]:
            return []
        return [
            SocialApp(
                provider=PROVIDER,
                provider_id=PROVIDER_ID,
                name=oidc["label"],
                client_id=oidc["client_id"],
                secret=oidc["client_secret"],
                settings={"server_url": oidc["server_url"]},
            )
        ]

    def get_provider(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Let the provider speak through our own adapter wherever it speaks."""
        found = super().get_provider(request, *args, **kwargs)
        found.oauth2_adapter_class = VerifyingAdapter
        return found

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:  # noqa: ARG002
        """Let nobody register."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Open the account of the identity, or say why not; allauth goes no further."""
        told = sociallogin.account.extra_data
        claims = {**told["id_token"], **told.get("userinfo", {})}
        going_to = safe_destination(request, str(sociallogin.state.get("next") or ""))
        user, at = person_of(claims), timezone.now()
        if user is None:
            note_failure(claimed_name(claims), reason="单点登录的身份没有对应的人员", at=at)
            raise ImmediateHttpResponse(_refused(request, UNKNOWN))
        bring_posts(user, claims, at=at)
        is_strong = settings.OIDC["is_strong"] == "1"
        raise ImmediateHttpResponse(enter(request, user, going_to, is_strong=is_strong))

    def on_authentication_error(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Go back to the login page."""
        del args, kwargs
        note_failure("", reason="单点登录没有成功", at=timezone.now())
        raise ImmediateHttpResponse(_refused(request, FAILED))


class VerifyingAdapter(OpenIDConnectOAuth2Adapter):  # type: ignore[misc]
    """Believes a signed identity token only."""

    def get_callback_url(self, request: HttpRequest, app: SocialApp) -> str:  # noqa: ARG002
        """Return our own address, as the identity provider knows it."""
        return request.build_absolute_uri(reverse("approvals:sign-on-callback"))

    def complete_login(
        self, request: HttpRequest, app: SocialApp, token: SocialToken, **kwargs: Any
    ) -> SocialLogin:
        """Verify the token, and that the user information is about the same person."""
        if not kwargs["response"].get("id_token"):
            raise OAuth2Error("No identity token.")
        # allauth trusts a token that it fetched itself; the signature is checked all the same.
        self.did_fetch_access_token = False
        found = super().complete_login(request, app, token, **kwargs)
        told = found.account.extra_data
        if told["userinfo"].get("sub") != told["id_token"]["sub"]:
            raise OAuth2Error("The user information is about somebody else.")
        return found


@login_not_required
@never_cache
@require_safe
def sign_on(request: HttpRequest) -> HttpResponse:
    """Go to the identity provider (单点登录)."""
    return _protocol(OAuth2LoginView, request)


@login_not_required
@never_cache
@require_safe
def sign_on_callback(request: HttpRequest) -> HttpResponse:
    """Come back from the identity provider."""
    return _protocol(OAuth2CallbackView, request)


def _protocol(
    view: type[OAuth2LoginView] | type[OAuth2CallbackView], request: HttpRequest
) -> HttpResponse:
    if not settings.OIDC["server_url"]:
        raise Http404
    answer = view.adapter_view(VerifyingAdapter(request, PROVIDER_ID))(request)
    assert isinstance(answer, HttpResponse)
    return answer


def _refused(request: HttpRequest, reason: str) -> HttpResponse:
    messages.error(request, reason)
    return redirect(settings.LOGIN_URL)
