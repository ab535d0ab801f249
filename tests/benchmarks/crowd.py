"""Eight people deciding at once: how many decisions a second, how long the slowest wait."""

import multiprocessing
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from functools import partial
from multiprocessing.synchronize import Barrier
from statistics import median
from time import perf_counter, process_time
from unittest import mock
from uuid import uuid4

from django.db import connections
from django.utils.timezone import localdate

from approvals.flows import services
from approvals.flows.models import ApprovalTask
from approvals.inbox.queries import readable_tasks
from approvals.organizations.models import User
from audit.services import recording
from config.kernel.forking import forget_connections
from tests.approvals.flows.town import NOW

WRITERS, WARM_UP = 8, 25
PATIENCE = 300
_line: list[Barrier] = []


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast a crowd decided."""

    decisions: int
    seconds: float
    waits: Sequence[float]
    cpu_seconds: float

    @property
    def rate(self) -> float:
        """Decisions a second, all together."""
        return self.decisions / self.seconds

    def percentile(self, share: float) -> float:
        """How many milliseconds that share of the decisions took at most."""
        return sorted(self.waits)[int(len(self.waits) * share) - 1] * 1000

    @property
    def text(self) -> str:
        """The pace for people."""
        return (
            f"{self.rate:7.1f}/s  p50 {median(self.waits) * 1000:6.1f} ms"
            f"  p99 {self.percentile(0.99):6.1f} ms"
            f"  {self.cpu_seconds / self.decisions * 1000:5.2f} ms of CPU in Python each"
        )


def decide_all(user: User, tasks: Sequence[int], *, trail: bool) -> Pace:
    """Let eight processes agree to these tasks, each to its share, with or without the trail."""
    shares = [tasks[number::WRITERS] for number in range(WRITERS)]
    connections.close_all()
    context = multiprocessing.get_context("fork")
    with context.Pool(WRITERS, _enter, (context.Barrier(WRITERS),)) as pool:
        runs = pool.map(partial(_decide, user.pk, trail), shares, chunksize=1)
        pool.close()
        pool.join()
    begun, ended, waits, cpu = zip(*runs, strict=True)
    every = [wait for some in waits for wait in some]
    return Pace(len(every), max(ended) - min(begun), every, sum(cpu))


def _enter(barrier: Barrier) -> None:
    _line.append(barrier)
    forget_connections()


def _decide(
    user_id: int, trail: bool, share: Sequence[int]
) -> tuple[float, float, list[float], float]:
    """Read the tasks as the page does, wait for the others, and agree to one after the other.

    The first are not counted: a writer that was just forked copies what it touches, and its
    connection knows no table yet. Those of an office have been at work since the morning.
    """
    user = User.objects.get(pk=user_id)
    tasks: dict[int, ApprovalTask] = readable_tasks(user, localdate(NOW)).in_bulk(share)
    waits: list[float] = []

    def agree(pk: int) -> None:
        services.approve(
            tasks[pk], opinion="同意。", version=1, form_key=uuid4(), actor=user, at=NOW
        )

    with nullcontext() if trail else _without_trail():
        for pk in share[:WARM_UP]:
            agree(pk)
        _line[0].wait(timeout=PATIENCE)
        begun, spent = perf_counter(), process_time()
        for pk in share[WARM_UP:]:
            start = perf_counter()
            agree(pk)
            waits.append(perf_counter() - start)
        ended, spent = perf_counter(), process_time() - spent
    connections.close_all()
    return begun, ended, waits, spent


@contextmanager
def _without_trail() -> Iterator[None]:
    """Leave out what the trail costs: building the entries and appending them."""
    with (
        mock.patch.object(recording, "append_entries", return_value=None),
        mock.patch.object(recording, "build_entry", return_value=None),
    ):
        yield
