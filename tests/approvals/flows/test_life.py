"""Processes on PostgreSQL, driven through every verb; the opinions alone tell where each stands.

The pure model is driven much further in `tests.approvals.flows.engine`; here the services and
the tables have to say the same. `FLOW_STEPS=200000` walks further here as well.
"""

import random
from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from typing import Any, ClassVar
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from approvals.flows import services
from approvals.flows.engine import AddMode, Decision, State, replay
from approvals.flows.models import ApprovalProcess, ApprovalTask, ProcessStatus, Reading
from approvals.flows.models.states import state_of
from approvals.flows.shapes import (
    Approver,
    Expiry,
    Refusal,
    Repeat,
    Resubmit,
    Route,
    Step,
    StepKind,
)
from approvals.organizations.access import forget_posts
from approvals.organizations.models import Appointment, Delegation, Post, User
from config.kernel.verdicts import RuleViolationError, StaleVersionError
from tests.approvals.flows.engine.machine import STEPS, consented
from tests.approvals.flows.test_guards import ENDED, LEGAL
from tests.approvals.flows.town import NOW, Calls, Town
from tests.documents.samples import pdf, upload

AT_ONCE = 50
TRACE = """
    SELECT status, version, standing,
           (SELECT count(*) FROM approvals_opinion AS said WHERE said.process_id = process.id)
    FROM approvals_approvalprocess AS process WHERE id = %s
"""
WALKED = STEPS // 5
REASON = "按要求办理。"
PAPER = pdf()
THREE = ("CYBERSPACE_REVIEW", "SECRECY_REVIEW", "POLICE_REVIEW")


def _step(code: str, kind: StepKind, *roles: str, **values: Any) -> Step:
    return Step(code=code, label=code, kind=kind, roles=roles, **({"days": 3} | values))


INTAKE = _step("受理", StepKind.REVIEW, "DATA_INTAKE", on_expiry=Expiry.DEEMED)
LAST = _step("审批", StepKind.APPROVE, "NDRC_APPROVAL")
DIRECT = Resubmit.DIRECT
ROUTES = {
    name: Route(code=f"tests.{name}", label=name, steps=steps)
    for name, steps in {
        "serial": (INTAKE, LAST),
        "joint": (
            INTAKE,
            _step("会签", StepKind.COUNTERSIGN, *THREE, resubmit=DIRECT),
            LAST,
        ),
        "after": (
            _step("联审", StepKind.JOINT_REVIEW, *THREE, "DATA_INTAKE", resubmit=DIRECT),
            _step(
                "再签",
                StepKind.COUNTERSIGN,
                *THREE,
                refusal=Refusal.AFTER_ALL,
                on_expiry=Expiry.PASS_ON,
            ),
            LAST,
        ),
        "vote": (_step("票签", StepKind.VOTE, *THREE, "NDRC_APPROVAL"), INTAKE),
        "meeting": (_step("会议", StepKind.MEETING, "NDRC_APPROVAL"), INTAKE),
        "consult": (
            INTAKE,
            _step("征求", StepKind.CONSULT, *THREE, on_expiry=Expiry.PASS_ON),
            _step("备案", StepKind.FILING, "NDRC_APPROVAL", repeat=Repeat.SKIP),
        ),
        "conditional": (
            _step("可能", StepKind.REVIEW, "DATA_INTAKE", when="有条件"),
            _step("选定", StepKind.REVIEW, *THREE, approver=Approver.CHOSEN),
            _step("上级", StepKind.REVIEW, approver=Approver.SUPERIOR_UNIT),
            LAST,
        ),
        "parallel": (
            INTAKE,
            _step("左", StepKind.REVIEW, THREE[0], block="b", branch="l", resubmit=DIRECT),
            _step("右一", StepKind.REVIEW, THREE[1], block="b", branch="r"),
            _step("右二", StepKind.OUTSIDE, THREE[2], block="b", branch="r"),
            _step("任一", StepKind.ANY_ONE, "NDRC_APPROVAL", "DATA_INTAKE", resubmit=DIRECT),
        ),
    }.items()
}


class Life(RuleBasedStateMachine):
    """Anybody may press any button at any time; the rules of the engine must hold."""

    town: ClassVar[Town]
    calls: ClassVar[Calls]
    done: ClassVar[Counter[str]] = Counter()
    pairs: ClassVar[Counter[tuple[str, str]]] = Counter()
    routes: ClassVar[Counter[str]] = Counter()

    def __init__(self) -> None:
        super().__init__()
        self.frame = transaction.atomic()
        self.frame.__enter__()
        self.chance = random.Random(0)  # noqa: S311 - chance, not secrets
        self.moment = NOW
        self.pk, self.route = 0, ""
        self.is_changed = False
        town = self.town
        self.desks: dict[Post, User] = {
            town.intake_post: town.clerk,
            town.second_intake_post: town.colleague,
            town.ndrc_post: town.planner,
            town.cyber_post: town.cyber_signer,
            town.secrecy_post: town.secrecy_signer,
            town.police_post: town.police_signer,
            town.mayor_post: town.mayor,
        }

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.frame.__exit__(None, None, None)

    @property
    def on(self) -> date:
        return self.moment.date()

    @initialize(seed=st.integers(0, 2**32))
    def send(self, seed: int) -> None:
        self.chance = random.Random(seed)  # noqa: S311
        self._send_another()

    def _send_another(self) -> None:
        """Send a matter along some route, with somebody at every desk again."""
        for post, user in self.desks.items():
            if not Appointment.objects.filter(post=post, user=user).exists():
                Appointment.objects.create(post=post, user=user, starts_on=date(2025, 1, 1))
        self._forget()
        self.calls.off = set(self.chance.choice([(), ("可能",)]))
        self.route = self.chance.choice(sorted(ROUTES))
        self.pk = self.town.send(ROUTES[self.route], at=self.moment).pk

    @rule()
    def something_is_done(self) -> None:
        deeds = {
            self._sign: 8,
            self._change_the_signers: 4,
            self._the_sender_acts: 4,
            self._turn_back: 2,
            self._take_back: 2,
            self._the_clock_runs: 1,
            self._people_come_and_go: 1,
        }
        before = self.done["steps"]
        while self.done["steps"] == before:
            self.chance.choices(list(deeds), list(deeds.values()))[0]()

    def fresh(self) -> ApprovalProcess:
        return ApprovalProcess.objects.select_related("definition", "owner_unit").get(pk=self.pk)

    def _task(self, process: ApprovalProcess) -> ApprovalTask:
        tasks = list(process.tasks.select_related("post__unit", "process").order_by("pk"))
        waiting = [task for task in tasks if task.is_open]
        few = waiting if waiting and self.chance.random() < 0.8 else tasks
        return self.chance.choice(few)

    def _task_again(self, task: ApprovalTask) -> ApprovalTask:
        return ApprovalTask.objects.select_related("post__unit", "process").get(pk=task.pk)

    def _holder(self, post: Post) -> User:
        if self.chance.random() < 0.1:
            return self.town.outsider
        return self.desks.get(post, self.town.handler)

    def _attempt(self, name: str, deed: Callable[[], object]) -> None:
        """Do something; what is refused leaves no trace."""
        self.moment += timedelta(minutes=1)
        self.done["steps"] += 1
        before = self._trace()
        self.pairs[name, str(before[0])] += 1
        try:
            with transaction.atomic():
                deed()
        except (RuleViolationError, StaleVersionError):
            assert self._trace() == before
        else:
            self.done[name] += 1
            self.routes[self.route] += 1
            self.is_changed = True

    def _trace(self) -> tuple[Any, ...]:
        """Return what every deed changes; written out, for it is asked for at every step."""
        with connection.cursor() as cursor:
            cursor.execute(TRACE, [self.pk])
            (found,) = cursor.fetchall()
        return tuple(found)

    def _common(self, task: ApprovalTask) -> dict[str, Any]:
        stale = self.chance.random() < 0.05
        return {
            "version": task.process.version - stale,
            "form_key": uuid4(),
            "actor": self._holder(task.post),
            "at": self.moment,
        }

    def _sign(self) -> None:
        process = self.fresh()
        if process.is_concluded:
            self._send_another()
            process = self.fresh()
        task = self._task(process)
        asked = [one for one in process.tasks.all() if one.is_open and one.part == "ADVISE"]
        if asked and self.chance.random() < 0.5:
            task = self._task_again(asked[0])
        given = self._common(task) | {"opinion": "同意。"}
        if task.part == "ADVISE":
            agrees = self.chance.random() < 0.5
            self._attempt("give", lambda: services.give_opinion(task, agrees=agrees, **given))
        else:
            given["minutes"] = "纪要1号"
            given["chosen"] = self.chance.choice([(), (self.town.cyber_post,)])
            given["paper"] = upload("决定.pdf", PAPER) if task.step_code == "右二" else None
            self._attempt("approve", lambda: services.approve(task, **given))

    def _turn_back(self) -> None:
        task = self._task(self.fresh())
        given = self._common(task) | {"opinion": REASON, "minutes": "纪要1号"}
        if self.chance.random() < 0.3:
            self._attempt("reject", lambda: services.reject(task, **given))
        else:
            to_step = self.chance.choice([None, 0, 1])
            self._attempt(
                "return",
                lambda: services.return_for_correction(task, to_step=to_step, **given),
            )

    def _change_the_signers(self) -> None:
        task = self._task(self.fresh())
        given = self._common(task)
        reason: dict[str, Any] = {"reason": REASON, "to_post": self.chance.choice(list(self.desks))}
        mode = self.chance.choice(list(AddMode))
        match self.chance.randrange(5):
            case 0:
                self._attempt("reassign", lambda: services.reassign(task, **given, **reason))
            case 1 | 2:
                self._attempt(
                    "add", lambda: services.add_signer(task, mode=mode, **given, **reason)
                )
            case 3:
                self._attempt("ask", lambda: services.ask_opinion(task, **given, **reason))
            case _:
                self._let_one_go(task)

    def _let_one_go(self, task: ApprovalTask) -> None:
        added = list(task.process.tasks.filter(part="ADDED", status__in=["OPEN", "WAITING"]))
        if added:
            tasks = list(task.process.tasks.order_by("pk").select_related("post"))
            asker = tasks[(added[0].asked_by or 1) - 1]
            given = self._common(added[0]) | {"actor": self._holder(asker.post)}
            self._attempt("remove", lambda: services.remove_signer(added[0], **given))

    def _take_back(self) -> None:
        process = self.fresh()
        last = process.standing.get("last")
        if last:
            task = process.tasks.select_related("process", "post").order_by("pk")[last[0] - 1]
            given = self._common(task) | {"actor": task.decided_by}
            self._attempt("take back", lambda: services.take_back(task, reason=REASON, **given))

    def _the_sender_acts(self) -> None:
        process, town, chance = self.fresh(), self.town, self.chance
        given: dict[str, Any] = {"actor": town.handler, "at": self.moment}
        press: dict[str, Any] = {
            "actor": chance.choice([town.mayor, town.handler]),
            "at": self.moment,
        }
        digest = chance.choice(["one", "two"])
        version = process.version
        deeds: list[tuple[str, Callable[[], object]]] = [
            (
                "resubmit",
                lambda: services.resubmit(process, content_digest=digest, version=version, **given),
            ),
            ("remind", lambda: services.remind(process, form_key=uuid4(), **given)),
            (
                "copy",
                lambda: services.copy_to(
                    process, people=[chance.choice(list(self.desks.values()))], **given
                ),
            ),
            (
                "read",
                lambda: services.mark_as_read(process, actor=self._reader(), at=self.moment),
            ),
            ("resume", lambda: services.resume_clock(process, version=version, **given)),
            ("supervise", lambda: services.supervise(process, demand=REASON, **press)),
        ]
        if chance.random() < 0.05:
            deeds = [
                (
                    "withdraw",
                    lambda: services.withdraw(process, reason=REASON, version=version, **given),
                ),
                ("terminate", lambda: services.terminate(process, reason=REASON, **given)),
            ]
        if process.is_returned and chance.random() < 0.6:
            deeds = deeds[:1]
        self._attempt(*chance.choice(deeds))

    def _reader(self) -> User:
        """Return somebody who was given the matter and has not read it, if there is one."""
        unread = Reading.objects.filter(process=self.pk, read_at=None).select_related("user")
        found = unread.first()
        return found.user if found else self.chance.choice(list(self.desks.values()))

    def _the_clock_runs(self) -> None:
        self.moment += timedelta(days=self.chance.randrange(4))
        system = User.system()
        for task in self.fresh().tasks.filter(status="OPEN").select_related("process"):
            self._attempt("clock", partial(services.look_at, task, actor=system, at=self.moment))
        task = self._task(self.fresh())
        given = self._common(task)
        if self.chance.random() < 0.3:
            self._attempt("pause", lambda: services.pause_clock(task, reason=REASON, **given))

    def _people_come_and_go(self) -> None:
        post, user = self.chance.choice(list(self.desks.items()))
        held = Appointment.objects.filter(post=post, user=user)
        if held.exists() and self.chance.random() < 0.3:
            held.delete()
        elif not held.exists():
            Appointment.objects.create(post=post, user=user, starts_on=date(2025, 1, 1))
        if not Delegation.objects.exists():
            Delegation.objects.create(
                giver=user,
                receiver=self.town.outsider,
                starts_on=self.on,
                ends_on=self.on + timedelta(days=5),
                reason="出差",
            )
        self._forget()

    def _forget(self) -> None:
        forget_posts(*self.desks.values(), self.town.outsider, self.town.handler)

    @rule(new=st.sampled_from(ProcessStatus.values))
    def write_past_the_services(self, new: str) -> None:
        self.something_is_done()
        old = str(self._trace()[0])
        if old == new or (old, new) in LEGAL:
            return
        ended = NOW if new in ENDED else None
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "UPDATE approvals_approvalprocess SET status = %s, ended_at = %s WHERE id = %s",
                [new, ended, self.pk],
            )

    @invariant()
    def a_process_runs_exactly_as_long_as_somebody_has_to_decide(self) -> None:
        if not self.is_changed:
            return
        self.is_changed = False
        process = self.fresh()
        tasks = list(process.tasks.order_by("pk"))
        waiting = [task for task in tasks if task.is_open]
        assert bool(waiting) is (process.status == "RUNNING")
        desks = [(task.step_index, task.post_id) for task in waiting]
        assert len(desks) == len(set(desks))
        state = state_of(process, tasks)
        if process.status == "APPROVED":
            assert all(consented(state, index, entry) for index, entry in state.passed)
        self._replays(process, state)

    def _replays(self, process: ApprovalProcess, state: State) -> None:
        opinions = process.opinions.order_by("pk")
        told = replay(opinions.values_list("moves", flat=True))
        assert told["status"] == state.status
        assert told["active"] == [list(pair) for pair in state.active]
        assert told["passed"] == [list(pair) for pair in state.passed]
        assert told["void"] == sorted(state.void)
        assert told["tasks"] == {
            str(seat.number): [seat.desk, seat.step, seat.entry, seat.status, seat.answer or ""]
            for seat in state.seats
        }
        signed = opinions.exclude(task=None).exclude(decision=Decision.TAKEN_BACK).count()
        assert signed == process.tasks.filter(status="DONE").count()


def test_processes_live_by_their_rules(town: Town, calls: Calls) -> None:
    Life.town, Life.calls = town, calls
    town.add_superior()

    run_state_machine_as_test(
        Life,
        settings=settings(
            max_examples=WALKED // AT_ONCE + 1,
            stateful_step_count=AT_ONCE,
            database=None,
            derandomize=STEPS <= 15_000,
            report_multiple_bugs=False,
            phases=[Phase.generate],  # each step writes to tables: shrinking would take minutes
            suppress_health_check=list(HealthCheck),
        ),
    )

    assert Life.done["steps"] >= WALKED
    assert set(Life.done) >= {"approve", "reject", "return", "give", "reassign", "add", "ask"}
    assert set(Life.done) >= {"remove", "take back", "resubmit", "remind", "copy", "read", "clock"}
    assert set(Life.done) >= {"supervise", "pause", "resume", "withdraw", "terminate"}
    met = {
        status: {verb for verb, at in Life.pairs if at == status}
        for status in ("RUNNING", "RETURNED")
    }
    assert met["RUNNING"] == set(Life.done) - {"steps"}
    assert met["RETURNED"] >= {"approve", "return", "resubmit"}
    assert set(Life.routes) == set(ROUTES)
    print(Life.done, Life.pairs)  # noqa: T201 - `make walk` shows it
