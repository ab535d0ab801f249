"""Signing in and out, as the trail sees it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.core.cache import cache

from approvals.organizations.models import User
from audit.actions import AuditAction
from audit.services import audited, record, record_denial

GUESS_SECONDS = 10


@audited
def open_session(user: User, *, actor: User, at: datetime) -> None:
    """Note that somebody signed in (登录)."""
    User.objects.filter(pk=user.pk).update(last_login=at)
    record(AuditAction.LOGGED_IN, target=user, actor=actor, at=at)


@audited
def close_session(user: User, *, actor: User, at: datetime) -> None:
    """Note that somebody signed out (退出)."""
    record(AuditAction.LOGGED_OUT, target=user, actor=actor, at=at)


def note_failure(username: str, *, reason: str, at: datetime) -> None:
    """Put a failed attempt on the trail; who it was is not known."""
    record_denial(
        AuditAction.LOGIN_FAILED, actor=None, at=at, target_label=username[:64], reason=reason
    )


@contextmanager
def one_guess_at_a_time(username: str, address: str) -> Iterator[bool]:
    """Yield whether this guess may be looked at.

    Failures are counted after the fact, so parallel guesses would all slip under the limit.
    """
    key = f"guess:{address}:{username.encode().hex()[:128]}"
    if not cache.add(key, 1, GUESS_SECONDS):
        yield False
        return
    try:
        yield True
    finally:
        cache.delete(key)
