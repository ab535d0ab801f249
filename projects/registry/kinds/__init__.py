"""The kinds of records a project may have.

The stages register theirs when the app is ready; what a project really has is said by the
rulebook it is pinned to: it switches kinds of the stages off, renames and extends them, and
declares kinds of its own. `get` and `all_kinds` know the register only; whoever has a project
or a record before him asks `kinds_of`, `in_project` or `of`.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from django.db.models import QuerySet
from django.utils.timezone import localdate

from documents.sheets.shapes import FieldKind, Sheet
from projects.registry.kinds.register import all_kinds, find, get, register
from projects.registry.kinds.resolution import (
    begins_projects,
    codes_of,
    declared_anywhere,
    first_kind,
    in_project,
    kinds_by_code,
    kinds_of,
    label_of,
    of,
)
from projects.registry.kinds.shapes import (
    Check,
    Offer,
    Outcome,
    Prefill,
    RecordKind,
    StatementCheck,
)
from projects.registry.models import Record

__all__ = [
    "Check",
    "Offer",
    "Outcome",
    "Prefill",
    "RecordKind",
    "StatementCheck",
    "all_kinds",
    "as_signed",
    "begins_projects",
    "codes_of",
    "declared_anywhere",
    "filled_on",
    "first_kind",
    "get",
    "in_project",
    "kinds_by_code",
    "kinds_of",
    "label_of",
    "load",
    "of",
    "page_of",
    "register",
    "rows_of",
    "sheet_of",
    "values_of",
]


def sheet_of(record: Record) -> Sheet:
    """Return the sheet of a record, its boxes offering what this project has to choose from."""
    kind = of(record)
    sheet, offers = kind.form, kind.offer(record)
    if not offers:
        return sheet
    blocks = tuple(
        replace(
            block,
            fields=tuple(
                replace(box, kind=FieldKind.CHOICE, choices=offers[box.code])
                if box.code in offers
                else box
                for box in block.fields
            ),
        )
        for block in sheet.blocks
    )
    return replace(sheet, blocks=blocks)


def as_signed(computed: Prefill) -> Prefill:
    """Let computed boxes of a decided record keep what was signed, whatever came after."""

    def keep(record: Record) -> Mapping[str, object]:
        live = computed(record)
        if record.decided_at is None or not record.snapshot:
            return live
        signed = record.snapshot["values"]
        return {code: signed.get(code, value) for code, value in live.items()}

    return keep


def page_of(code: str) -> str:
    """Return the name of the page that a kind has of its own, if it has one."""
    kind = find(code)
    return "" if kind is None else kind.page


def filled_on(record: Record) -> date:
    """Return the day on which the contents of a record were last kept."""
    return localdate(record.saved_at)


def rows_of(code: str) -> QuerySet[Record]:
    """Return the table that the records of a kind are kept in, typed columns and all."""
    kind = find(code)
    model: type[Record] = Record if kind is None else kind.model
    return model.objects.all()


def load(record: Record) -> Record:
    """Return `record` as a row of its own table, with the typed columns."""
    kind = find(record.kind)
    if kind is None or isinstance(record, kind.model):
        return record
    rows = kind.model.objects.select_related(
        "project__owner_unit", "project__rulebook__regulation", "approval"
    )
    return rows.defer("project__rulebook__content").get(pk=record.pk)


def values_of(record: Record) -> dict[str, object]:
    """Return what was entered, by field code of the sheet: typed columns and details."""
    kind = find(record.kind)
    if kind is None:
        return dict(record.details)
    values = dict(record.details)
    for code, attribute in kind.typed.items():
        values[code] = getattr(record, attribute)
    values.update(kind.derive(record))
    return values
