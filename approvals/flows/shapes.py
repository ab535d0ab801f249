"""The shapes of a route (流程): pure data, so that a rulebook may describe one without a table."""

from dataclasses import dataclass
from typing import Literal, NotRequired, TypedDict

from django.db.models import TextChoices

type FieldKind = Literal["text", "date", "money", "choice"]


class StepKind(TextChoices):
    """How the signers of a step come to one answer."""

    REVIEW = "REVIEW", "审核"
    APPROVE = "APPROVE", "审批"
    COUNTERSIGN = "COUNTERSIGN", "会签"


class FieldJson(TypedDict):
    """A step field as it is stored."""

    code: str
    label: str
    kind: FieldKind
    required: NotRequired[bool]
    choices: NotRequired[list[str]]


class StepJson(TypedDict):
    """A step as it is stored."""

    code: str
    label: str
    kind: str
    roles: list[str]
    days: int | None
    fields: NotRequired[list[FieldJson]]
    opinion_required: NotRequired[bool]
    permission: NotRequired[str]
    clause: NotRequired[str]
    quote: NotRequired[str]


class RouteJson(TypedDict):
    """A route as it is stored."""

    code: str
    label: str
    steps: list[StepJson]


@dataclass(frozen=True, slots=True, kw_only=True)
class StepField:
    """Something a signer states besides the opinion, such as the number of the reply (批复文号)."""

    code: str
    label: str
    kind: FieldKind = "text"
    required: bool = True
    choices: tuple[str, ...] = ()

    def to_json(self) -> FieldJson:
        """Return the field as plain JSON."""
        return {
            "code": self.code,
            "label": self.label,
            "kind": self.kind,
            "required": self.required,
            "choices": list(self.choices),
        }

    @classmethod
    def from_json(cls, data: FieldJson) -> "StepField":
        """Read a field back."""
        return cls(
            code=data["code"],
            label=data["label"],
            kind=data["kind"],
            required=data.get("required", True),
            choices=tuple(data.get("choices", ())),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step (环节): who decides, within how many working days, and on which clause.

    In 审核 and 审批 any one of the posts decides; in 会签 each of the roles must agree.
    """

    code: str
    label: str
    kind: StepKind
    roles: tuple[str, ...]
    days: int | None = None
    fields: tuple[StepField, ...] = ()
    opinion_required: bool = False
    permission: str = "review_project"
    clause: str = ""
    quote: str = ""

    @property
    def is_countersign(self) -> bool:
        """Whether all roles must agree (会签)."""
        return self.kind == StepKind.COUNTERSIGN

    def to_json(self) -> StepJson:
        """Return the step as plain JSON."""
        return {
            "code": self.code,
            "label": self.label,
            "kind": self.kind.value,
            "roles": list(self.roles),
            "days": self.days,
            "fields": [field.to_json() for field in self.fields],
            "opinion_required": self.opinion_required,
            "permission": self.permission,
            "clause": self.clause,
            "quote": self.quote,
        }

    @classmethod
    def from_json(cls, data: StepJson) -> "Step":
        """Read a step back."""
        return cls(
            code=data["code"],
            label=data["label"],
            kind=StepKind(data["kind"]),
            roles=tuple(data["roles"]),
            days=data["days"],
            fields=tuple(StepField.from_json(field) for field in data.get("fields", ())),
            opinion_required=data.get("opinion_required", False),
            permission=data.get("permission", "review_project"),
            clause=data.get("clause", ""),
            quote=data.get("quote", ""),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """The steps of an approval, one after the other."""

    code: str
    label: str
    steps: tuple[Step, ...]

    def to_json(self) -> RouteJson:
        """Return the route as plain JSON."""
        return {
            "code": self.code,
            "label": self.label,
            "steps": [step.to_json() for step in self.steps],
        }

    @classmethod
    def from_json(cls, data: RouteJson) -> "Route":
        """Read a route back."""
        return cls(
            code=data["code"],
            label=data["label"],
            steps=tuple(Step.from_json(step) for step in data["steps"]),
        )
