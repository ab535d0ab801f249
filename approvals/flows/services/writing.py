"""What the pure model answered, written to the rows: only what changed, and nothing else."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from itertools import zip_longest
from typing import Any

from approvals.flows.engine import ProcessStatus, Seat, State, TaskStatus, changes, next_look
from approvals.flows.models import ApprovalProcess, ApprovalTask
from approvals.flows.services.cases import Case
from approvals.organizations.models import User
from config.kernel.writing import Pen, noted

TRANSITIONS = {
    ProcessStatus.RUNNING: ApprovalProcess.run_again,
    ProcessStatus.RETURNED: ApprovalProcess.go_back_to_sender,
    ProcessStatus.APPROVED: ApprovalProcess.conclude_approved,
    ProcessStatus.REJECTED: ApprovalProcess.conclude_rejected,
    ProcessStatus.WITHDRAWN: ApprovalProcess.conclude_withdrawn,
    ProcessStatus.TERMINATED: ApprovalProcess.conclude_terminated,
}


def write_case(case: Case, after: State, pen: Pen, *, by: User, at: datetime) -> dict[str, Any]:
    """Write what the model answered, and return what changed, in few words.

    What is not written at once is taken down: the caller writes it with what belongs to it.
    """
    before, process = case.state, case.process
    moves, was = changes(before, after), noted(process, _WRITTEN)
    if before.status != after.status or before.active != after.active:
        process.version += 1
    if before.status != after.status:
        TRANSITIONS[after.status](process)
    process.round = after.round
    process.step_index = min((step for step, _ in after.active), default=process.step_index)
    process.standing = _standing(after)
    process.content_digest = dict(after.content).get("", process.content_digest)
    process.paused_on, process.reminded_at = after.paused_on, after.reminded_at
    process.is_supervised = after.is_supervised
    process.ended_at = at if after.is_concluded and process.ended_at is None else process.ended_at
    pen.change_since(process, _WRITTEN, was)
    _write_tasks(case, after, pen, by=by, at=at)
    case.state = after
    return moves


def write_first(case: Case, *, by: User, at: datetime) -> None:
    """Write a process that begins, with its first tasks."""
    process, state = case.process, case.state
    process.step_index = min((step for step, _ in state.active), default=0)
    process.standing = _standing(state)
    process.save(force_insert=True)
    if state.is_concluded:
        TRANSITIONS[state.status](process)
        process.ended_at = at
        process.save(update_fields=["status", "ended_at"])
    case.state, pen = state.having(seats=()), Pen()
    _write_tasks(case, state, pen, by=by, at=at)
    pen.stroke()
    case.state = state


_WRITTEN = (
    "status",
    "version",
    "round",
    "step_index",
    "standing",
    "content_digest",
    "paused_on",
    "reminded_at",
    "is_supervised",
    "ended_at",
)


def _standing(state: State) -> dict[str, Any]:
    last = state.last
    return {
        "entries": state.entries,
        "active": [list(pair) for pair in state.active],
        "passed": [list(pair) for pair in state.passed],
        "kept": [list(pair) for pair in state.kept],
        "void": sorted(state.void),
        "content": dict(state.content),
        "direct": state.is_direct,
        "last": [last.seat, last.seats, list(last.closed)] if last else None,
    }


def _write_tasks(case: Case, after: State, pen: Pen, *, by: User, at: datetime) -> None:
    before, fresh = case.state, after.seats[len(case.state.seats) :]
    system = User.system() if _goes_by_itself(before, after) else by
    idle: list[int] = []
    for old, new in zip(before.seats, after.seats, strict=False):
        if old == new:
            continue
        task = case.task(new.number)
        if new == replace(old, status=TaskStatus.CLOSED):
            task.status, task.look_on = TaskStatus.CLOSED, None
            idle.append(task.pk)
        else:
            signer, was = system if new.by is None else by, noted(task, _CHANGED)
            _change_task(case, task, old, new, by=signer, at=at)
            pen.change_since(task, _CHANGED, was)
        if old.is_open and not new.is_open:
            case.ended.append(task)
        elif new.is_open and not old.is_open:
            case.opened.append(task)
    if idle:
        ApprovalTask.objects.filter(pk__in=idle).update(status=TaskStatus.CLOSED, look_on=None)
    made = [_task(case, seat, after, at=at, system=system) for seat in fresh]
    _write_made(made, pen)
    _write_pause(case, after)
    case.tasks += made
    case.opened += [task for task in made if task.is_open]
    # Who decided comes first, then those whom the decision made idle.
    case.ended.sort(key=lambda task: task.status != TaskStatus.DONE)


def _write_made(made: Sequence[ApprovalTask], pen: Pen) -> None:
    """Write new tasks: a post sits at a step once, so whoever leaves it is written before."""
    if made:
        pen.stroke()
        for task in made:
            pen.add(task)
        pen.stroke()


def _goes_by_itself(before: State, after: State) -> bool:
    """Tell whether a task was done by the route and not by a person."""
    return any(
        new.by is None and new.status == TaskStatus.DONE and old != new
        for old, new in zip_longest(before.seats, after.seats)
    )


def _write_pause(case: Case, after: State) -> None:
    """Let every live task say itself whether its clock stands still."""
    is_paused = after.paused_on is not None
    other = [task for task in case.tasks if task.is_paused != is_paused and task.is_live]
    if other:
        ApprovalTask.objects.filter(pk__in=[task.pk for task in other]).update(is_paused=is_paused)
        for task in other:
            task.is_paused = is_paused


def _change_task(  # noqa: PLR0913 - a row, what it was and will be, and under whose name
    case: Case, task: ApprovalTask, old: Seat, new: Seat, *, by: User, at: datetime
) -> None:
    task.status, task.lanes = new.status, list(new.lanes)
    task.waits_for, task.asked_by, task.is_escalated = new.waits_for, new.asked_by, new.escalated
    task.opened_at = at if new.is_open and not old.is_open else task.opened_at
    task.due_on, task.look_on = new.due_on, _look_on(case, new)
    if new.status == TaskStatus.DONE:
        assert new.answer is not None
        task.decision, task.decided_by, task.decided_at = new.answer, by, at
        task.target_step, task.covered = new.target, new.digest


def _look_on(case: Case, seat: Seat) -> date | None:
    if not seat.is_open or seat.due_on is None:
        return None
    step, office = case.state.route.steps[seat.step], case.office
    return next_look(step, seat.due_on, calendar=office.calendar, after=office.today)


_CHANGED = (
    "status",
    "lanes",
    "waits_for",
    "asked_by",
    "is_escalated",
    "opened_at",
    "due_on",
    "decision",
    "decided_by",
    "decided_at",
    "target_step",
    "covered",
    "look_on",
)


def _task(case: Case, seat: Seat, after: State, *, at: datetime, system: User) -> ApprovalTask:
    process, step = case.process, after.route.steps[seat.step]
    is_done = seat.status == TaskStatus.DONE
    return ApprovalTask(
        process=process,
        round=seat.round,
        step_index=seat.step,
        step_code=step.code,
        step_label=step.label,
        role_code=seat.role,
        post=case.office.post(seat.desk),
        status=seat.status,
        opened_at=at,
        due_on=seat.due_on,
        decided_by=system if is_done else None,
        decided_at=at if is_done else None,
        decision=seat.answer or "",
        stage=process.stage,
        unit_id=process.owner_unit_id,
        amount=process.amount,
        subject_label=process.subject_label,
        matter_code=process.matter_code,
        starter_id=after.sender,
        entry=seat.entry,
        lanes=list(seat.lanes),
        part=seat.part,
        weight=seat.weight,
        waits_for=seat.waits_for,
        asked_by=seat.asked_by,
        covered=seat.digest,
        is_paused=after.paused_on is not None,
        look_on=_look_on(case, seat),
    )
