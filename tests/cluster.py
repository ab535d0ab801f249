"""A pytest plugin: PostgreSQL and Valkey of this run only, started before settings are read.

It must come by ``-p``: a ``conftest.py`` is read after the settings, and then the tests would
have run on the database of the developer.
"""

import atexit
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from config.services.addresses import embedded_database, embedded_queue
from config.services.binaries import database_programs, queue_program
from config.services.places import (
    CHECKOUT,
    Places,
    make_private,
    our_places,
    places_of,
    system_user,
)
from config.services.postgres import Postgres
from config.services.processes import stop
from config.services.setup import ensure_user, migrations_fingerprint, prepare_base
from config.services.valkey import Valkey

PREFIX = "govit-test-"
MIGRATED = "migrated"
ROOM = 1024**3
KEPT_TEMPLATES = 3
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
# For measuring what a server really does: nothing lost at a power cut, and room to work.
DURABLE = [
    "shared_buffers=2GB",
    "maintenance_work_mem=1GB",
    "work_mem=32MB",
    "max_wal_size=16GB",
    "checkpoint_timeout=30min",
    "autovacuum=off",
    "wal_level=minimal",
    "max_wal_senders=0",
    "max_connections=200",
]
IS_DURABLE = "BENCH_DURABLE" in os.environ


def _start() -> None:
    user = system_user()
    if user:
        ensure_user(user)
    ours = our_places()
    shelter = prepare_base(ours, user)
    memory = _memory()
    _sweep(memory)
    folder = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-", dir=memory))
    atexit.register(_remove, folder, os.getpid())
    places = places_of(folder)
    for private in (folder, places.sockets, places.queue, places.logs):
        make_private(private, user)
    database = _database(places, database_programs(shelter, user), user)
    os.environ["TEST_CLUSTER"] = str(folder)
    os.environ["DATABASE_URL"] = embedded_database(places)
    os.environ["REDIS_URL"] = embedded_queue(places)
    _provide_data(database, ours.state / "test-templates", user)
    queue = Valkey(
        program=queue_program(shelter, user),
        data=places.queue,
        socket=places.queue_socket,
        user=user,
        log=places.logs / "valkey.log",
        lasting=False,
    )
    for child, how in ((database.start(), signal.SIGQUIT), (queue.start(), signal.SIGTERM)):
        atexit.register(_end, child, how, os.getpid())


def _database(places: Places, programs: Path, user: str | None) -> Postgres:
    return Postgres(
        programs=programs,
        data=places.database,
        sockets=places.sockets,
        user=user,
        log=places.logs / "postgres.log",
        options=DURABLE if IS_DURABLE else FAST,
    )


def _provide_data(database: Postgres, templates: Path, user: str | None) -> None:
    """Migrate once per state of the migrations; later runs copy the result."""
    kept = templates / migrations_fingerprint()
    if not kept.exists():
        database.initialise("--no-sync", "--no-data-checksums")
        if not _migrate(database):
            return
        make_private(templates, user)
        _keep(database.data, kept, user)
    else:
        _copy(kept, database.data, user)
    os.environ["TEST_TEMPLATE"] = MIGRATED


def _migrate(database: Postgres) -> bool:
    with _running(database):
        database.create_database(MIGRATED)
        address = os.environ["DATABASE_URL"].replace("/app?", f"/{MIGRATED}?")
        return not subprocess.run(
            [sys.executable, "manage.py", "migrate", "--verbosity=0", "--skip-checks"],
            cwd=CHECKOUT,
            env={
                **os.environ,
                "DATABASE_URL": address,
                "DJANGO_SETTINGS_MODULE": "config.settings.test",
            },
            check=False,
            capture_output=True,
        ).returncode


@contextmanager
def _running(database: Postgres) -> Iterator[None]:
    child = database.start()
    try:
        yield
    finally:
        stop(child, signal.SIGINT)


def _keep(data: Path, kept: Path, user: str | None) -> None:
    draft = Path(tempfile.mkdtemp(prefix="draft-", dir=kept.parent))
    _copy(data, draft / "data", user)
    with suppress(OSError):
        (draft / "data").rename(kept)
    shutil.rmtree(draft, ignore_errors=True)
    old = sorted(kept.parent.iterdir(), key=lambda folder: folder.stat().st_mtime)
    for folder in old[:-KEPT_TEMPLATES]:
        shutil.rmtree(folder, ignore_errors=True)


def _copy(source: Path, target: Path, user: str | None) -> None:
    shutil.copytree(source, target)
    if user:
        for path in [target, *target.rglob("*")]:
            shutil.chown(path, user, user)


def _memory() -> Path:
    if IS_DURABLE:
        return Path(tempfile.gettempdir())
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


def _end(child: subprocess.Popen[bytes], how: signal.Signals, owner: int) -> None:
    if os.getpid() == owner:
        stop(child, how)


def _remove(folder: Path, owner: int) -> None:
    if os.getpid() == owner:
        shutil.rmtree(folder, ignore_errors=True)


os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.test"
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
if "PYTEST_XDIST_WORKER" not in os.environ:
    _start()
