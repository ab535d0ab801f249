"""What hangs on a unit (单位名下): it goes to another unit when units are merged or split.

Projects and matters under approval stand above the organization, so they register a mover in
`ready()`; posts, people and subordinate units the organization moves itself.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime

from approvals.organizations.models import Unit, User


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """From where to where, by whom; `projects` are the ones chosen, all where it is None."""

    unit: Unit
    target: Unit
    projects: Collection[int] | None
    actor: User
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Estate:
    """Something that hangs on units: what there is to choose from, and how it moves."""

    label: str
    options: Callable[[Unit], list[tuple[int, str]]]
    move: Callable[[Move], int]


_estates: list[Estate] = []


def register_estate(estate: Estate) -> None:
    """Add something that hangs on units; what comes first moves first."""
    if estate not in _estates:
        _estates.append(estate)


def project_options(unit: Unit) -> list[tuple[int, str]]:
    """Return the projects of a unit that can be chosen when it is split."""
    return [option for estate in _estates for option in estate.options(unit)]


def move_estates(move: Move) -> dict[str, int]:
    """Move everything; say how much of what."""
    return {estate.label: estate.move(move) for estate in _estates}
