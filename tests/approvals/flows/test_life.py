"""The life of processes over random routes, against an independent replay of the opinions."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import ClassVar

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)

from approvals.flows import services
from approvals.flows.models import ApprovalProcess, ApprovalTask, ProcessStatus
from approvals.flows.shapes import Route, Step, StepKind
from approvals.organizations.models import User
from config.kernel.verdicts import RuleViolationError, StaleVersionError
from tests.approvals.flows.test_guards import ENDED, LEGAL
from tests.approvals.flows.town import NOW, Town

ROLES = ("DATA_INTAKE", "CYBERSPACE_REVIEW", "SECRECY_REVIEW", "POLICE_REVIEW", "NDRC_APPROVAL")
MOST_AT_ONCE = 3

steps = st.builds(
    lambda kind, roles: (kind, tuple(roles)),
    st.sampled_from(StepKind),
    st.lists(st.sampled_from(ROLES), min_size=1, max_size=4, unique=True),
)
routes = st.lists(steps, min_size=1, max_size=4)
numbers = st.integers(min_value=0, max_value=99)


def build_route(drawn: Sequence[tuple[StepKind, tuple[str, ...]]]) -> Route:
    """Name the drawn steps; the name stands for the content, so equal routes are one."""
    built = tuple(
        Step(code=f"s{index}", label=f"第{index}步", kind=kind, roles=roles, days=index)
        for index, (kind, roles) in enumerate(drawn)
    )
    return Route(code=f"tests.{abs(hash(built))}", label="随机流程", steps=built)


def replay(process: ApprovalProcess) -> tuple[str, int, int]:
    """Derive status, round and step from nothing but the route and the opinions."""
    route = process.definition.route
    status, number, index = "", 0, 0
    signed: set[str] = set()
    words = process.opinions.order_by("pk").values_list("decision", "task__role_code")
    for decision, role in words:
        if decision in {"SUBMITTED", "RESUBMITTED"}:
            status, number, index, signed = "RUNNING", number + 1, 0, set()
        elif decision != "APPROVED":
            status = decision
        else:
            step = route.steps[index]
            signed.add(role)
            if step.is_countersign and signed != set(step.roles):
                continue
            signed = set()
            if index + 1 == len(route.steps):
                status = "APPROVED"
            else:
                index += 1
    return status, number, index


class Life(RuleBasedStateMachine):
    """Anybody may press any button at any time; the rules of the engine must hold."""

    town: ClassVar[Town]
    processes = Bundle("processes")

    def __init__(self) -> None:
        super().__init__()
        self.frame = transaction.atomic()
        self.frame.__enter__()
        self.minute = 0
        self.holders: dict[str, User] = {
            "受理岗": self.town.clerk,
            "受理二岗": self.town.colleague,
            "审批岗": self.town.planner,
            "网信岗": self.town.cyber_signer,
            "保密岗": self.town.secrecy_signer,
            "公安岗": self.town.police_signer,
        }

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.frame.__exit__(None, None, None)

    def tick(self) -> datetime:
        self.minute += 1
        return NOW + timedelta(minutes=self.minute)

    def fresh(self, pk: int) -> ApprovalProcess:
        return ApprovalProcess.objects.select_related("definition").get(pk=pk)

    def some_task(self, process: ApprovalProcess, number: int) -> ApprovalTask:
        tasks = list(process.tasks.select_related("post", "process").order_by("-status", "pk"))
        waiting = [task for task in tasks if task.is_open]
        return (waiting or tasks)[number % len(waiting or tasks)]

    @rule(target=processes, drawn=routes)
    def send(self, drawn: list[tuple[StepKind, tuple[str, ...]]]) -> object:
        if ApprovalProcess.objects.count() >= MOST_AT_ONCE:
            return multiple()
        return self.town.send(build_route(drawn), at=self.tick()).pk

    @rule(pk=processes, number=numbers)
    def approve(self, pk: int, number: int) -> None:
        process = self.fresh(pk)
        task = self.some_task(process, number)
        was_open = task.is_open
        try:
            services.approve(
                task,
                opinion="同意。",
                extra={},
                version=process.version,
                actor=self.holders[task.post.title],
                at=self.tick(),
            )
        except StaleVersionError:
            assert not was_open
        else:
            assert was_open

    @rule(pk=processes, number=numbers, reject=st.booleans())
    def turn_back(self, pk: int, number: int, *, reject: bool) -> None:
        process = self.fresh(pk)
        task = self.some_task(process, number)
        was_open = task.is_open
        decide = services.reject if reject else services.return_for_correction
        try:
            decide(
                task,
                opinion="请改。",
                version=process.version,
                actor=self.holders[task.post.title],
                at=self.tick(),
            )
        except StaleVersionError:
            assert not was_open
        else:
            assert was_open

    @rule(pk=processes)
    def resubmit(self, pk: int) -> None:
        process = self.fresh(pk)
        try:
            services.resubmit(
                process,
                content_digest=str(self.minute),
                version=process.version,
                actor=self.town.handler,
                at=self.tick(),
            )
        except RuleViolationError:
            assert process.status != "RETURNED"
        else:
            assert process.status == "RETURNED"

    @rule(pk=processes, end=st.sampled_from(["withdraw", "terminate"]))
    def end(self, pk: int, end: str) -> None:
        process = self.fresh(pk)
        try:
            if end == "withdraw":
                services.withdraw(
                    process,
                    reason="撤回。",
                    version=process.version,
                    actor=self.town.handler,
                    at=self.tick(),
                )
            else:
                services.terminate(
                    process,
                    reason="终止。",
                    actor=self.town.handler,
                    at=self.tick(),
                )
        except RuleViolationError:
            open_ended = {"RUNNING"} if end == "withdraw" else {"RUNNING", "RETURNED"}
            assert process.status not in open_ended

    @rule(pk=processes, number=numbers, stale=st.booleans())
    def press_without_right(self, pk: int, number: int, *, stale: bool) -> None:
        process = self.fresh(pk)
        task = self.some_task(process, number)
        before = process.opinions.count()
        actor = self.holders[task.post.title] if stale else self.town.outsider
        with pytest.raises((RuleViolationError, StaleVersionError)):
            services.approve(
                task,
                opinion="同意。",
                extra={},
                version=process.version - (1 if stale else 0),
                actor=actor,
                at=self.tick(),
            )
        assert process.opinions.count() == before

    @rule(pk=processes, new=st.sampled_from(ProcessStatus.values))
    def write_past_the_services(self, pk: int, new: str) -> None:
        old = str(self.fresh(pk).status)
        if old == new or (old, new) in LEGAL:
            return
        ended = NOW if new in ENDED else None
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "UPDATE approvals_approvalprocess SET status = %s, ended_at = %s WHERE id = %s",
                [new, ended, pk],
            )

    @invariant()
    def a_process_runs_exactly_as_long_as_somebody_has_to_decide(self) -> None:
        for process in ApprovalProcess.objects.prefetch_related("tasks"):
            waiting = [task for task in process.tasks.all() if task.is_open]
            assert bool(waiting) is (process.status == "RUNNING")
            assert {(task.round, task.step_index) for task in waiting} <= {
                (process.round, process.step_index)
            }
            posts = [task.post_id for task in waiting]
            assert len(posts) == len(set(posts))

    @invariant()
    def the_opinions_alone_tell_where_a_process_stands(self) -> None:
        for process in ApprovalProcess.objects.select_related("definition"):
            assert replay(process) == (process.status, process.round, process.step_index)
            signed = process.tasks.filter(status="DONE").count()
            assert process.opinions.filter(task__isnull=False).count() == signed


def test_processes_live_by_their_rules(town: Town) -> None:
    Life.town = town

    run_state_machine_as_test(
        Life,
        settings=settings(
            max_examples=30,
            stateful_step_count=25,
            deadline=None,
            database=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
