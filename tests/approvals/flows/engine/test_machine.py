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
RARELY = 0.5
ENDING = {verbs.Withdraw, verbs.Terminate, verbs.Reject}
# What chance would bring about too rarely for every verb to meet every state.
SELDOM = [verbs.Return, verbs.Reject, verbs.Resubmit, verbs.Resume, verbs.GiveOpinion]
SENSIBLE = [*ON_SEAT, *OTHERS, *SELDOM * 2]


class Office(RuleBasedStateMachine):
    """Whatever an office could do, in any order."""

    done: ClassVar[Counter[str]] = Counter()
    pairs: ClassVar[Counter[tuple[type[verbs.Verb], ProcessStatus]]] = Counter()
    effects: ClassVar[Counter[type[verbs.Verb]]] = Counter()
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
        self._act(verbs.Approve, sensibly=True)

    @rule()
    def do_anything(self) -> None:
        self._act(self._some(list(HANDLERS)), sensibly=False)

    def _some(self, kinds: list[type[verbs.Verb]]) -> type[verbs.Verb]:
        kind = self.walk.chance.choice(kinds)
        rare = kind in ENDING and self.walk.chance.random() > RARELY
        return verbs.Approve if rare else kind

    def _act(self, kind: type[verbs.Verb], *, sensibly: bool) -> None:
        if self.rest > 2:
            self._replay()
            self.code = self.walk.chance.choice(sorted(ROUTES))
            self.walk.begin(self.code)
        self.done["steps"] += 1
        before = self.walk.state
        steps = {before.route.steps[index].kind for index, _ in before.active}
        found = self.walk.act(kind, sensibly=sensibly)
        self.pairs[kind, before.status] += 1
        if isinstance(found, State):
            self.effects[kind] += 1
            for each in steps:
                self.kinds[kind, each] += 1
            if found.status not in {before.status, ProcessStatus.RUNNING}:
                self.ends[self.code, found.status] += 1
                self._touch_what_rests(found.status)
        else:
            assert found.blocking, "refused without a reason"
            assert self.walk.state is before

    def _touch_what_rests(self, status: ProcessStatus) -> None:
        kinds = [*HANDLERS]
        self.walk.chance.shuffle(kinds)
        for kind in kinds:
            if self.walk.state.status == status:
                self._act(kind, sensibly=True)

    @rule()
    def the_world_turns(self) -> None:
        if self.walk.chance.random() < 0.5:
            self.walk.people_change()
        self.walk.days_pass(self.walk.chance.randrange(6))

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
            max_examples=STEPS // 80 + 1,
            stateful_step_count=AT_ONCE,
            derandomize=STEPS <= 15_000,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )

    assert Office.done["steps"] >= STEPS
    everything = {(verb, status) for verb in HANDLERS for status in ProcessStatus}
    assert everything - set(Office.pairs) == set()
    assert set(Office.effects) == set(HANDLERS)
    assert {kind for _, kind in Office.kinds} == set(StepKind)
    assert {code for code, _ in Office.ends} == set(ROUTES)
    print({kind.__name__: n for kind, n in Office.effects.items()}, len(Office.ends), Office.done)  # noqa: T201
