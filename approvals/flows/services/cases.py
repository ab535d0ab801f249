"""A process as the pure model sees it, read from its rows."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from uuid import UUID

from approvals.flows.engine import State
from approvals.flows.models import ApprovalProcess, ApprovalTask
from approvals.flows.models.states import state_of
from approvals.flows.office import LiveOffice
from approvals.organizations.access import POST_PARTS, next_post, posts_read
from approvals.organizations.models import Post, User
from config.kernel.asking import ask
from config.kernel.joining import columns_of, next_of


@dataclass(slots=True, kw_only=True)
class Case:
    """One locked process with its tasks, as the model sees it and as it is stored."""

    process: ApprovalProcess
    tasks: list[ApprovalTask]
    state: State
    office: LiveOffice
    # The process and the task that the form at hand was used for before, if it was.
    answered: tuple[int, int | None] | None = None
    opened: list[ApprovalTask] = field(default_factory=list)
    ended: list[ApprovalTask] = field(default_factory=list)

    def number_of(self, task: ApprovalTask) -> int:
        """Return the number by which the model knows a task."""
        return next(index for index, each in enumerate(self.tasks, 1) if each.pk == task.pk)

    def task(self, number: int) -> ApprovalTask:
        """Return a task by the number that the model gave it."""
        return self.tasks[number - 1]


def read_case(
    process: ApprovalProcess,
    actor: User,
    *,
    form_key: UUID | None = None,
    on: date,
    with_copies: bool = False,
) -> Case:
    """Read a process, everything that was and is to do in it, and what became of a form."""
    known = {post.pk: post for post in posts_read(actor, on)}
    asked = {"process": process.pk, "actor": actor.pk, "form": form_key, "known": list(known)}
    rows = ask(_tasks_sql(), asked)
    tasks = [_task_of(iter(row), process, known) for _, _, *row in rows if row[0]]
    office = LiveOffice(process, actor, on=on)
    office.know(task.post for task in tasks)
    answered_process, answered_task, *_ = rows[0]
    return Case(
        process=process,
        tasks=tasks,
        state=state_of(process, tasks, with_copies=with_copies),
        office=office,
        answered=(answered_process, answered_task) if answered_process else None,
    )


def _task_of(
    values: Iterator[object], process: ApprovalProcess, known: Mapping[int, Post]
) -> ApprovalTask:
    task = next_of(ApprovalTask, values)
    task.process, task.post = process, known.get(task.post_id) or next_post(values)
    return task


@cache
def _tasks_sql() -> str:
    return _TASKS.format(columns=columns_of({"task": ApprovalTask, **POST_PARTS}))


# One row at least: a form may have been used for a process that has no task. Most tasks lie on
# a post of whoever acts, which was read when they came in.
_TASKS = """
SELECT answered.process_id, answered.task_id, {columns}
FROM (VALUES (true)) AS once
LEFT JOIN approvals_opinion AS answered
    ON answered.actor_id = %(actor)s AND answered.form_key = %(form)s::uuid
LEFT JOIN approvals_approvaltask AS task ON task.process_id = %(process)s
LEFT JOIN (
    approvals_post AS post
    JOIN approvals_unit AS unit ON unit.id = post.unit_id
    JOIN approvals_role AS role ON role.code = post.role_id
) ON post.id = task.post_id AND post.id <> ALL(%(known)s::bigint[])
ORDER BY task.id
"""
