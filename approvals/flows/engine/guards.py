"""Whether somebody may do something to a process, with every reason against it."""

from approvals.flows.engine.office import Office
from approvals.flows.engine.state import Seat, State
from approvals.flows.engine.words import Decision, Part
from approvals.flows.shapes import ReturnTo, Step, StepKind
from config.kernel.verdicts import ALLOWED, Strength, Verdict, refused

LONGEST_OPINION = 4000
FIXED_SIGNERS = frozenset({StepKind.VOTE, StepKind.MEETING, StepKind.CONSULT, StepKind.OUTSIDE})


def may_hold(seat: Seat | None, actor: int, office: Office) -> Verdict:
    """Whether a task is open, and lies on a desk at which somebody acts today."""
    if seat is None or not seat.is_open:
        return refused("这项任务已经办结或关闭，不能再办理。")
    if office.acting(actor, seat.desk) is None:
        desk = office.desk(seat.desk)
        return refused(f"您今天不在“{desk.title if desk else '原'}”岗位上，不能办理。")
    return ALLOWED


def may_sign(state: State, seat: Seat | None, actor: int, office: Office) -> Verdict:
    """Whether somebody may answer a task: it is open, theirs, and not their own matter."""
    if seat is None or not seat.is_open:
        return refused("这项任务已经办结或关闭，不能再办理。")
    verdict = may_hold(seat, actor, office)
    if seat.part == Part.EXPLAIN:
        return verdict
    return (
        verdict & _not_own(state, seat, actor, office) & _has_not_signed_before(state, seat, actor)
    )


def _not_own(state: State, seat: Seat, actor: int, office: Office) -> Verdict:
    if actor in state.own:
        return refused("不能办理本人送审的事项，请由同岗位的其他人员办理。")
    acting = office.acting(actor, seat.desk)
    if acting is not None and acting.giver in state.own:
        return refused(f"您受{acting.giver_name}委托办理，不能办理其本人送审的事项。")
    return ALLOWED


def _has_not_signed_before(state: State, seat: Seat, actor: int) -> Verdict:
    earlier = next(
        (
            other
            for other in state.seats
            if other.by == actor
            and other.answer == Decision.APPROVED
            and other.round == state.round
            and other.step != seat.step
            and other.number not in state.void
        ),
        None,
    )
    if earlier is None:
        return ALLOWED
    return refused(
        f"您在本轮已签过“{state.step_of(earlier).label}”环节，请留意是否应由他人办理。",
        strength=Strength.ADVICE,
    )


def may_say(decision: Decision, opinion: str, step: Step, *, dissented: bool = False) -> Verdict:
    """Whether the opinion is enough for the decision."""
    if len(opinion) > LONGEST_OPINION:
        return refused(f"意见共{len(opinion)}字，最多{LONGEST_OPINION}字，请精简或作为附件提交。")
    wanted = _WANTED.get(decision, "")
    if not wanted and dissented:
        wanted = "有不同意见，须说明如何处理。"
    elif not wanted and step.opinion_required:
        wanted = f"“{step.label}”环节须填写意见。"
    return refused(wanted) if wanted and not opinion else ALLOWED


_WANTED = {
    Decision.RETURNED: "退回补正须写明要补正什么。",
    Decision.REJECTED: "不同意须写明理由。",
    Decision.ADVISED: "请写明意见。",
}


def may_approve(step: Step, seat: Seat, minutes: str, *, has_paper: bool) -> Verdict:
    """Whether this kind of task can be agreed to by pressing a button."""
    if seat.part == Part.ADVISE:
        return refused("这项任务只征求意见，请反馈意见。")
    return _by_minutes(step, seat, minutes) & _by_paper(step, seat, has_paper=has_paper)


def may_reject(step: Step, seat: Seat, minutes: str, *, has_paper: bool) -> Verdict:
    """Whether a refusal has a place at this kind of step."""
    if seat.part in {Part.ADVISE, Part.EXPLAIN}:
        return refused("这项任务只征求意见或说明异议，不能作不同意的决定。")
    if step.kind == StepKind.FILING:
        return refused("备案环节不作审批决定，材料不全的可以退回补正。")
    return _by_minutes(step, seat, minutes) & _by_paper(step, seat, has_paper=has_paper)


def _by_minutes(step: Step, seat: Seat, minutes: str) -> Verdict:
    if step.kind == StepKind.MEETING and seat.part == Part.SIGN and not minutes:
        return refused(f"“{step.label}”须经会议审议，由会议纪要统一录入结果。")
    return ALLOWED


def needs_paper(step: Step, part: Part) -> bool:
    """Whether a decision here is another organ's, to be proved by its document."""
    return step.kind == StepKind.OUTSIDE and part == Part.SIGN


def _by_paper(step: Step, seat: Seat, *, has_paper: bool) -> Verdict:
    if needs_paper(step, seat.part) and not has_paper:
        return refused(f"“{step.label}”由外部机关决定，请上传该机关的决定文件。")
    return ALLOWED


def may_return(state: State, seat: Seat, to_step: int | None, minutes: str) -> Verdict:
    """Whether a task may send the matter back to where it is wanted."""
    step = state.step_of(seat)
    verdict = _by_minutes(step, seat, minutes)
    if seat.part == Part.ADVISE:
        verdict &= refused("这项任务只征求意见，不能退回。")
    if step.kind == StepKind.VOTE:
        verdict &= refused("票签环节只表决同意或不同意，不能退回。")
    if step.kind == StepKind.CONSULT and seat.part != Part.EXPLAIN:
        verdict &= refused("征求意见环节只反馈意见，不能退回。")
    if to_step is not None and to_step not in return_targets(state, seat):
        verdict &= refused("只能退回送审人或本轮已经办过的环节。")
    return verdict


def return_targets(state: State, seat: Seat) -> tuple[int, ...]:
    """Return the steps that a task may send the matter back to, besides the applicant."""
    if state.step_of(seat).return_to == ReturnTo.APPLICANT:
        return ()
    signed = {
        (other.step, other.entry)
        for other in state.seats
        if other.by is not None and other.number not in state.void
    }
    return tuple(
        sorted(
            index
            for index, entry in state.passed
            if (index, entry) in signed and index != seat.step
        )
    )


def may_add(state: State, seat: Seat, to_desk: int, office: Office) -> Verdict:
    """Whether another post may sign at the step of a task."""
    step = state.step_of(seat)
    if not step.may_add or step.kind in FIXED_SIGNERS or seat.part not in {Part.SIGN, Part.ADDED}:
        return refused(f"“{step.label}”环节的办理人由办法确定，不能加签。")
    return may_give(state, seat, to_desk, office)


def may_give(state: State, seat: Seat, to_desk: int, office: Office) -> Verdict:
    """Whether another post may get a task at the step of this one."""
    desk = office.desk(to_desk)
    if desk is None or not desk.able(state.own):
        return refused("所选岗位目前没有可以办理的在岗人员，请另选岗位。")
    for other in state.live_at(seat.step):
        there = office.desk(other.desk)
        if other.desk == to_desk:
            return refused(f"“{desk.title}”在本环节已有任务，不能重复交办。")
        if other != seat and there and there.able(state.own) == desk.able(state.own):
            return refused(f"“{desk.title}”的办理人在本环节已有任务，不能重复交办。")
    return ALLOWED


def may_reassign(state: State, seat: Seat, to_desk: int, office: Office) -> Verdict:
    """Whether a task may go to another post."""
    verdict = may_give(state, seat, to_desk, office)
    step, desk, now = state.step_of(seat), office.desk(to_desk), office.desk(seat.desk)
    if (
        step.kind in {StepKind.JOINT_REVIEW, StepKind.CONSULT}
        and desk is not None
        and now is not None
        and desk.unit != now.unit
    ):
        verdict &= refused(f"“{step.label}”环节一个部门出具一份意见，只能转给本部门的岗位。")
    return verdict


def takes_part(state: State, actor: int, office: Office) -> bool:
    """Whether somebody sent the matter, signed it, or has it on the desk."""
    if actor in state.own or any(seat.by == actor for seat in state.seats):
        return True
    desks = {seat.desk for seat in state.live}
    return any(office.acting(actor, desk) is not None for desk in desks)
