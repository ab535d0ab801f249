"""A valid value for every box of a sheet, and what a pack's own list of values says instead."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from documents.sheets.shapes import Field, FieldKind, Sheet

FOLDER = Path(__file__).resolve().parent / "values"
BAD_SIGNS = ("FAIL", "NOT_", "REJECT", "UNQUALIFIED", "DISAGREE", "OVERDUE")
BAD_LABELS = ("不", "未", "否", "无", "终止", "退回")
FEW = 30


@dataclass(frozen=True)
class Script:
    """What a pack's own file says: the way through the gates, days, and values of judgement."""

    order: tuple[str, ...] = ()
    aside: tuple[str, ...] = ()
    days: Mapping[str, date] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    stated: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    lines: tuple[Mapping[str, Any], ...] = ()
    project: Mapping[str, Any] = field(default_factory=dict)
    vacant: tuple[str, ...] = ()
    counter: tuple[Mapping[str, Any], ...] = ()
    unbreakable: Mapping[str, str] = field(default_factory=dict)


@cache
def script_of(code: str) -> Script:
    """Read what is said about a pack; most packs need to say little."""
    path = FOLDER / f"{code.lower()}.yaml"
    if not path.exists():
        return Script()
    data = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
    for name in ("order", "aside", "lines", "counter", "vacant"):
        data[name] = tuple(data.get(name, ()))
    return Script(**data)


def values_for(sheet: Sheet, on: date, given: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Fill every box of a sheet that people fill, keeping what is given."""
    boxes = (box for box in sheet.fields() if not box.computed)
    made = {box.code: value_for(box, on, of=sheet.title) for box in boxes}
    return made | dated(given or {}, on)


def dated(given: Mapping[str, Any], on: date) -> dict[str, Any]:
    """Return values with the day of the deed where they say TODAY."""
    return {code: _dated(value, on) for code, value in given.items()}


def value_for(box: Field, on: date, *, of: str = "") -> Any:
    """Return something that fits a box; people differ from sheet to sheet."""
    value: Any = box.label[: min(box.longest, FEW)]
    match box.kind:
        case FieldKind.DATE:
            value = on.isoformat()
        case FieldKind.NUMBER | FieldKind.MONEY:
            value = _number(box)
        case FieldKind.CHOICE:
            value = next(iter(_by_goodness(box.choices)), "")
        case FieldKind.CHOICES:
            value = [code for code, _ in box.choices]
        case FieldKind.YES_NO:
            value = True
        case FieldKind.TABLE:
            value = _rows(box, on, of)
        case _ if box.kind is FieldKind.PERSON or "人" in box.label or "姓名" in box.label:
            value = f"{of}{box.label}"[-FEW:]
    return value


def _number(box: Field) -> str:
    if box.unit == "%":
        return str(box.max if box.max is not None else 100)
    usual = Decimal("1000.00") if box.kind is FieldKind.MONEY else Decimal(1)
    low = box.min if box.min is not None else usual
    high = box.max if box.max is not None else max(low, usual)
    return str(min(max(usual, low), high))


def _rows(box: Field, on: date, of: str) -> list[dict[str, Any]]:
    """Fill a table: its printed rows, or one."""
    columns = [column for column in box.columns if not column.computed]
    row = {column.code: value_for(column, on, of=of) for column in columns}
    return [row | {box.columns[0].code: printed} for printed in box.rows] or [row]


def with_every_choice(box: Field, row: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the row of a table once for each value of its first choice."""
    chooser = next((column for column in box.columns if column.kind is FieldKind.CHOICE), None)
    if chooser is None:
        return [dict(row)]
    return [{**row, chooser.code: code} for code in _by_goodness(chooser.choices)]


def _is_bad(choice: tuple[str, str]) -> bool:
    code, label = choice
    return code.startswith(BAD_SIGNS) or label.startswith(BAD_LABELS)


def _by_goodness(choices: tuple[tuple[str, str], ...]) -> list[str]:
    return [code for code, _ in sorted(choices, key=_is_bad)]


def _dated(value: Any, on: date) -> Any:
    """Put the day of the deed where a value says TODAY."""
    if value == "TODAY":
        return on.isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list):
        return [_dated(item, on) for item in value]
    if isinstance(value, dict):
        return {key: _dated(item, on) for key, item in value.items()}
    return value
