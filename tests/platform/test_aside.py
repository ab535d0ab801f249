"""What fills the database on the first start counts wholly or not at all."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from config.services.addresses import OUR_ROLE
from config.services.places import CHECKOUT

PROBE = "aside_probe"
FILL = """
import sys
from pathlib import Path
import django
django.setup()
from django.db import connection
from config.services.aside import filled_aside
from config.services.places import places_of
with filled_aside(places_of(Path(sys.argv[1]))):
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO kept VALUES (2)")
    if sys.argv[2] == "fails":
        raise SystemExit(3)
"""


@pytest.fixture
def server() -> Iterator[str]:
    """A database of its own beside those of the tests."""
    host = str(Path(os.environ["TEST_CLUSTER"]) / "run")
    create = sql.SQL("CREATE DATABASE {}").format(sql.Identifier(PROBE))
    drop = sql.SQL("DROP DATABASE IF EXISTS {}")
    with psycopg.connect(host=host, user=OUR_ROLE, dbname="postgres", autocommit=True) as link:
        link.execute(create)
    with psycopg.connect(host=host, user=OUR_ROLE, dbname=PROBE, autocommit=True) as link:
        link.execute("CREATE TABLE kept AS SELECT 1 AS number")
    yield host
    with psycopg.connect(host=host, user=OUR_ROLE, dbname="postgres", autocommit=True) as link:
        for name in (PROBE, f"{PROBE}_aside"):
            link.execute(drop.format(sql.Identifier(name)))


def fill(host: str, how: str) -> int:
    """Fill the probe in a process of its own; the connections of the tests stay theirs."""
    done = subprocess.run(
        [sys.executable, "-c", FILL, os.environ["TEST_CLUSTER"], how],
        cwd=CHECKOUT,
        env={
            **os.environ,
            "DATABASE_URL": f"postgresql://{OUR_ROLE}@/{PROBE}?host={host}",
            "DJANGO_SETTINGS_MODULE": "config.settings.dev",
        },
        check=False,
        capture_output=True,
    )
    assert done.returncode in {0, 3}, done.stderr.decode()
    return done.returncode


def kept(host: str) -> list[int]:
    """Return what the database holds."""
    with psycopg.connect(host=host, user=OUR_ROLE, dbname=PROBE) as link:
        return [number for (number,) in link.execute("SELECT number FROM kept ORDER BY 1")]


def test_a_filling_that_fails_leaves_what_was_there_and_the_next_succeeds(server: str) -> None:
    assert (fill(server, "fails"), kept(server)) == (3, [1])

    assert (fill(server, "succeeds"), kept(server)) == (0, [1, 2])
