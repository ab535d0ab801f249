"""Which way a matter goes: the steps of a route, the path of a change, the stages of a life."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from config.kernel.verdicts import ALLOWED, Verdict
from config.kernel.workdays import Calendar
from projects.regulations.interpreter.conditions import evaluate
from projects.regulations.interpreter.derived import priority_of, route_of_change, track_of
from projects.regulations.interpreter.judging import judge_requirement
from projects.regulations.interpreter.prose import describe
from projects.regulations.interpreter.situation import Facts, Situation
from projects.regulations.rulebook import RouteStep, Rulebook
from projects.regulations.rulebook.changes import ChangeRoute
from projects.regulations.rulebook.demands.order import stage_demand
from projects.regulations.rulebook.life import STAGE_LABELS, Phase, StageRule
from projects.regulations.rulebook.plans import Priority


def route_of(
    rulebook: Rulebook,
    gate_code: str,
    facts: Facts,
    on: date,
    calendar: Calendar | None = None,
) -> tuple[RouteStep, ...]:
    """Return the steps that a matter goes through: those whose condition holds."""
    gate = rulebook.gate(gate_code)
    situation = Situation(rulebook, facts, on, calendar or Calendar())
    return tuple(
        step
        for step in (gate.route if gate else ())
        if step.when is None or evaluate(step.when, situation).met
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ChosenRoute:
    """The way a change goes, why, and why not another that comes before it."""

    route: ChangeRoute | None
    words: str
    passed_over: tuple[tuple[ChangeRoute, str], ...]


def change_route(
    rulebook: Rulebook, facts: Facts, on: date, calendar: Calendar | None = None
) -> ChosenRoute:
    """Find the way a change goes, in the order of priority."""
    situation = Situation(rulebook, facts, on, calendar or Calendar())
    chosen = route_of_change(situation)
    before: list[tuple[ChangeRoute, str]] = []
    for route in sorted(rulebook.change_routes, key=lambda r: r.priority):
        if route is chosen:
            break
        if route.when is not None:
            before.append((route, f"不符合：{describe(route.when, rulebook)}。"))
    words = "不属于本办法规定的任何一种变更路径。"
    if chosen is not None:
        case = f"符合：{describe(chosen.when, rulebook)}。" if chosen.when else "其余情形。"
        words = f"{chosen.label}。{case}"
    return ChosenRoute(route=chosen, words=words, passed_over=tuple(before))


def plan_priority(
    rulebook: Rulebook, facts: Facts, on: date, calendar: Calendar | None = None
) -> tuple[int, Priority] | None:
    """Find the class of priority of a project in the annual plan, and its rank from 1."""
    classes = [one for plan in rulebook.plans for one in plan.priorities]
    found = priority_of(Situation(rulebook, facts, on, calendar or Calendar()))
    return None if found is None else (classes.index(found) + 1, found)


@dataclass(frozen=True, slots=True, kw_only=True)
class LifeStage:
    """One stage that a project goes through, by the words of its measures."""

    code: str
    label: str
    phase: Phase
    gates: tuple[str, ...]
    rule: StageRule | None
    is_complete: bool


def life_of(rulebook: Rulebook, facts: Facts, on: date) -> tuple[LifeStage, ...]:
    """Return the stages a project goes through on its track, without those it skips."""
    situation = Situation(rulebook, facts, on, Calendar())
    track = track_of(situation)
    skips = set(track.skips) if track else set()
    passed = situation.codes("record.passed")
    return tuple(
        LifeStage(
            code=stage.code,
            label=stage.label,
            phase=stage.phase,
            gates=tuple(gate for gate in stage.gates if gate not in skips),
            rule=stage if stage in rulebook.life.stages else None,
            is_complete=all(kind in passed or kind in skips for kind in stage.ends_with),
        )
        for stage in _stages(rulebook)
        if track is None or stage.code in track.stages
    )


def _stages(rulebook: Rulebook) -> Iterable[StageRule]:
    if rulebook.life.stages:
        return rulebook.life.stages
    return (
        StageRule(
            code=phase,
            label=label,
            phase=phase,  # type: ignore[arg-type]
            gates=tuple(gate.code for gate in rulebook.gates if gate.stage == phase),
        )
        for phase, label in STAGE_LABELS.items()
    )


def next_stage(
    rulebook: Rulebook, facts: Facts, current: str, on: date
) -> tuple[LifeStage | None, Verdict]:
    """Return the stage after the current one, and whether the current one is complete."""
    stages = life_of(rulebook, facts, on)
    codes = [stage.code for stage in stages]
    if current not in codes or current == codes[-1]:
        return None, ALLOWED
    after = stages[codes.index(current) + 1]
    rule = stages[codes.index(current)].rule
    if rule is None or not rule.ends_with:
        return after, ALLOWED
    situation = Situation(rulebook, facts, on, Calendar())
    demand = stage_demand(rulebook, rule, after.phase)
    return after, Verdict(tuple(judge_requirement(demand, situation)))
