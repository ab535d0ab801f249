"""Conditions in words, so that a rulebook can be read by those who must keep to it."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from config.kernel.money import yuan_text
from config.kernel.periods import chinese_day, period_text
from projects.regulations.interpreter.comparing import plain
from projects.regulations.rulebook import Clock, Rulebook
from projects.regulations.rulebook.conditions import (
    Ahead,
    All,
    AnyOf,
    Condition,
    FactEquals,
    FactIn,
    FactPresent,
    FactsAgree,
    FactTrue,
    HoldsAll,
    HoldsAny,
    InDates,
    InSeason,
    IsOdd,
    LinesFreeOf,
    NoOpenRecord,
    Not,
    NotAfter,
    NotBefore,
    RecordPassed,
    SetsApart,
    TableHasRows,
    TextFreeOf,
    WithinClock,
)
from projects.regulations.rulebook.figures import Amount, Number, Ratio, Term

ZERO = Decimal(0)
RELATIONS = {"at_most": "不超过", "below": "小于", "at_least": "不少于", "above": "大于"}


def describe(condition: Condition, rulebook: Rulebook) -> str:
    """Say a condition in one Chinese phrase, without a full stop."""
    return _WORDS[type(condition)](condition, rulebook)


def period_of(clock: Clock) -> str:
    """Say how long a clock runs."""
    shortest = period_text(clock.at_least, clock.unit) if clock.at_least else ""
    longest = period_text(clock.count, clock.unit) if clock.count else ""
    if clock.is_lead:
        return f"至少提前{shortest}"
    if shortest and longest:
        return f"满{shortest}后、{longest}内"
    return f"满{shortest}后" if shortest else f"{longest}内"


def _all(condition: All, rulebook: Rulebook) -> str:
    return "，并且".join(describe(part, rulebook) for part in condition.of)


def _any(condition: AnyOf, rulebook: Rulebook) -> str:
    parts = [describe(part, rulebook) for part in condition.of]
    if condition.at_least > 1:
        return f"下列{len(parts)}项中至少符合{condition.at_least}项：{'；'.join(parts)}"
    return "，或者".join(parts)


def _not(condition: Not, rulebook: Rulebook) -> str:
    if isinstance(condition.of, FactTrue):
        return f"并非“{rulebook.label_of_fact(condition.of.fact)}”"
    return f"不属于这种情形：{describe(condition.of, rulebook)}"


def _passed(condition: RecordPassed, rulebook: Rulebook) -> str:
    return f"{rulebook.label_of_gate(condition.kind)}已通过"


def _none_open(condition: NoOpenRecord, rulebook: Rulebook) -> str:
    kinds = "、".join(rulebook.label_of_gate(kind) for kind in condition.kinds)
    return f"没有未办结的{kinds}"


def _true(condition: FactTrue, rulebook: Rulebook) -> str:
    return f"确认“{rulebook.label_of_fact(condition.fact)}”"


def _present(condition: FactPresent, rulebook: Rulebook) -> str:
    return f"写明{rulebook.label_of_fact(condition.fact)}"


def _rows(condition: TableHasRows, rulebook: Rulebook) -> str:
    return f"{rulebook.label_of_fact(condition.fact)}不少于{condition.at_least}"


def _equals(condition: FactEquals, rulebook: Rulebook) -> str:
    label = rulebook.label_of_fact(condition.fact)
    value = condition.value
    if isinstance(value, bool):
        return f"{label}为{'是' if value else '否'}"
    return f"{label}为{_named(value, condition.fact, rulebook)}"


def _in(condition: FactIn, rulebook: Rulebook) -> str:
    return f"{rulebook.label_of_fact(condition.fact)}为{_names(condition, rulebook)}之一"


def _holds_all(condition: HoldsAll, rulebook: Rulebook) -> str:
    return f"{rulebook.label_of_fact(condition.fact)}包括{_names(condition, rulebook)}"


def _holds_any(condition: HoldsAny, rulebook: Rulebook) -> str:
    return f"{rulebook.label_of_fact(condition.fact)}至少包括{_names(condition, rulebook)}之一"


def _free_of(condition: LinesFreeOf, rulebook: Rulebook) -> str:
    return f"{rulebook.label_of_fact(condition.fact)}不含{_names(condition, rulebook)}"


def _apart(condition: SetsApart, rulebook: Rulebook) -> str:
    one, other = rulebook.label_of_fact(condition.fact), rulebook.label_of_fact(condition.other)
    return f"{one}与{other}互不重复"


def _agree(condition: FactsAgree, rulebook: Rulebook) -> str:
    one, other = rulebook.label_of_fact(condition.fact), rulebook.label_of_fact(condition.other)
    return f"{one}与{other}一致"


def _text_free_of(condition: TextFreeOf, rulebook: Rulebook) -> str:
    words = next(w.label for w in rulebook.word_lists if w.code == condition.words_of)
    return f"{rulebook.label_of_fact(condition.fact)}不出现{words}"


def _names(condition: FactIn | HoldsAll | HoldsAny | LinesFreeOf, rulebook: Rulebook) -> str:
    if condition.among is not None:
        return "、".join(choice.label for choice in rulebook.choices(condition.among))
    return "、".join(_named(value, condition.fact, rulebook) for value in condition.values)


def _named(value: object, fact: str, rulebook: Rulebook) -> str:
    """Name a value by what its own box offers, else by any list that has it."""
    code = str(value)
    told = rulebook.labels_of_facts.get(fact) or {}
    return told.get(code) or rulebook.labels.get(code, code)


def _amount(condition: Amount, rulebook: Rulebook) -> str:
    relation = RELATIONS[condition.relation]
    return f"{_sum(condition.amount, rulebook)}{relation}{_sum(condition.limit, rulebook)}"


def _number(condition: Number, rulebook: Rulebook) -> str:
    limit = (
        plain(condition.limit)
        if condition.limit is not None
        else rulebook.label_of_fact(str(condition.limit_fact))
    )
    label = rulebook.label_of_fact(condition.fact)
    return f"{label}{RELATIONS[condition.relation]}{limit}{condition.unit}"


def _odd(condition: IsOdd, rulebook: Rulebook) -> str:
    return f"{rulebook.label_of_fact(condition.fact)}为单数"


def _ratio(condition: Ratio, rulebook: Rulebook) -> str:
    part, whole = _sum(condition.part, rulebook), _sum(condition.whole, rulebook)
    relation = RELATIONS[condition.relation]
    return f"{part}占{whole}的比例{relation}{plain(condition.percent)}%"


def _sum(terms: tuple[Term, ...], rulebook: Rulebook) -> str:
    return "与".join(_term(term, rulebook) for term in terms) + ("之和" if len(terms) > 1 else "")


def _term(term: Term, rulebook: Rulebook) -> str:
    if term.fact is None and not term.yuan:
        return "零"
    base = rulebook.label_of_fact(term.fact) if term.fact else f"{yuan_text(term.yuan or ZERO)}元"
    if term.part is not None:
        base = f"{base}中的{rulebook.labels.get(term.part, term.part)}"
    return base if term.times == 1 else f"{base}的{(term.times * 100).normalize():f}%"


def _period(condition: NotBefore | NotAfter, rulebook: Rulebook) -> str:
    subject = _subject(condition.subject, rulebook)
    bound = "不早于" if isinstance(condition, NotBefore) else "不晚于"
    after = f"之后{period_text(condition.count, condition.unit)}" if condition.count else ""
    if condition.count_fact is not None:
        after = f"之后{rulebook.label_of_fact(condition.count_fact)}（{condition.unit.label}）"
    return f"{subject}{bound}{rulebook.label_of_fact(condition.event)}{after}"


def _ahead(condition: Ahead, rulebook: Rulebook) -> str:
    period = period_text(condition.count, condition.unit)
    event = rulebook.label_of_fact(condition.event)
    return f"{_subject(condition.subject, rulebook)}至少提前{event}{period}"


def _season(condition: InSeason, rulebook: Rulebook) -> str:
    first, last = _month_and_day(condition.first), _month_and_day(condition.last)
    return f"{_subject(condition.subject, rulebook)}在每年{first}至{last}之间"


def _dates(condition: InDates, rulebook: Rulebook) -> str:
    first, last = chinese_day(condition.first), chinese_day(condition.last)
    return f"{_subject(condition.subject, rulebook)}在{first}至{last}之间"


def _clock(condition: WithinClock, rulebook: Rulebook) -> str:
    clock = rulebook.clocks_by_id[condition.clock]
    event = rulebook.label_of_fact(clock.event)
    return f"{_subject(clock.subject, rulebook)}在{event}之后{period_of(clock)}"


def _month_and_day(text: str) -> str:
    month, day = text.split("-")
    return f"{int(month)}月{int(day)}日"


def _subject(fact: str | None, rulebook: Rulebook) -> str:
    return rulebook.label_of_fact(fact) if fact else "办理日期"


_WORDS: dict[type, Callable[[Any, Rulebook], str]] = {
    All: _all,
    AnyOf: _any,
    Not: _not,
    RecordPassed: _passed,
    NoOpenRecord: _none_open,
    FactTrue: _true,
    FactPresent: _present,
    TableHasRows: _rows,
    FactEquals: _equals,
    FactIn: _in,
    HoldsAll: _holds_all,
    HoldsAny: _holds_any,
    LinesFreeOf: _free_of,
    SetsApart: _apart,
    FactsAgree: _agree,
    TextFreeOf: _text_free_of,
    Amount: _amount,
    Number: _number,
    IsOdd: _odd,
    Ratio: _ratio,
    NotBefore: _period,
    NotAfter: _period,
    Ahead: _ahead,
    InSeason: _season,
    InDates: _dates,
    WithinClock: _clock,
}
