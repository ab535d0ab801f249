"""Questions that are asked a thousand times a day: the server reads their words only once.

Django sends the values inside the words, so the server parses and plans every statement anew;
for the question of what is to do in a process that took three times as long as answering it.
Here words and values travel apart, and from the fifth time on the plan of a connection is kept.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.postgresql.base import ServerBindingCursor


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
    connection: Any = connections[using]
    connection.close_if_health_check_failed()
    connection.ensure_connection()
    # Django's own way to a cursor, with its cursor for values that travel apart.
    plain: Any = ServerBindingCursor(connection.connection)  # type: ignore[call-arg]
    with connection.wrap_database_errors, connection._prepare_cursor(plain) as cursor:  # noqa: SLF001
        cursor.execute(words, values)
        if connection.queries_logged:  # with its values, as all others stand there
            connection.queries_log[-1]["sql"] = connection.ops.compose_sql(words, values)
        # Asking for the description instead would put one together for each column.
        return cursor.fetchall() if cursor.pgresult.nfields else []
