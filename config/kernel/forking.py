"""What a forked child must know: the sockets of its parent are not its own."""

from contextlib import suppress

from django.db import connections


def forget_connections() -> None:
    """Drop what a child inherited, unclosed, so that it opens connections of its own.

    `connections.close_all()` in the parent is not enough: with an event loop running Django keeps
    another set of connections than without, and the child, that has no loop, sees the other set.
    """
    for alias in connections:
        with suppress(AttributeError):
            del connections[alias]
