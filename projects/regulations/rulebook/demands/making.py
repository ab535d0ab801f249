"""Making requirements: from the clause of a shape to a demand at a gate."""

from collections.abc import Iterable

from projects.regulations.rulebook.citations import Basis, Binding, Cited
from projects.regulations.rulebook.conditions import (
    All,
    AnyOf,
    Condition,
    FactEquals,
    HoldsAll,
    LinesFreeOf,
    Not,
)
from projects.regulations.rulebook.figures import Number, Relation
from projects.regulations.rulebook.gates import Requirement
from projects.regulations.rulebook.shapes import MissingItem


def demand(  # noqa: PLR0913 - the parts of a demand, all named
    source: Cited | None,
    condition: Condition,
    message: str,
    *,
    part: str = "",
    rule_id: str = "",
    when: Condition | None = None,
    step: str | None = None,
    missing: Iterable[tuple[str, str]] = (),
    shape: type[Requirement] = Requirement,
) -> Requirement:
    """Make the demand that a shape stands for, with the clause of that shape.

    A shape with several demands tells them apart by `part`, what shares its clause with others
    or has no id by `rule_id`; what cites nothing is a default of the system.
    """
    citation: dict[str, object] = {"basis": Basis.SYSTEM_DEFAULT}
    if isinstance(source, Binding):
        citation = source.citation
    elif source is not None:
        citation = {
            "basis": source.basis,
            "text": source.text,
            "clause": source.clause,
            "quote": source.quote,
            "rows": source.rows,
        }
    own = rule_id or (source.id if source is not None else None) or ""
    return shape.model_validate(
        citation
        | {
            "id": f"{own}.{part}" if part else own,
            "message": message,
            "condition": condition,
            "when": when,
            "step": step,
            "missing": tuple(MissingItem(label=label, page=page) for label, page in missing),
        }
    )


def both(one: Condition | None, other: Condition | None) -> Condition | None:
    """Return the condition that both hold, of conditions that may be left out."""
    if one is None or other is None:
        return other if one is None else one
    return All(test="all", of=(one, other))


def either(one: Condition, other: Condition | None) -> Condition:
    """Return the condition that one of them holds."""
    return one if other is None else AnyOf(test="any", of=(one, other))


def no(condition: Condition) -> Condition:
    """Return the condition that this does not hold."""
    return Not(test="not", of=condition)


def holds(fact: str, *codes: str) -> Condition:
    """Return the condition that a set of codes holds all of these."""
    return HoldsAll(test="holds_all", fact=fact, values=codes)


def lacks(fact: str, *codes: str) -> Condition:
    """Return the condition that a set of codes holds none of these."""
    return LinesFreeOf(test="lines_free_of", fact=fact, values=codes)


def equals(fact: str, value: str) -> Condition:
    """Return the condition that a fact has a value."""
    return FactEquals(test="fact_equals", fact=fact, value=value)


def number(fact: str, relation: Relation, limit: object, unit: str = "") -> Condition:
    """Return the condition that a number stands in a relation to a limit."""
    return Number.model_validate(
        {"test": "number", "fact": fact, "relation": relation, "limit": limit, "unit": unit}
    )
