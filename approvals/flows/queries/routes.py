"""The route of a process as it is drawn: who passed, whose turn it is and why, what is ahead."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from approvals.flows.engine import Part, ProcessStatus, State
from approvals.flows.models import (
    ApprovalProcess,
    ApprovalTask,
    Decision,
    Opinion,
    TaskStatus,
)
from approvals.flows.models.states import state_of
from approvals.flows.queries.nodes import Foreseen, NodeState, RouteNode, Signer
from approvals.flows.queries.people import holders_by_post, posts_by_role
from approvals.flows.shapes import Approver, Step, StepKind
from approvals.organizations.models import Post, Role, User

_ENDS = {Decision.RETURNED: NodeState.RETURNED, Decision.REJECTED: NodeState.REJECTED}
_VOICES = {StepKind.VOTE, StepKind.CONSULT}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rows:
    """Everything read for one route, in a constant number of queries."""

    process: ApprovalProcess
    state: State
    tasks: Mapping[int, Sequence[ApprovalTask]]
    opinions: Mapping[int, Opinion]
    posts: Mapping[str, Sequence[Post]]
    holders: Mapping[int, Sequence[User]]
    roles: Mapping[str, str]


def process_route(
    process: ApprovalProcess, on: date, ahead: Mapping[int, Foreseen]
) -> list[RouteNode]:
    """Return the steps as they stand today, and the rest as it is foreseen."""
    rows = _read(process, on)
    return [
        _foreseen_node(rows, step, ahead[index])
        if index in ahead and not rows.tasks.get(index)
        else _node(rows, index, step)
        for index, step in enumerate(rows.state.route.steps)
    ]


def _foreseen_node(rows: _Rows, step: Step, found: Foreseen) -> RouteNode:
    signers = tuple(
        Signer(role_label=one.role_label, post_label=one.post_label, people=one.people)
        for one in found.signers
    )
    usual = NodeState.SKIPPED if found.is_skipped else NodeState.AHEAD
    running = rows.state.status == ProcessStatus.RUNNING
    return RouteNode(
        label=step.label,
        kind=step.kind.label,
        state=usual if running else NodeState.STOPPED,
        people="、".join(dict.fromkeys(one.people for one in found.signers if one.people)),
        at=None,
        due_on=None,
        why=_why(step, _role_labels(rows, step)),
        quote=step.quote,
        opinions=(),
        signers=signers,
        is_countersign=len(signers) > 1,
        note=found.note,
    )


def _role_labels(rows: _Rows, step: Step) -> str:
    return "、".join(rows.roles.get(role, "") for role in step.roles)


def _read(process: ApprovalProcess, on: date) -> _Rows:
    everything = list(process.tasks.select_related("post__unit").order_by("pk"))
    state = state_of(process, everything)
    visits = _visits(state)
    tasks: dict[int, list[ApprovalTask]] = defaultdict(list)
    for task, seat in zip(everything, state.seats, strict=True):
        current = visits.get(seat.step) == seat.entry and seat.number not in state.void
        if current and seat.part != Part.ADVISE:
            tasks[seat.step].append(task)
    codes = {code for step in state.route.steps for code in step.roles}
    posts = posts_by_role(codes, process.owner_unit)
    ids = {post.pk for group in posts.values() for post in group}
    ids |= {task.post_id for group in tasks.values() for task in group}
    return _Rows(
        process=process,
        state=state,
        tasks=tasks,
        opinions={
            opinion.task_id: opinion
            for opinion in process.opinions.exclude(task=None)
            if opinion.task_id
        },
        posts=posts,
        holders=holders_by_post(ids, on),
        roles=dict(Role.objects.filter(pk__in=codes).values_list("pk", "label")),
    )


def _visits(state: State) -> dict[int, int]:
    """Return which visit of each step counts: the one passed or open, else the last this round."""
    found = {seat.step: seat.entry for seat in state.seats if seat.round == state.round}
    return found | dict(state.passed) | dict(state.active)


def _node(rows: _Rows, index: int, step: Step) -> RouteNode:
    tasks = rows.tasks.get(index, ())
    opinions = tuple(rows.opinions[task.pk] for task in tasks if task.pk in rows.opinions)
    signers = _signers(rows, step, tasks)
    state = _state(rows.state, index, step, opinions)
    if state is NodeState.PASSED and step.when and not tasks:
        state = NodeState.SKIPPED
    return RouteNode(
        label=step.label,
        kind=step.kind.label,
        state=state,
        people="、".join(opinion.signer for opinion in opinions)
        or "、".join(dict.fromkeys(signer.people for signer in signers if signer.people)),
        at=opinions[-1].at if opinions else None,
        due_on=next((task.due_on for task in tasks if task.is_open), None),
        why=_why(step, _role_labels(rows, step)),
        quote=step.quote,
        opinions=opinions,
        signers=signers,
        is_countersign=len(signers) > 1,
    )


def _why(step: Step, role_labels: str) -> str:
    """Say why this step is theirs: the rule or the role that has the duty, and its clause."""
    how = {
        StepKind.COUNTERSIGN: "须全部会签",
        StepKind.JOINT_REVIEW: "各部门出具一份联审意见",
        StepKind.VOTE: f"票签，{_share_text(step)}通过",
        StepKind.ANY_ONE: "任一人签署即可",
        StepKind.CONSULT: "被征求意见，有异议的须说明处理",
    }.get(step.kind, f"负责{step.kind.label}")
    by_rule = "" if step.approver == Approver.POST else f"（{step.approver.label}）"
    beside = "，与同组环节同时办理" if step.block else ""
    condition = f"，{step.when}时适用" if step.when else ""
    clause = f"，依据{step.clause}" if step.clause else ""
    whose = f"“{role_labels}”" if role_labels else ""
    return f"{whose}{by_rule}{how}{beside}{condition}{clause}"


def _share_text(step: Step) -> str:
    part, whole = step.vote_share
    if (part, whole) == (1, 2):
        return "过半数" if step.vote_above else "半数以上"
    return f"超过{whole}分之{part}" if step.vote_above else f"{whole}分之{part}以上"


def _state(state: State, index: int, step: Step, opinions: Iterable[Opinion]) -> NodeState:
    if index in dict(state.passed):
        return NodeState.PASSED
    if index in dict(state.active):
        return NodeState.NOW
    for opinion in opinions:
        if opinion.decision in _ENDS and step.kind not in _VOICES:
            return _ENDS[Decision(opinion.decision)]
    if state.status == ProcessStatus.REJECTED and step.kind == StepKind.VOTE and opinions:
        return NodeState.REJECTED
    running = state.status == ProcessStatus.RUNNING
    return NodeState.AHEAD if running else NodeState.STOPPED


def _signers(rows: _Rows, step: Step, tasks: Sequence[ApprovalTask]) -> tuple[Signer, ...]:
    """Return one line for every answer that the step needs: roles, departments, added signers."""
    if not tasks or (not step.asks_each_role and step.kind != StepKind.VOTE):
        found = [
            _signer(rows, role, [t for t in tasks if t.role_code == role]) for role in step.roles
        ]
    else:
        found = []
    lanes: dict[tuple[str, ...], list[ApprovalTask]] = defaultdict(list)
    for task in tasks:
        if not found or task.part != Part.SIGN:
            lanes[tuple(task.lanes) or (task.role_code,)].append(task)
    return (*found, *(_signer(rows, group[0].role_code, group) for group in lanes.values()))


def _signer(rows: _Rows, role: str, tasks: Sequence[ApprovalTask]) -> Signer:
    opinion = next((rows.opinions[t.pk] for t in reversed(tasks) if t.pk in rows.opinions), None)
    posts = [task.post for task in tasks if task.status != TaskStatus.CLOSED or opinion] or (
        [task.post for task in tasks] or rows.posts.get(role, ())
    )
    people = [user.full_name for post in posts for user in rows.holders.get(post.pk, ())]
    return Signer(
        role_label=rows.roles.get(role, "") or (tasks[0].post.title if tasks else ""),
        post_label="、".join(
            dict.fromkeys(f"{post.unit.short_name}{post.title}" for post in posts)
        ),
        people=opinion.signer if opinion else "、".join(dict.fromkeys(people)),
        opinion=opinion,
    )
