"""What holds for every page of somebody signed in: how long, from where, and never cached.

Idle half an hour or twelve hours in all end a session. A one-time password, or one that is too
old under the profile, must be changed before anything else, and whose posts demand a second
factor must set one up first.
"""

from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from approvals.organizations.access import needs_second_factor, needs_security_key
from approvals.organizations.models import User
from approvals.organizations.passwords import is_old
from approvals.organizations.services.second_factor import has_second_factor
from approvals.organizations.services.sessions import (
    OPENED,
    SEEN,
    keep_session,
    see_session,
)

HAS_FACTOR = "has_second_factor"
SEEN_STEP = 60


class AccountMiddleware:
    """Ends old sessions, leads to what must be done first, keeps pages out of caches."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, or send away."""
        user = request.user
        if isinstance(user, User):
            before = request.session.session_key or ""
            response = self._answer(request, user)
            if request.session.session_key != before:
                keep_session(before, now=request.session.session_key)
            response.headers.setdefault("Cache-Control", "no-store")
        else:
            response = self.get_response(request)
        return response

    def _answer(self, request: HttpRequest, user: User) -> HttpResponse:
        if _is_over(request):
            logout(request)
            messages.info(request, "登录已超时，请重新登录。")
            query = urlencode({"next": request.get_full_path()}) if request.method == "GET" else ""
            return redirect(f"{resolve_url(settings.LOGIN_URL)}?{query}")
        first = _first_duty(request, user)
        return redirect(first) if first else self.get_response(request)


def _is_over(request: HttpRequest) -> bool:
    now = int(timezone.now().timestamp())
    opened = request.session.setdefault(OPENED, now)
    seen = request.session.get(SEEN, now)
    if (
        now - opened > settings.SESSION_LONGEST_SECONDS
        or now - seen > settings.SESSION_IDLE_SECONDS
    ):
        return True
    if SEEN not in request.session or now - seen > SEEN_STEP:
        request.session[SEEN] = now
        see_session(request.session.session_key or "", at=timezone.now())
    return False


_PAGES = ("/account/second-factor/", "/account/security-keys/")


def _second_factor_of(user: User) -> tuple[bool, str]:
    """Return whether what the posts demand is there, and the page that supplies it."""
    if needs_security_key(user, timezone.localdate()):
        return user.security_keys.exists(), reverse("approvals:account-security-keys")
    return has_second_factor(user), reverse("approvals:account-second-factor")


def _first_duty(request: HttpRequest, user: User) -> str:
    """Return the page that must come first, or nothing."""
    leave = reverse("approvals:logout")
    if user.must_change_password or is_old(user, timezone.now()):
        page = reverse("approvals:account-password")
        return "" if request.path in {page, leave} else page
    if not request.session.get(HAS_FACTOR) and needs_second_factor(user, timezone.localdate()):
        request.session[HAS_FACTOR], page = _second_factor_of(user)
        if not request.session[HAS_FACTOR] and not request.path.startswith((*_PAGES, leave)):
            return page
    return ""
