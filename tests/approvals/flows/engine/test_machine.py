"""The model, driven through every verb in every state and along every shape of a route.

`FLOW_STEPS=200000 pytest tests/approvals/flows/engine/test_machine.py` walks further.
"""

import random
from collections import Counter
from typing import ClassVar

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from approvals.flows.engine import HANDLERS, ProcessStatus, State, verbs
from approvals.flows.shapes import StepKind
from tests.approvals.flows.engine.machine import ON_SEAT, OTHERS, STEPS, Walk, replayed, watch
from tests.approvals.flows.engine.world import ROUTES

AT_ONCE = 100
LONG = 150_000
FIXED = (StepKind.VOTE, StepKind.MEETING, StepKind.CONSULT, StepKind.OUTSIDE)
# What has no place at a kind of step; on the long walk everything else must have happened there.
NO_PLACE: set[tuple[type[verbs.Verb], StepKind]] = {
    (verbs.Reject, StepKind.FILING),
    (verbs.Return, StepKind.VOTE),
    *((verb, kind) for verb in (verbs.AddSigner, verbs.RemoveSigner) for kind in FIXED),
}
RARELY = 0.5
OFTEN = 0.6
SOMETIMES = 0.15
ENDING = {verbs.Withdraw, verbs.Terminate, verbs.Reject}
TRIES = 4
READING = [verbs.CopyTo, verbs.MarkRead]
LEAVING = {verbs.Resubmit, verbs.Terminate}
# What chance would bring about too rarely for every verb to meet every state.
SELDOM = [
    *(verbs.Return, verbs.Reject, verbs.Resubmit, verbs.Resume, verbs.GiveOpinion),
    *(verbs.AddSigner, verbs.AddSigner, verbs.RemoveSigner, verbs.TakeBack),
]
SENSIBLE = [*ON_SEAT, *OTHERS, *SELDOM * 2]


class Office(RuleBasedStateMachine):
    """Whatever an office could do, in any order."""

    done: ClassVar[Counter[str]] = Counter()
    pairs: ClassVar[Counter[tuple[type[verbs.Verb], ProcessStatus]]] = Counter()
    effects: ClassVar[Counter[tuple[type[verbs.Verb], ProcessStatus]]] = Counter()
    tries: ClassVar[Counter[tuple[type[verbs.Verb], StepKind]]] = Counter()
    kinds: ClassVar[Counter[tuple[type[verbs.Verb], StepKind]]] = Counter()
    ends: ClassVar[Counter[tuple[str, ProcessStatus]]] = Counter()

    def __init__(self) -> None:
        super().__init__()
        self.walk = Walk(random.Random(0))  # noqa: S311 - chance, not secrets
        self.code = ""
        self.rest = 0

    @initialize(code=st.sampled_from(sorted(ROUTES)), seed=st.integers(0, 2**32))
    def send(self, code: str, seed: int) -> None:
        self.walk = Walk(random.Random(seed))  # noqa: S311
        self.code = code
        self.walk.begin(code)

    @rule()
    def do_what_makes_sense(self) -> None:
        self._act(self._some(SENSIBLE), sensibly=True)

    @rule()
    def sign(self) -> None:
        often = verbs.Approve if self.walk.chance.random() < OFTEN else self._some(SENSIBLE)
        self._act(often, sensibly=True)

    @rule()
    def do_anything(self) -> None:
        self._act(self._some(list(HANDLERS)), sensibly=self.walk.chance.random() < OFTEN)

    @rule()
    def do_what_was_not_tried_here(self) -> None:
        here = self._kinds_of_steps()
        left = [verb for verb in ON_SEAT if any((verb, kind) not in self.tries for kind in here)]
        self._act(self.walk.chance.choice(left or list(HANDLERS)), sensibly=True)

    def _kinds_of_steps(self) -> set[StepKind]:
        state = self.walk.state
        return {state.route.steps[index].kind for index, _ in state.active}

    def _some(self, kinds: list[type[verbs.Verb]]) -> type[verbs.Verb]:
        kind = self.walk.chance.choice(kinds)
        rare = kind in ENDING and self.walk.chance.random() > RARELY
        return verbs.Approve if rare else kind

    def _act(self, kind: type[verbs.Verb], *, sensibly: bool) -> None:
        if self.rest > 2:
            self._replay()
            self.code = self.walk.chance.choice(sorted(ROUTES))
            self.walk.begin(self.code)
        before = self.walk.state
        # What is tried on a case that is over proves little, and does not count as a step.
        self.done["steps"] += not before.is_concluded
        steps = self._kinds_of_steps()
        found = self.walk.act(kind, sensibly=sensibly)
        self.pairs[kind, before.status] += 1
        self.tries.update((kind, each) for each in steps)
        if isinstance(found, State):
            self.effects[kind, before.status] += 1
            for each in steps:
                self.kinds[kind, each] += 1
            if found.status not in {before.status, ProcessStatus.RUNNING}:
                self.ends[self.code, found.status] += 1
                self._touch_what_rests(found.status)
        else:
            assert found.blocking, "refused without a reason"
            assert self.walk.state is before

    def _touch_what_rests(self, status: ProcessStatus) -> None:
        chance, is_over = self.walk.chance, self.walk.state.is_concluded
        if is_over and chance.random() > SOMETIMES and self.pairs[verbs.Approve, status]:
            return
        kinds = [*HANDLERS]
        chance.shuffle(kinds)
        kinds += READING * TRIES
        if not is_over:
            end = verbs.Terminate if chance.random() < SOMETIMES else verbs.Resubmit
            kinds = [*(kind for kind in kinds if kind not in LEAVING), *[end] * TRIES]
        for kind in kinds:
            if self.walk.state.status == status:
                self._act(kind, sensibly=True)

    @rule()
    def the_world_turns(self) -> None:
        if self.walk.chance.random() < 0.5:
            self.walk.people_change()
        self.walk.days_pass(self.walk.chance.choice([0, 1, 2, 3, 5, 9]))
        if self.walk.chance.random() < SOMETIMES:
            self.walk.days_pass(9)
            self._act(verbs.Expire, sensibly=True)

    @invariant()
    def nothing_is_lost(self) -> None:
        self.rest = self.rest + 1 if self.walk.state.is_concluded else 0
        watch(self.walk)

    def _replay(self) -> None:
        again = replayed(self.walk)
        assert again == self.walk.state, "the trail does not replay to the state"

    def teardown(self) -> None:
        if self.code:
            self._replay()


def test_no_order_of_deeds_loses_a_case() -> None:
    run_state_machine_as_test(
        Office,
        settings=settings(
            max_examples=STEPS // 60 + 1,
            stateful_step_count=AT_ONCE,
            derandomize=STEPS <= 15_000,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )

    assert Office.done["steps"] >= STEPS
    everything = {(verb, status) for verb in HANDLERS for status in ProcessStatus}
    assert everything - set(Office.pairs) == set()
    assert set(Office.effects) == {(verb, status) for verb in HANDLERS for status in verb.in_status}
    places = {(verb, kind) for verb in ON_SEAT for kind in StepKind}
    assert places - set(Office.tries) == set()
    happened = {place for place in Office.kinds if place in places}
    assert happened & NO_PLACE == set()
    assert {kind for _, kind in happened} == set(StepKind)
    assert STEPS < LONG or happened == places - NO_PLACE
    assert {code for code, _ in Office.ends} == set(ROUTES)
    print(counted())  # noqa: T201 - `make walk` shows it


def counted() -> str:
    """Return how often each verb met each state, and how often it had an effect there."""
    lines = [f"{Office.done['steps']} steps; tried/done by status: {', '.join(ProcessStatus)}"]
    for verb in HANDLERS:
        seen = [
            f"{Office.pairs[verb, status]}/{Office.effects[verb, status]}"
            for status in ProcessStatus
        ]
        lines.append(f"{verb.__name__:13}{' '.join(f'{one:>12}' for one in seen)}")
    lines.append(f"tried/done by kind of step: {', '.join(StepKind)}")
    for verb in ON_SEAT:
        seen = [f"{Office.tries[verb, kind]}/{Office.kinds[verb, kind]}" for kind in StepKind]
        lines.append(f"{verb.__name__:13}{' '.join(f'{one:>12}' for one in seen)}")
    return "\n".join(lines)
