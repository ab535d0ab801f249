"""Guesses at the door: noted, one at a time, and slower the more of them fail.

Five wrong ones lock the pair of name and address (axes). Many wrong ones at one name from
everywhere only slow that name down, and not in a browser that the person has used before: so
nobody is locked out by a stranger, and no stranger gets many guesses.
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


def count_failure(username: str) -> None:
    """Count a wrong guess at a name, wherever it came from."""
    key = _failures(username)
    cache.add(key, 0, COUNTED_SECONDS)
    cache.incr(key)


def is_slowed(username: str) -> bool:
    """Whether the next guess at a name has to wait; one that need not wait takes the turn."""
    failures = int(cache.get(_failures(username), 0))
    wait = next((seconds for most, seconds in TIERS if failures >= most), 0)
    return wait > 0 and not cache.add(f"{_failures(username)}:turn", 1, wait)


def _failures(username: str) -> str:
    return f"failures:{username.encode().hex()[:128]}"
