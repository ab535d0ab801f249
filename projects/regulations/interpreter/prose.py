"""Conditions in words, so that a rulebook can be read by those who must keep to it."""

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

RELATIONS = {"at_most": "不超过", "below": "小于", "at_least": "不少于", "above": "大于"}


def describe(condition: Condition, rulebook: Rulebook) -> str:
    """Say a condition in one Chinese phrase, without a full stop."""
    match condition:
        case All():
            return "，并且".join(describe(part, rulebook) for part in condition.of)
        case AnyOf():
            return "，或者".join(describe(part, rulebook) for part in condition.of)
        case Not():
            return f"不属于这种情形：{describe(condition.of, rulebook)}"
        case RecordPassed():
            return f"{_gate(condition.kind, rulebook)}已通过"
        case NoOpenRecord():
            return f"没有未办结的{'、'.join(_gate(kind, rulebook) for kind in condition.kinds)}"
        case Amount():
            return _amount(condition)
        case NotBefore() | NotAfter():
            return _period(condition)
        case _:
            return _value(condition, rulebook)


def _value(
    condition: FactEquals | FactIn | FactTrue | FactPresent | HoldsAll | LinesFreeOf | TableHasRows,
    rulebook: Rulebook,
) -> str:
    label = _fact(condition.fact)
    match condition:
        case FactTrue():
            return f"确认“{label}”"
        case FactPresent():
            return f"写明{label}"
        case TableHasRows():
            return f"{label}不少于{condition.at_least}"
        case FactEquals():
            return f"{label}为{_name(str(condition.value), rulebook)}"
    names = "、".join(_names(condition, rulebook))
    match condition:
        case FactIn():
            return f"{label}为{names}之一"
        case HoldsAll():
            return f"{label}包括{names}"
        case LinesFreeOf():
            return f"{label}不含{names}"


def _names(condition: FactIn | HoldsAll | LinesFreeOf, rulebook: Rulebook) -> list[str]:
    if condition.among is not None:
        return [choice.label for choice in rulebook.choices(condition.among)]
    return [_name(str(value), rulebook) for value in condition.values]


def _amount(condition: Amount) -> str:
    return f"{_sum(condition.amount)}{RELATIONS[condition.relation]}{_sum(condition.limit)}"


def _sum(terms: tuple[Term, ...]) -> str:
    named = []
    for term in terms:
        base = f"{yuan_text(term.yuan)}元" if term.yuan is not None else _fact(term.fact or "")
        named.append(base if term.times == 1 else f"{base}的{term.times:%}".replace(".000000", ""))
    return "与".join(named) + ("之和" if len(named) > 1 else "")


def _period(condition: NotBefore | NotAfter) -> str:
    subject = _fact(condition.subject) if condition.subject else "办理日期"
    bound = "不早于" if isinstance(condition, NotBefore) else "不晚于"
    after = f"之后{period_text(condition.count, condition.unit)}" if condition.count else ""
    return f"{subject}{bound}{_fact(condition.event)}{after}"


def _fact(name: str) -> str:
    return FACTS[name].label


def _gate(kind: str, rulebook: Rulebook) -> str:
    gate = rulebook.gate(kind)
    return gate.label if gate else kind


def _name(code: str, rulebook: Rulebook) -> str:
    for line in rulebook.red_lines:
        if line.code == code:
            return line.label
    found = (c.label for choices in rulebook.lists for c in choices.choices if c.code == code)
    return next(found, code)
