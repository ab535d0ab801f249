"""What each condition means."""

from collections.abc import Callable
from datetime import date
from typing import Any

from projects.regulations.interpreter import comparing, timing
from projects.regulations.interpreter.findings import MET, Finding
from projects.regulations.interpreter.situation import Facts, Situation, day_of
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
)
from projects.regulations.rulebook.figures import Amount, Number, Ratio

__all__ = ["Facts", "Finding", "Situation", "day_of", "evaluate"]


def evaluate(condition: Condition, situation: Situation) -> Finding:
    """Judge one condition."""
    return MEANINGS[type(condition)](condition, situation)


def _all(condition: All, situation: Situation) -> Finding:
    failed = [f for f in (evaluate(p, situation) for p in condition.of) if not f.met]
    if not failed:
        return MET
    days = [finding.opens_on for finding in failed if finding.opens_on is not None]
    return _together(failed, max(days) if len(days) == len(failed) else None)


def _any(condition: AnyOf, situation: Situation) -> Finding:
    failed, wanted = [], condition.at_least
    for part in condition.of:
        finding = evaluate(part, situation)
        wanted -= finding.met
        if not wanted:
            return MET
        if not finding.met:
            failed.append(finding)
    days = sorted(finding.opens_on for finding in failed if finding.opens_on is not None)
    return _together(failed, days[wanted - 1] if wanted <= len(days) else None)


def _not(condition: Not, situation: Situation) -> Finding:
    return Finding(not evaluate(condition.of, situation).met)


def _together(failed: list[Finding], opens_on: date | None) -> Finding:
    first = failed[0]
    found = tuple(item for finding in failed for item in finding.found)
    return Finding(met=False, found=found, limit=first.limit, day=first.day, opens_on=opens_on)


# What a condition means; `clocks` adds the meaning of its own.
MEANINGS: dict[type, Callable[[Any, Situation], Finding]] = {
    All: _all,
    AnyOf: _any,
    Not: _not,
    FactEquals: comparing.equals,
    FactIn: comparing.is_in,
    FactTrue: comparing.is_true,
    FactPresent: comparing.is_present,
    TableHasRows: comparing.has_rows,
    HoldsAll: comparing.holds_all,
    HoldsAny: comparing.holds_any,
    LinesFreeOf: comparing.free_of,
    SetsApart: comparing.apart,
    FactsAgree: comparing.agree,
    TextFreeOf: comparing.text_free_of,
    RecordPassed: comparing.passed,
    NoOpenRecord: comparing.none_open,
    Amount: comparing.amounts,
    Number: comparing.numbers,
    IsOdd: comparing.odd,
    Ratio: comparing.ratios,
    NotBefore: timing.not_before,
    NotAfter: timing.not_after,
    Ahead: timing.ahead,
    InSeason: timing.in_season,
    InDates: timing.in_dates,
}
