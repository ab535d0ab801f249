"""A small town with one matter of its own: enough people to decide, and somebody to refuse."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.contrib.auth.models import Group

from approvals.flows import services
from approvals.flows.matters import Matter, MatterPage
from approvals.flows.models import ApprovalProcess, ApprovalTask, FlowDefinition
from approvals.flows.shapes import Route, Step, StepField, StepKind
from approvals.organizations.models import Appointment, Post, Unit, User
from config.kernel.verdicts import ALLOWED, Verdict, refused

NOW = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)  # a Monday, 09:30 in China
TODAY = date(2026, 3, 2)
MATTER = "tests.paving"

INTAKE = Step(
    code="intake",
    label="受理",
    kind=StepKind.REVIEW,
    roles=("DATA_INTAKE",),
    days=5,
    clause="《示例办法》第八条",
    quote="数据部门应当在五个工作日内受理。",
)
COUNTERSIGN = Step(
    code="joint",
    label="联合会签",
    kind=StepKind.COUNTERSIGN,
    roles=("CYBERSPACE_REVIEW", "SECRECY_REVIEW", "POLICE_REVIEW"),
    days=3,
)
APPROVAL = Step(
    code="approval",
    label="立项审批",
    kind=StepKind.APPROVE,
    roles=("NDRC_APPROVAL",),
    days=None,
    fields=(StepField(code="reply_number", label="批复文号"),),
    opinion_required=True,
)
ROUTE = Route(code="tests.paving", label="示例流程", steps=(INTAKE, COUNTERSIGN, APPROVAL))
SHORT = Route(code="tests.short", label="一步流程", steps=(INTAKE,))


@dataclass
class Calls:
    """What the engine told the matter."""

    heard: list[str] = field(default_factory=list)
    consent: Verdict = ALLOWED
    readers: set[int] = field(default_factory=set)
    off: set[str] = field(default_factory=set)

    def assigned(self, task: ApprovalTask) -> None:
        self.heard.append(f"assigned {task.post.title}")

    def unassigned(self, task: ApprovalTask) -> None:
        self.heard.append(f"unassigned {task.post.title}")

    def outcome(self, word: str) -> Any:
        def hear(process: ApprovalProcess, *, actor: User, at: datetime) -> None:  # noqa: ARG001
            self.heard.append(f"{word} {process.subject_label}")

        return hear

    @property
    def outcomes(self) -> list[str]:
        return [word for word in self.heard if "assigned" not in word]


def paving_matter(calls: Calls) -> Matter:
    """Return the matter of the tests, which writes down what it hears."""
    return Matter(
        code=MATTER,
        label="铺路申请",
        describe=lambda process, _user: MatterPage(url=f"/roads/{process.project_ref}/"),
        on_assigned=calls.assigned,
        on_unassigned=calls.unassigned,
        on_approved=calls.outcome("approved"),
        on_returned=calls.outcome("returned"),
        on_rejected=calls.outcome("rejected"),
        on_withdrawn=calls.outcome("withdrawn"),
        on_terminated=calls.outcome("terminated"),
        on_resubmitted=calls.outcome("resubmitted"),
        may_approve=lambda _process, _user, _on: calls.consent,
        applies=lambda _process, step: step.code not in calls.off,
        may_see=lambda _process, user: user.pk in calls.readers,
    )


def unit(name: str, kind: str) -> Unit:
    """Return a unit of that name."""
    found = Unit.objects.create(name=name, short_name=name, kind_id=kind, pinyin=name)
    found.path = f"/{found.pk}/"
    found.save(update_fields=["path"])
    return found


def post(unit: Unit, role: str, title: str) -> Post:
    """Return a post at a unit."""
    group = Group.objects.create(name=f"{unit.name} {title}")
    return Post.objects.create(unit=unit, role_id=role, title=title, group=group)


def person(name: str, unit: Unit, *posts: Post) -> User:
    """Return somebody who holds the posts since last year."""
    user = User.objects.create_user(name, name, unit=unit)
    for held in posts:
        Appointment.objects.create(user=user, post=held, starts_on=date(2025, 1, 1))
    return user


class Town:
    """The units, posts and people of the tests."""

    def __init__(self) -> None:
        self.roads = unit("道路局", "OWNER")
        self.data = unit("数据局", "DATA")
        self.ndrc = unit("发改局", "NDRC")
        self.cyber = unit("网信办", "CYBERSPACE")
        self.secrecy = unit("保密局", "SECRECY")
        self.police = unit("公安局", "POLICE")
        self.handler_post = post(self.roads, "HANDLER", "经办岗")
        self.intake_post = post(self.data, "DATA_INTAKE", "受理岗")
        self.second_intake_post = post(self.data, "DATA_INTAKE", "受理二岗")
        self.ndrc_post = post(self.ndrc, "NDRC_APPROVAL", "审批岗")
        self.cyber_post = post(self.cyber, "CYBERSPACE_REVIEW", "网信岗")
        self.secrecy_post = post(self.secrecy, "SECRECY_REVIEW", "保密岗")
        self.police_post = post(self.police, "POLICE_REVIEW", "公安岗")
        self.handler = person("经办", self.roads, self.handler_post)
        self.clerk = person("受理甲", self.data, self.intake_post)
        self.colleague = person("受理乙", self.data, self.second_intake_post)
        self.planner = person("审批", self.ndrc, self.ndrc_post)
        self.cyber_signer = person("网信", self.cyber, self.cyber_post)
        self.secrecy_signer = person("保密", self.secrecy, self.secrecy_post)
        self.police_signer = person("公安", self.police, self.police_post)
        self.outsider = person("外人", self.roads)
        self.definitions: dict[str, FlowDefinition] = {}

    def add_superior(self) -> None:
        """Put a government above the roads, with somebody at its head."""
        self.government = unit("县政府", "OWNER")
        self.mayor_post = post(self.government, "UNIT_HEAD", "县长")
        self.mayor = person("县长", self.government, self.mayor_post)
        self.roads.parent, self.roads.path = (
            self.government,
            f"{self.government.path}{self.roads.pk}/",
        )
        self.roads.save(update_fields=["parent", "path"])

    def define(self, route: Route) -> FlowDefinition:
        """Publish a route."""
        return services.define_flow(route, actor=self.handler, at=NOW)

    def send(
        self,
        route: Route = ROUTE,
        *,
        label: str = "环城路",
        amount: Decimal | None = Decimal("1250000.00"),
        actor: User | None = None,
        at: datetime = NOW,
        **changed: Any,
    ) -> ApprovalProcess:
        """Send a matter for approval."""
        values: dict[str, Any] = {
            "definition": self.define(route),
            "subject_label": label,
            "project_ref": 7,
            "record_ref": None,
            "owner_unit": self.roads,
            "amount": amount,
            "stage": "立项",
            "content_digest": "one",
            "actor": actor or self.handler,
            "at": at,
        }
        return services.start(MATTER, **(values | changed))


def open_task(process: ApprovalProcess, title: str = "") -> ApprovalTask:
    """Return the open task, of the post with that title where there are several."""
    tasks = process.tasks.filter(status="OPEN").select_related("process__definition", "post__unit")
    return tasks.filter(post__title=title).get() if title else tasks.order_by("pk")[0]


def open_titles(process: ApprovalProcess) -> list[str]:
    """Return the posts that have something to do."""
    return list(
        process.tasks.filter(status="OPEN").order_by("pk").values_list("post__title", flat=True)
    )


def agree(task: ApprovalTask, actor: User, *, minutes: int = 5, **given: Any) -> ApprovalTask:
    """Agree, as somebody who saw the task as it is now."""
    process = ApprovalProcess.objects.get(pk=task.process_id)
    values: dict[str, Any] = {
        "opinion": "同意。",
        "extra": {"reply_number": "发改〔2026〕1号"},
        "version": process.version,
        "actor": actor,
        "at": NOW + timedelta(minutes=minutes),
    }
    return services.approve(task, **(values | given))


def agree_all(process: ApprovalProcess, steps: Iterable[tuple[str, User]]) -> None:
    """Agree one after the other, each at the post named."""
    for title, actor in steps:
        agree(open_task(process, title), actor)


NOT_NOW = refused("资料尚未齐备。")
