"""Appending to the chain: one step of the database, the last of a transaction."""

from collections.abc import Sequence
from datetime import UTC
from operator import attrgetter

from django.db import DEFAULT_DB_ALIAS

from audit.services.entries import PendingEntry
from config.kernel.asking import say
from config.kernel.digests import encoded, sm3

APPEND = "SELECT audit_append(%s)"


def append_entries(
    entries: Sequence[PendingEntry],
    *,
    using: str = DEFAULT_DB_ALIAS,
    ends_transaction: bool = False,
) -> None:
    """Append at the end of the chain; to be the last statement of a transaction.

    Who appends holds the end of the chain until the transaction ends, and everybody else waits.
    Where the transaction ends with it, both are said in one message: then nobody waits for this
    process to come round to saying the second.
    """
    if not entries:
        return
    rows = f"[{','.join(_row(entry) for entry in entries)}]"
    words = f"{APPEND}; COMMIT" if ends_transaction else APPEND
    say(words, [rows], using=using)


_COLUMNS = tuple(PendingEntry.__dataclass_fields__)
_values = attrgetter(*_COLUMNS)


def _row(entry: PendingEntry) -> str:
    moment = entry.occurred_at.astimezone(UTC).isoformat(timespec="microseconds")
    said = dict(zip(_COLUMNS, _values(entry), strict=True)) | {"occurred_at": moment}
    content = encoded(said)  # written once: what is digested is what is sent
    return f'{content[:-1].decode()},"digest":"{sm3(content)}"}}'
