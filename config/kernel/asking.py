"""Questions that are asked a thousand times a day: the server reads their words only once.

Django sends the values inside the words, so the server parses and plans every statement anew;
for the question of what is to do in a process that took three times as long as answering it.
Here words and values travel apart, and from the fifth time on the plan of a connection is kept.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.postgresql.base import Cursor, ServerBindingCursor
from psycopg.errors import error_from_result
from psycopg.pq import Escaping, ExecStatus, TransactionStatus

MOST_KEPT = 200

type Values = Sequence[object] | Mapping[str, object]


def ask(
    words: str,
    values: Values = (),
    *,
    using: str = DEFAULT_DB_ALIAS,
) -> list[tuple[Any, ...]]:
    """Ask with ``%s`` or ``%(name)s`` for each value, and return all rows, if there are any.

    The words must be the same each time: what varies is a value. Values have the types that
    the columns beside them have; where no column stands beside one, cast it in the words.
    """
    # Django's own cursor for values that travel apart.
    cursor, connection = _said(words, values, ServerBindingCursor, using)
    with connection.wrap_database_errors:
        # Asking for the description instead would put one together for each column.
        return cursor.fetchall() if cursor.pgresult.nfields else []


def say(words: str, text: str, *, using: str = DEFAULT_DB_ALIAS) -> None:
    """Say several statements in one message, with a text where ``%s`` stands; want no answer.

    Where nobody listens it goes to the server as it is: a cursor would take as long again.
    """
    connection: Any = connections[using]
    if _has_listeners(connection):
        _said(words, [text], Cursor, using)
        return
    _prepare(connection)
    opened = connection.connection
    with connection.wrap_database_errors, opened.lock:
        is_first = opened.pgconn.transaction_status == TransactionStatus.IDLE
        begin = b"BEGIN; " if is_first and not opened.autocommit else b""
        literal = Escaping(opened.pgconn).escape_literal(text.encode())
        result = opened.pgconn.exec_(begin + words.encode().replace(b"%s", literal))
        if result.status == ExecStatus.FATAL_ERROR:
            raise error_from_result(result)


def _said(words: str, values: Values, kind: Any, using: str) -> tuple[Any, Any]:
    """Say something to the server, and return the cursor that has the answer.

    What Django puts around each statement is for those who listen: where nobody does, it is
    left out, for it takes as long as all the rest.
    """
    connection: Any = connections[using]
    _prepare(connection)
    words, cursor = _cursor_of(connection, words, kind)
    if _has_listeners(connection):
        connection._prepare_cursor(cursor).execute(words, values)  # noqa: SLF001 - as Django does
        if connection.queries_logged:  # with its values, as all others stand there
            connection.queries_log[-1]["sql"] = connection.ops.compose_sql(words, values)
    else:
        with connection.wrap_database_errors:
            cursor.execute(words, values)
    return cursor, connection


def _prepare(connection: Any) -> None:
    connection.close_if_health_check_failed()
    connection.ensure_connection()
    connection.validate_no_broken_transaction()


def _has_listeners(connection: Any) -> bool:
    return bool(connection.queries_logged or connection.execute_wrappers)


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
