"""Browsers that people have signed in with before: strangers' failures do not slow them down."""

import secrets
from collections.abc import Mapping

from django.conf import settings
from django.core.signing import BadSignature, TimestampSigner
from django.http import HttpRequest, HttpResponse

from approvals.organizations.models import User

COOKIE, SALT = "known_browser", "known browser"
KNOWN_SECONDS = 180 * 24 * 60 * 60
MOST_NAMES = 5


def is_known_browser(request: HttpRequest, username: str) -> bool:
    """Whether this person has signed in here within half a year."""
    return username in _kept(request)[1]


def home_of(request: HttpRequest, username: str) -> str:
    """Name the browser if this person has signed in here before; empty for any other."""
    mark, names = _kept(request)
    return mark if username in names else ""


def is_at_home(request: HttpRequest, credentials: Mapping[str, object] | None) -> bool:
    """Whether a guess comes from a browser of that person (axes calls this): it counts there."""
    return is_known_browser(request, str((credentials or {}).get("username", "")))


def remember_browser(request: HttpRequest, response: HttpResponse, user: User) -> HttpResponse:
    """Let the browser prove next time that this person has signed in here."""
    mark, known = _kept(request)
    names = [user.username, *(name for name in known if name != user.username)][:MOST_NAMES]
    # The mark stays: who signs in beside somebody else gets no new guesses at them by it.
    response.set_cookie(
        COOKIE,
        TimestampSigner(salt=SALT).sign_object([mark or secrets.token_hex(16), *names]),
        max_age=KNOWN_SECONDS,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


def _kept(request: HttpRequest) -> tuple[str, list[str]]:
    """Return the mark of the browser and who has signed in here."""
    try:
        kept = TimestampSigner(salt=SALT).unsign_object(
            request.COOKIES.get(COOKIE, ""), max_age=KNOWN_SECONDS
        )
    except BadSignature:
        return "", []
    return (str(kept[0]), [str(name) for name in kept[1:]]) if isinstance(kept, list) else ("", [])
