"""The cache on Valkey, with one client kept: making one takes longer than asking it."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.core.cache import cache
from django.core.cache.backends.redis import RedisCache, RedisCacheClient


class KeptClient(RedisCacheClient):
    """A client of Django that is made once for each server; its connections are pooled anyway."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._kept: dict[bool, Any] = {}

    def get_client(self, key: Any = None, *, write: bool = False) -> Any:
        """Return the client that is kept: one to read by and one to write by."""
        if write not in self._kept:
            self._kept[write] = super().get_client(key, write=write)
        return self._kept[write]


class ValkeyCache(RedisCache):
    """The cache of Django, with the client that is kept."""

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._class = KeptClient


_known: ContextVar[dict[str, Any] | None] = ContextVar("cache_known", default=None)


@contextmanager
def one_request() -> Iterator[None]:
    """Ask the cache only once for what the parts of one page ask with `get_once`."""
    token = _known.set({})
    try:
        yield
    finally:
        _known.reset(token)


def get_once(key: str) -> Any:
    """Return what the cache has; within one request it is asked once and then remembered."""
    known = _known.get()
    if known is None:
        return cache.get(key)
    if key not in known:
        known[key] = cache.get(key)
    return known[key]


def keep(key: str, value: object, seconds: int) -> None:
    """Put something into the cache."""
    cache.set(key, value, seconds)
    _forget_here(key)


def forget(key: str) -> None:
    """Take something out of the cache, so that whoever asks next reads anew."""
    cache.delete(key)
    _forget_here(key)


def _forget_here(key: str) -> None:
    known = _known.get()
    if known is not None:
        known.pop(key, None)
