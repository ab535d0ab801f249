"""A base as large as a province's: rows copied from ones that the services made, by the server.

Whatever says nothing new is written by `generate_series` inside the database, without triggers
and before the indexes: five million tasks come in minutes that way, and every row is still one
that the services could have written.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from time import perf_counter

from django.contrib.auth.models import Group
from django.db import connection, models
from django.db.models import Max

from approvals.flows.models import ApprovalProcess, ApprovalTask, Opinion
from approvals.organizations.models import Appointment, Post, Unit, User
from projects.registry.models import Project
from tests.approvals.flows.town import SHORT, TODAY, Town, agree, open_task, person

FIRST = 1_000_000
OWNERS, POSTS = 2_000, 400
# Of every hundred open tasks, so many lie on the three posts of the busy person.
SHARES = (12, 6, 2)
OWNER = {
    "name": "'建设单位' || i",
    "short_name": "'单位' || i",
    "path": f"'/' || ({FIRST} + i) || '/'",
}
PROCESSES_A_PROJECT, ONE_OPEN_OF = 2, 8


@dataclass(frozen=True, slots=True)
class Seeds:
    """The rows that everything is copied from, and the people who look."""

    waiting: ApprovalTask
    done: ApprovalTask
    busy: User
    town: Town


def plant(town: Town) -> Seeds:
    """Let the services make one matter that waits and one that is done, and seat the people."""
    waiting = open_task(town.send(SHORT, label="待办的项目"), "受理岗")
    concluded = town.send(SHORT, label="办结的项目")
    agree(open_task(concluded, "受理岗"), town.clerk)
    done = concluded.tasks.get(status="DONE")
    post = town.intake_post
    copy_rows(Unit, town.roads.pk, OWNERS, **OWNER)
    copy_rows(Group, post.group_id, POSTS, name="'岗位' || i")
    copy_rows(Post, post.pk, POSTS, title="'岗位' || i", group_id=str(FIRST) + " + i")
    busy = person("忙人", town.data)
    for number in range(1, len(SHARES) + 1):
        held = Post.objects.get(pk=FIRST + number)
        Appointment.objects.create(user=busy, post=held, starts_on=TODAY - timedelta(days=99))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE approvals_unit, approvals_post")  # as the server does in its time
    return Seeds(waiting, done, busy, town)


def grow(seeds: Seeds, project: Project, *, have: int, want: int) -> float:
    """Copy until there are so many projects, with five tasks each; return the seconds it took."""
    begun = perf_counter()
    every = range(have, want)
    with bulk(Project, ApprovalProcess, ApprovalTask, Opinion):
        copy_rows(Project, project.pk, every, number="'P' || i", name="'信息化项目第' || i || '号'")
        _copy_processes(seeds, have, want)
        _copy_tasks(seeds, have, want)
    return perf_counter() - begun


def _copy_processes(seeds: Seeds, have: int, want: int) -> None:
    every = range(have * PROCESSES_A_PROJECT, want * PROCESSES_A_PROJECT)
    common = {
        "project_ref": f"{FIRST} + i / {PROCESSES_A_PROJECT}",
        "owner_unit_id": f"{FIRST} + 1 + (i * 7) % {OWNERS}",
        "subject_label": "'信息化项目第' || i || '号'",
    }
    waiting = seeds.waiting.process_id
    copy_rows(ApprovalProcess, waiting, every, f"i % {ONE_OPEN_OF} = 0", **common)
    copy_rows(ApprovalProcess, seeds.done.process_id, every, f"i % {ONE_OPEN_OF} > 0", **common)
    said = Opinion.objects.filter(process=waiting).values_list("pk", flat=True)[0]
    values = {"process_id": f"{FIRST} + i", "form_key": "NULL"}
    copy_rows(Opinion, said, every, **values)


def _copy_tasks(seeds: Seeds, have: int, want: int) -> None:
    """Put an open task on every eighth process, and two or three that are done on the others."""
    every = range(have * PROCESSES_A_PROJECT, want * PROCESSES_A_PROJECT)
    j, first, second = f"(i / {ONE_OPEN_OF})", SHARES[0], SHARES[0] + SHARES[1]
    common = {
        "process_id": f"{FIRST} + i",
        "unit_id": f"{FIRST} + 1 + (i * 7) % {OWNERS}",
        "amount": "(i % 9000) * 1000",
        "subject_label": "'信息化项目第' || i || '号'",
        "opened_at": "timestamptz '2026-02-20 01:00+00' - (i * 31) % 900 * interval '1 hour'",
        "due_on": "date '2026-03-02' + ((i * 7919) % 60)::int - 15",
    }
    post = (
        f"{FIRST} + CASE WHEN {j} % 100 < {first} THEN 1 WHEN {j} % 100 < {second} THEN 2"
        f" WHEN {j} % 100 < {sum(SHARES)} THEN 3"
        f" ELSE 4 + ({j} * 13) % {POSTS - len(SHARES)} END"
    )
    waiting, done = seeds.waiting.pk, seeds.done.pk
    copy_rows(ApprovalTask, waiting, every, f"i % {ONE_OPEN_OF} = 0", post_id=post, **common)
    post = f"{FIRST} + 1 + (i * 13) % {POSTS}"
    for turn, share in enumerate(("true", "true", "i % 7 < 5")):
        condition = f"i % {ONE_OPEN_OF} > 0 AND {share}"
        step = {"id": f"{FIRST} * {10 * (turn + 1)} + i", "post_id": post}
        copy_rows(ApprovalTask, done, every, condition, **step, **common)


def copy_rows(
    model: type[models.Model],
    source: int,
    numbers: int | range,
    condition: str = "true",
    **changed: str,
) -> None:
    """Copy a row once for each number `i`, with some columns told in SQL."""
    if isinstance(numbers, int):
        numbers = range(1, numbers + 1)
    told = {"id": f"{FIRST} + i"} | changed
    fields = model._meta.concrete_fields
    names = [str(field.column) for field in fields if not field.generated]
    values = [told.get(name, f'seed."{name}"') for name in names]
    table = model._meta.db_table
    columns = ", ".join(f'"{name}"' for name in names)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({columns}) SELECT {', '.join(values)}"  # noqa: S608
            f" FROM {table} AS seed,"
            f" generate_series({numbers.start}::bigint, {numbers.stop - 1}) AS i"
            f" WHERE seed.id = {source} AND {condition}"
        )


@contextmanager
def bulk(*tables: type[models.Model]) -> Iterator[None]:
    """Write without triggers, and build the indexes when everything is there."""
    with connection.cursor() as cursor:
        indexes = _indexes(tables)
        cursor.execute("SET session_replication_role = replica")
        for table in tables:  # else it looks at the rows while they come, and sees them as new
            cursor.execute(f"ALTER TABLE {table._meta.db_table} SET (autovacuum_enabled = false)")
        cursor.execute("SET statement_timeout = 0")
        for name, _ in indexes:
            cursor.execute(f'DROP INDEX "{name}"')
        yield
        cursor.execute("SET session_replication_role = DEFAULT")
        for _, definition in indexes:
            cursor.execute(definition)
        for table in tables:
            newest = table._default_manager.aggregate(newest=Max("pk"))["newest"]
            name = table._meta.db_table
            cursor.execute("SELECT setval(pg_get_serial_sequence(%s, 'id'), %s)", [name, newest])
            cursor.execute(f"VACUUM ANALYZE {name}")
            cursor.execute(f"ALTER TABLE {name} RESET (autovacuum_enabled)")


def _indexes(tables: Sequence[type[models.Model]]) -> list[tuple[str, str]]:
    """Return the indexes that no constraint stands on."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = ANY(%s) AND NOT EXISTS"
            " (SELECT FROM pg_constraint WHERE conname = indexname)",
            [[table._meta.db_table for table in tables]],
        )
        return list(cursor.fetchall())


def counts() -> Mapping[str, int]:
    """Return how large the base is."""
    return {
        "projects": Project.objects.count(),
        "processes": ApprovalProcess.objects.count(),
        "tasks": ApprovalTask.objects.count(),
        "open tasks": ApprovalTask.objects.filter(status="OPEN").count(),
    }
