"""Where the system itself may connect to: public addresses, and private ones that are allowed.

A name is checked where it cannot lie: at the moment of connecting, by the numeric address,
whatever library connects, after every redirect and every answer of a name server. Outside
`limited()` nothing is watched: databases and brokers are the operator's own.
"""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import cache
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Any

CONNECT = "socket.connect"
_limit: "ContextVar[Limit | None]" = ContextVar("outbound_limit", default=None)


@dataclass(slots=True)
class Limit:
    """What may be connected to, and what was refused so far; libraries swallow the cause."""

    networks: tuple[str, ...]
    refused: list[str] = field(default_factory=list)


class OutboundRefusedError(OSError):
    """A connection was about to leave for an address that is not allowed."""

    def __init__(self, address: str) -> None:
        self.address = address
        super().__init__(
            f"目标地址 {address} 是内部地址，不在允许外发的网段内；"
            "确需使用的，请在设置 OUTBOUND_NETWORKS 中写明该网段。"
        )


def is_allowed(address: str, networks: Sequence[str]) -> bool:
    """Whether a numeric address is public, or in one of the networks; what is no address is not."""
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(found, IPv6Address) and found.ipv4_mapped is not None:
        found = found.ipv4_mapped
    if any(found in ip_network(network, strict=False) for network in networks):
        return True
    return found.is_global and not found.is_multicast


@contextmanager
def limited(networks: Sequence[str]) -> Iterator[Limit]:
    """Refuse, within this block, every connection to an address that is not allowed."""
    _watch_connections()
    limit = Limit(tuple(networks))
    token = _limit.set(limit)
    try:
        yield limit
    finally:
        _limit.reset(token)


@cache
def _watch_connections() -> None:
    """Install the one watcher of this process; it cannot be taken away again."""
    sys.addaudithook(_watch)


def _watch(event: str, arguments: tuple[Any, ...]) -> None:
    if event != CONNECT:
        return
    limit = _limit.get()
    if limit is None:
        return
    target = arguments[1]
    address = str(target[0]) if isinstance(target, tuple) else str(target)
    if not is_allowed(address, limit.networks):
        limit.refused.append(address)
        raise OutboundRefusedError(address)
