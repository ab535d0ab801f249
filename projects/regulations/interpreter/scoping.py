"""Whether these measures apply to a project, and in which band it lies."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from config.kernel.texts import contains_word
from config.kernel.verdicts import Refusal
from config.kernel.workdays import Calendar
from projects.regulations.interpreter.conditions import evaluate
from projects.regulations.interpreter.judging import judge_requirement
from projects.regulations.interpreter.situation import Facts, Situation, band_code
from projects.regulations.rulebook import LineWord, Requirement, Rulebook
from projects.regulations.rulebook.demands.scope import scope_demands
from projects.regulations.rulebook.scope import Band
from projects.regulations.rulebook.walking import facts_of_condition


@dataclass(frozen=True, slots=True, kw_only=True)
class Applicability:
    """Whether the measures apply: yes, no, or not yet to be said for want of facts."""

    applies: bool | None
    against: tuple[Refusal, ...]
    unknown: tuple[str, ...]
    not_yet: bool = False
    expired: bool = False

    @property
    def label(self) -> str:
        """Say it in one word."""
        if self.applies is None:
            return "尚不能判定"
        return "适用" if self.applies else "不适用"


def applies(
    rulebook: Rulebook, facts: Facts, on: date, calendar: Calendar | None = None
) -> Applicability:
    """Decide whether the measures apply to a project begun on this day.

    A demand about which no fact is known speaks neither for nor against.
    """
    situation = Situation(rulebook, facts, on, calendar or Calendar())
    against: list[Refusal] = []
    unknown: set[str] = set()
    for requirement in scope_demands(rulebook):
        refusals = judge_requirement(requirement, situation)
        missing = _unknown_facts(requirement, situation)
        if missing:
            unknown |= missing
        else:
            against += refusals
    begun = situation.day("project.begun_on") or on
    not_yet = rulebook.effective_on is not None and begun < rulebook.effective_on
    expired = rulebook.expires_on is not None and begun > rulebook.expires_on
    is_out = bool([r for r in against if r.strength.value == "BLOCK"]) or not_yet or expired
    return Applicability(
        applies=False if is_out else None if unknown else True,
        against=tuple(against),
        unknown=tuple(rulebook.label_of_fact(name) for name in sorted(unknown)),
        not_yet=not_yet,
        expired=expired,
    )


def _unknown_facts(requirement: Requirement, situation: Situation) -> frozenset[str]:
    """Return the facts that are asked about and not known, if none of them is."""
    if requirement.when is not None and not evaluate(requirement.when, situation).met:
        return frozenset()
    asked = facts_of_condition(requirement.condition)
    unknown = frozenset(name for name in asked if situation.value(name) is None)
    return unknown if unknown == asked else frozenset()


def band_of(rulebook: Rulebook, code: str, facts: Facts, on: date) -> Band | None:
    """Return the band that a project lies in; None if the figure is unknown or in a gap."""
    bands = next(found for found in rulebook.bands if found.code == code)
    situation = Situation(rulebook, facts, on, Calendar())
    wanted = band_code(bands, situation)
    return next((band for band in bands.bands if band.code == wanted), None)


def judge_line(rulebook: Rulebook, text: str) -> tuple[LineWord, ...]:
    """Return the prohibitions and exclusions whose words occur in a budget line."""
    return words_in(rulebook.red_lines, text)


def words_in(lines: Iterable[LineWord], text: str) -> tuple[LineWord, ...]:
    """Return the prohibitions and exclusions, of these, whose words occur in a text."""
    return tuple(line for line in lines if any(contains_word(text, w) for w in line.words))
