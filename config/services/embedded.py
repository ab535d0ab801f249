"""The embedded servers of this checkout as members of a group."""

import os
import signal
import subprocess
from collections.abc import Callable
from pathlib import Path

from config.services.binaries import MissingProgramError, database_programs, queue_program
from config.services.group import Group, Service
from config.services.places import Places, make_private, system_user
from config.services.postgres import Postgres
from config.services.processes import ServiceError
from config.services.setup import ensure_user, prepare_base
from config.services.valkey import Valkey

LARGEST_LOG = 10 * 1024 * 1024
FOR_ONE_MACHINE = ["shared_buffers=128MB", "max_connections=100", "log_min_messages=warning"]


def prepare(places: Places) -> None:
    """Make user and folders; safe to repeat."""
    user = system_user()
    if user:
        ensure_user(user)
    prepare_base(places, user)
    for folder in (places.sockets, places.queue, places.logs):
        make_private(folder, user)


def add_embedded(group: Group, places: Places, lock: int) -> None:
    """Start the servers that no address points away from; they hold the lock while they live."""
    try:
        if not os.environ.get("DATABASE_URL"):
            _add_database(group, places, lock)
        if not os.environ.get("REDIS_URL"):
            _add_queue(group, places, lock)
    except MissingProgramError as error:
        raise ServiceError(str(error)) from error


def log_file(places: Places, name: str) -> Path:
    """Return the log of one member, turned over once when it has grown large."""
    file = places.logs / f"{name}.log"
    if file.exists() and file.stat().st_size > LARGEST_LOG:
        file.replace(file.with_suffix(".log.1"))
    return file


def _add_database(group: Group, places: Places, lock: int) -> None:
    server = Postgres(
        programs=database_programs(places.state / "programs", system_user()),
        data=places.database,
        sockets=places.sockets,
        user=system_user(),
        log=log_file(places, "postgres"),
        options=FOR_ONE_MACHINE,
    )
    server.initialise()
    group.add(Service("数据库", _holding(lock, server.start), signal.SIGINT))
    server.create_database()


def _add_queue(group: Group, places: Places, lock: int) -> None:
    server = Valkey(
        program=queue_program(places.state / "programs", system_user()),
        data=places.queue,
        socket=places.queue_socket,
        user=system_user(),
        log=log_file(places, "valkey"),
    )
    group.add(Service("消息队列", _holding(lock, server.start)))


def _holding(
    lock: int, start: Callable[[tuple[int, ...]], subprocess.Popen[bytes]]
) -> Callable[[], subprocess.Popen[bytes]]:
    return lambda: start((lock,))
