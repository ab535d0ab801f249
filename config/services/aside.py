"""Fills a copy of the embedded database and puts it in its place: all of it or nothing."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from django.db import connections
from psycopg import sql

from config.services.addresses import OUR_ROLE
from config.services.places import Places


@contextmanager
def filled_aside(places: Places) -> Iterator[None]:
    """Point the application at a copy; what was written counts once the block has ended well.

    Nobody else may be connected: a database in use can be neither copied nor renamed.
    """
    own = str(connections["default"].settings_dict["NAME"])
    copy = f"{own}_aside"
    connections.close_all()
    _run(places, "DROP DATABASE IF EXISTS {copy}", own, copy)
    _run(places, "CREATE DATABASE {copy} TEMPLATE {own}", own, copy)
    _point_at(copy)
    try:
        yield
    finally:
        connections.close_all()
        _point_at(own)
    _run(places, "DROP DATABASE {own}", own, copy)
    _run(places, "ALTER DATABASE {copy} RENAME TO {own}", own, copy)


def _point_at(name: str) -> None:
    for connection in connections.all(initialized_only=True):
        connection.settings_dict["NAME"] = name
    for settings in connections.settings.values():
        settings["NAME"] = name


def _run(places: Places, statement: str, own: str, copy: str) -> None:
    with psycopg.connect(
        host=str(places.sockets), user=OUR_ROLE, dbname="postgres", autocommit=True
    ) as connection:
        names = {"own": sql.Identifier(own), "copy": sql.Identifier(copy)}
        connection.execute(sql.SQL(statement).format(**names))
