"""Guides (办事指南): what the measures in force ask for, in the words of the measures.

Nothing here is written by hand: stages, papers, time limits and who decides are read from the
rulebook, so a guide cannot say anything else than what the system enforces.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from approvals.organizations.models import Role
from config.kernel.periods import period_text
from documents.sheets.layout import PrintLayout, lay_out
from documents.sheets.shapes import Sheet
from projects.registry import kinds
from projects.regulations.interpreter.prose import describe, period_of
from projects.regulations.models import RulebookVersion
from projects.regulations.queries import role_in, rulebook_of, versions_in_force
from projects.regulations.rulebook import Rulebook
from projects.regulations.rulebook.gates import Gate
from projects.regulations.rulebook.routes import STEP_KIND_LABELS, RouteStep

ANYWHERE = "不限阶段"
LINES = 3
EMPTY = "\u3000"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One thing of a guide: what, and under which circumstances or by whom."""

    label: str
    words: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Guide:
    """How one matter is done."""

    code: str
    label: str
    note: str
    writers: str
    papers: tuple[Line, ...]
    steps: tuple[Line, ...]
    clocks: tuple[Line, ...]
    has_form: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class GuideStage:
    """The matters of one stage."""

    label: str
    guides: tuple[Guide, ...]


def guided_versions() -> list[RulebookVersion]:
    """Return the measures in force under which projects begin."""
    return [version for version in versions_in_force() if kinds.begins_projects(version)]


def guides_of(version: RulebookVersion) -> list[GuideStage]:
    """Return the guides of one set of measures by stage, in its order."""
    rulebook, roles = rulebook_of(version), dict(Role.objects.values_list("code", "label"))
    by_stage: dict[str, list[Guide]] = {}
    known = kinds.kinds_by_code(version)
    for gate in rulebook.gates:
        if gate.kind == "STAGE" and not (gate.papers or gate.route or gate.clocks):
            continue
        label = rulebook.label_of_stage(gate.stage) if gate.stage else ANYWHERE
        by_stage.setdefault(label, []).append(_guide(gate, rulebook, roles, known.get(gate.code)))
    return [GuideStage(label=label, guides=tuple(found)) for label, found in by_stage.items()]


def blank_layout(version: RulebookVersion, code: str) -> PrintLayout | None:
    """Lay out an empty form of these measures; None if they have no such form."""
    kind = kinds.kinds_by_code(version).get(code)
    if kind is None:
        return None
    return lay_out(kind.form, {"values": _empty_rows(kind.form)})


def _empty_rows(sheet: Sheet) -> dict[str, object]:
    """Leave room to write in every table whose rows are not printed in advance."""
    return {
        field.code: [{field.columns[0].code: EMPTY}] * LINES
        for field in sheet.fields()
        if field.is_table and not field.rows
    }


def _guide(
    gate: Gate, rulebook: Rulebook, roles: Mapping[str, str], kind: kinds.RecordKind | None
) -> Guide:
    names = {paper.code: paper.label for paper in rulebook.paper_kinds}
    writers = kind.writers if kind is not None else ()
    return Guide(
        code=gate.code,
        label=gate.label,
        note=gate.note,
        writers="、".join(_role(role, rulebook, roles) for role in writers) or "项目经办人",
        papers=tuple(
            Line(
                label=names.get(paper.kind, paper.kind),
                words=f"适用于：{describe(paper.when, rulebook)}" if paper.when else "",
                note=paper.clause,
            )
            for paper in gate.papers
        ),
        steps=tuple(_steps(gate.route, rulebook, roles)),
        clocks=tuple(
            Line(
                label=clock.label,
                words=f"自{rulebook.label_of_fact(clock.event)}起，{period_of(clock)}",
                note=clock.clause,
            )
            for clock in gate.clocks
        ),
        has_form=kind is not None,
    )


def _steps(
    route: tuple[RouteStep, ...], rulebook: Rulebook, roles: Mapping[str, str]
) -> Iterator[Line]:
    for step in route:
        desks = "、".join(_role(role, rulebook, roles) for role in step.roles)
        limit = f"{period_text(step.days, step.days_unit)}内" if step.days else ""
        yield Line(
            label=step.label,
            words=" · ".join(part for part in (STEP_KIND_LABELS[step.kind], desks) if part),
            note=limit,
        )


def _role(code: str, rulebook: Rulebook, roles: Mapping[str, str]) -> str:
    """Name a role by the words of the measures, else as the organization knows it."""
    told = rulebook.label_of_role(code)
    return told if told != code else roles.get(role_in(rulebook, code), code)
