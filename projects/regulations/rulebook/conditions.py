"""What a rule may ask of the facts: a small closed language, told apart by `test`.

Extended by adding a shape here and its meaning in the interpreter; a pack never holds code.
"""

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator

from config.kernel.periods import PeriodUnit
from projects.regulations.rulebook.facts import FACTS, FactKind
from projects.regulations.rulebook.shapes import Code, Shape

FactName = Annotated[str, StringConstraints(pattern=r"^[a-z_]+(\.[a-z_]+)?$")]
type Plain = bool | int | str


class FactEquals(Shape):
    """The fact has this value."""

    test: Literal["fact_equals"]
    fact: FactName
    value: Plain


class FactIn(Shape):
    """The fact is one of these values, or on this list of the rulebook."""

    test: Literal["fact_in"]
    fact: FactName
    values: tuple[Plain, ...] = ()
    among: Code | None = None

    @model_validator(mode="after")
    def _names_its_values(self) -> "FactIn":
        return _one_source(self, bool(self.values), self.among)


class FactTrue(Shape):
    """The fact is true."""

    test: Literal["fact_true"]
    fact: FactName


class FactPresent(Shape):
    """The fact is there and not empty."""

    test: Literal["fact_present"]
    fact: FactName


class HoldsAll(Shape):
    """The fact, a set of codes, holds all of these, or all of a list of the rulebook."""

    test: Literal["holds_all"]
    fact: FactName
    values: tuple[str, ...] = ()
    among: Code | None = None

    @model_validator(mode="after")
    def _names_its_values(self) -> "HoldsAll":
        return _one_source(self, bool(self.values), self.among)


class LinesFreeOf(Shape):
    """The fact, a set of codes found in the budget, holds none of these."""

    test: Literal["lines_free_of"]
    fact: FactName
    values: tuple[str, ...] = ()
    among: Code | None = None

    @model_validator(mode="after")
    def _names_its_values(self) -> "LinesFreeOf":
        return _one_source(self, bool(self.values), self.among)


class RecordPassed(Shape):
    """A record of this kind has passed."""

    test: Literal["record_passed"]
    kind: Code


class NoOpenRecord(Shape):
    """No record of these kinds is still under way."""

    test: Literal["no_open_record"]
    kinds: tuple[Code, ...] = Field(min_length=1)


class Term(Shape):
    """One term of a sum: a fact or a number of yuan, taken so many times."""

    fact: FactName | None = None
    yuan: Decimal | None = None
    times: Decimal = Decimal(1)

    @model_validator(mode="after")
    def _is_one_thing(self) -> "Term":
        if (self.fact is None) == (self.yuan is None):
            raise ValueError("金额项要么是事实，要么是固定金额，二者取一。")
        return self


class Amount(Shape):
    """A sum compared with a limit; whether the bound itself counts is said by the relation."""

    test: Literal["amount"]
    amount: tuple[Term, ...] = Field(min_length=1)
    relation: Literal["at_most", "below", "at_least", "above"]
    limit: tuple[Term, ...] = Field(min_length=1)


class NotBefore(Shape):
    """A period from an event is full: today, or on the day of another fact.

    A floor opens on the corresponding day itself and is never rolled over a day off.
    """

    test: Literal["not_before"]
    event: FactName
    count: int = Field(default=0, ge=0)
    unit: PeriodUnit = PeriodUnit.DAY
    subject: FactName | None = None


class NotAfter(Shape):
    """A period from an event has not run out: today, or on the day of another fact.

    A deadline that ends on a day off runs on to the next working day (民法典 203).
    """

    test: Literal["not_after"]
    event: FactName
    count: int = Field(ge=0)
    unit: PeriodUnit = PeriodUnit.DAY
    subject: FactName | None = None
    rolls: bool = True


class TableHasRows(Shape):
    """A table has at least so many rows."""

    test: Literal["table_has_rows"]
    fact: FactName
    at_least: int = Field(default=1, ge=1)


class All(Shape):
    """Every one of these holds."""

    test: Literal["all"]
    of: tuple["Condition", ...] = Field(min_length=1)


class AnyOf(Shape):
    """At least one of these holds."""

    test: Literal["any"]
    of: tuple["Condition", ...] = Field(min_length=1)


class Not(Shape):
    """This does not hold."""

    test: Literal["not"]
    of: "Condition"


type Condition = Annotated[
    FactEquals
    | FactIn
    | FactTrue
    | FactPresent
    | HoldsAll
    | LinesFreeOf
    | RecordPassed
    | NoOpenRecord
    | Amount
    | NotBefore
    | NotAfter
    | TableHasRows
    | All
    | AnyOf
    | Not,
    Field(discriminator="test"),
]

All.model_rebuild()
AnyOf.model_rebuild()
Not.model_rebuild()


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


def facts_of_condition(condition: Condition) -> frozenset[str]:
    """Return the facts that a condition asks about."""
    found: set[str] = set()
    for part in parts_of(condition):
        for name in ("fact", "event", "subject"):
            found |= {getattr(part, name)} if getattr(part, name, None) else set()
        if isinstance(part, Amount):
            found |= {term.fact for term in (*part.amount, *part.limit) if term.fact}
    return frozenset(found)


_FITTING: dict[str, frozenset[FactKind]] = {
    "fact_true": frozenset({FactKind.TRUTH}),
    "fact_in": frozenset({FactKind.CODE, FactKind.TEXT, FactKind.NUMBER}),
    "holds_all": frozenset({FactKind.CODES}),
    "lines_free_of": frozenset({FactKind.CODES}),
    "amount": frozenset({FactKind.AMOUNT}),
    "not_before": frozenset({FactKind.DAY}),
    "not_after": frozenset({FactKind.DAY}),
    "table_has_rows": frozenset({FactKind.NUMBER, FactKind.CODES}),
}


def condition_errors(condition: Condition, lists: frozenset[str]) -> list[str]:
    """Say which facts or lists a condition names that are not there, or do not fit it."""
    errors: list[str] = []
    for part in parts_of(condition):
        own = facts_of_condition(part) if not isinstance(part, All | AnyOf | Not) else frozenset()
        errors += [f"未知的事实：{name}。" for name in sorted(own - FACTS.keys())]
        fitting = _FITTING.get(part.test)
        errors += [
            f"事实“{FACTS[name].label}”不能用于{part.test}。"
            for name in sorted(own & FACTS.keys())
            if fitting is not None and FACTS[name].kind not in fitting
        ]
        among = getattr(part, "among", None)
        if among is not None and among not in lists:
            errors.append(f"未知的清单：{among}。")
    return errors


def _one_source[C: Shape](condition: C, has_values: bool, among: str | None) -> C:  # noqa: FBT001
    if has_values == (among is not None):
        raise ValueError("可选值要么直接列出，要么引用清单，二者取一。")
    return condition
