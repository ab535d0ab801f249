"""Walking through conditions: their parts, the facts and the lists they name."""

from projects.regulations.rulebook.conditions import All, AnyOf, Condition, Not
from projects.regulations.rulebook.figures import Amount, Ratio, Term
from projects.regulations.rulebook.tree import fact_fields


def parts_of(condition: Condition) -> tuple[Condition, ...]:
    """Return a condition with all the conditions inside it."""
    match condition:
        case All() | AnyOf():
            inner = condition.of
        case Not():
            inner = (condition.of,)
        case _:
            inner = ()
    return (condition, *(part for child in inner for part in parts_of(child)))


def terms_of(condition: Condition) -> tuple[Term, ...]:
    """Return the terms of a comparison of sums."""
    match condition:
        case Amount():
            return (*condition.amount, *condition.limit)
        case Ratio():
            return (*condition.part, *condition.whole)
        case _:
            return ()


def own_facts(condition: Condition) -> dict[str, str]:
    """Return the facts that one condition itself asks about, by the field that names them."""
    found = {
        name: str(getattr(condition, name))
        for name in fact_fields(type(condition))
        if getattr(condition, name)
    }
    terms = [term.fact for term in terms_of(condition) if term.fact]
    return found | {f"term.{number}": fact for number, fact in enumerate(terms)}


def facts_of_condition(condition: Condition) -> frozenset[str]:
    """Return the facts that a condition and all the conditions in it ask about."""
    return frozenset(fact for part in parts_of(condition) for fact in own_facts(part).values())
