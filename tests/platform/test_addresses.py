"""Addresses of servers outside, and of our own."""

from pathlib import Path

import pytest

from config.services.addresses import (
    AddressError,
    database_settings,
    embedded_database,
    embedded_queue,
    queue_addresses,
)
from config.services.places import LONGEST_SOCKET, LONGEST_SOCKET_NAME, places_of


def test_a_database_address_is_read_with_its_escapes() -> None:
    found = database_settings("postgresql://a%40b:p%3Aw@db.example:6543/pro%2Fject?sslmode=require")

    assert found["USER"] == "a@b"
    assert found["PASSWORD"] == "p:w"
    assert (found["HOST"], found["PORT"], found["NAME"]) == ("db.example", "6543", "pro/ject")
    assert found["OPTIONS"] == {"sslmode": "require"}


def test_the_embedded_database_is_reached_by_its_socket() -> None:
    places = places_of(Path("/var/lib/x"))

    found = database_settings(embedded_database(places))

    assert found["HOST"] == "/var/lib/x/run"
    assert (found["USER"], found["NAME"], found["PASSWORD"]) == ("app", "app", "")


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("mysql://a@b/c", "postgresql://"),
        ("postgresql://host", "数据库名"),
        ("postgresql://host:port/name", "端口"),
    ],
)
def test_a_wrong_database_address_is_named(url: str, told: str) -> None:
    with pytest.raises(AddressError, match=told):
        database_settings(url)


def test_queue_and_cache_never_share_a_numbered_database() -> None:
    outside = queue_addresses("redis://:secret@queue:6379/4")

    assert outside.broker == "redis://:secret@queue:6379/4"
    assert outside.cache == "redis://:secret@queue:6379/5"

    inside = queue_addresses(embedded_queue(places_of(Path("/var/lib/x"))), first=2)

    assert inside.broker == "redis+socket:///var/lib/x/run/valkey.sock?virtual_host=2"
    assert inside.cache == "unix:///var/lib/x/run/valkey.sock?db=3"


@pytest.mark.parametrize("url", ["amqp://queue", "redis://queue/first"])
def test_a_wrong_queue_address_is_named(url: str) -> None:
    with pytest.raises(AddressError, match="REDIS_URL"):
        queue_addresses(url)


def test_a_long_checkout_path_gets_a_short_socket_folder() -> None:
    places = places_of(Path("/home/某人/" + "很长的目录名" * 8))

    assert len(f"{places.sockets}{LONGEST_SOCKET_NAME}".encode()) <= LONGEST_SOCKET
    assert places.database.is_relative_to(places.state)
