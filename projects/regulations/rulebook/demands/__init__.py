"""What the shapes of a rulebook demand at each gate, all told as plain requirements.

A checklist, a panel, a cap or a publication period is only a short way to write a few
requirements. They are written out here once per rulebook, so that whoever judges a gate
knows one kind of thing and no shape can be forgotten.
"""

from collections.abc import Callable, Iterator

from projects.regulations.rulebook.contents import Contents
from projects.regulations.rulebook.demands.conduct import (
    demands_of_attempts,
    demands_of_lists,
    demands_of_publications,
    demands_of_recurring_duties,
    demands_of_sanctions,
)
from projects.regulations.rulebook.demands.forms import (
    demands_of_checklists,
    demands_of_declarations,
    demands_of_forms,
)
from projects.regulations.rulebook.demands.money import (
    demands_of_caps,
    demands_of_payment_plans,
    demands_of_scores,
)
from projects.regulations.rulebook.demands.order import (
    demands_of_changes,
    demands_of_clocks,
    demands_of_endings,
    demands_of_preconditions,
)
from projects.regulations.rulebook.demands.people import demands_of_panels
from projects.regulations.rulebook.demands.scope import demands_of_plain_rules, demands_of_scope
from projects.regulations.rulebook.demands.seasons import demands_of_calls, demands_of_plans
from projects.regulations.rulebook.gates import Requirement

type Demand = tuple[str, Requirement]

SOURCES: tuple[Callable[[Contents], Iterator[Demand]], ...] = (
    demands_of_scope,
    demands_of_plain_rules,
    demands_of_preconditions,
    demands_of_forms,
    demands_of_declarations,
    demands_of_checklists,
    demands_of_panels,
    demands_of_clocks,
    demands_of_changes,
    demands_of_endings,
    demands_of_caps,
    demands_of_payment_plans,
    demands_of_scores,
    demands_of_plans,
    demands_of_calls,
    demands_of_attempts,
    demands_of_recurring_duties,
    demands_of_publications,
    demands_of_sanctions,
    demands_of_lists,
)


def demands_of(book: Contents) -> dict[str, tuple[Requirement, ...]]:
    """Return everything that is demanded, by the code of the gate."""
    found: dict[str, list[Requirement]] = {}
    for source in SOURCES:
        for gate, requirement in source(book):
            found.setdefault(gate, []).append(requirement)
    return {gate: tuple(requirements) for gate, requirements in found.items()}
