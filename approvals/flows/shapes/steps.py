"""A route, its steps and the fields they ask for."""

from collections.abc import Mapping
from dataclasses import MISSING, dataclass, fields
from enum import Enum
from typing import Any, Literal, NotRequired, TypedDict

from approvals.flows.shapes.settings import (
    Approver,
    Expiry,
    OwnMatter,
    Refusal,
    Repeat,
    Resubmit,
    ReturnTo,
    StepKind,
    Vacancy,
)
from config.kernel.periods import PeriodUnit

type FieldKind = Literal["text", "date", "money", "choice"]

# The right on the project that goes with a task, where the step names no other.
REVIEW = "review_project"


class FieldJson(TypedDict):
    """A step field as it is stored."""

    code: str
    label: str
    kind: FieldKind
    required: NotRequired[bool]
    choices: NotRequired[list[str]]
    explains: NotRequired[bool]


class StepJson(TypedDict):
    """A step as it is stored; a setting is written only where it is not the usual one."""

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
    settings: NotRequired[dict[str, Any]]


class RouteJson(TypedDict):
    """A route as it is stored."""

    code: str
    label: str
    steps: list[StepJson]


@dataclass(frozen=True, slots=True, kw_only=True)
class StepField:
    """Something a signer states besides the opinion, such as the number of the reply (批复文号).

    What `explains` is asked of whoever explains a dissent, and not of those who were consulted.
    """

    code: str
    label: str
    kind: FieldKind = "text"
    required: bool = True
    choices: tuple[str, ...] = ()
    explains: bool = False

    def to_json(self) -> FieldJson:
        """Return the field as plain JSON."""
        plain: FieldJson = {
            "code": self.code,
            "label": self.label,
            "kind": self.kind,
            "required": self.required,
            "choices": list(self.choices),
        }
        return plain | {"explains": True} if self.explains else plain

    @classmethod
    def from_json(cls, data: FieldJson) -> "StepField":
        """Read a field back."""
        return cls(
            code=data["code"],
            label=data["label"],
            kind=data["kind"],
            required=data.get("required", True),
            choices=tuple(data.get("choices", ())),
            explains=data.get("explains", False),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step (环节): who decides, within how many working days, and on which clause.

    Consecutive steps of one `block` run side by side, those of one `branch` in it one after the
    other. `covers` names the parts of the content that a consent here covers; none means all.
    `expiry_roles` get what nobody decided in time, or hear of it. `returns_to` is the step that
    a return is meant for as a rule.
    """

    code: str
    label: str
    kind: StepKind
    roles: tuple[str, ...]
    days: int | None = None
    days_unit: PeriodUnit = PeriodUnit.WORKDAY
    fields: tuple[StepField, ...] = ()
    opinion_required: bool = False
    permission: str = REVIEW
    clause: str = ""
    quote: str = ""
    approver: Approver = Approver.POST
    membership: str = ""
    refusal: Refusal = Refusal.AT_ONCE
    vote_share: tuple[int, int] = (1, 2)
    vote_above: bool = True
    weights: tuple[tuple[str, int], ...] = ()
    vacancy: Vacancy = Vacancy.FORBID
    own: OwnMatter = OwnMatter.OTHERS
    repeat: Repeat = Repeat.SIGN
    resubmit: Resubmit = Resubmit.STEPWISE
    return_to: ReturnTo = ReturnTo.ANY_PASSED
    returns_to: str = ""
    on_expiry: Expiry = Expiry.ESCALATE
    expiry_roles: tuple[str, ...] = ()
    remind_before: tuple[int, ...] = (1,)
    remind_every: int = 1
    when: str = ""
    block: str = ""
    branch: str = ""
    covers: tuple[str, ...] = ()
    asker: tuple[str, ...] = ()
    may_add: bool = True

    @property
    def is_countersign(self) -> bool:
        """Whether all roles must agree (会签)."""
        return self.kind in {StepKind.COUNTERSIGN, StepKind.JOINT_REVIEW}

    @property
    def asks_each_role(self) -> bool:
        """Whether every role has to be heard."""
        return self.is_countersign or self.kind == StepKind.CONSULT

    @property
    def waits_for_all(self) -> bool:
        """Whether a refusal waits until everybody was heard."""
        return self.refusal == Refusal.AFTER_ALL or self.kind in {
            StepKind.JOINT_REVIEW,
            StepKind.CONSULT,
        }

    @property
    def asks_for_statement(self) -> bool:
        """Whether consent needs more than a button: a field that must be filled in."""
        return any(field.required for field in self.asked_of_signers)

    @property
    def asked_of_signers(self) -> tuple[StepField, ...]:
        """What those who sign state besides the opinion."""
        return tuple(field for field in self.fields if not field.explains)

    @property
    def asked_of_explainer(self) -> tuple[StepField, ...]:
        """What whoever explains a dissent states besides the explanation."""
        return tuple(field for field in self.fields if field.explains)

    def weight_of(self, role: str) -> int:
        """Return what a vote of that role counts."""
        return dict(self.weights).get(role, 1)

    def to_json(self) -> StepJson:
        """Return the step as plain JSON."""
        plain: StepJson = {
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
        if settings := {
            name: _plain(getattr(self, name))
            for name, usual in _USUAL.items()
            if getattr(self, name) != usual
        }:
            plain["settings"] = settings
        return plain

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
            permission=data.get("permission", REVIEW),
            clause=data.get("clause", ""),
            quote=data.get("quote", ""),
            **settings_of(data.get("settings", {})),
        )


_WRITTEN_ALWAYS = StepJson.__annotations__
_USUAL: dict[str, Any] = {
    field.name: field.default
    for field in fields(Step)
    if field.name not in _WRITTEN_ALWAYS and field.default is not MISSING
}


def settings_of(stored: Mapping[str, Any]) -> dict[str, Any]:
    """Read the settings of a step from plain values; what is not there is as usual."""
    return {name: _typed(_USUAL[name], value) for name, value in stored.items() if name in _USUAL}


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    return [_plain(each) for each in value] if isinstance(value, tuple) else value


def _typed(usual: Any, value: Any) -> Any:
    if isinstance(value, Mapping):
        return tuple(value.items())
    if isinstance(usual, Enum):
        return type(usual)(value)
    return _tuple(value) if isinstance(usual, tuple) else value


def _tuple(value: Any) -> Any:
    return tuple(_tuple(each) for each in value) if isinstance(value, list | tuple) else value


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
