"""A sheet that a snapshot carries along, because it is declared by a rulebook and not by us.

What is printed from a snapshot then never depends on what the rulebook says today.
"""

from collections.abc import Mapping
from dataclasses import asdict
from decimal import Decimal
from typing import Any

from documents.sheets import catalog
from documents.sheets.shapes import Block, Field, FieldKind, Sheet, SignOff

FORM = "form"
BOUNDS = ("min", "max")
# What a sheet is for while it is filled in; a frozen one is only read.
OF_THE_LIVING = ("stages", "formulas")


def to_json(sheet: Sheet) -> dict[str, Any]:
    """Return a sheet as plain JSON."""
    plain: dict[str, Any] = _plain(asdict(sheet))
    return {name: part for name, part in plain.items() if name not in OF_THE_LIVING}


def from_json(data: Mapping[str, Any]) -> Sheet:
    """Read a sheet back."""
    return Sheet(
        **{
            **data,
            "blocks": tuple(
                Block(block["title"], tuple(map(_field, block["fields"])), block["note"])
                for block in data["blocks"]
            ),
            "sign_offs": tuple(SignOff(**sign_off) for sign_off in data["sign_offs"]),
        }
    )


def carried_by(snapshot: Mapping[str, Any]) -> Sheet | None:
    """Return the sheet that a snapshot carries, if it does."""
    form = snapshot.get(FORM)
    return None if form is None else from_json(form)


def sheet_of(code: str, snapshot: Mapping[str, Any]) -> Sheet:
    """Return the sheet of a snapshot: the one it carries, else the one declared by us."""
    return carried_by(snapshot) or catalog.get(code)


def _field(data: Mapping[str, Any]) -> Field:
    bounds = {name: Decimal(data[name]) for name in BOUNDS if data[name] is not None}
    return Field(
        **{
            **data,
            **bounds,
            "kind": FieldKind(data["kind"]),
            "choices": tuple((code, label) for code, label in data["choices"]),
            "columns": tuple(map(_field, data["columns"])),
            "rows": tuple(data["rows"]),
        }
    )


def _plain(value: object) -> Any:
    if isinstance(value, dict):
        return {name: _plain(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, FieldKind | Decimal):
        return str(value)
    return value
