"""Browsers that people have signed in with before: strangers' failures do not slow them down."""

from django.conf import settings
from django.core.signing import BadSignature, TimestampSigner
from django.http import HttpRequest, HttpResponse

from approvals.organizations.models import User

COOKIE, SALT = "known_browser", "known browser"
KNOWN_SECONDS = 180 * 24 * 60 * 60
MOST_NAMES = 5


def is_known_browser(request: HttpRequest, username: str) -> bool:
    """Whether this person has signed in here within half a year."""
    return username in _names(request)


def remember_browser(request: HttpRequest, response: HttpResponse, user: User) -> HttpResponse:
    """Let the browser prove next time that this person has signed in here."""
    others = [name for name in _names(request) if name != user.username]
    names = "\n".join([user.username, *others][:MOST_NAMES])
    response.set_cookie(
        COOKIE,
        TimestampSigner(salt=SALT).sign_object(names),
        max_age=KNOWN_SECONDS,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


def _names(request: HttpRequest) -> list[str]:
    try:
        kept = TimestampSigner(salt=SALT).unsign_object(
            request.COOKIES.get(COOKIE, ""), max_age=KNOWN_SECONDS
        )
    except BadSignature:
        return []
    return str(kept).split("\n")
