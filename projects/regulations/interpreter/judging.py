"""Judging a gate: every demand that is not met, with its clause and what to do about it."""

from collections.abc import Collection
from datetime import date

from config.kernel.periods import chinese_day
from config.kernel.verdicts import ALLOWED, Refusal, Verdict
from config.kernel.workdays import Calendar
from projects.regulations.interpreter.conditions import evaluate
from projects.regulations.interpreter.findings import Finding
from projects.regulations.interpreter.refusing import Resolver, nowhere, refusal
from projects.regulations.interpreter.situation import Facts, Situation
from projects.regulations.rulebook import (
    MissingItem,
    Paper,
    Requirement,
    Rulebook,
)
from projects.regulations.rulebook.gates import Need


def judge(  # noqa: PLR0913 - the parts of one question, all named
    rulebook: Rulebook,
    gate_code: str,
    facts: Facts,
    on: date,
    *,
    step: str | None = None,
    waived: Collection[str] = (),
    resolve: Resolver = nowhere,
    calendar: Calendar | None = None,
) -> Verdict:
    """Decide whether a gate is open today: every demand that is not met, with its clause.

    Without `step` it is asked when the record is sent; with the code of a step of the route,
    when that step signs. `waived` holds the ids of rules for which a valid waiver is on
    record; only rules that hold 原则上 can be waived, and they are then shown as advice. A
    moment of which the rulebook says nothing is open. Of a form that the project does not need
    only that is said: nothing else is asked of it.
    """
    demands = rulebook.demands.get(gate_code, ())
    gate = rulebook.gate(gate_code)
    if gate is None and not demands:
        return ALLOWED
    situation = Situation(rulebook, facts, on, calendar or Calendar())
    refusals: list[Refusal] = []
    for requirement in demands:
        if requirement.step == step:
            found = judge_requirement(requirement, situation, waived=waived, resolve=resolve)
            if isinstance(requirement, Need) and not Verdict(tuple(found)):
                return Verdict(tuple(found))
            refusals += found
    for paper in gate.papers if gate else ():
        if paper.step == step:
            refusals += _judge_paper(paper, situation, waived=waived, resolve=resolve)
    return Verdict(tuple(refusals))


def judge_requirement(
    requirement: Requirement,
    situation: Situation,
    *,
    waived: Collection[str] = (),
    resolve: Resolver = nowhere,
) -> list[Refusal]:
    """Judge one demand; nothing is said where it is met or does not apply."""
    if requirement.when is not None and not evaluate(requirement.when, situation).met:
        return []
    finding = evaluate(requirement.condition, situation)
    if finding.met:
        return []
    return [
        refusal(
            situation.rulebook,
            requirement,
            requirement.id,
            _fill(requirement.message, finding),
            missing=requirement.missing,
            opens_on=finding.opens_on,
            is_waived=requirement.id in waived,
            resolve=resolve,
        )
    ]


def _judge_paper(
    paper: Paper, situation: Situation, *, waived: Collection[str], resolve: Resolver
) -> list[Refusal]:
    if paper.kind in situation.codes("papers"):
        return []
    if paper.when is not None and not evaluate(paper.when, situation).met:
        return []
    rulebook = situation.rulebook
    label = next(kind.label for kind in rulebook.paper_kinds if kind.code == paper.kind)
    return [
        refusal(
            rulebook,
            paper,
            paper.id,
            f"请上传{label}。",
            missing=(MissingItem(label=label, page=f"papers:{paper.kind}"),),
            is_waived=paper.id in waived,
            resolve=resolve,
        )
    ]


def _fill(message: str, finding: Finding) -> str:
    if "{" not in message:
        return message
    day = chinese_day(finding.day) if finding.day else "该日期"
    return (
        message.replace("{found}", "、".join(finding.found))
        .replace("{limit}", finding.limit)
        .replace("{day}", day)
    )
