"""Which tabs the page of a project has, by the names and in the order of its rulebook."""

from collections.abc import Iterator

from projects.registry import kinds
from projects.registry.life import Life, life_of
from projects.registry.models import Project, Stage
from projects.registry.rules import project_roles

TABS = (
    ("overview", "概况"),
    ("application", "申报"),
    ("initiation", "立项"),
    ("money", "资金"),
    ("papers", "材料"),
    ("records", "审批"),
    ("construction", "建设"),
    ("acceptance", "验收"),
    ("operation", "运维"),
    ("evaluation", "绩效"),
    ("changes", "变更"),
    ("clocks", "时钟"),
    ("trail", "留痕"),
)
MEMBERS = ("members", "成员")
# What rulebooks call places that have no tab of their own.
ALIASES = {"plan": "initiation"}
KINDS = {
    "application": ("application", "appraisal"),
    "initiation": ("initiation",),
    "money": ("appropriation", "payment", "final_accounts"),
    "construction": ("contract", "progress_report"),
    "acceptance": ("test_report", "trial_operation", "final_acceptance"),
    "operation": ("information_system", "maintenance_record"),
    "evaluation": ("performance_targets", "self_evaluation", "evaluation", "archive"),
    "changes": ("change_request", "standing_change", "waiver"),
}
PHASES = {
    "application": Stage.APPLICATION,
    "initiation": Stage.INITIATION,
    "construction": Stage.CONSTRUCTION,
    "acceptance": Stage.ACCEPTANCE,
    "operation": Stage.OPERATION,
    "evaluation": Stage.EVALUATION,
}


def tabs_of(project: Project) -> tuple[tuple[str, str], ...]:
    """Return the tabs of a project: its stages by the names of its rulebook, members if any."""
    life = life_of(project)
    named = TABS if not life.is_own else tuple(_renamed(life))
    return (*named, MEMBERS) if project_roles(project) else named


def _renamed(life: Life) -> Iterator[tuple[str, str]]:
    """Name the tabs of the stages as the rulebook does, in its order."""
    phases = dict.fromkeys(stage.phase for stage in life.stages)
    codes = {phase: code for code, phase in PHASES.items()}
    own = iter([(codes[phase], _names_in(life, phase)) for phase in phases if phase in codes])
    for code, label in TABS:
        following = next(own, None) if code in PHASES else (code, label)
        if following is not None:
            yield following


def _names_in(life: Life, phase: Stage) -> str:
    names = [stage.label for stage in life.stages if stage.phase is phase]
    return "、".join(names[:2]) + ("等" if len(names) > 2 else "")  # noqa: PLR2004


def codes_in(tab: str, project: Project) -> frozenset[str]:
    """Return the kinds that a tab shows: those of its stage, and the rulebook's own of it."""
    phase = PHASES.get(tab)
    elsewhere = {code for codes in KINDS.values() for code in codes}
    own = {
        kind.code
        for kind in kinds.kinds_of(project)
        if kind.code not in elsewhere and phase in kind.stages[:1]
    }
    return frozenset(KINDS[tab]) | own
