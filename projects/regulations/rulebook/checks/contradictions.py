"""Demands of one gate that cannot both be met."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import combinations

from config.kernel.periods import PeriodUnit
from config.kernel.verdicts import Strength
from projects.regulations.rulebook.conditions import (
    All,
    Condition,
    FactEquals,
    FactTrue,
    HoldsAll,
    LinesFreeOf,
    Not,
    NotAfter,
    NotBefore,
)
from projects.regulations.rulebook.contents import Contents
from projects.regulations.rulebook.figures import Amount, Number, Term
from projects.regulations.rulebook.gates import Gate, Requirement
from projects.regulations.rulebook.tree import Place

# Roughly how many days a unit has: enough to see that a shortest is longer than a longest.
_DAYS = {
    PeriodUnit.WORKDAY: Decimal("1.4"),
    PeriodUnit.DAY: Decimal(1),
    PeriodUnit.MONTH: Decimal(30),
    PeriodUnit.YEAR: Decimal(365),
}


def contradictions(book: Contents) -> Iterator[tuple[Place, str]]:
    """Find pairs of demands that always bind and cannot both be met."""
    for at, gate in enumerate(book.gates):
        yield from _of_gate(gate, ("gates", at, "requirements"))


def _of_gate(gate: Gate, place: Place) -> Iterator[tuple[Place, str]]:
    told: set[tuple[int, int]] = set()
    parts = [
        (number, requirement, part)
        for number, requirement in enumerate(gate.requirements)
        if _always_binds(requirement)
        for part in _parts(requirement.condition)
    ]
    for (_, one, first), (number, other, second) in combinations(parts, 2):
        pair = (id(one), id(other))
        if pair not in told and (_clash(first, second) or _clash(second, first)):
            told.add(pair)
            words = f"规则{one.id}和{other.id}互相矛盾，不可能同时满足。"
            yield (*place, number, "condition"), words


def _always_binds(requirement: Requirement) -> bool:
    return (
        requirement.when is None
        and requirement.step is None
        and requirement.strength is not Strength.ADVICE
    )


def _parts(condition: Condition) -> Iterator[Condition]:
    if isinstance(condition, All):
        for part in condition.of:
            yield from _parts(part)
    else:
        yield condition


def _clash(one: Condition, other: Condition) -> bool:
    match one, other:
        case FactEquals(), FactEquals():
            return one.fact == other.fact and one.value != other.value
        case FactTrue(), Not():
            return one == other.of
        case HoldsAll(), LinesFreeOf():
            return one.fact == other.fact and (
                bool(set(one.values) & set(other.values))
                or (one.among is not None and one.among == other.among)
            )
        case NotBefore(), NotAfter():
            return _longer(one, other)
        case ((Number() | Amount()), (Number() | Amount())):
            return _apart(one, other)
        case _:
            return False


def _longer(least: NotBefore, most: NotAfter) -> bool:
    same = least.event == most.event and least.subject == most.subject
    known = least.count_fact is None and most.count_fact is None
    return same and known and least.count * _DAYS[least.unit] > most.count * _DAYS[most.unit]


def _apart(least: Number | Amount, most: Number | Amount) -> bool:
    """Whether a figure would have to be at least more than it may be at most."""
    if _figure(least) != _figure(most):
        return False
    low, high = _limit(least), _limit(most)
    if low is None or high is None:
        return False
    if least.relation not in ("at_least", "above") or most.relation not in ("at_most", "below"):
        return False
    is_open = "above" in (least.relation, most.relation) or "below" in (
        least.relation,
        most.relation,
    )
    return low > high or (low == high and is_open)


def _figure(condition: Number | Amount) -> object:
    return condition.fact if isinstance(condition, Number) else condition.amount


def _limit(condition: Number | Amount) -> Decimal | None:
    if isinstance(condition, Number):
        return condition.limit
    known = [_yuan(term) for term in condition.limit]
    return None if None in known else sum((k for k in known if k is not None), Decimal(0))


def _yuan(term: Term) -> Decimal | None:
    return term.yuan * term.times if term.yuan is not None else None
