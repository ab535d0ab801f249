"""What a rulebook must not contradict itself in: each check says where and why, in Chinese."""

from collections.abc import Callable, Iterable

from projects.regulations.rulebook.checks.contradictions import contradictions
from projects.regulations.rulebook.checks.figures import (
    gaps_and_overlaps,
    impossible_days,
    impossible_shares,
)
from projects.regulations.rulebook.checks.laws import laws_that_are_none
from projects.regulations.rulebook.checks.names import unknown_facts
from projects.regulations.rulebook.checks.order import (
    circles,
    idle_ways,
    late_steps,
    stray_stages,
    unreachable,
)
from projects.regulations.rulebook.checks.panels import untold_members
from projects.regulations.rulebook.checks.references import broken_references
from projects.regulations.rulebook.checks.repeats import repeated_codes
from projects.regulations.rulebook.checks.sense import senseless
from projects.regulations.rulebook.checks.steps import unknown_steps
from projects.regulations.rulebook.checks.values import impossible_values
from projects.regulations.rulebook.contents import Contents
from projects.regulations.rulebook.tree import Place

type Mistake = tuple[Place, str]
type Check = Callable[[Contents], Iterable[Mistake]]

CHECKS: tuple[Check, ...] = (
    repeated_codes,
    unknown_facts,
    broken_references,
    laws_that_are_none,
    unknown_steps,
    gaps_and_overlaps,
    impossible_shares,
    impossible_days,
    circles,
    late_steps,
    unreachable,
    idle_ways,
    stray_stages,
    contradictions,
    impossible_values,
    untold_members,
    senseless,
)


def mistakes_in(book: Contents) -> list[Mistake]:
    """Return every mistake of a rulebook whose shapes are right, each with its place."""
    return [mistake for check in CHECKS for mistake in check(book)]
