"""Appending to the chain: one step of the database, the last of a transaction."""

from collections.abc import Sequence
from datetime import UTC

from django.db import DEFAULT_DB_ALIAS

from audit.services.entries import PendingEntry
from config.kernel.asking import say
from config.kernel.digests import encoded, sm3

# As JSON writes it.
_NUL = b"\\u0000"
# The end of the chain is let go before the disk has it, and the answer waits until the disk has:
# what is committed next, as every commit does, writes all that came before it. So what was
# answered is never lost, and the others wait for each other's thinking only, not for the disk.
RELEASE = (
    "SET LOCAL synchronous_commit TO off; COMMIT; SELECT pg_logical_emit_message(true, 'audit', '')"
)
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
    process to come round to saying the second, nor for the disk.
    """
    if not entries:
        return
    rows = f"[{','.join(_row(entry) for entry in entries)}]"
    words = f"{APPEND}; {RELEASE}" if ends_transaction else APPEND
    say(words, rows, using=using)


def _row(entry: PendingEntry) -> str:
    moment = entry.occurred_at.astimezone(UTC).isoformat(timespec="microseconds")
    said = entry._asdict() | {"occurred_at": moment}
    try:
        content = encoded(said)  # written once: what is digested is what is sent
    except UnicodeEncodeError:
        content = encoded(_storable(said))
    if _NUL in content:
        content = encoded(_storable(said))
    return f'{content[:-1].decode()},"digest":"{sm3(content)}"}}'


def _storable(value: object) -> object:
    """Leave out what PostgreSQL does not store: NUL, and half a surrogate pair."""
    match value:
        case str():
            return value.replace("\x00", "").encode("utf-8", "replace").decode("utf-8")
        case dict():
            return {_storable(key): _storable(item) for key, item in value.items()}
        case list():
            return [_storable(item) for item in value]
        case _:
            return value
