"""Rows of several tables, written together by one statement whose words are put together once.

A decision changes a process and a task and adds an opinion. Django composes each of these
statements anew and asks the server three times; here they are parts of one, and the words of each
part are kept. What belongs together in the domain stays together on the wire.
"""

from collections.abc import Callable, Iterable
from functools import cache, partial
from operator import attrgetter
from typing import Any

from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections
from django.db.models import Field, Model
from django.db.models.expressions import DatabaseDefault

from config.kernel.asking import ask

type Names = tuple[str, ...]
type Values = tuple[object, ...]


class Pen:
    """Takes down what is to be written, and writes all of it at once.

    The parts of one statement see the rows as they were before it. So what may only come after
    something else, by a unique key for instance, belongs into the next stroke. No signals are
    sent, and `save()` is not called.
    """

    def __init__(self) -> None:
        self._said: list[tuple[str, str, Callable[[Any], None]]] = []
        self._values: list[Any] = []

    def change(self, row: Model, names: Names) -> None:
        """Write these fields of a row that is there."""
        words, fields = _changing(type(row), names)
        self._take(row, words, [*_values(row, fields, add=False), row.pk])

    def change_since(self, row: Model, names: Names, before: Values) -> None:
        """Write those of these fields that are no longer as they were `noted` before."""
        now = zip(names, before, noted(row, names), strict=True)
        if changed := tuple(name for name, old, new in now if old != new):
            self.change(row, changed)

    def add(self, row: Model) -> None:
        """Write a new row; it knows its key when the stroke is done."""
        words, fields = _adding(type(row), _given(row))
        self._take(row, words, _values(row, fields, add=True))

    def say(
        self, words: str, values: Iterable[object], *, answer: str, hear: Callable[[Any], None]
    ) -> None:
        """Take a statement down whose words are one's own.

        What `answer` asks of its rows, which it calls ``{rows}``, is heard after the stroke.
        """
        self._said.append((words, answer, hear))
        self._values.extend(values)

    def stroke(self) -> None:
        """Write everything taken down so far; raise `DatabaseError` for a row that is gone."""
        said, values = self._said, self._values
        if not said:
            return
        self._said, self._values = [], []
        parts = ", ".join(f"w{place} AS ({words})" for place, (words, _, _) in enumerate(said))
        asked = ", ".join(f"({told.format(rows=f'w{n}')})" for n, (_, told, _) in enumerate(said))
        (found,) = ask(f"WITH {parts} SELECT {asked}", values)
        for (_, _, hear), answer in zip(said, found, strict=True):
            hear(answer)

    def _take(self, row: Model, words: str, values: Iterable[object]) -> None:
        self.say(words, values, answer="TABLE {rows}", hear=partial(_know, row))


def noted(row: Model, names: Names) -> Values:
    """Return what a row says in these fields, to write later only what has changed since."""
    said = _noting(type(row), names)(row)
    return said if len(names) > 1 else (said,)


@cache
def _noting(model: type[Model], names: Names) -> Callable[[Model], Any]:
    first, *others = (field.attname for field in _fields(model, names))
    return attrgetter(first, *others)


def _know(row: Model, key: object) -> None:
    if key is None:
        raise DatabaseError(f"{type(row).__name__} {row.pk} is not there to be changed.")
    row.pk = key
    row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS  # noqa: SLF001 - as save()


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


@cache
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


def _values(row: Model, fields: _Fields, *, add: bool) -> list[object]:
    # The connection itself: the thread's own would be looked up for every value.
    connection = connections[DEFAULT_DB_ALIAS]
    return [field.get_db_prep_save(field.pre_save(row, add), connection) for field in fields]
