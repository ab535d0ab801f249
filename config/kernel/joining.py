"""Rows of several tables, read by a question that is written out and not put together each time.

What every page and every decision asks is answered in a fraction of the time that Django takes to
put its SQL together; the rows become the usual models all the same.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from itertools import islice
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
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
    names, readers = _reading(model)
    own = list(islice(values, len(names)))
    for place, read in readers:
        own[place] = read(own[place], None, connections[DEFAULT_DB_ALIAS])
    return model.from_db(DEFAULT_DB_ALIAS, names, own)


@cache
def _fields(model: type[Model]) -> Sequence["Field[Any, Any]"]:
    heavy: Sequence[str] = getattr(model, "HEAVY", ())
    fields = model._meta.concrete_fields  # noqa: SLF001 - Django's public name
    return [field for field in fields if field.name not in heavy] if heavy else fields


@cache
def _reading(model: type[Model]) -> tuple[list[str], list[tuple[int, Callable[..., object]]]]:
    """Return the names of the columns that are read, and which of them have to be understood."""
    fields = _fields(model)
    readers = [(place, getattr(field, "from_db_value", None)) for place, field in enumerate(fields)]
    return [field.attname for field in fields], [(place, read) for place, read in readers if read]
