"""A machine that does to a process whatever an office could think of, and watches it."""

import os
import random
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import Any

from approvals.flows.engine import (
    AddMode,
    Decision,
    Part,
    ProcessStatus,
    Seat,
    State,
    TaskStatus,
    apply,
    start,
    verbs,
)
from approvals.flows.shapes import StepKind
from config.kernel.verdicts import Verdict
from tests.approvals.flows.engine.world import (
    ADMIN,
    APPLICANT,
    COLLEAGUE,
    DESKS,
    LEADER,
    PEOPLE,
    ROUTES,
    World,
)

STEPS = int(os.environ.get("FLOW_STEPS", "15000"))
LIVE = {TaskStatus.OPEN, TaskStatus.WAITING}
ON_SEAT = [verb for verb in verbs.WORDS if issubclass(verb, verbs.OnSeat)]
OTHERS = [verb for verb in verbs.WORDS if not issubclass(verb, verbs.OnSeat)]

type Log = list[tuple[verbs.Verb, World]]


class Walk:
    """One process after the other, driven by chance."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.world = World()
        self.state = State(route=ROUTES["serial"], applicant=APPLICANT, sender=APPLICANT)
        self.log: Log = []
        self.begun: tuple[str, World] = ("serial", self.world)
        self.moment = datetime.combine(self.world.today, time(1), UTC)
        self.moved = False

    def begin(self, code: str) -> bool:
        """Send a matter along a route."""
        self.world = World(today=self.world.today)
        found = start(
            ROUTES[code],
            applicant=APPLICANT,
            content=(("part", "0"), ("", "0")),
            office=self.world,
        )
        assert isinstance(found, State)
        self.state, self.log, self.begun, self.moved = found, [], (code, self.world), False
        return True

    def people_change(self) -> None:
        """Somebody leaves, comes, or lends the post to somebody else."""
        chance, world = self.chance, self.world
        self.moved = True
        desk, person = chance.choice(list(DESKS)), chance.choice(PEOPLE[4:])
        held = world.holders[desk]
        match chance.randrange(4):
            case 0:
                self.world = world.with_holders(desk, held - {chance.choice(sorted(held) or [0])})
            case 1 | 2:
                self.world = world.with_holders(desk, DESKS[desk][2])
            case _:
                giver = chance.choice(PEOPLE[4:])
                lent = {**world.delegations, person: giver} if giver != person else {}
                self.world = replace(world, delegations=lent)

    def days_pass(self, days: int) -> None:
        """Let time go by, and a condition change."""
        self.world = replace(
            self.world,
            today=self.world.today + timedelta(days=days),
            off=frozenset(self.chance.choice([(), ("large",), ("secret",), ("large", "secret")])),
        )
        self.moment = datetime.combine(self.world.today, time(1), UTC)

    def act(self, kind: type[verbs.Verb], *, sensibly: bool) -> State | Verdict:
        """Do something, mostly where it makes sense."""
        verb = self._verb(kind, sensibly=sensibly)
        found = apply(self.state, verb, self.world)
        if isinstance(found, State):
            self.log.append((verb, self.world))
            self.state = found
        return found

    def _verb(self, kind: type[verbs.Verb], *, sensibly: bool) -> verbs.Verb:
        if issubclass(kind, verbs.OnSeat):
            seat = self._seat(kind) if sensibly else self.chance.randint(0, 12)
            return self._on_seat(kind, seat, self._actor(kind, seat, sensibly=sensibly))
        return kind(**self._general(kind), at=self.moment)

    def _seat(self, kind: type[verbs.Verb]) -> int:
        chance, seats = self.chance, self.state.seats
        fitting = [seat for seat in seats if _fits(kind, seat)]
        if kind is verbs.TakeBack and self.state.last is not None:
            return self.state.last.seat
        found: Seat | None = chance.choice(fitting or list(seats)) if seats else None
        return found.number if found else 1

    def _actor(self, kind: type[verbs.Verb], number: int, *, sensibly: bool) -> int:
        seat = self.state.seat(number)
        if not sensibly or seat is None:
            return self.chance.choice(PEOPLE)
        if kind is verbs.TakeBack and seat.by is not None:
            return seat.by
        desk = seat.desk
        if kind is verbs.RemoveSigner and (asker := self.state.seat(seat.asked_by or 0)):
            desk = asker.desk
        at_desk = self.world.acting_at(desk)
        if kind is verbs.Reassign and not at_desk:
            return ADMIN
        fitting = [person for person in at_desk if person not in self.state.own]
        found: int = self.chance.choice(fitting or at_desk or list(PEOPLE))
        return found

    def _on_seat(self, kind: type[verbs.Verb], seat: int, actor: int) -> verbs.Verb:
        chance = self.chance
        values: dict[str, Any] = {
            "seat": seat,
            "actor": actor,
            "at": self.moment,
            "opinion": chance.choice([*["意见。"] * 9, ""]),
        }
        minutes = chance.choice(["", *["纪要〔2026〕1号"] * 3])
        if kind is verbs.Approve:
            values |= {
                "minutes": minutes,
                "has_paper": chance.random() < 0.9,
                "stated": frozenset(chance.choice([*[{"number"}] * 9, set[str]()])),
                "chosen": chance.choice([(), (5,), (12,), (5, 12), (9,)]),
            }
        if kind is verbs.Reject:
            values |= {"minutes": minutes, "has_paper": chance.random() < 0.9}
        if kind is verbs.Return:
            values |= {"minutes": minutes, "to_step": chance.choice([None, 0, 1, 2, 3])}
        if kind is verbs.GiveOpinion:
            values["agrees"] = chance.random() < 0.5
        if kind in {verbs.Reassign, verbs.AddSigner, verbs.AskOpinion}:
            values["to_desk"] = chance.choice(list(DESKS))
        if kind is verbs.AddSigner:
            values["mode"] = chance.choice(list(AddMode))
        return kind(**values)

    def _general(self, kind: type[verbs.Verb]) -> dict[str, Any]:
        chance = self.chance
        anybody = chance.choice([APPLICANT, COLLEAGUE, LEADER, *PEOPLE])
        if kind is verbs.CopyTo:
            return {"actor": anybody, "people": tuple(chance.sample(PEOPLE, 2))}
        if kind is verbs.MarkRead and self.state.copies:
            return {"actor": chance.choice(self.state.copies).person}
        if kind is verbs.Supervise:
            return {"actor": chance.choice([LEADER, anybody]), "opinion": "请抓紧。"}
        if kind is verbs.Resubmit:
            part, whole = chance.choice(["0", "1"]), chance.choice(["0", "1"])
            return {
                "actor": chance.choice([APPLICANT, COLLEAGUE]),
                "content": (("part", part), ("", whole)),
                "is_colleague": chance.random() < 0.7,
            }
        if kind is verbs.Withdraw:
            return {"actor": chance.choice([APPLICANT, COLLEAGUE])}
        return {"actor": anybody}


def _fits(kind: type[verbs.Verb], seat: Seat) -> bool:
    if kind is verbs.GiveOpinion:
        return seat.is_open and seat.part == Part.ADVISE
    if kind is verbs.RemoveSigner:
        return seat.is_live and seat.part == Part.ADDED
    return seat.is_open


def watch(walk: Walk) -> None:
    """Assert everything that must hold of a process at any moment."""
    state = walk.state
    live = [seat for seat in state.seats if seat.status in LIVE]
    if state.status == ProcessStatus.RUNNING:
        assert any(seat.is_open for seat in live), "an open case without an open task"
        assert {seat.step for seat in live} == {index for index, _ in state.active}
    else:
        assert live == [], "a task of a case that nobody may decide"
    places = Counter((seat.step, seat.desk) for seat in live)
    assert all(count == 1 for count in places.values()), "two tasks on one desk at one step"
    if not walk.moved:
        _one_task_a_person(walk, live)
    passed = [index for index, _ in state.passed]
    assert len(set(passed)) == len(passed)
    _verdict_follows_from_opinions(state)


def _one_task_a_person(walk: Walk, live: list[Seat]) -> None:
    alone = Counter(
        (seat.step, person)
        for seat in live
        if (desk := walk.world.desk(seat.desk)) and len(able := desk.able(walk.state.own)) == 1
        for person in able
    )
    assert all(count == 1 for count in alone.values()), "two tasks for one person at one step"


def _verdict_follows_from_opinions(state: State) -> None:
    """Count once more, in the plainest way, what the answers come to."""
    if state.status == ProcessStatus.APPROVED:
        assert sorted(index for index, _ in state.passed) == list(range(len(state.route.steps)))
        for index, entry in state.passed:
            assert consented(state, index, entry), "a refusal shown as approval"
    if state.status == ProcessStatus.REJECTED:
        refusals = [seat for seat in state.seats if seat.answer == Decision.REJECTED]
        assert refusals, "refused by nobody"
    if state.status == ProcessStatus.RETURNED:
        assert any(seat.answer == Decision.RETURNED for seat in state.seats)


def consented(state: State, index: int, entry: int) -> bool:
    """Whether the last answer of every lane of a step let it pass."""
    step = state.route.steps[index]
    last: dict[str, Seat] = {}
    for seat in state.seats:
        if (seat.step, seat.entry) != (index, entry) or seat.number in state.void:
            continue
        if seat.status == TaskStatus.DONE and seat.part != Part.ADVISE:
            last |= dict.fromkeys(seat.lanes, seat)
    signers = {lane: seat for lane, seat in last.items() if seat.part != Part.EXPLAIN}
    refusing = [s for s in signers.values() if s.answer in {Decision.REJECTED, Decision.RETURNED}]
    if step.kind == StepKind.CONSULT:
        return not refusing or "explain" in last
    if step.kind == StepKind.VOTE:
        no = sum(seat.weight for seat in {seat.number: seat for seat in refusing}.values())
        votes = {seat.number: seat for seat in signers.values()}.values()
        yes = sum(seat.weight for seat in votes) - no
        part, whole = step.vote_share
        return yes * whole >= (yes + no) * part
    return not refusing


def replayed(walk: Walk) -> State:
    """Do everything on the log again."""
    code, world = walk.begun
    state = start(
        ROUTES[code], applicant=APPLICANT, content=(("part", "0"), ("", "0")), office=world
    )
    assert isinstance(state, State)
    for verb, office in walk.log:
        again = apply(state, verb, office)
        assert isinstance(again, State)
        state = again
    return state
