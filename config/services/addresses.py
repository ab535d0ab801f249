"""Turns ``DATABASE_URL`` and ``REDIS_URL`` into what Django and Celery expect."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit, urlunsplit

from config.services.places import Places

DATABASE_SCHEMES = ("postgres", "postgresql")
REDIS_SCHEMES = ("redis", "rediss", "unix")
OUR_ROLE = "app"


class AddressError(ValueError):
    """An address that cannot be understood; the message says what is wrong with it."""


@dataclass(frozen=True)
class QueueAddresses:
    """One Valkey or Redis: the queue in one numbered database, the cache in the next."""

    broker: str
    cache: str


def embedded_database(places: Places) -> str:
    return f"postgresql://{OUR_ROLE}@/{OUR_ROLE}?{urlencode({'host': str(places.sockets)})}"


def embedded_queue(places: Places) -> str:
    return f"unix://{quote(str(places.queue_socket))}"


def database_settings(url: str) -> dict[str, Any]:
    """Read a ``postgresql://`` address into one entry of ``DATABASES``."""
    parts = urlsplit(url)
    if parts.scheme not in DATABASE_SCHEMES:
        raise AddressError("DATABASE_URL 必须以 postgresql:// 开头。")
    options: dict[str, str] = dict(parse_qsl(parts.query))
    name = unquote(parts.path.lstrip("/"))
    if not name:
        raise AddressError("DATABASE_URL 没有写数据库名。")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", "") or parts.hostname or "",
        "PORT": str(_port(url) or ""),
        "OPTIONS": options,
    }


def queue_addresses(url: str, *, first: int = 0) -> QueueAddresses:
    """Read a ``redis://`` or ``unix://`` address; ``first`` is the number of the queue."""
    parts = urlsplit(url)
    if parts.scheme not in REDIS_SCHEMES:
        raise AddressError("REDIS_URL 必须以 redis://、rediss:// 或 unix:// 开头。")
    if parts.scheme == "unix":
        return QueueAddresses(
            broker=f"redis+socket://{parts.path}?virtual_host={first}",
            cache=f"unix://{parts.path}?db={first + 1}",
        )
    number = parts.path.strip("/") or "0"
    if not number.isdecimal():
        raise AddressError("REDIS_URL 的库号必须是数字。")
    base = int(number) + first
    return QueueAddresses(
        broker=urlunsplit(parts._replace(path=f"/{base}")),
        cache=urlunsplit(parts._replace(path=f"/{base + 1}")),
    )


def _port(url: str) -> int | None:
    try:
        return urlsplit(url).port
    except ValueError as error:
        raise AddressError("DATABASE_URL 的端口必须是数字。") from error
