"""When a project goes on to the next stage of its life, and which way it takes."""

from datetime import date

from config.kernel.verdicts import ALLOWED, Missing, Verdict
from projects.registry import kinds
from projects.registry.facts import Facts, facts_of
from projects.registry.life import LifeStage, life_of
from projects.registry.models import Project
from projects.registry.rules.basis import cited
from projects.registry.rules.gates import Gatekeeper, gatekeeper
from projects.registry.rules.places import supplies
from projects.regulations.queries import rulebook_of


def may_enter_next(project: Project, on: date, keeper: Gatekeeper | None = None) -> Verdict:
    """Decide whether a project may go on to the next stage: what ends this one, and the gate."""
    following = life_of(project).next_of(project)
    if following is None:
        return cited(project, f"项目已{project.stage_label}，没有后续阶段。", None)
    if not project.is_active:
        standing = project.get_standing_display()
        return cited(project, f"项目已{standing}，不能进入{following.label}。", None)
    keeper = keeper or gatekeeper(project, on)
    return _this_stage_is_done(project, following, keeper) & gate_before(following, keeper)


def gate_before(stage: LifeStage, keeper: Gatekeeper) -> Verdict:
    """Judge the gate before a stage, by the first of its names that the rulebook knows."""
    rulebook = rulebook_of(keeper.project.rulebook)
    known = [gate for gate in stage.entry_gates if rulebook.gate(gate) is not None]
    return keeper.judge(known[0]) if known else ALLOWED


def _this_stage_is_done(project: Project, following: LifeStage, keeper: Gatekeeper) -> Verdict:
    here, verdict = life_of(project).stage_of(project), ALLOWED
    rule = None if here.rule is None else here.rule.rule
    passed = keeper.facts["record.passed"]
    assert isinstance(passed, tuple)
    for code in here.ends_with:
        if code in passed or not _has(project, code, keeper):
            continue
        label = kinds.in_project(project, code).label
        lacking = Missing(label=label, url=supplies(project, f"record:{code}", keeper.newest))
        sentence = f"{label}通过后才能进入{following.label}。"
        verdict &= cited(project, sentence, rule, missing=(lacking,))
    return verdict


def _has(project: Project, code: str, keeper: Gatekeeper) -> bool:
    if code not in kinds.codes_of(project):
        return False
    return keeper.applies(kinds.in_project(project, code))


def track_of(project: Project, on: date, facts: Facts | None = None) -> str:
    """Return the way that a project takes through the stages, by what it is today."""
    tracks = rulebook_of(project.rulebook).life.tracks
    if not tracks:
        return ""
    keeper = gatekeeper(project, on, facts_of(project) if facts is None else facts)
    fitting = (t.code for t in tracks if t.when is None or keeper.holds(t.when))
    return next(fitting, "")
