"""Puts a database back to what the migrations left, after a test that really committed.

Django would truncate every table: the trail refuses that, and the catalogue rows which
migrations wrote would be gone for the next test.
"""

from functools import cache

from django.db import connections
from django.db.backends.utils import CursorWrapper
from psycopg import sql

SCHEMA = "pristine"


def remember(alias: str) -> None:
    """Keep a copy of every row that is there before the first test."""
    with connections[alias].cursor() as cursor:
        cursor.execute("SELECT to_regnamespace(%s)", [SCHEMA])
        if cursor.fetchone() != (None,):
            return
        cursor.execute(sql.SQL("CREATE SCHEMA {}").format(sql.Identifier(SCHEMA)))
        for table in _filled(cursor):
            cursor.execute(
                sql.SQL("CREATE TABLE {} AS TABLE {}").format(
                    sql.Identifier(SCHEMA, table), sql.Identifier("public", table)
                )
            )


def restore(alias: str) -> None:
    """Empty what was filled and put the remembered rows back; guards sleep meanwhile."""
    with connections[alias].cursor() as cursor:
        kept = _columns_of_kept(alias)
        cursor.execute("SET session_replication_role = replica")
        try:
            for table in _filled(cursor):
                cursor.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier("public", table)))
            for table, columns in kept.items():
                names = sql.SQL(", ").join(sql.Identifier(c) for c in columns)
                cursor.execute(
                    sql.SQL("INSERT INTO {} ({}) OVERRIDING SYSTEM VALUE SELECT {} FROM {}").format(
                        sql.Identifier("public", table),
                        names,
                        names,
                        sql.Identifier(SCHEMA, table),
                    )
                )
        finally:
            cursor.execute("SET session_replication_role = origin")


def _filled(cursor: CursorWrapper) -> list[str]:
    cursor.execute(
        "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
        " AND tablename <> 'django_migrations' ORDER BY tablename"
    )
    tables = [name for (name,) in cursor.fetchall()]
    probes = sql.SQL(" UNION ALL ").join(
        sql.SQL("SELECT {} WHERE EXISTS (SELECT FROM {})").format(
            sql.Literal(table), sql.Identifier("public", table)
        )
        for table in tables
    )
    cursor.execute(probes)
    return [name for (name,) in cursor.fetchall()]


@cache
def _columns_of_kept(alias: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    with connections[alias].cursor() as cursor:
        cursor.execute(
            "SELECT kept.table_name, kept.column_name FROM information_schema.columns AS kept"
            " JOIN information_schema.columns AS live USING (table_name, column_name)"
            " WHERE kept.table_schema = %s AND live.table_schema = 'public'"
            " AND live.is_generated = 'NEVER' ORDER BY 1, kept.ordinal_position",
            [SCHEMA],
        )
        for table, column in cursor.fetchall():
            found.setdefault(table, []).append(column)
    return found
