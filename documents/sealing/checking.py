"""What the signatures in a file say of it, found out in a child that can be killed.

Whether a certificate is one of ours is not asked here: it is answered by its digest.
"""

import json
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module

from config.kernel.children import (
    MEGABYTE,
    ChildFailedError,
    LimitReachedError,
    Limits,
    done_in_child,
)

LIMITS = Limits(processor_seconds=20, wall_seconds=30, memory=1024 * MEGABYTE)
MARK = b"/ByteRange"


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundSignature:
    """One signature: what it says, and whether what it covers is as it was signed."""

    fingerprint: str = ""
    subject: str = ""
    reason: str = ""
    signed_at: str = ""
    has_time_stamp: bool = False
    is_intact: bool = False

    @property
    def moment(self) -> datetime | None:
        """When it was signed, by its own words."""
        return datetime.fromisoformat(self.signed_at) if self.signed_at else None


def signatures_in(content: bytes) -> list[FoundSignature]:
    """Return the signatures of a PDF in the order in which they were put on.

    A file that was signed and cannot be read has one that is broken.
    """
    if MARK not in content:
        return []
    # Here and not in the child: the next file is read by a child that has it already.
    reading = import_module("documents.sealing.reading")
    try:
        found = done_in_child(lambda: json.dumps(reading.signatures(content)).encode(), LIMITS)
    except (LimitReachedError, ChildFailedError):
        return [FoundSignature()]
    return [FoundSignature(**one) for one in json.loads(found)]
