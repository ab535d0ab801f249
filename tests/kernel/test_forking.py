"""A forked child works on connections of its own, whatever ran in its parent before."""

import asyncio
from collections.abc import Callable
from multiprocessing import get_context

import pytest
from django.db import connection, connections

from config.kernel.forking import forget_connections


def within_a_loop(deed: Callable[[], None]) -> None:
    """Do something where an event loop is running; the browser's may already be."""

    async def run() -> None:
        deed()

    try:
        asyncio.get_running_loop()
    except RuntimeError:
        asyncio.run(run())
    else:
        deed()


def backend() -> int:
    """Return the number of the server process that answers us."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return int(cursor.fetchone()[0])


@pytest.mark.django_db(transaction=True)
@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
def test_a_child_does_not_speak_through_the_socket_of_its_parent() -> None:
    ours = backend()
    fork = get_context("fork")
    theirs = fork.Value("i", 0)

    def answer() -> None:
        forget_connections()
        theirs.value = backend()
        connections.close_all()

    def start() -> None:
        connections.close_all()
        child = fork.Process(target=answer)
        child.start()
        child.join()

    within_a_loop(start)

    assert theirs.value not in {0, ours}
    # Where the loop of a browser ran already, ours was closed with the others and is opened anew.
    assert backend() not in {0, theirs.value}, "the parent goes on by itself"
