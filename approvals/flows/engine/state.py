"""The state of a process: plain values that never change, only give rise to other ones."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from hashlib import sha256
from typing import Any, Self

from approvals.flows.engine.words import CONCLUDED, CONSENTS, Decision, Part, ProcessStatus
from approvals.flows.engine.words import TaskStatus as Status
from approvals.flows.shapes import Route, Step

LIVE = frozenset({Status.OPEN, Status.WAITING})


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """What one desk has to do at one step (任务).

    A *lane* (席) is what needs one answer: the step itself where any one decides, a role in a
    countersigning, a department in a joint review, an added signer. Whoever holds several
    lanes alone answers for all of them at once.
    """

    number: int
    desk: int
    role: str
    step: int
    entry: int
    round: int
    lanes: tuple[str, ...]
    opened_on: date
    due_on: date | None = None
    part: Part = Part.SIGN
    weight: int = 1
    status: Status = Status.OPEN
    answer: Decision | None = None
    by: int | None = None
    target: int | None = None
    waits_for: int | None = None
    asked_by: int | None = None
    escalated: bool = False
    digest: str = ""

    @property
    def is_open(self) -> bool:
        """Whether somebody has to act on it now."""
        return self.status == Status.OPEN

    @property
    def is_live(self) -> bool:
        """Whether it is open or will be."""
        return self.status in LIVE

    @property
    def consents(self) -> bool:
        """Whether its answer lets the matter go on."""
        return self.status == Status.DONE and self.answer in CONSENTS


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """Somebody was given the matter to read (抄送、传阅)."""

    person: int
    is_read: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Last:
    """The last decision, how far things had come before it, and which tasks it closed."""

    seat: int
    seats: int
    closed: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """Something that the route did by itself, to be told under the system's name."""

    step: int
    decision: Decision
    text: str
    seat: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """One process (审批流程) at one moment."""

    route: Route
    applicant: int
    sender: int
    status: ProcessStatus = ProcessStatus.RUNNING
    round: int = 1
    entries: int = 0
    active: tuple[tuple[int, int], ...] = ()
    passed: tuple[tuple[int, int], ...] = ()
    kept: tuple[tuple[int, int], ...] = ()
    seats: tuple[Seat, ...] = ()
    void: frozenset[int] = frozenset()
    content: tuple[tuple[str, str], ...] = ()
    is_direct: bool = False
    last: Last | None = None
    paused_on: date | None = None
    reminded_at: datetime | None = None
    is_supervised: bool = False
    copies: tuple[Copy, ...] = ()
    news: tuple[News, ...] = ()

    @property
    def is_concluded(self) -> bool:
        """Whether nothing more will be decided."""
        return self.status in CONCLUDED

    @property
    def own(self) -> frozenset[int]:
        """Those whose own matter it is."""
        return frozenset({self.applicant, self.sender})

    @property
    def live(self) -> tuple[Seat, ...]:
        """The tasks that are open or will be."""
        return tuple(seat for seat in self.seats if seat.is_live)

    def seat(self, number: int) -> Seat | None:
        """Return a task by its number."""
        return self.seats[number - 1] if 0 < number <= len(self.seats) else None

    def seats_of(self, step: int, entry: int) -> tuple[Seat, ...]:
        """Return what was and is to do at one visit of a step, without void answers."""
        return tuple(
            seat
            for seat in self.seats
            if (seat.step, seat.entry) == (step, entry) and seat.number not in self.void
        )

    def live_at(self, step: int) -> tuple[Seat, ...]:
        """Return the live tasks of a step."""
        return tuple(seat for seat in self.seats if seat.is_live and seat.step == step)

    def step_of(self, seat: Seat) -> Step:
        """Return the step of a task."""
        return self.route.steps[seat.step]

    def having(self, **changed: Any) -> Self:
        """Return the state with some values changed."""
        return replace(self, **changed)

    def with_seat(self, number: int, **changed: Any) -> Self:
        """Return the state with one task changed."""
        seats = list(self.seats)
        seats[number - 1] = replace(seats[number - 1], **changed)
        return replace(self, seats=tuple(seats))

    def closing(self, numbers: frozenset[int]) -> Self:
        """Return the state with some tasks closed, undecided."""
        idle = {seat.number for seat in self.seats if seat.number in numbers and seat.is_live}
        if not idle:
            return self
        return replace(
            self,
            seats=tuple(
                replace(seat, status=Status.CLOSED) if seat.number in idle else seat
                for seat in self.seats
            ),
        )

    def telling(self, news: News) -> Self:
        """Return the state with something to tell."""
        return replace(self, news=(*self.news, news))


def covered(step: Step, content: tuple[tuple[str, str], ...]) -> str:
    """Return the digest of what a consent at a step covers; all, where a part is not told apart."""
    parts = dict(content)
    told = step.covers and parts.keys() >= set(step.covers)
    wanted = [(name, parts[name]) for name in step.covers] if told else content
    if len(wanted) == 1:
        return wanted[0][1]
    return sha256(repr(sorted(wanted)).encode()).hexdigest() if wanted else ""
