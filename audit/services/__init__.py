"""Writing, appending and verifying the trail."""

from audit.services.appending import append_entries
from audit.services.recording import audited, once_at_the_end, record, record_denial
from audit.services.verifying import (
    conclusion,
    exported_lines,
    note_export,
    verify_and_note,
    verify_trail,
)

__all__ = [
    "append_entries",
    "audited",
    "conclusion",
    "exported_lines",
    "note_export",
    "once_at_the_end",
    "record",
    "record_denial",
    "verify_and_note",
    "verify_trail",
]
