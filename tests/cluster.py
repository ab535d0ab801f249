"""A pytest plugin: PostgreSQL and Valkey of this run only, started before settings are read.

It must come by ``-p``: a ``conftest.py`` is read after the settings, and then the tests would
have run on the database of the developer.
"""

import atexit
import os
import shutil
import signal
import subprocess
import tempfile
from contextlib import suppress
from pathlib import Path

from config.services.addresses import embedded_database, embedded_queue
from config.services.binaries import database_programs, queue_program
from config.services.places import make_private, our_places, places_of, system_user
from config.services.postgres import Postgres
from config.services.processes import stop
from config.services.setup import ensure_user, prepare_base
from config.services.valkey import Valkey

PREFIX = "govit-test-"
ROOM = 1024**3
FAST = [
    "fsync=off",
    "full_page_writes=off",
    "synchronous_commit=off",
    "autovacuum=off",
    "wal_level=minimal",
    "max_wal_senders=0",
    "max_connections=200",
    "max_parallel_workers_per_gather=0",
]


def _memory() -> Path:
    shared = Path("/dev/shm")  # noqa: S108
    if shared.is_dir() and os.access(shared, os.W_OK) and shutil.disk_usage(shared).free > ROOM:
        return shared
    return Path(tempfile.gettempdir())


def _sweep(folder: Path) -> None:
    """Remove what earlier runs left behind when they were killed."""
    for old in folder.glob(f"{PREFIX}*"):
        pid = old.name.removeprefix(PREFIX).split("-")[0]
        if pid.isdecimal() and not Path(f"/proc/{pid}").exists():
            shutil.rmtree(old, ignore_errors=True)


def _start() -> None:
    memory = _memory()
    _sweep(memory)
    user = system_user()
    if user:
        ensure_user(user)
    shelter = prepare_base(our_places(), user)
    folder = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-", dir=memory))
    places = places_of(folder)
    for private in (folder, places.sockets, places.queue, places.logs):
        make_private(private, user)
    database = Postgres(
        programs=database_programs(shelter, user),
        data=places.database,
        sockets=places.sockets,
        user=user,
        log=places.logs / "postgres.log",
        options=FAST,
    )
    database.initialise("--no-sync", "--no-data-checksums")
    children = [(database.start(), signal.SIGQUIT)]
    queue = Valkey(
        program=queue_program(shelter, user),
        data=places.queue,
        socket=places.queue_socket,
        user=user,
        log=places.logs / "valkey.log",
        lasting=False,
    )
    children.append((queue.start(), signal.SIGTERM))
    atexit.register(_end, children, folder, os.getpid())
    os.environ["TEST_CLUSTER"] = str(folder)
    os.environ["DATABASE_URL"] = embedded_database(places)
    os.environ["REDIS_URL"] = embedded_queue(places)


def _end(
    children: list[tuple[subprocess.Popen[bytes], signal.Signals]], folder: Path, owner: int
) -> None:
    if os.getpid() != owner:
        return
    for child, how in reversed(children):
        with suppress(ProcessLookupError):
            stop(child, how)
    shutil.rmtree(folder, ignore_errors=True)


os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.test"
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
if "PYTEST_XDIST_WORKER" not in os.environ:
    _start()
