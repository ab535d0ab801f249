"""How a process moves: into a step, through it, back, and to its end."""

from collections.abc import Iterable

from approvals.flows.engine.office import Office
from approvals.flows.engine.outcome import Outcome, lanes_of, outcome
from approvals.flows.engine.seating import anew, mark, open_seat
from approvals.flows.engine.staffing import Place, staff
from approvals.flows.engine.state import News, Seat, State
from approvals.flows.engine.words import Decision, Part, ProcessStatus, TaskStatus
from approvals.flows.shapes import Approver, Repeat, Resubmit
from config.kernel.verdicts import Verdict, enforce, refused

type Chosen = tuple[int, ...]


def frontier(state: State) -> list[int]:
    """Return the steps that have to be decided now: the first, or the first of each branch."""
    steps = state.route.steps
    done = {index for index, _ in state.passed}
    first = next((index for index in range(len(steps)) if index not in done), None)
    if first is None or not steps[first].block:
        return [] if first is None else [first]
    found: dict[str, int] = {}
    start = first
    while start and steps[start - 1].block == steps[first].block:
        start -= 1
    for index in range(start, len(steps)):
        if steps[index].block != steps[first].block:
            break
        if index not in done:
            found.setdefault(steps[index].branch or str(index), index)
    return list(found.values())


def advance(state: State, office: Office, chosen: Chosen = ()) -> State:
    """Enter every step whose turn it is; with none left, the matter is approved."""
    while state.status == ProcessStatus.RUNNING:
        wanted = frontier(state)
        if not wanted:
            return finish(state, ProcessStatus.APPROVED)
        active = {index for index, _ in state.active}
        fresh = [index for index in wanted if index not in active]
        if not fresh:
            return state
        state = enter(state, fresh[0], office, chosen)
    return state


def enter(state: State, index: int, office: Office, chosen: Chosen = ()) -> State:
    """Give a step to its desks, without those whose earlier consent still stands."""
    step = state.route.steps[index]
    if not office.applies(step, state):
        state = state.having(
            entries=state.entries + 1, passed=(*state.passed, (index, state.entries + 1))
        )
        return state.telling(
            News(
                step=index,
                decision=Decision.SKIPPED,
                text=f"本事项不适用“{step.label}”环节（{step.when}）。",
            )
        )
    kept = dict(state.kept).get(index)
    entry = kept or state.entries + 1
    state = state.having(entries=max(entry, state.entries), active=(*state.active, (index, entry)))
    returned = [seat for seat in state.seats_of(index, entry) if seat.answer == Decision.RETURNED]
    # Who sent it back is asked again: what was said then was answered since.
    state = state.having(void=state.void | {seat.number for seat in returned})
    chosen = (chosen or had_it(state, index)) if step.approver == Approver.CHOSEN else ()
    staffing = staff(step, office, state.own, chosen=chosen)
    if not staffing.is_enough(step):
        enforce(nobody_there(step.label, step.clause))
    answered = {
        lane for lane, seat in lanes_of(state.seats_of(index, entry)).items() if seat.consents
    }
    before = last_signer(state)
    for place in staffing.places:
        if lanes := tuple(lane for lane in place.lanes if lane not in answered):
            state = _open_place(state, place, lanes, office, before)
    return settle(_added_again(state, returned, office), index, office, chosen)


def _added_again(state: State, returned: Iterable[Seat], office: Office) -> State:
    """Give added signers their task back: the step has no place for them, or has one by now."""
    for seat in returned:
        desk = office.desk(seat.desk)
        has_one = seat.desk in {other.desk for other in state.live_at(seat.step)}
        if seat.part == Part.ADDED and desk is not None and desk.able(state.own) and not has_one:
            state = open_seat(state, anew(state, seat, office), office)
    return state


def had_it(state: State, index: int) -> Chosen:
    """Return the desks that a chosen step went to before: it comes back to them."""
    return tuple(
        seat.desk
        for seat in state.seats
        if seat.step == index and seat.status == TaskStatus.DONE and seat.part == Part.SIGN
    )


def nobody_there(label: str, clause: str = "") -> Verdict:
    """Say that a step cannot be entered."""
    return refused(
        f"下一环节“{label}”目前没有可以办理的在岗人员，请联系管理员任职后再办理。", clause=clause
    )


def last_signer(state: State) -> int | None:
    """Return who signed last in this round: the signer of the step before."""
    signed = [
        seat
        for seat in state.seats
        if seat.status == TaskStatus.DONE
        and seat.by is not None
        and seat.answer == Decision.APPROVED
        and seat.part == Part.SIGN
        and seat.round == state.round
        and seat.number not in state.void
    ]
    return signed[-1].by if signed else None


def _open_place(
    state: State, place: Place, lanes: tuple[str, ...], office: Office, before: int | None
) -> State:
    index, entry = state.active[-1]
    step = state.route.steps[index]
    again = step.repeat == Repeat.SKIP and before is not None and before in place.desk.holders
    state = open_seat(
        state,
        Seat(
            number=len(state.seats) + 1,
            desk=place.desk.key,
            role=place.desk.role,
            step=index,
            entry=entry,
            round=state.round,
            lanes=lanes,
            weight=place.weight,
            opened_on=office.today,
        ),
        office,
    )
    if not place.is_skipped and not again:
        return state
    seat = state.seats[-1]
    text = (
        "送审人与本环节办理人为同一人，按流程设置自动通过。"
        if place.is_skipped
        else "本环节办理人与上一环节为同一人，按流程设置自动通过。"
    )
    state = mark(state, seat, Decision.SKIPPED, office, by=None)
    return state.telling(News(step=index, decision=Decision.SKIPPED, text=text, seat=seat.number))


def settle(state: State, index: int, office: Office, chosen: Chosen = ()) -> State:
    """Draw the consequence of the answers given at a step."""
    entry = dict(state.active)[index]
    seats = state.seats_of(index, entry)
    match outcome(state.route.steps[index], seats):
        case Outcome.PENDING:
            return state
        case Outcome.REFUSED:
            return finish(state, ProcessStatus.REJECTED)
        case Outcome.RETURNED:
            targets = [
                seat.target for seat in lanes_of(seats).values() if seat.answer == Decision.RETURNED
            ]
            steps = [target for target in targets if target is not None]
            to = min(steps) if len(steps) == len(targets) else None
            return send_back(state, index, to, office)
        case Outcome.DISSENT:
            return _ask_to_explain(state, index, office)
        case Outcome.PASSED:
            return advance(pass_step(state, index), office, chosen)


def pass_step(state: State, index: int) -> State:
    """Leave a step that has come to a consent."""
    entry = dict(state.active)[index]
    state = state.closing(frozenset(seat.number for seat in state.live_at(index)))
    return state.having(
        active=tuple(pair for pair in state.active if pair[0] != index),
        passed=(*state.passed, (index, entry)),
        kept=tuple(pair for pair in state.kept if pair[0] != index),
    )


def send_back(state: State, index: int, to: int | None, office: Office) -> State:
    """Return the matter to the applicant, or to a step that it passed already."""
    is_direct = state.route.steps[index].resubmit == Resubmit.DIRECT
    state = state.closing(frozenset(seat.number for seat in state.live))
    passed = tuple(
        pair
        for pair in state.passed
        if (is_direct or (to is not None and pair[0] < to)) and pair[0] != to
    )
    state = state.having(
        active=(),
        passed=passed,
        kept=(*state.kept, *state.active) if is_direct else (),
        is_direct=is_direct,
        paused_on=None,
        last=None,
    )
    if to is None:
        return state.having(status=ProcessStatus.RETURNED)
    return advance(state, office)


def _ask_to_explain(state: State, index: int, office: Office) -> State:
    """Let whoever asked explain what becomes of a dissent (征求意见须说明不采纳理由)."""
    step = state.route.steps[index]
    desks = list(office.by_roles(step.asker)) if step.asker else []
    if not any(desk.holders for desk in desks):
        passed = set(state.passed)
        signed = [
            seat
            for seat in state.seats
            if (seat.step, seat.entry) in passed and seat.status == TaskStatus.DONE
        ]
        desk = office.desk(signed[-1].desk) if signed else office.desk_of(state.sender)
        desks = [desk] if desk else []
    if not desks:
        enforce(nobody_there(f"{step.label}（说明异议）"))
    for desk in {desk.holders: desk for desk in reversed(desks)}.values():
        state = open_seat(
            state,
            Seat(
                number=len(state.seats) + 1,
                desk=desk.key,
                role=desk.role,
                step=index,
                entry=dict(state.active)[index],
                round=state.round,
                lanes=("explain",),
                part=Part.EXPLAIN,
                opened_on=office.today,
            ),
            office,
        )
    return state


def finish(state: State, status: ProcessStatus) -> State:
    """Conclude the process."""
    state = state.closing(frozenset(seat.number for seat in state.live))
    return state.having(status=status, active=(), paused_on=None, last=None)
