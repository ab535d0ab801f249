"""Gates (关口): what is demanded when a record is sent or a stage entered, and who decides."""

from enum import StrEnum
from typing import Literal

from pydantic import Field, model_validator

from config.kernel.periods import PeriodUnit
from config.kernel.verdicts import Strength
from projects.regulations.rulebook.conditions import Condition, FactName, LinesFreeOf
from projects.regulations.rulebook.shapes import Choice, Code, Label, Shape

BINDING_WORDS = ("不得", "必须", "须", "应", "应当")
SOFT_WORDS = ("原则上", "一般")


type Stage = Literal[
    "APPLICATION",
    "INITIATION",
    "CONSTRUCTION",
    "ACCEPTANCE",
    "OPERATION",
    "EVALUATION",
    "ARCHIVED",
]


STAGE_LABELS: dict[str, str] = {
    "APPLICATION": "申报",
    "INITIATION": "立项",
    "CONSTRUCTION": "建设",
    "ACCEPTANCE": "验收",
    "OPERATION": "运维",
    "EVALUATION": "绩效评价",
    "ARCHIVED": "归档",
}


class Basis(StrEnum):
    """Where a demand comes from."""

    LAW = "LAW"
    SYSTEM_DEFAULT = "SYSTEM_DEFAULT"


class Cited(Shape):
    """Something that a clause says, or that is only a default of the system."""

    basis: Basis = Basis.LAW
    text: Code | None = None
    clause: str = ""
    quote: str = ""

    @model_validator(mode="after")
    def _cites_or_owns_up(self) -> "Cited":
        cites = bool(self.clause and self.quote)
        if self.basis is Basis.LAW and not cites:
            raise ValueError("写明依据条款和原文，或者标明为系统默认。")
        if self.basis is Basis.SYSTEM_DEFAULT and (self.clause or self.quote):
            raise ValueError("系统默认不能引用条款。")
        return self

    @property
    def is_system_default(self) -> bool:
        """Whether no text demands this."""
        return self.basis is Basis.SYSTEM_DEFAULT


class MissingItem(Shape):
    """One thing to supply and the code of the page that supplies it."""

    label: Label
    page: str = Field(default="", pattern=r"^([a-z_]+([:#][A-Za-z0-9_]+)?)?$")


class Binding(Cited):
    """A demand with its strength; the word of the text decides it."""

    strength: Strength = Strength.BLOCK
    word: str = ""

    @model_validator(mode="after")
    def _is_as_strong_as_its_word(self) -> "Binding":
        if self.word in BINDING_WORDS and self.strength is not Strength.BLOCK:
            raise ValueError(f"“{self.word}”是必须遵守的规定。")
        if self.word in SOFT_WORDS and self.strength is not Strength.WAIVABLE:
            raise ValueError(f"“{self.word}”是可以豁免的规定。")
        if self.word and self.word not in (*BINDING_WORDS, *SOFT_WORDS):
            raise ValueError(f"不认识的用语“{self.word}”。")
        if self.word not in self.quote:
            raise ValueError(f"原文中没有“{self.word}”。")
        return self


class Requirement(Binding):
    """One demand of a gate (要求): what must hold, and what to do where it does not.

    In `message`, `{found}` names what was found wrong, `{limit}` the bound of a sum and
    `{day}` the first or last possible day.
    """

    id: Code
    message: str = Field(min_length=1, pattern=r"。$")
    condition: Condition
    when: Condition | None = None
    missing: tuple[MissingItem, ...] = ()


class LineWord(Binding):
    """A word in a budget line that a rule is about: a prohibition or an exclusion.

    It is a demand of a gate in itself: the codes found in `fact` must not hold this one.
    """

    id: Code
    code: Code
    label: Label
    words: tuple[str, ...] = Field(min_length=1)
    kind: Literal["RED_LINE", "EXCLUDED"]
    gate: Code
    fact: FactName
    message: str = Field(min_length=1, pattern=r"。$")
    missing: tuple[MissingItem, ...] = ()

    @property
    def requirement(self) -> Requirement:
        """The demand that no line is of this kind."""
        return Requirement(
            id=self.id,
            basis=self.basis,
            text=self.text,
            clause=self.clause,
            quote=self.quote,
            strength=self.strength,
            word=self.word,
            message=self.message,
            missing=self.missing,
            condition=LinesFreeOf(test="lines_free_of", fact=self.fact, values=(self.code,)),
        )


class Paper(Binding):
    """A document that a gate demands (材料)."""

    id: Code
    kind: Code
    when: Condition | None = None


class StepField(Shape):
    """Something a signer states besides the opinion."""

    code: Code
    label: Label
    kind: Literal["text", "date", "money", "choice"] = "text"
    required: bool = True
    choices: tuple[str, ...] = ()


class RouteStep(Cited):
    """One step of a route (环节)."""

    code: Code
    label: Label
    kind: Literal["REVIEW", "APPROVE", "COUNTERSIGN"]
    roles: tuple[Code, ...] = Field(min_length=1)
    days: int | None = Field(default=None, ge=1)
    fields: tuple[StepField, ...] = ()
    opinion_required: bool = False
    permission: Code = "review_project"


class Clock(Cited):
    """A period that runs from an event (时限)."""

    id: Code
    label: Label
    event: FactName
    count: int = Field(ge=1)
    unit: PeriodUnit = PeriodUnit.WORKDAY
    rolls: bool = True


class Gate(Shape):
    """The moment a record is sent, a stage entered, or another matter decided (关口)."""

    code: Code
    label: Label
    kind: Literal["RECORD", "STAGE", "MATTER"] = "RECORD"
    stage: Stage | None = None
    note: str = ""
    judges_scope: bool = False
    requirements: tuple[Requirement, ...] = ()
    papers: tuple[Paper, ...] = ()
    route: tuple[RouteStep, ...] = ()
    clocks: tuple[Clock, ...] = ()

    @model_validator(mode="after")
    def _names_each_step_once(self) -> "Gate":
        codes = [step.code for step in self.route]
        if len(codes) != len(set(codes)):
            raise ValueError(f"关口“{self.label}”的环节代码重复。")
        return self


class PaperKind(Choice):
    """A kind of document that this rulebook speaks of."""
