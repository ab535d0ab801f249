"""Questions that are asked a thousand times a day: the server reads their words only once.

Django sends the values inside the words, so the server parses and plans every statement anew;
for the question of what is to do in a process that took three times as long as answering it.
Here words and values travel apart, and from the fifth time on the plan of a connection is kept.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.postgresql.base import Cursor, ServerBindingCursor

MOST_KEPT = 200


def ask(
    words: str,
    values: Sequence[object] | Mapping[str, object] = (),
    *,
    using: str = DEFAULT_DB_ALIAS,
) -> list[tuple[Any, ...]]:
    """Ask with ``%s`` or ``%(name)s`` for each value, and return all rows, if there are any.

    The words must be the same each time: what varies is a value. Values have the types that
    the columns beside them have; where no column stands beside one, cast it in the words.
    """
    connection = _connection(using)
    # Django's own cursor for values that travel apart.
    words, cursor = _cursor_of(connection, words, ServerBindingCursor)
    with connection.wrap_database_errors:
        connection._prepare_cursor(cursor).execute(words, values)  # noqa: SLF001 - as Django does
        if connection.queries_logged:  # with its values, as all others stand there
            connection.queries_log[-1]["sql"] = connection.ops.compose_sql(words, values)
        # Asking for the description instead would put one together for each column.
        return cursor.fetchall() if cursor.pgresult.nfields else []


def say(words: str, values: Sequence[object], *, using: str = DEFAULT_DB_ALIAS) -> None:
    """Say several statements in one message, the values inside the words, and want no answer."""
    connection = _connection(using)
    words, cursor = _cursor_of(connection, words, Cursor)
    with connection.wrap_database_errors:
        connection._prepare_cursor(cursor).execute(words, values)  # noqa: SLF001 - as Django does


def _connection(using: str) -> Any:
    connection: Any = connections[using]
    connection.close_if_health_check_failed()
    connection.ensure_connection()
    return connection


def _cursor_of(connection: Any, words: str, kind: Any) -> tuple[str, Any]:
    """Return the cursor that asked this before: it knows how to read each column of the answer.

    It knows that as long as it is given the very same words, so these are returned as well.
    """
    opened, cursors = vars(connection).get("_asked", (None, {}))
    if opened is not connection.connection:
        opened, cursors = connection._asked = connection.connection, {}  # noqa: SLF001 - ours
    if (kind, words) not in cursors:
        if len(cursors) >= MOST_KEPT:
            cursors.clear()
        cursors[kind, words] = words, kind(opened)
    known: tuple[str, Any] = cursors[kind, words]
    return known
