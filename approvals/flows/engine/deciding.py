"""Answers to tasks: agree, refuse, send back, advise, take back."""

from dataclasses import replace

from approvals.flows.engine import verbs
from approvals.flows.engine.guards import (
    may_approve,
    may_hold,
    may_reject,
    may_return,
    may_say,
    may_sign,
    needs_paper,
)
from approvals.flows.engine.moving import frontier, pass_step, settle
from approvals.flows.engine.office import Office
from approvals.flows.engine.seating import anew, mark, open_seat
from approvals.flows.engine.state import Last, Seat, State
from approvals.flows.engine.words import Decision, Part, TaskStatus
from approvals.flows.shapes import Approver, StepField
from config.kernel.verdicts import ALLOWED, Missing, Verdict, enforce, refused


def the_seat(state: State, number: int) -> Seat:
    """Return a task, or refuse what wants to be done to it."""
    seat = state.seat(number)
    if seat is None:
        enforce(refused("这项任务已经办结或关闭，不能再办理。"))
    assert seat is not None
    return seat


def approve(state: State, verb: verbs.Approve, office: Office) -> State:
    """Agree; the last answer of a step moves the matter on."""
    seat = the_seat(state, verb.seat)
    step = state.step_of(seat)
    explains = seat.part == Part.EXPLAIN
    enforce(
        may_sign(state, seat, verb.actor, office)
        & may_approve(step, seat, verb.minutes, has_paper=verb.has_paper)
        & may_say(
            Decision.APPROVED, verb.opinion, step, dissented=explains or _dissented(state, seat)
        )
        & may_answer(step.asked_of_explainer if explains else step.asked_of_signers, verb.stated)
    )
    enforce(_may_choose(state, seat, verb.chosen, office))
    live, last = state.live, Last(seat=seat.number, seats=len(state.seats))
    answer = Decision.EXPLAINED if explains else Decision.APPROVED
    state = mark(state, seat, answer, office, by=verb.actor)
    state = settle(state.having(last=last), seat.step, office, verb.chosen)
    closed = tuple(s.number for s in live if state.seats[s.number - 1].status == TaskStatus.CLOSED)
    return state if state.last != last else state.having(last=replace(last, closed=closed))


def _dissented(state: State, seat: Seat) -> bool:
    return any(
        other.asked_by == seat.number
        and other.part == Part.ADVISE
        and other.answer == Decision.REJECTED
        for other in state.seats
    )


def may_answer(
    fields: tuple[StepField, ...], stated: frozenset[str], before: str = "同意"
) -> Verdict:
    """Whether every field that is asked for is filled in."""
    verdict = ALLOWED
    for field in fields:
        if field.required and field.code not in stated:
            verdict &= refused(
                f"{before}前请填写“{field.label}”。", missing=(Missing(label=field.label),)
            )
    return verdict


def next_choice(state: State, seat: Seat, office: Office) -> int | None:
    """Return the step after this one, when its desks are chosen by the signer here."""
    if (seat.step not in dict(state.active)) or seat.part == Part.ADVISE:
        return None
    if not any(step.approver == Approver.CHOSEN for step in state.route.steps):
        return None
    after = _upcoming(pass_step(state, seat.step), office)
    chosen = [
        index
        for index in after
        if state.route.steps[index].approver == Approver.CHOSEN and index not in dict(state.active)
    ]
    return chosen[0] if chosen else None


def _upcoming(state: State, office: Office) -> list[int]:
    """Return the steps whose turn it will be, without those that will not apply."""
    while after := frontier(state):
        idle = [i for i in after if not office.applies(state.route.steps[i], state)]
        if not idle:
            break
        state = state.having(passed=(*state.passed, *((index, 0) for index in idle)))
    return after


def _may_choose(state: State, seat: Seat, chosen: tuple[int, ...], office: Office) -> Verdict:
    index = next_choice(state, seat, office)
    if index is None:
        return ALLOWED
    step = state.route.steps[index]
    able = {desk.key for desk in office.desks(step) if desk.able(state.own)}
    if not set(chosen) <= able:
        return refused(f"“{step.label}”环节不能选这些岗位，请重新选择。")
    if not chosen and len(able) > 1:
        return refused(f"请选择“{step.label}”环节由哪个岗位办理。")
    return ALLOWED


def reject(state: State, verb: verbs.Reject, office: Office) -> State:
    """Refuse; in a vote or a consultation this is one voice of several."""
    seat = the_seat(state, verb.seat)
    step = state.step_of(seat)
    enforce(
        may_sign(state, seat, verb.actor, office)
        & may_reject(step, seat, verb.minutes, has_paper=verb.has_paper)
        & may_say(Decision.REJECTED, verb.opinion, step)
    )
    if needs_paper(step, seat.part):
        enforce(may_answer(step.asked_of_signers, verb.stated, before="不同意"))
    state = mark(state, seat, Decision.REJECTED, office, by=verb.actor)
    return settle(state.having(last=None), seat.step, office)


def send_back(state: State, verb: verbs.Return, office: Office) -> State:
    """Send the matter back to be corrected, or to be looked at again."""
    seat = the_seat(state, verb.seat)
    enforce(
        may_sign(state, seat, verb.actor, office)
        & may_return(state, seat, verb.to_step, verb.minutes)
        & may_say(Decision.RETURNED, verb.opinion, state.step_of(seat))
    )
    state = mark(state, seat, Decision.RETURNED, office, by=verb.actor, target=verb.to_step)
    return settle(state.having(last=None), seat.step, office)


def give_opinion(state: State, verb: verbs.GiveOpinion, office: Office) -> State:
    """Answer a request for an opinion; whoever asked decides."""
    seat = the_seat(state, verb.seat)
    enforce(may_hold(seat, verb.actor, office))
    if seat.part != Part.ADVISE:
        enforce(refused("这项任务须作决定，不只是反馈意见。"))
    enforce(may_say(Decision.ADVISED, verb.opinion, state.step_of(seat)))
    answer = Decision.ADVISED if verb.agrees else Decision.REJECTED
    return state.with_seat(
        seat.number, status=TaskStatus.DONE, answer=answer, by=verb.actor
    ).having(last=None)


def may_take_back(state: State, seat: Seat | None, actor: int) -> Verdict:
    """Whether a consent is somebody's own, the last thing done, and not acted on."""
    if seat is None or seat.by != actor or seat.answer != Decision.APPROVED:
        return refused("只能收回本人最近一次同意的决定。")
    if state.last is None or state.last.seat != seat.number:
        return refused("下一办理人已经办理，不能收回。")
    return ALLOWED


def take_back(state: State, verb: verbs.TakeBack, office: Office) -> State:
    """Take one's own last consent back: what it opened closes, what it closed opens again."""
    seat = the_seat(state, verb.seat)
    enforce(may_take_back(state, seat, verb.actor))
    if office.acting(verb.actor, seat.desk) is None:
        enforce(refused("您已不在原岗位上，不能收回。"))
    assert state.last is not None
    since, closed = state.last.seats, state.last.closed
    undone = {other.entry for other in state.seats if other.number > since} - {seat.entry}
    undone |= {
        entry
        for index, entry in state.passed
        if entry > max(other.entry for other in state.seats[:since])
    }
    state = state.closing(frozenset(other.number for other in state.live if other.number > since))
    pairs = tuple(pair for pair in state.active if pair[1] not in undone and pair[0] != seat.step)
    state = state.having(
        void=state.void | {seat.number},
        active=(*pairs, (seat.step, seat.entry)),
        passed=tuple(
            pair for pair in state.passed if pair[1] not in undone and pair[1] != seat.entry
        ),
        last=None,
    )
    return _opened_again(state, (seat.number, *closed), office)


def _opened_again(state: State, numbers: tuple[int, ...], office: Office) -> State:
    """Open tasks anew, and let those who waited for them or were asked by them follow."""
    fresh: dict[int, int] = {}
    for number in numbers:
        seat = anew(state, state.seats[number - 1], office)
        fresh[number] = seat.number
        state = open_seat(state, seat, office)
    for seat in state.live:
        asked_by = fresh.get(seat.asked_by or 0, seat.asked_by)
        waits_for = fresh.get(seat.waits_for or 0, seat.waits_for)
        state = state.with_seat(seat.number, asked_by=asked_by, waits_for=waits_for)
        if waits_for in fresh.values():
            state = state.with_seat(seat.number, status=TaskStatus.WAITING)
    return state
