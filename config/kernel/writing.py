"""Rows of several tables, written together by one statement whose words are put together once.

A decision changes a process and a task and adds an opinion. Django composes each of these
statements anew and asks the server three times; here they are parts of one, and the words of each
part are kept. What belongs together in the domain stays together on the wire.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Any

from django.db import DEFAULT_DB_ALIAS, DatabaseError, connection
from django.db.models import Field, Model
from django.db.models.expressions import DatabaseDefault

from config.kernel.asking import ask

type Names = tuple[str, ...]


class Pen:
    """Takes down what is to be written, and writes all of it at once.

    The parts of one statement see the rows as they were before it. So what may only come after
    something else, by a unique key for instance, belongs into the next stroke. No signals are
    sent, and `save()` is not called.
    """

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._values: list[Any] = []
        self._rows: list[Model] = []

    def _taken_down(self) -> tuple[list[str], list[Any], list[Model]]:
        """Hand over what was taken down, and begin anew."""
        taken = self._parts, self._values, self._rows
        self._parts, self._values, self._rows = [], [], []
        return taken

    def change(self, row: Model, names: Sequence[str]) -> None:
        """Write these fields of a row that is there."""
        words, fields = _changing(type(row), tuple(names))
        self._take(row, words, [*_values(row, fields, add=False), row.pk])

    def add(self, row: Model) -> None:
        """Write a new row; it knows its key when the stroke is done."""
        words, fields = _adding(type(row), _given(row))
        self._take(row, words, list(_values(row, fields, add=True)))

    def stroke(self) -> None:
        """Write everything taken down so far; raise `DatabaseError` for a row that is gone."""
        written, values, rows = self._taken_down()
        if not rows:
            return
        parts = ", ".join(f"w{place} AS ({part})" for place, part in enumerate(written))
        keys = ", ".join(f"(TABLE w{place})" for place in range(len(written)))
        (found,) = ask(f"WITH {parts} SELECT {keys}", values)
        for row, key in zip(rows, found, strict=True):
            if key is None:
                raise DatabaseError(f"{type(row).__name__} {row.pk} is not there to be changed.")
            row.pk = key
            row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS  # noqa: SLF001 - as save()

    def _take(self, row: Model, words: str, values: Iterable[object]) -> None:
        self._parts.append(words)
        self._values.extend(values)
        self._rows.append(row)


type _Fields = tuple["Field[Any, Any]", ...]


@cache
def _changing(model: type[Model], names: Names) -> tuple[str, _Fields]:
    fields = _fields(model, names)
    told = ", ".join(f'"{field.column}" = %s' for field in fields)
    meta = model._meta  # noqa: SLF001 - Django's public name
    key = f'"{meta.pk.column}"'
    # Only names of tables and columns are put in.
    return f'UPDATE "{meta.db_table}" SET {told} WHERE {key} = %s RETURNING {key}', fields  # noqa: S608


@cache
def _adding(model: type[Model], names: Names) -> tuple[str, _Fields]:
    fields = _fields(model, names)
    columns = ", ".join(f'"{field.column}"' for field in fields)
    marks = ", ".join(["%s"] * len(fields))
    meta = model._meta  # noqa: SLF001 - Django's public name
    words = f'INSERT INTO "{meta.db_table}" ({columns}) VALUES ({marks})'  # noqa: S608 - names only
    return f'{words} RETURNING "{meta.pk.column}"', fields


def _fields(model: type[Model], names: Names) -> _Fields:
    meta = model._meta  # noqa: SLF001 - Django's public name
    by_name = {field.name: field for field in meta.concrete_fields}
    return tuple(by_name[name] for name in names)


def _given(row: Model) -> Names:
    """Return the fields that have a value; the others get what the database gives them."""
    return tuple(
        field.name
        for field in row._meta.concrete_fields  # noqa: SLF001 - Django's public name
        if not field.generated
        and not (field.primary_key and row.pk is None)
        and not isinstance(getattr(row, field.attname), DatabaseDefault)
    )


def _values(row: Model, fields: _Fields, *, add: bool) -> Iterator[object]:
    for field in fields:
        yield field.get_db_prep_save(field.pre_save(row, add), connection)
