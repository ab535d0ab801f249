"""What the answers given at a step come to; nothing else says so, least of all a stored word."""

from collections.abc import Iterable, Mapping
from enum import Enum

from approvals.flows.engine.state import Seat
from approvals.flows.engine.words import CONSENTS, Decision, Part, TaskStatus
from approvals.flows.shapes import Step, StepKind


class Outcome(Enum):
    """What a step has come to."""

    PENDING = "PENDING"
    PASSED = "PASSED"
    REFUSED = "REFUSED"
    RETURNED = "RETURNED"
    DISSENT = "DISSENT"


def lanes_of(seats: Iterable[Seat]) -> dict[str, Seat]:
    """Return the task that speaks for each lane: one that still has to answer, else the last."""
    found: dict[str, Seat] = {}
    for seat in seats:
        if seat.status == TaskStatus.CLOSED or seat.part == Part.ADVISE:
            continue
        for lane in seat.lanes:
            known = found.get(lane)
            if known is None or seat.is_live or not known.is_live:
                found[lane] = seat
    return found


def outcome(step: Step, seats: Iterable[Seat]) -> Outcome:
    """Return what the answers at a step come to."""
    lanes = lanes_of(seats)
    signers = {lane: seat for lane, seat in lanes.items() if seat.part != Part.EXPLAIN}
    if step.kind == StepKind.VOTE:
        return _voted(step, signers)
    if step.kind == StepKind.CONSULT:
        return _consulted(lanes, signers)
    return _agreed(step, signers)


def _agreed(step: Step, lanes: Mapping[str, Seat]) -> Outcome:
    pending = any(seat.is_live for seat in lanes.values())
    answers = {seat.answer for seat in lanes.values() if not seat.is_live}
    if pending and step.waits_for_all:
        return Outcome.PENDING
    if Decision.REJECTED in answers:
        return Outcome.REFUSED
    if Decision.RETURNED in answers:
        return Outcome.RETURNED
    return Outcome.PENDING if pending or not answers <= CONSENTS else Outcome.PASSED


def _voted(step: Step, lanes: Mapping[str, Seat]) -> Outcome:
    votes = {seat.number: seat for seat in lanes.values()}.values()
    total = sum(seat.weight for seat in votes)
    yes = sum(seat.weight for seat in votes if not seat.is_live and seat.answer in CONSENTS)
    unsaid = sum(seat.weight for seat in votes if seat.is_live)
    if unsaid and step.waits_for_all:
        return Outcome.PENDING
    if is_enough(step, yes, total):
        return Outcome.PASSED
    return Outcome.PENDING if is_enough(step, yes + unsaid, total) else Outcome.REFUSED


def is_enough(step: Step, yes: int, total: int) -> bool:
    """Whether so many of so many votes reach the share that the step asks for."""
    part, whole = step.vote_share
    return yes * whole > total * part if step.vote_above else yes * whole >= total * part


def _consulted(lanes: Mapping[str, Seat], signers: Mapping[str, Seat]) -> Outcome:
    if any(seat.is_live for seat in lanes.values()):
        return Outcome.PENDING
    explained = [seat for seat in lanes.values() if seat.part == Part.EXPLAIN]
    if any(seat.answer == Decision.RETURNED for seat in explained):
        return Outcome.RETURNED
    dissent = any(seat.answer == Decision.REJECTED for seat in signers.values())
    return Outcome.DISSENT if dissent and not explained else Outcome.PASSED
