"""A machine that does to a process whatever an office could think of, and watches it."""

import os
import random
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from fractions import Fraction
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
            values |= {
                "minutes": minutes,
                "has_paper": chance.random() < 0.9,
                "stated": frozenset(chance.choice([{"number"}, set[str]()])),
            }
        if kind is verbs.Return:
            values |= {"minutes": minutes, "to_step": chance.choice([None, 0, 1, 2, 3])}
        if kind is verbs.GiveOpinion:
            values["agrees"] = chance.random() < 0.5
        if kind in {verbs.Reassign, verbs.AddSigner, verbs.AskOpinion}:
            values["to_desk"] = self._other_desk(kind, seat)
        if kind is verbs.AddSigner:
            values["mode"] = chance.choice(list(AddMode))
        return kind(**values)

    def _other_desk(self, kind: type[verbs.Verb], number: int) -> int:
        """Return a desk, mostly one that could take the task: free, and of the right unit."""
        chance, seat = self.chance, self.state.seat(number)
        desks = list(DESKS)
        if seat is not None and chance.random() < 0.8:
            busy = {other.desk for other in self.state.live_at(seat.step)}
            own_unit = self.state.step_of(seat).kind in {StepKind.JOINT_REVIEW, StepKind.CONSULT}
            unit = DESKS[seat.desk][1] if own_unit and kind is verbs.Reassign else 0
            free = [d for d in desks if d not in busy and unit in {0, DESKS[d][1]}]
            desks = free or desks
        return chance.choice(desks)

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
    visits = {(seat.step, seat.entry) for seat in state.seats}
    if state.status == ProcessStatus.APPROVED:
        assert sorted(index for index, _ in state.passed) == list(range(len(state.route.steps)))
    for index, entry in state.passed:
        assert consented(state, index, entry), "a refusal shown as approval"
    if state.status == ProcessStatus.REJECTED:
        assert any(refused(state, *visit) for visit in visits), "refused by nobody"
    if state.status == ProcessStatus.RUNNING:
        assert not any(refused(state, *visit) for visit in visits), "a refusal was not heard"
    if state.status == ProcessStatus.RETURNED:
        assert any(returned(state, *visit) for visit in visits), "returned by nobody"


def said_at(state: State, index: int, entry: int) -> dict[str, Seat]:
    """Return who spoke last in each lane of a visit, whether or not there was an answer."""
    last: dict[str, Seat] = {}
    for seat in state.seats:
        there = (seat.step, seat.entry) == (index, entry) and seat.number not in state.void
        let_go = seat.part == Part.ADDED and seat.status == TaskStatus.CLOSED
        if there and seat.part != Part.ADVISE and not let_go:
            spoke = seat.status == TaskStatus.DONE
            silent = {lane for lane in seat.lanes if lane in last and not spoke}
            last |= dict.fromkeys((lane for lane in seat.lanes if lane not in silent), seat)
    return last


def answers_at(state: State, index: int, entry: int) -> dict[str, Decision | None]:
    """Return the last answer in each lane of a visit, of those who sign."""
    said = said_at(state, index, entry)
    return {lane: seat.answer for lane, seat in said.items() if seat.part != Part.EXPLAIN}


def votes_at(state: State, index: int, entry: int) -> tuple[int, int, int]:
    """Return how much weight of a vote is for it, against it, and was never heard."""
    votes = {seat.number: seat for seat in said_at(state, index, entry).values()}.values()
    no = sum(seat.weight for seat in votes if seat.answer == Decision.REJECTED)
    unsaid = sum(seat.weight for seat in votes if seat.answer is None)
    return sum(seat.weight for seat in votes) - no - unsaid, no, unsaid


def carries(state: State, index: int, yes: int, total: int) -> bool:
    """Whether so much of a vote is enough, counted in fractions and not as the engine does."""
    step, share = state.route.steps[index], Fraction(yes, total)
    wanted = Fraction(*step.vote_share)
    return share > wanted if step.vote_above else share >= wanted


def consented(state: State, index: int, entry: int) -> bool:
    """Whether the last answer of every lane of a step let it pass."""
    step, said = state.route.steps[index], said_at(state, index, entry)
    answers = answers_at(state, index, entry)
    refusing = {Decision.REJECTED, Decision.RETURNED} & set(answers.values())
    if step.kind == StepKind.CONSULT:
        return not refusing or said["explain"].answer == Decision.EXPLAINED
    if step.kind == StepKind.VOTE and said:
        yes, no, unsaid = votes_at(state, index, entry)
        return carries(state, index, yes, yes + no + unsaid)
    return not refusing


def refused(state: State, index: int, entry: int) -> bool:
    """Whether the answers at a visit of a step are the end of the matter."""
    step, answers = state.route.steps[index], answers_at(state, index, entry)
    if step.kind == StepKind.CONSULT or Decision.REJECTED not in answers.values():
        return False
    if step.kind == StepKind.VOTE:
        yes, no, unsaid = votes_at(state, index, entry)
        heard = not (unsaid and step.waits_for_all)
        return heard and not carries(state, index, yes + unsaid, yes + no + unsaid)
    return not (step.waits_for_all and None in answers.values())


def returned(state: State, index: int, entry: int) -> bool:
    """Whether the answers at a visit of a step sent the matter back."""
    said = said_at(state, index, entry)
    answers = {seat.answer for seat in said.values()}
    is_voice = state.route.steps[index].kind == StepKind.CONSULT
    return Decision.RETURNED in answers and (is_voice or Decision.REJECTED not in answers)


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
