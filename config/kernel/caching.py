"""The cache on Valkey, with one client kept: making one takes longer than asking it."""

from typing import Any

from django.core.cache.backends.redis import RedisCache, RedisCacheClient


class KeptClient(RedisCacheClient):
    """A client of Django that is made once for each server; its connections are pooled anyway."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._kept: dict[int, Any] = {}

    def get_client(self, key: str | None = None, *, write: bool = False) -> Any:
        """Return the client that is kept."""
        pool = self._get_connection_pool(write)
        if id(pool) not in self._kept:
            self._kept[id(pool)] = super().get_client(key, write=write)
        return self._kept[id(pool)]


class ValkeyCache(RedisCache):
    """The cache of Django, with the client that is kept."""

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._class = KeptClient
