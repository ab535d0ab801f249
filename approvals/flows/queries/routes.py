"""The route of a process as it is drawn: who passed, whose turn it is and why, what is ahead."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum

from django.db.models import QuerySet

from approvals.flows.models import (
    ApprovalProcess,
    ApprovalTask,
    Decision,
    Opinion,
    TaskStatus,
)
from approvals.flows.queries.people import holders_by_post, posts_by_role
from approvals.flows.shapes import Route, Step
from approvals.organizations.models import Post, Role, User


class NodeState(Enum):
    """What became of a step in the present round."""

    PASSED = "PASSED"
    NOW = "NOW"
    AHEAD = "AHEAD"
    RETURNED = "RETURNED"
    REJECTED = "REJECTED"
    STOPPED = "STOPPED"

    @property
    def word(self) -> str:
        """The word beside the icon."""
        return _WORDS[self]


_WORDS = {
    NodeState.PASSED: "已通过",
    NodeState.NOW: "办理中",
    NodeState.AHEAD: "未到",
    NodeState.RETURNED: "退回补正",
    NodeState.REJECTED: "不同意",
    NodeState.STOPPED: "未办理",
}
_ENDS = {Decision.RETURNED: NodeState.RETURNED, Decision.REJECTED: NodeState.REJECTED}


@dataclass(frozen=True, slots=True, kw_only=True)
class Signer:
    """One role of a step: the posts behind it, and what was decided for it."""

    role_label: str
    post_label: str
    people: str
    opinion: Opinion | None = None

    @property
    def has_signed(self) -> bool:
        """Whether the role gave its opinion."""
        return self.opinion is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteNode:
    """One step of a route, as far as it got."""

    label: str
    kind: str
    state: NodeState
    people: str
    at: datetime | None
    due_on: date | None
    why: str
    quote: str
    opinions: tuple[Opinion, ...]
    signers: tuple[Signer, ...]
    is_countersign: bool

    @property
    def waiting(self) -> str:
        """Those who have not signed yet."""
        return "、".join(
            signer.people for signer in self.signers if signer.people and not signer.has_signed
        )

    @property
    def is_passed(self) -> bool:
        """Whether the step agreed."""
        return self.state is NodeState.PASSED

    @property
    def is_now(self) -> bool:
        """Whether the process stands here."""
        return self.state is NodeState.NOW

    @property
    def is_refused(self) -> bool:
        """Whether the process was turned back here."""
        return self.state in {NodeState.RETURNED, NodeState.REJECTED}

    @property
    def signed_count(self) -> int:
        """How many of the signers have signed."""
        return sum(signer.has_signed for signer in self.signers)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rows:
    """Everything read for one route, in a constant number of queries."""

    process: ApprovalProcess
    tasks: Mapping[int, Sequence[ApprovalTask]]
    opinions: Mapping[int, Opinion]
    posts: Mapping[str, Sequence[Post]]
    holders: Mapping[int, Sequence[User]]
    roles: Mapping[str, str]


def process_route(process: ApprovalProcess, on: date) -> list[RouteNode]:
    """Return the steps of the present round, and the rest as it is foreseen today."""
    route = process.definition.route
    rows = _read(process, route, on)
    return [_node(rows, index, step) for index, step in enumerate(route.steps)]


def _read(process: ApprovalProcess, route: Route, on: date) -> _Rows:
    tasks: dict[int, list[ApprovalTask]] = defaultdict(list)
    for task in (
        process.tasks.filter(round=process.round).select_related("post__unit").order_by("pk")
    ):
        tasks[task.step_index].append(task)
    codes = {code for step in route.steps for code in step.roles}
    posts = posts_by_role(codes, process.owner_unit)
    ids = {post.pk for group in posts.values() for post in group}
    ids |= {task.post_id for group in tasks.values() for task in group}
    return _Rows(
        process=process,
        tasks=tasks,
        opinions={
            opinion.task_id: opinion
            for opinion in process.opinions.filter(round=process.round)
            if opinion.task_id
        },
        posts=posts,
        holders=holders_by_post(ids, on),
        roles=dict(Role.objects.filter(pk__in=codes).values_list("pk", "label")),
    )


def _node(rows: _Rows, index: int, step: Step) -> RouteNode:
    tasks = rows.tasks.get(index, ())
    opinions = tuple(rows.opinions[task.pk] for task in tasks if task.pk in rows.opinions)
    signers = tuple(_signer(rows, role, tasks) for role in step.roles)
    role_labels = "、".join(rows.roles.get(role, "") for role in step.roles)
    return RouteNode(
        label=step.label,
        kind=step.kind.label,
        state=_state(rows.process, index, opinions),
        people="、".join(opinion.actor_label for opinion in opinions)
        or "、".join(dict.fromkeys(signer.people for signer in signers if signer.people)),
        at=opinions[-1].at if opinions else None,
        due_on=next((task.due_on for task in tasks if task.is_open), None),
        why=_why(step, role_labels),
        quote=step.quote,
        opinions=opinions,
        signers=signers,
        is_countersign=step.is_countersign,
    )


def _why(step: Step, role_labels: str) -> str:
    """Say why this step is theirs: the role that has the duty, and its clause."""
    how = "须全部会签" if step.is_countersign else f"负责{step.kind.label}"
    return f"“{role_labels}”{how}" + (f"，依据{step.clause}" if step.clause else "")


def _state(process: ApprovalProcess, index: int, opinions: Iterable[Opinion]) -> NodeState:
    for opinion in opinions:
        if opinion.decision in _ENDS:
            return _ENDS[Decision(opinion.decision)]
    if index < process.step_index or process.status == ApprovalProcess.Status.APPROVED:
        return NodeState.PASSED
    if process.is_running:
        return NodeState.NOW if index == process.step_index else NodeState.AHEAD
    return NodeState.STOPPED


def _signer(rows: _Rows, role: str, tasks: Sequence[ApprovalTask]) -> Signer:
    mine = [task for task in tasks if task.role_code == role]
    opinion = next((rows.opinions[task.pk] for task in mine if task.pk in rows.opinions), None)
    posts = [task.post for task in mine] or rows.posts.get(role, ())
    people = [user.full_name for post in posts for user in rows.holders.get(post.pk, ())]
    return Signer(
        role_label=rows.roles.get(role, ""),
        post_label="、".join(
            dict.fromkeys(f"{post.unit.short_name}{post.title}" for post in posts)
        ),
        people=opinion.actor_label if opinion else "、".join(dict.fromkeys(people)),
        opinion=opinion,
    )


def tasks_without_holder(on: date) -> QuerySet[ApprovalTask]:
    """Return open tasks that nobody could decide today; somebody has to be appointed."""
    open_tasks = ApprovalTask.objects.filter(status=TaskStatus.OPEN)
    post_ids = set(open_tasks.values_list("post_id", flat=True).distinct())
    held = {post_id for post_id, people in holders_by_post(post_ids, on).items() if people}
    return open_tasks.filter(post__in=post_ids - held).select_related("post__unit", "process")
