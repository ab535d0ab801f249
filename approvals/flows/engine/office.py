"""What the model asks of the world around it: who sits where today, and which days count."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from approvals.flows.engine.state import State
from approvals.flows.shapes import Step
from config.kernel.workdays import Calendar


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """A post, with the people who hold it today."""

    key: int
    title: str
    role: str
    unit: int
    holders: frozenset[int]

    def able(self, own: frozenset[int]) -> frozenset[int]:
        """Return those who may decide a matter that is not their own."""
        return self.holders - own


@dataclass(frozen=True, slots=True, kw_only=True)
class Acting:
    """How somebody comes to act at a desk: by appointment, or for a colleague (代办)."""

    giver: int | None = None
    giver_name: str = ""


class Office(Protocol):
    """The people, posts and days that a process meets."""

    @property
    def today(self) -> date: ...
    @property
    def calendar(self) -> Calendar: ...
    def desks(self, step: Step) -> Sequence[Desk]: ...
    def superiors(self, step: Step) -> Sequence[Desk]: ...
    def by_roles(self, roles: tuple[str, ...]) -> Sequence[Desk]: ...
    def desk(self, key: int) -> Desk | None: ...
    def desk_of(self, person: int) -> Desk | None: ...
    def acting(self, person: int, desk: int) -> Acting | None: ...
    def applies(self, step: Step, state: State) -> bool: ...
    def role_label(self, role: str) -> str: ...
    def may_supervise(self, person: int) -> bool: ...
    def may_govern(self, person: int) -> bool: ...
