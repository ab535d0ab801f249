"""What a deed changed, in few words, and the state that all of them come to."""

from collections.abc import Iterable, Mapping
from typing import Any

from approvals.flows.engine.state import State


def changes(before: State | None, after: State) -> dict[str, Any]:
    """Return what a deed changed, as it stands under the opinion that tells of it."""
    old = before.seats if before else ()
    return {
        "status": after.status,
        "active": [list(pair) for pair in after.active],
        "passed": [list(pair) for pair in after.passed],
        "void": sorted(after.void - before.void) if before else sorted(after.void),
        "tasks": {
            str(seat.number): [seat.desk, seat.step, seat.entry, seat.status, seat.answer or ""]
            for seat in after.seats
            if seat.number > len(old) or seat != old[seat.number - 1]
        },
    }


def replay(moves: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Return where all changes together lead: the status, the steps and the tasks."""
    found: dict[str, Any] = {"void": [], "tasks": {}}
    for move in moves:
        if move:
            found |= {name: move[name] for name in ("status", "active", "passed")}
            found["void"] = sorted({*found["void"], *move["void"]})
            found["tasks"] |= move["tasks"]
    return found
