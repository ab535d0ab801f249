"""Appending to the chain: the head locked last, entries sealed with SM3, one statement."""

import json
from collections.abc import Sequence
from datetime import UTC
from operator import attrgetter
from typing import Any

from django.db import DEFAULT_DB_ALIAS

from audit.models import HEAD_ID, AuditEntry, AuditHead
from audit.services.entries import PendingEntry
from config.kernel.asking import ask
from config.kernel.digests import canonical_json, sm3


def append_entries(entries: Sequence[PendingEntry], *, using: str = DEFAULT_DB_ALIAS) -> None:
    """Lock the head of the chain and append; to be the last statements of a transaction."""
    if not entries:
        return
    # All that does not depend on the head is made before: while we hold it, everybody waits.
    bodies = [(_body(entry), _columns(entry)) for entry in entries]
    seq, link = _lock_head(using)
    rows: list[list[Any]] = []
    for body, columns in bodies:
        seq += 1
        sealed = _seal(body, seq=seq, prev_hash=link)
        rows.append([seq, *columns, link, sealed])
        link = sealed
    names = ", ".join(["seq", *_COLUMNS, "prev_hash", "hash"])
    marks = ", ".join([f"({', '.join(['%s'] * len(rows[0]))})"] * len(rows))
    ask(
        "WITH moved AS (UPDATE audit_audithead SET seq = %s, hash = %s WHERE id = %s) "  # noqa: S608
        f"INSERT INTO audit_auditentry ({names}) VALUES {marks}",
        [seq, link, HEAD_ID, *(value for row in rows for value in row)],
        using=using,
    )


def seal_entry(entry: PendingEntry, *, seq: int, prev_hash: str) -> str:
    """Compute the hash of an entry at its place in the chain."""
    return _seal(_body(entry), seq=seq, prev_hash=prev_hash)


def _seal(body: bytes, *, seq: int, prev_hash: str) -> str:
    return sm3(f"{seq}\n{prev_hash}\n".encode() + body)


_COLUMNS = tuple(PendingEntry.__dataclass_fields__)
_values = attrgetter(*_COLUMNS)


def _body(entry: PendingEntry) -> bytes:
    moment = entry.occurred_at.astimezone(UTC).isoformat(timespec="microseconds")
    return canonical_json(_fields(entry) | {"occurred_at": moment})


def _columns(entry: PendingEntry) -> list[Any]:
    detail = json.dumps(entry.detail, ensure_ascii=False)
    return list((_fields(entry) | {"detail": detail}).values())


def _fields(entry: PendingEntry) -> dict[str, Any]:
    return dict(zip(_COLUMNS, _values(entry), strict=True))


def _lock_head(using: str) -> tuple[int, str]:
    if (found := _read_head(using)) is None:
        if AuditEntry.objects.using(using).exists():
            raise RuntimeError("The head of the audit chain is missing; nothing may be appended.")
        AuditHead.objects.using(using).bulk_create([AuditHead()], ignore_conflicts=True)
        found = _read_head(using)
    assert found is not None
    return found


def _read_head(using: str) -> tuple[int, str] | None:
    # Every deed ends here; the words never change and need not be composed each time.
    found = ask(
        "SELECT seq, hash FROM audit_audithead WHERE id = %s FOR UPDATE", [HEAD_ID], using=using
    )
    return found[0] if found else None
