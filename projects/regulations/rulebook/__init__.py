"""A rulebook (办法包): what one set of measures demands, as data.

The texts contradict each other and change, so no demand is a constant in a rule: stages
ask, rulebooks decide. Every demand cites its clause and quotes it, or owns up to being a
default of the system. The texts themselves travel with the rulebook, so that a quotation
can be checked wherever it is kept.
"""

import unicodedata
from datetime import date
from typing import Literal, get_args

from pydantic import Field, model_validator

from projects.regulations.rulebook.conditions import Condition, condition_errors
from projects.regulations.rulebook.gates import (
    Basis,
    Cited,
    Clock,
    Gate,
    LineWord,
    MissingItem,
    Paper,
    PaperKind,
    Requirement,
    RouteStep,
    Stage,
)
from projects.regulations.rulebook.shapes import Choice, ChoiceList, Code, Label, Shape

__all__ = [
    "Basis",
    "Choice",
    "ChoiceList",
    "Cited",
    "Clock",
    "Duty",
    "Gate",
    "LegalBasis",
    "LineWord",
    "MissingItem",
    "Paper",
    "PaperKind",
    "Requirement",
    "RouteStep",
    "Rulebook",
    "Scope",
    "SourceText",
]


class SourceText(Shape):
    """A text as received, one paragraph an item."""

    code: Code
    title: Label
    paragraphs: tuple[str, ...] = Field(min_length=1)

    def contains(self, quote: str) -> bool:
        """Whether the quote stands in the text, compared after NFKC."""
        wanted = _folded(quote)
        return any(wanted in _folded(paragraph) for paragraph in self.paragraphs)


class LegalBasis(Cited):
    """What the measures themselves rest on, or say about themselves."""

    id: Code
    label: Label


class Scope(Shape):
    """To which projects the measures apply (适用范围)."""

    requirements: tuple[Requirement, ...]


class Duty(Cited):
    """What a role does by these measures (职责), in which stages, and the rights it needs.

    `permissions` are rights on a project, `offices` rights that need none.
    """

    id: Code
    role: Code
    unit_kind: Code
    label: Label
    stages: tuple[Stage, ...] = get_args(Stage.__value__)
    permissions: tuple[Code, ...] = ()
    offices: tuple[Code, ...] = ()


class Rulebook(Shape):
    """One version of one set of measures."""

    code: Code
    title: Label
    document_number: str = ""
    status: Literal["IN_FORCE", "DRAFT"]
    version: int = Field(ge=1)
    effective_on: date | None = None
    summary: str = ""
    texts: tuple[SourceText, ...] = Field(min_length=1)
    bases: tuple[LegalBasis, ...] = ()
    lists: tuple[ChoiceList, ...] = ()
    paper_kinds: tuple[PaperKind, ...] = ()
    scope: Scope
    red_lines: tuple[LineWord, ...] = ()
    duties: tuple[Duty, ...] = ()
    gates: tuple[Gate, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _is_consistent(self) -> "Rulebook":
        errors = [*_repeated(self), *_unknown_names(self)]
        if errors:
            raise ValueError("".join(errors))
        return self

    def gate(self, code: str) -> Gate | None:
        """Return a gate; a moment without a gate demands nothing."""
        return next((gate for gate in self.gates if gate.code == code), None)

    def choices(self, code: str) -> tuple[Choice, ...]:
        """Return the choices of a list, none if these measures have no such list."""
        return next((found.choices for found in self.lists if found.code == code), ())

    def requirement(self, rule_id: str) -> Requirement | None:
        """Return a requirement by its id."""
        return next((r for r in self.requirements if r.id == rule_id), None)

    @property
    def requirements(self) -> tuple[Requirement, ...]:
        """All requirements, those of the scope first."""
        of_gates = (r for gate in self.gates for r in gate.requirements)
        return (*self.scope.requirements, *(w.requirement for w in self.red_lines), *of_gates)

    def requirements_of(self, gate: Gate) -> tuple[Requirement, ...]:
        """Return what a gate demands, the scope first where it judges that."""
        scope = self.scope.requirements if gate.judges_scope else ()
        words = (w.requirement for w in self.red_lines if w.gate == gate.code)
        return (*scope, *gate.requirements, *words)

    @property
    def citations(self) -> tuple[Cited, ...]:
        """Everything in the rulebook that cites a clause."""
        in_gates: list[Cited] = []
        for gate in self.gates:
            in_gates += [*gate.requirements, *gate.papers, *gate.route, *gate.clocks]
        return (
            *self.bases,
            *self.scope.requirements,
            *self.red_lines,
            *self.duties,
            *in_gates,
        )

    def text_of(self, cited: Cited) -> SourceText:
        """Return the text that is cited, by default the measures themselves."""
        wanted = cited.text or self.texts[0].code
        return next(text for text in self.texts if text.code == wanted)

    def wrong_quotes(self) -> list[str]:
        """Return the quotes that do not stand in the text they cite."""
        return [
            cited.quote
            for cited in self.citations
            if cited.quote and not self.text_of(cited).contains(cited.quote)
        ]


def _repeated(rulebook: Rulebook) -> list[str]:
    ids = [r.id for r in rulebook.requirements]
    ids += [paper.id for gate in rulebook.gates for paper in gate.papers]
    gates = [gate.code for gate in rulebook.gates]
    return [
        *(f"规则编号重复：{name}。" for name in sorted({n for n in ids if ids.count(n) > 1})),
        *(f"关口代码重复：{name}。" for name in sorted({n for n in gates if gates.count(n) > 1})),
    ]


def _unknown_names(rulebook: Rulebook) -> list[str]:
    lists = frozenset(found.code for found in rulebook.lists)
    texts = {text.code for text in rulebook.texts}
    kinds = {kind.code for kind in rulebook.paper_kinds}
    conditions: list[Condition] = []
    for requirement in rulebook.requirements:
        conditions += [requirement.condition, *([requirement.when] if requirement.when else [])]
    papers = [paper for gate in rulebook.gates for paper in gate.papers]
    conditions += [paper.when for paper in papers if paper.when]
    return [
        *(error for condition in conditions for error in condition_errors(condition, lists)),
        *(f"未知的关口：{w.gate}。" for w in rulebook.red_lines if rulebook.gate(w.gate) is None),
        *(f"未知的材料：{paper.kind}。" for paper in papers if paper.kind not in kinds),
        *(f"未知的文本：{c.text}。" for c in rulebook.citations if c.text and c.text not in texts),
    ]


def _folded(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())
