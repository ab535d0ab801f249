"""Guesses at the door: noted, one at a time, and slower the more of them fail.

Five wrong ones lock the pair of name and address (axes). Many wrong ones at one name from
everywhere only slow that name down. A browser that the person has used before stands apart from
both, and its own wrong guesses count for it alone: so nobody is locked out by a stranger, not by
one in the next room behind the same address either, and no stranger gets many guesses.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.core.cache import cache

from audit.actions import AuditAction
from audit.services import record_denial

GUESS_SECONDS = 10
COUNTED_SECONDS = 60 * 60
# So many failures at one name within an hour: so many seconds between two guesses.
TIERS = ((100, 600), (30, 120), (10, 30))
# In a browser that the person has used before it is as strict as the lock of name and address.
TIERS_AT_HOME = ((5, 900),)


def note_failure(username: str, *, reason: str, at: datetime) -> None:
    """Put a failed attempt on the trail; who it was is not known."""
    record_denial(
        AuditAction.LOGIN_FAILED, actor=None, at=at, target_label=username[:64], reason=reason
    )


@contextmanager
def one_guess_at_a_time(username: str, place: str) -> Iterator[bool]:
    """Yield whether this guess may be looked at.

    Failures are counted after the fact, so parallel guesses would all slip under the limit.
    """
    key = f"guess:{place}:{username.encode().hex()[:128]}"
    if not cache.add(key, 1, GUESS_SECONDS):
        yield False
        return
    try:
        yield True
    finally:
        cache.delete(key)


def count_failure(username: str, home: str = "") -> None:
    """Count a wrong guess at a name: wherever it came from, or for the browser it came from."""
    key = _failures(username, home)
    cache.add(key, 0, COUNTED_SECONDS)
    cache.incr(key)


def is_slowed(username: str, home: str = "") -> bool:
    """Whether the next guess at a name has to wait; one that need not wait takes the turn."""
    key = _failures(username, home)
    failures = int(cache.get(key, 0))
    tiers = TIERS_AT_HOME if home else TIERS
    wait = next((seconds for most, seconds in tiers if failures >= most), 0)
    return wait > 0 and not cache.add(f"{key}:turn", 1, wait)


def forget_failures(username: str, home: str = "") -> None:
    """Begin to count anew."""
    key = _failures(username, home)
    cache.delete_many([key, f"{key}:turn"])


def _failures(username: str, home: str) -> str:
    return f"failures:{home}:{username.encode().hex()[:128]}"
