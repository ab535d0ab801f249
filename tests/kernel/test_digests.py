"""Digests and canonical JSON."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.kernel.digests import canonical_json, digests_of, sha256, sm3


def test_sm3_gives_the_digest_of_the_standard() -> None:
    assert sm3(b"abc") == "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"


@given(st.lists(st.binary(max_size=50)))
def test_a_stream_has_the_digests_of_its_whole(chunks: list[bytes]) -> None:
    whole = b"".join(chunks)

    digests = digests_of(chunks)

    assert (digests.sha256, digests.sm3, digests.size) == (sha256(whole), sm3(whole), len(whole))


def test_the_order_of_keys_does_not_change_the_bytes() -> None:
    amount, on = Decimal("1.50"), date(2026, 11, 22)

    assert canonical_json({"b": amount, "a": [on, None, True]}) == (
        b'{"a":["2026-11-22",null,true],"b":"1.50"}'
    )
    assert canonical_json({"a": 1, "b": "预算"}) == canonical_json({"b": "预算", "a": 1})


def test_a_float_has_no_canonical_form() -> None:
    with pytest.raises(TypeError, match="float"):
        canonical_json({"amount": 1.5})
