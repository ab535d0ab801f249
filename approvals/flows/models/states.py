"""The state of the pure model that the rows of a process stand for."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from approvals.flows.engine import (
    Copy,
    Decision,
    Last,
    Part,
    ProcessStatus,
    Seat,
    State,
    TaskStatus,
)
from approvals.flows.models.processes import ApprovalProcess
from approvals.flows.models.tasks import ApprovalTask
from approvals.flows.shapes import Route
from config.kernel.days import day_of

VISITS_A_ROUND = 100


def state_of(
    process: ApprovalProcess, tasks: Sequence[ApprovalTask], *, with_copies: bool = False
) -> State:
    """Return the state that the rows stand for."""
    route, standing = process.definition.route, process.standing or _first_standing(process)
    last = standing.get("last")
    return State(
        route=route,
        applicant=process.started_by_id,
        sender=tasks[-1].starter_id if tasks else process.started_by_id,
        status=ProcessStatus(process.status),
        round=process.round,
        entries=standing["entries"],
        active=_pairs(standing["active"]),
        passed=_pairs(standing["passed"]),
        kept=_pairs(standing.get("kept", ())),
        seats=tuple(_seat(number, task, route) for number, task in enumerate(tasks, 1)),
        void=frozenset(standing.get("void", ())),
        content=tuple(sorted(standing.get("content", {"": process.content_digest}).items())),
        is_direct=standing.get("direct", False),
        last=Last(seat=last[0], seats=last[1], closed=tuple(*last[2:])) if last else None,
        paused_on=process.paused_on,
        reminded_at=process.reminded_at,
        is_supervised=process.is_supervised,
        copies=_copies(process) if with_copies else (),
    )


def _pairs(stored: Iterable[list[int]]) -> tuple[tuple[int, int], ...]:
    return tuple((step, entry) for step, entry in stored)


def _first_standing(process: ApprovalProcess) -> Mapping[str, Any]:
    """Tell where a process stands whose row says no more than its step."""
    first = _first_entry(process.round, 0)
    active = [[process.step_index, first + process.step_index]] if process.is_running else []
    return {
        "entries": first + VISITS_A_ROUND,
        "active": active,
        "passed": [[index, first + index] for index in range(process.step_index)],
    }


def _first_entry(round_number: int, step: int) -> int:
    return (round_number - 1) * VISITS_A_ROUND + step + 1


def _seat(number: int, task: ApprovalTask, route: Route) -> Seat:
    step = route.steps[task.step_index]
    return Seat(
        number=number,
        desk=task.post_id,
        role=task.role_code,
        step=task.step_index,
        entry=task.entry or _first_entry(task.round, task.step_index),
        round=task.round,
        lanes=tuple(task.lanes) or ((task.role_code,) if step.is_countersign else ("",)),
        opened_on=day_of(task.opened_at),
        due_on=task.due_on,
        part=Part(task.part),
        weight=task.weight,
        status=TaskStatus(task.status),
        answer=Decision(task.decision) if task.decision else None,
        by=task.decided_by_id,
        target=task.target_step,
        waits_for=task.waits_for,
        asked_by=task.asked_by,
        escalated=task.is_escalated,
        digest=task.covered,
    )


def _copies(process: ApprovalProcess) -> tuple[Copy, ...]:
    readings = process.readings.order_by("pk").values_list("user_id", "read_at")
    return tuple(Copy(person=user, is_read=read_at is not None) for user, read_at in readings)
