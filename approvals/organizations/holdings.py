"""What a person has in hand (名下事项): listed when they leave or move, and passed on in one act.

Each part that knows something of the kind registers a keeper in `ready()`: it lists what a
person has, and passes one thing on to somebody else, or lets it end.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from approvals.organizations.models import User
from config.kernel.verdicts import Missing


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """One thing in a person's hand.

    `must_move` means that it would be orphaned; `waiting` is what only this person could do at a
    post. What `follows` goes its own way and is shown so that nothing is a surprise; what
    `only_ends` cannot be given to anybody.
    """

    kind: str
    number: int
    label: str
    note: str = ""
    url: str = ""
    waiting: tuple[Missing, ...] = ()
    must_move: bool = False
    at_post: bool = False
    follows: bool = False
    only_ends: bool = False

    @property
    def key(self) -> str:
        """The name of it on a form."""
        return f"{self.kind}-{self.number}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Passing:
    """Who gets it (nobody: it ends), after which last day, who passes it on, and when."""

    giver: User
    receiver: User | None
    last_day: date | None
    actor: User
    at: datetime
    on: date

    @property
    def first_day(self) -> date:
        """The first day of the receiver."""
        return self.on if self.last_day is None else self.last_day + timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Keeper:
    """Somebody who knows one kind of thing in a person's hand; posts go first, by `order`."""

    order: int
    kind: str
    label: str
    held_by: Callable[[User, date], list[Holding]]
    pass_on: Callable[[Holding, Passing], None]


_keepers: dict[str, Keeper] = {}


def register_keeper(keeper: Keeper) -> None:
    """Add somebody who knows what people have in hand."""
    _keepers[keeper.kind] = keeper


def _in_order() -> list[Keeper]:
    return sorted(_keepers.values(), key=lambda keeper: keeper.order)


def keeper_of(holding: Holding) -> Keeper:
    """Return who knows how to pass it on."""
    return _keepers[holding.kind]


def holdings_of(user: User, on: date) -> list[Holding]:
    """Return everything that a person has in hand on a day."""
    return [item for keeper in _in_order() for item in keeper.held_by(user, on)]


def kinds_held(holdings: list[Holding]) -> list[tuple[str, list[Holding]]]:
    """Return what a person has, kind by kind, each under its name."""
    return [
        (keeper.label, found)
        for keeper in _in_order()
        if (found := [item for item in holdings if item.kind == keeper.kind])
    ]
