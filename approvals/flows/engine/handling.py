"""What changes who signs, without answering: hand over, add, let go, ask, stop the clock."""

from dataclasses import replace
from datetime import date, timedelta

from approvals.flows.engine import verbs
from approvals.flows.engine.deciding import the_seat
from approvals.flows.engine.guards import may_add, may_give, may_hold, may_reassign
from approvals.flows.engine.moving import settle
from approvals.flows.engine.office import Desk, Office
from approvals.flows.engine.seating import open_seat, release
from approvals.flows.engine.state import Seat, State
from approvals.flows.engine.words import AddMode, Part, TaskStatus
from approvals.flows.shapes import Step
from config.kernel.periods import PeriodUnit
from config.kernel.verdicts import ALLOWED, Verdict, enforce, refused


def may_hand_over(state: State, seat: Seat | None, actor: int, office: Office) -> Verdict:
    """Whether somebody may give a task away: the holder, or whoever governs a vacant post."""
    if seat is not None and seat.is_open and office.may_govern(actor):
        desk = office.desk(seat.desk)
        if desk is not None and desk.able(state.own):
            return refused(f"“{desk.title}”岗位上有人可以办理，无需由管理员转办。")
        return ALLOWED
    return may_hold(seat, actor, office)


def reassign(state: State, verb: verbs.Reassign, office: Office) -> State:
    """Give a task to another post; whoever waited behind it waits on."""
    seat = the_seat(state, verb.seat)
    enforce(may_hand_over(state, seat, verb.actor, office))
    enforce(may_reassign(state, seat, verb.to_desk, office) & _says_why(verb.opinion, "转办"))
    return hand_to(state, seat, _desk(office, verb.to_desk), office)


def hand_to(state: State, seat: Seat, desk: Desk, office: Office) -> State:
    """Close a task and put it on another desk, with everything that hangs on it."""
    state = state.closing(frozenset({seat.number}))
    fresh = replace(
        seat,
        number=len(state.seats) + 1,
        desk=desk.key,
        role=desk.role,
        opened_on=office.today,
        escalated=False,
    )
    state = open_seat(state, fresh, office).having(last=None)
    for other in state.live:
        if other.waits_for == seat.number:
            state = state.with_seat(other.number, waits_for=fresh.number)
        if other.asked_by == seat.number:
            state = state.with_seat(other.number, asked_by=fresh.number)
    return state


def _says_why(opinion: str, deed: str) -> Verdict:
    return ALLOWED if opinion else refused(f"{deed}须写明事由。")


def _desk(office: Office, key: int) -> Desk:
    desk = office.desk(key)
    assert desk is not None
    return desk


def add_signer(state: State, verb: verbs.AddSigner, office: Office) -> State:
    """Let another post sign too: before the one who asks, after, or beside."""
    seat = the_seat(state, verb.seat)
    enforce(may_hold(seat, verb.actor, office))
    enforce(may_add(state, seat, verb.to_desk, office) & _says_why(verb.opinion, "加签"))
    number = len(state.seats) + 1
    state = _beside(state, seat, verb.to_desk, office, Part.ADDED, lane=f"added:{number}")
    if verb.mode == AddMode.BEFORE:
        state = state.with_seat(seat.number, status=TaskStatus.WAITING, waits_for=number)
    if verb.mode == AddMode.AFTER:
        state = state.with_seat(number, status=TaskStatus.WAITING, waits_for=seat.number)
    return state


def _beside(  # noqa: PLR0913 - what a further task consists of
    state: State, seat: Seat, to_desk: int, office: Office, part: Part, *, lane: str
) -> State:
    desk = _desk(office, to_desk)
    fresh = Seat(
        number=len(state.seats) + 1,
        desk=desk.key,
        role=desk.role,
        step=seat.step,
        entry=seat.entry,
        round=state.round,
        lanes=(lane,),
        part=part,
        asked_by=seat.number,
        opened_on=office.today,
    )
    return open_seat(state, fresh, office).having(last=None)


def may_remove(state: State, seat: Seat | None, actor: int, office: Office) -> Verdict:
    """Whether somebody may let an added signer go: whoever added, before the signature."""
    if seat is None or not seat.is_live or seat.part != Part.ADDED:
        return refused("只能减去尚未办理的加签人。")
    asker = state.seat(seat.asked_by or 0)
    if asker is None or office.acting(actor, asker.desk) is None:
        return refused("只有加签的岗位才能减签。")
    return ALLOWED


def remove_signer(state: State, verb: verbs.RemoveSigner, office: Office) -> State:
    """Let an added signer go; whoever waited for the signature waits no longer."""
    seat = the_seat(state, verb.seat)
    enforce(may_remove(state, seat, verb.actor, office))
    idle = {other.number for other in state.live if other.asked_by == seat.number}
    gone = {seat.number, *(idle & {o.number for o in state.live if o.part == Part.ADVISE})}
    state = state.closing(frozenset(gone)).having(last=None)
    return settle(release(state, gone, office), seat.step, office)


def ask_opinion(state: State, verb: verbs.AskOpinion, office: Office) -> State:
    """Ask another post for its opinion; the task itself stays open."""
    seat = the_seat(state, verb.seat)
    enforce(may_hold(seat, verb.actor, office))
    if seat.part == Part.ADVISE:
        enforce(refused("反馈意见的任务不能再征求意见，请转办。"))
    enforce(may_give(state, seat, verb.to_desk, office) & _says_why(verb.opinion, "征求意见"))
    return _beside(
        state, seat, verb.to_desk, office, Part.ADVISE, lane=f"advice:{len(state.seats) + 1}"
    )


def pause(state: State, verb: verbs.Pause, office: Office) -> State:
    """Stop the clock while something is supplied."""
    enforce(may_hold(state.seat(verb.seat), verb.actor, office))
    if state.paused_on is not None:
        enforce(refused("计时已经暂停。"))
    enforce(_says_why(verb.opinion, "暂停计时"))
    return state.having(paused_on=office.today)


def resume(state: State, verb: verbs.Resume, office: Office) -> State:
    """Let the clock run again; what was lost is added to every limit."""
    if state.paused_on is None:
        enforce(refused("计时没有暂停。"))
    if verb.actor not in state.own and not any(
        office.acting(verb.actor, seat.desk) for seat in state.live
    ):
        enforce(refused("只有送审人或正在办理的人员才能恢复计时。"))
    assert state.paused_on is not None
    for seat in state.live:
        if seat.due_on is not None:
            since = max(state.paused_on, seat.opened_on)
            due_on = _later(seat.due_on, state.step_of(seat), since, office)
            state = state.with_seat(seat.number, due_on=due_on)
    return state.having(paused_on=None)


def _later(due_on: date, step: Step, since: date, office: Office) -> date:
    """Move a limit on by what was lost, in working days where it is counted in them."""
    calendar, today = office.calendar, office.today
    if step.days_unit == PeriodUnit.WORKDAY:
        return calendar.add_workdays(due_on, max(calendar.workdays_between(since, today), 0))
    return calendar.roll_forward(due_on + max(today - since, timedelta(0)))
