"""Facts and a rulebook in, a verdict out: pure functions, no queries, no clock."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date

from config.kernel.periods import deadline, floor_day
from config.kernel.texts import contains_word
from config.kernel.verdicts import ALLOWED, Missing, Refusal, Strength, Verdict
from config.kernel.workdays import Calendar
from projects.regulations.interpreter.conditions import (
    Facts,
    Finding,
    Situation,
    day_of,
    evaluate,
)
from projects.regulations.rulebook import (
    Cited,
    Clock,
    LineWord,
    MissingItem,
    Paper,
    Requirement,
    Rulebook,
)
from projects.regulations.rulebook.gates import Binding

type Resolver = Callable[[str], str]

__all__ = ["Deadline", "Facts", "Resolver", "deadlines", "judge", "judge_line", "judge_requirement"]


@dataclass(frozen=True, slots=True)
class Deadline:
    """The last day of a period that runs."""

    clock: Clock
    on: date


def _nowhere(_what: str) -> str:
    return ""


def judge(  # noqa: PLR0913 - the parts of one question, all named
    rulebook: Rulebook,
    gate_code: str,
    facts: Facts,
    on: date,
    *,
    waived: Collection[str] = (),
    resolve: Resolver = _nowhere,
    calendar: Calendar | None = None,
) -> Verdict:
    """Decide whether a gate is open today: every demand that is not met, with its clause.

    `waived` holds the ids of rules for which a valid waiver is on record; only rules that
    hold 原则上 can be waived, and they are then shown as advice. A moment for which the
    rulebook has no gate is open.
    """
    gate = rulebook.gate(gate_code)
    if gate is None:
        return ALLOWED
    situation = Situation(rulebook, facts, on, calendar or Calendar())
    refusals: list[Refusal] = []
    for requirement in rulebook.requirements_of(gate):
        refusals += judge_requirement(requirement, situation, waived=waived, resolve=resolve)
    for paper in gate.papers:
        refusals += _judge_paper(paper, situation, waived=waived, resolve=resolve)
    return Verdict(tuple(refusals))


def judge_requirement(
    requirement: Requirement,
    situation: Situation,
    *,
    waived: Collection[str] = (),
    resolve: Resolver = _nowhere,
) -> list[Refusal]:
    """Judge one demand; nothing is said where it is met or does not apply."""
    if requirement.when is not None and not evaluate(requirement.when, situation).met:
        return []
    finding = evaluate(requirement.condition, situation)
    if finding.met:
        return []
    message = _fill(requirement.message, finding)
    return [
        _refusal(
            requirement,
            requirement.id,
            situation.rulebook,
            message,
            missing=requirement.missing,
            opens_on=finding.opens_on,
            is_waived=requirement.id in waived,
            resolve=resolve,
        )
    ]


def judge_line(rulebook: Rulebook, text: str) -> tuple[LineWord, ...]:
    """Return the prohibitions and exclusions whose words occur in a budget line."""
    return tuple(
        line for line in rulebook.red_lines if any(contains_word(text, w) for w in line.words)
    )


def deadlines(
    rulebook: Rulebook, gate_code: str, facts: Facts, calendar: Calendar
) -> tuple[Deadline, ...]:
    """Return the last days of the periods of a gate whose events have happened."""
    gate = rulebook.gate(gate_code)
    running: list[Deadline] = []
    for clock in gate.clocks if gate else ():
        start = day_of(facts.get(clock.event))
        if start is not None:
            end = deadline if clock.rolls else floor_day
            running.append(Deadline(clock, end(start, clock.count, clock.unit, calendar)))
    return tuple(running)


def _judge_paper(
    paper: Paper, situation: Situation, *, waived: Collection[str], resolve: Resolver
) -> list[Refusal]:
    if paper.when is not None and not evaluate(paper.when, situation).met:
        return []
    if paper.kind in situation.codes("papers"):
        return []
    rulebook = situation.rulebook
    label = next(kind.label for kind in rulebook.paper_kinds if kind.code == paper.kind)
    return [
        _refusal(
            paper,
            paper.id,
            rulebook,
            f"请上传{label}。",
            missing=(MissingItem(label=label, page=f"papers:{paper.kind}"),),
            opens_on=None,
            is_waived=paper.id in waived,
            resolve=resolve,
        )
    ]


def _refusal(  # noqa: PLR0913 - the parts of a refusal, all named
    rule: Binding,
    rule_id: str,
    rulebook: Rulebook,
    message: str,
    *,
    missing: tuple[MissingItem, ...],
    opens_on: date | None,
    is_waived: bool,
    resolve: Resolver,
) -> Refusal:
    is_waived = is_waived and rule.strength is Strength.WAIVABLE
    return Refusal(
        message=f"已登记豁免：{message}" if is_waived else message,
        rule_id=rule_id,
        regulation=_title(rule, rulebook),
        clause=rule.clause,
        quote=rule.quote,
        strength=Strength.ADVICE if is_waived else rule.strength,
        missing=()
        if is_waived
        else tuple(
            Missing(label=item.label, url=resolve(item.page) if item.page else "")
            for item in missing
        ),
        opens_on=opens_on,
        is_system_default=rule.is_system_default,
    )


def _title(rule: Cited, rulebook: Rulebook) -> str:
    return "" if rule.is_system_default else rulebook.text_of(rule).title


def _fill(message: str, finding: Finding) -> str:
    day = f"{finding.day:%Y-%m-%d}" if finding.day else "该日期"
    return (
        message.replace("{found}", "、".join(finding.found))
        .replace("{limit}", finding.limit)
        .replace("{day}", day)
    )
