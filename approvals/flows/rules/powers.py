"""What somebody may do to a process or a task, asked by pages: the engine answers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from approvals.flows.engine import Part, ProcessStatus, Seat, State, TaskStatus, verbs
from approvals.flows.engine.deciding import may_take_back, next_choice
from approvals.flows.engine.guards import (
    FIXED_SIGNERS,
    may_hold,
    may_say,
    may_sign,
    needs_paper,
    return_targets,
    takes_part,
)
from approvals.flows.engine.handling import may_remove
from approvals.flows.engine.leading import may_remind
from approvals.flows.models import ApprovalProcess, ApprovalTask
from approvals.flows.models.states import state_of
from approvals.flows.office import LiveOffice
from approvals.flows.shapes import StepKind
from approvals.organizations.models import Post, User
from config.kernel.verdicts import ALLOWED, Verdict, refused

__all__ = [
    "ProcessPowers",
    "TaskPowers",
    "may_decide",
    "may_say",
    "may_withdraw",
    "process_powers",
    "task_powers",
]


# What consent and refusal are called where they are not simply that.
_CONSENTS = {
    StepKind.CONSULT: "无不同意见",
    StepKind.VOTE: "投同意票",
    StepKind.FILING: "予以备案",
    StepKind.OUTSIDE: "录入同意的决定",
}
_REFUSALS = {
    StepKind.CONSULT: "有不同意见",
    StepKind.VOTE: "投反对票",
    StepKind.OUTSIDE: "录入不同意的决定",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskPowers:
    """What a reader may do to a task, besides agreeing and refusing."""

    decidable: Verdict
    holdable: Verdict
    targets: Sequence[tuple[int, str]] = ()
    usual_target: int | None = None
    choice_label: str = ""
    candidates: Sequence[Post] = ()
    removable: Sequence[ApprovalTask] = ()
    part: Part = Part.SIGN
    kind: StepKind = StepKind.REVIEW
    may_add: bool = False
    needs_paper: bool = False
    is_paused: bool = False

    @property
    def may_reject(self) -> bool:
        """Whether a refusal has a place here."""
        return self.part in {Part.SIGN, Part.ADDED} and self.kind != StepKind.FILING

    @property
    def may_return(self) -> bool:
        """Whether a return has a place here."""
        if self.part == Part.EXPLAIN:
            return True
        return self.part != Part.ADVISE and self.kind not in {StepKind.VOTE, StepKind.CONSULT}

    @property
    def consent_label(self) -> str:
        """The words of the button that lets the matter go on."""
        if self.part == Part.EXPLAIN:
            return "说明并继续"
        return _CONSENTS.get(self.kind, "同意") if self.part == Part.SIGN else "同意"

    @property
    def refusal_label(self) -> str:
        """The words of the button that is against it."""
        return _REFUSALS.get(self.kind, "不同意") if self.part == Part.SIGN else "不同意"

    @property
    def is_explanation(self) -> bool:
        """Whether a dissent has to be answered."""
        return self.part == Part.EXPLAIN

    @property
    def is_advice(self) -> bool:
        """Whether only an opinion is asked for."""
        return self.part == Part.ADVISE

    @property
    def by_meeting(self) -> bool:
        """Whether a meeting decides and not a button."""
        return self.kind == StepKind.MEETING and self.part == Part.SIGN


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcessPowers:
    """What a reader may do to a process as a whole."""

    withdrawal: Verdict
    reminder: Verdict
    takes_part: bool = False
    may_supervise: bool = False
    may_resume: bool = False
    take_back: ApprovalTask | None = None


def _read(
    process: ApprovalProcess, user: User, on: date
) -> tuple[State, Sequence[ApprovalTask], LiveOffice]:
    tasks = list(process.tasks.select_related("post__unit", "post__role").order_by("pk"))
    office = LiveOffice(process, user, on=on)
    office.know(task.post for task in tasks)
    return state_of(process, tasks), tasks, office


def _seat_of(state: State, tasks: Sequence[ApprovalTask], task: ApprovalTask) -> Seat:
    return state.seats[next(i for i, each in enumerate(tasks) if each.pk == task.pk)]


def may_decide(task: ApprovalTask, user: User, on: date) -> Verdict:
    """Whether `user` may decide the task: it is open, theirs, and not their own matter."""
    return task_powers(task, user, on).decidable


def task_powers(task: ApprovalTask, user: User, on: date) -> TaskPowers:
    """Return everything that `user` may do to the task today."""
    state, tasks, office = _read(task.process, user, on)
    seat = _seat_of(state, tasks, task)
    step = state.step_of(seat)
    if state.status != ProcessStatus.RUNNING or not seat.is_live:
        closed = refused("这项任务已经办结或关闭，不能再办理。")
        return TaskPowers(decidable=closed, holdable=closed, part=seat.part, kind=step.kind)
    if seat.status == TaskStatus.WAITING:
        waiting = refused("请等待前面的加签人办理。")
        return TaskPowers(
            decidable=waiting,
            holdable=waiting,
            removable=_removable(state, tasks, user, office),
            part=seat.part,
            kind=step.kind,
        )
    choice, targets = next_choice(state, seat, office), return_targets(state, seat)
    return TaskPowers(
        decidable=may_hold(seat, user.pk, office)
        if seat.part == Part.ADVISE
        else may_sign(state, seat, user.pk, office),
        holdable=may_hold(seat, user.pk, office),
        targets=[(i, state.route.steps[i].label) for i in targets],
        usual_target=next(
            (i for i in targets if step.returns_to == state.route.steps[i].code), None
        ),
        choice_label=state.route.steps[choice].label if choice is not None else "",
        candidates=_candidates(state, choice, office) if choice is not None else (),
        removable=_removable(state, tasks, user, office),
        part=seat.part,
        kind=step.kind,
        may_add=step.may_add
        and step.kind not in FIXED_SIGNERS
        and seat.part in {Part.SIGN, Part.ADDED},
        needs_paper=needs_paper(step, seat.part),
        is_paused=state.paused_on is not None,
    )


def _candidates(state: State, choice: int, office: LiveOffice) -> Sequence[Post]:
    """Return the posts among which the next holder is chosen; where there is one, nothing is."""
    desks = office.desks(state.route.steps[choice])
    posts = [office.post(desk.key) for desk in desks if desk.able(state.own)]
    return posts if len(posts) > 1 else ()


def _removable(
    state: State, tasks: Sequence[ApprovalTask], user: User, office: LiveOffice
) -> list[ApprovalTask]:
    return [
        tasks[seat.number - 1]
        for seat in state.live
        if seat.part == Part.ADDED and may_remove(state, seat, user.pk, office)
    ]


def process_powers(
    process: ApprovalProcess, user: User, *, on: date, at: datetime
) -> ProcessPowers:
    """Return everything that `user` may do to the process as a whole."""
    state, tasks, office = _read(process, user, on)
    running = state.status == ProcessStatus.RUNNING
    involved = takes_part(state, user.pk, office)
    last = state.seat(state.last.seat) if state.last else None
    back = last is not None and running and may_take_back(state, last, user.pk)
    return ProcessPowers(
        withdrawal=may_withdraw(process, user),
        reminder=may_remind(state, verbs.Remind(actor=user.pk, at=at), office)
        if running
        else refused("该事项没有在办理中。"),
        takes_part=involved,
        may_supervise=running and office.may_supervise(user.pk),
        may_resume=running
        and state.paused_on is not None
        and (user.pk in state.own or any(office.acting(user.pk, seat.desk) for seat in state.live)),
        take_back=tasks[last.number - 1] if back and last else None,
    )


def may_withdraw(process: ApprovalProcess, user: User) -> Verdict:
    """Whether `user` may take the process back."""
    verdict = ALLOWED
    if user.pk != process.started_by_id:
        verdict &= refused("只有送审人才能撤回。")
    if not process.is_running:
        verdict &= refused(f"该事项{process.get_status_display()}，不能撤回。")
    return verdict
