"""One matter as its signer sees it: the route, the opinions of all rounds, what may be done."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.timezone import localdate

from approvals.calendars.queries import working_calendar
from approvals.flows import matters
from approvals.flows.matters import MatterPage
from approvals.flows.models import ApprovalProcess, ApprovalTask, Look, Opinion
from approvals.flows.queries import RouteNode, acting_for, process_route
from approvals.flows.rules import TaskPowers, foreseen, task_powers
from approvals.flows.shapes import Route, Step, StepField
from approvals.inbox.queries.histories import DECISION_TINTS
from approvals.inbox.queries.rows import (
    PROCESS_TINTS,
    Stay,
    day_text,
    moment_text,
    stay_of,
)
from approvals.organizations.models import User
from approvals.organizations.queries import post_ids_of
from config.kernel.verdicts import Verdict

NODE_CLASSES = {
    "PASSED": "done",
    "NOW": "now",
    "AHEAD": "todo",
    "RETURNED": "returned",
    "REJECTED": "returned",
    "STOPPED": "skipped",
    "SKIPPED": "skipped",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteStep:
    """A step as the route is drawn."""

    name: str
    who: str
    on: str
    state: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteView:
    """The drawn route, with the steps that it stands at and those foreseen behind them."""

    steps: Sequence[RouteStep]
    now: Sequence[RouteNode]
    ahead: Sequence[RouteNode]
    passed: int

    @property
    def progress_text(self) -> str:
        """How far it got."""
        return f"共 {len(self.steps)} 步，已过 {self.passed} 步"


@dataclass(frozen=True, slots=True, kw_only=True)
class OpinionLine:
    """An opinion with the answers to the fields of its step."""

    who: str
    post: str
    step: str
    decision: str
    tint: str
    text: str
    at: str
    acting_for: str
    answers: Sequence[tuple[str, str]]
    paper: dict[str, str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """The opinions of one round, in the order they were given."""

    number: int
    lines: Sequence[OpinionLine]


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """What happened to a process since its reader looked last."""

    since: str
    lines: Sequence[OpinionLine]
    content_changed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcessView:
    """A process for reading."""

    process: ApprovalProcess
    matter_label: str
    page: MatterPage
    route: RouteView
    rounds: Sequence[Round]
    status: str
    tint: str
    started_text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskView:
    """A task for deciding."""

    task: ApprovalTask
    step: Step
    stay: Stay
    giver: User | None
    powers: TaskPowers
    decidable: Verdict
    agreeable: Verdict
    shown: ProcessView


def news_since(process: ApprovalProcess, look: Look, on: date) -> News | None:
    """Tell what is new since the sitting before (上次查看之后的变化); nothing at a first look."""
    opinions = process.opinions.filter(pk__gt=look.since_ref).exclude(actor=look.user_id)
    route = process.definition.route
    lines = [_opinion_line(opinion, route, on) for opinion in opinions.order_by("pk")]
    changed = look.since_digest != process.content_digest
    if not lines and not changed:
        return None
    return News(since=moment_text(look.since_at, on), lines=lines, content_changed=changed)


def readable_tasks(user: User, on: date) -> QuerySet[ApprovalTask]:
    """Return the tasks somebody may open: those of their posts, and those they decided."""
    return ApprovalTask.objects.filter(
        Q(post__in=post_ids_of(user, on)) | Q(decided_by=user)
    ).select_related(
        "post__unit",
        "post__role",
        "process__definition",
        "process__owner_unit",
        "process__started_by__unit",
    )


def may_read(process: ApprovalProcess, user: User, on: date) -> bool:
    """Whether somebody may read it: sender, signers, who got a copy, whom the matter lets."""
    if process.started_by_id == user.pk:
        return True
    if process.tasks.filter(Q(post__in=post_ids_of(user, on)) | Q(decided_by=user)).exists():
        return True
    if process.readings.filter(user=user).exists():
        return True
    return matters.get(process.matter_code).may_see(process, user)


def task_view(task: ApprovalTask, user: User, on: date) -> TaskView:
    """Return everything that the decision page shows."""
    process = task.process
    step = process.definition.route.steps[task.step_index]
    powers = task_powers(task, user, on)
    return TaskView(
        task=task,
        step=step,
        stay=stay_of(
            task.opened_at,
            task.due_on,
            on=on,
            calendar=working_calendar(),
            is_paused=task.is_paused,
        ),
        giver=acting_for(user, task.post, on),
        powers=powers,
        decidable=powers.decidable,
        agreeable=matters.get(process.matter_code).may_approve(process, user, on),
        shown=process_view(process, user, on),
    )


def process_view(process: ApprovalProcess, user: User, on: date) -> ProcessView:
    """Return everything that a reader of the process sees."""
    matter = matters.get(process.matter_code)
    return ProcessView(
        process=process,
        matter_label=matter.label,
        page=matter.describe(process, user),
        route=_route_view(process, on),
        rounds=_rounds(process, on),
        status=process.get_status_display(),
        tint=PROCESS_TINTS.get(process.status, "mute"),
        started_text=moment_text(process.started_at, on),
    )


def _route_view(process: ApprovalProcess, on: date) -> RouteView:
    nodes = process_route(process, on, foreseen(process, on))
    sent = RouteStep(
        name="送审",
        who=process.started_by.full_name,
        on=moment_text(process.started_at, on),
        state="done",
        why="",
    )
    return RouteView(
        steps=[sent, *(_route_step(node, on) for node in nodes)],
        now=[node for node in nodes if node.is_now],
        ahead=[node for node in nodes if node.is_ahead],
        passed=1 + sum(node.is_passed for node in nodes),
    )


def _route_step(node: RouteNode, on: date) -> RouteStep:
    return RouteStep(
        name=node.label,
        who=node.waiting if node.is_now else node.people,
        on=_when(node, on),
        state=NODE_CLASSES[node.state.value],
        why=node.why,
    )


def _when(node: RouteNode, on: date) -> str:
    if node.is_now:
        return "办理中"
    if node.at:
        return day_text(localdate(node.at), on)
    return "预计" if node.is_ahead and node.people else ""


def _rounds(process: ApprovalProcess, on: date) -> list[Round]:
    """Return the opinions, the latest round first."""
    route = process.definition.route
    opinions = process.opinions.select_related("paper").order_by("-round", "pk")
    return [
        Round(number=number, lines=[_opinion_line(opinion, route, on) for opinion in group])
        for number, group in groupby(opinions, key=lambda opinion: opinion.round)
    ]


def _opinion_line(opinion: Opinion, route: Route, on: date) -> OpinionLine:
    fields = {
        field.code: field
        for step in route.steps
        if step.code == opinion.step_code
        for field in step.fields
    }
    return OpinionLine(
        who=opinion.actor_label,
        post=f"{opinion.unit_label}{opinion.post_label}",
        step=opinion.step_label,
        decision=opinion.get_decision_display(),
        tint=DECISION_TINTS.get(opinion.decision, "mute"),
        text=opinion.text,
        at=moment_text(opinion.at, on),
        acting_for=opinion.acting_for_label,
        answers=[
            (fields[code].label, answer_text(fields[code], value))
            for code, value in opinion.extra.items()
            if value and code in fields
        ],
        paper=_paper_of(opinion) if opinion.paper_id else None,
    )


def _paper_of(opinion: Opinion) -> dict[str, str]:
    """Return where the document of an organ outside is."""
    assert opinion.paper is not None
    version = opinion.paper.versions.order_by("-number")[0]
    return {
        "name": version.original_name,
        "href": reverse("documents:download", args=[version.pk]),
    }


def answer_text(field: StepField, value: str) -> str:
    """Show the answer to a step field as a reader expects it."""
    if field.kind == "money":
        return f"{Decimal(value):,.2f} 元"
    if field.kind == "date":
        day = date.fromisoformat(value)
        return f"{day.year}年{day.month}月{day.day}日"
    return value
