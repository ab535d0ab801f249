"""Rows of several tables, read by a question that is written out and not put together each time.

What every page and every decision asks is answered in a fraction of the time that Django takes to
put its SQL together; the rows become the usual models all the same.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import islice
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import Field, Model


def columns_of(parts: Mapping[str, type[Model]]) -> str:
    """Name the columns of these tables, known by their aliases.

    What a model calls `HEAVY` is left out, and read when it is first asked for.
    """
    return ", ".join(
        f'"{alias}"."{field.column}"' for alias, model in parts.items() for field in _fields(model)
    )


def next_of[Found: Model](model: type[Found], values: Iterator[object]) -> Found:
    """Take as many values as the model has columns, and make one of it."""
    fields = _fields(model)
    own = islice(values, len(fields))
    read = [_read(field, value) for field, value in zip(fields, own, strict=True)]
    return model.from_db(DEFAULT_DB_ALIAS, [field.attname for field in fields], read)


@cache
def _fields(model: type[Model]) -> Sequence["Field[Any, Any]"]:
    heavy: Sequence[str] = getattr(model, "HEAVY", ())
    fields = model._meta.concrete_fields  # noqa: SLF001 - Django's public name
    return [field for field in fields if field.name not in heavy] if heavy else fields


def _read(field: "Field[Any, Any]", value: object) -> object:
    read = getattr(field, "from_db_value", None)
    return read(value, None, connection) if read else value
