"""Digests: SM3 and SHA-256 over bytes and streams, and one canonical form of JSON."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from cryptography.hazmat.primitives import hashes


@dataclass(frozen=True, slots=True)
class Digests:
    """Both digests of one content, in hexadecimal, and its size."""

    sha256: str
    sm3: str
    size: int


def sm3(content: bytes) -> str:
    """Return the SM3 digest (GB/T 32905) in hexadecimal."""
    digest = hashes.Hash(hashes.SM3())
    digest.update(content)
    return digest.finalize().hex()


def sha256(content: bytes) -> str:
    """Return the SHA-256 digest in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def digests_of(chunks: Iterable[bytes]) -> Digests:
    """Read a content once, piece by piece, for both digests."""
    first, second, size = hashlib.sha256(), hashes.Hash(hashes.SM3()), 0
    for chunk in chunks:
        first.update(chunk)
        second.update(chunk)
        size += len(chunk)
    return Digests(first.hexdigest(), second.finalize().hex(), size)


def canonical_json(value: object) -> bytes:
    """Write a value so that equal values give equal bytes; floats are refused, as they drift."""
    return encoded(plain(value))


def encoded(value: object) -> bytes:
    """Write a value that is `plain` in the canonical form."""
    return _ENCODER.encode(value).encode()


_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def plain(value: object) -> object:
    """Return a value as JSON knows it: amounts and days as text, every name a text."""
    match value:
        case None | bool() | int() | str():
            return value
        case Decimal():
            return str(value)
        case date():
            return value.isoformat()
        case dict():
            return {str(key): plain(item) for key, item in value.items()}
        case list() | tuple():
            return [plain(item) for item in value]
        case _:
            raise TypeError(f"{type(value).__name__} has no canonical form.")
