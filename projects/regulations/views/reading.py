"""A rulebook laid out for reading: gates in the order of life, each demand with its clause."""

from collections.abc import Mapping
from dataclasses import dataclass

from config.kernel.periods import period_text
from config.kernel.verdicts import Strength
from projects.regulations.interpreter.prose import describe
from projects.regulations.rulebook import Cited, Gate, Paper, Requirement, Rulebook
from projects.regulations.rulebook.gates import STAGE_LABELS

SYSTEM_DEFAULT = "系统默认，非法规规定"
STEP_KINDS = {"REVIEW": "审核", "APPROVE": "审批", "COUNTERSIGN": "会签"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """One line of the reading: what is demanded, how hard it binds, and on which basis."""

    id: str
    text: str
    basis: str
    quote: str
    strength: Strength | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class GateReading:
    """One gate with all that it demands."""

    code: str
    label: str
    stage: str
    note: str
    demands: tuple[Clause, ...]
    papers: tuple[Clause, ...]
    route: tuple[Clause, ...]
    clocks: tuple[Clause, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A whole rulebook."""

    bases: tuple[Clause, ...]
    scope: tuple[Clause, ...]
    lines: tuple[Clause, ...]
    duties: tuple[Clause, ...]
    gates: tuple[GateReading, ...]


def read(rulebook: Rulebook, roles: Mapping[str, str]) -> Reading:
    """Lay a rulebook out; `roles` names the roles."""
    return Reading(
        bases=tuple(_clause(rulebook, b, id=b.id, text=b.label) for b in rulebook.bases),
        scope=tuple(_demand(rulebook, r) for r in rulebook.scope.requirements),
        lines=tuple(
            _clause(
                rulebook,
                line,
                id=line.id,
                text=f"预算中不得含有{line.label}",
                strength=line.strength,
                note=f"识别用语：{'、'.join(line.words)}",
            )
            for line in rulebook.red_lines
        ),
        duties=tuple(
            _clause(
                rulebook,
                duty,
                id=duty.id,
                text=f"{roles.get(duty.role, duty.role)}：{duty.label}",
                note=_stages(duty.stages),
            )
            for duty in rulebook.duties
        ),
        gates=tuple(_gate(rulebook, gate, roles) for gate in rulebook.gates),
    )


def _gate(rulebook: Rulebook, gate: Gate, roles: Mapping[str, str]) -> GateReading:
    notes = [gate.note] if gate.note else []
    if gate.judges_scope:
        notes.append("先核对适用范围和不得列入预算的内容。")
    return GateReading(
        code=gate.code,
        label=gate.label,
        stage=STAGE_LABELS[gate.stage] if gate.stage else "任一阶段",
        note="".join(notes),
        demands=tuple(_demand(rulebook, r) for r in gate.requirements),
        papers=tuple(_paper(rulebook, paper) for paper in gate.papers),
        route=tuple(
            _clause(
                rulebook,
                step,
                id="",
                text=f"{step.label}（{STEP_KINDS[step.kind]}）："
                f"{'、'.join(roles.get(role, role) for role in step.roles)}",
                note=_terms(step.days, [field.label for field in step.fields]),
            )
            for step in gate.route
        ),
        clocks=tuple(
            _clause(
                rulebook,
                clock,
                id=clock.id,
                text=f"{clock.label}：{period_text(clock.count, clock.unit)}内",
            )
            for clock in gate.clocks
        ),
    )


def _demand(rulebook: Rulebook, rule: Requirement) -> Clause:
    case = f"适用情形：{describe(rule.when, rulebook)}。" if rule.when else ""
    return _clause(
        rulebook,
        rule,
        id=rule.id,
        text=describe(rule.condition, rulebook),
        strength=rule.strength,
        note=case,
    )


def _paper(rulebook: Rulebook, paper: Paper) -> Clause:
    label = next(kind.label for kind in rulebook.paper_kinds if kind.code == paper.kind)
    return _clause(rulebook, paper, id=paper.id, text=label, strength=paper.strength)


def _clause(  # noqa: PLR0913 - the parts of a line, all named
    rulebook: Rulebook,
    cited: Cited,
    *,
    id: str,  # noqa: A002 - the name it has everywhere
    text: str,
    strength: Strength | None = None,
    note: str = "",
) -> Clause:
    basis = SYSTEM_DEFAULT
    if not cited.is_system_default:
        basis = f"《{rulebook.text_of(cited).title}》{cited.clause}"
    return Clause(id=id, text=text, basis=basis, quote=cited.quote, strength=strength, note=note)


def _stages(stages: tuple[str, ...]) -> str:
    if len(stages) == len(STAGE_LABELS):
        return "各阶段"
    return "、".join(STAGE_LABELS[stage] for stage in stages) + "阶段"


def _terms(days: int | None, fields: list[str]) -> str:
    terms = [f"办理时限{days}个工作日"] if days else []
    if fields:
        terms.append(f"填写{'、'.join(fields)}")
    return "，".join(terms)
