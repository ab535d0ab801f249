"""A rulebook (办法包): what one set of measures demands, as data.

The texts contradict each other and change, so no demand is a constant in a rule: stages
ask, rulebooks decide. Every demand cites its clause and quotes it, or owns up to being a
default of the system. The texts themselves travel with the rulebook, so that a quotation
can be checked wherever it is kept.
"""

from functools import cached_property

from pydantic import ValidationInfo, model_validator

from projects.regulations.rulebook.checks import mistakes_in
from projects.regulations.rulebook.citations import Basis, Binding, Cited
from projects.regulations.rulebook.clocks import Clock
from projects.regulations.rulebook.contents import Contents
from projects.regulations.rulebook.demands import demands_of
from projects.regulations.rulebook.demands.scope import scope_demands
from projects.regulations.rulebook.duties import Duty
from projects.regulations.rulebook.facts import Fact
from projects.regulations.rulebook.gates import (
    Gate,
    LineWord,
    Paper,
    PaperKind,
    Requirement,
)
from projects.regulations.rulebook.precedence import LegalBasis, SourceText
from projects.regulations.rulebook.records import RecordKind
from projects.regulations.rulebook.routes import RouteStep
from projects.regulations.rulebook.scope import Scope
from projects.regulations.rulebook.shapes import Choice, ChoiceList, Code, Label, MissingItem
from projects.regulations.rulebook.vocabulary import vocabulary_of

__all__ = [
    "FREE_OF_MISTAKES",
    "Basis",
    "Binding",
    "Choice",
    "ChoiceList",
    "Cited",
    "Clock",
    "Code",
    "Duty",
    "Gate",
    "Label",
    "LegalBasis",
    "LineWord",
    "MissingItem",
    "Paper",
    "PaperKind",
    "RecordKind",
    "Requirement",
    "RouteStep",
    "Rulebook",
    "Scope",
    "SourceText",
]


# Says to the reader of a rulebook that its mistakes have just been looked for.
FREE_OF_MISTAKES = object()


class Rulebook(Contents):
    """One version of one set of measures, without a mistake that can be seen from itself."""

    @model_validator(mode="after")
    def _is_consistent(self, info: ValidationInfo) -> "Rulebook":
        mistakes = () if info.context is FREE_OF_MISTAKES else mistakes_in(self)
        if mistakes:
            raise ValueError("".join(words for _, words in mistakes))
        return self

    @cached_property
    def vocabulary(self) -> dict[str, Fact]:
        """Every fact that these measures may ask about."""
        return vocabulary_of(self)

    def label_of_fact(self, name: str) -> str:
        """Name a fact; facts that nobody knows do not come past the checks."""
        return self.vocabulary[name].label

    @cached_property
    def demands(self) -> dict[str, tuple[Requirement, ...]]:
        """Everything that is demanded, by the code of the gate."""
        return demands_of(self)

    def requirements_of(self, gate: Gate) -> tuple[Requirement, ...]:
        """Return what a gate demands, the scope first where it judges that."""
        return self.demands.get(gate.code, ())

    def asks_at(self, gate_code: str, step: str) -> bool:
        """Whether anything is demanded where a step of a gate signs."""
        gate = self.gate(gate_code)
        papers = gate.papers if gate else ()
        steps = [rule.step for rule in self.demands.get(gate_code, ())]
        return step in steps or any(paper.step == step for paper in papers)

    @cached_property
    def rules_by_id(self) -> dict[str, Requirement]:
        """Every demand by its id, those of the scope first."""
        of_gates = (r for requirements in self.demands.values() for r in requirements)
        return {r.id: r for r in (*scope_demands(self), *of_gates)}

    @property
    def requirements(self) -> tuple[Requirement, ...]:
        """All demands, those of the scope first."""
        return tuple(self.rules_by_id.values())

    def requirement(self, rule_id: str) -> Requirement | None:
        """Return a demand by its id."""
        return self.rules_by_id.get(rule_id)

    @cached_property
    def clocks_by_id(self) -> dict[str, Clock]:
        """The clocks of all gates, by their ids."""
        return {str(clock.id): clock for gate in self.gates for clock in gate.clocks}

    def wrong_quotes(self) -> list[str]:
        """Return the quotes that do not stand in the text they cite."""
        return [
            cited.quote
            for cited in self.citations
            if cited.quote and not self.text_of(cited).contains(cited.quote)
        ]
