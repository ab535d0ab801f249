"""The system connects to public addresses, and to private ones only if they are allowed."""

import socket
from ipaddress import IPv4Address, IPv6Address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.kernel.outbound import OutboundRefusedError, is_allowed, limited


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1",
        "0.1.2.3", "224.0.0.1", "::1", "fe80::1%eth0", "fd00::1", "::ffff:10.0.0.1",
        "localhost", "",
    ],
)  # fmt: skip
def test_inner_addresses_and_what_is_no_address_are_refused(address: str) -> None:
    assert not is_allowed(address, [])


@given(st.one_of(st.ip_addresses(v=4), st.ip_addresses(v=6)))
def test_a_private_address_is_allowed_only_inside_a_named_network(
    address: IPv4Address | IPv6Address,
) -> None:
    whole = ["0.0.0.0/0", "::/0"]

    assert is_allowed(str(address), whole)
    if address.is_private:
        inner = getattr(address, "ipv4_mapped", None) or address
        assert is_allowed(str(address), []) == (inner.is_global and not inner.is_multicast)


def test_the_guard_stops_a_connection_whoever_makes_it() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]

        with limited([]) as limit, pytest.raises(OutboundRefusedError, match="内部地址"):
            socket.create_connection(("127.0.0.1", port), timeout=2)
        assert limit.refused == ["127.0.0.1"]
        with limited(["127.0.0.0/8", "::1/128"]):
            socket.create_connection(("127.0.0.1", port), timeout=2).close()
        socket.create_connection(("127.0.0.1", port), timeout=2).close()
