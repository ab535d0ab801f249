"""What each condition means.

A fact that nobody delivered satisfies nothing: a missing amount counts as 0 in a sum and as
no limit at all, a missing day never opens a period.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from config.kernel.money import yuan_text
from config.kernel.periods import deadline, floor_day
from config.kernel.workdays import Calendar
from projects.regulations.rulebook import Rulebook
from projects.regulations.rulebook.conditions import (
    All,
    Amount,
    AnyOf,
    Condition,
    FactEquals,
    FactIn,
    FactPresent,
    FactTrue,
    HoldsAll,
    LinesFreeOf,
    NoOpenRecord,
    Not,
    NotAfter,
    NotBefore,
    RecordPassed,
    TableHasRows,
    Term,
)

type Facts = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Finding:
    """Whether a condition holds, and what to tell the reader where it does not."""

    met: bool
    found: tuple[str, ...] = ()
    limit: str = ""
    day: date | None = None
    opens_on: date | None = None


@dataclass(frozen=True, slots=True)
class Situation:
    """The facts of one project on one day, under one rulebook."""

    rulebook: Rulebook
    facts: Facts
    on: date
    calendar: Calendar

    def codes(self, fact: str) -> frozenset[str]:
        """Return a fact that is a set of codes."""
        value = self.facts.get(fact)
        if isinstance(value, str) or not isinstance(value, tuple | list | set | frozenset):
            return frozenset()
        return frozenset(str(item) for item in value)

    def label_of(self, code: str) -> str:
        """Name a code by the lists and prohibitions of the rulebook."""
        for line in self.rulebook.red_lines:
            if line.code == code:
                return line.label
        return next(
            (c.label for found in self.rulebook.lists for c in found.choices if c.code == code),
            code,
        )


def evaluate(condition: Condition, situation: Situation) -> Finding:
    """Judge one condition."""
    match condition:
        case All() | AnyOf() | Not():
            return _combined(condition, situation)
        case HoldsAll() | LinesFreeOf() | RecordPassed() | NoOpenRecord():
            return _of_codes(condition, situation)
        case NotBefore() | NotAfter():
            return _of_period(condition, situation)
        case Amount():
            return _of_amounts(condition, situation)
        case FactEquals() | FactIn() | FactTrue() | FactPresent() | TableHasRows():
            return Finding(_of_value(condition, situation))


def day_of(value: object) -> date | None:
    """Read a fact as a day; the form of JSON counts too."""
    if isinstance(value, str):
        return date.fromisoformat(value[:10]) if value else None
    return value if isinstance(value, date) else None


def _combined(condition: All | AnyOf | Not, situation: Situation) -> Finding:
    if isinstance(condition, Not):
        return Finding(not evaluate(condition.of, situation).met)
    findings = [evaluate(part, situation) for part in condition.of]
    failed = [finding for finding in findings if not finding.met]
    if not failed or (isinstance(condition, AnyOf) and len(failed) < len(findings)):
        return Finding(met=True)
    days = [finding.opens_on for finding in failed if finding.opens_on is not None]
    opens_on = None
    if isinstance(condition, AnyOf):
        opens_on = min(days, default=None)
    elif len(days) == len(failed):
        opens_on = max(days)
    first = failed[0]
    found = tuple(item for finding in failed for item in finding.found)
    return Finding(met=False, found=found, limit=first.limit, day=first.day, opens_on=opens_on)


def _of_codes(
    condition: HoldsAll | LinesFreeOf | RecordPassed | NoOpenRecord, situation: Situation
) -> Finding:
    match condition:
        case RecordPassed():
            return Finding(condition.kind in situation.codes("record.passed"))
        case NoOpenRecord():
            wrong = [k for k in condition.kinds if k in situation.codes("record.open")]
            gates = [situation.rulebook.gate(kind) for kind in wrong]
            labels = [gate.label if gate else k for gate, k in zip(gates, wrong, strict=True)]
        case HoldsAll():
            held = situation.codes(condition.fact)
            labels = [
                situation.label_of(code)
                for code in _wanted(condition, situation)
                if code not in held
            ]
        case LinesFreeOf():
            held = situation.codes(condition.fact)
            labels = [
                situation.label_of(code) for code in _wanted(condition, situation) if code in held
            ]
    return Finding(not labels, found=tuple(labels))


def _wanted(condition: HoldsAll | LinesFreeOf | FactIn, situation: Situation) -> tuple[str, ...]:
    if condition.among is None:
        return tuple(str(value) for value in condition.values)
    return tuple(choice.code for choice in situation.rulebook.choices(condition.among))


def _of_value(
    condition: FactEquals | FactIn | FactTrue | FactPresent | TableHasRows, situation: Situation
) -> bool:
    value = situation.facts.get(condition.fact)
    match condition:
        case FactEquals():
            return value == condition.value
        case FactIn():
            return value is not None and str(value) in _wanted(condition, situation)
        case FactTrue():
            return value is True
        case FactPresent():
            return bool(value.strip()) if isinstance(value, str) else value not in (None, (), [])
        case TableHasRows():
            rows = len(value) if isinstance(value, tuple | list) else value
            return isinstance(rows, int) and rows >= condition.at_least


def _of_amounts(condition: Amount, situation: Situation) -> Finding:
    limit = _sum(condition.limit, situation, default=None)
    amount = _sum(condition.amount, situation, default=Decimal(0))
    if limit is None or amount is None:
        return Finding(met=False, limit="尚未确定的金额")
    met = {
        "at_most": amount <= limit,
        "below": amount < limit,
        "at_least": amount >= limit,
        "above": amount > limit,
    }[condition.relation]
    return Finding(met, found=(f"{yuan_text(amount)}元",), limit=f"{yuan_text(limit)}元")


def _sum(
    terms: tuple[Term, ...], situation: Situation, *, default: Decimal | None
) -> Decimal | None:
    total = Decimal(0)
    for term in terms:
        value = term.yuan if term.fact is None else _money(situation.facts.get(term.fact))
        if value is None:
            value = default
        if value is None:
            return None
        total += value * term.times
    return total


def _money(value: object) -> Decimal | None:
    if value is None or isinstance(value, bool):
        return None
    return Decimal(str(value)) if isinstance(value, Decimal | int | str) and value != "" else None


def _of_period(condition: NotBefore | NotAfter, situation: Situation) -> Finding:
    start = day_of(situation.facts.get(condition.event))
    if start is None:
        return Finding(met=False)
    subject = situation.on
    if condition.subject is not None:
        given = day_of(situation.facts.get(condition.subject))
        if given is None:
            return Finding(met=False)
        subject = given
    if isinstance(condition, NotAfter):
        end = deadline if condition.rolls else floor_day
        last = end(start, condition.count, condition.unit, situation.calendar)
        return Finding(subject <= last, day=last)
    first = floor_day(start, condition.count, condition.unit, situation.calendar)
    return Finding(subject >= first, day=first, opens_on=first if first > situation.on else None)
