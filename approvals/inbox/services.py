"""What people keep for themselves: phrases, of which nothing is on the trail, and a calendar feed.

The token of a feed is shown once; what is kept is its digest.
"""

import secrets
from datetime import datetime

from django.db import transaction

from approvals.inbox.models import CalendarFeed, Phrase
from approvals.organizations.models import User
from audit.actions import AuditAction
from audit.services import audited, record
from config.kernel.digests import sha256
from config.kernel.texts import clean_line
from config.kernel.verdicts import enforce, refused

MOST_PHRASES = 20
TOKEN_BYTES = 24


@transaction.atomic
def keep_phrase(*, text: str, actor: User) -> Phrase:
    """Keep a phrase for later opinions (添加常用意见)."""
    own = Phrase.objects.filter(user=actor)
    if own.count() >= MOST_PHRASES:
        enforce(refused(f"常用意见最多{MOST_PHRASES}条，请先删除不用的。"))
    return own.get_or_create(user=actor, text=clean_line(text))[0]


def drop_phrase(phrase: Phrase) -> None:
    """Forget a phrase (删除常用意见)."""
    phrase.delete()


@audited
def open_feed(*, actor: User, at: datetime) -> str:
    """Return a new secret address for one's deadlines (开通日历订阅); the one before ends."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    CalendarFeed.objects.update_or_create(
        user=actor, defaults={"token_digest": sha256(token.encode()), "created_at": at}
    )
    _record_feed("开通", actor=actor, at=at)
    return token


@audited
def close_feed(*, actor: User, at: datetime) -> None:
    """Let the secret address lead nowhere (撤销日历订阅)."""
    CalendarFeed.objects.filter(user=actor).delete()
    _record_feed("撤销", actor=actor, at=at)


def _record_feed(deed: str, *, actor: User, at: datetime) -> None:
    detail = {"操作": deed}
    record(AuditAction.CALENDAR_FEED_CHANGED, target=actor, actor=actor, at=at, detail=detail)
