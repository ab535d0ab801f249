"""The queue in a base of five million tasks, and eight people deciding in it.

Everything is compared with a floor of the same run, because a busy machine slows both alike.
"""

import os
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import TextIO

import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from approvals.flows import matters
from approvals.flows.models import ApprovalTask
from approvals.flows.queries import QueueFilter, todo_page
from approvals.inbox.views import lists
from approvals.organizations.queries import post_ids_of
from projects.registry.models import Stage
from tests.approvals.flows.town import NOW, TODAY, Calls, Town, paving_matter
from tests.benchmarks.crowd import Pace, decide_all
from tests.benchmarks.mass import Seeds, counts, grow, plant
from tests.benchmarks.measuring import Measurement, as_table
from tests.benchmarks.pages import (
    ask_all,
    measure_page,
    measure_view,
    plain_connection,
    signed_in,
)
from tests.builders import build_county
from tests.life import project_at

FEW, MANY = 10_000, 1_000_000
ROUNDS, TURNS = 200, 3
DECISIONS = int(os.environ.get("BENCH_DECISIONS", "2000"))


def measure_mass(out: TextIO) -> None:
    """Build the base twice, small and large, and measure in both."""
    many = int(os.environ.get("BENCH_PROJECTS", MANY))
    matters.register(paving_matter(Calls()))
    project = project_at(build_county(), Stage.APPLICATION)
    seeds = plant(Town())
    tell(out, f"load {_load()}")
    found: list[Measurement] = []
    grow(seeds, project, have=0, want=FEW)
    small = measure_queue(seeds, out, found)
    seconds = grow(seeds, project, have=FEW, want=many)
    tell(out, f"loaded in {seconds:.0f} s: {counts()}")
    large = measure_queue(seeds, out, found)
    for name, few, much in zip(("SQL", "page"), small, large, strict=True):
        tell(out, f"growth of the queue's {name}, {FEW:,} to {many:,} projects: {much / few:.2f}")
    measure_pace(seeds, out)
    tell(out, as_table(found))
    tell(out, f"load {_load()}")


def tell(out: TextIO, text: str) -> None:
    """Write a line at once: a long run is watched."""
    out.write(text + "\n")
    out.flush()


def _load() -> str:
    return Path("/proc/loadavg").read_text()[:14]


def measure_queue(seeds: Seeds, out: TextIO, found: list[Measurement]) -> tuple[float, float]:
    """Measure what the queue of the busy person costs in SQL, and the whole page."""
    user = seeds.busy
    with time_machine.travel(NOW, tick=True):
        posts = post_ids_of(user, TODAY)
        waiting = ApprovalTask.objects.filter(status="OPEN", post__in=posts).count()
        with CaptureQueriesContext(connection) as asked:
            rows = todo_page(user, posts, wanted=QueueFilter()).rows
        spent = timed([one["sql"] for one in asked])
        client = signed_in(user)
        client.get("/todo/")
        with CaptureQueriesContext(connection) as asked:
            client.get("/todo/")
            queries = len(asked)
        whole = measure_page(f"whole answer, {waiting:,} waiting", client, "/todo/", lists)
        page = measure_view(f"queue page, {waiting:,} waiting", client, "/todo/", lists)
    found += [page, whole]
    tell(
        out,
        f"{waiting:,} waiting: {len(rows)} rows by {spent:.2f} ms of SQL,"
        f" page {page.milliseconds:.1f} ms = {page.ratio:.2f} x the floor; with session, person"
        f" and posts {whole.milliseconds:.1f} ms = {whole.ratio:.2f} x, {queries} queries",
    )
    return spent, page.milliseconds


def timed(questions: list[str]) -> float:
    """Return the median of how long these questions take together, by plain psycopg."""
    with plain_connection() as plain:
        return median(_milliseconds(lambda: ask_all(plain, questions)) for _ in range(ROUNDS))


def _milliseconds(deed: Callable[[], None]) -> float:
    begun = perf_counter()
    deed()
    return (perf_counter() - begun) * 1000


def measure_pace(seeds: Seeds, out: TextIO) -> None:
    """Let eight people decide by turns with and without the trail, and compare."""
    posts = post_ids_of(seeds.busy, TODAY)
    tasks = ApprovalTask.objects.filter(status="OPEN", post__in=posts).order_by("pk")
    left = list(tasks.values_list("pk", flat=True)[: DECISIONS * 2 * TURNS])
    each = len(left) // (2 * TURNS)
    with connection.cursor() as cursor:
        cursor.execute("CHECKPOINT")  # of the load, which is no part of an office's day
    paces: dict[bool, list[Pace]] = {True: [], False: []}
    for turn in range(2 * TURNS):
        trail = turn % 2 == 0
        share = left[turn * each : (turn + 1) * each]
        pace = decide_all(seeds.busy, share, trail=trail)
        paces[trail].append(pace)
        tell(out, f"eight writers {'with' if trail else 'without'} the trail: {pace.text}")
    with_it, without = (median(pace.rate for pace in paces[trail]) for trail in (True, False))
    tell(out, f"{with_it:.0f} decisions a second; the trail costs {1 - with_it / without:.1%}")
