"""Whose deadlines a secret address leads to."""

from approvals.inbox.models import CalendarFeed
from approvals.organizations.models import User
from config.kernel.digests import sha256


def feed_owner(token: str) -> User | None:
    """Return the person behind a token; nobody once the account is closed."""
    digest = sha256(token.encode())
    found = CalendarFeed.objects.select_related("user").filter(token_digest=digest)
    return next((feed.user for feed in found if feed.user.is_active), None)
