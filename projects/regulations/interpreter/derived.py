"""Facts that follow from others by the rulebook itself: track, change route, priority, overdue.

They are worked out where a condition asks for them and nobody has delivered them.
"""

from collections.abc import Callable

from projects.regulations.interpreter.conditions import evaluate
from projects.regulations.interpreter.duties import overdue_duties
from projects.regulations.interpreter.situation import DERIVED, Situation
from projects.regulations.rulebook.changes import ChangeRoute
from projects.regulations.rulebook.life import Track
from projects.regulations.rulebook.plans import Priority


def track_of(situation: Situation) -> Track | None:
    """Return the track of a project: the first whose condition holds."""
    return _first(situation.rulebook.life.tracks, situation)


def route_of_change(situation: Situation) -> ChangeRoute | None:
    """Return the way a change goes: by priority the first whose condition holds."""
    return _first(sorted(situation.rulebook.change_routes, key=lambda r: r.priority), situation)


def priority_of(situation: Situation) -> Priority | None:
    """Return the class of priority in the annual plan."""
    found = (p for plan in situation.rulebook.plans for p in plan.priorities)
    return _first(tuple(found), situation)


def _first[T: (Track, ChangeRoute, Priority)](
    ways: tuple[T, ...] | list[T], situation: Situation
) -> T | None:
    return next((w for w in ways if w.when is None or evaluate(w.when, situation).met), None)


def _code(
    find: Callable[[Situation], Track | ChangeRoute | Priority | None],
) -> Callable[[Situation], object]:
    def code(situation: Situation) -> object:
        found = find(situation)
        return found.code if found else None

    return code


def _sanctions(situation: Situation) -> object:
    """Return the sanctions that were imposed, and those that the text itself imposes."""
    imposed = situation.delivered_codes("sanctions.active")
    own = {
        sanction.code
        for sanction in situation.rulebook.sanctions
        if sanction.when is not None and evaluate(sanction.when, situation).met
    }
    return tuple(sorted(imposed | own))


def _years_ahead(situation: Situation) -> object:
    """Return how many years after the present one the project is planned for."""
    year = situation.figure("project.plan_year")
    return None if year is None else int(year) - situation.on.year


DERIVED.update(
    {
        "plan.years_ahead": _years_ahead,
        "project.track": _code(track_of),
        "change.route": _code(route_of_change),
        "plan.priority": _code(priority_of),
        "project.overdue": lambda situation: tuple(d.id for d in overdue_duties(situation)),
        "sanctions.active": _sanctions,
    }
)
