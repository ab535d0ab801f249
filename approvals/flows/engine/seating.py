"""Tasks put on desks, answered, and opened when what they waited for is done."""

from dataclasses import replace
from datetime import date

from approvals.flows.engine.office import Office
from approvals.flows.engine.state import Seat, State, covered
from approvals.flows.engine.words import Decision, Part, TaskStatus
from config.kernel.periods import deadline


def open_seat(state: State, seat: Seat, office: Office) -> State:
    """Put a task on a desk, its clock running from today."""
    return state.having(seats=(*state.seats, replace(seat, due_on=due_day(state, seat, office))))


def anew(state: State, seat: Seat, office: Office) -> Seat:
    """Return a task like one that is closed or void, for the same desk."""
    return replace(
        seat,
        number=len(state.seats) + 1,
        round=state.round,
        status=TaskStatus.OPEN,
        answer=None,
        by=None,
        target=None,
        digest="",
        opened_on=office.today,
        escalated=False,
    )


def mark(  # noqa: PLR0913 - whose answer, which, and to where
    state: State,
    seat: Seat,
    answer: Decision,
    office: Office,
    *,
    by: int | None,
    target: int | None = None,
) -> State:
    """Write an answer on a task, close what it made idle, and open what waited for it."""
    state = state.with_seat(
        seat.number,
        status=TaskStatus.DONE,
        answer=answer,
        by=by,
        target=target,
        digest=covered(state.step_of(seat), state.content),
    )
    gone = {seat.number}
    for other in state.live_at(seat.step):
        rest = tuple(lane for lane in other.lanes if lane not in seat.lanes)
        if other.part == Part.ADVISE or rest == other.lanes:
            continue
        if rest:
            state = state.with_seat(other.number, lanes=rest)
        else:
            gone.add(other.number)
    idle = {other.number for other in state.live if other.asked_by in gone and _advises(other)}
    return release(state.closing(frozenset(gone | idle)), gone, office)


def _advises(seat: Seat) -> bool:
    return seat.part == Part.ADVISE


def release(state: State, numbers: set[int], office: Office) -> State:
    """Open what waited for these tasks; its clock begins now."""
    for seat in state.seats:
        if seat.status == TaskStatus.WAITING and seat.waits_for in numbers:
            state = state.with_seat(
                seat.number,
                status=TaskStatus.OPEN,
                opened_on=office.today,
                due_on=due_day(state, seat, office),
            )
    return state


def due_day(state: State, seat: Seat, office: Office) -> date | None:
    """Return the last day for a task that comes in today."""
    step = state.step_of(seat)
    if step.days is None:
        return None
    return deadline(office.today, step.days, step.days_unit, office.calendar)
