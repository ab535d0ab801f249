"""Refusals that follow from the order of a life itself: stage, standing, already there.

Where the measures of the project say a word about it, that clause is cited; otherwise the
reader is told that it is a rule of the system.
"""

from config.kernel.verdicts import Missing, Strength, Verdict, refused
from projects.registry import kinds
from projects.registry.life import LifeStage, life_of
from projects.registry.models import Project
from projects.regulations.queries import rulebook_of
from projects.regulations.rulebook import Cited

SYSTEM_RULE = "系统规则"


def structural(
    project: Project,
    message: str,
    *,
    kind: kinds.RecordKind | None = None,
    missing: tuple[Missing, ...] = (),
) -> Verdict:
    """Refuse something by the order of things, citing who says so and what has to come first."""
    rule = None if kind is None else _rule_of(project, kind)
    return cited(project, message, rule, missing)


def cited(
    project: Project,
    message: str,
    rule: Cited | None,
    missing: tuple[Missing, ...] = (),
    *,
    strength: Strength = Strength.BLOCK,
) -> Verdict:
    """Refuse something with the clause of a rule, or as a rule of the system."""
    if rule is None or rule.is_system_default:
        return refused(message, clause=SYSTEM_RULE, strength=strength, missing=missing)
    rulebook = rulebook_of(project.rulebook)
    return refused(
        message,
        rule_id=rule.id or "",
        regulation=rulebook.text_of(rule).title,
        clause=rule.clause,
        quote=rule.quote,
        strength=strength,
        missing=missing,
    )


def _rule_of(project: Project, kind: kinds.RecordKind) -> Cited | None:
    """Return the clause that places a kind: its own, else that of the stage it belongs to."""
    if kind.rule is not None and kind.rule.rule is not None:
        return kind.rule.rule
    stages = life_of(project).stages
    return next((_clause(stage) for stage in stages if stage.code in kind.places), None)


def _clause(stage: LifeStage) -> Cited | None:
    return None if stage.rule is None else stage.rule.rule
