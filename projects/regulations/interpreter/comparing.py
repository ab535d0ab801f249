"""Conditions on values, sets of codes, records, numbers and sums."""

from decimal import Decimal
from fractions import Fraction

from approvals.experts.shapes import share_of
from config.kernel.money import yuan_text
from config.kernel.texts import contains_word
from projects.regulations.interpreter.findings import MET, UNMET, Finding
from projects.regulations.interpreter.situation import Situation
from projects.regulations.rulebook.conditions import (
    FactEquals,
    FactIn,
    FactPresent,
    FactsAgree,
    FactTrue,
    HoldsAll,
    HoldsAny,
    IsOdd,
    LinesFreeOf,
    NoOpenRecord,
    RecordPassed,
    SetsApart,
    TableHasRows,
    TextFreeOf,
)
from projects.regulations.rulebook.figures import Amount, Number, Ratio, Relation

HUNDRED = Decimal(100)
NOBODY_KNOWS = Finding(met=False, limit="尚未确定的金额")


def equals(condition: FactEquals, situation: Situation) -> Finding:
    """Judge whether a fact has a value; true is not the number 1."""
    value = situation.value(condition.fact)
    same_sort = isinstance(value, bool) == isinstance(condition.value, bool)
    return MET if same_sort and value == condition.value else UNMET


def is_in(condition: FactIn, situation: Situation) -> Finding:
    """Judge whether a fact is one of several values."""
    value = situation.value(condition.fact)
    return MET if value is not None and str(value) in wanted(condition, situation) else UNMET


def is_true(condition: FactTrue, situation: Situation) -> Finding:
    """Judge whether a fact is true."""
    return MET if situation.value(condition.fact) is True else UNMET


def is_present(condition: FactPresent, situation: Situation) -> Finding:
    """Judge whether a fact is there and not empty."""
    value = situation.value(condition.fact)
    if isinstance(value, str):
        return MET if value.strip() else UNMET
    is_there = value is not None and (not hasattr(value, "__len__") or len(value) > 0)
    return MET if is_there else UNMET


def has_rows(condition: TableHasRows, situation: Situation) -> Finding:
    """Judge whether a table has enough rows."""
    value = situation.value(condition.fact)
    rows = len(value) if isinstance(value, tuple | list) else value
    is_number = isinstance(rows, int) and not isinstance(rows, bool)
    return MET if is_number and rows >= condition.at_least else UNMET  # type: ignore[operator]


def odd(condition: IsOdd, situation: Situation) -> Finding:
    """Judge whether a number is odd."""
    value = situation.figure(condition.fact)
    return MET if value is not None and value % 2 == 1 else UNMET


def holds_all(condition: HoldsAll, situation: Situation) -> Finding:
    """Judge whether nothing that is wanted is missing."""
    held = situation.codes(condition.fact)
    missing = [code for code in wanted(condition, situation) if code not in held]
    return _named(missing, condition.fact, situation)


def holds_any(condition: HoldsAny, situation: Situation) -> Finding:
    """Judge whether at least one thing wanted is there."""
    held = situation.codes(condition.fact)
    codes = wanted(condition, situation)
    has_one = any(code in held for code in codes)
    return MET if has_one else _named(list(codes), condition.fact, situation)


def free_of(condition: LinesFreeOf, situation: Situation) -> Finding:
    """Judge whether nothing unwanted is there."""
    held = situation.codes(condition.fact)
    unwanted = [code for code in wanted(condition, situation) if code in held]
    return _named(unwanted, condition.fact, situation)


def apart(condition: SetsApart, situation: Situation) -> Finding:
    """Judge whether two facts have nothing in common."""
    common = situation.names(condition.fact) & situation.names(condition.other)
    return _named(sorted(common), condition.fact, situation)


def agree(condition: FactsAgree, situation: Situation) -> Finding:
    """Judge whether two facts are there and the same."""
    one, other = situation.value(condition.fact), situation.value(condition.other)
    return MET if one is not None and other is not None and str(one) == str(other) else UNMET


def text_free_of(condition: TextFreeOf, situation: Situation) -> Finding:
    """Judge whether a text mentions none of the words."""
    text = str(situation.value(condition.fact) or "")
    words = next(
        (w.words for w in situation.rulebook.word_lists if w.code == condition.words_of), ()
    )
    found = tuple(word for word in words if contains_word(text, word))
    return Finding(not found, found=found)


def passed(condition: RecordPassed, situation: Situation) -> Finding:
    """Judge whether a record of a kind has passed."""
    if condition.kind in situation.codes("record.passed"):
        return MET
    return Finding(met=False, found=(situation.rulebook.label_of_gate(condition.kind),))


def none_open(condition: NoOpenRecord, situation: Situation) -> Finding:
    """Judge whether no record of some kinds is under way."""
    held = situation.codes("record.open")
    wrong = [kind for kind in condition.kinds if kind in held]
    return Finding(not wrong, found=tuple(situation.rulebook.label_of_gate(kind) for kind in wrong))


def amounts(condition: Amount, situation: Situation) -> Finding:
    """Judge one sum of money by another."""
    limit = situation.sum(condition.limit, default=None)
    amount = situation.sum(condition.amount, default=Decimal(0))
    if limit is None or amount is None:
        return NOBODY_KNOWS
    if condition.rounding is not None:
        limit = condition.rounding.round(limit)
    return Finding(
        stands(condition.relation, amount, limit),
        found=(f"{yuan_text(amount)}元",),
        limit=f"{yuan_text(limit)}元",
    )


def numbers(condition: Number, situation: Situation) -> Finding:
    """Judge a number by a limit."""
    value = situation.figure(condition.fact)
    limit = condition.limit
    if condition.limit_fact is not None:
        limit = situation.figure(condition.limit_fact)
    if value is None or limit is None:
        return UNMET
    return Finding(
        stands(condition.relation, value, limit),
        found=(f"{plain(value)}{condition.unit}",),
        limit=f"{plain(limit)}{condition.unit}",
    )


def ratios(condition: Ratio, situation: Situation) -> Finding:
    """Judge one sum as a percentage of another; of nothing there is no share."""
    part = situation.sum(condition.part, default=None)
    whole = situation.sum(condition.whole, default=None)
    if part is None or not whole:
        return UNMET
    share = Fraction(part) / Fraction(whole)
    if condition.is_magnitude:
        share = abs(share)
    percent = Decimal(share.numerator) / Decimal(share.denominator) * HUNDRED
    if condition.rounding is not None:
        percent = condition.rounding.round(percent)
        share = Fraction(percent) / 100
    return Finding(
        stands(condition.relation, share, share_of(condition.percent)),
        found=(f"{plain(round(percent, 2))}%",),
        limit=f"{plain(condition.percent)}%",
    )


def stands[T: (Decimal, Fraction)](relation: Relation, value: T, limit: T) -> bool:
    """Whether a figure stands in this relation to a limit."""
    match relation:
        case "at_most":
            return value <= limit
        case "below":
            return value < limit
        case "at_least":
            return value >= limit
        case "above":
            return value > limit


def plain(value: Decimal) -> str:
    """Write a number without zeros that say nothing."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def wanted(
    condition: HoldsAll | HoldsAny | LinesFreeOf | FactIn, situation: Situation
) -> tuple[str, ...]:
    """Return the values a condition is about."""
    if condition.among is None:
        return tuple(map(str, condition.values))
    return situation.rulebook.codes_of(condition.among)


def _named(codes: list[str], fact: str, situation: Situation) -> Finding:
    if not codes:
        return MET
    return Finding(met=False, found=tuple(situation.label_of(code, fact) for code in codes))
