"""Telling several stories at once: every process takes the next that nobody has taken."""

import gc
import os
import signal
import sys
import traceback
from collections.abc import Callable, Iterable, Sequence
from multiprocessing import get_context

from django.db import connections
from django.urls import get_resolver

from config.kernel.forking import forget_connections

type Share = Callable[[], None]

_alone = get_context("fork")


class SharingError(RuntimeError):
    """One of the processes did not come to the end of its stories."""


def tell_all(shares: Iterable[Share], *, processes: int) -> None:
    """Tell every story; with one process here, else in so many children of ours."""
    stories = list(shares)
    if processes < 2:  # noqa: PLR2004 - one is not several
        for story in stories:
            story()
        return
    # Loaded once, before the children part: all of them lead to pages.
    get_resolver().url_patterns  # noqa: B018 - for what it loads
    connections.close_all()
    # What was loaded stays: no child need look through it for rubbish, nor copy it by looking.
    gc.freeze()
    taken = _alone.Value("i", 0)

    def take() -> int:
        with taken.get_lock():
            number: int = taken.value
            taken.value = number + 1
            return number

    children = [
        _alone.Process(target=_tell, args=(stories, take, os.getpid()), daemon=True)
        for _ in range(processes)
    ]
    try:
        for child in children:
            child.start()
        for child in children:
            child.join()
    finally:
        for child in children:
            child.kill()
        gc.unfreeze()
    if any(child.exitcode for child in children):
        raise SharingError("演示数据没有建成，原因见上文。")


def _tell(stories: Sequence[Share], take: Callable[[], int], parent: int) -> None:
    """Tell one story after the other, as long as somebody waits for them."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    try:
        forget_connections()
        _forget_slow_commits()
        while (number := take()) < len(stories) and os.getppid() == parent:
            stories[number]()
    except BaseException:  # noqa: BLE001 - the parent only sees how we ended
        traceback.print_exc()
        sys.exit(1)
    finally:
        connections.close_all()


def _forget_slow_commits() -> None:
    """Let a crash cost the last stories: nobody works with them yet."""
    for connection in connections.all():
        with connection.cursor() as cursor:
            cursor.execute("SET synchronous_commit = off")
