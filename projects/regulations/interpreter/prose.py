"""Conditions in words, so that a rulebook can be read by those who must keep to it."""

from decimal import Decimal

from config.kernel.money import yuan_text
from config.kernel.periods import period_text
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
from projects.regulations.rulebook.facts import FACTS

ZERO = Decimal(0)
RELATIONS = {"at_most": "不超过", "below": "小于", "at_least": "不少于", "above": "大于"}


def describe(condition: Condition, rulebook: Rulebook) -> str:
    """Say a condition in one Chinese phrase, without a full stop."""
    match condition:
        case All():
            text = "，并且".join(describe(part, rulebook) for part in condition.of)
        case AnyOf():
            text = "，或者".join(describe(part, rulebook) for part in condition.of)
        case Not():
            text = _denied(condition, rulebook)
        case RecordPassed():
            text = f"{_gate(condition.kind, rulebook)}已通过"
        case NoOpenRecord():
            kinds = "、".join(_gate(kind, rulebook) for kind in condition.kinds)
            text = f"没有未办结的{kinds}"
        case Amount():
            relation = RELATIONS[condition.relation]
            text = f"{_sum(condition.amount)}{relation}{_sum(condition.limit)}"
        case NotBefore() | NotAfter():
            text = _period(condition)
        case _:
            text = _value(condition, rulebook)
    return text


def _denied(condition: Not, rulebook: Rulebook) -> str:
    if isinstance(condition.of, FactTrue):
        return f"并非“{FACTS[condition.of.fact].label}”"
    return f"不属于这种情形：{describe(condition.of, rulebook)}"


def _value(
    condition: FactEquals | FactIn | FactTrue | FactPresent | HoldsAll | LinesFreeOf | TableHasRows,
    rulebook: Rulebook,
) -> str:
    label = FACTS[condition.fact].label
    match condition:
        case FactTrue():
            text = f"确认“{label}”"
        case FactPresent():
            text = f"写明{label}"
        case TableHasRows():
            text = f"{label}不少于{condition.at_least}"
        case FactEquals():
            text = f"{label}为{_name(str(condition.value), rulebook)}"
        case FactIn():
            text = f"{label}为{_names(condition, rulebook)}之一"
        case HoldsAll():
            text = f"{label}包括{_names(condition, rulebook)}"
        case LinesFreeOf():
            text = f"{label}不含{_names(condition, rulebook)}"
    return text


def _names(condition: FactIn | HoldsAll | LinesFreeOf, rulebook: Rulebook) -> str:
    if condition.among is not None:
        return "、".join(choice.label for choice in rulebook.choices(condition.among))
    return "、".join(_name(str(value), rulebook) for value in condition.values)


def _sum(terms: tuple[Term, ...]) -> str:
    return "与".join(_term(term) for term in terms) + ("之和" if len(terms) > 1 else "")


def _term(term: Term) -> str:
    if term.fact is None and not term.yuan:
        return "零"
    base = FACTS[term.fact].label if term.fact else f"{yuan_text(term.yuan or ZERO)}元"
    return base if term.times == 1 else f"{base}的{(term.times * 100).normalize():f}%"


def _period(condition: NotBefore | NotAfter) -> str:
    subject = FACTS[condition.subject].label if condition.subject else "办理日期"
    bound = "不早于" if isinstance(condition, NotBefore) else "不晚于"
    after = f"之后{period_text(condition.count, condition.unit)}" if condition.count else ""
    return f"{subject}{bound}{FACTS[condition.event].label}{after}"


def _gate(kind: str, rulebook: Rulebook) -> str:
    gate = rulebook.gate(kind)
    return gate.label if gate else kind


def _name(code: str, rulebook: Rulebook) -> str:
    for line in rulebook.red_lines:
        if line.code == code:
            return line.label
    found = (c.label for choices in rulebook.lists for c in choices.choices if c.code == code)
    return next(found, code)
