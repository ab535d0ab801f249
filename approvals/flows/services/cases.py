"""A process as the pure model sees it, read from its rows."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cache

from django.db import connection

from approvals.flows.engine import State
from approvals.flows.models import ApprovalProcess, ApprovalTask
from approvals.flows.models.states import state_of
from approvals.flows.office import LiveOffice
from approvals.organizations.access import POST_PARTS, next_post
from approvals.organizations.models import User
from config.kernel.joining import columns_of, next_of


@dataclass(slots=True, kw_only=True)
class Case:
    """One locked process with its tasks, as the model sees it and as it is stored."""

    process: ApprovalProcess
    tasks: list[ApprovalTask]
    state: State
    office: LiveOffice
    opened: list[ApprovalTask] = field(default_factory=list)
    ended: list[ApprovalTask] = field(default_factory=list)

    def number_of(self, task: ApprovalTask) -> int:
        """Return the number by which the model knows a task."""
        return next(index for index, each in enumerate(self.tasks, 1) if each.pk == task.pk)

    def task(self, number: int) -> ApprovalTask:
        """Return a task by the number that the model gave it."""
        return self.tasks[number - 1]


def read_case(process: ApprovalProcess, *users: User, on: date, with_copies: bool = False) -> Case:
    """Read a process and everything that was and is to do in it."""
    tasks = _tasks_of(process)
    office = LiveOffice(process, *users, on=on)
    office.know(task.post for task in tasks)
    return Case(
        process=process,
        tasks=tasks,
        state=state_of(process, tasks, with_copies=with_copies),
        office=office,
    )


def _tasks_of(process: ApprovalProcess) -> list[ApprovalTask]:
    with connection.cursor() as cursor:
        cursor.execute(_tasks_sql(), [process.pk])
        return [_task_of(iter(row), process) for row in cursor.fetchall()]


def _task_of(values: Iterator[object], process: ApprovalProcess) -> ApprovalTask:
    task = next_of(ApprovalTask, values)
    task.process, task.post = process, next_post(values)
    return task


@cache
def _tasks_sql() -> str:
    return _TASKS.format(columns=columns_of({"task": ApprovalTask, **POST_PARTS}))


_TASKS = """
SELECT {columns} FROM approvals_approvaltask AS task
JOIN approvals_post AS post ON post.id = task.post_id
JOIN approvals_unit AS unit ON unit.id = post.unit_id
JOIN approvals_role AS role ON role.code = post.role_id
WHERE task.process_id = %s ORDER BY task.id
"""
