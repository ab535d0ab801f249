"""A process as the pure model sees it, read from its rows."""

from dataclasses import dataclass, field
from datetime import date

from approvals.flows.engine import State
from approvals.flows.models import ApprovalProcess, ApprovalTask
from approvals.flows.models.states import state_of
from approvals.flows.office import LiveOffice
from approvals.organizations.models import User


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
    tasks = list(process.tasks.select_related("post__unit", "post__role").order_by("pk"))
    for task in tasks:
        task.process = process
    office = LiveOffice(process, *users, on=on)
    office.know(task.post for task in tasks)
    return Case(
        process=process,
        tasks=tasks,
        state=state_of(process, tasks, with_copies=with_copies),
        office=office,
    )
