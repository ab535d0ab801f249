"""What the sender, readers, leaders and the system do to a process as a whole."""

from dataclasses import replace
from datetime import timedelta

from approvals.flows.engine import verbs
from approvals.flows.engine.deciding import the_seat
from approvals.flows.engine.guards import may_reassign, takes_part
from approvals.flows.engine.handling import hand_to
from approvals.flows.engine.moving import advance, finish, pass_step, settle
from approvals.flows.engine.office import Desk, Office
from approvals.flows.engine.outcome import Outcome, outcome
from approvals.flows.engine.seating import mark
from approvals.flows.engine.staffing import may_staff
from approvals.flows.engine.state import Copy, News, Seat, State, covered
from approvals.flows.engine.words import Decision, Part, ProcessStatus
from approvals.flows.shapes import Approver, Expiry, Route, Step, StepKind
from config.kernel.verdicts import ALLOWED, RuleViolationError, Verdict, enforce, refused

COOL_DOWN = timedelta(hours=4)
NEVER_DEEMED = frozenset({StepKind.MEETING, StepKind.OUTSIDE, StepKind.VOTE})


def may_start(route: Route, office: Office, own: frozenset[int]) -> Verdict:
    """Whether every step has somebody to decide it, beside the one who sends it."""
    if not route.steps:
        return refused(f"流程“{route.label}”没有环节，请办法管理员补充。")
    verdict = ALLOWED
    for step in route.steps:
        if not step.when and step.approver != Approver.MEMBER:
            verdict &= may_staff(step, office, own)
    return verdict


def resubmit(state: State, verb: verbs.Resubmit, office: Office) -> State:
    """Send a corrected matter again: from the first step, or straight to whoever returned it."""
    if verb.actor != state.applicant and not verb.is_colleague:
        enforce(refused("只有送审人或其单位的人员才能重新送审。"))
    enforce(may_start(state.route, office, frozenset({state.applicant, verb.actor})))
    state = state.having(
        status=ProcessStatus.RUNNING,
        round=state.round + 1,
        sender=verb.actor,
        content=verb.content,
        reminded_at=None,
    )
    return advance(_without_void(state) if state.is_direct else state, office)


def _without_void(state: State) -> State:
    """Void the consents whose content changed; the others survive."""
    steps = state.route.steps
    stale = {
        seat.number
        for seat in state.seats
        if seat.consents and seat.digest != covered(steps[seat.step], state.content)
    }
    state = state.having(void=state.void | stale)
    standing = tuple(
        (index, entry)
        for index, entry in state.passed
        if (seats := state.seats_of(index, entry))
        and outcome(steps[index], seats) is Outcome.PASSED
        and not any((s.step, s.entry) == (index, entry) for s in state.seats if s.number in stale)
    )
    fallen = tuple(pair for pair in state.passed if pair not in standing)
    return state.having(passed=standing, kept=(*state.kept, *fallen))


def withdraw(state: State, verb: verbs.Withdraw, office: Office) -> State:  # noqa: ARG001
    """Take the matter back."""
    if verb.actor != state.applicant:
        enforce(refused("只有送审人才能撤回。"))
    return finish(state, ProcessStatus.WITHDRAWN)


def terminate(state: State, verb: verbs.Terminate, office: Office) -> State:  # noqa: ARG001
    """End the process with what it was about."""
    return finish(state, ProcessStatus.TERMINATED)


def copy_to(state: State, verb: verbs.CopyTo, office: Office) -> State:
    """Give the matter to others to read."""
    if not takes_part(state, verb.actor, office):
        enforce(refused("只有送审人和办理人才能抄送。"))
    known = {copy.person for copy in state.copies}
    fresh = [person for person in dict.fromkeys(verb.people) if person not in known]
    if not fresh:
        enforce(refused("所选人员已经收到抄送，请另选人员。"))
    return state.having(copies=(*state.copies, *(Copy(person=person) for person in fresh)))


def mark_read(state: State, verb: verbs.MarkRead, office: Office) -> State:  # noqa: ARG001
    """Tick off what one was given to read."""
    if not any(copy.person == verb.actor and not copy.is_read for copy in state.copies):
        enforce(refused("没有待阅的抄送。"))
    return state.having(
        copies=tuple(
            replace(copy, is_read=True) if copy.person == verb.actor else copy
            for copy in state.copies
        )
    )


def may_remind(state: State, verb: verbs.Remind, office: Office) -> Verdict:
    """Whether those whose turn it is may be asked to hurry, once more."""
    if not takes_part(state, verb.actor, office):
        return refused("只有送审人和办理人才能催办。")
    if state.reminded_at is not None and verb.at - state.reminded_at < COOL_DOWN:
        hours = COOL_DOWN.seconds // 3600
        return refused(f"{hours}小时内已经催办过，请稍后再催。")
    return ALLOWED


def remind(state: State, verb: verbs.Remind, office: Office) -> State:
    """Ask those whose turn it is to hurry; the asking is kept."""
    enforce(may_remind(state, verb, office))
    return state.having(reminded_at=verb.at)


def supervise(state: State, verb: verbs.Supervise, office: Office) -> State:
    """Press for a decision from above."""
    if not office.may_supervise(verb.actor):
        enforce(refused("只有各单位、部门负责人和领导小组办公室可以督办。"))
    if not verb.opinion:
        enforce(refused("督办须写明要求。"))
    return state.having(is_supervised=True)


def expire(state: State, verb: verbs.Expire, office: Office) -> State:
    """Do what the step says about a limit that has passed, under the system's name."""
    seat = the_seat(state, verb.seat)
    step = state.step_of(seat)
    enforce(_may_expire(state, seat, office))
    if step.on_expiry == Expiry.PASS_ON and step.expiry_roles and seat.part == Part.SIGN:
        if (desk := _desk_after_expiry(state, seat, step, office)) is not None:
            return _handed_on(state, seat, desk, office)
    elif (answer := _answer_at_expiry(state, seat, step)) is not None:
        try:
            return _answered_by_time(state, seat, answer, office)
        except RuleViolationError:  # the next step cannot be entered: somebody has to look
            pass
    if seat.escalated:
        enforce(refused("已经报告过上级。"))
    return _escalated(state, seat)


def _may_expire(state: State, seat: Seat, office: Office) -> Verdict:
    if not seat.is_open or seat.due_on is None or seat.due_on >= office.today:
        return refused("这项任务没有超期。")
    if state.paused_on is not None:
        return refused("计时已经暂停。")
    if state.step_of(seat).on_expiry == Expiry.REMIND:
        return refused("这个环节超期只提醒，不作其他处理。")
    return ALLOWED


def _desk_after_expiry(state: State, seat: Seat, step: Step, office: Office) -> Desk | None:
    """Find who gets what nobody decided in time; none when all of them have it already."""
    for desk in office.by_roles(step.expiry_roles):
        if desk.key != seat.desk and may_reassign(state, seat, desk.key, office):
            return desk
    return None


def _handed_on(state: State, seat: Seat, desk: Desk, office: Office) -> State:
    news = News(
        step=seat.step,
        decision=Decision.PASSED_ON,
        text=f"办理期限已过，按流程设置转交“{desk.title}”办理。",
    )
    return hand_to(state, seat, desk, office).telling(news)


def _answer_at_expiry(state: State, seat: Seat, step: Step) -> Decision | None:
    if seat.part == Part.ADVISE:
        return Decision.PASSED_ON
    if step.kind in NEVER_DEEMED or seat.part == Part.EXPLAIN:
        return None
    if step.on_expiry == Expiry.DEEMED and not step.asks_for_statement:
        return Decision.DEEMED
    if step.on_expiry == Expiry.PASS_ON and not _is_last(state, seat.step):
        return Decision.PASSED_ON
    return None


def _is_last(state: State, index: int) -> bool:
    """Whether consent here could end the process: nobody's silence may do that unnamed."""
    done = {step for step, _ in pass_step(state, index).passed}
    return all(step in done for step in range(len(state.route.steps)))


def _answered_by_time(state: State, seat: Seat, answer: Decision, office: Office) -> State:
    text = f"办理期限已过，按流程设置{answer.label}。"
    news = News(step=seat.step, decision=answer, text=text, seat=seat.number)
    state = mark(state, seat, answer, office, by=None).having(last=None).telling(news)
    return state if seat.part == Part.ADVISE else settle(state, seat.step, office)


def _escalated(state: State, seat: Seat) -> State:
    news = News(
        step=seat.step,
        decision=Decision.ESCALATED,
        text="办理期限已过，系统已报告上级。",
    )
    return state.with_seat(seat.number, escalated=True).telling(news)
